//! What a widget says where there is no chart.

use super::*;
use crate::messages::Messages;
use crate::state::loading_text::{self, LoadingText};

fn said(driven: &Driven, queries: usize) -> LoadingText {
    let config = spec(queries, "{}").config.clone();
    loading_text::of(
        &driven.state,
        Some(&config),
        "10:30:00 AM",
        &Messages::default(),
    )
}

#[test]
fn loading_says_since_when_and_which_of_several_queries_are_awaited() {
    let mut driven = Driven::started(3);
    assert_eq!(said(&driven, 3).since, "Loading data since 10:30:00 AM");
    assert_eq!(
        said(&driven, 3).queries,
        "0 of 3 queries loaded. Waiting for: Query 1, Query 2, Query 3."
    );
    driven.answer(1, 1, Ok(number()));
    assert_eq!(
        said(&driven, 3).queries,
        "1 of 3 queries loaded. Waiting for: Query 1, Query 3."
    );
    assert_eq!(said(&Driven::started(1), 1).queries, "");
}

#[test]
fn without_a_configuration_it_is_the_dashboard_that_is_awaited() {
    let mut driven = Driven::new();
    driven.dispatch(Event::AwaitingConfiguration);
    let text = loading_text::of(&driven.state, None, "10:30", &Messages::default());
    assert_eq!(text.since, "Loading the dashboard since 10:30");
    assert_eq!(text.queries, "");
}

#[test]
fn another_try_is_offered_only_where_it_can_help() {
    for (status, can_retry) in [
        (400, false),
        (401, false),
        (403, false),
        (404, false),
        (408, true),
        (429, true),
        (500, true),
        (503, true),
    ] {
        let mut driven = Driven::started(1);
        driven.answer(1, 0, Err(http(status)));
        let text = status_text::of(&driven.state, &Messages::default(), driven.now_ms);
        assert_eq!(text.can_retry, can_retry, "{status}");
    }
}

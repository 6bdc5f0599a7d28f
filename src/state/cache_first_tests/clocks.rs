//! Clocks that are wrong, or jump.

use super::*;

#[test]
fn the_servers_time_is_believed() {
    let behind_ms = 10 * MINUTE_MS;
    let mut driven = Driven::new();
    driven.now_ms = NOW_MS - behind_ms;
    driven.ask(spec(1, "1h")).find(1, 0, None);
    (driven.now_ms, driven.skew_ms) = (NOW_MS + 5_000, behind_ms);
    driven.answer(2, 0, Ok(answer(8)));
    let shown = driven.state.shown().unwrap();
    assert_eq!(shown.started_at, NOW_MS / 1_000, "what the last hour meant");
    assert_eq!(shown.loaded_at_ms, NOW_MS + 5_000);
}

#[test]
fn an_earlier_period_reckoned_from_a_wrong_clock_is_asked_anew_once() {
    let mut comparing = spec(1, "1h");
    comparing.compare = Offset::parse("1d");
    let mut driven = Driven::new();
    driven.now_ms = NOW_MS - 10 * MINUTE_MS;
    driven.ask(comparing).find(1, 0, None);
    assert_eq!(driven.sent(), [(2, 0), (2, 1)]);
    (driven.now_ms, driven.skew_ms) = (NOW_MS, 10 * MINUTE_MS);
    driven.answer(2, 0, Ok(answer(8)));
    assert_eq!(driven.sent(), [(3, 0), (3, 1)]);
    driven.skew_ms += 900;
    driven
        .answer(3, 0, Ok(answer(8)))
        .answer(3, 1, Ok(answer(7)));
    assert_eq!(
        (driven.sent(), driven.state.status()),
        (vec![], WidgetStatus::Ready)
    );
}

#[test]
fn a_clock_that_jumps_has_a_run_begun_anew_once_at_most() {
    let mut comparing = spec(1, "1h");
    comparing.compare = Offset::parse("1d");
    let mut driven = Driven::new();
    driven.ask(comparing).find(1, 0, None);
    let (mut sent, mut run) = (driven.sent().len(), 2);
    for jump in 0..50 {
        driven.skew_ms = if jump % 2 == 0 { 10 * MINUTE_MS } else { 0 };
        driven.answer(run, jump % 2, Ok(answer(8)));
        run = driven.sent().last().map_or(run, |(run, _)| *run);
        sent += driven.sent().len();
    }
    assert_eq!(sent, 4, "the two of the run, twice");
    assert_eq!(driven.state.status(), WidgetStatus::Ready);
}

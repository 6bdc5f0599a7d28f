//! The state machine driven event by event, asking plain questions.

mod recovery;
mod words;

use super::*;
use crate::config::{Scope, SplitOptions, WidgetConfig};
pub(super) use crate::decode::Decoded;
use crate::error::ErrorKind;
use crate::json::Json;
pub(super) use crate::run::QuerySpec;
use crate::series::{Column, Series, SeriesSet, Timeline, Value, ValueMeta};
use crate::time::Zone;
pub(super) use std::rc::Rc;
use std::sync::Arc;

pub(super) fn spec(queries: usize, params: &str) -> Box<QuerySpec> {
    // No two ask the same: those would share an answer.
    let query = |at: usize| {
        format!(r#"{{"aggregates": ["count()"], "conditions": "level:error at:{at}"}}"#)
    };
    let queries: Vec<String> = (0..queries).map(query).collect();
    let json = format!(
        r#"{{"displayType": "line", "widgetType": "error-events", "params": {params},
             "queries": [{}]}}"#,
        queries.join(", ")
    );
    let config = WidgetConfig::from_json(&Json::parse(&json).unwrap()).unwrap();
    Box::new(QuerySpec {
        config: Rc::new(config),
        scope: Scope {
            org: "demo".to_owned(),
            ..Scope::default()
        },
        split: SplitOptions::default(),
        stored: None,
        compare: None,
        has_sparkline: false,
        zone: Zone::utc(),
    })
}

/// A widget with a clock and the effects of its last step.
pub(super) struct Driven {
    pub(super) state: State,
    pub(super) now_ms: i64,
    pub(super) effects: Vec<Effect>,
}

impl Driven {
    pub(super) fn new() -> Self {
        Self {
            state: State::new(Rules::default()),
            now_ms: 1_700_000_000_000,
            effects: Vec::new(),
        }
    }

    pub(super) fn started(queries: usize) -> Self {
        let mut driven = Self::new();
        driven.dispatch(configured(queries));
        driven
    }

    pub(super) fn dispatch(&mut self, event: Event) -> &mut Self {
        let at = Now {
            now_ms: self.now_ms,
            skew_ms: 0,
            mono_ms: self.now_ms,
            random: 0.5,
        };
        self.effects = self.state.step(at, event);
        self
    }

    pub(super) fn sent(&self) -> Vec<(RunId, usize)> {
        self.effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::Send { run, index, .. } => Some((*run, *index)),
                _ => None,
            })
            .collect()
    }

    pub(super) fn armed(&self) -> Option<u64> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Arm { after_ms } => Some(*after_ms),
            _ => None,
        })
    }

    pub(super) fn answer(
        &mut self,
        run: u64,
        index: usize,
        answer: Result<Decoded, Error>,
    ) -> &mut Self {
        self.dispatch(Event::Answered {
            run: RunId(run),
            index,
            answer: answer.map(Rc::new),
        })
    }

    pub(super) fn draw(&mut self) -> &mut Self {
        self.dispatch(Event::Frame);
        if let [Effect::Draw(level)] = self.effects[..] {
            self.dispatch(Event::Drawn { level, drawn: true });
        }
        self
    }
}

pub(super) fn configured(queries: usize) -> Event {
    Event::Configured {
        spec: spec(queries, "{}"),
        keeps_shown: true,
        bypasses_stored: false,
    }
}

pub(super) fn data(value: Value) -> Decoded {
    Decoded {
        set: SeriesSet {
            series: vec![Series {
                key: String::new(),
                axis: "count()".to_owned(),
                order: None,
                axis_index: 0,
                is_other: false,
                has_low_accuracy: false,
                timeline: Arc::new(Timeline::new(vec![0]).unwrap()),
                values: Column::from_iter([value]),
                comparison: None,
                value_meta: ValueMeta::default(),
            }],
            ..SeriesSet::default()
        },
        ..Decoded::default()
    }
}

pub(super) fn number() -> Decoded {
    data(Value::Number(1.0))
}

pub(super) fn http(status: u16) -> Error {
    ErrorKind::Http {
        status,
        detail: String::new(),
        retry_after_ms: None,
    }
    .into()
}

#[test]
fn the_first_load_goes_from_idle_over_loading_to_ready() {
    let mut driven = Driven::new();
    assert_eq!(driven.state.status(), WidgetStatus::Idle);
    driven.dispatch(Event::AwaitingConfiguration);
    assert_eq!(driven.state.status(), WidgetStatus::Loading);
    driven.dispatch(configured(1));
    assert_eq!(driven.sent(), [(RunId(1), 0)]);
    assert_eq!(driven.state.status(), WidgetStatus::Loading);
    driven.answer(1, 0, Ok(number()));
    assert_eq!(driven.state.status(), WidgetStatus::Ready);
    assert!(driven.effects.contains(&Effect::AnnounceLoad));
}

#[test]
fn zeros_are_data_and_nulls_alone_are_empty() {
    for (value, look) in [
        (Value::Number(0.0), WidgetStatus::Ready),
        (Value::Null, WidgetStatus::Empty),
        (Value::Missing, WidgetStatus::Empty),
    ] {
        let mut driven = Driven::started(1);
        assert_eq!(driven.answer(1, 0, Ok(data(value))).state.status(), look);
    }
}

#[test]
fn only_the_newest_run_writes() {
    let mut driven = Driven::started(1);
    driven.dispatch(Event::Refresh);
    assert_eq!(driven.effects.first(), Some(&Effect::Abort));
    assert_eq!(driven.sent(), [(RunId(2), 0)]);
    driven.answer(1, 0, Err(http(400)));
    assert!(driven.effects.is_empty());
    assert_eq!(driven.state.status(), WidgetStatus::Loading);
    driven
        .answer(2, 0, Ok(number()))
        .answer(2, 0, Err(http(500)));
    assert_eq!(
        driven.state.status(),
        WidgetStatus::Ready,
        "a second answer is ignored"
    );
}

#[test]
fn old_data_stays_as_stale_while_asking_and_after_a_failure() {
    let mut driven = Driven::started(1);
    driven.answer(1, 0, Ok(number())).dispatch(Event::Refresh);
    assert_eq!(driven.state.status(), WidgetStatus::Stale);
    driven.answer(2, 0, Err(http(503)));
    assert_eq!(driven.state.status(), WidgetStatus::Stale);
    assert_eq!(driven.state.error().map(Error::code), Some("server"));
    assert_eq!(driven.armed(), Some(500), "half of the first second");
    driven.dispatch(Event::Alarm);
    assert_eq!(driven.sent(), [(RunId(2), 0)]);
    driven.answer(2, 0, Ok(number()));
    assert_eq!(driven.state.status(), WidgetStatus::Ready);
    assert!(driven.state.error().is_none());
}

#[test]
fn another_widget_drops_the_old_data() {
    let mut driven = Driven::started(1);
    driven.answer(1, 0, Ok(number()));
    driven.dispatch(Event::Configured {
        spec: spec(1, "{}"),
        keeps_shown: false,
        bypasses_stored: false,
    });
    assert_eq!(driven.state.status(), WidgetStatus::Loading);
}

#[test]
fn lost_access_hides_what_was_shown_and_ends_the_refresh() {
    for status in [401, 403] {
        let mut driven = Driven::started(1);
        driven.dispatch(Event::RefreshEvery {
            interval_ms: 10_000,
        });
        driven.answer(1, 0, Ok(number()));
        assert_eq!(driven.armed(), Some(10_000));
        driven
            .dispatch(Event::Alarm)
            .answer(2, 0, Err(http(status)));
        assert_eq!(driven.state.status(), WidgetStatus::Error);
        assert!(driven.state.shown().is_none());
        assert_eq!(driven.armed(), None);
        driven.dispatch(Event::Refresh).answer(3, 0, Ok(number()));
        assert_eq!(driven.armed(), Some(10_000), "asked for, it goes on");
    }
}

#[test]
fn a_refusal_of_the_query_is_not_retried_but_refreshed() {
    let mut driven = Driven::started(1);
    driven.answer(1, 0, Err(http(400)));
    assert_eq!(driven.armed(), None);
    driven.dispatch(Event::RefreshEvery {
        interval_ms: 60_000,
    });
    assert_eq!(driven.armed(), Some(60_000));
}

#[test]
fn refresh_waits_while_unseen_and_catches_up_at_once() {
    for (away, back) in [
        (Event::Visible(false), Event::Visible(true)),
        (Event::PageShown(false), Event::PageShown(true)),
    ] {
        let mut driven = Driven::started(1);
        driven.dispatch(Event::RefreshEvery {
            interval_ms: 10_000,
        });
        driven
            .answer(1, 0, Ok(number()))
            .dispatch(away)
            .dispatch(Event::Alarm);
        assert_eq!(driven.sent(), []);
        assert_eq!(driven.state.status(), WidgetStatus::Ready);
        assert_eq!(driven.dispatch(back).sent(), [(RunId(2), 0)]);
    }
}

#[test]
fn the_first_load_does_not_wait_to_be_seen() {
    let mut driven = Driven::new();
    driven
        .dispatch(Event::Visible(false))
        .dispatch(configured(1));
    assert_eq!(driven.sent().len(), 1);
    driven.answer(1, 0, Err(http(503))).dispatch(Event::Alarm);
    assert_eq!(driven.sent().len(), 1, "nor does another try of it");
}

#[test]
fn one_failed_query_shows_the_others_and_only_it_is_tried_again() {
    let mut driven = Driven::started(3);
    driven.answer(1, 0, Ok(number())).answer(1, 2, Ok(number()));
    driven.answer(1, 1, Err(http(502)));
    assert_eq!(driven.state.status(), WidgetStatus::Ready);
    let shown = driven.state.shown().unwrap();
    let answered: Vec<_> = shown
        .queries
        .iter()
        .map(|query| query.answer.is_some())
        .collect();
    assert_eq!(answered, [true, false, true]);
    assert_eq!(shown.queries[1].error, Some(http(502)));
    assert_eq!(driven.dispatch(Event::Alarm).sent(), [(RunId(1), 1)]);
    driven.answer(1, 1, Ok(number()));
    assert_eq!(driven.state.shown().unwrap().answers().count(), 3);
    assert!(driven.state.error().is_none());
}

#[test]
fn a_query_that_fails_later_keeps_its_earlier_answer() {
    let mut driven = Driven::started(2);
    driven.answer(1, 0, Ok(number())).answer(1, 1, Ok(number()));
    driven.dispatch(Event::Refresh);
    driven
        .answer(2, 0, Ok(number()))
        .answer(2, 1, Err(http(500)));
    let kept: Vec<_> = driven
        .state
        .shown()
        .unwrap()
        .queries
        .iter()
        .map(|query| query.is_previous_answer)
        .collect();
    assert_eq!(kept, [false, true]);
}

#[test]
fn a_request_that_may_not_be_sent_is_an_error_at_once() {
    let mut driven = Driven::new();
    driven.dispatch(Event::Configured {
        spec: spec(1, r#"{"comparisonDelta": "soon"}"#),
        keeps_shown: true,
        bypasses_stored: false,
    });
    assert_eq!(driven.state.status(), WidgetStatus::Error);
    assert_eq!(driven.sent(), []);
    assert_eq!(
        driven.state.settled(false),
        None,
        "the words still have to be drawn"
    );
    driven.draw();
    assert_eq!(driven.state.settled(false), Some(true));
}

#[test]
fn the_network_coming_back_is_a_try_at_once() {
    let mut driven = Driven::started(1);
    driven.answer(
        1,
        0,
        Err(ErrorKind::Network {
            detail: String::new(),
        }
        .into()),
    );
    assert_eq!(driven.dispatch(Event::Online).sent(), [(RunId(1), 0)]);
    assert_eq!(
        driven.dispatch(Event::Online).sent(),
        [],
        "one is under way"
    );
}

#[test]
fn tries_end_after_the_last_attempt() {
    let mut driven = Driven::started(1);
    let mut tries = 0;
    loop {
        driven.answer(1, 0, Err(http(500)));
        if driven.armed().is_none() {
            break;
        }
        driven.dispatch(Event::Alarm);
        tries += 1;
    }
    assert_eq!(tries, Retry::default().attempts);
}

#[test]
fn a_refresh_does_not_undercut_the_wait_that_the_server_asked_for() {
    let mut driven = Driven::started(1);
    driven.dispatch(Event::RefreshEvery {
        interval_ms: 10_000,
    });
    let error = ErrorKind::Http {
        status: 429,
        detail: String::new(),
        retry_after_ms: Some(120_000),
    };
    driven.answer(1, 0, Err(error.into()));
    assert_eq!(driven.armed(), Some(120_500));
    assert_eq!(driven.state.next_try_ms(), Some(driven.now_ms + 120_500));
}

#[test]
fn data_of_the_page_replaces_what_is_under_way() {
    let mut driven = Driven::started(1);
    driven.dispatch(Event::ResponseAssigned(Ok(Rc::new(number()))));
    assert_eq!(driven.effects.first(), Some(&Effect::Abort));
    assert_eq!(driven.state.status(), WidgetStatus::Ready);
    driven.answer(1, 0, Err(http(500)));
    assert_eq!(driven.state.status(), WidgetStatus::Ready);
}

#[test]
fn what_an_earlier_instance_had_shown_is_old_data() {
    let mut driven = Driven::new();
    driven.dispatch(Event::Restored(vec![Some(Rc::new(number()))]));
    assert_eq!(
        driven.dispatch(Event::AwaitingConfiguration).state.status(),
        WidgetStatus::Stale
    );
    assert_eq!(
        driven.dispatch(configured(1)).state.status(),
        WidgetStatus::Stale
    );
    driven.answer(1, 0, Err(http(503)));
    assert_eq!(driven.state.status(), WidgetStatus::Stale);
    assert!(driven.state.shown().unwrap().is_plottable);
}

#[test]
fn another_rule_for_tries_holds_from_the_next_failure_on() {
    let mut driven = Driven::new();
    let never = Retry {
        attempts: 0,
        ..Retry::default()
    };
    driven.dispatch(Event::RulesChanged(Rules {
        retry: never,
        ..Rules::default()
    }));
    driven.dispatch(configured(1)).answer(1, 0, Err(http(503)));
    assert_eq!(driven.armed(), None);
    driven
        .dispatch(Event::RulesChanged(Rules::default()))
        .dispatch(Event::Refresh)
        .answer(2, 0, Err(http(503)));
    assert!(driven.armed().is_some());
}

//! Widgets that begin with what is cached, event by event.

mod clocks;

use super::*;
use crate::cache::CachedResponse;
use crate::cache::LONGEST_KEPT_MS;
use crate::config::{Scope, SplitOptions, WidgetConfig};
use crate::decode::Decoded;
use crate::decode::decode;
use crate::error::ErrorKind;
use crate::json::Json;
use crate::request::{Endpoint, Expect};
use crate::run::QuerySpec;
use crate::time::{Interval, Offset, RangeChoice, Zone};
use std::rc::Rc;

const NOW_MS: i64 = 1_700_000_000_000;
const MINUTE_MS: i64 = 60_000;

fn spec(queries: usize, period: &str) -> Box<QuerySpec> {
    // No two ask the same: those would share an answer.
    let query = |at: usize| {
        format!(r#"{{"aggregates": ["count()"], "conditions": "level:error at:{at}"}}"#)
    };
    let queries: Vec<String> = (0..queries).map(query).collect();
    let json = format!(
        r#"{{"displayType": "line", "widgetType": "error-events", "queries": [{}]}}"#,
        queries.join(", ")
    );
    Box::new(QuerySpec {
        config: Rc::new(WidgetConfig::from_json(&Json::parse(&json).unwrap()).unwrap()),
        scope: Scope {
            org: "demo".to_owned(),
            range: RangeChoice::Last(Interval::parse(period).unwrap()),
            ..Scope::default()
        },
        split: SplitOptions::default(),
        stored: None,
        compare: None,
        has_sparkline: false,
        zone: Zone::utc(),
    })
}

fn answer(count: u32) -> Rc<Decoded> {
    let expect = Expect {
        endpoint: Endpoint::EventsStats,
        top_events: None,
        axes: vec!["count()".to_owned()],
        interval: None,
    };
    let body = format!(r#"{{"data": [[0, [{{"count": {count}}}]]]}}"#);
    Rc::new(decode(expect, body.as_bytes()).unwrap())
}

/// An answer that came so long ago.
fn cached(count: u32, age_ms: i64) -> Option<CachedResponse> {
    Some(CachedResponse {
        answer: answer(count),
        started_at: (NOW_MS - age_ms) / 1_000,
        loaded_at_ms: NOW_MS - age_ms,
    })
}

struct Driven {
    state: State,
    now_ms: i64,
    skew_ms: i64,
    effects: Vec<Effect>,
}

impl Driven {
    fn new() -> Self {
        let rules = Rules {
            uses_cache: true,
            ..Rules::default()
        };
        Self {
            state: State::new(rules),
            now_ms: NOW_MS,
            skew_ms: 0,
            effects: Vec::new(),
        }
    }

    fn asking(spec: Box<QuerySpec>) -> Self {
        let mut driven = Self::new();
        driven.ask(spec);
        driven
    }

    fn dispatch(&mut self, event: Event) -> &mut Self {
        let at = Now {
            now_ms: self.now_ms,
            skew_ms: self.skew_ms,
            mono_ms: self.now_ms,
            random: 0.5,
        };
        self.effects = self.state.step(at, event);
        self
    }

    fn ask(&mut self, spec: Box<QuerySpec>) -> &mut Self {
        self.dispatch(Event::Configured {
            spec,
            keeps_shown: true,
            bypasses_stored: false,
        })
    }

    fn find(&mut self, run: u64, index: usize, cached: Option<CachedResponse>) -> &mut Self {
        self.dispatch(Event::CacheLookupDone {
            run: RunId(run),
            index,
            cached,
        })
    }

    fn answer(&mut self, run: u64, index: usize, answer: Result<Rc<Decoded>, Error>) -> &mut Self {
        self.dispatch(Event::Answered {
            run: RunId(run),
            index,
            answer,
        })
    }

    fn looked_for(&self) -> Vec<(u64, usize)> {
        let of = |effect: &Effect| match effect {
            Effect::LookUpCache { run, index, .. } => Some((run.0, *index)),
            _ => None,
        };
        self.effects.iter().filter_map(of).collect()
    }

    fn sent(&self) -> Vec<(u64, usize)> {
        let of = |effect: &Effect| match effect {
            Effect::Send { run, index, .. } => Some((run.0, *index)),
            _ => None,
        };
        self.effects.iter().filter_map(of).collect()
    }

    fn announces_load(&self) -> bool {
        self.effects.contains(&Effect::AnnounceLoad)
    }

    /// The numbers on the screen, query by query.
    fn shown_values(&self) -> (WidgetStatus, Vec<f64>) {
        (self.state.status(), self.numbers())
    }

    fn numbers(&self) -> Vec<f64> {
        let answers = self.state.shown().into_iter().flat_map(Snapshot::answers);
        answers
            .map(|one| one.set.series[0].values.numbers()[0])
            .collect()
    }

    fn messages(&self) -> String {
        status_text::of(&self.state, &Default::default(), self.now_ms).detail
    }
}

fn http(status: u16) -> Error {
    ErrorKind::Http {
        status,
        detail: "no".to_owned(),
        retry_after_ms: None,
    }
    .into()
}

#[test]
fn nothing_kept_is_asked_for() {
    let mut driven = Driven::asking(spec(1, "24h"));
    assert_eq!((driven.looked_for(), driven.sent()), (vec![(1, 0)], vec![]));
    assert_eq!(driven.state.status(), WidgetStatus::Loading);
    assert_eq!(driven.state.settled(false), None);
    driven.find(1, 0, None);
    assert_eq!((driven.looked_for(), driven.sent()), (vec![], vec![(2, 0)]));
    driven.answer(2, 0, Ok(answer(7)));
    assert_eq!(
        (driven.state.status(), driven.numbers()),
        (WidgetStatus::Ready, vec![7.0])
    );
}

#[test]
fn what_is_fresh_is_shown_and_nothing_is_asked() {
    let mut driven = Driven::asking(spec(1, "24h"));
    driven.find(1, 0, cached(7, 4 * MINUTE_MS));
    assert_eq!(driven.sent(), []);
    assert!(driven.announces_load());
    assert_eq!(
        (driven.state.status(), driven.numbers()),
        (WidgetStatus::Ready, vec![7.0])
    );
    let shown = driven.state.shown().unwrap();
    assert_eq!(shown.loaded_at_ms, NOW_MS - 4 * MINUTE_MS);
    assert_eq!(shown.started_at, (NOW_MS - 4 * MINUTE_MS) / 1_000);
    assert_eq!(driven.messages(), "");
}

#[test]
fn what_is_stale_is_shown_with_its_age_until_the_newer_is_there() {
    let mut driven = Driven::asking(spec(1, "24h"));
    driven.find(1, 0, cached(7, 25 * MINUTE_MS));
    assert_eq!(driven.sent(), [(2, 0)]);
    assert!(!driven.announces_load());
    assert_eq!(driven.shown_values(), (WidgetStatus::Stale, vec![7.0]));
    assert_eq!(
        driven.messages(),
        "The data is from 25 minutes ago. Loading newer data."
    );
    driven.answer(2, 0, Ok(answer(8)));
    assert!(driven.announces_load());
    assert_eq!(driven.shown_values(), (WidgetStatus::Ready, vec![8.0]));
    assert_eq!(driven.messages(), "");
}

#[test]
fn ages_are_told_in_their_largest_unit() {
    for (age_ms, messages) in [
        (5 * MINUTE_MS, "5 minutes"),
        (119 * MINUTE_MS, "1 hour"),
        (6 * 24 * 60 * MINUTE_MS, "6 days"),
        (-MINUTE_MS, "less than a minute"),
    ] {
        let mut driven = Driven::asking(spec(1, "14d"));
        driven.find(1, 0, cached(7, age_ms));
        assert!(
            driven
                .messages()
                .starts_with(&format!("The data is from {messages} ago.")),
            "{messages}"
        );
    }
}

#[test]
fn what_says_nothing_any_more_is_not_shown() {
    for (period, age_ms) in [("1h", 61 * MINUTE_MS), ("90d", LONGEST_KEPT_MS + 1)] {
        let mut driven = Driven::asking(spec(1, period));
        driven.find(1, 0, cached(7, age_ms));
        assert_eq!(
            (driven.sent(), driven.state.status()),
            (vec![(2, 0)], WidgetStatus::Loading)
        );
    }
}

#[test]
fn a_failure_keeps_the_old_and_says_how_old_it_is() {
    let mut driven = Driven::asking(spec(1, "24h"));
    driven
        .find(1, 0, cached(7, 6 * MINUTE_MS))
        .answer(2, 0, Err(http(500)));
    assert_eq!(driven.shown_values(), (WidgetStatus::Stale, vec![7.0]));
    assert_eq!(driven.messages(), "No. The data is from 6 minutes ago.");
}

#[test]
fn a_refresh_always_asks() {
    let mut driven = Driven::asking(spec(1, "24h"));
    driven.find(1, 0, cached(7, 0)).dispatch(Event::Refresh);
    assert_eq!((driven.looked_for(), driven.sent()), (vec![], vec![(2, 0)]));
    driven
        .answer(2, 0, Ok(answer(8)))
        .dispatch(Event::RefreshEvery { interval_ms: 5_000 });
    driven.dispatch(Event::Alarm);
    assert_eq!((driven.looked_for(), driven.sent()), (vec![], vec![(3, 0)]));
}

#[test]
fn a_refresh_that_finds_the_configuration_anew_asks_too() {
    let mut driven = Driven::new();
    driven
        .dispatch(Event::Misconfigured(http(500)))
        .dispatch(Event::Refresh);
    assert_eq!(
        driven.effects.last(),
        Some(&Effect::Configure {
            is_user_initiated: true
        })
    );
    driven.ask(spec(1, "24h"));
    assert_eq!((driven.looked_for(), driven.sent()), (vec![], vec![(1, 0)]));
    driven.ask(spec(1, "24h"));
    assert_eq!(driven.looked_for(), [(2, 0)], "once");
}

#[test]
fn a_refresh_meanwhile_is_not_overwritten() {
    let mut driven = Driven::asking(spec(1, "24h"));
    driven.dispatch(Event::Refresh);
    assert_eq!(driven.sent(), [(2, 0)]);
    driven.find(1, 0, cached(7, 0));
    assert_eq!((driven.effects.len(), driven.numbers()), (0, vec![]));
    driven.answer(2, 0, Ok(answer(8)));
    assert_eq!(driven.shown_values(), (WidgetStatus::Ready, vec![8.0]));
}

#[test]
fn several_queries_are_served_whole_or_not_at_all() {
    let fresh = || cached(1, 0);
    for (second, is_served, shown) in [
        (fresh(), true, vec![1.0, 1.0]),
        (cached(2, 10 * MINUTE_MS), false, vec![1.0, 2.0]),
        (None, false, vec![]),
    ] {
        let mut driven = Driven::asking(spec(2, "24h"));
        driven.find(1, 0, fresh());
        assert_eq!((driven.looked_for(), driven.sent()), (vec![(1, 1)], vec![]));
        driven.find(1, 1, second);
        assert_eq!(driven.announces_load(), is_served);
        assert_eq!(driven.sent().len(), if is_served { 0 } else { 2 });
        assert_eq!(driven.numbers(), shown);
    }
}

#[test]
fn the_earlier_period_is_looked_for_as_it_was_asked() {
    let comparing = || {
        let mut spec = spec(1, "24h");
        spec.compare = Offset::parse("1w");
        spec
    };
    let mut asked = Driven::asking(comparing());
    asked.find(1, 0, None);
    let plan_of = |effects: &[Effect], at: usize| match &effects[at] {
        Effect::Send { plan, .. } | Effect::LookUpCache { plan, .. } => plan.clone(),
        other => panic!("{other:?}"),
    };
    let earlier = plan_of(&asked.effects, 1);
    let mut recalling = Driven::new();
    recalling.now_ms = NOW_MS + 3 * MINUTE_MS;
    recalling.ask(comparing()).find(1, 0, cached(1, 0));
    assert_eq!(recalling.looked_for(), [(1, 1)]);
    assert_eq!(plan_of(&recalling.effects, 0), earlier);
    recalling.find(1, 1, cached(2, 0));
    assert_eq!(
        (recalling.sent(), recalling.state.status()),
        (vec![], WidgetStatus::Ready)
    );
    let query = &recalling.state.shown().unwrap().queries[0];
    assert!(query.comparison.is_some());
}

#[test]
fn another_range_shows_what_is_kept_of_it_in_place_of_the_newer() {
    let mut driven = Driven::asking(spec(1, "24h"));
    driven.find(1, 0, None).answer(2, 0, Ok(answer(8)));
    driven.ask(spec(1, "1h")).find(3, 0, cached(7, MINUTE_MS));
    assert_eq!((driven.sent(), driven.numbers()), (vec![], vec![7.0]));
    driven
        .ask(spec(1, "2h"))
        .find(4, 0, cached(6, 5 * MINUTE_MS));
    assert_eq!((driven.sent(), driven.numbers()), (vec![(5, 0)], vec![6.0]));
    assert_eq!(driven.state.status(), WidgetStatus::Stale);
}

#[test]
fn old_data_never_replaces_newer_data_of_the_same_question() {
    let mut driven = Driven::asking(spec(1, "24h"));
    driven.find(1, 0, None).answer(2, 0, Ok(answer(8)));
    driven.ask(spec(1, "24h")).find(3, 0, cached(7, MINUTE_MS));
    assert_eq!((driven.sent(), driven.numbers()), (vec![(4, 0)], vec![8.0]));
    let mut restored = Driven::new();
    restored.dispatch(Event::Restored(vec![Some(answer(9))]));
    restored
        .ask(spec(1, "24h"))
        .find(1, 0, cached(7, MINUTE_MS));
    assert_eq!(
        (restored.sent(), restored.numbers()),
        (vec![(2, 0)], vec![9.0])
    );
}

#[test]
fn a_refusal_hides_and_forgets_unless_the_host_says_otherwise() {
    for (status, all) in [(401, true), (403, false)] {
        let mut driven = Driven::asking(spec(2, "24h"));
        driven
            .find(1, 0, cached(7, 6 * MINUTE_MS))
            .find(1, 1, cached(7, 6 * MINUTE_MS));
        driven
            .answer(2, 0, Ok(answer(8)))
            .answer(2, 1, Err(http(status)));
        assert_eq!(
            (driven.state.status(), driven.numbers()),
            (WidgetStatus::Error, vec![])
        );
        let forgotten = driven.effects.iter().find_map(|effect| match effect {
            Effect::Forget { plans, all } => Some((plans.len(), *all)),
            _ => None,
        });
        assert_eq!(forgotten, Some((2, all)));
    }
    let mut driven = Driven::new();
    driven.dispatch(Event::RulesChanged(Rules {
        uses_cache: true,
        keeps_refused: true,
        ..Rules::default()
    }));
    driven
        .ask(spec(1, "24h"))
        .find(1, 0, cached(7, 6 * MINUTE_MS))
        .answer(2, 0, Err(http(403)));
    assert_eq!(driven.shown_values(), (WidgetStatus::Stale, vec![7.0]));
    assert!(
        !driven
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::Forget { .. }))
    );
}

#[test]
fn a_configuration_that_is_refused_forgets_what_was_asked_last() {
    let mut driven = Driven::asking(spec(1, "24h"));
    driven
        .find(1, 0, cached(7, 0))
        .dispatch(Event::Misconfigured(http(403)));
    assert_eq!(driven.numbers(), Vec::<f64>::new());
    let forgets = |it: &Effect| matches!(it, Effect::Forget { plans, .. } if plans.len() == 1);
    assert!(driven.effects.iter().any(forgets));
}

#[test]
fn a_slow_look_is_not_waited_for_and_shown_late() {
    let slow = || {
        let mut driven = Driven::asking(spec(1, "24h"));
        driven.dispatch(Event::CacheLookupTimedOut(RunId(1)));
        assert_eq!(driven.sent(), [(2, 0)]);
        assert_eq!(driven.state.status(), WidgetStatus::Loading);
        driven
    };
    let mut driven = slow();
    driven.find(1, 0, cached(7, 6 * MINUTE_MS));
    assert_eq!(driven.shown_values(), (WidgetStatus::Stale, vec![7.0]));
    driven.answer(2, 0, Ok(answer(8)));
    assert_eq!(driven.shown_values(), (WidgetStatus::Ready, vec![8.0]));

    let mut driven = slow();
    driven.find(1, 0, cached(7, 0));
    assert!(
        driven.effects.contains(&Effect::Abort),
        "it is not needed any more"
    );
    assert!(driven.announces_load());
    driven.answer(2, 0, Ok(answer(8)));
    assert_eq!(driven.shown_values(), (WidgetStatus::Ready, vec![7.0]));
}

#[test]
fn what_is_found_after_the_answer_is_not_shown() {
    let mut driven = Driven::asking(spec(1, "24h"));
    driven
        .dispatch(Event::CacheLookupTimedOut(RunId(1)))
        .answer(2, 0, Ok(answer(8)));
    driven.find(1, 0, cached(7, 0));
    assert_eq!(driven.numbers(), [8.0]);
    driven
        .ask(spec(1, "1h"))
        .dispatch(Event::CacheLookupTimedOut(RunId(3)));
    driven.answer(4, 0, Err(http(403))).find(3, 0, cached(7, 0));
    assert_eq!(driven.shown_values(), (WidgetStatus::Error, vec![]));
}

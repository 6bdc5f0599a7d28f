//! The state machine with whole inquiries: split and comparison inside a run.

use super::*;
use crate::config::{Scope, SplitOptions, WidgetConfig};
use crate::decision::{SplitDataset, SplitSource};
use crate::decode::{decode, table};
use crate::error::ErrorKind;
use crate::json::Json;
use crate::request::Purpose;
use crate::request::RequestPlan;
use crate::run::QuerySpec;
use crate::time::{Offset, Zone};
use std::rc::Rc;

const NOW_MS: i64 = 1_699_999_200_000;

struct Driven {
    state: State,
    sent: Vec<(RunId, usize, RequestPlan)>,
    effects: Vec<Effect>,
}

impl Driven {
    fn started(config: &str, compare: Option<&str>) -> Self {
        let mut driven = Self {
            state: State::new(Rules::default()),
            sent: Vec::new(),
            effects: Vec::new(),
        };
        driven.configure(config, compare, false);
        driven
    }

    fn configure(&mut self, config: &str, compare: Option<&str>, has_sparkline: bool) {
        let spec = QuerySpec {
            config: Rc::new(WidgetConfig::from_json(&Json::parse(config).unwrap()).unwrap()),
            scope: Scope {
                org: "acme".to_owned(),
                ..Scope::default()
            },
            split: SplitOptions::default(),
            stored: None,
            compare: compare.map(|text| Offset::parse(text).unwrap()),
            has_sparkline,
            zone: Zone::utc(),
        };
        self.dispatch(Event::Configured {
            spec: Box::new(spec),
            keeps_shown: true,
            bypasses_stored: false,
        });
    }

    fn dispatch(&mut self, event: Event) {
        let at = Now {
            now_ms: NOW_MS,
            skew_ms: 0,
            mono_ms: 0,
            random: 0.5,
        };
        self.effects = self.state.step(at, event);
        for effect in &self.effects {
            if let Effect::Send {
                run, index, plan, ..
            } = effect
            {
                self.sent.push((*run, *index, plan.clone()));
            }
        }
    }

    fn settle(&mut self, purpose: Purpose, value: Result<u32, u16>) {
        let place = self
            .sent
            .iter()
            .position(|(_, _, plan)| plan.purpose == purpose);
        let (run, index, plan) = self.sent.remove(place.unwrap());
        let start = plan.range(NOW_MS / 1000).start;
        let answer = match value {
            Ok(count) => {
                let body = format!(r#"{{"data": [[{start}, [{{"count": {count}}}]]]}}"#);
                Ok(Rc::new(match purpose {
                    Purpose::Table => {
                        table::decode(format!(r#"{{"data": [{{"count()": {count}}}]}}"#).as_bytes())
                            .unwrap()
                    }
                    _ => decode(plan.expect, body.as_bytes()).unwrap(),
                }))
            }
            Err(status) => Err(Error::from(ErrorKind::Http {
                status,
                detail: "no".to_owned(),
                retry_after_ms: None,
            })),
        };
        self.dispatch(Event::Answered { run, index, answer });
    }

    fn announces_error(&self) -> bool {
        let mut effects = self.effects.iter();
        effects.any(|effect| matches!(effect, Effect::AnnounceError(_)))
    }
}

const MIXED: &str = r#"{"queries": [{}]}"#;

#[test]
fn a_chart_appears_before_the_split_is_over_and_is_no_old_data() {
    let mut driven = Driven::started(MIXED, None);
    assert_eq!(driven.sent.len(), 2);
    driven.settle(Purpose::SplitErrors, Ok(3));
    assert_eq!(driven.state.status(), WidgetStatus::Ready);
    assert_eq!(driven.state.phase(), Phase::Pending);
    assert_eq!(driven.state.shown().unwrap().answers().count(), 1);
    driven.settle(Purpose::SplitOriginal, Ok(0));
    assert_eq!(driven.state.phase(), Phase::Complete);
    let decision = driven.state.shown().unwrap().decision.clone().unwrap();
    assert_eq!(
        (decision.dataset, decision.source),
        (SplitDataset::ErrorEvents, SplitSource::Inferred)
    );
    assert!(driven.effects.contains(&Effect::StoreDecision(decision)));
}

#[test]
fn the_next_run_knows_what_was_decided() {
    let mut driven = Driven::started(MIXED, None);
    driven.settle(Purpose::SplitErrors, Ok(3));
    driven.settle(Purpose::SplitOriginal, Ok(0));
    driven.dispatch(Event::Refresh);
    assert_eq!(driven.sent.len(), 1);
    assert_eq!(driven.sent[0].2.purpose, Purpose::Series);
    assert_eq!(driven.state.status(), WidgetStatus::Stale);
    driven.settle(Purpose::Series, Ok(4));
    assert_eq!(driven.state.status(), WidgetStatus::Ready);
    assert_eq!(driven.state.shown().unwrap().answers().count(), 1);
}

#[test]
fn what_fails_inside_the_split_is_no_error_of_the_widget() {
    let mut driven = Driven::started(MIXED, None);
    driven.settle(Purpose::SplitErrors, Err(500));
    assert_eq!(driven.state.status(), WidgetStatus::Loading);
    driven.settle(Purpose::SplitOriginal, Ok(3));
    assert_eq!(driven.state.status(), WidgetStatus::Ready);
    assert!(!driven.announces_error());
    assert!(driven.state.shown().unwrap().split_note.is_some());
    assert!(driven.state.shown().unwrap().error().is_none());
}

#[test]
fn when_all_fails_the_widget_fails() {
    let mut driven = Driven::started(MIXED, None);
    driven.settle(Purpose::SplitErrors, Err(400));
    driven.settle(Purpose::SplitOriginal, Err(400));
    assert_eq!(driven.state.status(), WidgetStatus::Error);
    assert!(driven.announces_error());
}

#[test]
fn a_refused_comparison_leaves_the_chart_whole() {
    let mut driven = Driven::started(r#"{"widgetType": "spans", "queries": [{}]}"#, Some("1y"));
    driven.settle(Purpose::Series, Ok(3));
    assert_eq!(driven.state.status(), WidgetStatus::Ready);
    driven.settle(Purpose::Earlier, Err(400));
    assert_eq!(driven.state.status(), WidgetStatus::Ready);
    assert!(!driven.announces_error());
    let query = &driven.state.shown().unwrap().queries[0];
    assert_eq!(query.no_comparison.as_deref(), Some("no"));
    assert_eq!(query.comparison, None);
}

#[test]
fn a_comparison_comes_with_the_shown_data() {
    let mut driven = Driven::started(r#"{"widgetType": "spans", "queries": [{}]}"#, Some("1w"));
    driven.settle(Purpose::Earlier, Ok(2));
    assert_eq!(driven.state.status(), WidgetStatus::Loading);
    driven.settle(Purpose::Series, Ok(3));
    let shown = driven.state.shown().unwrap();
    let comparison = shown.queries[0].comparison.as_ref();
    assert_eq!(comparison.unwrap().series.len(), 1);
}

#[test]
fn a_refresh_does_not_take_the_comparison_away_for_a_while() {
    let mut driven = Driven::started(r#"{"widgetType": "spans", "queries": [{}]}"#, Some("1w"));
    driven.settle(Purpose::Series, Ok(3));
    assert!(
        driven.state.shown().unwrap().queries[0]
            .comparison
            .is_none()
    );
    driven.settle(Purpose::Earlier, Ok(2));
    driven.dispatch(Event::Refresh);
    driven.settle(Purpose::Series, Ok(4));
    assert_eq!(driven.state.status(), WidgetStatus::Stale);
    let is_compared = |driven: &Driven| {
        let shown = driven.state.shown().unwrap();
        shown.queries[0].comparison.is_some()
    };
    assert!(is_compared(&driven));
    driven.settle(Purpose::Earlier, Ok(2));
    assert_eq!(driven.state.status(), WidgetStatus::Ready);
    assert!(is_compared(&driven));
}

#[test]
fn a_refresh_keeps_the_sparkline_until_it_has_its_own() {
    let number = |conditions: &str| {
        format!(
            r#"{{"displayType": "big_number", "widgetType": "spans",
                "queries": [{{"aggregates": ["count()"], "conditions": "{conditions}"}}]}}"#
        )
    };
    let values = |driven: &Driven| -> Option<Vec<f64>> {
        let sparkline = driven.state.shown()?.queries[0].sparkline.as_ref()?;
        Some(sparkline.set.series[0].values.numbers().to_vec())
    };
    let mut driven = Driven::started(&number("a"), None);
    driven.sent.clear();
    driven.configure(&number("a"), None, true);
    driven.settle(Purpose::Table, Ok(3));
    assert_eq!(driven.state.status(), WidgetStatus::Ready);
    assert_eq!(values(&driven), None);
    driven.settle(Purpose::Series, Ok(1));
    assert_eq!(values(&driven), Some(vec![1.0]));
    driven.dispatch(Event::Refresh);
    driven.settle(Purpose::Table, Ok(4));
    assert_eq!(values(&driven), Some(vec![1.0]));
    driven.settle(Purpose::Series, Ok(2));
    assert_eq!(values(&driven), Some(vec![2.0]));
    driven.dispatch(Event::Refresh);
    driven.settle(Purpose::Table, Ok(4));
    driven.settle(Purpose::Series, Err(400));
    assert_eq!(values(&driven), Some(vec![2.0]));
    // Of another search it would say what is not so.
    driven.configure(&number("b"), None, true);
    driven.settle(Purpose::Table, Ok(5));
    assert_eq!(values(&driven), None);
}

#[test]
fn a_viewer_may_ask_for_another_order_and_for_earlier_lines() {
    let mut driven = Driven::started(r#"{"widgetType": "spans", "queries": [{}]}"#, Some("1w"));
    driven.dispatch(Event::Ranked(Rank::ByChange));
    assert_eq!(driven.state.rank(), Rank::ByChange);
    for expected in [1, 0] {
        driven.dispatch(Event::EarlierToggled("a".to_owned()));
        assert_eq!(driven.state.earlier_shown().iter().count(), expected);
    }
}

#[test]
fn a_failed_refresh_keeps_the_old_answer() {
    let config =
        r#"{"widgetType": "spans", "queries": [{"conditions": "a"}, {"conditions": "b"}]}"#;
    let mut driven = Driven::started(config, None);
    driven.settle(Purpose::Series, Ok(1));
    driven.settle(Purpose::Series, Ok(2));
    driven.dispatch(Event::Refresh);
    driven.settle(Purpose::Series, Err(500));
    driven.settle(Purpose::Series, Ok(3));
    let shown = driven.state.shown().unwrap();
    let kept: Vec<_> = shown
        .queries
        .iter()
        .map(|query| query.is_previous_answer)
        .collect();
    assert_eq!(kept, [true, false]);
    assert!(shown.queries[0].error.is_some());
    assert!(driven.announces_error());
}

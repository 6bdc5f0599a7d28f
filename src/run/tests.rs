//! Tests of whole runs: answers in, what is shown out.

mod sparkline;

use super::compare::{Comparison, ComparisonStatus, Percent};
use super::*;
use crate::config::{Scope, SplitOptions, SplitPolicy, WidgetConfig};
use crate::decision::{SplitDataset, SplitSource};
use crate::decode::{Decoded, decode, table};
use crate::error::{Error, ErrorKind};
use crate::json::Json;
use crate::request::{Endpoint, Purpose, RequestPlan};
use crate::time::{Offset, Zone};
use std::rc::Rc;

const NOW: i64 = 1_699_999_200;

struct Game {
    run: QueryRun,
    asked: Vec<RequestPlan>,
}

impl Game {
    fn begin(config: &str, compare: Option<&str>) -> Self {
        Self::begin_as(config, compare, false)
    }

    fn begin_as(config: &str, compare: Option<&str>, has_sparkline: bool) -> Self {
        let config = WidgetConfig::from_json(&Json::parse(config).unwrap()).unwrap();
        let spec = QuerySpec {
            config: Rc::new(config),
            scope: Scope {
                org: "acme".to_owned(),
                ..Scope::default()
            },
            split: SplitOptions {
                policy: SplitPolicy::Errors,
                ..SplitOptions::default()
            },
            stored: None,
            compare: compare.map(|text| Offset::parse(text).unwrap()),
            has_sparkline,
            zone: Zone::utc(),
        };
        let run = QueryRun::begin(spec, NOW).unwrap();
        let asked = run.answers().waiting().map(|(_, plan)| plan.clone());
        Self {
            asked: asked.collect(),
            run,
        }
    }

    fn purposes(&self) -> Vec<Purpose> {
        self.asked.iter().map(|plan| plan.purpose).collect()
    }

    fn take(&mut self, purpose: Purpose) -> RequestPlan {
        let found = self.asked.iter().position(|plan| plan.purpose == purpose);
        self.asked
            .remove(found.unwrap_or_else(|| panic!("no {purpose:?}")))
    }

    fn answer(&mut self, purpose: Purpose, body: &str) {
        let plan = self.take(purpose);
        let decoded = Rc::new(match plan.expect.endpoint {
            Endpoint::Events => table::decode(body.as_bytes()).unwrap(),
            _ => decode(plan.expect.clone(), body.as_bytes()).unwrap(),
        });
        self.settle(&plan, Ok(decoded));
    }

    fn fail(&mut self, purpose: Purpose) {
        self.fail_with(purpose, "no");
    }

    fn fail_with(&mut self, purpose: Purpose, detail: &str) {
        let plan = self.take(purpose);
        let error = Error::from(ErrorKind::Http {
            status: 400,
            detail: detail.to_owned(),
            retry_after_ms: None,
        });
        self.settle(&plan, Err(error));
    }

    fn settle(&mut self, plan: &RequestPlan, answer: Result<Rc<Decoded>, Error>) {
        let asked = self.run.answers().plans().position(|asked| asked == plan);
        let next = self.run.settle(asked.unwrap(), answer).unwrap();
        let plans: Vec<_> = self.run.answers().plans().cloned().collect();
        self.asked
            .extend(next.iter().map(|index| plans[*index].clone()));
    }

    fn comparison(&self) -> Option<Comparison> {
        self.run.views(NOW).remove(0).comparison
    }

    fn keys(&self) -> Vec<String> {
        let view = self.run.views(NOW).remove(0);
        let answer = view.answer.unwrap();
        let series = answer.set.series.iter();
        series.map(|series| series.key.clone()).collect()
    }
}

fn data(start: i64, value: u32) -> String {
    format!(
        r#"{{"data": [[{start}, [{{"count": {value}}}]], [{}, [{{"count": {value}}}]]]}}"#,
        start + 3600
    )
}

fn groups(names: std::ops::Range<usize>, other: bool) -> String {
    let mut members: Vec<String> = names
        .enumerate()
        .map(|(rank, name)| {
            format!(r#""g{name}": {{"data": [[0, [{{"count": 2}}]]], "order": {rank}}}"#)
        })
        .collect();
    if other {
        members.push(r#""Other": {"data": [[0, [{"count": 9}]]], "order": 10}"#.to_owned());
    }
    format!("{{{}}}", members.join(","))
}

fn rows(count: usize) -> String {
    let rows: Vec<String> = (0..count)
        .map(|name| format!(r#"{{"release": "g{name}", "count()": 2}}"#))
        .collect();
    format!(
        r#"{{"data": [{}], "meta": {{"fields": {{}}}}}}"#,
        rows.join(",")
    )
}

#[test]
fn a_mixed_widget_with_a_comparison() {
    let mut game = Game::begin(r#"{"interval": "1h", "queries": [{}]}"#, Some("1d"));
    assert_eq!(
        game.purposes(),
        [Purpose::SplitErrors, Purpose::SplitOriginal]
    );
    assert!(!game.run.is_showable());
    let start = NOW - 5 * 3600;
    game.answer(Purpose::SplitErrors, &data(start, 3));
    assert!(game.run.is_showable());
    // The comparison begins with what is shown, and asks errors too.
    let earlier = game
        .asked
        .iter()
        .find(|plan| plan.purpose == Purpose::Earlier)
        .unwrap();
    assert_eq!(earlier.pair("query"), Some("!event.type:transaction"));
    assert_eq!(game.comparison(), None);
    game.answer(Purpose::Earlier, &data(start - 86_400, 2));
    let compared = game.comparison().unwrap();
    assert_eq!(
        compared.series[0].total.unwrap().delta.unwrap().percent,
        Percent::Value(50.0)
    );
    game.answer(Purpose::SplitOriginal, &data(start, 0));
    let decision = game.run.take_new_decision().unwrap();
    assert_eq!(
        (decision.dataset, decision.source),
        (SplitDataset::ErrorEvents, SplitSource::Inferred)
    );
    assert_eq!(game.run.take_new_decision(), None);
    assert_eq!(game.purposes(), []);
}

#[test]
fn a_refused_earlier_range_leaves_the_current_answer_whole() {
    let mut game = Game::begin(r#"{"widgetType": "spans", "queries": [{}]}"#, Some("1y"));
    assert_eq!(game.purposes(), [Purpose::Series, Purpose::Earlier]);
    game.fail(Purpose::Earlier);
    game.answer(Purpose::Series, &data(NOW - 7200, 3));
    let view = game.run.views(NOW).remove(0);
    assert!(view.answer.is_some() && view.error.is_none());
    assert_eq!(view.no_comparison.as_deref(), Some("no"));
    assert_eq!(game.comparison(), None);
}

#[test]
fn pages_of_groups_arrive_in_any_order() {
    let mut game = Game::begin(
        r#"{"limit": 25, "widgetType": "error-events", "queries": [{"columns": ["release"], "aggregates": ["count()"]}]}"#,
        None,
    );
    assert_eq!(game.purposes(), [Purpose::Series, Purpose::Groups]);
    game.answer(Purpose::Groups, &rows(25));
    assert_eq!(
        game.purposes(),
        [Purpose::Series, Purpose::MoreGroups, Purpose::MoreGroups]
    );
    let second = game.asked.remove(1);
    game.answer(Purpose::MoreGroups, &groups(20..25, true));
    assert!(!game.run.is_showable());
    game.answer(Purpose::Series, &groups(0..10, true));
    assert!(game.run.is_showable());
    assert_eq!(game.keys().len(), 11);
    game.asked.push(second);
    game.answer(Purpose::MoreGroups, &groups(10..20, true));
    let keys = game.keys();
    assert_eq!(keys.len(), 26);
    assert_eq!(keys[24], "g24");
    assert_eq!(keys[25], "Other");
}

#[test]
fn a_failed_page_says_so() {
    let mut game = Game::begin(
        r#"{"limit": 25, "widgetType": "error-events", "queries": [{"columns": ["release"]}]}"#,
        None,
    );
    game.answer(Purpose::Series, &groups(0..10, true));
    game.fail(Purpose::Groups);
    assert_eq!(game.keys().len(), 11);
    assert!(game.run.views(NOW)[0].notes[0].starts_with("fewer groups are available"));
}

#[test]
fn pages_and_comparison_ask_for_the_groups_once() {
    let mut game = Game::begin(
        r#"{"limit": 12, "interval": "1h", "widgetType": "error-events",
            "queries": [{"columns": ["release"], "aggregates": ["count()"], "orderby": "-count()"}]}"#,
        Some("1d"),
    );
    assert_eq!(
        game.purposes(),
        [Purpose::Series, Purpose::Groups, Purpose::EarlierGroups]
    );
    game.answer(Purpose::Groups, &rows(12));
    assert_eq!(
        game.purposes(),
        [
            Purpose::Series,
            Purpose::EarlierGroups,
            Purpose::MoreGroups,
            Purpose::Earlier,
            Purpose::Earlier,
            Purpose::EarlierTotal,
        ]
    );
    game.answer(Purpose::Series, &groups(0..10, true));
    game.answer(Purpose::MoreGroups, &groups(10..12, true));
    game.answer(Purpose::EarlierGroups, &rows(12));
    for names in [0..10, 10..11] {
        let body = groups(names, false).replace("[[0,", "[[-86400,");
        game.answer(Purpose::Earlier, &body);
    }
    game.answer(
        Purpose::EarlierTotal,
        r#"{"data": [[-86400, [{"count": 30}]]]}"#,
    );
    let compared = game.comparison().unwrap();
    assert_eq!(compared.series.len(), 13);
    assert_eq!(compared.series[0].status, ComparisonStatus::Compared);
    assert_eq!(compared.series[11].status, ComparisonStatus::New);
    let other = compared.series[12].total.unwrap();
    assert_eq!((other.current, other.earlier), (9.0, 8.0));
}

#[test]
fn a_table_asks_for_the_rows_it_has() {
    let mut game = Game::begin(
        r#"{"displayType": "table", "widgetType": "error-events", "queries": [{"fields": ["release", "count()"]}]}"#,
        Some("1d"),
    );
    assert_eq!(game.purposes(), [Purpose::Table, Purpose::EarlierGroups]);
    game.answer(Purpose::Table, &rows(2));
    assert_eq!(game.purposes(), [Purpose::EarlierGroups, Purpose::Earlier]);
    game.answer(Purpose::Earlier, &rows(1));
    assert_eq!(game.comparison(), None);
    game.answer(Purpose::EarlierGroups, &rows(3));
    let rows = game.comparison().unwrap().rows;
    let standings: Vec<_> = rows.iter().map(|row| row.status).collect();
    assert_eq!(
        standings,
        [ComparisonStatus::Compared, ComparisonStatus::New]
    );
}

#[test]
fn one_failed_query_shows_the_others_and_says_which() {
    let mut game = Game::begin(
        r#"{"widgetType": "error-events", "queries": [{"conditions": "a"}, {"conditions": "b"}]}"#,
        None,
    );
    game.fail(Purpose::Series);
    game.answer(Purpose::Series, &data(NOW - 7200, 1));
    assert!(game.run.is_showable());
    let views = game.run.views(NOW);
    assert!(views[0].error.is_some() && views[0].answer.is_none());
    assert!(views[1].error.is_none() && views[1].answer.is_some());
}

#[test]
fn a_refusal_quotes_the_widgets_own_text() {
    let error_of = |game: &Game| game.run.views(NOW)[0].error.clone().unwrap().to_string();
    let mut game = Game::begin(r#"{"queries": [{"conditions": "level:(a"}]}"#, None);
    game.fail_with(Purpose::Series, "((level:(a)");
    game.fail_with(Purpose::Series, "level:(a");
    assert_eq!(error_of(&game), "level:(a");
    for own_first in [true, false] {
        let mut game = Game::begin(r#"{"queries": [{"conditions": "(a"}]}"#, None);
        let sides = [
            (Purpose::SplitOriginal, "(a"),
            (Purpose::SplitErrors, "((a)"),
        ];
        let (first, second) = if own_first { (0, 1) } else { (1, 0) };
        for (purpose, detail) in [sides[first], sides[second]] {
            game.fail_with(purpose, detail);
        }
        assert_eq!(error_of(&game), "(a");
    }
}

#[test]
fn a_fallback_starts_what_follows_anew() {
    let mut game = Game::begin(r#"{"queries": [{}]}"#, Some("1d"));
    game.answer(Purpose::SplitErrors, &data(NOW - 7200, 3));
    let errors_before = game.take(Purpose::Earlier);
    game.answer(Purpose::SplitOriginal, &data(NOW - 7200, 4));
    game.fail(Purpose::SplitTransactions);
    assert!(game.run.split_note().is_some());
    let plain_before = game
        .asked
        .iter()
        .find(|plan| plan.purpose == Purpose::Earlier)
        .unwrap();
    assert_ne!(plain_before.pair("query"), errors_before.pair("query"));
    // An answer for what is no longer shown is dropped.
    let late = Rc::new(
        decode(
            errors_before.expect.clone(),
            data(NOW - 93_600, 1).as_bytes(),
        )
        .unwrap(),
    );
    game.settle(&errors_before, Ok(late));
    assert_eq!(game.comparison(), None);
    game.answer(Purpose::Earlier, &data(NOW - 93_600, 2));
    assert!(game.comparison().is_some());
}

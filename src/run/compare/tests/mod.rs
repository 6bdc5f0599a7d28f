//! Tests of comparisons: what is asked, and what comes of the answers.

mod groups;
mod laws;
mod series;

use super::comparison::*;
use super::step::*;
use super::*;
use crate::config::WidgetType;
use crate::config::{Polarity, Scope, WidgetConfig};
use crate::decode::Decoded;
use crate::decode::{decode, table};
use crate::error::{Error, ErrorKind};
use crate::json::Json;
use crate::request::{ADDRESS_MAX_BYTES, Expect, plan};
use crate::request::{Purpose, RequestPlan};
use crate::run::answers::{Answers, Lookup};
use crate::sentry::functions::Combine;
use crate::series::Value;
use crate::time::{DAY, HOUR, RangeChoice, WEEK};
use crate::time::{Interval, Offset, TimeRange, Zone};
use std::rc::Rc;

/// 2023-11-14 22:00 UTC.
const NOW: i64 = 1_699_999_200;

fn request(text: &str, period: &str) -> RequestPlan {
    let config = WidgetConfig::from_json(&Json::parse(text).unwrap()).unwrap();
    let scope = Scope {
        org: "acme".to_owned(),
        ..Scope::default()
    };
    let range = RangeChoice::Last(Interval::parse(period).unwrap());
    plan(&config, &scope, range, NOW).unwrap().remove(0)
}

const GROUPED: &str = r#"{"interval": "1h", "limit": 2, "queries": [{"aggregates": ["count()"], "columns": ["release"]}]}"#;

fn offset(text: &str) -> Offset {
    Offset::parse(text).unwrap()
}

/// Hourly buckets from `start` on; `_` for null.
fn rows(start: i64, values: &[Option<f64>]) -> String {
    let rows: Vec<String> = values
        .iter()
        .enumerate()
        .map(|(index, value)| {
            let value = value.map_or("null".to_owned(), |value| value.to_string());
            format!(
                "[{}, [{{\"count\": {value}}}]]",
                start + index as i64 * HOUR
            )
        })
        .collect();
    format!("[{}]", rows.join(","))
}

fn numbers(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().map(|&value| Some(value)).collect()
}

fn single(expect: &Expect, start: i64, values: &[Option<f64>]) -> Decoded {
    let body = format!(r#"{{"data": {}}}"#, rows(start, values));
    decode(expect.clone(), body.as_bytes()).unwrap()
}

fn grouped(expect: &Expect, start: i64, groups: &[(&str, &[f64])]) -> Decoded {
    let limit = expect.top_events.unwrap();
    let groups: Vec<String> = groups
        .iter()
        .enumerate()
        .map(|(rank, (key, values))| {
            let order = if *key == "Other" {
                limit as usize
            } else {
                rank
            };
            let rows = rows(start, &numbers(values));
            format!(r#""{key}": {{"data": {rows}, "order": {order}}}"#)
        })
        .collect();
    decode(
        expect.clone(),
        format!("{{{}}}", groups.join(",")).as_bytes(),
    )
    .unwrap()
}

fn releases(names: &[(&str, u32)]) -> Decoded {
    let rows: Vec<String> = names
        .iter()
        .map(|(name, count)| format!(r#"{{"release": "{name}", "count()": {count}}}"#))
        .collect();
    let body = format!(
        r#"{{"data": [{}], "meta": {{"fields": {{}}}}}}"#,
        rows.join(",")
    );
    table::decode(body.as_bytes()).unwrap()
}

fn failure() -> Error {
    Error::from(ErrorKind::Http {
        status: 400,
        detail: "Invalid date range. Please try a more recent date range.".to_owned(),
        retry_after_ms: None,
    })
}

/// A comparison in the hands of a test that plays the server.
#[derive(Clone)]
struct Compare {
    plan: Rc<RequestPlan>,
    groups: u32,
    offset: Offset,
    zone: Zone,
    answers: Answers,
    step: Option<CompareStep>,
    progress: CompareProgress,
}

impl Compare {
    fn begin(
        plan: &RequestPlan,
        groups: u32,
        offset: Offset,
        zone: &Zone,
        now: i64,
    ) -> (Self, Vec<RequestPlan>) {
        assert_eq!(now, NOW);
        let mut compare = Self {
            plan: Rc::new(plan.clone()),
            groups,
            offset,
            zone: zone.clone(),
            answers: Answers::default(),
            step: None,
            progress: CompareProgress::Asking,
        };
        // The widget itself asks for what is shown.
        compare.answers.ask(Rc::clone(&compare.plan));
        let ask = compare.evaluate();
        (compare, ask)
    }

    fn evaluate(&mut self) -> Vec<RequestPlan> {
        let spec = CompareSpec {
            plan: &self.plan,
            groups: self.groups,
            offset: self.offset,
            zone: &self.zone,
            now: NOW,
        };
        let mut lookup = Lookup::new(&self.answers);
        self.step = Some(evaluate(spec, &mut lookup));
        let needs = lookup.needs;
        for need in &needs {
            self.answers.ask(Rc::clone(need));
        }
        self.progress = self.step.as_ref().unwrap().progress(&self.answers).0;
        needs.iter().map(|need| RequestPlan::clone(need)).collect()
    }

    fn answered(
        &mut self,
        plan: &RequestPlan,
        answer: Result<&Decoded, &Error>,
    ) -> Vec<RequestPlan> {
        // What failed may be asked once more.
        self.answers.ask(Rc::new(plan.clone()));
        let asked = self.answers.plans().position(|asked| asked == plan);
        let answer = answer.map(|answer| Rc::new(answer.clone()));
        self.answers
            .settle(asked.unwrap(), answer.map_err(Error::clone));
        self.evaluate()
    }

    fn current(&mut self, decoded: &Decoded) -> Vec<RequestPlan> {
        let plan = Rc::clone(&self.plan);
        self.answered(&plan, Ok(decoded))
    }

    fn compare(&self, current: &Decoded, earlier: EarlierAnswers, viewer: Viewer) -> Comparison {
        let step = self.step.as_ref().unwrap();
        let (progress, notes) = step.progress(&self.answers);
        if matches!(progress, CompareProgress::Refused(_)) {
            return Comparison::default();
        }
        let gone = step.gone.as_ref();
        let gone = gone.and_then(|gone| self.answers.of(gone).answer());
        let gone = gone.and_then(|gone| gone.table.as_ref());
        let is_complete = progress == CompareProgress::Ready && notes.is_empty();
        let compared = step.compare(current, earlier, gone, is_complete, viewer);
        if progress == CompareProgress::Ready {
            let looked_up = step.comparison(current, &self.answers, is_complete, viewer);
            assert_eq!(looked_up, compared);
        }
        compared
    }

    fn progress(&self) -> &CompareProgress {
        &self.progress
    }

    fn parts(&self) -> usize {
        self.step.as_ref().unwrap().parts.len()
    }
}

fn viewer(zone: &Zone) -> Viewer<'_> {
    Viewer {
        zone,
        widget_type: WidgetType::ErrorEvents,
        complete_until: NOW,
    }
}

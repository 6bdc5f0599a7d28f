//! Tests of the split: what is asked, decided and shown, answer by answer.

mod decisions;
mod failures;
mod known;

use super::*;
use crate::config::{Scope, SplitOptions, WidgetConfig};
use crate::decode::decode;
use crate::error::ErrorKind;
use crate::json::Json;
use crate::request::plan;
use crate::time::{DAY, RangeChoice};

const NOW: i64 = 1_700_000_000;

const DATA: &str = r#"{"data": [[60, [{"count": 3}]]]}"#;
const ZERO: &str = r#"{"data": [[60, [{"count": 0}]]]}"#;
const METRICS: &str = r#"{"data": [[60, [{"count": 3}]]], "isMetricsData": true}"#;

fn config(text: &str) -> WidgetConfig {
    WidgetConfig::from_json(&Json::parse(text).unwrap()).unwrap()
}

fn mixed_widget(dataset: &str) -> WidgetConfig {
    config(&format!(
        r#"{{"id": "42", "queries": [{{"aggregates": ["count()"], "conditions": "a:1"}}],
            "params": {{"dataset": "{dataset}"}}}}"#
    ))
}

fn options(policy: SplitPolicy) -> SplitOptions {
    SplitOptions {
        policy,
        ..SplitOptions::default()
    }
}

/// A split in the hands of a test that plays the server.
struct Game {
    split: Split,
    step: SplitStep,
    asked: Vec<RequestPlan>,
}

impl Game {
    fn begin(config: &WidgetConfig, stored: Option<&Decision>, options: SplitOptions) -> Self {
        let scope = Scope {
            org: "acme".to_owned(),
            ..Scope::default()
        };
        let plans = plan(config, &scope, RangeChoice::default(), NOW).unwrap();
        let (split, step) = Split::begin(config, plans, stored, options, NOW);
        Self {
            split,
            asked: step.ask.clone(),
            step,
        }
    }

    fn undecided(policy: SplitPolicy) -> Self {
        Self::begin(&mixed_widget("metricsEnhanced"), None, options(policy))
    }

    fn take(&mut self, purpose: Purpose) -> RequestPlan {
        let found = self.asked.iter().position(|plan| plan.purpose == purpose);
        let found = found.unwrap_or_else(|| panic!("{purpose:?} was not asked: {:?}", self.asked));
        self.asked.remove(found)
    }

    fn answer(mut self, purpose: Purpose, body: &str) -> Self {
        let plan = self.take(purpose);
        let decoded = decode(plan.expect.clone(), body.as_bytes()).unwrap();
        self.step = self.split.answered(&plan, Ok(&decoded), NOW);
        self.asked.extend(self.step.ask.clone());
        self
    }

    fn fail(mut self, purpose: Purpose, status: u16) -> Self {
        let plan = self.take(purpose);
        let error = Error::from(ErrorKind::Http {
            status,
            detail: "no".to_owned(),
            retry_after_ms: None,
        });
        self.step = self.split.answered(&plan, Err(&error), NOW);
        self.asked.extend(self.step.ask.clone());
        self
    }

    fn shows(&self, show: Show) -> &Self {
        assert_eq!(self.step.show, [show]);
        self
    }

    fn decides(&self, expected: Option<(SplitDataset, SplitSource)>) -> &Self {
        let decision = self.step.decision.as_ref();
        assert_eq!(
            decision.map(|decision| (decision.dataset, decision.source)),
            expected
        );
        self
    }

    fn asks_no_more(&self) -> &Self {
        assert_eq!(self.asked, []);
        self
    }
}

fn asked(plans: &[RequestPlan]) -> Vec<(Purpose, &str, &str)> {
    let pair = |plan: &'static str| plan;
    plans
        .iter()
        .map(|plan| {
            (
                plan.purpose,
                plan.pair(pair("dataset")).unwrap_or(""),
                plan.pair(pair("query")).unwrap_or(""),
            )
        })
        .collect()
}

//! Tests of the split: what is asked, decided and shown, answer by answer.

mod decisions;
mod failures;
mod known;

use super::*;
use crate::config::{Scope, SplitOptions, WidgetConfig};
use crate::decode::{Decoded, decode};
use crate::error::ErrorKind;
use crate::json::Json;
use crate::request::plan;
use crate::run::answers::Answers;
use crate::time::{DAY, RangeChoice};
use std::rc::Rc;

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

/// What a query shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Show {
    /// Nothing yet: what comes could be replaced.
    Nothing,
    /// The answer to the request of that purpose.
    Answer(Purpose),
    /// Nothing, since every request failed.
    Failed,
}

/// What follows from an answer.
#[derive(Debug)]
struct Step {
    ask: Vec<RequestPlan>,
    show: Vec<Show>,
    decision: Option<Decision>,
    keep: bool,
    note: Option<String>,
}

/// A split in the hands of a test that plays the server.
struct Game {
    split: SplitSpec,
    answers: Answers,
    step: Step,
    asked: Vec<RequestPlan>,
}

fn evaluated(split: &SplitSpec, answers: &mut Answers) -> Step {
    let mut lookup = Lookup::new(answers);
    let step = split.evaluate(&mut lookup);
    let ask = lookup.needs;
    for plan in &ask {
        answers.ask(Rc::clone(plan)).unwrap();
    }
    let show = step.sides.iter().map(|side| match side {
        Some(plan) if answers.of(plan).answer().is_some() => Show::Answer(plan.purpose),
        Some(plan) if answers.of(plan).error().is_some() => Show::Failed,
        _ => Show::Nothing,
    });
    Step {
        show: show.collect(),
        ask: ask.iter().map(|plan| RequestPlan::clone(plan)).collect(),
        decision: step.decision,
        keep: step.keep,
        note: step.note,
    }
}

/// What a split asks and knows before any answer.
fn first_step(
    config: &WidgetConfig,
    plans: Vec<RequestPlan>,
    stored: Option<&Decision>,
    options: SplitOptions,
) -> Step {
    let split = SplitSpec::new(config, plans, stored, options, NOW);
    evaluated(&split, &mut Answers::default())
}

impl Game {
    fn begin(config: &WidgetConfig, stored: Option<&Decision>, options: SplitOptions) -> Self {
        let scope = Scope {
            org: "acme".to_owned(),
            ..Scope::default()
        };
        let plans = plan(config, &scope, RangeChoice::default(), NOW).unwrap();
        let split = SplitSpec::new(config, plans, stored, options, NOW);
        let mut answers = Answers::default();
        let step = evaluated(&split, &mut answers);
        Self {
            split,
            answers,
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
        self.settle(&plan, Ok(Rc::new(decoded)))
    }

    fn fail(mut self, purpose: Purpose, status: u16) -> Self {
        let plan = self.take(purpose);
        let error = Error::from(ErrorKind::Http {
            status,
            detail: "no".to_owned(),
            retry_after_ms: None,
        });
        self.settle(&plan, Err(error))
    }

    fn settle(mut self, plan: &RequestPlan, answer: Result<Rc<Decoded>, Error>) -> Self {
        let mut waiting = self.answers.waiting();
        let (index, _) = waiting.find(|(_, known)| *known == plan).unwrap();
        drop(waiting);
        self.answers.settle(index, answer).unwrap();
        self.step = evaluated(&self.split, &mut self.answers);
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

//! One run: the requests made together for one state of a widget, and what came of each.

use crate::decode::Decoded;
use crate::error::Error;
use crate::request::{Purpose, RequestPlan};
use std::rc::Rc;

/// Number of a run. Only the newest run of a widget may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct RunId(pub u64);

/// The answer to one request, kept for as long as it is shown.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Index of the widget's query.
    pub query_index: usize,
    /// What the request was for.
    pub purpose: Purpose,
    /// The series; shared with other widgets that asked the same.
    pub decoded: Rc<Decoded>,
    /// Left from an earlier run because the newer request failed.
    pub is_kept: bool,
}

/// The failure of one request of a run whose other requests were answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// Index of the widget's query.
    pub query_index: usize,
    /// Why.
    pub error: Error,
}

#[derive(Debug)]
enum Outcome {
    Waiting,
    Answered(Rc<Decoded>),
    Failed(Error),
}

#[derive(Debug)]
struct Ask {
    plan: RequestPlan,
    outcome: Outcome,
}

/// The requests of one run, by their index.
#[derive(Debug, Default)]
pub struct Run {
    id: RunId,
    asks: Vec<Ask>,
}

impl Run {
    /// A run of these requests, all waiting for their answers.
    pub fn new(id: RunId, plans: Vec<RequestPlan>) -> Self {
        let mut run = Self {
            id,
            asks: Vec::new(),
        };
        run.extend(plans);
        run
    }

    /// Its number.
    pub fn id(&self) -> RunId {
        self.id
    }

    /// Adds requests that follow from earlier answers.
    pub fn extend(&mut self, plans: Vec<RequestPlan>) {
        self.asks.extend(plans.into_iter().map(|plan| Ask {
            plan,
            outcome: Outcome::Waiting,
        }));
    }

    /// Requests still waiting, with their indexes.
    pub fn waiting(&self) -> impl Iterator<Item = (usize, &RequestPlan)> {
        self.asks
            .iter()
            .enumerate()
            .filter(|(_, ask)| matches!(ask.outcome, Outcome::Waiting))
            .map(|(index, ask)| (index, &ask.plan))
    }

    /// Number of requests so far.
    pub fn len(&self) -> usize {
        self.asks.len()
    }

    /// At least one request was answered.
    pub fn has_answer(&self) -> bool {
        self.asks
            .iter()
            .any(|ask| matches!(ask.outcome, Outcome::Answered(_)))
    }

    /// Every request was answered or has failed.
    pub fn is_over(&self) -> bool {
        self.waiting().next().is_none()
    }

    /// Takes what came of request `index`; an unknown index and a second answer are ignored.
    pub fn settle(&mut self, index: usize, answer: Result<Rc<Decoded>, Error>) -> bool {
        match self.asks.get_mut(index) {
            Some(ask) if matches!(ask.outcome, Outcome::Waiting) => {
                ask.outcome = match answer {
                    Ok(decoded) => Outcome::Answered(decoded),
                    Err(error) => Outcome::Failed(error),
                };
                true
            }
            _ => false,
        }
    }

    /// Puts the requests that failed for passing reasons back to waiting.
    pub fn retry_failed(&mut self) {
        for ask in &mut self.asks {
            if matches!(&ask.outcome, Outcome::Failed(error) if error.is_transient()) {
                ask.outcome = Outcome::Waiting;
            }
        }
    }

    /// What failed, in the order of the requests.
    pub fn failures(&self) -> Vec<Failure> {
        self.asks
            .iter()
            .filter_map(|ask| match &ask.outcome {
                Outcome::Failed(error) => Some(Failure {
                    query_index: ask.plan.query_index,
                    error: error.clone(),
                }),
                _ => None,
            })
            .collect()
    }

    /// What there is to show: the answers of this run, and for a failed request the answer
    /// it had in `before`, so that a failure takes nothing away.
    pub fn answers(&self, before: &[Answer]) -> Vec<Answer> {
        self.asks
            .iter()
            .filter_map(|ask| {
                let (Purpose::Series | Purpose::Earlier | Purpose::Table) = ask.plan.purpose else {
                    return None;
                };
                match &ask.outcome {
                    Outcome::Answered(decoded) => Some(Answer {
                        query_index: ask.plan.query_index,
                        purpose: ask.plan.purpose,
                        decoded: Rc::clone(decoded),
                        is_kept: false,
                    }),
                    Outcome::Failed(_) => kept(before, &ask.plan),
                    Outcome::Waiting => None,
                }
            })
            .collect()
    }
}

fn kept(before: &[Answer], plan: &RequestPlan) -> Option<Answer> {
    before
        .iter()
        .find(|answer| answer.query_index == plan.query_index && answer.purpose == plan.purpose)
        .map(|answer| Answer {
            is_kept: true,
            ..answer.clone()
        })
}

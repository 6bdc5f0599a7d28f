//! One run: the requests made together for one state of a widget, and what came of each.

use crate::error::Error;
use crate::request::RequestPlan;

/// Number of a run. Only the newest run of a widget may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct RunId(pub u64);

#[derive(Debug)]
enum Outcome {
    Waiting,
    Answered,
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

    /// All requests, in the order of their indexes.
    pub fn plans(&self) -> impl Iterator<Item = &RequestPlan> {
        self.asks.iter().map(|ask| &ask.plan)
    }

    /// Number of requests so far.
    pub fn len(&self) -> usize {
        self.asks.len()
    }

    /// Every request was answered or has failed.
    pub fn is_over(&self) -> bool {
        self.waiting().next().is_none()
    }

    /// Takes what came of request `index`, and gives its plan back; an unknown index and a
    /// second answer are ignored.
    pub fn settle(&mut self, index: usize, error: Option<Error>) -> Option<RequestPlan> {
        let ask = self.asks.get_mut(index)?;
        if !matches!(ask.outcome, Outcome::Waiting) {
            return None;
        }
        ask.outcome = error.map_or(Outcome::Answered, Outcome::Failed);
        Some(ask.plan.clone())
    }

    /// Puts the requests that failed for passing reasons back to waiting.
    pub fn retry_failed(&mut self) {
        for ask in &mut self.asks {
            if matches!(&ask.outcome, Outcome::Failed(error) if error.is_transient()) {
                ask.outcome = Outcome::Waiting;
            }
        }
    }

    /// At least one request has failed for a passing reason.
    pub fn can_retry(&self) -> bool {
        self.asks
            .iter()
            .any(|ask| matches!(&ask.outcome, Outcome::Failed(error) if error.is_transient()))
    }
}

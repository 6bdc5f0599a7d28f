//! Everything that one run of a widget asks, and what it comes to: the widget's queries,
//! the split of each, further groups, the earlier period.
//!
//! It joins the machines of `split`, `groups` and `compare` and decides nothing itself.
//! Sending, retrying and drawing do not belong here.

mod query;

#[cfg(test)]
mod tests;

use crate::compare::{Comparison, Viewer};
use crate::config::{Scope, SplitOptions, WidgetConfig, WidgetType};
use crate::decision::{Decision, SplitDataset};
use crate::decode::Decoded;
use crate::error::Error;
use crate::request::{Purpose, RequestPlan, plan, wished_groups};
use crate::split::{Show, Split, SplitStep};
use crate::time::{Offset, Zone};
use query::{Query, Wishes};
use std::rc::Rc;

/// Newer buckets than this may still grow, in seconds (Sentry: ingestion delay).
pub const INGESTION_DELAY_SECS: i64 = 90;

/// What a widget wants to know.
#[derive(Clone, Debug)]
pub struct Question {
    /// The widget.
    pub config: Rc<WidgetConfig>,
    /// Organization, projects, environments, filters, range.
    pub scope: Scope,
    /// How errors and transactions are told apart.
    pub split: SplitOptions,
    /// What was decided before.
    pub stored: Option<Decision>,
    /// The earlier period to compare with.
    pub compare: Option<Offset>,
    /// The viewer's zone, over the range and the earlier one.
    pub zone: Zone,
}

impl Question {
    /// Whether the answers to both are the same but for the moment of asking.
    pub fn asks_the_same(&self, other: &Self) -> bool {
        self.config == other.config && self.scope == other.scope && self.compare == other.compare
    }
}

/// What there is to show of one query.
#[derive(Clone, Debug, Default)]
pub struct QueryView {
    /// The answer.
    pub answer: Option<Rc<Decoded>>,
    /// The request that it answers.
    pub plan: Option<RequestPlan>,
    /// Why there is none.
    pub error: Option<Error>,
    /// Why there is no comparison, where one was wished for.
    pub no_comparison: Option<String>,
    /// What is not whole, in words for the viewer.
    pub notes: Vec<String>,
}

/// One run of a widget's question.
#[derive(Debug)]
pub struct Inquiry {
    question: Question,
    split: Split,
    step: SplitStep,
    queries: Vec<Query>,
    keep: Option<Decision>,
}

impl Inquiry {
    /// Begins at `now` (epoch seconds): the inquiry and its first requests.
    pub fn begin(question: Question, now: i64) -> Result<(Self, Vec<RequestPlan>), Error> {
        let plans = plan(&question.config, &question.scope, question.scope.range, now)?;
        let queries = vec![Query::default(); plans.len()];
        let stored = question.stored.as_ref();
        let (split, step) = Split::begin(&question.config, plans, stored, question.split, now);
        let mut inquiry = Self {
            question,
            split,
            step: step.clone(),
            queries,
            keep: None,
        };
        let ask = inquiry.follow(step, now);
        Ok((inquiry, ask))
    }

    /// Takes what came of a request, and returns what follows from it. A request that
    /// failed and is answered after all may come a second time.
    pub fn settled(
        &mut self,
        plan: &RequestPlan,
        answer: Result<&Rc<Decoded>, &Error>,
        now: i64,
    ) -> Vec<RequestPlan> {
        let Some(query) = self.queries.get_mut(plan.query_index) else {
            return Vec::new();
        };
        if !is_of_split(plan.purpose) {
            return query.followed(plan, answer);
        }
        match answer {
            Ok(decoded) => query.keep(plan, decoded),
            // The widget's own text is what its author can mend.
            Err(_) if query.error.is_some() && is_side(plan.purpose) => {}
            Err(error) => query.error = Some(error.clone()),
        }
        let step = self.split.answered(plan, answer.map(Rc::as_ref), now);
        self.follow(step, now)
    }

    fn follow(&mut self, step: SplitStep, now: i64) -> Vec<RequestPlan> {
        for plan in &step.ask {
            if let Some(query) = self.queries.get_mut(plan.query_index) {
                query.sent(plan);
            }
        }
        if step.keep {
            self.keep.clone_from(&step.decision);
        }
        let mut ask = step.ask.clone();
        for (index, show) in step.show.iter().enumerate() {
            let purpose = match show {
                Show::Answer(purpose) => Some(*purpose),
                // What a plain query leads to need not wait for its answer.
                Show::Nothing => step
                    .ask
                    .iter()
                    .find(|plan| plan.query_index == index && is_plain(plan.purpose))
                    .map(|plan| plan.purpose),
                Show::Failed => None,
            };
            if let (Some(purpose), Some(query)) = (purpose, self.queries.get_mut(index)) {
                let wishes = Wishes {
                    groups: wished(&self.question.config, index),
                    compare: self.question.compare,
                    zone: &self.question.zone,
                    now,
                };
                ask.extend(query.show(purpose, wishes));
            }
        }
        self.step = step;
        ask
    }

    /// The chart can appear: every query has something to show, or has failed.
    pub fn is_showable(&self) -> bool {
        let shows = || self.step.show.iter();
        shows().all(|show| *show != Show::Nothing) && shows().any(|show| *show != Show::Failed)
    }

    /// What there is to show, query by query.
    pub fn views(&self) -> Vec<QueryView> {
        self.queries
            .iter()
            .zip(&self.step.show)
            .map(|(query, show)| {
                let answer = match show {
                    Show::Answer(_) => query.answer().cloned(),
                    Show::Nothing | Show::Failed => None,
                };
                QueryView {
                    plan: answer.as_ref().and(query.shown_plan().cloned()),
                    error: match show {
                        Show::Failed => query.error.clone(),
                        Show::Nothing | Show::Answer(_) => None,
                    },
                    answer,
                    no_comparison: query.refusal().map(str::to_owned),
                    notes: query.notes().cloned().collect(),
                }
            })
            .collect()
    }

    /// The comparison of a query at `now` (epoch seconds), once it is there.
    pub fn comparison(&self, query_index: usize, now: i64) -> Option<Comparison> {
        self.queries.get(query_index)?.comparison(Viewer {
            zone: &self.question.zone,
            widget_type: self.widget_type(),
            complete_until: now - INGESTION_DELAY_SECS,
        })
    }

    /// The decision in force.
    pub fn decision(&self) -> Option<&Decision> {
        self.step.decision.as_ref()
    }

    /// A new decision worth keeping; given once.
    pub fn take_new_decision(&mut self) -> Option<Decision> {
        self.keep.take()
    }

    /// The split failed and the plain query is shown; in words.
    pub fn split_note(&self) -> Option<&str> {
        self.step.note.as_deref()
    }

    /// The widget's type, or the side that a mixed one was found to be of.
    pub fn widget_type(&self) -> WidgetType {
        match self.decision().map(|decision| decision.dataset) {
            Some(SplitDataset::ErrorEvents) => WidgetType::ErrorEvents,
            Some(SplitDataset::TransactionLike) => WidgetType::TransactionLike,
            Some(SplitDataset::Discover) | None => self.question.config.widget_type,
        }
    }
}

/// The answer goes to the split; the others belong to what follows.
fn is_of_split(purpose: Purpose) -> bool {
    is_plain(purpose) || is_side(purpose) || purpose == Purpose::SplitOriginal
}

fn is_side(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::SplitErrors | Purpose::SplitTransactions)
}

fn is_plain(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::Series | Purpose::Table)
}

fn wished(config: &WidgetConfig, query_index: usize) -> u32 {
    let query = config.queries.get(query_index);
    query.map_or(0, |query| wished_groups(config, query))
}

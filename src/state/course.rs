//! The course of a run: which requests open it, which follow from the answers, and what
//! there is to show.
//!
//! This is where the split and the comparison are driven: they return plans, the state
//! machine turns plans into effects, the edge performs them.

use super::run::{Answer, Failure};
use crate::compare::Comparison;
use crate::config::{Scope, WidgetConfig};
use crate::decision::Decision;
use crate::decode::Decoded;
use crate::error::Error;
use crate::inquiry::{Inquiry, QueryView, Question};
use crate::request::{Endpoint, Purpose, RequestPlan, plan};
use std::rc::Rc;

/// What a course makes of its answers.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// What there is to show, query by query.
    pub views: Vec<QueryView>,
    /// The comparison of each query, where it is there.
    pub comparisons: Vec<Option<Comparison>>,
    /// Errors or transactions: the decision in force.
    pub decision: Option<Decision>,
    /// Why they could not be told apart, in words.
    pub split_note: Option<String>,
    /// Every query has something to show that can be right, or has failed; at least one
    /// has something.
    pub is_showable: bool,
}

impl Findings {
    /// Queries that have nothing to show because they failed.
    pub(super) fn failures(&self) -> Vec<Failure> {
        let views = self.views.iter().enumerate();
        views
            .filter_map(|(query_index, view)| {
                Some(Failure {
                    query_index,
                    error: view.error.clone()?,
                })
            })
            .collect()
    }

    /// The answers to show; a query that failed keeps the one it had in `before`.
    pub(super) fn answers(&self, before: &[Answer]) -> Vec<Answer> {
        let views = self.views.iter().enumerate();
        views
            .filter_map(|(query_index, view)| match (&view.answer, &view.plan) {
                (Some(decoded), Some(plan)) => Some(Answer {
                    query_index,
                    purpose: plain_purpose(plan),
                    decoded: Rc::clone(decoded),
                    is_kept: false,
                }),
                _ => before
                    .iter()
                    .find(|answer| answer.query_index == query_index)
                    .map(|answer| Answer {
                        is_kept: true,
                        ..answer.clone()
                    }),
            })
            .collect()
    }
}

/// Whatever side of a split an answer is of, it is shown as the query's own.
fn plain_purpose(plan: &RequestPlan) -> Purpose {
    match plan.expect.endpoint {
        Endpoint::Events => Purpose::Table,
        Endpoint::EventsStats | Endpoint::EventsTimeseries => Purpose::Series,
    }
}

/// What a widget asks, run by run.
pub trait Course {
    /// The requests that open a run at `now` (epoch seconds), or why none can be sent.
    fn begin(&mut self, now: i64) -> Result<Vec<RequestPlan>, Error>;

    /// Requests that follow from what came of `plan` at `now` (epoch seconds).
    fn answered(
        &mut self,
        plan: &RequestPlan,
        answer: Result<&Rc<Decoded>, &Error>,
        now: i64,
    ) -> Vec<RequestPlan>;

    /// What there is to show at `now` (epoch seconds); `None` for a course that shows
    /// each answer as it is.
    fn findings(&self, now: i64) -> Option<Findings>;

    /// A decision that is new and worth keeping; given once.
    fn new_decision(&mut self) -> Option<Decision>;
}

/// The plain course: one request a query, nothing after it.
#[derive(Debug)]
pub struct Plain {
    /// What is asked.
    pub config: Rc<WidgetConfig>,
    /// Organization, projects, environments, filters.
    pub scope: Scope,
}

impl Course for Plain {
    fn begin(&mut self, now: i64) -> Result<Vec<RequestPlan>, Error> {
        plan(&self.config, &self.scope, self.scope.range, now)
    }

    fn answered(
        &mut self,
        _: &RequestPlan,
        _: Result<&Rc<Decoded>, &Error>,
        _: i64,
    ) -> Vec<RequestPlan> {
        Vec::new()
    }

    fn findings(&self, _: i64) -> Option<Findings> {
        None
    }

    fn new_decision(&mut self) -> Option<Decision> {
        None
    }
}

/// The whole course: split, further groups, earlier period.
#[derive(Debug)]
pub struct Whole {
    question: Question,
    inquiry: Option<Inquiry>,
}

impl Whole {
    /// A course that asks this question, run by run.
    pub fn new(question: Question) -> Self {
        Self {
            question,
            inquiry: None,
        }
    }
}

impl Course for Whole {
    fn begin(&mut self, now: i64) -> Result<Vec<RequestPlan>, Error> {
        self.inquiry = None;
        let (inquiry, plans) = Inquiry::begin(self.question.clone(), now)?;
        self.inquiry = Some(inquiry);
        Ok(plans)
    }

    fn answered(
        &mut self,
        plan: &RequestPlan,
        answer: Result<&Rc<Decoded>, &Error>,
        now: i64,
    ) -> Vec<RequestPlan> {
        let inquiry = self.inquiry.as_mut();
        inquiry.map_or_else(Vec::new, |inquiry| inquiry.settled(plan, answer, now))
    }

    fn findings(&self, now: i64) -> Option<Findings> {
        let inquiry = self.inquiry.as_ref()?;
        let views = inquiry.views();
        Some(Findings {
            comparisons: (0..views.len())
                .map(|index| inquiry.comparison(index, now))
                .collect(),
            views,
            decision: inquiry.decision().cloned(),
            split_note: inquiry.split_note().map(str::to_owned),
            is_showable: inquiry.is_showable(),
        })
    }

    fn new_decision(&mut self) -> Option<Decision> {
        let decision = self.inquiry.as_mut()?.take_new_decision()?;
        // The next run need not find out again.
        self.question.stored = Some(decision.clone());
        Some(decision)
    }
}

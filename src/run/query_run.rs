//! One run in its life: the table of its answers, and what they come to so far.

use super::answers::Answers;
use super::evaluate::{Evaluation, PreparedSpec, QuerySpec, QueryView, evaluate};
use crate::decision::{Decision, SplitDataset, SplitSource};
use crate::decode::Decoded;
use crate::error::Error;
use crate::request::RequestPlan;
use std::rc::Rc;

/// One run of a widget's queries.
#[derive(Debug)]
pub struct QueryRun {
    spec: PreparedSpec,
    answers: Answers,
    evaluation: Evaluation,
    /// The new decision that was given out last.
    last_reported: Option<(SplitDataset, SplitSource)>,
}

impl QueryRun {
    /// Begins at `now` (epoch seconds) with its first requests waiting.
    pub fn begin(spec: QuerySpec, now: i64) -> Result<Self, Error> {
        let mut run = Self {
            spec: PreparedSpec::new(spec, now)?,
            answers: Answers::default(),
            evaluation: Evaluation::default(),
            last_reported: None,
        };
        run.evaluate();
        Ok(run)
    }

    fn evaluate(&mut self) {
        let (evaluation, needs) = evaluate(&self.spec, &self.answers);
        self.evaluation = evaluation;
        self.ask(needs);
    }

    /// Where in the table what is needed stands, as far as it is to be sent.
    fn ask(&mut self, needs: Vec<Rc<RequestPlan>>) -> Vec<usize> {
        let needs = needs.into_iter();
        needs.filter_map(|plan| self.answers.ask(plan)).collect()
    }

    /// Takes what came of the request that stands at `index` in the table, and returns where
    /// those that follow from it stand. `None` where nothing was awaited there.
    pub fn settle(
        &mut self,
        index: usize,
        answer: Result<Rc<Decoded>, Error>,
    ) -> Option<Vec<usize>> {
        let changed = self.answers.settle(index, answer)?;
        let needs = self
            .evaluation
            .update(&self.spec, &self.answers, Some(changed));
        Some(self.ask(needs))
    }

    /// Puts the requests that failed for passing reasons back to waiting.
    pub fn retry_failed(&mut self) {
        self.answers.retry_failed();
        self.evaluate();
    }

    /// All requests of this run, and what came of them.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// The chart can appear: every query has something to show, or has failed.
    pub fn is_showable(&self) -> bool {
        self.evaluation.is_showable(&self.answers)
    }

    /// Query by query, whether it has neither something to show nor failed.
    pub fn waiting(&self) -> impl Iterator<Item = bool> {
        self.evaluation.waiting(&self.answers)
    }

    /// Why queries have nothing to show.
    pub fn errors(&self) -> impl Iterator<Item = &Error> {
        self.evaluation.errors(&self.answers)
    }

    /// What there is to show, query by query, at `now` (epoch seconds).
    pub fn views(&self, now: i64) -> Vec<QueryView> {
        self.evaluation.views(&self.spec, &self.answers, now)
    }

    /// The decision in force.
    pub fn decision(&self) -> Option<&Decision> {
        self.evaluation.split().decision.as_ref()
    }

    /// A new decision worth keeping; given once.
    pub fn take_new_decision(&mut self) -> Option<Decision> {
        let split = self.evaluation.split();
        let new = split.decision.as_ref().filter(|_| split.keep)?;
        let outcome = Some((new.dataset, new.source));
        (self.last_reported != outcome).then(|| {
            self.last_reported = outcome;
            new.clone()
        })
    }

    /// The split failed and the plain query is shown; in words.
    pub fn split_note(&self) -> Option<&str> {
        self.evaluation.split().note.as_deref()
    }
}

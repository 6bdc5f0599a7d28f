//! All answers of a run in one table: each request once, found by what it really asks, with
//! what came of it.

use super::facts::AnswerFacts;
use crate::decode::Decoded;
use crate::error::Error;
use crate::request::{RequestKey, RequestPlan};
use std::cell::OnceCell;
use std::rc::Rc;

/// What came of a request.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Nothing yet.
    Waiting,
    /// Its answer.
    Answered(Rc<Decoded>),
    /// Why there is none.
    Failed(Error),
}

/// One request of the table.
#[derive(Clone, Debug)]
struct AnswerEntry {
    key: RequestKey,
    plan: Rc<RequestPlan>,
    outcome: Outcome,
    /// Why it failed before it was asked once more.
    failed_before: Option<Error>,
    facts: OnceCell<AnswerFacts>,
}

/// The requests of one run in the order in which they were asked, and what came of each.
#[derive(Clone, Debug, Default)]
pub struct Answers(Vec<AnswerEntry>);

impl Answers {
    /// What came of a request so far.
    pub fn of(&self, plan: &RequestPlan) -> Reply<'_> {
        self.with(plan.key(), plan)
    }

    fn with(&self, key: RequestKey, plan: &RequestPlan) -> Reply<'_> {
        let found = |entry: &&AnswerEntry| entry.key == key && entry.plan.asks_the_same(plan);
        Reply(self.0.iter().find(found))
    }

    /// Puts a request that is needed into the table, or back to waiting where it had failed.
    /// Returns where it stands if it is to be sent.
    pub fn ask(&mut self, plan: Rc<RequestPlan>) -> Option<usize> {
        let key = plan.key();
        let found = |entry: &AnswerEntry| entry.key == key && entry.plan.asks_the_same(&plan);
        let known = self.0.iter().position(found);
        if let Some(entry) = known.and_then(|index| self.0.get_mut(index)) {
            entry.plan = plan;
            return known.filter(|_| entry.retry());
        }
        self.0.push(AnswerEntry {
            key,
            plan,
            outcome: Outcome::Waiting,
            failed_before: None,
            facts: OnceCell::new(),
        });
        Some(self.0.len() - 1)
    }

    /// Takes what came of the request that stands at `index`; `None` where it awaits nothing.
    pub fn settle(
        &mut self,
        index: usize,
        answer: Result<Rc<Decoded>, Error>,
    ) -> Option<RequestKey> {
        let entry = self.0.get_mut(index).filter(|entry| entry.is_waiting())?;
        entry.outcome = answer.map_or_else(Outcome::Failed, Outcome::Answered);
        Some(entry.key)
    }

    /// Puts the requests that failed for passing reasons back to waiting.
    pub fn retry_failed(&mut self) {
        for entry in &mut self.0 {
            if entry.can_retry() {
                entry.retry();
            }
        }
    }

    /// At least one request has failed for a passing reason.
    pub fn can_retry(&self) -> bool {
        self.0.iter().any(AnswerEntry::can_retry)
    }

    /// Requests without an outcome, and where they stand.
    pub fn waiting(&self) -> impl Iterator<Item = (usize, &RequestPlan)> {
        let entries = self.0.iter().enumerate();
        entries
            .filter(|(_, entry)| entry.is_waiting())
            .map(|(index, entry)| (index, &*entry.plan))
    }

    /// All requests, in the order in which they were asked.
    pub fn plans(&self) -> impl Iterator<Item = &RequestPlan> {
        self.0.iter().map(|entry| &*entry.plan)
    }
}

impl AnswerEntry {
    fn is_waiting(&self) -> bool {
        matches!(self.outcome, Outcome::Waiting)
    }

    fn can_retry(&self) -> bool {
        matches!(&self.outcome, Outcome::Failed(error) if error.is_transient())
    }

    /// True where it had failed.
    fn retry(&mut self) -> bool {
        match std::mem::replace(&mut self.outcome, Outcome::Waiting) {
            Outcome::Failed(error) => {
                self.failed_before = Some(error);
                true
            }
            known => {
                self.outcome = known;
                false
            }
        }
    }
}

/// What the table has of a request.
#[derive(Clone, Copy, Debug)]
pub struct Reply<'a>(Option<&'a AnswerEntry>);

impl<'a> Reply<'a> {
    /// What came of it.
    pub fn outcome(self) -> &'a Outcome {
        self.0.map_or(&Outcome::Waiting, |entry| &entry.outcome)
    }

    /// Its answer.
    pub fn answer(self) -> Option<&'a Rc<Decoded>> {
        match self.outcome() {
            Outcome::Answered(answer) => Some(answer),
            Outcome::Waiting | Outcome::Failed(_) => None,
        }
    }

    /// Why it has no answer.
    pub fn error(self) -> Option<&'a Error> {
        match self.outcome() {
            Outcome::Failed(error) => Some(error),
            Outcome::Waiting | Outcome::Answered(_) => None,
        }
    }

    /// Neither an answer nor a failure is there.
    pub fn is_waiting(self) -> bool {
        self.0.is_none_or(AnswerEntry::is_waiting)
    }

    /// Why it failed before it was asked once more.
    pub fn failed_before(self) -> Option<&'a Error> {
        self.0?.failed_before.as_ref()
    }

    /// What its answer says of the split.
    pub fn facts(self) -> Option<AnswerFacts> {
        let answer = self.answer()?;
        let facts = &self.0?.facts;
        Some(*facts.get_or_init(|| AnswerFacts::of(answer)))
    }
}

/// The table as a step sees it: it asks for what it needs, and what is not there is noted.
#[derive(Debug)]
pub struct Lookup<'a> {
    answers: &'a Answers,
    /// Everything that was looked up: the step depends on no other answer.
    pub asked: Vec<RequestKey>,
    /// What has to be sent.
    pub needs: Vec<Rc<RequestPlan>>,
}

impl<'a> Lookup<'a> {
    /// A look at the table in which nothing was asked for yet.
    pub fn new(answers: &'a Answers) -> Self {
        Self {
            answers,
            asked: Vec::new(),
            needs: Vec::new(),
        }
    }

    /// What came of a request; it is needed where nothing is known of it.
    pub fn ask(&mut self, plan: &Rc<RequestPlan>) -> Reply<'a> {
        let key = plan.key();
        let reply = self.answers.with(key, plan);
        if reply.0.is_none() {
            self.needs.push(Rc::clone(plan));
        }
        self.asked.push(key);
        reply
    }

    /// A request is needed, whatever comes of it.
    pub fn need(&mut self, plan: &Rc<RequestPlan>) {
        if self.answers.of(plan).0.is_none() {
            self.needs.push(Rc::clone(plan));
        }
    }

    /// What came of a request that is worth a second try where the first failed for a
    /// passing reason. While that is under way, or about to be, nothing is known of it.
    pub fn ask_twice(&mut self, plan: &Rc<RequestPlan>) -> Reply<'a> {
        let reply = self.ask(plan);
        let has_failed = reply.error().is_some_and(Error::is_transient);
        if has_failed && reply.failed_before().is_none() {
            self.needs.push(Rc::clone(plan));
            return Reply(None);
        }
        reply
    }
}

//! A run answered from what is kept, before anything is asked.
//!
//! A run is served whole or not at all: only when every answer is there and fresh does it
//! take the place of requests. What is less is shown as old, until the newer is there.

use super::dirty::Dirty;
use super::fetching::{Fetching, Phase};
use super::run::{Run, RunId};
use super::shown::Shown;
use super::{Effect, Moment};
use crate::cache::{Freshness, Kept, freshness};
use crate::inquiry::{Inquiry, Question};
use crate::request::RequestPlan;

/// What is found of a run.
pub(super) struct Recall {
    run: Run,
    /// There once the first answer has told of when the run was: the requests of an earlier
    /// period are reckoned from that.
    inquiry: Option<Inquiry>,
    asked_at: i64,
    /// Of the oldest answer.
    loaded_at_ms: i64,
    worst: Freshness,
    is_whole: bool,
}

impl Recall {
    fn new(id: RunId, first: RequestPlan) -> Self {
        Self {
            run: Run::new(id, vec![first]),
            inquiry: None,
            asked_at: 0,
            loaded_at_ms: i64::MAX,
            worst: Freshness::Fresh,
            is_whole: true,
        }
    }

    /// Takes what is kept for request `index`, and returns what to look for next.
    fn found(
        &mut self,
        index: usize,
        kept: Option<Kept>,
        question: &Question,
        now_ms: i64,
    ) -> Vec<(usize, RequestPlan)> {
        let Some(plan) = self.run.settle(index, None) else {
            return Vec::new();
        };
        let kept = kept.map(|kept| (freshness(&plan, &kept, now_ms), kept));
        let Some((freshness, kept)) = kept.filter(|(how, _)| *how != Freshness::Expired) else {
            self.is_whole = false;
            return Vec::new();
        };
        let mut next = Vec::new();
        if self.inquiry.is_none() {
            next = self.begin(&plan, kept.asked_at, question);
        }
        let Some(inquiry) = &mut self.inquiry else {
            return next;
        };
        self.worst = self.worst.max(freshness);
        self.loaded_at_ms = self.loaded_at_ms.min(kept.loaded_at_ms);
        let plans = inquiry.settled(&plan, Ok(&kept.answer), self.asked_at);
        let first = self.run.len();
        next.extend(
            plans
                .iter()
                .cloned()
                .enumerate()
                .map(|(at, plan)| (first + at, plan)),
        );
        self.run.extend(plans);
        next
    }

    /// Begins the run as it was begun when `first` was asked.
    fn begin(
        &mut self,
        first: &RequestPlan,
        asked_at: i64,
        question: &Question,
    ) -> Vec<(usize, RequestPlan)> {
        let Ok((inquiry, plans)) = Inquiry::begin(question.clone(), asked_at) else {
            self.is_whole = false;
            return Vec::new();
        };
        self.asked_at = asked_at;
        self.inquiry = Some(inquiry);
        self.run = Run::new(self.run.id(), plans);
        let waiting = self.run.waiting().map(|(at, plan)| (at, plan.clone()));
        let (of_first, others): (Vec<_>, Vec<_>) = waiting.partition(|(_, plan)| plan == first);
        for (index, _) in of_first {
            self.run.settle(index, None);
        }
        others
    }

    /// What there is to show.
    fn shown(&self, at: Moment) -> Option<Shown> {
        let inquiry = self.inquiry.as_ref().filter(|it| it.is_showable())?;
        let shown = Shown::of(inquiry, None, self.run.id(), self.asked_at, at)?;
        Some(shown.recalled(self.loaded_at_ms, at))
    }
}

impl Fetching {
    /// Looks for the first answer; the others follow from it.
    pub(super) fn begin_recall(&mut self, at: Moment, effects: &mut Vec<Effect>) -> Dirty {
        let question = self.question.clone();
        let begun = question.map(|it| Inquiry::begin(*it, at.now_ms.div_euclid(1_000)));
        let Some(Ok((_, plans))) = begun else {
            return self.start(at, effects);
        };
        let Some(plan) = plans.into_iter().next() else {
            return self.start(at, effects);
        };
        self.drop_run(effects);
        let run = self.next_id();
        self.run = Run::new(run, Vec::new());
        self.recall = Some(Recall::new(run, plan.clone()));
        self.phase = Phase::Pending;
        effects.push(Effect::Recall {
            run,
            index: 0,
            plan,
        });
        Dirty::Paint
    }

    /// Asks without waiting any longer; what is found later is shown until the answer comes.
    pub(super) fn hurry(&mut self, run: RunId, at: Moment, effects: &mut Vec<Effect>) -> Dirty {
        if self.run.id() != run {
            return Dirty::None;
        }
        let Some(recall) = self.recall.take() else {
            return Dirty::None;
        };
        let dirty = self.ask_after_all(at, effects);
        self.recall = Some(recall);
        dirty
    }

    /// Takes what is kept; once all is looked for, shows it, and asks unless it is enough.
    pub(super) fn recalled(
        &mut self,
        (run, index): (RunId, usize),
        kept: Option<Kept>,
        at: Moment,
        effects: &mut Vec<Effect>,
    ) -> Dirty {
        let (Some(recall), Some(question)) = (&mut self.recall, &self.question) else {
            return Dirty::None;
        };
        if recall.run.id() != run {
            return Dirty::None;
        }
        let next = recall.found(index, kept, question, at.now_ms);
        effects.extend(
            next.into_iter()
                .map(|(index, plan)| Effect::Recall { run, index, plan }),
        );
        if !recall.run.is_over() {
            return Dirty::None;
        }
        let Some(recall) = self.recall.take() else {
            return Dirty::None;
        };
        let shown = recall
            .shown(at)
            .filter(|found| !self.shows_newer_than(found));
        let is_late = self.run.id() != run;
        let Some(shown) = shown else {
            return match is_late {
                true => Dirty::None,
                false => self.ask_after_all(at, effects),
            };
        };
        if is_late && !self.awaits_first_answer() {
            return Dirty::None;
        }
        self.shown = Some(shown);
        self.was_answered(at);
        self.is_question_new = false;
        self.error = None;
        if recall.is_whole && recall.worst == Freshness::Fresh {
            self.adopt(recall, is_late, at, effects);
        } else if !is_late {
            self.ask_after_all(at, effects);
        }
        Dirty::Data
    }

    /// What is found is not enough, or nothing.
    fn ask_after_all(&mut self, at: Moment, effects: &mut Vec<Effect>) -> Dirty {
        // Nothing is under way that could be given up.
        self.phase = Phase::Initial;
        self.start(at, effects)
    }

    /// The run that was not to wait is under way, and has shown nothing yet.
    fn awaits_first_answer(&self) -> bool {
        let run = self.run.id();
        let has_new = self.shown.as_ref().is_some_and(|shown| shown.run == run);
        self.phase == Phase::Pending && !has_new
    }

    fn shows_newer_than(&self, found: &Shown) -> bool {
        let shown = self.shown.as_ref().filter(|_| self.shows_the_same);
        shown.is_some_and(|shown| shown.loaded_at_ms > found.loaded_at_ms)
    }

    /// What was found is as good as a run that has just been answered; the one under way
    /// is needed no more.
    fn adopt(&mut self, recall: Recall, is_under_way: bool, at: Moment, effects: &mut Vec<Effect>) {
        if is_under_way {
            self.drop_run(effects);
        }
        self.run = recall.run;
        self.inquiry = recall.inquiry;
        self.asked_at = recall.asked_at;
        self.phase = Phase::Complete;
        self.keep_decision(effects);
        effects.push(Effect::AnnounceLoad);
        self.rearm(at, effects);
    }
}

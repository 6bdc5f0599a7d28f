//! The data side of a widget: runs, what is shown of them, and when to ask again.

use super::RunId;
use super::dirty::Dirty;
use super::recall::Recall;
use super::schedule;
use super::shown::Shown;
use super::{Effect, Event, Look, Moment, Rules};
use crate::decode::Decoded;
use crate::error::Error;
use crate::request::RequestPlan;
use crate::run::{QueryRun, QuerySpec};
use std::rc::Rc;

/// Where the newest run is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Phase {
    /// Nothing was asked yet.
    #[default]
    Initial,
    /// Asked, not all answered.
    Pending,
    /// Answered, at least in part.
    Complete,
    /// Nothing was answered.
    Failed,
}

/// A page's clock may be off by so much before an earlier period is asked for anew.
const CLOCK_TOLERANCE_MS: i64 = 30_000;

/// What the alarm is armed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wake {
    Refresh,
    Retry,
}

#[derive(Default)]
pub(super) struct Fetching {
    rules: Rules,
    pub(super) question: Option<Box<QuerySpec>>,
    /// Nothing was shown of the question yet: the old picture is of another one.
    pub(super) is_question_new: bool,
    is_awaiting: bool,
    pub(super) phase: Phase,
    pub(super) run_id: RunId,
    pub(super) run: Option<QueryRun>,
    pub(super) recall: Option<Recall>,
    last_id: RunId,
    /// The requests of the last run that was given up.
    last_plans: Vec<RequestPlan>,
    pub(super) asked_at: i64,
    /// Part of `asked_at` that is correction of the page's clock, in milliseconds.
    asked_skew_ms: i64,
    pub(super) shown: Option<Shown>,
    /// What is shown answers the present question, if of an earlier moment.
    pub(super) shows_the_same: bool,
    is_restored: bool,
    pub(super) error: Option<Error>,
    pub(super) failures_in_row: u32,
    pub(super) interval_ms: u64,
    alarm: Option<(Wake, i64)>,
    /// An alarm went off while nobody could see the result.
    owed: Option<Wake>,
    is_halted: bool,
    /// New data was asked for, and there was no question yet.
    asks_anew: bool,
    /// A person waits for what is asked next.
    is_wished: bool,
    /// There is no question because its dashboard could not be had; with the chance that the
    /// waits for it go by.
    unconfigured: Option<f64>,
    /// This run was begun because the clock was wrong, which happens once: a clock that
    /// jumps would have it begun for ever.
    is_clock_corrected: bool,
    /// When the last answer came, by the clock that never runs back.
    pub(super) answered_ms: i64,
    pub(super) is_overdue: bool,
    pub(super) is_age_watched: bool,
    is_unseen: bool,
    is_page_hidden: bool,
}

impl Fetching {
    pub(super) fn new(rules: Rules) -> Self {
        Self {
            rules,
            ..Self::default()
        }
    }

    pub(super) fn look(&self) -> Look {
        match (&self.shown, self.phase) {
            (Some(shown), Phase::Pending) if shown.run != self.run_id => Look::Stale,
            (Some(_), Phase::Failed) => Look::Stale,
            (Some(_), _) if self.is_awaiting || self.is_overdue => Look::Stale,
            (Some(shown), _) if shown.is_plottable => Look::Ready,
            (Some(_), _) => Look::Empty,
            (None, Phase::Failed) => Look::Error,
            (None, Phase::Initial) if !self.is_awaiting => Look::Idle,
            (None, _) => Look::Loading,
        }
    }

    pub(super) fn shown(&self) -> Option<&Shown> {
        self.shown.as_ref()
    }

    pub(super) fn error(&self) -> Option<&Error> {
        self.error.as_ref()
    }

    pub(super) fn phase(&self) -> Phase {
        self.phase
    }

    pub(super) fn asked_at(&self) -> i64 {
        self.asked_at
    }

    pub(super) fn next_try_ms(&self) -> Option<i64> {
        self.alarm.map(|(_, at_ms)| at_ms)
    }

    pub(super) fn is_in_flight(&self) -> bool {
        self.is_awaiting || self.phase == Phase::Pending
    }

    /// The widget is far from the visible part of the page.
    pub(super) fn is_unseen(&self) -> bool {
        self.is_unseen
    }

    /// Takes an event of the data's side; says what it puts out of date on the screen.
    pub(super) fn step(&mut self, at: Moment, event: Event, effects: &mut Vec<Effect>) -> Dirty {
        match event {
            Event::Awaiting => {
                self.is_awaiting = true;
                self.unconfigured = None;
                Dirty::Paint
            }
            Event::Configured {
                question,
                keeps_shown,
                is_anew,
            } => {
                self.is_question_new = true;
                self.asks_anew |= is_anew;
                self.is_wished |= is_anew;
                self.failures_in_row = 0;
                if !keeps_shown {
                    self.shown = None;
                    self.error = None;
                }
                self.ask(question, at, effects)
            }
            Event::Misconfigured(error) => {
                self.question = None;
                self.drop_run(effects);
                self.fail(error, at, effects)
            }
            Event::Unconfigured { error, chance } => {
                self.question = None;
                self.drop_run(effects);
                self.unconfigured = Some(chance);
                self.fail(error, at, effects)
            }
            Event::DashboardCame if self.unconfigured.is_some() => self.start(at, effects),
            Event::Given(given) => self.given(given, at, effects),
            Event::Ruled(rules) => {
                self.rules = rules;
                Dirty::None
            }
            Event::Restored(answers) => {
                self.is_restored = true;
                self.shown = Some(Shown::restored(answers, at));
                self.was_answered(at);
                Dirty::Data
            }
            Event::Answered { run, index, answer } if run == self.run_id => {
                self.answered(index, answer, at, effects)
            }
            Event::Recalled { run, index, kept } => self.recalled((run, index), kept, at, effects),
            Event::RecallIsSlow(run) => self.hurry(run, at, effects),
            Event::Alarm => match self.alarm.take() {
                Some((wake, _)) => self.wake(wake, at, effects),
                None => Dirty::None,
            },
            Event::Aged => self.aged(at),
            Event::Refresh => {
                self.failures_in_row = 0;
                self.is_wished = true;
                self.start(at, effects)
            }
            Event::RefreshEvery { interval_ms } => {
                self.interval_ms = interval_ms;
                let was_overdue = self.is_overdue;
                // Nothing was due before.
                self.was_answered(at);
                self.rearm(at, effects);
                match was_overdue {
                    true => Dirty::Paint,
                    false => Dirty::None,
                }
            }
            Event::Visible(visible) => {
                self.is_unseen = !visible;
                self.catch_up(at, effects)
            }
            Event::Online if self.is_waiting_for_a_try() => self.wake(Wake::Retry, at, effects),
            _ => Dirty::None,
        }
    }

    pub(super) fn page_shown(
        &mut self,
        shown: bool,
        at: Moment,
        effects: &mut Vec<Effect>,
    ) -> Dirty {
        self.is_page_hidden = !shown;
        self.catch_up(at, effects)
    }

    fn is_waiting_for_a_try(&self) -> bool {
        let may_pass = self
            .error
            .as_ref()
            .is_some_and(|error| self.may_pass(error));
        may_pass && !self.is_in_flight()
    }

    /// Whether the same may be answered otherwise a moment later. Who could not get a
    /// dashboard has no chart, whatever came in its place: a server's refusal alone is final.
    fn may_pass(&self, error: &Error) -> bool {
        error.is_transient() || self.unconfigured.is_some() && error.status().is_none()
    }

    /// Takes a question: what is kept serves first, unless new data was asked for.
    fn ask(&mut self, question: Box<QuerySpec>, at: Moment, effects: &mut Vec<Effect>) -> Dirty {
        let is_restored = std::mem::take(&mut self.is_restored);
        let before = self.question.as_ref();
        self.shows_the_same =
            is_restored || before.is_some_and(|before| before.asks_the_same(&question));
        self.question = Some(question);
        self.is_halted = false;
        if std::mem::take(&mut self.asks_anew) || !self.rules.recalls {
            return self.start(at, effects);
        }
        self.begin_recall(at, effects)
    }

    /// Opens a new run; the one before may not write any more.
    pub(super) fn start(&mut self, at: Moment, effects: &mut Vec<Effect>) -> Dirty {
        self.drop_run(effects);
        self.is_halted = false;
        self.is_clock_corrected = false;
        let Some(question) = &self.question else {
            self.asks_anew = true;
            effects.push(Effect::Configure {
                is_wished: self.is_wished,
            });
            return Dirty::None;
        };
        self.asked_at = at.now_ms.div_euclid(1_000);
        self.asked_skew_ms = at.skew_ms;
        match QueryRun::begin(QuerySpec::clone(question), self.asked_at) {
            Ok(run) => {
                self.run_id = self.next_id();
                self.run = Some(run);
                self.send_waiting(effects)
            }
            Err(error) => self.fail(error, at, effects),
        }
    }

    pub(super) fn next_id(&mut self) -> RunId {
        self.last_id = RunId(self.last_id.0 + 1);
        self.last_id
    }

    /// Ends the run under way, its alarm and what is owed from it.
    pub(super) fn drop_run(&mut self, effects: &mut Vec<Effect>) {
        self.is_awaiting = false;
        self.unconfigured = None;
        self.owed = None;
        if self.alarm.take().is_some() {
            effects.push(Effect::Disarm);
        }
        if self.phase == Phase::Pending {
            effects.push(Effect::Abort);
        }
        if let Some(run) = self.run.take() {
            self.last_plans = run.answers().plans().cloned().collect();
        }
        self.run_id = RunId::default();
        self.recall = None;
        self.phase = match self.shown {
            Some(_) => Phase::Complete,
            None => Phase::Initial,
        };
    }

    fn send_waiting(&mut self, effects: &mut Vec<Effect>) -> Dirty {
        self.phase = Phase::Pending;
        let run = self.run_id;
        let is_wished = std::mem::take(&mut self.is_wished);
        let waiting = self.run.iter().flat_map(|run| run.answers().waiting());
        effects.extend(waiting.map(|(index, plan)| Effect::Send {
            run,
            index,
            plan: plan.clone(),
            is_wished,
        }));
        Dirty::Paint
    }

    fn answered(
        &mut self,
        index: usize,
        answer: Result<Rc<Decoded>, Error>,
        at: Moment,
        effects: &mut Vec<Effect>,
    ) -> Dirty {
        if self.correct_clock(at) {
            let dirty = self.start(at, effects);
            self.is_clock_corrected = true;
            return dirty;
        }
        let id = self.run_id;
        let Some(run) = &mut self.run else {
            return Dirty::None;
        };
        let Some(next) = run.settle(index, answer) else {
            return Dirty::None;
        };
        let waiting = run.answers().waiting();
        let new = waiting.filter(|(index, _)| next.contains(index));
        effects.extend(new.map(|(index, plan)| Effect::Send {
            run: id,
            index,
            plan: plan.clone(),
            is_wished: false,
        }));
        let is_over = run.answers().waiting().next().is_none();
        let is_showable = run.is_showable();
        self.keep_decision(effects);
        if is_over {
            self.conclude(at, effects)
        } else if is_showable && self.is_worth_showing(id) {
            self.shown = self.now_shown(at);
            self.was_answered(at);
            Dirty::Data
        } else {
            Dirty::None
        }
    }

    /// A run that is not over is shown where that shows more: not a second time, and on a
    /// refresh not in place of a comparison that it does not have yet.
    fn is_worth_showing(&self, run: RunId) -> bool {
        let question = self.question.as_ref();
        let compares = question.is_some_and(|question| question.compare.is_some());
        let keeps = |shown: &Shown| {
            let mut queries = shown.queries.iter();
            compares && !self.is_question_new && queries.any(|one| one.comparison.is_some())
        };
        self.shown
            .as_ref()
            .is_none_or(|shown| shown.run != run && !keeps(shown))
    }

    pub(super) fn keep_decision(&mut self, effects: &mut Vec<Effect>) {
        let new = self.run.as_mut().and_then(QueryRun::take_new_decision);
        if let Some(decision) = new {
            // The next run need not find out again.
            if let Some(question) = &mut self.question {
                question.stored = Some(decision.clone());
            }
            effects.push(Effect::KeepDecision(decision));
        }
    }

    /// An answer has told the server's time. True where the run must be asked again, because
    /// it named moments reckoned from a clock that was wrong.
    fn correct_clock(&mut self, at: Moment) -> bool {
        if self.is_clock_corrected {
            return false;
        }
        let by_ms = at.skew_ms - self.asked_skew_ms;
        self.asked_skew_ms = at.skew_ms;
        self.asked_at += by_ms / 1_000;
        let names_moments = self
            .question
            .as_ref()
            .is_some_and(|question| question.compare.is_some());
        names_moments && by_ms.abs() > CLOCK_TOLERANCE_MS
    }

    /// What the run has come to so far.
    fn now_shown(&self, at: Moment) -> Option<Shown> {
        let run = self.run.as_ref()?;
        let (id, asked_at) = (self.run_id, self.asked_at);
        Shown::of(run, self.shown.as_ref(), id, asked_at, at)
    }

    /// All requests have come to their end: shows what there is, says what failed.
    fn conclude(&mut self, at: Moment, effects: &mut Vec<Effect>) -> Dirty {
        let errors = || self.run.iter().flat_map(QueryRun::errors);
        let first = errors().next().cloned();
        let access = errors().find(|error| error.is_access() && !self.rules.keeps_refused);
        let access = access.cloned();
        let shown = self.now_shown(at);
        let (Some(shown), None) = (shown, &access) else {
            let error = access.or(first).unwrap_or_else(no_reason);
            return self.fail(error, at, effects);
        };
        self.phase = Phase::Complete;
        self.shown = Some(shown);
        self.was_answered(at);
        self.is_question_new = false;
        self.error.clone_from(&first);
        effects.push(Effect::AnnounceLoad);
        self.failures_in_row = match first {
            Some(error) => {
                effects.push(Effect::AnnounceError(error));
                self.failures_in_row + 1
            }
            None => 0,
        };
        self.rearm(at, effects);
        Dirty::Data
    }

    /// Nothing was answered. Old data stays, unless the viewer may not see it any more.
    fn fail(&mut self, error: Error, at: Moment, effects: &mut Vec<Effect>) -> Dirty {
        self.phase = Phase::Failed;
        self.is_awaiting = false;
        self.is_wished = false;
        self.failures_in_row += 1;
        self.is_halted = schedule::halts_refresh(&error);
        if error.is_access() && !self.rules.keeps_refused {
            self.shown = None;
            effects.push(self.forget(&error));
        }
        self.error = Some(error.clone());
        effects.push(Effect::AnnounceError(error));
        self.rearm(at, effects);
        Dirty::Data
    }

    fn forget(&self, error: &Error) -> Effect {
        let of_run = |run: &QueryRun| run.answers().plans().cloned().collect();
        Effect::Forget {
            all: error.status() == Some(401),
            plans: self
                .run
                .as_ref()
                .map_or_else(|| self.last_plans.clone(), of_run),
        }
    }

    fn given(
        &mut self,
        given: Result<Rc<Decoded>, Error>,
        at: Moment,
        effects: &mut Vec<Effect>,
    ) -> Dirty {
        self.question = None;
        self.drop_run(effects);
        match given {
            Ok(decoded) => {
                self.phase = Phase::Complete;
                self.shown = Some(Shown::given(decoded, at));
                self.was_answered(at);
                self.error = None;
                effects.push(Effect::AnnounceLoad);
                Dirty::Data
            }
            Err(error) => self.fail(error, at, effects),
        }
    }

    /// Arms the alarm for what comes first: another try, or the refresh.
    pub(super) fn rearm(&mut self, at: Moment, effects: &mut Vec<Effect>) {
        if matches!(self.phase, Phase::Pending | Phase::Initial) {
            return;
        }
        let random = self.unconfigured.unwrap_or(at.random);
        let rule = self.rules.retry;
        let passing = self.error.as_ref().filter(|error| self.may_pass(error));
        let retry_ms = passing
            .and_then(|error| schedule::retry_wait_ms(rule, error, self.failures_in_row, random));
        let interval_ms = match &self.error {
            Some(error) if self.is_halted => rule.refused_interval_ms(error, self.interval_ms),
            _ if self.question.is_some() || self.unconfigured.is_some() => self.interval_ms,
            _ => 0,
        };
        let refresh_ms = schedule::refresh_wait_ms(interval_ms, random);
        let next = match (retry_ms, refresh_ms) {
            (Some(retry), Some(refresh)) if refresh < retry && !self.is_told_to_wait() => {
                Some((Wake::Refresh, refresh))
            }
            (Some(retry), _) => Some((Wake::Retry, retry)),
            (None, refresh) => refresh.map(|refresh| (Wake::Refresh, refresh)),
        };
        let was_armed = self.alarm.is_some();
        self.alarm = next.map(|(wake, after_ms)| (wake, at.mono_ms + after_ms as i64));
        match next {
            Some((_, after_ms)) => effects.push(Effect::Arm { after_ms }),
            None if was_armed => effects.push(Effect::Disarm),
            None => {}
        }
    }

    /// The server asked for patience: a refresh may not come before that either.
    fn is_told_to_wait(&self) -> bool {
        self.error
            .as_ref()
            .is_some_and(|error| error.status() == Some(429))
    }

    fn wake(&mut self, wake: Wake, at: Moment, effects: &mut Vec<Effect>) -> Dirty {
        let is_repeat = self.shown.is_some() || wake == Wake::Refresh;
        if is_repeat && (self.is_unseen || self.is_page_hidden) {
            self.owed = Some(wake);
            return Dirty::None;
        }
        match wake {
            Wake::Refresh => self.start(at, effects),
            Wake::Retry => match &mut self.run {
                Some(run) if run.answers().can_retry() => {
                    run.retry_failed();
                    if self.alarm.take().is_some() {
                        effects.push(Effect::Disarm);
                    }
                    self.send_waiting(effects)
                }
                _ => self.start(at, effects),
            },
        }
    }

    /// Does at once what was put off while nobody could see it.
    fn catch_up(&mut self, at: Moment, effects: &mut Vec<Effect>) -> Dirty {
        match self.owed.take() {
            Some(wake) => self.wake(wake, at, effects),
            None => Dirty::None,
        }
    }
}

/// An inquiry that ends without answer and without error asked nothing.
fn no_reason() -> Error {
    Error::request("There is nothing to ask.")
}

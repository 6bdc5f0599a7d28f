//! The data side of a widget: runs, what is shown of them, and when to ask again.

use super::age::DataAge;
use super::cache_first::CacheFirst;
use super::dirty::Dirty;
use super::run_controller::{Phase, RunController};
use super::snapshot::Snapshot;
use super::timers::{AlarmReason, RetryContext, Timers};
use super::{Effect, Event, Now, Rules, WidgetStatus, retry};
use crate::decode::Decoded;
use crate::error::Error;
use crate::run::{QueryRun, QuerySpec};
use std::rc::Rc;

#[derive(Default)]
pub(super) struct Fetching {
    pub(super) rules: Rules,
    pub(super) spec: Option<Box<QuerySpec>>,
    /// Nothing was shown of the spec yet: the old picture is of another one.
    pub(super) is_spec_new: bool,
    /// There is no spec because its dashboard could not be had; with the chance that the
    /// waits for it go by.
    configuration_failed: Option<f64>,
    is_awaiting: bool,
    /// A person waits for what is asked next.
    is_user_initiated: bool,
    pub(super) runs: RunController,
    pub(super) timers: Timers,
    pub(super) cache: CacheFirst,
    pub(super) age: DataAge,
    pub(super) shown: Option<Snapshot>,
    pub(super) error: Option<Error>,
}

impl Fetching {
    pub(super) fn new(rules: Rules) -> Self {
        Self {
            rules,
            ..Self::default()
        }
    }

    pub(super) fn status(&self) -> WidgetStatus {
        match (&self.shown, self.runs.phase) {
            (Some(shown), Phase::Pending) if shown.run != self.runs.id => WidgetStatus::Stale,
            (Some(_), Phase::Failed) => WidgetStatus::Stale,
            (Some(_), _) if self.is_awaiting || self.age.is_overdue => WidgetStatus::Stale,
            (Some(shown), _) if shown.is_plottable => WidgetStatus::Ready,
            (Some(_), _) => WidgetStatus::Empty,
            (None, Phase::Failed) => WidgetStatus::Error,
            (None, Phase::Initial) if !self.is_awaiting => WidgetStatus::Idle,
            (None, _) => WidgetStatus::Loading,
        }
    }

    pub(super) fn is_in_flight(&self) -> bool {
        self.is_awaiting || self.runs.phase == Phase::Pending
    }

    /// Takes an event of the data's side; says what it puts out of date on the screen.
    pub(super) fn step(&mut self, at: Now, event: Event, effects: &mut Vec<Effect>) -> Dirty {
        match event {
            Event::AwaitingConfiguration => {
                self.is_awaiting = true;
                self.configuration_failed = None;
                Dirty::Paint
            }
            Event::Configured {
                spec,
                keeps_shown,
                bypasses_stored,
            } => {
                self.is_spec_new = true;
                self.cache.bypasses_cache |= bypasses_stored;
                self.is_user_initiated |= bypasses_stored;
                self.timers.failures_in_row = 0;
                if !keeps_shown {
                    self.shown = None;
                    self.error = None;
                }
                self.ask(spec, at, effects)
            }
            Event::Misconfigured(error) => {
                self.spec = None;
                self.drop_run(effects);
                self.fail(error, at, effects)
            }
            Event::ConfigurationFailed { error, chance } => {
                self.spec = None;
                self.drop_run(effects);
                self.configuration_failed = Some(chance);
                self.fail(error, at, effects)
            }
            Event::DashboardLoaded if self.configuration_failed.is_some() => {
                self.start(at, effects)
            }
            Event::ResponseAssigned(given) => self.given(given, at, effects),
            Event::RulesChanged(rules) => {
                self.rules = rules;
                Dirty::None
            }
            Event::Restored(answers) => {
                self.cache.is_restored = true;
                self.shown = Some(Snapshot::restored(answers, at));
                self.age.was_answered(at);
                Dirty::Data
            }
            Event::Answered { run, index, answer } if run == self.runs.id => {
                self.answered(index, answer, at, effects)
            }
            Event::CacheLookupDone { run, index, cached } => {
                self.on_cache_lookup((run, index), cached, at, effects)
            }
            Event::CacheLookupTimedOut(run) => self.start_in_parallel(run, at, effects),
            Event::Alarm => match self.timers.take_alarm() {
                Some(why) => self.ask_again(why, at, effects),
                None => Dirty::None,
            },
            Event::AgeCheck => {
                self.age.look(self.refreshed_ms(), at);
                match self.age.is_overdue {
                    true => Dirty::Paint,
                    false => Dirty::None,
                }
            }
            Event::Refresh => {
                self.timers.failures_in_row = 0;
                self.is_user_initiated = true;
                self.start(at, effects)
            }
            Event::RefreshEvery { interval_ms } => {
                self.timers.interval_ms = interval_ms;
                let was_overdue = self.age.is_overdue;
                // Nothing was due before.
                self.age.was_answered(at);
                self.rearm(at, effects);
                match was_overdue {
                    true => Dirty::Paint,
                    false => Dirty::None,
                }
            }
            Event::Visible(visible) => {
                self.timers.is_unseen = !visible;
                self.ask_what_was_deferred(at, effects)
            }
            Event::Online if self.is_waiting_for_retry() => {
                self.ask_again(AlarmReason::Retry, at, effects)
            }
            _ => Dirty::None,
        }
    }

    pub(super) fn page_shown(&mut self, shown: bool, at: Now, effects: &mut Vec<Effect>) -> Dirty {
        self.timers.is_page_hidden = !shown;
        self.ask_what_was_deferred(at, effects)
    }

    /// How often what is shown is refreshed, where it has an age.
    fn refreshed_ms(&self) -> Option<u64> {
        self.shown.as_ref()?.since_ms?;
        Some(self.timers.interval_ms).filter(|interval_ms| *interval_ms > 0)
    }

    /// Sees to it that somebody looks how old the data is.
    pub(super) fn watch_age(&mut self, at: Now, effects: &mut Vec<Effect>) {
        self.age.watch(self.refreshed_ms(), at, effects);
    }

    fn is_waiting_for_retry(&self) -> bool {
        let error = self.error.as_ref();
        error.is_some_and(|error| self.may_pass(error)) && !self.is_in_flight()
    }

    /// Whether the same may be answered otherwise a moment later. Who could not get a
    /// dashboard has no chart, whatever came in its place: a server's refusal alone is final.
    fn may_pass(&self, error: &Error) -> bool {
        error.is_transient() || self.configuration_failed.is_some() && error.status().is_none()
    }

    /// Takes a question: what is kept serves first, unless new data was asked for.
    fn ask(&mut self, spec: Box<QuerySpec>, at: Now, effects: &mut Vec<Effect>) -> Dirty {
        let is_restored = std::mem::take(&mut self.cache.is_restored);
        let before = self.spec.as_ref();
        self.cache.shows_same_spec =
            is_restored || before.is_some_and(|before| before.asks_the_same(&spec));
        self.spec = Some(spec);
        self.timers.is_halted = false;
        if std::mem::take(&mut self.cache.bypasses_cache) || !self.rules.uses_cache {
            return self.start(at, effects);
        }
        self.start_cache_lookup(at, effects)
    }

    /// Opens a new run; the one before may not write any more.
    pub(super) fn start(&mut self, at: Now, effects: &mut Vec<Effect>) -> Dirty {
        self.drop_run(effects);
        self.timers.is_halted = false;
        let Some(spec) = &self.spec else {
            self.cache.bypasses_cache = true;
            effects.push(Effect::Configure {
                is_user_initiated: self.is_user_initiated,
            });
            return Dirty::None;
        };
        match self.runs.begin(QuerySpec::clone(spec), at) {
            Ok(()) => self.send_waiting(effects),
            Err(error) => self.fail(error, at, effects),
        }
    }

    /// Ends the run under way, its alarm and what it deferred.
    pub(super) fn drop_run(&mut self, effects: &mut Vec<Effect>) {
        self.is_awaiting = false;
        self.configuration_failed = None;
        self.cache.lookup = None;
        self.timers.clear(effects);
        self.runs.drop_run(self.shown.is_some(), effects);
    }

    fn send_waiting(&mut self, effects: &mut Vec<Effect>) -> Dirty {
        let is_user_initiated = std::mem::take(&mut self.is_user_initiated);
        self.runs.send(None, is_user_initiated, effects);
        Dirty::Paint
    }

    fn answered(
        &mut self,
        index: usize,
        answer: Result<Rc<Decoded>, Error>,
        at: Now,
        effects: &mut Vec<Effect>,
    ) -> Dirty {
        // What is compared with names moments.
        let names_moments = self
            .spec
            .as_ref()
            .is_some_and(|spec| spec.compare.is_some());
        if self.runs.correct_clock(names_moments, at) {
            let dirty = self.start(at, effects);
            self.runs.is_clock_corrected = true;
            return dirty;
        }
        let Some(run) = self.runs.settle(index, answer, effects) else {
            return Dirty::None;
        };
        let is_over = run.answers().waiting().next().is_none();
        let is_showable = run.is_showable();
        self.keep_decision(effects);
        if is_over {
            self.finish_run(at, effects)
        } else if is_showable && self.is_worth_showing() {
            self.shown = self.now_shown(at);
            self.age.was_answered(at);
            Dirty::Data
        } else {
            Dirty::None
        }
    }

    /// A run that is not over is shown where that shows more: not a second time, and on a
    /// refresh not in place of a comparison that it does not have yet.
    fn is_worth_showing(&self) -> bool {
        let spec = self.spec.as_ref();
        let compares = spec.is_some_and(|spec| spec.compare.is_some());
        let keeps = |shown: &Snapshot| {
            let mut queries = shown.queries.iter();
            compares && !self.is_spec_new && queries.any(|one| one.comparison.is_some())
        };
        self.shown
            .as_ref()
            .is_none_or(|shown| shown.run != self.runs.id && !keeps(shown))
    }

    pub(super) fn keep_decision(&mut self, effects: &mut Vec<Effect>) {
        let new = self.runs.run_mut().and_then(QueryRun::take_new_decision);
        if let Some(decision) = new {
            // The next run need not find out again.
            if let Some(spec) = &mut self.spec {
                spec.stored = Some(decision.clone());
            }
            effects.push(Effect::StoreDecision(decision));
        }
    }

    /// What the run has come to so far. A refresh keeps the sparkline until it has its own.
    fn now_shown(&self, at: Now) -> Option<Snapshot> {
        let (run, id) = (self.runs.run()?, self.runs.id);
        let mut shown = Snapshot::of(run, self.shown.as_ref(), id, self.runs.started_at, at)?;
        if let Some(before) = self.shown.as_ref().filter(|_| !self.is_spec_new) {
            shown.keep_sparklines(before);
        }
        Some(shown)
    }

    /// All requests have come to their end: shows what there is, says what failed.
    fn finish_run(&mut self, at: Now, effects: &mut Vec<Effect>) -> Dirty {
        let errors = || self.runs.run().into_iter().flat_map(QueryRun::errors);
        let first = errors().next().cloned();
        let access = errors().find(|error| error.is_access() && !self.rules.keeps_refused);
        let access = access.cloned();
        let shown = self.now_shown(at);
        let (Some(shown), None) = (shown, &access) else {
            let error = access.or(first).unwrap_or_else(no_reason);
            return self.fail(error, at, effects);
        };
        self.runs.phase = Phase::Complete;
        self.shown = Some(shown);
        self.age.was_answered(at);
        self.is_spec_new = false;
        self.error.clone_from(&first);
        effects.push(Effect::AnnounceLoad);
        self.timers.failures_in_row = match first {
            Some(error) => {
                effects.push(Effect::AnnounceError(error));
                self.timers.failures_in_row + 1
            }
            None => 0,
        };
        self.rearm(at, effects);
        Dirty::Data
    }

    /// Nothing was answered. Old data stays, unless the viewer may not see it any more.
    fn fail(&mut self, error: Error, at: Now, effects: &mut Vec<Effect>) -> Dirty {
        self.runs.phase = Phase::Failed;
        self.is_awaiting = false;
        self.is_user_initiated = false;
        self.timers.failures_in_row += 1;
        self.timers.is_halted = retry::halts_refresh(&error);
        if error.is_access() && !self.rules.keeps_refused {
            self.shown = None;
            effects.push(Effect::Forget {
                all: error.status() == Some(401),
                plans: self.runs.plans(),
            });
        }
        self.error = Some(error.clone());
        effects.push(Effect::AnnounceError(error));
        self.rearm(at, effects);
        Dirty::Data
    }

    fn given(
        &mut self,
        given: Result<Rc<Decoded>, Error>,
        at: Now,
        effects: &mut Vec<Effect>,
    ) -> Dirty {
        self.spec = None;
        self.drop_run(effects);
        match given {
            Ok(decoded) => {
                self.runs.phase = Phase::Complete;
                self.shown = Some(Snapshot::given(decoded, at));
                self.age.was_answered(at);
                self.error = None;
                effects.push(Effect::AnnounceLoad);
                Dirty::Data
            }
            Err(error) => self.fail(error, at, effects),
        }
    }

    /// Arms the alarm for what comes first: another try, or the refresh.
    pub(super) fn rearm(&mut self, at: Now, effects: &mut Vec<Effect>) {
        if matches!(self.runs.phase, Phase::Pending | Phase::Initial) {
            return;
        }
        let error = self.error.as_ref();
        let context = RetryContext {
            rule: self.rules.retry,
            error,
            may_pass: error.is_some_and(|error| self.may_pass(error)),
            can_refresh: self.spec.is_some() || self.configuration_failed.is_some(),
            random: self.configuration_failed.unwrap_or(at.random),
        };
        self.timers.rearm(context, at, effects);
    }

    fn ask_again(&mut self, why: AlarmReason, at: Now, effects: &mut Vec<Effect>) -> Dirty {
        let is_repeat = self.shown.is_some() || why == AlarmReason::Refresh;
        if self.timers.defers(why, is_repeat) {
            return Dirty::None;
        }
        if why == AlarmReason::Retry && self.runs.retry_failed() {
            self.timers.disarm(effects);
            return self.send_waiting(effects);
        }
        self.start(at, effects)
    }

    /// Does at once what was put off while nobody could see it.
    fn ask_what_was_deferred(&mut self, at: Now, effects: &mut Vec<Effect>) -> Dirty {
        match self.timers.take_deferred() {
            Some(why) => self.ask_again(why, at, effects),
            None => Dirty::None,
        }
    }
}

/// A run that ends without answer and without error asked nothing.
fn no_reason() -> Error {
    Error::request("There is nothing to request.")
}

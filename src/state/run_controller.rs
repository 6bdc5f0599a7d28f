//! The newest run: its number, its answers, and where in its life it is. Only it may write.

use super::{Effect, Now, RunId};
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

/// A page's clock may be off by so much before an earlier period is asked for again.
const CLOCK_TOLERANCE_MS: i64 = 30_000;

#[derive(Default)]
pub(super) struct RunController {
    pub phase: Phase,
    /// Of the run under way or ended last; the default where none may write.
    pub id: RunId,
    last_id: RunId,
    run: Option<QueryRun>,
    /// When the run was begun, epoch seconds.
    pub started_at: i64,
    /// Part of `started_at` that is correction of the page's clock, in milliseconds.
    asked_skew_ms: i64,
    /// This run was begun because the clock was wrong, which happens once: a clock that
    /// jumps would have it begun for ever.
    pub is_clock_corrected: bool,
    /// The requests of the last run that was given up.
    last_plans: Vec<RequestPlan>,
}

impl RunController {
    /// What the run has come to so far.
    pub fn run(&self) -> Option<&QueryRun> {
        self.run.as_ref()
    }

    pub fn run_mut(&mut self) -> Option<&mut QueryRun> {
        self.run.as_mut()
    }

    /// Opens a run of `spec` with its first requests waiting.
    pub fn begin(&mut self, spec: QuerySpec, at: Now) -> Result<(), Error> {
        self.started_at = at.now_ms.div_euclid(1_000);
        self.asked_skew_ms = at.skew_ms;
        self.run = Some(QueryRun::begin(spec, self.started_at)?);
        self.open();
        Ok(())
    }

    /// Opens a run whose requests are not known yet.
    pub fn open(&mut self) -> RunId {
        self.last_id = RunId(self.last_id.0 + 1);
        self.id = self.last_id;
        self.phase = Phase::Pending;
        self.id
    }

    /// Takes a run that was answered without being sent.
    pub fn adopt(&mut self, id: RunId, run: Option<QueryRun>, started_at: i64) {
        self.id = id;
        self.run = run;
        self.started_at = started_at;
        self.phase = Phase::Complete;
    }

    /// Ends the run under way; it may not write any more.
    pub fn drop_run(&mut self, is_shown: bool, effects: &mut Vec<Effect>) {
        if self.phase == Phase::Pending {
            effects.push(Effect::Abort);
        }
        self.last_plans = self.plans();
        self.run = None;
        self.id = RunId::default();
        self.is_clock_corrected = false;
        self.phase = match is_shown {
            true => Phase::Complete,
            false => Phase::Initial,
        };
    }

    /// The requests of this run, or of the last one that had any.
    pub fn plans(&self) -> Vec<RequestPlan> {
        match &self.run {
            Some(run) => run.answers().plans().cloned().collect(),
            None => self.last_plans.clone(),
        }
    }

    /// Sends the requests that have no outcome, of all or of those that stand at `indexes`.
    pub fn send(
        &mut self,
        indexes: Option<&[usize]>,
        is_user_initiated: bool,
        effects: &mut Vec<Effect>,
    ) {
        self.phase = Phase::Pending;
        let run = self.id;
        let waiting = self.run.iter().flat_map(|run| run.answers().waiting());
        let chosen =
            waiting.filter(|(index, _)| indexes.is_none_or(|indexes| indexes.contains(index)));
        effects.extend(chosen.map(|(index, plan)| Effect::Send {
            run,
            index,
            plan: plan.clone(),
            is_user_initiated,
        }));
    }

    /// Takes what came of a request and sends what follows from it. The run, unless nothing
    /// was awaited there.
    pub fn settle(
        &mut self,
        index: usize,
        answer: Result<Rc<Decoded>, Error>,
        effects: &mut Vec<Effect>,
    ) -> Option<&QueryRun> {
        let next = self.run.as_mut()?.settle(index, answer)?;
        self.send(Some(&next), false, effects);
        self.run.as_ref()
    }

    /// Puts what failed for a passing reason back to waiting; false where nothing did.
    pub fn retry_failed(&mut self) -> bool {
        let run = self.run.as_mut().filter(|run| run.answers().can_retry());
        run.map(QueryRun::retry_failed).is_some()
    }

    /// A response has shown the server's time. True where a run that names moments must be asked
    /// again, because they were reckoned from a clock that was wrong.
    pub fn correct_clock(&mut self, names_moments: bool, at: Now) -> bool {
        if self.is_clock_corrected {
            return false;
        }
        let by_ms = at.skew_ms - self.asked_skew_ms;
        self.asked_skew_ms = at.skew_ms;
        self.started_at += by_ms / 1_000;
        names_moments && by_ms.abs() > CLOCK_TOLERANCE_MS
    }
}

//! A run answered from what is cached, before anything is asked.
//!
//! A run is served whole or not at all: only when every answer is there and fresh does it
//! take the place of requests. What is less is shown as old, until the newer is there.

use super::dirty::Dirty;
use super::fetching::Fetching;
use super::run_controller::Phase;
use super::snapshot::Snapshot;
use super::{Effect, Now, RunId};
use crate::cache::{CachedResponse, Freshness, freshness};
use crate::request::RequestPlan;
use crate::run::answers::Answers;
use crate::run::{PreparedSpec, QueryRun, QuerySpec, evaluate};

/// Whether what is cached is looked for, and what is under way of that.
#[derive(Default)]
pub(super) struct CacheFirst {
    pub lookup: Option<CacheLookup>,
    /// New data was asked for: what is cached does not serve.
    pub bypasses_cache: bool,
    /// What is shown comes from an earlier instance.
    pub is_restored: bool,
    /// What is shown answers the present spec, if of an earlier moment.
    pub shows_same_spec: bool,
}

/// A run that is filled with what is cached.
pub(super) struct CacheLookup {
    id: RunId,
    /// Present once the first cached response has given the time of the run: the requests of an earlier
    /// period are reckoned from that.
    run: Option<QueryRun>,
    first: RequestPlan,
    started_at: i64,
    /// Of the oldest answer.
    loaded_at_ms: i64,
    worst: Freshness,
    /// Lookups under way.
    under_way: usize,
    is_whole: bool,
}

impl CacheLookup {
    fn new(id: RunId, first: RequestPlan) -> Self {
        Self {
            id,
            run: None,
            first,
            started_at: 0,
            loaded_at_ms: i64::MAX,
            worst: Freshness::Fresh,
            under_way: 1,
            is_whole: true,
        }
    }

    /// Takes what is cached for request `index`, and returns what to look for next.
    fn found(
        &mut self,
        index: usize,
        cached: Option<CachedResponse>,
        spec: &QuerySpec,
        now_ms: i64,
    ) -> Vec<(usize, RequestPlan)> {
        self.under_way = self.under_way.saturating_sub(1);
        let next = self.take(index, cached, spec, now_ms);
        self.is_whole &= next.is_some();
        let next = next.unwrap_or_default();
        self.under_way += next.len();
        next
    }

    /// `None` where nothing is cached that is worth showing.
    fn take(
        &mut self,
        index: usize,
        cached: Option<CachedResponse>,
        spec: &QuerySpec,
        now_ms: i64,
    ) -> Option<Vec<(usize, RequestPlan)>> {
        let cached = cached?;
        let plan = match &self.run {
            Some(run) => run.answers().plans().nth(index)?,
            None => &self.first,
        };
        let freshness = freshness(plan, &cached, now_ms);
        if freshness == Freshness::Expired {
            return None;
        }
        self.worst = self.worst.max(freshness);
        self.loaded_at_ms = self.loaded_at_ms.min(cached.loaded_at_ms);
        let mut looked_for = 0;
        let run = match &mut self.run {
            Some(run) => {
                looked_for = run.answers().plans().count();
                run
            }
            // It begins as it was begun when its first request was asked.
            none => {
                self.started_at = cached.started_at;
                none.insert(QueryRun::begin(spec.clone(), cached.started_at).ok()?)
            }
        };
        let index = match looked_for {
            0 => run.answers().plans().position(|plan| *plan == self.first)?,
            _ => index,
        };
        run.settle(index, Ok(cached.answer))?;
        let next = run.answers().waiting();
        let next = next.filter(|(index, _)| *index >= looked_for);
        Some(next.map(|(index, plan)| (index, plan.clone())).collect())
    }

    /// What there is to show.
    fn shown(&self, at: Now) -> Option<Snapshot> {
        let run = self.run.as_ref().filter(|run| run.is_showable())?;
        let shown = Snapshot::of(run, None, self.id, self.started_at, at)?;
        Some(shown.into_cached(self.loaded_at_ms, at))
    }
}

impl Fetching {
    /// Looks for the first answer; the others follow from it.
    pub(super) fn start_cache_lookup(&mut self, at: Now, effects: &mut Vec<Effect>) -> Dirty {
        let now = at.now_ms.div_euclid(1_000);
        let spec = self.spec.as_deref();
        let Some(plan) = spec.and_then(|spec| first_request(spec, now)) else {
            return self.start(at, effects);
        };
        self.drop_run(effects);
        let run = self.runs.open();
        self.cache.lookup = Some(CacheLookup::new(run, plan.clone()));
        effects.push(Effect::LookUpCache {
            run,
            index: 0,
            plan,
        });
        Dirty::Paint
    }

    /// Asks without waiting any longer; what is found later is shown until the answer comes.
    pub(super) fn start_in_parallel(
        &mut self,
        run: RunId,
        at: Now,
        effects: &mut Vec<Effect>,
    ) -> Dirty {
        if self.runs.id != run {
            return Dirty::None;
        }
        let Some(lookup) = self.cache.lookup.take() else {
            return Dirty::None;
        };
        let dirty = self.start_after_miss(at, effects);
        self.cache.lookup = Some(lookup);
        dirty
    }

    /// Takes what is cached; once all is looked for, shows it, and asks unless it is enough.
    pub(super) fn on_cache_lookup(
        &mut self,
        (run, index): (RunId, usize),
        cached: Option<CachedResponse>,
        at: Now,
        effects: &mut Vec<Effect>,
    ) -> Dirty {
        let (Some(lookup), Some(spec)) = (&mut self.cache.lookup, &self.spec) else {
            return Dirty::None;
        };
        if lookup.id != run {
            return Dirty::None;
        }
        let next = lookup.found(index, cached, spec, at.now_ms);
        effects.extend(next.into_iter().map(|(index, plan)| Effect::LookUpCache {
            run,
            index,
            plan,
        }));
        if lookup.under_way > 0 {
            return Dirty::None;
        }
        let Some(lookup) = self.cache.lookup.take() else {
            return Dirty::None;
        };
        let shown = lookup
            .shown(at)
            .filter(|found| !self.shows_newer_than(found));
        let is_late = self.runs.id != run;
        let Some(shown) = shown else {
            return match is_late {
                true => Dirty::None,
                false => self.start_after_miss(at, effects),
            };
        };
        if is_late && !self.awaits_first_answer() {
            return Dirty::None;
        }
        self.shown = Some(shown);
        self.age.was_answered(at);
        self.is_spec_new = false;
        self.error = None;
        if lookup.is_whole && lookup.worst == Freshness::Fresh {
            self.adopt(lookup, is_late, at, effects);
        } else if !is_late {
            self.start_after_miss(at, effects);
        }
        Dirty::Data
    }

    /// What is found is not enough, or nothing.
    fn start_after_miss(&mut self, at: Now, effects: &mut Vec<Effect>) -> Dirty {
        // Nothing is under way that could be given up.
        self.runs.phase = Phase::Initial;
        self.start(at, effects)
    }

    /// The run that was not to wait is under way, and has shown nothing yet.
    fn awaits_first_answer(&self) -> bool {
        let run = self.runs.id;
        let has_new = self.shown.as_ref().is_some_and(|shown| shown.run == run);
        self.runs.phase == Phase::Pending && !has_new
    }

    fn shows_newer_than(&self, found: &Snapshot) -> bool {
        let shown = self.shown.as_ref().filter(|_| self.cache.shows_same_spec);
        shown.is_some_and(|shown| shown.loaded_at_ms > found.loaded_at_ms)
    }

    /// What was found is as good as a run that has just been answered; the one under way
    /// is needed no more.
    fn adopt(
        &mut self,
        lookup: CacheLookup,
        is_under_way: bool,
        at: Now,
        effects: &mut Vec<Effect>,
    ) {
        if is_under_way {
            self.drop_run(effects);
        }
        self.runs.adopt(lookup.id, lookup.run, lookup.started_at);
        self.keep_decision(effects);
        effects.push(Effect::AnnounceLoad);
        self.rearm(at, effects);
    }
}

/// What a run of `spec` at `now` (epoch seconds) asks first.
fn first_request(spec: &QuerySpec, now: i64) -> Option<RequestPlan> {
    let spec = PreparedSpec::new(spec.clone(), now).ok()?;
    let (_, needs) = evaluate(&spec, &Answers::default());
    needs.first().map(|plan| RequestPlan::clone(plan))
}

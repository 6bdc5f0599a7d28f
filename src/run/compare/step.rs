//! What the comparison of a query asks, and how far it is.

use super::requests;
use super::shift::Shift;
use crate::decode::table::Table;
use crate::request::{Endpoint, Purpose, RequestPlan};
use crate::run::answers::{Answers, Lookup, Outcome, Reply};
use crate::run::groups::{Group, columns_of, groups_by_time, groups_plan};
use crate::time::{Offset, TimeRange, Zone};
use std::rc::Rc;

/// How far a comparison is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompareProgress {
    /// Answers are awaited.
    Asking,
    /// All answers are there, but for parts that failed.
    Ready,
    /// There is no comparison; why, in words.
    Refused(String),
}

/// What a query is compared with.
#[derive(Clone, Copy, Debug)]
pub struct CompareSpec<'a> {
    /// The request whose answer is shown.
    pub plan: &'a Rc<RequestPlan>,
    /// How many groups are shown, which may be more than one request brings.
    pub groups: u32,
    /// How far back.
    pub offset: Offset,
    /// The viewer's zone, over both ranges.
    pub zone: &'a Zone,
    /// When it is asked, epoch seconds.
    pub now: i64,
}

/// What is asked for the comparison of one query, as far as the groups to ask for are known.
#[derive(Clone, Debug, PartialEq)]
pub struct CompareStep {
    pub(super) plan: Rc<RequestPlan>,
    pub(super) range: TimeRange,
    pub(super) earlier: TimeRange,
    pub(super) offset: Offset,
    pub(super) limit: u32,
    /// The groups to compare are known, or there are none to know.
    pub(super) is_whole: bool,
    /// Requests for the earlier series or rows.
    pub(super) parts: Vec<Rc<RequestPlan>>,
    /// The request that the earlier Other follows from.
    pub(super) other: Option<Rc<RequestPlan>>,
    /// The request for the earlier groups, some of which may be gone now.
    pub(super) gone: Option<Rc<RequestPlan>>,
    pub(super) groups: Vec<Group>,
    /// Which part of the earlier responses holds each group.
    pub(super) part_of: Vec<Option<usize>>,
    /// Why there will be no comparison, in words.
    pub(super) refusal: Option<String>,
    /// What it will leave out, in words.
    pub(super) omitted: Option<String>,
}

/// What a comparison needs.
pub fn evaluate(spec: CompareSpec, lookup: &mut Lookup) -> CompareStep {
    let CompareSpec { plan, offset, .. } = spec;
    let range = plan.range(spec.now);
    let mut step = CompareStep {
        plan: Rc::clone(plan),
        range,
        earlier: match plan.expect.interval {
            Some(width) => Shift::new(offset, range, width.secs(), spec.zone).earlier_range(range),
            None => offset.earlier_range(range, spec.zone),
        },
        offset,
        limit: limit(plan, spec.groups),
        is_whole: false,
        parts: Vec::new(),
        other: None,
        gone: None,
        groups: Vec::new(),
        part_of: Vec::new(),
        refusal: None,
        omitted: None,
    };
    step.ask(lookup);
    for plan in step.parts.iter().chain(&step.other) {
        lookup.need(plan);
    }
    step
}

impl CompareStep {
    fn ask(&mut self, lookup: &mut Lookup) {
        let plan = &self.plan;
        if !requests::is_grouped(plan) {
            let earlier = requests::earlier(plan, self.earlier, Purpose::Earlier);
            self.parts = vec![Rc::new(earlier)];
            self.is_whole = true;
            return;
        }
        if groups_by_time(&columns_of(plan)) {
            return self.refuse("results grouped by time cannot be compared");
        }
        // A table's own rows are the groups.
        let (groups, gone) = match self.is_table() {
            true => (
                lookup.ask(plan),
                requests::earlier(plan, self.earlier, Purpose::EarlierGroups),
            ),
            false => (
                lookup.ask(&Rc::new(groups_plan(plan, self.limit))),
                requests::earlier_groups(plan, self.earlier, self.limit),
            ),
        };
        let gone = Rc::new(gone);
        lookup.need(&gone);
        self.gone = Some(gone);
        match groups.outcome() {
            Outcome::Answered(answer) => {
                if let Some(table) = &answer.table {
                    self.ask_groups(table);
                }
            }
            Outcome::Failed(error) if !self.is_table() => self.refuse(&error.to_string()),
            Outcome::Waiting | Outcome::Failed(_) => {}
        }
    }

    fn ask_groups(&mut self, table: &Table) {
        self.is_whole = true;
        self.groups = Group::of_table(table, &columns_of(&self.plan));
        if self.groups.is_empty() {
            return;
        }
        // With fewer groups than were asked for there is no rest.
        let has_rest = !self.is_table() && self.groups.len() >= self.limit as usize;
        let wants_other = has_rest && self.plan.pair("excludeOther") != Some("1");
        let asked = requests::of_groups(&self.plan, &self.groups, self.earlier, wants_other);
        let omitted = asked.part_of.iter().filter(|part| part.is_none()).count();
        if omitted > 0 {
            self.omitted = Some(format!(
                "{omitted} of {} groups cannot be filtered for the earlier period",
                self.groups.len()
            ));
        }
        if asked.parts.is_empty() {
            self.refuse("the groups cannot be filtered for the earlier period");
        }
        self.part_of = asked.part_of;
        self.parts = asked.parts.into_iter().map(Rc::new).collect();
        self.other = asked.rest.map(Rc::new);
    }

    fn is_table(&self) -> bool {
        self.plan.expect.endpoint == Endpoint::Events
    }

    fn refuse(&mut self, why: &str) {
        self.refusal = Some(why.to_owned());
    }

    /// How far it is, and what is not whole, in words for the viewer.
    pub fn progress(&self, answers: &Answers) -> (CompareProgress, Vec<String>) {
        let mut notes: Vec<String> = self.omitted.iter().cloned().collect();
        if let Some(why) = &self.refusal {
            return (CompareProgress::Refused(why.clone()), notes);
        }
        let mut progress = match self.is_whole {
            true => CompareProgress::Ready,
            false => CompareProgress::Asking,
        };
        let reply = |plan| answers.of(plan);
        // Where they failed some gone groups are not named; nothing else is missing.
        let mut is_waiting = self
            .gone
            .as_deref()
            .map(reply)
            .is_some_and(Reply::is_waiting);
        for plan in self.parts.iter().chain(&self.other) {
            let reply = reply(plan);
            is_waiting |= reply.is_waiting();
            match reply.error() {
                Some(error) if plan.purpose == Purpose::Earlier && self.parts.len() == 1 => {
                    progress = CompareProgress::Refused(error.to_string());
                }
                Some(error) => {
                    notes.push(format!("part of the earlier period is missing: {error}"))
                }
                None => {}
            }
        }
        if progress == CompareProgress::Ready && is_waiting {
            progress = CompareProgress::Asking;
        }
        (progress, notes)
    }
}

/// How many groups are shown at most.
fn limit(plan: &RequestPlan, groups: u32) -> u32 {
    let rows = plan.pair("per_page").and_then(|rows| rows.parse().ok());
    rows.unwrap_or(0)
        .max(groups)
        .max(plan.expect.top_events.unwrap_or(0))
}

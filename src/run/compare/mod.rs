//! The current period against an earlier one: what to ask, which bucket belongs to
//! which, and what has changed.
//!
//! A pure step for one query. Colours, arrows and words of a change do not belong here.

mod align;
mod delta;
mod earlier_other;
mod requests;
mod shift;
mod table;

#[cfg(test)]
mod tests;

pub use align::{EarlierAnswers, Pairing, SeriesComparison, Standing, Terms, Total, compare_given};
pub use delta::{Delta, Percent};
pub use requests::server_delta;
pub use shift::{Partners, Shift};
pub use table::{CellComparison, RowComparison, compare_rows};

use crate::config::WidgetType;
use crate::decode::Decoded;
use crate::decode::table::{Cell, Table};
use crate::request::{Endpoint, Purpose, RequestPlan};
use crate::run::answers::{Answers, Lookup, Outcome, Reply};
use crate::run::groups::{Group, columns_of, groups_by_time, groups_plan};
use crate::run::split::filters_by_aggregate;
use crate::time::{Interval, Offset, TimeRange, Zone};
use std::rc::Rc;

/// How far a comparison is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Answers are awaited.
    Asking,
    /// All answers are there, but for parts that failed.
    Ready,
    /// There is no comparison; why, in words.
    Refused(String),
}

/// A group of the earlier period that is not among the current ones.
#[derive(Clone, Debug, PartialEq)]
pub struct GoneGroup {
    /// Its series key, as far as it can be told.
    pub key: String,
    /// Its earlier numbers by column.
    pub earlier: Vec<(String, f64)>,
    /// It has no events now; otherwise it has just left the top.
    pub is_gone: bool,
}

/// Who looks, and when.
#[derive(Clone, Copy, Debug)]
pub struct Viewer<'a> {
    /// The viewer's zone, over both ranges.
    pub zone: &'a Zone,
    /// Type of the widget, the side of a split included: it tells what a rise means.
    pub widget_type: WidgetType,
    /// Buckets that do not end before this are incomplete (epoch seconds).
    pub complete_until: i64,
}

/// What a comparison comes to.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Comparison {
    /// One for each series, in the order of the current answer.
    pub series: Vec<SeriesComparison>,
    /// One for each row of a table or a big number.
    pub rows: Vec<RowComparison>,
    /// Groups that are no longer there.
    pub gone: Vec<GoneGroup>,
    /// Buckets were moved by a whole number of them, since they are wider than the offset
    /// or than a change of clocks: the viewer should be told.
    pub by_whole_buckets: bool,
    /// What it was compared with.
    pub earlier: Option<TimeRange>,
}

impl Comparison {
    /// The one that the answer to `plan` brings along itself, where it does.
    pub fn given(answer: &Decoded, plan: &RequestPlan, viewer: Viewer) -> Option<Self> {
        let series = compare_given(answer, viewer.terms(width(answer, plan)))?;
        Some(Self {
            series,
            ..Self::default()
        })
    }
}

impl Viewer<'_> {
    fn terms(&self, width: i64) -> Terms {
        Terms {
            widget_type: self.widget_type,
            complete_until: self.complete_until,
            width,
        }
    }
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
    plan: Rc<RequestPlan>,
    range: TimeRange,
    earlier: TimeRange,
    offset: Offset,
    limit: u32,
    /// The groups to compare are known, or there are none to know.
    is_whole: bool,
    /// Requests for the earlier series or rows.
    parts: Vec<Rc<RequestPlan>>,
    /// The request that the earlier Other follows from.
    other: Option<Rc<RequestPlan>>,
    /// The request for the earlier groups, some of which may be gone now.
    gone: Option<Rc<RequestPlan>>,
    groups: Vec<Group>,
    /// Which part of the earlier answers tells each group.
    part_of: Vec<Option<usize>>,
    /// Why there will be no comparison, in words.
    refusal: Option<String>,
    /// What it will leave out, in words.
    left_out: Option<String>,
}

/// What a comparison needs.
pub fn evaluate(spec: CompareSpec, lookup: &mut Lookup) -> CompareStep {
    let CompareSpec { plan, offset, .. } = spec;
    let range = plan.range(spec.now);
    let mut step = CompareStep {
        plan: Rc::clone(plan),
        range,
        earlier: match plan.expect.interval {
            Some(width) => Shift::new(offset, range, width.secs(), spec.zone).range_back(range),
            None => offset.range_back(range, spec.zone),
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
        left_out: None,
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
            return self.refuse("groups of time have no earlier period");
        }
        // A table's own rows tell the groups.
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
        let left_out = asked.part_of.iter().filter(|part| part.is_none()).count();
        if left_out > 0 {
            self.left_out = Some(format!(
                "{left_out} of {} groups cannot be searched for in the earlier period",
                self.groups.len()
            ));
        }
        if asked.parts.is_empty() {
            self.refuse("the groups cannot be searched for in the earlier period");
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
    pub fn progress(&self, answers: &Answers) -> (Progress, Vec<String>) {
        let mut notes: Vec<String> = self.left_out.iter().cloned().collect();
        if let Some(why) = &self.refusal {
            return (Progress::Refused(why.clone()), notes);
        }
        let mut progress = match self.is_whole {
            true => Progress::Ready,
            false => Progress::Asking,
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
                    progress = Progress::Refused(error.to_string());
                }
                Some(error) => {
                    notes.push(format!("a part of the earlier period is missing: {error}"))
                }
                None => {}
            }
        }
        if progress == Progress::Ready && is_waiting {
            progress = Progress::Asking;
        }
        (progress, notes)
    }

    /// The comparison, once everything is answered or has failed. `is_complete` where no part
    /// of the earlier period is missing.
    pub fn comparison(
        &self,
        current: &Decoded,
        answers: &Answers,
        is_complete: bool,
        viewer: Viewer,
    ) -> Comparison {
        let answer = |plan: &Rc<RequestPlan>| answers.of(plan).answer().map(Rc::as_ref);
        let parts: Vec<Option<&Decoded>> = self.parts.iter().map(answer).collect();
        let of_purpose = |purpose: Purpose| {
            let other = self.other.as_ref().filter(|plan| plan.purpose == purpose);
            other.and_then(answer)
        };
        let earlier = EarlierAnswers {
            parts: &parts,
            total: of_purpose(Purpose::EarlierTotal),
            other: of_purpose(Purpose::EarlierOther),
        };
        let gone = self.gone.as_ref().and_then(answer);
        let gone = gone.and_then(|gone| gone.table.as_ref());
        self.compare(current, earlier, gone, is_complete, viewer)
    }

    fn compare(
        &self,
        current: &Decoded,
        earlier: EarlierAnswers,
        gone: Option<&Table>,
        is_complete: bool,
        viewer: Viewer,
    ) -> Comparison {
        let rows = current.table.as_ref().map(|table| {
            let parts: Vec<Option<&Table>> = earlier
                .parts
                .iter()
                .map(|part| part.and_then(|part| part.table.as_ref()))
                .collect();
            compare_rows(table, &parts, &columns_of(&self.plan), viewer.widget_type)
        });
        let width = width(current, &self.plan);
        let series = Pairing {
            shift: &Shift::new(self.offset, self.range, width, viewer.zone),
            terms: viewer.terms(width),
            groups: &self.groups,
            part_of: &self.part_of,
            absent_is_new: is_complete && self.absent_is_new(),
        }
        .compare(current, earlier);
        Comparison {
            by_whole_buckets: series.iter().any(|one| one.partners.by_whole_buckets),
            series,
            rows: rows.unwrap_or_default(),
            gone: gone.map_or_else(Vec::new, |gone| self.gone_groups(current, gone)),
            earlier: Some(self.earlier),
        }
    }

    /// An earlier group that is absent had no events, as far as the query tells: a
    /// condition on an aggregate hides groups that had some.
    fn absent_is_new(&self) -> bool {
        !filters_by_aggregate(self.plan.pair("query").unwrap_or_default())
    }

    /// Groups of the earlier period that are no longer among the current ones.
    fn gone_groups(&self, current: &Decoded, table: &Table) -> Vec<GoneGroup> {
        let columns = columns_of(&self.plan);
        let all_are_shown = self.groups.len() < self.limit as usize;
        Group::of_table(table, &columns)
            .into_iter()
            .enumerate()
            .filter(|(_, group)| {
                let series = current.set.series.iter().filter(|series| !series.is_other);
                !self.groups.contains(group)
                    && !series.into_iter().any(|one| group.has_key(&one.key))
            })
            .map(|(row, group)| GoneGroup {
                key: group.likely_key(),
                earlier: numbers(table, row, &columns),
                is_gone: all_are_shown,
            })
            .collect()
    }
}

/// Bucket width in seconds: the data's, since the server may choose another than asked.
fn width(answer: &Decoded, plan: &RequestPlan) -> i64 {
    let mut series = answer.set.series.iter();
    series
        .find_map(|one| one.timeline.bucket_secs())
        .or(plan.expect.interval.map(Interval::secs))
        .unwrap_or(1)
}

/// How many groups are shown at most.
fn limit(plan: &RequestPlan, groups: u32) -> u32 {
    let rows = plan.pair("per_page").and_then(|rows| rows.parse().ok());
    rows.unwrap_or(0)
        .max(groups)
        .max(plan.expect.top_events.unwrap_or(0))
}

/// The numbers of a row that are no columns to group by.
fn numbers(table: &Table, row: usize, columns: &[String]) -> Vec<(String, f64)> {
    let cells = table.columns.iter().enumerate();
    cells
        .filter(|(_, column)| !columns.contains(&column.name))
        .filter_map(|(index, column)| match table.cell(row, index) {
            Cell::Number(number) => Some((column.name.clone(), *number)),
            _ => None,
        })
        .collect()
}

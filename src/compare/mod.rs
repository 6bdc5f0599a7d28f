//! The current period against an earlier one: what to ask, which bucket belongs to
//! which, and what has changed.
//!
//! A pure machine for one query. Colours, arrows and words of a change do not belong
//! here.

mod ask;
mod delta;
mod pair;
mod rest;
mod shift;
mod table;

#[cfg(test)]
mod tests;

pub use ask::server_delta;
pub use delta::{Delta, Percent};
pub use pair::{EarlierAnswers, Pairing, SeriesComparison, Standing, Terms, Total, compare_given};
pub use shift::{Partners, Shift};
pub use table::{CellComparison, RowComparison, compare_rows};

use crate::config::WidgetType;
use crate::decode::Decoded;
use crate::decode::table::{Cell, Table};
use crate::error::Error;
use crate::groups::{Group, columns_of, groups_by_time, groups_plan};
use crate::request::{Endpoint, Purpose, RequestPlan};
use crate::split::filters_by_aggregate;
use crate::time::{Interval, Offset, TimeRange, Zone};

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

/// The comparison of one query, for one run of its requests.
#[derive(Clone, Debug)]
pub struct Compare {
    plan: RequestPlan,
    range: TimeRange,
    earlier: TimeRange,
    offset: Offset,
    wants_other: bool,
    limit: u32,
    awaited: usize,
    asked_parts: usize,
    /// The groups to compare are known, or there are none to know.
    knows_groups: bool,
    groups: Vec<Group>,
    /// Which part of the earlier answers tells each group.
    part_of: Vec<Option<usize>>,
    gone: Option<Table>,
    progress: Progress,
    notes: Vec<String>,
}

impl Compare {
    /// Begins for the request whose answer is shown, at `now` (epoch seconds). `groups` is
    /// how many groups are shown, which may be more than one request brings.
    pub fn begin(
        plan: &RequestPlan,
        groups: u32,
        offset: Offset,
        zone: &Zone,
        now: i64,
    ) -> (Self, Vec<RequestPlan>) {
        let range = plan.range(now);
        let mut compare = Self {
            plan: plan.clone(),
            range,
            earlier: match plan.expect.interval {
                Some(width) => Shift::new(offset, range, width.secs(), zone).range_back(range),
                None => offset.range_back(range, zone),
            },
            offset,
            wants_other: plan.pair("excludeOther") != Some("1"),
            limit: limit(plan, groups),
            awaited: 0,
            asked_parts: 0,
            knows_groups: false,
            groups: Vec::new(),
            part_of: Vec::new(),
            gone: None,
            progress: Progress::Asking,
            notes: Vec::new(),
        };
        let ask = compare.open();
        (compare, ask)
    }

    fn open(&mut self) -> Vec<RequestPlan> {
        let is_table = self.plan.expect.endpoint == Endpoint::Events;
        if !ask::is_grouped(&self.plan) {
            self.knows_groups = true;
            self.asked_parts = 1;
            return self.asking(vec![ask::earlier(
                &self.plan,
                self.earlier,
                Purpose::Earlier,
            )]);
        }
        if groups_by_time(&columns_of(&self.plan)) {
            self.refuse("groups of time have no earlier period");
            return Vec::new();
        }
        if is_table {
            // Its own rows tell the groups: see `current`.
            let gone = ask::earlier(&self.plan, self.earlier, Purpose::EarlierGroups);
            return self.asking(vec![gone]);
        }
        self.asking(vec![
            groups_plan(&self.plan, self.limit),
            ask::earlier_groups(&self.plan, self.earlier, self.limit),
        ])
    }

    /// Takes the current answer, which for a table tells the groups to ask for.
    pub fn current(&mut self, decoded: &Decoded) -> Vec<RequestPlan> {
        let is_open = self.progress == Progress::Asking && !self.knows_groups;
        let ask = match &decoded.table {
            Some(table) if is_open => self.ask_groups(table),
            _ => Vec::new(),
        };
        self.conclude();
        ask
    }

    /// Takes what came of one of its requests.
    pub fn answered(
        &mut self,
        plan: &RequestPlan,
        answer: Result<&Decoded, &Error>,
    ) -> Vec<RequestPlan> {
        self.awaited = self.awaited.saturating_sub(1);
        let is_needed = matches!(plan.purpose, Purpose::Groups | Purpose::Earlier);
        if answer.is_ok() && is_needed && matches!(self.progress, Progress::Refused(_)) {
            // A request that had failed was answered after all.
            self.progress = Progress::Asking;
        }
        let mut ask = Vec::new();
        match (plan.purpose, answer) {
            (Purpose::Groups, Ok(decoded)) => {
                if let Some(table) = &decoded.table {
                    ask = self.ask_groups(table);
                }
            }
            (Purpose::EarlierGroups, Ok(decoded)) => self.gone.clone_from(&decoded.table),
            // Without it some gone groups are not named; nothing else is missing.
            (Purpose::EarlierGroups, Err(_)) => {}
            (Purpose::Groups, Err(error)) => self.refuse(&error.to_string()),
            (Purpose::Earlier, Err(error)) if self.asked_parts <= 1 => {
                self.refuse(&error.to_string());
            }
            (_, Err(error)) => self
                .notes
                .push(format!("a part of the earlier period is missing: {error}")),
            (_, Ok(_)) => {}
        }
        self.conclude();
        ask
    }

    fn conclude(&mut self) {
        if self.progress == Progress::Asking && self.knows_groups && self.awaited == 0 {
            self.progress = Progress::Ready;
        }
    }

    fn ask_groups(&mut self, table: &Table) -> Vec<RequestPlan> {
        self.knows_groups = true;
        self.groups = Group::of_table(table, &columns_of(&self.plan));
        if self.groups.is_empty() {
            return Vec::new();
        }
        let is_table = self.plan.expect.endpoint == Endpoint::Events;
        // With fewer groups than were asked for there is no rest.
        let has_rest = !is_table && self.groups.len() >= self.limit as usize;
        let asked = ask::of_groups(
            &self.plan,
            table,
            self.earlier,
            self.wants_other && has_rest,
        );
        let left_out = asked.part_of.iter().filter(|part| part.is_none()).count();
        if left_out > 0 {
            self.notes.push(format!(
                "{left_out} of {} groups cannot be searched for in the earlier period",
                self.groups.len()
            ));
        }
        self.part_of = asked.part_of;
        if asked.parts.is_empty() {
            self.refuse("the groups cannot be searched for in the earlier period");
            return Vec::new();
        }
        self.asked_parts = asked.parts.len();
        self.asking(asked.parts.into_iter().chain(asked.rest).collect())
    }

    fn asking(&mut self, plans: Vec<RequestPlan>) -> Vec<RequestPlan> {
        self.awaited += plans.len();
        plans
    }

    fn refuse(&mut self, why: &str) {
        self.progress = Progress::Refused(why.to_owned());
    }

    /// The comparison as far as its answers are there. Nothing where it was refused.
    pub fn compare(
        &self,
        current: &Decoded,
        earlier: EarlierAnswers,
        viewer: Viewer,
    ) -> Comparison {
        if matches!(self.progress, Progress::Refused(_)) {
            return Comparison::default();
        }
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
            absent_is_new: self.absent_is_new(),
        }
        .compare(current, earlier);
        Comparison {
            by_whole_buckets: series.iter().any(|one| one.partners.by_whole_buckets),
            series,
            rows: rows.unwrap_or_default(),
            gone: self.gone_groups(current),
            earlier: Some(self.earlier),
        }
    }

    /// How far it is.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// What is not whole, in words for the viewer.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// How many answers [`EarlierAnswers::parts`] takes.
    pub fn parts(&self) -> usize {
        self.asked_parts
    }

    /// An earlier group that is absent had no events, as far as the query tells: a
    /// condition on an aggregate hides groups that had some.
    fn absent_is_new(&self) -> bool {
        !filters_by_aggregate(self.plan.pair("query").unwrap_or_default())
            && self.progress == Progress::Ready
            && self.notes.is_empty()
    }

    /// Groups of the earlier period that are no longer among the current ones.
    fn gone_groups(&self, current: &Decoded) -> Vec<GoneGroup> {
        let Some(table) = &self.gone else {
            return Vec::new();
        };
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

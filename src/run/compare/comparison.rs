//! What a comparison comes to, once its answers are there.

use super::align::{Alignment, SeriesComparison, Terms, compare_inline};
use super::earlier_answers::EarlierAnswers;
use super::shift::Shift;
use super::step::CompareStep;
use super::table::{RowComparison, compare_rows};
use crate::config::WidgetType;
use crate::decode::Decoded;
use crate::decode::table::{Cell, Table};
use crate::request::{Purpose, RequestPlan};
use crate::run::answers::Answers;
use crate::run::groups::{Group, columns_of};
use crate::run::split::filters_by_aggregate;
use crate::time::{Interval, TimeRange, Zone};
use std::rc::Rc;

/// A group of the earlier period that is not among the current ones.
#[derive(Clone, Debug, PartialEq)]
pub struct EarlierOnlyGroup {
    /// Its series key, as far as it is known.
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
    /// Type of the widget, the side of a split included: it decides what a rise means.
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
    pub gone: Vec<EarlierOnlyGroup>,
    /// Buckets were moved by a whole number of them, since they are wider than the offset
    /// or than a change of clocks: this is shown to the viewer.
    pub by_whole_buckets: bool,
    /// What it was compared with.
    pub earlier: Option<TimeRange>,
}

impl Comparison {
    /// The one that the answer to `plan` brings along itself, where it does.
    pub fn inline(answer: &Decoded, plan: &RequestPlan, viewer: Viewer) -> Option<Self> {
        let series = compare_inline(answer, viewer.terms(width(answer, plan)))?;
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

impl CompareStep {
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

    pub(super) fn compare(
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
        let series = Alignment {
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

    /// An earlier group that is absent had no events, as far as the query shows: a
    /// condition on an aggregate hides groups that had some.
    fn absent_is_new(&self) -> bool {
        !filters_by_aggregate(self.plan.pair("query").unwrap_or_default())
    }

    /// Groups of the earlier period that are no longer among the current ones.
    fn gone_groups(&self, current: &Decoded, table: &Table) -> Vec<EarlierOnlyGroup> {
        let columns = columns_of(&self.plan);
        let all_are_shown = self.groups.len() < self.limit as usize;
        let mut gone = Vec::new();
        for (row, group) in Group::of_table(table, &columns).iter().enumerate() {
            let mut series = current.set.series.iter();
            let is_current = series.any(|one| !one.is_other && group.has_key(&one.key));
            if !is_current && !self.groups.contains(group) {
                gone.push(EarlierOnlyGroup {
                    key: group.likely_key(),
                    earlier: numbers(table, row, &columns),
                    is_gone: all_are_shown,
                });
            }
        }
        gone
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

/// The numbers of a row that are no columns to group by.
fn numbers(table: &Table, row: usize, columns: &[String]) -> Vec<(String, f64)> {
    let mut numbers = Vec::new();
    for (index, column) in table.columns.iter().enumerate() {
        if let Cell::Number(number) = table.cell(row, index)
            && !columns.contains(&column.name)
        {
            numbers.push((column.name.clone(), *number));
        }
    }
    numbers
}

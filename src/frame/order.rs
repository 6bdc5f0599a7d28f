//! The order of series and rows: as the server ranks them with Other last, or by change.

use super::{FrameSeries, ShownCell, TableFrame};
use crate::run::compare::ComparisonStatus;
use crate::sentry::field::is_aggregate;
use crate::sorted;
use std::mem::take;

/// Puts Other behind all groups of all queries; the others stay as the server ranks them.
pub(super) fn other_last(series: &mut [FrameSeries]) {
    sorted::sort_by_key(series, |one| one.is_other);
}

/// Puts the series whose totals have changed most first, each group's axes behind one
/// another and led by the first; those without a change come last and keep their order.
pub(super) fn series_first(series: Vec<FrameSeries>) -> Vec<FrameSeries> {
    let moves = series.iter().map(|one| match one.is_other {
        true => NONE,
        false => size(leader(&series, one)),
    });
    let moves: Vec<f64> = moves.collect();
    by_size(series, &moves)
}

/// At least two series that are not of one group have changes to be ordered by.
pub(super) fn series_can_move(series: &[FrameSeries]) -> bool {
    let mut leaders = series
        .iter()
        .filter(|one| !one.is_other && std::ptr::eq(leader(series, one), *one));
    leaders.any(|one| size(one) > NONE) && leaders.any(|one| size(one) > NONE)
}

const NONE: f64 = f64::NEG_INFINITY;

/// The series of the same group on the first axis.
fn leader<'a>(all: &'a [FrameSeries], one: &'a FrameSeries) -> &'a FrameSeries {
    let same = |other: &&FrameSeries| {
        other.query_index == one.query_index
            && other.group == one.group
            && other.is_other == one.is_other
    };
    all.iter().find(same).unwrap_or(one)
}

fn size(series: &FrameSeries) -> f64 {
    let total = series.change.as_ref().and_then(|change| change.total);
    total.map_or(NONE, |change| change.delta.absolute.abs())
}

/// There are rows that have changes to be ordered by.
pub(super) fn rows_can_move(table: &TableFrame) -> bool {
    let mut changes = table.changes.iter().flatten();
    table.rows.len() > 1 && changes.any(Option::is_some)
}

/// Puts the rows whose first number has changed most first. A new row has moved by all
/// that it is.
pub(super) fn rows_first(table: &mut TableFrame) {
    let mut fields = table.columns.iter();
    let Some(column) = fields.position(|column| is_aggregate(&column.field)) else {
        return;
    };
    let moves: Vec<f64> = (0..table.rows.len())
        .map(|row| {
            let changes = table.changes.get(row);
            let change = changes.and_then(|row| row.get(column).copied().flatten());
            let now = table.rows.get(row).and_then(|row| row.get(column));
            match (change, now) {
                (Some(change), _) => change.delta.absolute.abs(),
                (None, Some(ShownCell::Number(now)))
                    if table.standings.get(row) == Some(&ComparisonStatus::New) =>
                {
                    now.abs()
                }
                _ => NONE,
            }
        })
        .collect();
    table.changes.resize(table.rows.len(), Vec::new());
    table
        .standings
        .resize(table.rows.len(), ComparisonStatus::Unknown);
    table.rows = by_size(take(&mut table.rows), &moves);
    table.changes = by_size(take(&mut table.changes), &moves);
    table.standings = by_size(take(&mut table.standings), &moves);
    table.sources = by_size(take(&mut table.sources), &moves);
}

/// The items by the sizes of their moves, the largest first; equal ones stay as they stand.
fn by_size<T>(items: Vec<T>, moves: &[f64]) -> Vec<T> {
    let mut sized: Vec<(f64, T)> = moves.iter().copied().zip(items).collect();
    sorted::sort_by(&mut sized, |left, right| right.0.total_cmp(&left.0));
    sized.into_iter().map(|(_, item)| item).collect()
}

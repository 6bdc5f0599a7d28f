//! Tables and big numbers against the earlier period, row by row.

use super::align::ComparisonStatus;
use super::delta::Delta;
use crate::config::{Polarity, WidgetType, polarity};
use crate::decode::table::{Cell, Table};
use crate::sentry::field::is_aggregate;
use crate::sentry::functions::compares_as_points;

/// One cell compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CellComparison {
    /// Index of the column.
    pub column: usize,
    /// The earlier number.
    pub earlier: f64,
    /// The change, where there is a finite one.
    pub delta: Option<Delta>,
    /// What a rise means.
    pub polarity: Polarity,
}

/// One row compared.
#[derive(Clone, Debug, PartialEq)]
pub struct RowComparison {
    /// How it stands to the earlier period.
    pub status: ComparisonStatus,
    /// Its cells that hold numbers on both sides.
    pub cells: Vec<CellComparison>,
}

/// Compares the rows of a table with the earlier row of the same group; a table without
/// columns to group by (a big number) has one row to compare. `earlier` holds an answer
/// for each part of the groups, `None` where that part failed.
pub fn compare_rows(
    current: &Table,
    earlier: &[Option<&Table>],
    columns: &[String],
    widget_type: WidgetType,
) -> Vec<RowComparison> {
    let is_known = earlier.iter().all(Option::is_some);
    (0..current.rows.len())
        .map(|row| {
            let earlier_bucket = earlier.iter().flatten().find_map(|table| {
                let rows = 0..table.rows.len();
                let same = |other: &usize| same_group(current, row, table, *other, columns);
                rows.into_iter().find(same).map(|other| (*table, other))
            });
            match earlier_bucket {
                Some((table, other)) => RowComparison {
                    status: ComparisonStatus::Compared,
                    cells: cells(current, row, table, other, widget_type),
                },
                None => RowComparison {
                    status: if is_known {
                        ComparisonStatus::New
                    } else {
                        ComparisonStatus::Unknown
                    },
                    cells: Vec::new(),
                },
            }
        })
        .collect()
}

fn same_group(left: &Table, row: usize, right: &Table, other: usize, columns: &[String]) -> bool {
    let value = |table: &Table, row: usize, name: &str| {
        let column = table.column(name).unwrap_or(usize::MAX);
        table.cell(row, column).clone()
    };
    columns
        .iter()
        .all(|name| value(left, row, name) == value(right, other, name))
}

fn cells(
    current: &Table,
    row: usize,
    earlier: &Table,
    other: usize,
    widget_type: WidgetType,
) -> Vec<CellComparison> {
    let mut compared = Vec::new();
    for (index, column) in current.columns.iter().enumerate() {
        if !is_aggregate(&column.name) {
            continue;
        }
        let before = earlier.column(&column.name).unwrap_or(usize::MAX);
        let numbers = (current.cell(row, index), earlier.cell(other, before));
        if let (Cell::Number(now), Cell::Number(before)) = numbers {
            let value_type = column.value_meta.value_type.as_deref();
            let as_points = compares_as_points(&column.name, value_type);
            compared.push(CellComparison {
                column: index,
                earlier: *before,
                delta: Delta::between(*now, *before, as_points),
                polarity: polarity(&column.name, widget_type, value_type),
            });
        }
    }
    compared
}

//! How wide a table's columns are, and how much of its column's highest a value is.

use super::{ShownCell, TableFrame};
use crate::convert;
use crate::format::Labels;

/// Names of columns of numbers are cut at so many letters.
const LONGEST_NAME: usize = 26;
/// What a column of text has at least, and what it needs at most.
const TEXT_LETTERS: (usize, usize) = (8, 60);
/// Letters that a change takes beside its value.
const CHANGE_LETTERS: usize = 12;

impl TableFrame {
    /// Letters of the longest text of each column, its name among them, within bounds.
    pub fn letters(&self, labels: &dyn Labels) -> Vec<usize> {
        let change = match self.changes.is_empty() {
            true => 0,
            false => CHANGE_LETTERS,
        };
        let letters = |(at, column)| {
            let cells = self.rows.iter().filter_map(|row| row.get(at));
            let letters = cells.map(|cell: &ShownCell| cell.text(column, labels).chars().count());
            let longest = letters.fold(0, usize::max);
            let name = column.name.chars().count().min(LONGEST_NAME);
            match column.is_number {
                true => (longest + change).max(name) + 2,
                false => longest.max(name).max(TEXT_LETTERS.0).min(TEXT_LETTERS.1),
            }
        };
        self.columns.iter().enumerate().map(letters).collect()
    }

    /// What the bars behind numbers are measured by.
    pub fn bars(&self) -> Bars<'_> {
        let highest = |column| {
            let numbers = self.rows.iter().filter_map(|row| number(row, column));
            let (low, high) = numbers.fold((0.0f64, 0.0f64), |(low, high), value| {
                (low.min(value), high.max(value))
            });
            if low < 0.0 { 0.0 } else { high }
        };
        Bars {
            table: self,
            highest: (0..self.columns.len()).map(highest).collect(),
        }
    }
}

/// Bars behind the numbers of a table.
pub struct Bars<'a> {
    table: &'a TableFrame,
    /// Of each column; 0 where it has no bars.
    highest: Vec<f64>,
}

impl Bars<'_> {
    /// The value in percent of the highest of its column; 0 where it is no number, and in columns
    /// with values below zero.
    pub fn percent(&self, row: usize, column: usize) -> usize {
        let highest = self.highest.get(column).copied().unwrap_or_default();
        match self.table.rows.get(row).and_then(|row| number(row, column)) {
            Some(value) if highest > 0.0 => convert::index((value / highest * 100.0).round()),
            _ => 0,
        }
    }
}

fn number(row: &[ShownCell], column: usize) -> Option<f64> {
    match row.get(column) {
        Some(ShownCell::Number(value)) if value.is_finite() => Some(*value),
        _ => None,
    }
}

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

    /// The value in percent of the highest of its column; 0 where it is no number, and in columns
    /// with values below zero.
    pub fn percent(&self, row: usize, column: usize) -> usize {
        let number = |row: &Vec<ShownCell>| match row.get(column) {
            Some(ShownCell::Number(value)) if value.is_finite() => Some(*value),
            _ => None,
        };
        let numbers = self.rows.iter().filter_map(number);
        let (low, high) = numbers.fold((0.0f64, 0.0f64), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        match self.rows.get(row).and_then(number) {
            Some(value) if low >= 0.0 && high > 0.0 => {
                convert::index((value / high * 100.0).round())
            }
            _ => 0,
        }
    }
}

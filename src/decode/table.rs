//! Rows and columns of the `events` endpoint: tables and big numbers.
//!
//! Tables are small, so they pass through a tree.

use super::axis_unit::with_implied_unit;
use super::{Decoded, Limits, Note, note};
use crate::error::Error;
use crate::json::{Json, TreeReader};
use crate::series::ValueMeta;

/// Sentry answers at most about thirty.
const MAX_COLUMNS: usize = 1000;

/// Rows of named columns.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Table {
    /// Columns in the order of `meta.fields`, and behind them those that only rows have.
    pub columns: Vec<TableColumn>,
    /// Rows in the server's order, each with one cell a column.
    pub rows: Vec<Vec<Cell>>,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableColumn {
    /// Name as the server wrote it.
    pub name: String,
    /// Type and unit.
    pub value_meta: ValueMeta,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// `null`, or the row has no such member.
    Null,
    /// A finite number.
    Number(f64),
    /// A text.
    Text(String),
    /// A boolean.
    Bool(bool),
    /// A list, such as the values of `error.type`; numbers and texts as texts.
    List(Vec<Cell>),
}

impl Table {
    /// Index of the column of that name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The cell of a row and a column; [`Cell::Null`] outside of the table.
    pub fn cell(&self, row: usize, column: usize) -> &Cell {
        let cells = self.rows.get(row);
        cells
            .and_then(|cells| cells.get(column))
            .unwrap_or(&Cell::Null)
    }
}

/// Decodes a whole `{"data": [{...}], "meta": {...}}`.
pub fn decode(bytes: &[u8]) -> Result<Decoded, Error> {
    let mut reader = TableReader::new(Limits::default());
    reader.push(bytes)?;
    reader.finish()
}

/// Reads a table in chunks.
#[derive(Debug)]
pub(super) struct TableReader {
    tree: TreeReader,
    max_cells: u64,
}

impl TableReader {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            tree: TreeReader::new(
                limits.max_depth,
                limits.max_points.min(Limits::TABLE_VALUES),
            )
            .keeping(Limits::TEXT_BYTES),
            max_cells: limits.max_points,
        }
    }

    pub(super) fn push(&mut self, chunk: &[u8]) -> Result<(), Error> {
        self.tree.push(chunk)
    }

    pub(super) fn finish(self) -> Result<Decoded, Error> {
        let body = self.tree.finish()?;
        let Some(rows) = body.get("data").and_then(Json::as_list) else {
            let found = match (&body, body.get("data")) {
                (_, Some(data)) => format!("{} in `data`", data.kind()),
                (Json::Object(_), None) => "an object without `data`".to_owned(),
                _ => body.kind().to_owned(),
            };
            return Err(Error::decode(0, "an object with rows in `data`", found));
        };
        let meta = body.get("meta");
        let mut table = Table {
            columns: described_columns(meta),
            rows: Vec::with_capacity(rows.len()),
        };
        let mut dropped = None;
        for (index, row) in rows.iter().enumerate() {
            match row.as_object() {
                Some(members) if members.len() > MAX_COLUMNS => return Err(too_wide()),
                Some(members) => table.add_row(members),
                None => count(&mut dropped, index, row),
            }
            if table.columns.len() > MAX_COLUMNS {
                return Err(too_wide());
            }
            if (table.rows.len() * table.columns.len()) as u64 > self.max_cells {
                let limit = format!("at most {} cells", self.max_cells);
                return Err(Error::decode(0, limit, "more"));
            }
        }
        if let (Some(note), true) = (&dropped, table.rows.is_empty()) {
            let note: &Note = note;
            return Err(Error::decode(0, "rows as objects", note.detail.clone()));
        }
        table.fill_rows();
        Ok(Decoded {
            placeholder: table.rows.is_empty(),
            table: Some(table),
            notes: dropped.into_iter().collect(),
            split_decision: member_text(meta, "discoverSplitDecision"),
            used_metrics: ["isMetricsData", "isMetricsExtractedData"]
                .iter()
                .any(|name| member(meta, name).and_then(Json::as_bool) == Some(true)),
            ..Decoded::default()
        })
    }
}

#[cold]
fn too_wide() -> Error {
    Error::decode(0, format!("at most {MAX_COLUMNS} columns"), "more")
}

fn count(dropped: &mut Option<Note>, index: usize, row: &Json) {
    let note = dropped.get_or_insert_with(|| Note {
        code: note::ROW_MALFORMED,
        count: 0,
        detail: format!(
            "row {}: expected an object, found {}",
            index + 1,
            row.kind()
        ),
    });
    note.count += 1;
}

impl Table {
    fn add_row(&mut self, members: &[(String, Json)]) {
        let mut cells = vec![Cell::Null; self.columns.len()];
        for (name, value) in members {
            let column = self.column(name).unwrap_or_else(|| {
                self.columns.push(TableColumn {
                    name: name.clone(),
                    value_meta: ValueMeta::default(),
                });
                cells.push(Cell::Null);
                self.columns.len() - 1
            });
            if let Some(cell) = cells.get_mut(column) {
                *cell = Cell::of(value);
            }
        }
        self.rows.push(cells);
    }

    /// Gives early rows the cells of columns that later rows brought.
    fn fill_rows(&mut self) {
        for row in &mut self.rows {
            row.resize(self.columns.len(), Cell::Null);
        }
    }
}

impl Cell {
    fn of(value: &Json) -> Self {
        match value {
            Json::Null => Cell::Null,
            Json::Bool(flag) => Cell::Bool(*flag),
            Json::Number(number) if number.is_finite() => Cell::Number(*number),
            Json::Number(_) => Cell::Null,
            Json::Text(text) => Cell::Text(text.clone()),
            Json::List(items) => Cell::List(items.iter().map(Cell::of).collect()),
            Json::Object(_) => Cell::Null,
        }
    }
}

fn member<'a>(meta: Option<&'a Json>, name: &str) -> Option<&'a Json> {
    meta.and_then(|meta| meta.get(name))
}

fn member_text(meta: Option<&Json>, name: &str) -> Option<String> {
    member(meta, name)
        .and_then(Json::as_text)
        .map(str::to_owned)
}

/// Columns as `meta.fields` and `meta.units` describe them.
fn described_columns(meta: Option<&Json>) -> Vec<TableColumn> {
    let units = member(meta, "units");
    let Some(fields) = member(meta, "fields").and_then(Json::as_object) else {
        return Vec::new();
    };
    let mut columns: Vec<TableColumn> = Vec::with_capacity(fields.len());
    for (name, value_type) in fields.iter().take(MAX_COLUMNS) {
        if columns.iter().any(|column| column.name == *name) {
            continue;
        }
        let value_meta = ValueMeta {
            value_type: value_type.as_text().map(str::to_owned),
            unit: member_text(units, name),
        };
        columns.push(TableColumn {
            name: name.clone(),
            value_meta: with_implied_unit(name, value_meta),
        });
    }
    columns
}

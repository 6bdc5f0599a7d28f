//! Recognizes a group by its series key.
//!
//! The key is made from the values by rules that differ between datasets and versions
//! of the server, so a group has a few possible keys.

use super::Group;
use crate::decode::table::Cell;
use crate::json::{Json, format_f64};
use crate::sorted;

/// How values that have no one spelling are written.
#[derive(Clone, Copy)]
struct KeyFormat {
    /// `True` and not `1`.
    capitalized_bools: bool,
    /// `5.0` and not `5`.
    decimals: bool,
    /// Columns in alphabetical order, as older datasets have them, and not as requested.
    sorted: bool,
    /// A missing value is written as it is not likely to be for its column, and a list
    /// whole and not by its last item.
    unlikely: bool,
    /// All values as JSON, as they are where two groups would share a key.
    json: bool,
}

impl Group {
    /// The group that a series' key names, with the columns in the order in which keys have them.
    /// Keys join values by commas and escape none: one with more or fewer parts than there are
    /// columns cannot be taken apart.
    pub fn of_key(key: &str, columns: &[&str]) -> Option<Self> {
        let parts: Vec<&str> = match columns {
            [_] => vec![key],
            _ => key.split(',').collect(),
        };
        if columns.is_empty() || parts.len() != columns.len() {
            return None;
        }
        let values: Vec<(String, Cell)> = columns
            .iter()
            .zip(&parts)
            .map(|(column, part)| ((*column).to_owned(), cell_of(column, part)))
            .collect();
        let issue = columns.iter().position(|column| *column == "issue.id");
        let issue = issue.and_then(|at| parts.get(at));
        Some(Self {
            values,
            issue: issue.map(|short| (*short).to_owned()),
        })
    }

    /// The server may have given this group that key.
    pub fn has_key(&self, key: &str) -> bool {
        self.keys().iter().any(|own| own == key)
    }

    /// The likeliest key, for a group of which no series is known.
    pub fn likely_key(&self) -> String {
        self.keys().into_iter().next().unwrap_or_default()
    }

    fn keys(&self) -> Vec<String> {
        let mut keys = Vec::new();
        for bits in 0..24_u8 {
            let style = KeyFormat {
                unlikely: bits & 8 != 0,
                json: bits & 16 != 0,
                sorted: bits & 4 == 0,
                decimals: bits & 2 != 0,
                capitalized_bools: bits & 1 == 0,
            };
            let key = self.key(style);
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }

    fn key(&self, style: KeyFormat) -> String {
        let mut values: Vec<_> = self.values.iter().collect();
        if style.sorted {
            sorted::sort_by(&mut values, |left, right| left.0.cmp(&right.0));
        }
        let parts: Vec<String> = values
            .iter()
            .map(|(column, cell)| self.part(column, cell, style))
            .collect();
        let key = parts.join(",");
        match values.first() {
            // The name of the rest of all groups is taken (Sentry: series keys).
            Some((column, _)) if key == "Other" => format!("Other ({column})"),
            _ => key,
        }
    }

    fn part(&self, column: &str, cell: &Cell, style: KeyFormat) -> String {
        match cell {
            _ if style.json => json_of(column, cell).to_string(),
            _ if column == "issue.id" => match (&self.issue, cell) {
                (Some(short), _) => short.clone(),
                (None, Cell::Null) => "unknown".to_owned(),
                (None, other) => spelled(other, style),
            },
            Cell::List(_) if style.unlikely => json_of(column, cell).to_string(),
            Cell::List(items) => items
                .last()
                .map_or(String::new(), |last| spelled(last, style)),
            // A tag that is not there is empty text, a field that is not there is none.
            Cell::Null if is_tag(column) != style.unlikely => String::new(),
            other => spelled(other, style),
        }
    }
}

/// The value that a part of a key stands for, as far as it tells.
fn cell_of(column: &str, part: &str) -> Cell {
    let rest = || part.strip_prefix("Other (")?.strip_suffix(')');
    match part {
        "" => Cell::Null,
        // The server writes a null as Python does.
        "None" if !is_tag(column) => Cell::Null,
        _ if rest() == Some(column) => Cell::Text("Other".to_owned()),
        _ => match part.parse::<i32>() {
            Ok(number) if !is_tag(column) => Cell::Number(number.into()),
            _ => Cell::Text(part.to_owned()),
        },
    }
}

/// Whether a column is a tag of the host's own choice, and no field of Sentry's.
fn is_tag(column: &str) -> bool {
    const FIELDS: &[&str] = &[
        "dist",
        "environment",
        "id",
        "issue",
        "level",
        "location",
        "message",
        "platform",
        "project",
        "release",
        "timestamp",
        "title",
        "trace",
        "transaction",
        "user",
    ];
    column.starts_with("tags[") || !(column.contains('.') || FIELDS.contains(&column))
}

/// As the server writes the values of groups that would share a key.
fn json_of(column: &str, cell: &Cell) -> Json {
    match cell {
        Cell::Null if is_tag(column) => Json::Text(String::new()),
        Cell::Null => Json::Null,
        Cell::Bool(flag) => Json::Bool(*flag),
        Cell::Number(number) => Json::Number(*number),
        Cell::Text(text) => Json::Text(text.clone()),
        Cell::List(items) => Json::List(items.iter().map(|item| json_of(column, item)).collect()),
    }
}

/// As Python's `str` spells it.
fn spelled(cell: &Cell, style: KeyFormat) -> String {
    match cell {
        Cell::Null => "None".to_owned(),
        Cell::Text(text) => text.clone(),
        Cell::Bool(flag) if style.capitalized_bools => {
            if *flag { "True" } else { "False" }.to_owned()
        }
        Cell::Bool(flag) => u8::from(*flag).to_string(),
        Cell::Number(number) if number.fract() == 0.0 && style.decimals => {
            format_f64(*number) + ".0"
        }
        Cell::Number(number) => format_f64(*number),
        Cell::List(_) => String::new(),
    }
}

//! Recognizes a group by its series key.
//!
//! The key is made from the values by rules that differ between datasets and versions
//! of the server, so a group has a few possible keys.

use super::Group;
use crate::decode::table::Cell;
use crate::json::{Json, digits};
use crate::sorted;

/// How values that have no one spelling are written.
#[derive(Clone, Copy)]
struct Style {
    /// `True` and not `1`.
    words: bool,
    /// `5.0` and not `5`.
    decimals: bool,
    /// Columns in alphabetical order, as older datasets have them, and not as requested.
    sorted: bool,
    /// A missing value is written as it is not likely to be for its column.
    unlikely: bool,
}

const PLAIN: Style = Style {
    words: true,
    decimals: false,
    sorted: false,
    unlikely: false,
};

impl Group {
    /// The server may have given this group that key.
    pub fn has_key(&self, key: &str) -> bool {
        let is_written_out = key.starts_with('[') && self.written_out() == key;
        is_written_out || self.keys().iter().any(|own| own == key)
    }

    /// The likeliest key, for a group of which no series is known.
    pub fn likely_key(&self) -> String {
        self.keys().into_iter().next().unwrap_or_default()
    }

    fn keys(&self) -> Vec<String> {
        let mut keys = Vec::new();
        let lacks_any = self.values.iter().any(|(_, cell)| *cell == Cell::Null);
        for bits in 0..if lacks_any { 16_u8 } else { 8 } {
            let style = Style {
                unlikely: bits & 8 != 0,
                sorted: bits & 4 == 0,
                decimals: bits & 2 != 0,
                words: bits & 1 == 0,
            };
            let key = self.key(style);
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }

    /// How a group of `events-timeseries` is named that would share its key with another.
    fn written_out(&self) -> String {
        let text = |cell: &Cell| Json::Text(spelled(cell, PLAIN));
        let values = self.values.iter().map(|(_, cell)| match cell {
            Cell::List(items) => match items.as_slice() {
                [one] => text(one),
                items => Json::List(items.iter().map(text).collect()),
            },
            cell => text(cell),
        });
        Json::List(values.collect()).to_string()
    }

    fn key(&self, style: Style) -> String {
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

    fn part(&self, column: &str, cell: &Cell, style: Style) -> String {
        match cell {
            _ if column == "issue.id" => match (&self.issue, cell) {
                (Some(short), _) => short.clone(),
                (None, Cell::Null) => "unknown".to_owned(),
                (None, other) => spelled(other, style),
            },
            Cell::List(items) => items
                .last()
                .map_or(String::new(), |last| spelled(last, style)),
            // A tag that is not there is empty text, a field that is not there is none.
            Cell::Null if is_tag(column) != style.unlikely => String::new(),
            other => spelled(other, style),
        }
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

/// As Python's `str` spells it.
fn spelled(cell: &Cell, style: Style) -> String {
    match cell {
        Cell::Null => "None".to_owned(),
        Cell::Text(text) => text.clone(),
        Cell::Bool(flag) if style.words => if *flag { "True" } else { "False" }.to_owned(),
        Cell::Bool(flag) => u8::from(*flag).to_string(),
        Cell::Number(number) if number.fract() == 0.0 && style.decimals => {
            digits::text(*number) + ".0"
        }
        Cell::Number(number) => digits::text(*number),
        Cell::List(_) => String::new(),
    }
}

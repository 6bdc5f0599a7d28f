//! A frame as comma-separated values (RFC 4180).
//!
//! Lines end with CR LF; a cell with a comma, a quote or a line break is quoted. Times
//! are ISO 8601 in UTC; numbers have a point and every digit, in the unit that the
//! head of their column names; a bucket without a value is an empty cell. A text that
//! a spreadsheet would run as a formula (`=`, `+`, `-`, `@`, tab or line break at its
//! beginning) gets an apostrophe before it: group names come from anywhere.

use super::{Frame, FrameSeries, ShownCell, TableFrame};
use crate::format::{RatePer, Unit};
use crate::json::format_f64;
use crate::substring;
use crate::time::format_moment;

/// What the frame shows: a chart's buckets, a table's rows, or one number.
pub fn text(frame: &Frame) -> String {
    match (&frame.table, &frame.big_number) {
        (Some(rows), _) => table(rows),
        (None, Some(number)) => {
            let head = cell(&with_unit(&number.name, number.unit));
            let text = || number.text.as_deref().map_or(String::new(), cell);
            let value = number.value.map_or_else(text, format_f64);
            format!("{head}\r\n{value}\r\n")
        }
        (None, None) => chart(frame),
    }
}

/// One line a bucket, one column a series; hidden series are left out. An earlier
/// period stands in a column of its own behind its series.
fn chart(frame: &Frame) -> String {
    let mut text = String::from("time");
    for series in frame.visible() {
        let name = head(series);
        push_text(&mut text, &name);
        if series.earlier.is_some() {
            push_text(&mut text, &format!("{name} (earlier)"));
        }
    }
    text.push_str("\r\n");
    for (index, start) in frame.timeline.starts().iter().enumerate() {
        text.push_str(&format_moment(*start));
        text.push('Z');
        for series in frame.visible() {
            push_number(&mut text, series.values.get(index));
            if let Some(earlier) = &series.earlier {
                push_number(&mut text, earlier.get(index));
            }
        }
        text.push_str("\r\n");
    }
    text
}

/// The table as it stands.
fn table(table: &TableFrame) -> String {
    let mut text = String::new();
    for (index, column) in table.columns.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(&cell(&with_unit(&column.name, column.unit)));
    }
    text.push_str("\r\n");
    for row in &table.rows {
        let cells: Vec<String> = row
            .iter()
            .map(|shown| match shown {
                ShownCell::None => String::new(),
                ShownCell::Number(value) => format_f64(*value),
                ShownCell::Text(value) => cell(value),
                ShownCell::Bool(flag) => flag.to_string(),
            })
            .collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

fn head(series: &FrameSeries) -> String {
    with_unit(&series.name, series.unit)
}

fn with_unit(name: &str, unit: Unit) -> String {
    let unit = match unit {
        Unit::Duration => "ms",
        Unit::Size(_) => "bytes",
        Unit::Rate(RatePer::Second) => "1/s",
        Unit::Rate(RatePer::Minute) => "1/min",
        Unit::Rate(RatePer::Hour) => "1/hr",
        Unit::Percentage | Unit::PercentChange => "fraction",
        Unit::Currency => "USD",
        _ => return name.to_owned(),
    };
    format!("{name} ({unit})")
}

fn push_text(text: &mut String, value: &str) {
    text.push(',');
    text.push_str(&cell(value));
}

fn push_number(text: &mut String, value: Option<&f64>) {
    text.push(',');
    if let Some(value) = value.filter(|value| value.is_finite()) {
        text.push_str(&format_f64(*value));
    }
}

fn cell(value: &str) -> String {
    let runs = value.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let mark = if runs { "'" } else { "" };
    if value.contains([',', '"', '\r', '\n']) {
        let value = substring::replace(value, "\"", "\"\"");
        ["\"", mark, &value, "\""].concat()
    } else {
        [mark, value].concat()
    }
}

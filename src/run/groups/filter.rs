//! Groups as search text: just these, or everything but these.

use super::Group;
use crate::decode::table::Cell;
use crate::json::format_f64;
use crate::request::search::{filter_key, is_exact, quote};

/// What stands for no issue among short ids (Sentry).
const NO_ISSUE: &str = "unknown";

/// Search text that matches just these groups; `None` where one of them cannot be expressed.
pub fn any_of(groups: &[Group]) -> Option<String> {
    joined(groups, false, [" AND ", " OR "])
}

/// Search text that matches everything but these groups; `None` where one of them
/// cannot be expressed, or not without others.
pub fn all_but(groups: &[Group]) -> Option<String> {
    if !groups.iter().all(Group::is_exact) {
        return None;
    }
    joined(groups, true, [" OR ", " AND "])
}

fn joined(groups: &[Group], negated: bool, [within, between]: [&str; 2]) -> Option<String> {
    let mut rows = Vec::new();
    for group in groups {
        rows.push(bracketed(&group.terms(negated)?, within));
    }
    (!rows.is_empty()).then(|| bracketed(&rows, between))
}

fn bracketed(terms: &[String], between: &str) -> String {
    match terms {
        [one] => one.clone(),
        _ => ["(", &terms.join(between), ")"].concat(),
    }
}

impl Group {
    /// Its search text matches this group alone; otherwise it may let others through.
    pub fn is_exact(&self) -> bool {
        self.values.iter().all(|(_, cell)| match cell {
            Cell::Text(text) => is_exact(text),
            Cell::List(items) => match items.last() {
                Some(Cell::Text(text)) => is_exact(text),
                _ => true,
            },
            _ => true,
        })
    }

    /// One term a column. A group without any column cannot be distinguished from the others.
    fn terms(&self, negated: bool) -> Option<Vec<String>> {
        let mut terms = Vec::new();
        for (column, cell) in &self.values {
            terms.push(self.term(column, cell, negated)?);
        }
        (!terms.is_empty()).then_some(terms)
    }

    fn term(&self, column: &str, cell: &Cell, negated: bool) -> Option<String> {
        let key = filter_key(column)?;
        let not = if negated { "!" } else { "" };
        let value = match cell {
            // An issue is asked by its short id, whatever form the row has it in.
            _ if column == "issue" || column == "issue.id" => match (&self.issue, cell) {
                (Some(short), _) if short == NO_ISSUE => None,
                (Some(short), _) => return Some(format!("{not}issue:{}", quote(short))),
                (None, other) => value_text(other),
            },
            // The key of a series shows the last value of a list.
            Cell::List(items) => items.last().and_then(value_text),
            other => value_text(other),
        };
        Some(match value {
            Some(value) => format!("{not}{key}:{value}"),
            None => format!("{}has:{key}", if negated { "" } else { "!" }),
        })
    }
}

/// `None` where there is no value.
fn value_text(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Null | Cell::List(_) => None,
        Cell::Text(text) => Some(quote(text)),
        Cell::Number(number) => Some(format_f64(*number)),
        Cell::Bool(flag) => Some(flag.to_string()),
    }
}

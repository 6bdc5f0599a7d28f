//! One row while it is read: its time, the sum of its cells, and the first thing
//! wrong with it.

use super::note;
use crate::convert;
use crate::json::lexer::{Token, excerpt};
use crate::series::Value;
use crate::time::MOMENTS;

/// Unit of the times of a body.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum TimeUnit {
    Seconds,
    Milliseconds,
}

/// A row under construction.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) time: Option<i64>,
    pub(super) value: Value,
    pub(super) comparison: Option<Value>,
    /// Code of a note and what was expected and found.
    pub(super) fault: Option<(&'static str, String)>,
}

impl Default for Row {
    fn default() -> Self {
        Self {
            time: None,
            value: Value::Missing,
            comparison: None,
            fault: None,
        }
    }
}

impl Row {
    /// Keeps the first fault of the row.
    pub(super) fn fault(&mut self, code: &'static str, expected: &str, found: &Token<'_>) {
        if self.fault.is_none() {
            self.fault = Some((
                code,
                format!("expected {expected}, found {}", describe(found)),
            ));
        }
    }

    pub(super) fn read_time(&mut self, token: &Token<'_>, unit: TimeUnit) {
        let number = match token {
            Token::Number(number, _) => *number,
            _ => f64::NAN,
        };
        let seconds = match unit {
            TimeUnit::Seconds => number,
            TimeUnit::Milliseconds => number / 1000.0,
        };
        let time = convert::whole(seconds);
        if seconds.fract() == 0.0 && MOMENTS.contains(&time) {
            self.time = Some(time);
        } else {
            let expected = match unit {
                TimeUnit::Seconds => "a time in whole seconds from 1900 to 2286",
                TimeUnit::Milliseconds => {
                    "a time in milliseconds, of whole seconds from 1900 to 2286"
                }
            };
            self.fault(note::ROW_TIME, expected, token);
        }
    }

    /// The number or null of a token; anything else is a fault.
    pub(super) fn read_value(&mut self, token: &Token<'_>) -> Option<Value> {
        match token {
            Token::Null => Some(Value::Null),
            Token::Number(number, _) if number.is_finite() => Some(Value::Number(*number)),
            _ => {
                self.fault(note::ROW_VALUE, "a number or null", token);
                None
            }
        }
    }

    /// Adds a cell's value: numbers are summed, a null counts only where no number stands.
    pub(super) fn add(&mut self, value: Value) {
        self.value = sum(self.value, value);
    }

    /// Adds a cell's value of the compared period.
    pub(super) fn add_comparison(&mut self, value: Value) {
        self.comparison = Some(sum(self.comparison.unwrap_or(Value::Missing), value));
    }

    /// A sum of numbers each within range may leave it.
    pub(super) fn check_sum(&mut self) {
        let sums = [Some(self.value), self.comparison];
        let is_lost = |value: Value| value.number().is_some_and(f64::is_infinite);
        if self.fault.is_none() && sums.into_iter().flatten().any(is_lost) {
            let text = "expected a sum that is a finite number, found a larger one".to_owned();
            self.fault = Some((note::ROW_VALUE, text));
        }
    }
}

fn sum(a: Value, b: Value) -> Value {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => Value::Number(a + b),
        (Value::Number(a), _) | (_, Value::Number(a)) => Value::Number(a),
        (Value::Null, _) | (_, Value::Null) => Value::Null,
        (Value::Missing, Value::Missing) => Value::Missing,
    }
}

/// A token in words, for notes and errors.
pub(super) fn describe(token: &Token<'_>) -> String {
    match token {
        Token::OpenObject => "an object".to_owned(),
        Token::OpenList => "a list".to_owned(),
        Token::Close => "the end".to_owned(),
        Token::Key(text) => format!("the name {}", excerpt(&text.read().0)),
        Token::Text(text) => format!("the string {}", excerpt(&text.read().0)),
        Token::Number(_, written) => {
            format!("the number {}", excerpt(&String::from_utf8_lossy(written)))
        }
        Token::Bool(flag) => flag.to_string(),
        Token::Null => "null".to_owned(),
    }
}

//! What a widget says of its state, in a few words and a sentence. Sentry's wording where
//! it has one.

use super::notes::sentence;
use super::{Snapshot, State, WidgetStatus};
use crate::error::{Error, ErrorKind};
use crate::messages::{MessageKey, Messages};
use crate::time::{DAY, HOUR, MINUTE};

/// What stands in place of a chart, or beside one.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct StatusText {
    /// What happened, in a few words.
    pub what: String,
    /// Why, in a sentence; empty where there is nothing to explain.
    pub why: String,
    /// Asking again can help.
    pub can_retry: bool,
}

/// The words of the present state, at `mono_ms` of the clock that never runs back.
pub fn of(state: &State, words: &Messages, mono_ms: i64) -> StatusText {
    let is_overdue = state.is_overdue();
    let is_old =
        |shown: &&Snapshot| is_overdue || shown.is_cached && state.status() == WidgetStatus::Stale;
    let shown = state.shown().filter(is_old);
    let age = shown.map(|shown| age(mono_ms.saturating_sub(shown.since_ms.unwrap_or(mono_ms))));
    let Some(error) = state.error() else {
        let word = match is_overdue {
            true => MessageKey::DataAge,
            false => MessageKey::OldData,
        };
        let why = age.map(|age| words.filled(word, &[("age", &age)]));
        return StatusText {
            why: why.unwrap_or_default(),
            can_retry: is_overdue,
            ..StatusText::default()
        };
    };
    let why = why(state, error, words);
    StatusText {
        what: match state.status() {
            WidgetStatus::Error => words.text(what(error)).to_owned(),
            _ => String::new(),
        },
        why: match age {
            Some(age) => {
                let age = words.filled(MessageKey::DataAge, &[("age", &age)]);
                format!("{} {age}", sentence(&why))
            }
            None => why,
        },
        can_retry: !matches!(
            error.kind(),
            ErrorKind::Config { .. } | ErrorKind::Request { .. }
        ),
    }
}

fn what(error: &Error) -> MessageKey {
    match error.kind() {
        ErrorKind::Config { .. } => MessageKey::Misconfigured,
        ErrorKind::Http { status: 401, .. } => MessageKey::SignedOut,
        ErrorKind::Http { status: 403, .. } => MessageKey::Forbidden,
        ErrorKind::Http { status: 404, .. } => MessageKey::NotFound,
        ErrorKind::Http { status: 429, .. } => MessageKey::TooManyRequests,
        _ => MessageKey::Failed,
    }
}

fn why(state: &State, error: &Error, words: &Messages) -> String {
    let text = error.to_string();
    let text = if text.trim().is_empty() {
        words.text(MessageKey::UnknownError).to_owned()
    } else {
        text
    };
    let failed = |shown: &Snapshot| {
        let queries = &shown.queries;
        let failed = queries.iter().filter(|query| query.error.is_some()).count();
        let (failed, count) = (failed.to_string(), queries.len().to_string());
        let places = [("failed", &*failed), ("count", &count), ("reason", &text)];
        (failed != "0").then(|| words.filled(MessageKey::SomeFailed, &places))
    };
    state.shown().and_then(failed).unwrap_or(text)
}

/// An age in its largest unit.
fn age(age_ms: i64) -> String {
    let secs = age_ms.max(0) / 1_000;
    let (unit, name) = match secs {
        ..HOUR => (MINUTE, "minute"),
        HOUR..DAY => (HOUR, "hour"),
        _ => (DAY, "day"),
    };
    match secs / unit {
        0 => "less than a minute".to_owned(),
        1 => format!("1 {name}"),
        count => format!("{count} {name}s"),
    }
}

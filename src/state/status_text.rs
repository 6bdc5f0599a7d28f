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
    pub title: String,
    /// Why, in a sentence; empty where there is nothing to explain.
    pub detail: String,
    /// Asking again can help.
    pub can_retry: bool,
}

/// The words of the present state, at `mono_ms` of the monotonic clock.
pub fn of(state: &State, messages: &Messages, mono_ms: i64) -> StatusText {
    let is_overdue = state.is_overdue();
    let is_old =
        |shown: &&Snapshot| is_overdue || shown.is_cached && state.status() == WidgetStatus::Stale;
    let shown = state.shown().filter(is_old);
    let age = shown.map(|shown| age(mono_ms.saturating_sub(shown.since_ms.unwrap_or(mono_ms))));
    let Some(error) = state.error() else {
        let key = match is_overdue {
            true => MessageKey::DataAge,
            false => MessageKey::OldData,
        };
        let detail = age.map(|age| messages.filled(key, &[("age", &age)]));
        return StatusText {
            detail: detail.unwrap_or_default(),
            can_retry: is_overdue,
            ..StatusText::default()
        };
    };
    let detail = detail(state, error, messages);
    StatusText {
        title: match state.status() {
            WidgetStatus::Error => messages.text(title(error)).to_owned(),
            _ => String::new(),
        },
        detail: match age {
            Some(age) => {
                let age = messages.filled(MessageKey::DataAge, &[("age", &age)]);
                format!("{} {age}", sentence(&detail))
            }
            None => detail,
        },
        can_retry: !is_final(error),
    }
}

/// The configuration or the viewer's rights must be others first: the same is answered the same.
fn is_final(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Config { .. }
            | ErrorKind::Request { .. }
            | ErrorKind::Http {
                status: 400 | 401 | 403 | 404,
                ..
            }
    )
}

fn title(error: &Error) -> MessageKey {
    match error.kind() {
        ErrorKind::Config { .. } => MessageKey::Misconfigured,
        ErrorKind::Http { status: 401, .. } => MessageKey::SignedOut,
        ErrorKind::Http { status: 403, .. } => MessageKey::Forbidden,
        ErrorKind::Http { status: 404, .. } => MessageKey::NotFound,
        ErrorKind::Http { status: 429, .. } => MessageKey::TooManyRequests,
        _ => MessageKey::Failed,
    }
}

fn detail(state: &State, error: &Error, messages: &Messages) -> String {
    let text = error.to_string();
    let text = if text.trim().is_empty() {
        messages.text(MessageKey::UnknownError).to_owned()
    } else {
        text
    };
    let failed = |shown: &Snapshot| {
        let queries = &shown.queries;
        let failed = queries.iter().filter(|query| query.error.is_some()).count();
        let (failed, count) = (failed.to_string(), queries.len().to_string());
        let places = [("failed", &*failed), ("count", &count), ("reason", &text)];
        (failed != "0").then(|| messages.filled(MessageKey::SomeFailed, &places))
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

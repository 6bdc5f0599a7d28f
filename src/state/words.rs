//! What a widget says of its state, in a few words and a sentence. Sentry's wording where
//! it has one.

use super::{Look, Shown, State};
use crate::error::{Error, ErrorKind};

/// Sentry's title of a failed chart.
const FAILED: &str = "Error loading chart data";
/// Sentry's words for an error without any.
const UNKNOWN: &str = "An unknown error occurred.";

/// What stands in place of a chart, or beside one.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Words {
    /// What happened, in a few words.
    pub what: &'static str,
    /// Why, in a sentence; empty where there is nothing to explain.
    pub why: String,
    /// Asking again can help.
    pub can_retry: bool,
}

/// The words of the present state.
pub fn of(state: &State) -> Words {
    let Some(error) = state.error() else {
        return Words::default();
    };
    Words {
        what: match state.look() {
            Look::Error => what(error),
            _ => "",
        },
        why: why(state, error),
        can_retry: !matches!(
            error.kind(),
            ErrorKind::Config { .. } | ErrorKind::Request { .. }
        ),
    }
}

fn what(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::Config { .. } => "This widget is not configured rightly",
        ErrorKind::Http { status: 401, .. } => "You are not signed in",
        ErrorKind::Http { status: 403, .. } => "You may not see this data",
        ErrorKind::Http { status: 404, .. } => "There is no such data",
        ErrorKind::Http { status: 429, .. } => "Too many requests",
        _ => FAILED,
    }
}

fn why(state: &State, error: &Error) -> String {
    let text = error.to_string();
    let text = if text.trim().is_empty() {
        UNKNOWN.to_owned()
    } else {
        text
    };
    let failed = |shown: &Shown| {
        let queries = &shown.queries;
        let failed = queries.iter().filter(|query| query.error.is_some()).count();
        (failed > 0).then(|| format!("{failed} of {} queries failed: {text}", queries.len()))
    };
    state.shown().and_then(failed).unwrap_or(text)
}

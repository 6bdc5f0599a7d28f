//! What a widget says of its state, in a few words and a sentence. Sentry's wording where
//! it has one.

use super::{Look, Shown, State};
use crate::error::{Error, ErrorKind};
use crate::words::{Word, Words};

/// What stands in place of a chart, or beside one.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Said {
    /// What happened, in a few words.
    pub what: String,
    /// Why, in a sentence; empty where there is nothing to explain.
    pub why: String,
    /// Asking again can help.
    pub can_retry: bool,
}

/// The words of the present state.
pub fn of(state: &State, words: &Words) -> Said {
    let Some(error) = state.error() else {
        return Said::default();
    };
    Said {
        what: match state.look() {
            Look::Error => words.text(what(error)).to_owned(),
            _ => String::new(),
        },
        why: why(state, error, words),
        can_retry: !matches!(
            error.kind(),
            ErrorKind::Config { .. } | ErrorKind::Request { .. }
        ),
    }
}

fn what(error: &Error) -> Word {
    match error.kind() {
        ErrorKind::Config { .. } => Word::Misconfigured,
        ErrorKind::Http { status: 401, .. } => Word::SignedOut,
        ErrorKind::Http { status: 403, .. } => Word::Forbidden,
        ErrorKind::Http { status: 404, .. } => Word::NotFound,
        ErrorKind::Http { status: 429, .. } => Word::TooManyRequests,
        _ => Word::Failed,
    }
}

fn why(state: &State, error: &Error, words: &Words) -> String {
    let text = error.to_string();
    let text = if text.trim().is_empty() {
        words.text(Word::UnknownError).to_owned()
    } else {
        text
    };
    let failed = |shown: &Shown| {
        let queries = &shown.queries;
        let failed = queries.iter().filter(|query| query.error.is_some()).count();
        let (failed, count) = (failed.to_string(), queries.len().to_string());
        let places = [("failed", &*failed), ("count", &count), ("reason", &text)];
        (failed != "0").then(|| words.filled(Word::SomeFailed, &places))
    };
    state.shown().and_then(failed).unwrap_or(text)
}

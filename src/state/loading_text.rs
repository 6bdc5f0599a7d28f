//! What a widget says while its first data takes long: since when, and what of it is missing.

use super::notes::name;
use super::{Phase, State};
use crate::config::WidgetConfig;
use crate::messages::{MessageKey, Messages};
use crate::run::QueryRun;

/// What is said in place of a chart that takes long; empty before it does.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct LoadingText {
    /// What is awaited, and since when. It does not change, so that it is spoken once.
    pub since: String,
    /// Which of several queries are awaited; empty where there is one.
    pub queries: String,
}

/// The words, where loading began at `time`, a clock time. Without a configuration it is the
/// dashboard that is awaited.
pub fn of(
    state: &State,
    config: Option<&WidgetConfig>,
    time: &str,
    messages: &Messages,
) -> LoadingText {
    let is_asked = state.phase() == Phase::Pending;
    let key = match config.is_some() || is_asked {
        true => MessageKey::LoadingSince,
        false => MessageKey::LoadingDashboardSince,
    };
    let queries = config.zip(state.run()).filter(|_| is_asked);
    LoadingText {
        since: messages.filled(key, &[("time", time)]),
        queries: queries.map_or(String::new(), |(config, run)| {
            awaited(config, run, messages)
        }),
    }
}

fn awaited(config: &WidgetConfig, run: &QueryRun, messages: &Messages) -> String {
    let (mut count, mut names) = (0, Vec::new());
    for waits in run.waiting() {
        if waits {
            names.push(name(count, config, messages));
        }
        count += 1;
    }
    if count < 2 || names.is_empty() {
        return String::new();
    }
    let places = [
        ("loaded", &*(count - names.len()).to_string()),
        ("count", &count.to_string()),
        ("queries", &names.join(", ")),
    ];
    messages.filled(MessageKey::QueriesLoaded, &places)
}

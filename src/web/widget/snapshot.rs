//! What is shown, out of the module's memory and back: a panic ends the instance, and the
//! next one begins with what the viewer had.

use super::Widget;
use crate::config::WidgetConfig;
use crate::decode::binary;
use crate::json::Json;
use crate::state::{Event, Snapshot};
use crate::web::late;
use std::rc::Rc;

/// Most values that are kept, of all queries together: a larger chart is fetched again.
const MOST_VALUES: usize = 256 * 1024;

/// Between an answer and the copy that is kept of it, in milliseconds.
const GIVE_AFTER_MS: u64 = 100;

impl Widget {
    /// Gives what is shown to the element, in a moment: it must not hold up what is drawn. An
    /// answer that the page assigned is the element's own already.
    pub(super) fn give_to_host_soon(&self) {
        if self.given.borrow().response.is_some() || self.timers.give.borrow().is_some() {
            return;
        }
        let give = self.timeout(GIVE_AFTER_MS, Self::give_to_host_now);
        self.timers.give.replace(Some(give));
    }

    /// Does what [`Self::give_to_host_soon`] put off.
    pub(super) fn give_to_host_now(&self) {
        if self.timers.give.take().is_some() {
            self.give_to_host();
        }
    }

    fn give_to_host(&self) {
        let answers = {
            let state = self.state.borrow();
            let Some(shown) = state.shown().filter(|shown| values(shown) <= MOST_VALUES) else {
                return;
            };
            let answers = shown.queries.iter().map(|query| query.answer.as_deref());
            answers
                .map(|answer| answer.map(binary::write))
                .collect::<Vec<_>>()
        };
        let config = self.config_text.borrow().clone();
        if !config.is_empty() {
            self.host.store_shown(&config, &answers);
        }
    }

    /// Shows what an earlier instance gave, until there is something newer.
    pub fn restore(&self, config: &str, answers: Vec<Option<Vec<u8>>>) {
        // An earlier instance that was complete leaves a complete one.
        if !late::is_here() {
            return;
        }
        let config = Json::parse(config).and_then(|json| WidgetConfig::from_json(&json));
        // Written by the same version, so there is nothing to refuse.
        let Ok(config) = config else {
            return;
        };
        self.resolved.borrow_mut().config = Some(Rc::new(config));
        self.is_restored.set(true);
        let read = |bytes: Vec<u8>| binary::read(&bytes).map(Rc::new);
        let answers = answers.into_iter().map(|bytes| bytes.and_then(read));
        self.dispatch(Event::Restored(answers.collect()));
    }
}

fn values(shown: &Snapshot) -> usize {
    let series = shown.answers().flat_map(|answer| &answer.set.series);
    series.map(|series| series.values.len()).sum()
}

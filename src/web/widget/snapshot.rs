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

impl Widget {
    /// Gives what is shown to the element.
    pub(super) fn give_to_host(&self) {
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
            self.host.give(&config, &answers);
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

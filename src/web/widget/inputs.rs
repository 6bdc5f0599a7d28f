//! What a widget is given by its element and its page.

use super::Widget;
use crate::config::{Attributes, Change, Inputs};
use crate::error::Error;
use crate::json::Json;
use crate::state::Event;
use crate::web::browser::intl;
use crate::web::page::options;
use js_sys::{Function, Uint8Array};

/// The inputs in force, and what they were read from.
#[derive(Default)]
pub(super) struct Given {
    pub(super) inputs: Inputs<Function>,
    attributes_text: String,
    /// An answer to show in place of asking: the page's own bytes, which a copy would double.
    pub(super) response: Option<Uint8Array>,
}

impl Widget {
    /// Takes attributes (a JSON object of texts), own configuration and `fetch`.
    pub fn assign(&self, attributes: &str, own_config: Option<String>, fetch: Option<Function>) {
        let (read, wrong) = read_attributes(attributes);
        let new = Inputs {
            attributes: read,
            wrong,
            own_config,
            fetch,
        };
        let interval_ms = u64::from(new.attributes.refresh_secs.unwrap_or(0)) * 1_000;
        let is_configured = self.resolved.borrow().config.is_some();
        let change = {
            let mut given = self.given.borrow_mut();
            given.attributes_text = attributes.to_owned();
            let change = Change::between(&given.inputs, &new, is_configured);
            given.inputs = new;
            change
        };
        if change.rearm {
            self.dispatch(Event::RefreshEvery { interval_ms });
        }
        if change.restyle {
            self.restyle();
        }
        if change.refetch {
            self.configure(false);
        }
    }

    /// Shows `response` in place of asking, or asks again.
    pub fn respond(&self, response: Option<Uint8Array>) {
        let is_wrong = {
            let mut given = self.given.borrow_mut();
            given.response = response;
            given.inputs.wrong.is_some()
        };
        if !is_wrong {
            self.configure(false);
        }
    }

    /// A property is wrong; the next assignment takes the place of this.
    pub fn reject(&self, error: Error) {
        self.given.borrow_mut().inputs.wrong = Some(error);
        self.configure(false);
    }

    /// The page's options have changed: how it looks, and, where `asks`, what is asked.
    pub(super) fn reconfigure(&self, asks: bool) {
        let (attributes, own_config, fetch) = {
            let given = self.given.borrow();
            let own = (given.inputs.own_config.clone(), given.inputs.fetch.clone());
            (given.attributes_text.clone(), own.0, own.1)
        };
        self.restyle();
        if !attributes.is_empty() {
            // Attributes may be read otherwise now.
            self.assign(&attributes, own_config, fetch);
        }
        if asks {
            self.record_reload();
            self.configure(false);
        }
    }
}

/// Attributes, and the first thing that is wrong with them.
fn read_attributes(json: &str) -> (Attributes, Option<Error>) {
    let json = match Json::parse(json) {
        Ok(json) => json,
        Err(error) => return (Attributes::default(), Some(error)),
    };
    let text = |name: &str| json.get(name)?.as_text().map(str::to_owned);
    let test_mode = options::usable().test_mode;
    let (attributes, mut errors) = Attributes::read(text, test_mode);
    errors.extend(intl::unknown(&attributes));
    errors.truncate(1);
    (attributes, errors.pop())
}

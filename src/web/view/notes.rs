//! What is not whole about the chart: a small count in the head that opens the sentences.

use super::panel::Panel;
use crate::error::Error;
use crate::messages::{MessageKey, Messages};
use crate::web::browser::dom;
use web_sys::HtmlElement;

pub(super) struct Notes {
    panel: Panel,
    list: HtmlElement,
}

impl Notes {
    /// Before `next` in the head.
    pub(super) fn new(next: &HtmlElement) -> Result<Self, Error> {
        let panel = Panel::new(next, "notes")?;
        let list = dom::create("ul", "", "")?;
        dom::append(&panel.content, &list)?;
        Ok(Self { panel, list })
    }

    pub(super) fn show(&self, notes: &[String], messages: &Messages) -> Result<(), Error> {
        self.panel.set_present(!notes.is_empty());
        let count = match notes.len() {
            0 => String::new(),
            1 => messages.text(MessageKey::OneNote).to_owned(),
            count => messages.filled(MessageKey::Notes, &[("count", &count.to_string())]),
        };
        dom::text(&self.panel.button, &count);
        dom::resize_children(&self.list, notes.len(), || dom::create("li", "", ""))?;
        for (item, note) in dom::children(&self.list).zip(notes) {
            dom::text(&item, note);
        }
        Ok(())
    }
}

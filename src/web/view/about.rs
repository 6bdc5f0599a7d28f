//! What the author wrote about the widget: a small sign behind the title that opens it.

use super::panel::Panel;
use crate::error::Error;
use crate::messages::{MessageKey, Messages};
use crate::web::browser::dom;
use web_sys::HtmlElement;

pub(super) struct About {
    panel: Panel,
    text: HtmlElement,
}

impl About {
    /// Behind `title` in the head.
    pub(super) fn new(title: &HtmlElement) -> Result<Self, Error> {
        let button = dom::button("opener about", "")?;
        dom::set(&button, "popovertarget", "about");
        dom::insert_after(title, &button)?;
        let panel = Panel::of(button, "about")?;
        let text = dom::create("p", "reason", "")?;
        dom::append(&panel.content, &text)?;
        Ok(Self { panel, text })
    }

    pub(super) fn show(&self, description: &str, messages: &Messages) {
        self.panel.set_present(!description.is_empty());
        let name = messages.text(MessageKey::About);
        dom::set(&self.panel.button, "aria-label", name);
        dom::set(&self.panel.button, "title", name);
        dom::text(&self.text, description);
    }
}

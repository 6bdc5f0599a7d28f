//! What is zoomed into, in the head: a press goes back to the range before.

use super::{ViewEvent, ViewListener};
use crate::error::Error;
use crate::format::Labels;
use crate::hit::short_period;
use crate::messages::MessageKey;
use crate::time::TimeRange;
use crate::web::browser::dom;
use crate::web::browser::observers::Listener;
use web_sys::HtmlElement;

pub(super) struct ZoomButton {
    button: HtmlElement,
    _pressed: Listener,
}

impl ZoomButton {
    /// Behind `title` in the head.
    pub(super) fn new(title: &HtmlElement, on_event: ViewListener) -> Result<Self, Error> {
        let button = dom::button("opener zoom", "")?;
        dom::insert_after(title, &button)?;
        let pressed = Listener::passive(&button, "click", move |_| {
            on_event(ViewEvent::Unselected);
        })?;
        Ok(Self {
            button,
            _pressed: pressed,
        })
    }

    /// Names the range, or goes away.
    pub(super) fn show(&self, zoom: Option<TimeRange>, now: i64, labels: &dyn Labels) {
        self.button.set_hidden(zoom.is_none());
        let Some(range) = zoom else {
            return;
        };
        let range = short_period(range, now, labels);
        let out = labels
            .messages()
            .filled(MessageKey::ZoomOut, &[("range", &range)]);
        dom::text(&self.button, &range);
        dom::set(&self.button, "aria-label", &out);
        dom::set(&self.button, "title", &out);
    }
}

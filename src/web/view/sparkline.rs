//! A widget that is too low for a head, axes and a legend: a line with its newest value.

use super::change::{self, Shown};
use super::on_demand::OnDemand;
use crate::error::Error;
use crate::format::{self, Labels};
use crate::frame::{Frame, Trend};
use crate::layout::SPARKLINE_BELOW_CSS;
use crate::messages::MessageKey;
use crate::web::browser::dom;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::HtmlElement;

pub(super) struct Sparkline {
    root: HtmlElement,
    body: HtmlElement,
    /// The widget is low, as its observer saw it last.
    pub(super) is_low: Rc<Cell<bool>>,
    is_shown: bool,
    latest: OnDemand<LatestBox>,
}

struct LatestBox {
    line: HtmlElement,
    value: HtmlElement,
    change: HtmlElement,
}

impl Sparkline {
    pub(super) fn new(root: &HtmlElement, body: &HtmlElement) -> Self {
        Self {
            root: root.clone(),
            body: body.clone(),
            is_low: Rc::default(),
            is_shown: false,
            latest: OnDemand::default(),
        }
    }

    /// Follows the widget's height; true where its parts have other places now.
    pub(super) fn follows(&mut self) -> bool {
        let is_low = self.is_low.get();
        let has_changed = std::mem::replace(&mut self.is_shown, is_low) != is_low;
        if has_changed {
            dom::toggle(&self.root, "data-sparkline", is_low);
        }
        has_changed
    }

    /// Says the newest value, where the widget is low.
    pub(super) fn show(&mut self, frame: &Frame, labels: &dyn Labels) -> Result<(), Error> {
        let latest = frame.latest().filter(|_| self.is_shown);
        let (root, body) = (&self.root, &self.body);
        let make = || LatestBox::new(root, body);
        let made = self.latest.made_if(latest.is_some(), make)?;
        let Some((shown, latest)) = made.zip(latest) else {
            return Ok(());
        };
        let numbers = labels.numbers();
        let exact = |value: f64| format::tooltip(value, latest.unit, numbers);
        dom::text(&shown.value, &exact(latest.value));
        let before = latest
            .change
            .map(|delta| exact(latest.value - delta.absolute));
        let before = before.map_or(String::new(), |before| {
            let places = [("value", &*before)];
            labels.messages().filled(MessageKey::From, &places)
        });
        dom::set(&shown.line, "title", &before);
        let text = latest
            .change
            .map(|delta| format::change(&delta, latest.unit, numbers));
        // A single bucket says too little for better or worse.
        let sense = Trend::Neutral;
        let text = text.as_ref().map(|text| Shown { text, sense });
        change::fill(&shown.change, text, labels.messages());
        Ok(())
    }
}

impl LatestBox {
    fn new(root: &HtmlElement, body: &HtmlElement) -> Result<Self, Error> {
        let line = dom::create("div", "latest", "")?;
        let value = dom::create("span", "value", "")?;
        let change = change::create()?;
        dom::append(&line, &value)?;
        dom::append(&line, &change)?;
        root.insert_before(&line, Some(body))
            .map_err(|_| dom::refused("the newest value has no place"))?;
        Ok(Self {
            line,
            value,
            change,
        })
    }
}

/// Whether a widget is too low for more than a sparkline.
pub(super) fn is_low(root: &HtmlElement) -> bool {
    f64::from(root.offset_height()) < SPARKLINE_BELOW_CSS
}

//! The line over a chart that is not as new or as whole as it should be: why, when it is
//! tried again, and a button to try now.

use super::on_demand::OnDemand;
use super::status::{TryButton, sentence};
use super::{Status, ViewEvent, ViewListener};
use crate::error::Error;
use crate::messages::{MessageKey, Messages, stop_after};
use crate::web::browser::dom::{self, TextPart};
use std::rc::Rc;
use web_sys::HtmlElement;

pub(super) struct Notice {
    root: HtmlElement,
    text: TextPart,
    retry: OnDemand<TryButton>,
    on_event: ViewListener,
}

impl Notice {
    /// In `root`, which holds the text already.
    pub(super) fn new(root: &HtmlElement, on_event: ViewListener) -> Result<Self, Error> {
        let text = dom::children(root).next();
        let text = text.ok_or_else(|| dom::refused("a copied notice lacks its text"))?;
        Ok(Self {
            root: root.clone(),
            text: TextPart::new(text),
            retry: OnDemand::default(),
            on_event,
        })
    }

    pub(super) fn show(&mut self, status: Status<'_>, messages: &Messages) -> Result<(), Error> {
        let (text, can_retry, is_passing) = match status {
            Status::Stale {
                why,
                next_try,
                can_retry,
                is_passing,
            } => (text_of(why, next_try, messages), can_retry, is_passing),
            _ => (String::new(), false, true),
        };
        self.text.set(&text);
        dom::set(&self.text.element, "title", &text);
        let make = || {
            let on_event = Rc::clone(&self.on_event);
            TryButton::new(&self.root, "retry", || ViewEvent::Retried, on_event)
        };
        if let Some(retry) = self.retry.made_if(can_retry, make)? {
            retry.show(can_retry.then_some(messages.text(MessageKey::RetryNow)));
        }
        dom::toggle(&self.root, "data-quiet", text.is_empty());
        // Words that go by themselves lie over the chart, which stays where it is.
        dom::toggle(&self.root, "data-passing", is_passing);
        Ok(())
    }
}

fn text_of(why: &str, next_try: &str, messages: &Messages) -> String {
    let why = sentence(why);
    if next_try.is_empty() || why.is_empty() {
        return why;
    }
    let stop = stop_after(&why);
    let next = messages.filled(MessageKey::NextTry, &[("time", next_try)]);
    format!("{why}{stop} {next}")
}

//! The line over a chart that is not as new or as whole as it should be: why, when it is
//! tried again, and a button to try now.

use super::Status;
use super::status::sentence;
use crate::error::Error;
use crate::messages::{MessageKey, Messages};
use crate::web::browser::dom;
use web_sys::HtmlElement;

pub(super) struct Notice {
    root: HtmlElement,
    text: HtmlElement,
    retry: HtmlElement,
}

impl Notice {
    pub(super) fn new(parent: &HtmlElement) -> Result<Self, Error> {
        let notice = Self {
            root: dom::create("div", "notice", "notice")?,
            text: dom::create("span", "status", "status")?,
            retry: dom::create("button", "retry", "retry")?,
        };
        // A live region is heard only where it was there before its words.
        dom::set(&notice.text, "role", "status");
        dom::set(&notice.retry, "type", "button");
        dom::append(&notice.root, &notice.text)?;
        dom::append(&notice.root, &notice.retry)?;
        dom::append(parent, &notice.root)?;
        Ok(notice)
    }

    pub(super) fn retry_button(&self) -> &HtmlElement {
        &self.retry
    }

    pub(super) fn show(&self, status: Status<'_>, messages: &Messages) {
        let (text, can_retry) = match status {
            Status::Stale {
                why,
                next_try,
                can_retry,
            } => (text_of(why, next_try, messages), can_retry),
            _ => (String::new(), false),
        };
        dom::text(&self.text, &text);
        dom::set(&self.text, "title", &text);
        dom::text(&self.retry, messages.text(MessageKey::RetryNow));
        self.retry.set_hidden(!can_retry);
        dom::toggle(&self.root, "data-quiet", text.is_empty());
        // Words that go by themselves lie over the chart, which stays where it is.
        dom::toggle(&self.root, "data-passing", !can_retry);
    }
}

fn text_of(why: &str, next_try: &str, messages: &Messages) -> String {
    let why = sentence(why);
    if next_try.is_empty() || why.is_empty() {
        return why;
    }
    let stop = if why.ends_with(['.', '!', '?']) {
        ""
    } else {
        "."
    };
    let next = messages.filled(MessageKey::NextTry, &[("time", next_try)]);
    format!("{why}{stop} {next}")
}

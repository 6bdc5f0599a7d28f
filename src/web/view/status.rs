//! What stands where there is no chart, or beside one that is out of date:
//! loading, empty, failed, stale.

use crate::error::Error;
use crate::frame::FrameContent;
use crate::messages::{MessageKey, Messages};
use crate::web::browser::dom;
use web_sys::HtmlElement;

/// What a widget has to say of itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Status<'a> {
    /// Nothing was asked yet.
    Idle,
    /// The first data is under way.
    Loading,
    /// The chart is as new as it can be.
    Ready,
    /// The chart is older than it should be.
    Stale {
        /// Why, in a sentence.
        why: &'a str,
        /// When it is tried again, as a label; empty where it is not.
        next_try: &'a str,
        /// Asking again can help.
        can_retry: bool,
    },
    /// There is an answer, and nothing in it to draw.
    Empty,
    /// There is no chart to show.
    Failed {
        /// What failed, in a few words.
        what: &'a str,
        /// The reason: the server's words, or the sentence that names the wrong key.
        why: &'a str,
        /// Asking again can help.
        can_retry: bool,
    },
}

impl Status<'_> {
    /// The value of the `state` property and of `data-state`.
    pub fn name(&self) -> &'static str {
        match self {
            Status::Idle => "idle",
            Status::Loading => "loading",
            Status::Ready => "ready",
            Status::Stale { .. } => "stale",
            Status::Empty => "empty",
            Status::Failed { .. } => "error",
        }
    }
}

/// Errors begin in lower case, since they may stand within a sentence; here they are one.
pub(super) fn sentence(text: &str) -> String {
    match text.split_at_checked(1) {
        Some((first, rest)) => first.to_ascii_uppercase() + rest,
        None => text.to_owned(),
    }
}

/// The sentence over or in place of the chart.
pub(super) struct Message {
    root: HtmlElement,
    spinner: HtmlElement,
    what: HtmlElement,
    why: HtmlElement,
    retry: HtmlElement,
}

impl Message {
    pub(super) fn new(parent: &HtmlElement) -> Result<Self, Error> {
        let message = Self {
            root: dom::create("div", "message", "message")?,
            spinner: dom::create("div", "spinner", "")?,
            what: dom::create("p", "what", "")?,
            why: dom::create("p", "why", "")?,
            retry: dom::create("button", "retry", "retry")?,
        };
        dom::set(&message.root, "role", "status");
        dom::set(&message.retry, "type", "button");
        dom::set(&message.spinner, "aria-hidden", "true");
        for part in [
            &message.spinner,
            &message.what,
            &message.why,
            &message.retry,
        ] {
            dom::append(&message.root, part)?;
        }
        message.root.set_hidden(true);
        dom::append(parent, &message.root)?;
        Ok(message)
    }

    pub(super) fn retry_button(&self) -> &HtmlElement {
        &self.retry
    }

    /// `content` is what there is of an answer: Sentry tells apart that nothing came and
    /// that nothing can be plotted.
    pub(super) fn show(
        &self,
        status: Status<'_>,
        content: Option<FrameContent>,
        messages: &Messages,
    ) {
        let (what, why) = match status {
            Status::Loading => ("", ""),
            Status::Empty if content == Some(FrameContent::Empty) => {
                (messages.text(MessageKey::NoValues), "")
            }
            Status::Empty => (messages.text(MessageKey::NoData), ""),
            Status::Failed { what, why, .. } => (what, why),
            Status::Idle | Status::Ready | Status::Stale { .. } => {
                self.root.set_hidden(true);
                return;
            }
        };
        dom::text(&self.retry, messages.text(MessageKey::Retry));
        dom::text(&self.what, what);
        dom::text(&self.why, &sentence(why));
        self.what.set_hidden(what.is_empty());
        self.why.set_hidden(why.is_empty());
        self.spinner.set_hidden(status != Status::Loading);
        self.retry.set_hidden(!matches!(
            status,
            Status::Failed {
                can_retry: true,
                ..
            }
        ));
        dom::set(
            &self.root,
            "aria-label",
            if status == Status::Loading {
                messages.text(MessageKey::Loading)
            } else {
                ""
            },
        );
        self.root.set_hidden(false);
    }
}

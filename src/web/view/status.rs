//! What stands where there is no chart, or beside one that is out of date:
//! loading, empty, failed, stale.

use super::{ViewEvent, ViewListener};
use crate::error::Error;
use crate::format::Labels;
use crate::frame::{Frame, FrameContent};
use crate::hit;
use crate::messages::MessageKey;
use crate::time::TimeRange;
use crate::web::browser::dom;
use crate::web::browser::observers::Listener;
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

/// Nobody asks for seconds.
fn to_the_minute(TimeRange { start, end }: TimeRange) -> TimeRange {
    let whole = |secs: i64| secs - secs.rem_euclid(60);
    TimeRange {
        start: whole(start),
        end: whole(end),
    }
}

/// Errors begin in lower case, since they may stand within a sentence; here they are one.
pub(super) fn sentence(text: &str) -> String {
    match text.split_at_checked(1) {
        Some((first, rest)) => first.to_ascii_uppercase() + rest,
        None => text.to_owned(),
    }
}

/// Asks again.
pub(super) struct RetryButton {
    button: HtmlElement,
    _pressed: Listener,
}

impl RetryButton {
    /// At the end of `parent`.
    pub(super) fn new(parent: &HtmlElement, on_event: ViewListener) -> Result<Self, Error> {
        let button = dom::button("retry", "retry")?;
        dom::append(parent, &button)?;
        let pressed = Listener::passive(&button, "click", move |_| on_event(ViewEvent::Retried))?;
        Ok(Self {
            button,
            _pressed: pressed,
        })
    }

    /// Is there with this label, or is not.
    pub(super) fn show(&self, label: Option<&str>) {
        self.button.set_hidden(label.is_none());
        if let Some(label) = label {
            dom::text(&self.button, label);
        }
    }
}

/// The sentence over or in place of the chart.
pub(super) struct Message {
    root: HtmlElement,
    spinner: HtmlElement,
    what: HtmlElement,
    why: HtmlElement,
    retry: RetryButton,
}

impl Message {
    pub(super) fn new(parent: &HtmlElement, on_event: ViewListener) -> Result<Self, Error> {
        let root = dom::create("div", "message", "message")?;
        let spinner = dom::create("div", "spinner", "")?;
        let (what, why) = (dom::create("p", "what", "")?, dom::create("p", "why", "")?);
        dom::set(&root, "role", "status");
        dom::set(&spinner, "aria-hidden", "true");
        for part in [&spinner, &what, &why] {
            dom::append(&root, part)?;
        }
        let retry = RetryButton::new(&root, on_event)?;
        dom::append(parent, &root)?;
        Ok(Self {
            root,
            spinner,
            what,
            why,
            retry,
        })
    }

    /// Whether there is anything to say in place of the chart.
    pub(super) fn is_for(status: Status<'_>) -> bool {
        matches!(
            status,
            Status::Loading | Status::Empty | Status::Failed { .. }
        )
    }

    /// `frame` is what there is of an answer: Sentry tells apart that nothing came and
    /// that nothing can be plotted. `is_asked`: for a range, which is told.
    pub(super) fn show(
        &self,
        status: Status<'_>,
        frame: Option<&Frame>,
        is_asked: bool,
        labels: &dyn Labels,
    ) {
        let messages = labels.messages();
        let asked = frame.filter(|_| is_asked && status == Status::Empty);
        let asked = asked.map(|frame| hit::period(to_the_minute(frame.range), frame.now, labels));
        let asked = asked.as_deref().unwrap_or_default();
        let (what, why) = match status {
            Status::Loading => ("", ""),
            Status::Empty if frame.map(|frame| frame.content) == Some(FrameContent::Empty) => {
                (messages.text(MessageKey::NoValues), asked)
            }
            Status::Empty => (messages.text(MessageKey::NoData), asked),
            Status::Failed { what, why, .. } => (what, why),
            Status::Idle | Status::Ready | Status::Stale { .. } => {
                self.root.set_hidden(true);
                return;
            }
        };
        dom::text(&self.what, what);
        dom::text(&self.why, &sentence(why));
        self.what.set_hidden(what.is_empty());
        self.why.set_hidden(why.is_empty());
        self.spinner.set_hidden(status != Status::Loading);
        let can_retry = matches!(
            status,
            Status::Failed {
                can_retry: true,
                ..
            }
        );
        self.retry
            .show(can_retry.then_some(messages.text(MessageKey::Retry)));
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

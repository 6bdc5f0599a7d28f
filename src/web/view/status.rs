//! What stands where there is no chart, or beside one that is out of date:
//! loading, empty, failed, stale.

use super::on_demand::OnDemand;
use super::{ViewEvent, ViewListener};
use crate::error::Error;
use crate::format::Labels;
use crate::frame::{Frame, FrameContent};
use crate::hit;
use crate::messages::MessageKey;
use crate::time::TimeRange;
use crate::web::browser::dom;
use crate::web::browser::observers::Listener;
use std::rc::Rc;
use web_sys::HtmlElement;

/// What a widget has to say of itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Status<'a> {
    /// Nothing was asked yet.
    Idle,
    /// The first data is under way.
    Loading {
        /// What is awaited and since when; empty until it takes long.
        since: &'a str,
        /// Which of several queries are awaited; empty where there is one.
        queries: &'a str,
    },
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
        /// It goes by itself.
        is_passing: bool,
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
            Status::Loading { .. } => "loading",
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

/// A button that tries for something to see: the same again, or a longer range.
pub(super) struct TryButton {
    button: HtmlElement,
    _pressed: Listener,
}

impl TryButton {
    /// At the end of `parent`; a press is reported as `event`.
    pub(super) fn new(
        parent: &HtmlElement,
        part: &str,
        event: fn() -> ViewEvent,
        on_event: ViewListener,
    ) -> Result<Self, Error> {
        let button = dom::button("retry", part)?;
        dom::append(parent, &button)?;
        let pressed = Listener::passive(&button, "click", move |_| on_event(event()))?;
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
    retry: TryButton,
    wider: OnDemand<TryButton>,
    on_event: ViewListener,
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
        let retry = TryButton::new(&root, "retry", || ViewEvent::Retried, Rc::clone(&on_event))?;
        dom::append(parent, &root)?;
        Ok(Self {
            root,
            spinner,
            what,
            why,
            retry,
            wider: OnDemand::default(),
            on_event,
        })
    }

    /// Whether there is anything to say in place of the chart.
    pub(super) fn is_for(status: Status<'_>) -> bool {
        matches!(
            status,
            Status::Loading { .. } | Status::Empty | Status::Failed { .. }
        )
    }

    /// `frame` is what there is of an answer: Sentry tells apart that nothing came and
    /// that nothing can be plotted. `is_asked`: for a range, which is told, with the `wider` one
    /// that may be shown in its place.
    pub(super) fn show(
        &mut self,
        status: Status<'_>,
        frame: Option<&Frame>,
        (is_asked, wider): (bool, &str),
        labels: &dyn Labels,
    ) -> Result<(), Error> {
        let messages = labels.messages();
        let is_loading = matches!(status, Status::Loading { .. });
        let asked = frame.filter(|_| is_asked && status == Status::Empty);
        let asked = asked.map(|frame| hit::period(to_the_minute(frame.range), frame.now, labels));
        let asked = asked.as_deref().unwrap_or_default();
        let (what, why) = match status {
            Status::Loading { since, queries } => (since, queries),
            Status::Empty if frame.map(|frame| frame.content) == Some(FrameContent::Empty) => {
                (messages.text(MessageKey::NoValues), asked)
            }
            Status::Empty => (messages.text(MessageKey::NoData), asked),
            Status::Failed { what, why, .. } => (what, why),
            Status::Idle | Status::Ready | Status::Stale { .. } => {
                self.root.set_hidden(true);
                return Ok(());
            }
        };
        dom::text(&self.what, what);
        dom::text(&self.why, &sentence(why));
        self.what.set_hidden(what.is_empty());
        self.why.set_hidden(why.is_empty());
        self.spinner.set_hidden(!is_loading);
        // What has come so far is for who looks, again and again; spoken it is once.
        dom::set_bool(&self.why, "aria-hidden", is_loading);
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
            if is_loading {
                messages.text(MessageKey::Loading)
            } else {
                ""
            },
        );
        let make = || {
            let on_event = Rc::clone(&self.on_event);
            TryButton::new(&self.root, "wider", || ViewEvent::Widened, on_event)
        };
        let offered = Some(wider).filter(|_| status == Status::Empty && !wider.is_empty());
        if let Some(button) = self.wider.made_if(offered.is_some(), make)? {
            button.show(offered);
        }
        self.root.set_hidden(false);
        Ok(())
    }
}

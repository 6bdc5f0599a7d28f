//! What the edge performs for a widget.

use super::{Crosshair, Dirty, RunId};
use crate::decision::Decision;
use crate::error::Error;
use crate::request::RequestPlan;

/// What the edge must do, in this order.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// Make a request and report with [`Event::Answered`].
    Send {
        /// The run it belongs to.
        run: RunId,
        /// Its index in that run.
        index: usize,
        /// What to ask.
        plan: RequestPlan,
        /// A person waits for it.
        is_user_initiated: bool,
    },
    /// Look for a kept answer and report with [`Event::CacheLookupDone`].
    LookUpCache {
        /// The run it belongs to.
        run: RunId,
        /// Its index in that run.
        index: usize,
        /// What would be asked.
        plan: RequestPlan,
    },
    /// Forget kept answers: who asks may not see them any more.
    Forget {
        /// The requests that they answer, whatever their range.
        plans: Vec<RequestPlan>,
        /// Everything of that organization goes: nobody is signed in.
        all: bool,
    },
    /// Find the configuration again: it could not be fetched, or has none of its own to ask.
    Configure {
        /// A person waits for it.
        is_user_initiated: bool,
    },
    /// Give up all requests of this widget that are under way.
    Abort,
    /// Report [`Event::Alarm`] after so many milliseconds; replaces an earlier alarm.
    Arm {
        /// The wait.
        after_ms: u64,
    },
    /// Drop the alarm.
    Disarm,
    /// Report [`Event::AgeCheck`] after so many milliseconds; replaces an earlier one.
    ArmAge {
        /// The wait.
        after_ms: u64,
    },
    /// Ask for an animation frame and report [`Event::Frame`].
    RequestFrame,
    /// Give the animation frame back.
    CancelFrame,
    /// Draw from this level on and report [`Event::Drawn`].
    Draw(Dirty),
    /// Move crosshair, marks and tooltip on what is drawn.
    Mark(Crosshair),
    /// Keep a decision of the split for later, and announce it to the page.
    StoreDecision(Decision),
    /// Tell the page that new data is shown.
    AnnounceLoad,
    /// Tell the page that something failed.
    AnnounceError(Error),
    /// Tell the page which series are hidden.
    AnnounceSeries,
    /// Mark the other charts of the group at this bucket's time, or no longer.
    ShareCrosshair {
        /// The bucket pointed at in this chart.
        bucket: Option<usize>,
    },
}

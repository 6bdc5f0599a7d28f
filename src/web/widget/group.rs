//! Charts of one group share the crosshair: where one is pointed at, the others are marked at
//! the same time.

use super::Widget;
use crate::hit;
use crate::state::Event;
use crate::web::page::broadcast::{self, PageEvent};

impl Widget {
    /// Whether the element's `group` is this one.
    pub(super) fn is_of_group(&self, name: &str) -> bool {
        let given = self.given.try_borrow();
        given.is_ok_and(|given| given.inputs.attributes.group.as_deref() == Some(name))
    }

    /// Marks the other charts of the group at the time of a bucket of this one.
    pub(super) fn share_crosshair(&self, bucket: Option<usize>) {
        let Some(group) = self.given.borrow().inputs.attributes.group.clone() else {
            return;
        };
        let moment_secs = bucket.and_then(|bucket| {
            let built = self.built.borrow();
            Some(built.frame.as_ref()?.bucket_range(bucket)?.start)
        });
        broadcast::send(&PageEvent::Crosshair {
            group,
            moment_secs,
            leader: self.handle,
        });
    }

    pub(super) fn mark_moment(&self, moment: Option<i64>) {
        let bucket = moment.and_then(|secs| {
            let built = self.built.try_borrow().ok()?;
            hit::bucket_of_time(built.frame.as_deref()?, secs)
        });
        self.dispatch(Event::Followed(bucket));
    }
}

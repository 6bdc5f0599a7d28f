//! Events that concern all widgets of a page, or those of a group.

use crate::web::handles::Handle;
use std::cell::RefCell;
use std::rc::{Rc, Weak};

/// What happens to a page.
#[derive(Clone, Debug)]
pub enum PageEvent {
    /// Its tab came to the front, or left it.
    Shown(bool),
    /// It is printed, or was.
    Printing(bool),
    /// The colours that its styles mean are others.
    Restyled,
    /// A server can be reached again: what waits for another try waits no longer.
    Online,
    /// Its options have changed; `asks` where they change what is asked.
    Reconfigured {
        /// Requests are other ones now.
        asks: bool,
    },
    /// A dashboard is there, under this key.
    DashboardArrived(String),
    /// Dashboards may have been edited.
    LookAtDashboard,
    /// A chart of a group is pointed at, at this moment or no longer.
    Crosshair {
        /// The group.
        group: String,
        /// Bucket's start in epoch seconds.
        moment_secs: Option<i64>,
        /// Handle of the chart that is pointed at.
        leader: Handle,
    },
}

/// Who hears of them.
pub trait Subscriber {
    /// Called for every event; it may subscribe others.
    fn on_page_event(&self, event: &PageEvent);
}

thread_local! {
    static SUBSCRIBERS: RefCell<Vec<Weak<dyn Subscriber>>> = const { RefCell::new(Vec::new()) };
}

/// Has a subscriber hear of every event, for as long as it lives.
pub fn subscribe(subscriber: Weak<dyn Subscriber>) {
    SUBSCRIBERS.with_borrow_mut(|subscribers| {
        subscribers.retain(|it| it.strong_count() > 0);
        subscribers.push(subscriber);
    });
}

/// Ends a subscription before its subscriber does.
pub fn unsubscribe(subscriber: &Weak<dyn Subscriber>) {
    SUBSCRIBERS.with_borrow_mut(|subscribers| subscribers.retain(|it| !it.ptr_eq(subscriber)));
}

/// Tells everybody of an event.
pub fn send(event: &PageEvent) {
    let subscribers: Vec<Rc<dyn Subscriber>> = SUBSCRIBERS
        .with_borrow(|subscribers| subscribers.iter().filter_map(Weak::upgrade).collect());
    for subscriber in subscribers {
        subscriber.on_page_event(event);
    }
}

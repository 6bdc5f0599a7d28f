//! Dashboards that were fetched: each once for all widgets.

use super::broadcast::{self, PageEvent};
use crate::config::DashboardConfig;
use crate::sorted::SortedMap;
use crate::web::net::server_clock;
use crate::web::recorder::recorder;
use std::cell::RefCell;
use std::rc::Rc;

/// How long a fetched dashboard serves widgets that come later, in milliseconds.
const FRESH_MS: i64 = 60_000;

/// A dashboard, and when it came; `None` once it is to be fetched again.
type Cached = (Option<i64>, Rc<DashboardConfig>);

thread_local! {
    static DASHBOARDS: RefCell<SortedMap<String, Cached>> = RefCell::default();
}

/// A dashboard that was fetched a moment ago.
pub fn fresh(key: &str) -> Option<Rc<DashboardConfig>> {
    let oldest_ms = server_clock::monotonic_ms() - FRESH_MS;
    let found = DASHBOARDS.with_borrow(|dashboards| {
        let kept = dashboards.get(key);
        let kept = kept.filter(|(at_ms, _)| at_ms.is_some_and(|at_ms| at_ms >= oldest_ms));
        kept.map(|(_, kept)| Rc::clone(kept))
    });
    let hits = u64::from(found.is_some());
    recorder().cache("dashboards", "get", hits, 1 - hits);
    found
}

/// Keeps a dashboard for the widgets that come a moment later.
pub fn keep(key: String, dashboard: &Rc<DashboardConfig>) {
    let kept = (Some(server_clock::monotonic_ms()), Rc::clone(dashboard));
    DASHBOARDS.with_borrow_mut(|dashboards| dashboards.insert(key.clone(), kept));
    broadcast::send(&PageEvent::DashboardArrived(key));
}

/// A dashboard that was fetched at any time: what its neighbours show serves a widget whose own
/// request failed.
pub fn older(key: &str) -> Option<Rc<DashboardConfig>> {
    DASHBOARDS.with_borrow(|dashboards| dashboards.get(key).map(|(_, kept)| Rc::clone(kept)))
}

/// Has a dashboard fetched again.
pub fn forget(key: &str) {
    DASHBOARDS.with_borrow_mut(|dashboards| {
        if let Some((at_ms, _)) = dashboards.get_mut(key) {
            *at_ms = None;
        }
    });
}

/// Forgets all: another user may see other ones.
pub fn clear() {
    DASHBOARDS.with_borrow_mut(SortedMap::clear);
}

//! What becomes of the page, to one widget.

use super::Widget;
use crate::state::Event;
use crate::web::page::broadcast::{PageEvent, Subscriber};

impl Subscriber for Widget {
    fn on_page_event(&self, event: &PageEvent) {
        match event {
            PageEvent::Shown(is_shown) => self.dispatch(Event::PageShown(*is_shown)),
            PageEvent::Printing(is_printing) => self.print(*is_printing),
            PageEvent::Restyled => self.restyle(),
            PageEvent::Online => self.dispatch(Event::Online),
            PageEvent::Reconfigured { asks } => self.reconfigure(*asks),
            PageEvent::DashboardArrived(key) => self.dashboard_arrived(key),
            PageEvent::LookAtDashboard => self.look_at_dashboard(),
            PageEvent::Crosshair {
                group,
                moment_secs,
                leader,
            } => {
                if *leader != self.handle && self.is_of_group(group) {
                    self.mark_moment(*moment_secs);
                }
            }
        }
    }
}

//! Notices that the dashboard which configures a widget was edited.

use super::Widget;
use super::configure::read_dashboard;
use crate::config::DashboardConfig;
use crate::error::Error;
use crate::state::Event;
use crate::web::page;
use crate::web::pool::{Body, Form};

impl Widget {
    /// Asks for the dashboard again, where there is one and it is not asked for already. All
    /// widgets that look in one go share one request, and the browser makes it a conditional
    /// one where it has the dashboard. Where it fails, what is known stays.
    pub fn look_at_dashboard(&self) {
        let path = self.given.borrow().dashboard_path.clone();
        let Some(path) = path.filter(|_| self.config_request.borrow().is_none()) else {
            return;
        };
        let Ok(call) = self.call(&path, &[]) else {
            return;
        };
        let done = self.callback(|widget: &Widget, outcome: Result<Body, Error>| {
            widget.config_request.take();
            if let Ok(dashboard) = outcome.and_then(read_dashboard) {
                let key = widget.given.borrow().dashboard_key.clone();
                if let Some(key) = key {
                    page::keep_dashboard(key, &dashboard);
                }
                widget.take_edited(&dashboard);
            }
            widget.resolve_if_settled();
        });
        let request = self.ask(call, Form::Bytes, done);
        self.config_request.replace(Some(request));
    }

    /// Configures the widget anew where the dashboard says something else of it.
    fn take_edited(&self, dashboard: &DashboardConfig) {
        let id = self.given.borrow().attributes.widget_id.clone();
        let id = id.unwrap_or_default();
        let found = dashboard.widget(&id).and_then(|config| {
            let scope = self.scope_of(&config, Some(dashboard))?;
            Ok((config, scope))
        });
        let is_known = {
            let given = self.given.borrow();
            match &found {
                Ok((config, scope)) => {
                    given.config.as_deref() == Some(config) && given.scope.as_ref() == Some(scope)
                }
                // It was told of already.
                Err(error) => self.state.borrow().error() == Some(error),
            }
        };
        if is_known {
            return;
        }
        if let Err(error) = found {
            return self.tell(Event::Misconfigured(error));
        }
        self.record_reload();
        {
            let mut given = self.given.borrow_mut();
            given.turn = given.turn.wrapping_add(1);
        }
        self.take_dashboard(dashboard, &id);
    }
}

//! The dashboard that a widget is configured by: asked for, shared, looked at for edits.

use super::Widget;
use crate::config::DashboardConfig;
use crate::error::Error;
use crate::json::Json;
use crate::state::Event;
use crate::web::net::fetch;
use crate::web::net::request_pool::{self, Body, Form};
use crate::web::page::dashboards;
use std::rc::Rc;

/// Where a widget's configuration comes from, if from a dashboard.
#[derive(Default)]
pub(super) struct DashboardRef {
    /// Under which widgets share it.
    pub(super) key: Option<String>,
    /// Its path below the base address, while it is the source.
    pub(super) path: Option<String>,
}

impl Widget {
    /// A refresh after a failure looks at the dashboard again, too.
    pub(super) fn forget_dashboard_if_failed(&self) {
        let has_failed = self.state.borrow().error().is_some();
        if has_failed {
            self.forget_dashboard();
        }
    }

    pub(super) fn forget_dashboard(&self) {
        if let Some(key) = &self.dashboard.borrow().key {
            dashboards::forget(key);
        }
    }

    /// Asks for the dashboard again, where there is one and it is not asked for already, and
    /// follows it where it was edited. All widgets that look in one go share one request, and
    /// the browser makes it a conditional one. Where it fails, what is known stays.
    pub fn look_at_dashboard(&self) {
        let path = self.dashboard.borrow().path.clone();
        let id = self.given.borrow().inputs.attributes.widget_id.clone();
        if let Some(path) = path.filter(|_| self.config_request.borrow().is_none()) {
            self.ask_dashboard(&path, id.unwrap_or_default(), true, false);
        }
    }

    /// `is_look` where the widget is configured already, `is_user_initiated` where a person waits.
    pub(super) fn ask_dashboard(
        &self,
        path: &str,
        widget_id: String,
        is_look: bool,
        is_user_initiated: bool,
    ) {
        let call = match self.call(path, &[]) {
            Ok(call) => call,
            Err(error) => return self.dispatch(Event::Misconfigured(error)),
        };
        // Widgets with a `fetch` of their own may not see what others see.
        let key = format!("{} {}", fetch::number_of(call.fetch.as_ref()), call.url);
        if !is_look {
            self.dashboard.replace(DashboardRef {
                key: Some(key.clone()),
                path: Some(path.to_owned()),
            });
            if let Some(dashboard) = dashboards::fresh(&key) {
                return self.take_dashboard(&dashboard, &widget_id);
            }
            self.dispatch(Event::AwaitingConfiguration);
        }
        let done = self.callback(move |widget: &Widget, outcome: Result<Body, Error>| {
            widget.config_request.take();
            let read = outcome.and_then(read_dashboard);
            let kept = read.as_ref().ok().cloned();
            match read {
                Ok(dashboard) if is_look && widget.knows(&dashboard, &widget_id) => {}
                Err(_) if is_look => {}
                read => match read.or_else(|error| in_its_place(&key, error)) {
                    Ok(dashboard) => widget.take_dashboard(&dashboard, &widget_id),
                    Err(error) => widget.dispatch(unconfigured(error)),
                },
            }
            // Last: whoever is told of it may look whether this widget is at rest.
            if let Some(dashboard) = kept {
                dashboards::keep(key.clone(), &dashboard);
            }
            widget.resolve_if_settled();
        });
        let request = self.ask(call, Form::Bytes, is_user_initiated, Box::new(done));
        self.config_request.replace(Some(request));
    }

    /// The dashboard says nothing new of the widget.
    fn knows(&self, dashboard: &DashboardConfig, widget_id: &str) -> bool {
        let found = dashboard
            .widget(widget_id)
            .and_then(|config| Ok((self.scope_of(&config, Some(dashboard))?, config)));
        let is_known = match &found {
            Ok((scope, config)) => {
                let resolved = self.resolved.borrow();
                resolved.config.as_deref() == Some(config) && resolved.scope.as_ref() == Some(scope)
            }
            Err(error) => self.state.borrow().error() == Some(error),
        };
        if !is_known {
            // What waits for an older configuration waits no longer.
            self.begin_turn();
        }
        is_known
    }

    fn take_dashboard(&self, dashboard: &DashboardConfig, widget_id: &str) {
        let found = dashboard.widget(widget_id);
        if found.is_ok() || self.resolved.borrow().config.is_none() {
            let json = dashboard.widget_json(widget_id).map(Json::to_string);
            self.config_text.replace(json.unwrap_or_default());
        }
        match found {
            Ok(config) => self.configured(config, Some(dashboard)),
            Err(error) => self.dispatch(Event::Misconfigured(error)),
        }
    }

    /// Somebody was given a dashboard: perhaps the one that this widget waits for.
    pub(super) fn dashboard_arrived(&self, key: &str) {
        let is_it = self.dashboard.borrow().key.as_deref() == Some(key);
        if is_it {
            self.dispatch(Event::DashboardLoaded);
        }
    }
}

fn unconfigured(error: Error) -> Event {
    Event::ConfigurationFailed {
        error,
        chance: request_pool::chance(),
    }
}

/// What a widget's neighbours show serves it, unless the server has refused it.
fn in_its_place(key: &str, error: Error) -> Result<Rc<DashboardConfig>, Error> {
    let is_refused = error.status().is_some() && !error.is_transient();
    let older = (!is_refused).then(|| dashboards::older(key)).flatten();
    older.ok_or(error)
}

fn read_dashboard(body: Body) -> Result<Rc<DashboardConfig>, Error> {
    let Body::Bytes(bytes) = body else {
        return Err(Error::decode(0, "a dashboard", "series"));
    };
    let json = Json::parse(bytes.as_slice())?;
    DashboardConfig::from_json(&json).map(Rc::new)
}

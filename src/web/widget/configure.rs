//! From what a widget was given to the configuration in force, and the queries it asks.

use super::Widget;
use super::response_cache::rules;
use crate::config::{DashboardConfig, Resolved, Scope, WidgetConfig};
use crate::error::Error;
use crate::json::Json;
use crate::request::MAX_TOP_EVENTS;
use crate::run::QuerySpec;
use crate::state::source::{self, Source};
use crate::state::{Dirty, Event};
use crate::time::{DAY, Offset, RangeChoice, TimeRange, Zone};
use crate::web::browser::intl;
use crate::web::default_shape::{self, anything, expected};
use crate::web::late;
use crate::web::net::server_clock;
use crate::web::page::options;
use gloo_timers::callback::Timeout;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// How long a missing configuration is waited for, in milliseconds: a few frames of a busy page.
const GRACE_MS: u32 = 250;

/// How long a page may stay open before the clocks change unknown to it.
const ZONE_AHEAD_SECS: i64 = 400 * DAY;

impl Widget {
    /// Finds the configuration and dispatches it; a person waits for it where `is_user_initiated`.
    pub(super) fn configure(&self, is_user_initiated: bool) {
        self.config_request.take();
        self.timers.missing_config.take();
        self.begin_turn();
        self.dashboard.borrow_mut().path = None;
        let chosen = options::options().and_then(|options| {
            self.dispatch(Event::RulesChanged(rules(&options)));
            let given = self.given.borrow();
            let inputs = &given.inputs;
            match &inputs.wrong {
                Some(error) => Err(error.clone()),
                None => source::choose(inputs.own_config.as_deref(), &inputs.attributes, &options),
            }
        });
        let needs_none = {
            let given = self.given.borrow();
            let inputs = &given.inputs;
            given.response.is_some() && inputs.own_config.is_none() && inputs.wrong.is_none()
        };
        match chosen {
            Ok(Source::Config(config)) => {
                self.keep_config_text();
                self.configured(*config, None);
            }
            // An answer given by the page needs no configuration but its own.
            _ if needs_none => self.show_response(None),
            Ok(Source::Dashboard { path, widget_id }) => {
                self.ask_dashboard(&path, widget_id, false, is_user_initiated);
            }
            Err(error) => {
                if self.resolved.borrow().config.is_none() {
                    self.keep_config_text();
                }
                self.misconfigured(error);
            }
        }
    }

    /// The title of a configuration that is wrong in something else: it says which chart is.
    pub(super) fn unread_title(&self) -> String {
        let json = Json::parse(self.config_text.borrow().as_str()).ok();
        let title = json.as_ref().and_then(|json| json.get("title")?.as_text());
        title.unwrap_or_default().to_owned()
    }

    /// Counts configurations, so that what comes late is told from what is awaited.
    pub(super) fn begin_turn(&self) {
        self.lacks.take();
        self.is_to_compare.set(false);
        self.turn.set(self.turn.get().wrapping_add(1));
    }

    /// Says that the configuration is wrong. What is missing may come a moment later, from an
    /// effect of the page's framework: that is said only when it has not come in time.
    fn misconfigured(&self, error: Error) {
        if !error.is_missing() {
            return self.dispatch(Event::Misconfigured(error));
        }
        self.dispatch(Event::AwaitingConfiguration);
        let late = self.callback(|widget, error| widget.dispatch(Event::Misconfigured(error)));
        self.timers
            .missing_config
            .replace(Some(Timeout::new(GRACE_MS, move || late(error))));
    }

    fn keep_config_text(&self) {
        let given = self.given.borrow();
        let options = options::options();
        let id = given.inputs.attributes.widget_id.as_deref();
        let of_page = || {
            let json = options.ok()?.widget(id.unwrap_or_default())?.to_string();
            Some(json)
        };
        let text = given.inputs.own_config.clone().or_else(of_page);
        self.config_text.replace(text.unwrap_or_default());
    }

    /// Goes on with a configuration, once what it needs is here.
    pub(super) fn configured(&self, mut config: WidgetConfig, dashboard: Option<&DashboardConfig>) {
        let by_client = self.given.borrow().inputs.attributes.compare.is_some();
        let is_compared = by_client || config.param("comparisonDelta").is_some();
        let is_chart = config.display_type.is_chart();
        let has_pages = config.limit.is_some_and(|limit| limit > MAX_TOP_EVENTS);
        if late::is_here() || (is_chart && !is_compared && !has_pages) {
            return self.go_on(config, dashboard);
        }
        self.dispatch(Event::AwaitingConfiguration);
        let (itself, turn) = (self.weak_self.clone(), self.turn.get());
        let dashboard = dashboard.cloned();
        spawn_local(async move {
            let outcome = late::here().await;
            let Some(widget) = itself.upgrade().filter(|widget| widget.is_turn(turn)) else {
                return;
            };
            if let Err(error) = outcome {
                if !is_chart {
                    return widget.dispatch(Event::Misconfigured(error));
                }
                let mut lacks = Vec::new();
                if is_compared {
                    lacks.push(uncompared(&error));
                }
                if has_pages {
                    config.limit = Some(MAX_TOP_EVENTS);
                    lacks.push(format!(
                        "Fewer groups are available than requested: {error}"
                    ));
                }
                widget.lacks.replace(lacks);
            }
            widget.go_on(config, dashboard.as_ref());
        });
    }

    fn go_on(&self, config: WidgetConfig, dashboard: Option<&DashboardConfig>) {
        let config = Rc::new(config);
        if self.given.borrow().response.is_some() {
            return self.show_response(Some(config));
        }
        let scope = match self.scope_of(&config, dashboard) {
            Ok(scope) => scope,
            Err(error) => return self.misconfigured(error),
        };
        let next = Resolved {
            config: Some(Rc::clone(&config)),
            scope: Some(scope.clone()),
            user: options::usable().cache_key.clone(),
        };
        let is_restored = self.is_restored.take();
        let keeps_shown = self.resolved.borrow().keeps_shown(&next, is_restored);
        self.resolved.replace(next);
        self.find_number();
        let mut spec = Box::new(self.query_spec(Rc::clone(&config), scope));
        let bypasses_stored = self.decisions.borrow_mut().take_anew();
        if !bypasses_stored {
            spec.stored = self.stored_decision(&config);
        }
        self.dispatch(Event::Configured {
            spec,
            keeps_shown,
            bypasses_stored,
        });
    }

    pub(super) fn scope_of(
        &self,
        config: &WidgetConfig,
        dashboard: Option<&DashboardConfig>,
    ) -> Result<Scope, Error> {
        let options = options::options()?;
        let given = self.given.borrow();
        let attributes = &given.inputs.attributes;
        let mut scope = Scope::new(attributes, dashboard, config, options.org.as_deref())?;
        scope.send_widget_id = options.split.server;
        Ok(scope)
    }

    /// The slug of the organization that is asked, or would be: of an answer that the page gave,
    /// too, since colours depend on it.
    pub(super) fn organization(&self) -> String {
        let of_scope = self
            .resolved
            .borrow()
            .scope
            .as_ref()
            .map(|it| it.org.clone());
        let of_element = || self.given.borrow().inputs.attributes.org.clone();
        let of_page = || options::usable().org.clone();
        of_scope
            .or_else(of_element)
            .or_else(of_page)
            .unwrap_or_default()
    }

    fn query_spec(&self, config: Rc<WidgetConfig>, scope: Scope) -> QuerySpec {
        let given = self.given.borrow();
        let compare = given.inputs.attributes.compare.filter(|_| late::is_here());
        QuerySpec {
            zone: compare.map_or_else(Zone::utc, |offset| {
                let zone = given.inputs.time_zone(Some(&scope));
                intl::zone(spanned(scope.range, offset), zone)
            }),
            split: options::usable().split,
            stored: None,
            compare,
            has_sparkline: given.inputs.attributes.sparkline,
            config,
            scope,
        }
    }

    /// Decodes the answer that the page gave, in the shape that the configuration asks for. The late
    /// piece shows what it is compared with: until then it stands alone.
    fn show_response(&self, config: Option<Rc<WidgetConfig>>) {
        let expect = config.as_deref().map_or_else(anything, expected);
        let decoded = config
            .map_or_else(|| simplest().map(Rc::new), Ok)
            .and_then(|config| {
                {
                    let mut resolved = self.resolved.borrow_mut();
                    resolved.config = Some(config);
                    resolved.scope = None;
                }
                let response = self.given.borrow().response.clone();
                default_shape::decode(expect, &response.unwrap_or_default())
            });
        let decoded = decoded.map(|mut decoded| {
            if !late::is_here() && decoded.drop_comparison() {
                self.compare_response_soon();
            }
            Rc::new(decoded)
        });
        self.dispatch(Event::ResponseAssigned(decoded));
    }

    /// Shows what the page gave anew, once it can be compared.
    fn compare_response_soon(&self) {
        self.is_to_compare.set(true);
        let (itself, turn) = (self.weak_self.clone(), self.turn.get());
        spawn_local(async move {
            let outcome = late::here().await;
            let Some(widget) = itself.upgrade().filter(|widget| widget.is_turn(turn)) else {
                return;
            };
            widget.is_to_compare.set(false);
            match outcome {
                Ok(()) => widget.configure(false),
                Err(error) => {
                    widget.lacks.replace(vec![uncompared(&error)]);
                    widget.dispatch(Event::Restyled(Dirty::Layout));
                }
            }
        });
    }
}

fn uncompared(error: &Error) -> String {
    format!("There is no comparison: {error}")
}

/// How an answer is shown that comes without a configuration.
fn simplest() -> Result<WidgetConfig, Error> {
    let json = r#"{"displayType": "line", "queries": [{"aggregates": ["count()"]}]}"#;
    WidgetConfig::from_json(&Json::parse(json)?)
}

/// From the earlier period to the time to come.
fn spanned(range: RangeChoice, offset: Offset) -> TimeRange {
    let now = server_clock::now_secs();
    let range = range.at(now);
    TimeRange {
        start: offset.earlier_range(range, &Zone::utc()).start,
        end: range.end.max(now + ZONE_AHEAD_SECS),
    }
}

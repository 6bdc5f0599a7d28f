//! What a widget is told by its element and page, and the configuration that follows.

use super::Widget;
use super::cached::rules;
use super::split::Place;
use crate::config::{Attributes, DashboardConfig, Options, Scope, WidgetConfig};
use crate::decision::Decision;
use crate::error::Error;
use crate::json::Json;
use crate::run::QuerySpec;
use crate::state::source::{self, Source};
use crate::state::{Dirty, Event};
use crate::time::{DAY, Offset, RangeChoice, TimeRange, Zone};
use crate::web::browser::globals;
use crate::web::browser::intl;
use crate::web::default_shape::{self, anything, expected};
use crate::web::net::fetch;
use crate::web::net::request_pool::{self, Body, Form};
use crate::web::page::dashboards;
use crate::web::page::options;
use gloo_timers::callback::Timeout;
use js_sys::{Function, Uint8Array};
use std::rc::Rc;

/// How long a missing configuration is waited for, in milliseconds: a few frames of a busy page.
const GRACE_MS: u32 = 250;

/// What a widget was given.
#[derive(Default)]
pub(super) struct Given {
    pub(super) attributes: Attributes,
    attributes_text: String,
    wrong: Option<Error>,
    own_config: Option<String>,
    pub(super) fetch: Option<Function>,
    response: Option<Uint8Array>,
    /// Of the configuration in use.
    pub(super) config: Option<Rc<WidgetConfig>>,
    pub(super) scope: Option<Scope>,
    dashboard_key: Option<String>,
    /// Where the configuration came from, if from a dashboard.
    pub(super) dashboard_path: Option<String>,
    /// What is known of errors or transactions in this page, and of which widget where.
    pub(super) known: Option<(Rc<WidgetConfig>, Place, Decision)>,
    /// What was decided before is to be found out again.
    pub(super) bypasses_stored: bool,
    /// Why the decision is not in the dashboard, where it should be.
    pub(super) not_saved: Option<String>,
    /// Counts configurations, so that what comes late is told from what is awaited.
    pub(super) turn: u32,
    /// The configuration in use as it was given, for the next instance.
    pub(super) config_text: String,
    /// The host's name for the signed-in user, as of the configuration in use.
    user: Option<String>,
    /// Data of an earlier instance is shown.
    pub(super) is_restored: bool,
}

impl Widget {
    /// Takes attributes (a JSON object of texts), own configuration and `fetch`.
    pub fn assign(&self, attributes: &str, own_config: Option<String>, fetch: Option<Function>) {
        let attributes_text = attributes.to_owned();
        let (attributes, wrong) = match Json::parse(attributes) {
            Ok(json) => {
                let text = |name: &str| json.get(name)?.as_text().map(str::to_owned);
                let test_mode = options::options().is_ok_and(|options| options.test_mode);
                let (attributes, mut errors) = Attributes::read(text, test_mode);
                errors.extend(intl::unknown(&attributes));
                errors.truncate(1);
                (attributes, errors.pop())
            }
            Err(error) => (Attributes::default(), Some(error)),
        };
        let interval_ms = u64::from(attributes.refresh_secs.unwrap_or(0)) * 1_000;
        let (asks, restyles, rearms) = {
            let mut given = self.given.borrow_mut();
            given.attributes_text = attributes_text;
            let rearms = given.attributes.refresh_secs != attributes.refresh_secs;
            let restyles = differs_in_looks(&given.attributes, &attributes);
            let asks = given.asks_differently(&attributes, own_config.as_deref(), fetch.as_ref())
                || given.wrong != wrong;
            given.attributes = attributes;
            given.wrong = wrong;
            given.own_config = own_config;
            given.fetch = fetch;
            (asks, restyles, rearms)
        };
        if rearms {
            self.tell(Event::RefreshEvery { interval_ms });
        }
        if restyles {
            self.restyle();
        }
        if asks {
            self.configure(false);
        }
    }

    /// Shows `response` in place of asking, or asks again.
    pub fn respond(&self, response: Option<Uint8Array>) {
        let is_wrong = {
            let mut given = self.given.borrow_mut();
            given.response = response;
            given.wrong.is_some()
        };
        if !is_wrong {
            self.configure(false);
        }
    }

    /// A property is wrong; the next assignment takes the place of this.
    pub fn reject(&self, error: Error) {
        self.given.borrow_mut().wrong = Some(error);
        self.configure(false);
    }

    /// The page's options have changed: how it looks, and, where `asks`, what is asked.
    pub fn reconfigure(&self, asks: bool) {
        let (attributes, own_config, fetch) = {
            let given = self.given.borrow();
            let own = (given.own_config.clone(), given.fetch.clone());
            (given.attributes_text.clone(), own.0, own.1)
        };
        self.restyle();
        if !attributes.is_empty() {
            // Attributes may be read otherwise now.
            self.assign(&attributes, own_config, fetch);
        }
        if asks {
            self.record_reload();
            self.configure(false);
        }
    }

    /// Finds the configuration and tells `state` of it; a person waits for it where
    /// `is_user_initiated`.
    pub(super) fn configure(&self, is_user_initiated: bool) {
        self.config_request.take();
        self.grace.take();
        {
            let mut given = self.given.borrow_mut();
            given.turn = given.turn.wrapping_add(1);
            given.dashboard_path = None;
        }
        let chosen = options::options().and_then(|options| {
            self.tell(Event::RulesChanged(rules(&options)));
            let given = self.given.borrow();
            match &given.wrong {
                Some(error) => Err(error.clone()),
                None => source::choose(given.own_config.as_deref(), &given.attributes, &options),
            }
        });
        let needs_none = {
            let given = self.given.borrow();
            given.response.is_some() && given.own_config.is_none() && given.wrong.is_none()
        };
        match chosen {
            Ok(Source::Config(config)) => {
                self.keep_config_text();
                self.configured(config, None);
            }
            // An answer given by the page needs no configuration but its own.
            _ if needs_none => self.show_response(None),
            Ok(Source::Dashboard { path, widget_id }) => {
                self.ask_dashboard(&path, widget_id, false, is_user_initiated);
            }
            Err(error) => self.misconfigured(error),
        }
    }

    /// Says that the configuration is wrong. What is missing may come a moment later, from an
    /// effect of the page's framework: that is said only when it has not come in time.
    fn misconfigured(&self, error: Error) {
        if !error.is_missing() {
            return self.tell(Event::Misconfigured(error));
        }
        self.tell(Event::AwaitingConfiguration);
        let late = self.callback(|widget, error| widget.tell(Event::Misconfigured(error)));
        self.grace
            .replace(Some(Timeout::new(GRACE_MS, move || late(error))));
    }

    /// A refresh after a failure looks at the dashboard again, too.
    pub(super) fn forget_dashboard_if_failed(&self) {
        let has_failed = self.state.borrow().error().is_some();
        if has_failed {
            self.forget_dashboard();
        }
    }

    pub(super) fn forget_dashboard(&self) {
        if let Some(key) = &self.given.borrow().dashboard_key {
            dashboards::forget(key);
        }
    }

    fn keep_config_text(&self) {
        let options = options::options();
        let mut given = self.given.borrow_mut();
        let id = given.attributes.widget_id.as_deref().unwrap_or_default();
        let of_page = || options.ok()?.widget(id).map(Json::to_string);
        let text = given.own_config.clone().or_else(of_page);
        given.config_text = text.unwrap_or_default();
    }

    /// Asks for the dashboard again, where there is one and it is not asked for already, and
    /// follows it where it was edited. All widgets that look in one go share one request, and
    /// the browser makes it a conditional one. Where it fails, what is known stays.
    pub fn look_at_dashboard(&self) {
        let (path, id) = {
            let given = self.given.borrow();
            (
                given.dashboard_path.clone(),
                given.attributes.widget_id.clone(),
            )
        };
        if let Some(path) = path.filter(|_| self.config_request.borrow().is_none()) {
            self.ask_dashboard(&path, id.unwrap_or_default(), true, false);
        }
    }

    /// `is_look` where the widget is configured already, `is_user_initiated` where a person waits.
    fn ask_dashboard(&self, path: &str, widget_id: String, is_look: bool, is_user_initiated: bool) {
        let call = match self.call(path, &[]) {
            Ok(call) => call,
            Err(error) => return self.tell(Event::Misconfigured(error)),
        };
        // Widgets with a `fetch` of their own may not see what others see.
        let key = format!("{} {}", fetch::number_of(call.fetch.as_ref()), call.url);
        if !is_look {
            {
                let mut given = self.given.borrow_mut();
                given.dashboard_path = Some(path.to_owned());
                given.dashboard_key = Some(key.clone());
            }
            if let Some(dashboard) = dashboards::fresh(&key) {
                return self.take_dashboard(&dashboard, &widget_id);
            }
            self.tell(Event::AwaitingConfiguration);
        }
        let done = self.callback(move |widget: &Widget, outcome: Result<Body, Error>| {
            widget.config_request.take();
            let read = outcome.and_then(read_dashboard);
            if let Ok(dashboard) = &read {
                dashboards::keep(key.clone(), dashboard);
            }
            match read {
                Ok(dashboard) if is_look && widget.knows(&dashboard, &widget_id) => {}
                Err(_) if is_look => {}
                read => match read.or_else(|error| in_its_place(&key, error)) {
                    Ok(dashboard) => widget.take_dashboard(&dashboard, &widget_id),
                    Err(error) => widget.tell(unconfigured(error)),
                },
            }
            widget.resolve_if_settled();
        });
        let request = self.ask(call, Form::Bytes, is_user_initiated, done);
        self.config_request.replace(Some(request));
    }

    /// The dashboard says nothing new of the widget.
    fn knows(&self, dashboard: &DashboardConfig, widget_id: &str) -> bool {
        let found = dashboard
            .widget(widget_id)
            .and_then(|config| Ok((self.scope_of(&config, Some(dashboard))?, config)));
        let mut given = self.given.borrow_mut();
        let is_known = match &found {
            Ok((scope, config)) => {
                given.config.as_deref() == Some(config) && given.scope.as_ref() == Some(scope)
            }
            Err(error) => self.state.borrow().error() == Some(error),
        };
        // What waits for an older configuration waits no longer.
        given.turn = given.turn.wrapping_add(u32::from(!is_known));
        is_known
    }

    fn take_dashboard(&self, dashboard: &DashboardConfig, widget_id: &str) {
        match dashboard.widget(widget_id) {
            Ok(config) => {
                let json = dashboard.widget_json(widget_id).map(Json::to_string);
                self.given.borrow_mut().config_text = json.unwrap_or_default();
                self.configured(config, Some(dashboard));
            }
            Err(error) => self.tell(Event::Misconfigured(error)),
        }
    }

    /// Somebody was given a dashboard: perhaps the one that this widget waits for.
    pub(crate) fn dashboard_came(&self, key: &str) {
        let is_it = self.given.borrow().dashboard_key.as_deref() == Some(key);
        if is_it {
            self.tell(Event::DashboardLoaded);
        }
    }

    fn configured(&self, config: WidgetConfig, dashboard: Option<&DashboardConfig>) {
        let config = Rc::new(config);
        if self.given.borrow().response.is_some() {
            return self.show_response(Some(config));
        }
        let scope = match self.scope_of(&config, dashboard) {
            Ok(scope) => scope,
            Err(error) => return self.misconfigured(error),
        };
        let keeps_shown = {
            let mut given = self.given.borrow_mut();
            let is_restored = std::mem::take(&mut given.is_restored);
            // Another user may not see what the one before saw, not even for a moment.
            let user = options::options().ok().and_then(|it| it.cache_key.clone());
            let is_same_user = std::mem::replace(&mut given.user, user.clone()) == user;
            let is_same = given.config.as_ref() == Some(&config)
                && (is_restored || given.scope.as_ref().is_some_and(|old| old.org == scope.org));
            given.config = Some(Rc::clone(&config));
            given.scope = Some(scope.clone());
            is_same && (is_restored || is_same_user)
        };
        self.preload_colors();
        self.find_number();
        let query_spec = Box::new(self.query_spec(config, scope));
        let bypasses_stored = std::mem::take(&mut self.given.borrow_mut().bypasses_stored);
        self.with_stored_decision(query_spec, bypasses_stored, move |widget, spec| {
            widget.tell(Event::Configured {
                spec,
                keeps_shown,
                bypasses_stored,
            });
        });
    }

    fn scope_of(
        &self,
        config: &WidgetConfig,
        dashboard: Option<&DashboardConfig>,
    ) -> Result<Scope, Error> {
        let options = options::options()?;
        let given = self.given.borrow();
        let org = options.org.as_deref();
        let mut scope = Scope::new(&given.attributes, dashboard, config, org)?;
        scope.send_widget_id = options.split.server;
        Ok(scope)
    }

    fn query_spec(&self, config: Rc<WidgetConfig>, scope: Scope) -> QuerySpec {
        let given = self.given.borrow();
        let compare = given.attributes.compare;
        QuerySpec {
            zone: compare.map_or_else(Zone::utc, |offset| {
                intl::zone(spanned(scope.range, offset), given.time_zone())
            }),
            split: options::options().map_or_else(|_| Default::default(), |options| options.split),
            stored: None,
            compare,
            config,
            scope,
        }
    }

    /// Decodes the answer that the page gave, in the shape that the configuration asks for.
    fn show_response(&self, config: Option<Rc<WidgetConfig>>) {
        let expect = config.as_deref().map_or_else(anything, expected);
        let decoded = config
            .map_or_else(|| simplest().map(Rc::new), Ok)
            .and_then(|config| {
                let mut given = self.given.borrow_mut();
                given.config = Some(config);
                given.scope = None;
                let response = given.response.clone();
                default_shape::decode(expect, &response.unwrap_or_default())
            });
        self.tell(Event::ResponseAssigned(decoded.map(Rc::new)));
    }
}

impl Given {
    /// The zone to show times in, where it is not the viewer's own.
    pub(super) fn time_zone(&self) -> Option<&str> {
        let is_utc = self.scope.as_ref().is_some_and(|scope| scope.utc);
        let own = self.attributes.timezone.as_deref();
        own.or(is_utc.then_some("UTC"))
    }

    /// The base address in force.
    pub(super) fn base<'a>(&'a self, options: &'a Options) -> &'a str {
        let own = self.attributes.base_url.as_deref();
        own.or(options.base_url.as_deref()).unwrap_or("/")
    }

    fn asks_differently(
        &self,
        attributes: &Attributes,
        own_config: Option<&str>,
        fetch: Option<&Function>,
    ) -> bool {
        self.own_config.as_deref() != own_config
            || self.fetch.as_ref() != fetch
            || without_looks(&self.attributes) != without_looks(attributes)
            || self.config.is_none()
    }
}

/// The attributes that requests depend on.
fn without_looks(attributes: &Attributes) -> Attributes {
    Attributes {
        refresh_secs: None,
        theme: Default::default(),
        // The earlier period goes by the viewer's clock.
        timezone: attributes.compare.and(attributes.timezone.clone()),
        locale: None,
        group: None,
        notes: Vec::new(),
        ..attributes.clone()
    }
}

fn differs_in_looks(a: &Attributes, b: &Attributes) -> bool {
    a.theme != b.theme || a.timezone != b.timezone || a.locale != b.locale
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

/// How an answer is shown that comes without a configuration.
fn simplest() -> Result<WidgetConfig, Error> {
    let json = r#"{"displayType": "line", "queries": [{"aggregates": ["count()"]}]}"#;
    WidgetConfig::from_json(&Json::parse(json)?)
}

/// How long a page may stay open before the clocks change unknown to it.
const ZONE_AHEAD_SECS: i64 = 400 * DAY;

/// From the earlier period to the time to come.
fn spanned(range: RangeChoice, offset: Offset) -> TimeRange {
    let now = globals::now_secs();
    let range = range.at(now);
    TimeRange {
        start: offset.earlier_range(range, &Zone::utc()).start,
        end: range.end.max(now + ZONE_AHEAD_SECS),
    }
}

/// Used by [`Widget::restyle`]: looks never ask again.
pub(super) const LOOKS: Dirty = Dirty::Data;

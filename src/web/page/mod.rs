//! What all widgets of a page share: options, the host's `fetch`, dashboards, the handle
//! table, and the page's own comings and goings.

use crate::config::{DashboardConfig, Options};
use crate::error::Error;
use crate::json::Json;
use crate::sorted::SortedMap;
use crate::state::Event;
use crate::web::browser::css_colors;
use crate::web::browser::observers::Listener;
use crate::web::handles::{Handle, Handles};
use crate::web::js_error;
use crate::web::metrics;
use crate::web::net::request_pool;
use crate::web::net::server_clock;
use crate::web::net::transport::{self, Limits, origin_of};
use crate::web::storage::PageStore;
use crate::web::widget::Widget;
use js_sys::Function;
use std::cell::RefCell;
use std::iter::once;
use std::rc::Rc;

/// Name of the database.
const STORE: &str = "events-stats-widget";

/// How long a fetched dashboard serves widgets that come later, in milliseconds.
const DASHBOARD_FRESH_MS: i64 = 60_000;

#[derive(Default)]
struct Page {
    options: Option<Result<Rc<Options>, Error>>,
    fetch: Option<Function>,
    widgets: Handles<Rc<Widget>>,
    /// When each came; `None` once it is to be fetched again.
    dashboards: SortedMap<String, (Option<i64>, Rc<DashboardConfig>)>,
    listeners: Vec<Listener>,
    store: Option<PageStore>,
}

impl Page {
    /// Whether anything may be kept beyond the page.
    fn keeps(&self) -> bool {
        let options = self.options.as_ref();
        options.is_none_or(|options| options.as_ref().is_ok_and(|it| it.cache.is_on))
    }

    /// What is asked stays the same under these options.
    fn asks_like(&self, options: &Options) -> bool {
        match &self.options {
            None => Options::default().asks_like(options),
            Some(now) => now.as_ref().is_ok_and(|now| now.asks_like(options)),
        }
    }
}

thread_local! {
    static PAGE: RefCell<Page> = RefCell::default();
}

/// The table is held only inside `work`, which calls nothing foreign; should it be held all
/// the same, nothing is done rather than a panic.
fn with<T>(work: impl FnOnce(&mut Page) -> T) -> Option<T> {
    PAGE.with(|page| page.try_borrow_mut().ok().map(|mut page| work(&mut page)))
}

/// Listens to the page: its tab comes to the front, its network is back, it is printed.
pub fn watch() {
    let mut listeners = Vec::new();
    if let Some(window) = web_sys::window() {
        let online = Listener::passive(&window, "online", |_| retry_all());
        listeners.extend(online);
        for (kind, is_printing) in [("beforeprint", true), ("afterprint", false)] {
            let printed = Listener::passive(&window, kind, move |_| {
                for widget in widgets() {
                    widget.print(is_printing);
                }
            });
            listeners.extend(printed);
        }
        if let Some(document) = window.document() {
            let seen = document.clone();
            let shown = Listener::passive(&document, "visibilitychange", move |_| {
                let shown = !seen.hidden();
                tell_all(|| Event::PageShown(shown));
            });
            listeners.extend(shown);
        }
    }
    with(|page| page.listeners = listeners);
}

/// Ends one widget, or, where there is none, the listening. False when nothing is left.
pub fn end() -> bool {
    if let Some(widget) = with(|page| page.widgets.iter().next().cloned()).flatten() {
        drop(remove(widget.handle));
        widget.end();
        return true;
    }
    drop(with(|page| std::mem::take(&mut page.listeners)));
    metrics::end();
    false
}

/// Sets the page's options, given as JSON, over the defaults; `functions` are those among them,
/// which the JSON names by number. Wrong ones leave those in use as they are; where none were
/// in use yet, every widget says what is wrong.
pub fn configure(
    json: &str,
    fetch: Option<Function>,
    functions: Vec<Function>,
) -> Result<(), Error> {
    let read = Json::parse(json)
        .and_then(|json| Options::default().with(&json))
        .and_then(|options| css_colors::check(&options).map(|()| options))
        .and_then(|options| {
            metrics::configure(&options, fetch.as_ref(), functions).map(|()| options)
        });
    let changed = with(|page| match &read {
        Ok(options) => {
            let asks = page.fetch != fetch || !page.asks_like(options);
            if page.keeps() != options.cache.is_on {
                page.store = None;
            }
            let before = page.options.as_ref().and_then(|now| now.as_ref().ok());
            if before.is_some_and(|before| before.cache_key != options.cache_key) {
                // Another user may see other dashboards.
                page.dashboards.clear();
            }
            page.options = Some(Ok(Rc::new(options.clone())));
            page.fetch = fetch;
            Some(asks)
        }
        Err(error) => {
            let is_first = !matches!(page.options, Some(Ok(_)));
            if is_first {
                page.options = Some(Err(error.clone()));
            }
            is_first.then_some(true)
        }
    });
    if let Ok(options) = &read {
        request_pool::set_concurrency(options.concurrency as usize);
    }
    if let Some(asks) = changed.flatten() {
        for widget in widgets() {
            widget.reconfigure(asks);
        }
    }
    read.map(drop)
}

/// The page's options, or what is wrong with them.
pub fn options() -> Result<Rc<Options>, Error> {
    with(|page| page.options.clone())
        .flatten()
        .unwrap_or_else(|| Ok(Rc::default()))
}

/// The page's own `fetch`, where it gave one and named the origin of `url`: it may add secrets.
pub fn fetch(options: &Options, url: &str) -> Option<Function> {
    let fetch = with(|page| page.fetch.clone()).flatten()?;
    let base = options.base_url.as_deref().unwrap_or("/");
    let base = transport::address(base, "", &[]).unwrap_or_default();
    let origin = origin_of(url);
    let mut named = once(&base).chain(&options.fetch_origins);
    named.any(|it| origin_of(it) == origin).then_some(fetch)
}

/// What a request may cost.
pub fn limits(options: &Options) -> Limits {
    Limits {
        timeout_ms: options.timeout_ms,
        max_bytes: options.max_bytes.into(),
    }
}

/// Keeps a widget made from its own handle. It is made outside of the table: it asks for the
/// page's options.
pub fn insert(make: impl FnOnce(Handle) -> Rc<Widget>) -> Option<Handle> {
    let handle = with(|page| page.widgets.reserve()).flatten()?;
    let widget = make(handle);
    with(|page| page.widgets.put(handle, widget));
    Some(handle)
}

/// The widget of a handle, while it is connected.
pub fn widget(handle: Handle) -> Option<Rc<Widget>> {
    with(|page| page.widgets.get(handle).cloned()).flatten()
}

/// The page's store, opened when first needed; in memory alone where nothing is to be kept.
pub fn store() -> PageStore {
    let kept = with(|page| {
        let keeps = page.keeps();
        let open = || {
            if keeps {
                lasting_store()
            } else {
                PageStore::in_memory()
            }
        };
        page.store.get_or_insert_with(open).clone()
    });
    kept.unwrap_or_else(PageStore::in_memory)
}

/// The browser's database, whatever the options say now: it may hold what was kept before.
pub fn lasting_store() -> PageStore {
    PageStore::open(STORE)
}

/// Takes the widget of a handle out.
pub fn remove(handle: Handle) -> Option<Rc<Widget>> {
    with(|page| page.widgets.remove(handle)).flatten()
}

/// A dashboard that was fetched a moment ago.
pub fn dashboard(key: &str) -> Option<Rc<DashboardConfig>> {
    let found = with(|page| {
        let oldest_ms = server_clock::monotonic_ms() - DASHBOARD_FRESH_MS;
        let kept = page.dashboards.get(key);
        let kept = kept.filter(|(at_ms, _)| at_ms.is_some_and(|at_ms| at_ms >= oldest_ms));
        kept.map(|(_, kept)| Rc::clone(kept))
    })
    .flatten();
    let hits = u64::from(found.is_some());
    metrics::recorder().cache("dashboards", "get", hits, 1 - hits);
    found
}

/// Keeps a dashboard for the widgets that come a moment later.
pub fn keep_dashboard(key: String, dashboard: &Rc<DashboardConfig>) {
    let now = Some(server_clock::monotonic_ms());
    with(|page| {
        let kept = (now, Rc::clone(dashboard));
        page.dashboards.insert(key.clone(), kept)
    });
    for widget in widgets() {
        widget.dashboard_came(&key);
    }
}

/// A dashboard that was fetched at any time: what its neighbours show serves a widget whose own
/// request failed.
pub fn older_dashboard(key: &str) -> Option<Rc<DashboardConfig>> {
    with(|page| page.dashboards.get(key).map(|(_, kept)| Rc::clone(kept))).flatten()
}

/// Has a dashboard fetched again.
pub fn forget_dashboard(key: &str) {
    with(|page| {
        if let Some((at_ms, _)) = page.dashboards.get_mut(key) {
            *at_ms = None;
        }
    });
}

/// The connected widgets of a group.
pub fn group(name: &str) -> Vec<Rc<Widget>> {
    let mut members = widgets();
    members.retain(|widget| widget.is_of_group(name));
    members
}

/// A server can be reached again: what waits for another try waits no longer.
pub fn retry_all() {
    tell_all(|| Event::Online);
}

fn tell_all(event: impl Fn() -> Event) {
    for widget in widgets() {
        widget.tell(event());
    }
}

/// All connected widgets.
pub fn widgets() -> Vec<Rc<Widget>> {
    with(|page| page.widgets.iter().cloned().collect()).unwrap_or_default()
}

/// An error as an export throws it.
pub fn thrown(result: Result<(), Error>) -> Result<(), wasm_bindgen::JsValue> {
    result.map_err(js_error::throw)
}

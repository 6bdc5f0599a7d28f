//! A page from its first widget to its last: it is set up, shown, printed, and back online.

use super::broadcast::{self, PageEvent};
use super::{dashboards, options};
use crate::config::Options;
use crate::error::Error;
use crate::json::Json;
use crate::web::browser::css_colors;
use crate::web::browser::observers::{Listener, media_listener};
use crate::web::metrics;
use crate::web::net::request_pool;
use crate::web::storage::{self, decisions};
use js_sys::Function;
use std::cell::RefCell;

thread_local! {
    static LISTENERS: RefCell<Vec<Listener>> = const { RefCell::new(Vec::new()) };
}

/// Listens to the page: its tab comes to the front, its network is back, it is printed, its
/// colours are others.
pub fn watch() {
    request_pool::on_open(|| broadcast::send(&PageEvent::Online));
    let mut listeners = Vec::new();
    if let Some(window) = web_sys::window() {
        for (kind, event) in [
            ("online", PageEvent::Online),
            ("beforeprint", PageEvent::Printing(true)),
            ("afterprint", PageEvent::Printing(false)),
        ] {
            let heard = move |_| broadcast::send(&event);
            listeners.extend(Listener::passive(&window, kind, heard));
        }
        for query in ["(prefers-color-scheme: dark)", "(forced-colors: active)"] {
            let restyled = |_| broadcast::send(&PageEvent::Restyled);
            listeners.extend(media_listener(query, restyled));
        }
        // `beforeprint` comes while the page is laid out for the screen, this one (in Chromium)
        // once it is laid out for paper.
        let printed = |is_printing| broadcast::send(&PageEvent::Printing(is_printing));
        listeners.extend(media_listener("print", printed));
        if let Some(document) = window.document() {
            let page = document.clone();
            let shown = move |_| broadcast::send(&PageEvent::Shown(!page.hidden()));
            listeners.extend(Listener::passive(&document, "visibilitychange", shown));
        }
    }
    drop(LISTENERS.replace(listeners));
}

/// Ends the listening.
pub fn end() {
    drop(LISTENERS.take());
    metrics::end();
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
    let asks = match &read {
        Ok(new) => {
            let changed = options::replace(new, fetch);
            if changed.user {
                // Another user may see other dashboards.
                dashboards::clear();
            }
            if storage::set_lasting(new.cache.is_on) {
                decisions::clear_memory();
            }
            request_pool::set_concurrency(new.concurrency as usize);
            Some(changed.asks)
        }
        Err(error) => options::reject(error).then_some(true),
    };
    if let Some(asks) = asks {
        broadcast::send(&PageEvent::Reconfigured { asks });
    }
    read.map(drop)
}

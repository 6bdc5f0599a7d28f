//! The page's options, and the `fetch` it gave with them.

use crate::config::Options;
use crate::error::Error;
use crate::web::net::transport::Limits;
use crate::web::net::url::{self, origin_of};
use js_sys::Function;
use std::cell::RefCell;
use std::iter::once;
use std::rc::Rc;

#[derive(Default)]
struct Current {
    options: Option<Result<Rc<Options>, Error>>,
    fetch: Option<Function>,
}

/// What new options change.
pub struct Changed {
    /// What is asked.
    pub asks: bool,
    /// Who asks.
    pub user: bool,
}

thread_local! {
    static CURRENT: RefCell<Current> = RefCell::default();
}

/// The page's options, or what is wrong with them.
pub fn options() -> Result<Rc<Options>, Error> {
    let options = CURRENT.with_borrow(|current| current.options.clone());
    options.unwrap_or_else(|| Ok(Rc::default()))
}

/// The page's options, or the defaults where they are wrong.
#[inline(never)]
pub fn usable() -> Rc<Options> {
    options().unwrap_or_default()
}

/// Takes new options.
pub fn replace(options: &Options, fetch: Option<Function>) -> Changed {
    CURRENT.with_borrow_mut(|current| {
        let asks_alike = match &current.options {
            None => Options::default().asks_like(options),
            Some(now) => now.as_ref().is_ok_and(|now| now.asks_like(options)),
        };
        let before = current.options.as_ref().and_then(|now| now.as_ref().ok());
        let changed = Changed {
            asks: current.fetch != fetch || !asks_alike,
            user: before.is_some_and(|before| before.cache_key != options.cache_key),
        };
        current.options = Some(Ok(Rc::new(options.clone())));
        current.fetch = fetch;
        changed
    })
}

/// Says what is wrong with new options. True where none were in use yet: then every widget
/// says so, else those in use stay.
pub fn reject(error: &Error) -> bool {
    CURRENT.with_borrow_mut(|current| {
        let is_first = !matches!(current.options, Some(Ok(_)));
        if is_first {
            current.options = Some(Err(error.clone()));
        }
        is_first
    })
}

/// The page's own `fetch`, where it gave one and named the origin of `url`: it may add secrets.
pub fn fetch(options: &Options, url: &str) -> Option<Function> {
    let fetch = CURRENT.with_borrow(|current| current.fetch.clone())?;
    let base = options.base_url.as_deref().unwrap_or("/");
    let base = url::address(base, "", &[]).unwrap_or_default();
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

//! Addresses: of a path below a base, and the origin of one.

use crate::error::Error;
use gloo_net::http::QueryParams;

/// The address of `path` and `pairs` below `base`, which may be relative to the page.
pub fn address(base: &str, path: &str, pairs: &[(String, String)]) -> Result<String, Error> {
    let wrong = |_| Error::config("base-url", "a URL", format!("`{base}`"));
    let page = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.base_uri().ok().flatten())
        .unwrap_or_else(|| "about:blank".to_owned());
    let mut below = if base.is_empty() { "/" } else { base }.to_owned();
    if !below.ends_with('/') {
        below.push('/');
    }
    let root = web_sys::Url::new_with_base(&below, &page).map_err(wrong)?;
    let url =
        web_sys::Url::new_with_base(path.trim_start_matches('/'), &root.href()).map_err(wrong)?;
    if !pairs.is_empty() {
        let query = QueryParams::new();
        for (name, value) in pairs {
            query.append(name, value);
        }
        url.set_search(&query.to_string());
    }
    Ok(url.href())
}

/// The origin of an address, where it has one.
pub fn origin_of(url: &str) -> String {
    web_sys::Url::new(url)
        .map(|url| url.origin())
        .unwrap_or_default()
}

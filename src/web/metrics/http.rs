//! The two backends that send over HTTP: Datadog's series API and the DogStatsD relay.

use super::outbox::{Address, MAX_BODY, Manner, Outbox, wrong_address};
use crate::config::{BatchOptions, DatadogVersion, Secret};
use crate::convert;
use crate::error::Error;
use crate::metrics::{
    BatchLimits, OwnedSample, Tags, datadog_bodies, dogstatsd_line, dogstatsd_pack,
};
use crate::web::browser::dom;
use crate::web::browser::globals;
use crate::web::net::url::{address, origin_of};
use js_sys::Function;

/// Where the reference server takes lines, below the base of its API.
const RELAY: &str = "api/0/relay/statsd/";

/// What holds for all backends of a page.
pub(super) struct Surroundings {
    /// `baseUrl`
    pub(super) base_url: String,
    /// The page's own `fetch`; used towards the API's origin alone, for it may add secrets.
    pub(super) fetch: Option<Function>,
    pub(super) batch: BatchOptions,
}

impl Surroundings {
    fn limits(&self) -> BatchLimits {
        BatchLimits {
            items: self.batch.items as usize,
            wait_ms: self.batch.wait_ms.into(),
            capacity: self.batch.capacity as usize,
        }
    }

    fn fetch_for(&self, url: &str) -> Option<Function> {
        let is_api =
            address(&self.base_url, "", &[]).is_ok_and(|base| origin_of(&base) == origin_of(url));
        self.fetch.clone().filter(|_| is_api)
    }
}

/// Sends aggregated series to Datadog, or to a server that adds the key and passes them on.
pub(super) fn datadog(
    url: &str,
    (version, host): (DatadogVersion, Option<String>),
    keys: [(&'static str, &Option<Secret>); 2],
    tags: &[(String, String)],
    around: &Surroundings,
) -> Result<Outbox, Error> {
    let url = resolved("metrics.backend.url", url)?;
    let mut headers = Vec::new();
    for (name, key) in keys {
        if let Some(key) = key {
            headers.push((name, key.expose().to_owned()));
        }
    }
    let address = Address {
        fetch: around.fetch_for(&url),
        url,
        content_type: "application/json",
        headers,
    };
    let own = owned(tags);
    let manner = Manner {
        limits: around.limits(),
        // Of two points of one second Datadog keeps the later one alone.
        min_gap_ms: 1_000.0,
        encode: Box::new(move |items, ms| series(items, &own, (version, host.as_deref()), ms)),
    };
    Ok(Outbox::new(address, manner))
}

fn series(
    items: &[OwnedSample],
    own: &Tags,
    (version, host): (DatadogVersion, Option<&str>),
    elapsed_ms: f64,
) -> (Vec<String>, u64) {
    // All of one sending stand for the interval that ends now.
    let now = globals::now_ms();
    let mut samples = items.to_vec();
    for sample in &mut samples {
        sample.at_ms = now;
    }
    let interval_secs = convert::amount((elapsed_ms / 1_000.0).round().max(1.0));
    let bodies = datadog_bodies(&samples, own, version, (interval_secs, MAX_BODY), host);
    (bodies, 0)
}

/// Sends lines to a relay, which sends them on to an agent as datagrams.
pub(super) fn dogstatsd(
    url: Option<&str>,
    (host, port): (Option<&str>, Option<u16>),
    tags: &[(String, String)],
    around: &Surroundings,
) -> Result<Outbox, Error> {
    let relay = match url {
        Some(url) => resolved("metrics.backend.url", url)?,
        None => address(&around.base_url, RELAY, &[])?,
    };
    let url =
        web_sys::Url::new(&relay).map_err(|_| wrong_address("metrics.backend.url", &relay))?;
    let query = url.search_params();
    if let Some(host) = host {
        query.set("statsd_host", host);
    }
    if let Some(port) = port {
        query.set("statsd_port", &port.to_string());
    }
    let url = url.href();
    let address = Address {
        fetch: around.fetch_for(&url),
        url,
        // The one type that a beacon may carry to another origin without asking first.
        content_type: "text/plain",
        headers: Vec::new(),
    };
    let own = owned(tags);
    let manner = Manner {
        limits: around.limits(),
        min_gap_ms: 0.0,
        encode: Box::new(move |items, _| lines(items, &own)),
    };
    Ok(Outbox::new(address, manner))
}

/// Lines as datagrams, and as many of those in a body as a page that leaves may send.
fn lines(items: &[OwnedSample], own: &Tags) -> (Vec<String>, u64) {
    let lines: Vec<String> = items
        .iter()
        .map(|item| dogstatsd_line(&item.as_sample(), own))
        .collect();
    let (datagrams, too_long) = dogstatsd_pack(lines.iter().map(String::as_str));
    let mut bodies: Vec<String> = Vec::new();
    for datagram in datagrams {
        match bodies.last_mut() {
            Some(last) if last.len() + 1 + datagram.len() <= MAX_BODY => {
                last.push('\n');
                last.push_str(&datagram);
            }
            _ => bodies.push(datagram),
        }
    }
    (bodies, too_long as u64)
}

fn resolved(key: &str, url: &str) -> Result<String, Error> {
    let base = dom::document()?.base_uri().ok().flatten();
    let base = base.unwrap_or_else(|| "about:blank".to_owned());
    web_sys::Url::new_with_base(url, &base)
        .map(|url| url.href())
        .map_err(|_| wrong_address(key, url))
}

fn owned(tags: &[(String, String)]) -> Tags {
    let mut owned = Tags::default();
    for (key, value) in tags {
        owned.set(key, value);
    }
    owned
}

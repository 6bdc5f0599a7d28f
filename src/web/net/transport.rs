//! The one way out: `fetch(url, init)`, the host's or the page's, to a status and a body.
//!
//! gloo-net serves for query parameters, headers and the `Response` around what came back.
//! Its own `send`, `text`, `json` and `binary` are banned: they panic on a rejection that
//! is no `Error`, and a page's `fetch` may reject with anything. Which request goes when
//! is decided in `state::pool`.

use super::url::origin_of;
use crate::cache::is_no_store;
use crate::decode::{Decoder, error_detail};
use crate::error::{Error, ErrorKind};
use crate::metrics::{endpoint_of, track_response_metric};
use crate::state::retry_after;
use crate::web::browser::globals;
use crate::web::js_error::{name_of, reason};
use crate::web::net::abort::AbortOnDrop;
use crate::web::net::body::{self, Sink};
use crate::web::net::fetch;
use crate::web::net::server_clock::{self, Exchange};
use crate::web::recorder::{Stopwatch, metrics, recorder, traffic};
use futures_util::future::{Either, select};
use gloo_net::http::{Headers, Response};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Reflect};
use std::pin::pin;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCache, RequestInit};

/// Longest part of an error's body that is read, in bytes: enough for any sentence.
const ERROR_BODY_BYTES: u64 = 64 * 1024;

/// What a request may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest time until the last byte, in milliseconds.
    pub timeout_ms: u32,
    /// Largest body, in bytes.
    pub max_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            timeout_ms: 60_000,
            max_bytes: 64 * 1024 * 1024,
        }
    }
}

/// One request.
#[derive(Clone, Debug)]
pub struct Call {
    /// The whole address; never with a secret in it.
    pub url: String,
    /// The host's own `fetch`, used instead of the page's.
    pub fetch: Option<Function>,
    /// What it may cost.
    pub limits: Limits,
}

/// What a success says besides its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The server forbids to keep the answer.
    pub is_no_store: bool,
}

/// Makes the request and pours the body of a success into `sink`. Any other status, any
/// rejection of any type and any limit become a typed error.
pub async fn send(call: &Call, sink: &mut impl Sink) -> Result<Reply, Error> {
    limited(call, Manner::Get, sink).await
}

/// The same, but nothing that the browser has kept is taken before the server was asked
/// whether it still holds.
pub async fn send_anew(call: &Call, sink: &mut impl Sink) -> Result<Reply, Error> {
    limited(call, Manner::GetAnew, sink).await
}

/// Puts a body of JSON in place of what is at the address.
pub async fn put(call: &Call, body: &str) -> Result<Reply, Error> {
    limited(call, Manner::Put(body), &mut Bytes::default()).await
}

#[derive(Clone, Copy)]
enum Manner<'a> {
    Get,
    GetAnew,
    Put(&'a str),
}

impl Manner<'_> {
    fn method(self) -> &'static str {
        match self {
            Self::Get | Self::GetAnew => "GET",
            Self::Put(_) => "PUT",
        }
    }
}

async fn limited(call: &Call, manner: Manner<'_>, sink: &mut impl Sink) -> Result<Reply, Error> {
    let watch = Stopwatch::start();
    let work = pin!(exchange(call, manner, sink));
    let limit = pin!(TimeoutFuture::new(call.limits.timeout_ms));
    // The side that loses is dropped, and with it the abort controller or the timer.
    let outcome = match select(work, limit).await {
        Either::Left((outcome, _)) => outcome,
        Either::Right(_) => Err(ErrorKind::Timeout {
            limit_ms: call.limits.timeout_ms.into(),
        }
        .into()),
    };
    record(watch, manner.method(), &call.url, outcome)
}

/// Records an HTTP call that ends now, and gives its outcome on unchanged.
fn record(
    watch: Stopwatch,
    method: &str,
    url: &str,
    outcome: Result<Reply, Error>,
) -> Result<Reply, Error> {
    let status = match &outcome {
        Ok(reply) => Some(reply.status),
        Err(error) => error.status(),
    };
    let ms = watch.ms();
    recorder().api(endpoint_of(url), method, status, ms);
    traffic::answered(url, status, ms);
    track_response_metric(&metrics(), outcome, |_| Some(true))
}

async fn exchange(call: &Call, manner: Manner<'_>, sink: &mut impl Sink) -> Result<Reply, Error> {
    let mut abort = AbortOnDrop::for_one_request();
    let init = RequestInit::new();
    init.set_method(manner.method());
    let headers = Headers::new();
    headers.set("accept", "application/json");
    match manner {
        Manner::Get => {}
        Manner::GetAnew => init.set_cache(RequestCache::NoCache),
        Manner::Put(body) => {
            headers.set("content-type", "application/json");
            init.set_body(&body.into());
        }
    }
    init.set_headers(&headers.into_raw());
    init.set_signal(abort.signal().as_ref());
    let timing = Exchange::begin();
    let refused = |thrown: JsValue| refused(&call.url, &thrown);
    let answer = fetch::fetch(call.fetch.as_ref(), &call.url, &init).map_err(refused)?;
    let answer = JsFuture::from(answer).await.map_err(refused)?;
    let raw: web_sys::Response = as_response(answer)?;
    // Another reference to the same answer, not JavaScript's `clone()`, which copies the body.
    let response = Response::from(Clone::clone(&raw));
    timing.end(&response.headers());
    // Sentry's rate limit answers JSON as `text/html`: the status decides, not the type.
    match response.status() {
        status @ 200..=299 => {
            body::read(&raw, sink, call.limits.max_bytes).await?;
            abort.release();
            let control = response.headers().get("cache-control");
            Ok(Reply {
                status,
                is_no_store: control.is_some_and(|control| is_no_store(&control)),
            })
        }
        0 => Err(network(
            "the response cannot be read by this page (CORS)".to_owned(),
        )),
        status => Err(refusal(status, &call.url, &response, &raw).await),
    }
}

/// A `Response` of another realm or a host's own look-alike is as good as the page's.
fn as_response(answer: JsValue) -> Result<web_sys::Response, Error> {
    let has_status = answer.is_object()
        && Reflect::get(&answer, &"status".into()).is_ok_and(|status| status.as_f64().is_some())
        && Reflect::get(&answer, &"headers".into()).is_ok_and(|headers| headers.is_object());
    if has_status {
        Ok(answer.unchecked_into())
    } else {
        Err(network("`fetch` returned no Response".to_owned()))
    }
}

async fn refusal(status: u16, url: &str, response: &Response, raw: &web_sys::Response) -> Error {
    let headers = response.headers();
    let retry_after_ms = retry_after::retry_after_ms(
        headers.get("retry-after").as_deref(),
        headers.get("x-sentry-rate-limit-reset").as_deref(),
        server_clock::now_ms(),
        globals::parse_date,
    );
    let mut text = Bytes::default();
    // An error without a readable body is still that error.
    let detail = match body::read(raw, &mut text, ERROR_BODY_BYTES).await {
        Ok(()) => error_detail(status, &text.take()),
        Err(_) => String::new(),
    };
    ErrorKind::Http {
        status,
        detail: if status == 404 {
            not_found(detail, url)
        } else {
            detail
        },
        retry_after_ms,
    }
    .into()
}

/// Whether `base-url` or the organization is wrong shows in the address; what is searched for is not told.
fn not_found(detail: String, url: &str) -> String {
    let address = url.split('?').next().unwrap_or(url);
    let what = if detail.is_empty() {
        "Not found".to_owned()
    } else {
        detail
    };
    format!("{what} ({address})")
}

/// `fetch` threw or rejected. An abort by the host's own means is a failure like any other:
/// ours never gets here, because the future that would see it is dropped.
fn refused(url: &str, thrown: &JsValue) -> Error {
    let words = reason(thrown);
    let here = web_sys::window().and_then(|window| window.location().origin().ok());
    let is_foreign = here.is_some_and(|origin| origin != origin_of(url));
    let is_type_error = name_of(thrown).as_deref() == Some("TypeError");
    network(if is_foreign && is_type_error {
        format!(
            "{words} (perhaps {0} does not allow this page: CORS; or the page's policy does not name {0}: connect-src)",
            origin_of(url)
        )
    } else {
        words
    })
}

fn network(detail: String) -> Error {
    ErrorKind::Network { detail }.into()
}

/// A sink that keeps everything: for configuration and error bodies.
#[derive(Default)]
pub struct Bytes {
    bytes: Vec<u8>,
    len: usize,
}

impl Bytes {
    /// All bytes received.
    pub fn take(mut self) -> Vec<u8> {
        self.bytes.truncate(self.len);
        self.bytes
    }
}

impl Sink for Bytes {
    fn window(&mut self, len: usize) -> &mut [u8] {
        self.bytes.resize(self.len + len, 0);
        self.bytes.get_mut(self.len..).unwrap_or_default()
    }

    fn commit(&mut self, len: usize) -> Result<(), Error> {
        self.len += len;
        Ok(())
    }
}

impl Sink for Decoder {
    fn window(&mut self, len: usize) -> &mut [u8] {
        Decoder::window(self, len)
    }

    fn commit(&mut self, len: usize) -> Result<(), Error> {
        Decoder::commit(self, len)
    }
}

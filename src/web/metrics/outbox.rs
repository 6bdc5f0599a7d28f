//! Metrics on their way out over HTTP: held back in a batch, sent in as few requests as they
//! fit in, kept for later when a request fails, given to the browser when the page goes away.

use crate::convert;
use crate::error::{Error, ErrorKind};
use crate::metrics::{Backend, Batch, BatchLimits, OwnedSample, Sample};
use crate::web::browser::globals::monotonic_ms;
use crate::web::js_error::reason;
use crate::web::net::abort::AbortOnDrop;
use crate::web::net::fetch;
use crate::web::net::url::origin_of;
use futures_util::future::{Either, select};
use gloo_timers::callback::Timeout;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Promise, Reflect};
use std::cell::RefCell;
use std::pin::pin;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortSignal, Headers, RequestInit};

#[wasm_bindgen]
extern "C" {
    /// The member of a `RequestInit` that web-sys does not know.
    type KeepaliveInit;

    #[wasm_bindgen(method, setter)]
    fn set_keepalive(this: &KeepaliveInit, keepalive: bool);
}

/// Largest body that browsers send for a page that is gone: 64 KiB for all of them together.
pub(super) const MAX_BODY: usize = 60_000;

/// Longest wait after failures, in milliseconds.
const LONGEST_WAIT_MS: f64 = 300_000.0;

/// Longest wait for an answer, in milliseconds.
const TIMEOUT_MS: u32 = 30_000;

/// Where bodies go.
pub(super) struct Address {
    pub(super) url: String,
    pub(super) content_type: &'static str,
    /// Name and value; values are secrets.
    pub(super) headers: Vec<(&'static str, String)>,
    /// The host's own `fetch`, used instead of the page's.
    pub(super) fetch: Option<Function>,
}

/// Makes bodies of samples, given the time since the last ones in milliseconds: their texts, and
/// how many samples were left out.
pub(super) type Encode = Box<dyn Fn(&[OwnedSample], f64) -> (Vec<String>, u64)>;

/// How an outbox behaves.
pub(super) struct Manner {
    pub(super) limits: BatchLimits,
    /// Shortest time between two sendings, in milliseconds.
    pub(super) min_gap_ms: f64,
    pub(super) encode: Encode,
}

struct State {
    batch: Batch<OwnedSample>,
    left_out: u64,
    is_sending: bool,
    failures: i32,
    sent_at_ms: f64,
    not_before_ms: f64,
    alarm: Option<Timeout>,
}

/// Samples that wait, and where they go: a backend.
pub(super) struct Outbox(Rc<Inner>);

struct Inner {
    address: Address,
    manner: Manner,
    state: RefCell<State>,
}

impl Outbox {
    pub(super) fn new(address: Address, manner: Manner) -> Self {
        let state = State {
            batch: Batch::new(manner.limits),
            left_out: 0,
            is_sending: false,
            failures: 0,
            sent_at_ms: monotonic_ms(),
            not_before_ms: 0.0,
            alarm: None,
        };
        Self(Rc::new(Inner {
            address,
            manner,
            state: RefCell::new(state),
        }))
    }
}

impl Backend for Outbox {
    /// Takes a sample; sends when it is time.
    fn record(&mut self, sample: &Sample<'_>) -> Result<(), Error> {
        let is_due = match self.0.state.try_borrow_mut() {
            Ok(mut state) => {
                let is_due = state.batch.push(sample.to_owned(), monotonic_ms());
                is_due && !state.is_sending
            }
            Err(_) => false,
        };
        if is_due {
            Inner::send(&self.0);
        } else {
            Inner::arm(&self.0, false);
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Error> {
        Inner::send(&self.0);
        Ok(())
    }

    /// The page may be gone the next moment: the browser takes over what waits.
    fn leave(&mut self) {
        let Some((items, elapsed_ms)) = self.0.take() else {
            return;
        };
        for body in self.0.encoded(&items, elapsed_ms) {
            if !self.0.address.beacon(&body) {
                // Nobody is there any more to be told how this one went.
                drop(self.0.address.post(&body, None));
            }
        }
    }

    fn dropped(&self) -> u64 {
        let state = self.0.state.try_borrow();
        state.map_or(0, |state| state.batch.dropped() + state.left_out)
    }
}

impl Inner {
    fn arm(this: &Rc<Self>, again: bool) {
        let Ok(mut state) = this.state.try_borrow_mut() else {
            return;
        };
        if state.batch.is_empty() || state.is_sending || (state.alarm.is_some() && !again) {
            return;
        }
        let now = monotonic_ms();
        let wait_ms = if again {
            state.not_before_ms - now
        } else {
            (this.manner.limits.wait_ms as f64).max(state.not_before_ms - now)
        };
        let weak: Weak<Self> = Rc::downgrade(this);
        state.alarm = Some(Timeout::new(
            convert::small(wait_ms.clamp(0.0, 1e9)),
            move || {
                if let Some(this) = weak.upgrade() {
                    if let Ok(mut state) = this.state.try_borrow_mut() {
                        state.alarm = None;
                    }
                    Self::send(&this);
                }
            },
        ));
    }

    fn take(&self) -> Option<(Vec<OwnedSample>, f64)> {
        let mut state = self.state.try_borrow_mut().ok()?;
        let now = monotonic_ms();
        let elapsed_ms = now - std::mem::replace(&mut state.sent_at_ms, now);
        let items = state.batch.take();
        (!items.is_empty()).then_some((items, elapsed_ms))
    }

    fn encoded(&self, items: &[OwnedSample], elapsed_ms: f64) -> Vec<String> {
        let (bodies, left_out) = (self.manner.encode)(items, elapsed_ms);
        if let Ok(mut state) = self.state.try_borrow_mut() {
            state.left_out += left_out;
        }
        bodies
    }

    fn send(this: &Rc<Self>) {
        let is_early = {
            let Ok(mut state) = this.state.try_borrow_mut() else {
                return;
            };
            if state.is_sending || state.batch.is_empty() {
                return;
            }
            let gap_ends_ms = state.sent_at_ms + this.manner.min_gap_ms;
            state.not_before_ms = state.not_before_ms.max(gap_ends_ms);
            let is_early = monotonic_ms() < state.not_before_ms;
            state.is_sending = !is_early;
            is_early
        };
        if is_early {
            return Self::arm(this, true);
        }
        let Some((items, elapsed_ms)) = this.take() else {
            return;
        };
        let this = Rc::clone(this);
        spawn_local(async move {
            let outcome = this.deliver(&items, elapsed_ms).await;
            this.sent(items, outcome);
            Self::arm(&this, false);
        });
    }

    async fn deliver(&self, items: &[OwnedSample], elapsed_ms: f64) -> Result<(), Refusal> {
        let bodies = self.encoded(items, elapsed_ms);
        for (index, body) in bodies.iter().enumerate() {
            self.address
                .deliver(body)
                .await
                .map_err(|refusal| Refusal {
                    // Rather lost than counted twice: what went before has arrived.
                    may_pass: refusal.may_pass && index == 0,
                    ..refusal
                })?;
        }
        Ok(())
    }

    fn sent(&self, items: Vec<OwnedSample>, outcome: Result<(), Refusal>) {
        if let Ok(mut state) = self.state.try_borrow_mut() {
            state.is_sending = false;
            match &outcome {
                Ok(()) => state.failures = 0,
                Err(refusal) => {
                    state.failures += 1;
                    let wait_ms = self.manner.limits.wait_ms.max(1_000) as f64;
                    let wait_ms = wait_ms * 2_f64.powi(state.failures.min(20) - 1);
                    state.not_before_ms = monotonic_ms() + wait_ms.min(LONGEST_WAIT_MS);
                    if refusal.may_pass {
                        state.batch.put_back(items);
                    } else {
                        state.left_out += items.len() as u64;
                    }
                }
            }
        }
        if let Err(refusal) = outcome {
            // The origin alone: a page may keep a key in the address.
            let origin = origin_of(&self.address.url);
            super::fail(&format!(
                "{origin} does not accept metrics: {}",
                refusal.why
            ));
        }
    }
}

struct Refusal {
    why: String,
    /// The same items may be taken another time.
    may_pass: bool,
}

impl Refusal {
    fn unreachable(thrown: JsValue) -> Self {
        Self {
            why: reason(&thrown),
            may_pass: true,
        }
    }

    /// It may have been taken all the same.
    fn silence() -> Self {
        Self {
            why: format!("no response within {TIMEOUT_MS} ms"),
            may_pass: false,
        }
    }

    fn status(status: f64) -> Self {
        Self {
            why: format!("status {}", convert::small(status)),
            may_pass: status >= 500.0 || status == 408.0 || status == 429.0,
        }
    }
}

impl Address {
    /// Hands a body to the browser, which needs no page to send it. It can carry no header,
    /// and a host's own `fetch` is there for a reason.
    fn beacon(&self, body: &str) -> bool {
        if !self.headers.is_empty() || self.fetch.is_some() || self.content_type != "text/plain" {
            return false;
        }
        web_sys::window().is_some_and(|window| {
            let sent = window
                .navigator()
                .send_beacon_with_opt_str(&self.url, Some(body));
            sent.unwrap_or(false)
        })
    }

    async fn deliver(&self, body: &str) -> Result<(), Refusal> {
        let mut abort = AbortOnDrop::for_one_request();
        let answer = self
            .post(body, abort.signal())
            .map_err(Refusal::unreachable)?;
        let limit = pin!(TimeoutFuture::new(TIMEOUT_MS));
        let outcome = match select(JsFuture::from(answer), limit).await {
            Either::Left((outcome, _)) => outcome,
            Either::Right(_) => return Err(Refusal::silence()),
        };
        abort.release();
        let answer = outcome.map_err(Refusal::unreachable)?;
        let status = Reflect::get(&answer, &"status".into())
            .ok()
            .and_then(|status| status.as_f64())
            .unwrap_or_default();
        if (200.0..300.0).contains(&status) {
            Ok(())
        } else {
            Err(Refusal::status(status))
        }
    }

    fn post(&self, body: &str, signal: Option<AbortSignal>) -> Result<Promise, JsValue> {
        let init = RequestInit::new();
        init.set_signal(signal.as_ref());
        init.set_method("POST");
        init.set_body(&body.into());
        let headers = Headers::new()?;
        headers.set("content-type", self.content_type)?;
        for (name, value) in &self.headers {
            headers.set(name, value)?;
        }
        init.set_headers(&headers);
        // A page that leaves while this is under way would cut it off otherwise.
        let outlives_page = body.len() <= MAX_BODY;
        init.unchecked_ref::<KeepaliveInit>()
            .set_keepalive(outlives_page);
        fetch::fetch(self.fetch.as_ref(), &self.url, &init)
    }
}

/// An address that cannot be made sense of.
pub(super) fn wrong_address(key: &str, url: &str) -> Error {
    ErrorKind::Config {
        key: key.to_owned(),
        expected: "a URL".to_owned(),
        // Not the address itself: a page may keep a key in it.
        found: format!("a text of {} letters", url.chars().count()),
    }
    .into()
}

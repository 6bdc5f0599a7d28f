//! Makes the requests of a page: starts what `state::pool` says, shares each answer among
//! its subscribers, and gives a request up with its last one.

use super::timed::Timed;
use crate::decode::{Decoded, Decoder, Limits};
use crate::error::{Error, ErrorKind};
use crate::request::Expect;
use crate::sorted::SortedMap;
use crate::state::pool::{JobId, Pool, Ticket, WidgetId};
use crate::web::late;
use crate::web::net::fetch;
use crate::web::net::server_clock;
use crate::web::net::transport::{self, Bytes, Call};
use crate::web::net::url;
use crate::web::panic;
use futures_util::future::{AbortHandle, abortable};
use gloo_timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Wait of an origin that answered 429 and did not say how long, in milliseconds.
const DEFAULT_RETRY_AFTER_MS: u64 = 2_000;

/// How a body is read.
#[derive(Clone, Debug)]
pub enum Form {
    /// Straight into columns.
    Series(Expect),
    /// As bytes: a dashboard.
    Bytes,
}

/// What a body held.
#[derive(Clone)]
pub enum Body {
    /// Of [`Form::Series`].
    Series {
        /// The answer.
        decoded: Rc<Decoded>,
        /// The server forbids to keep it.
        is_no_store: bool,
    },
    /// Of [`Form::Bytes`].
    Bytes(Rc<Vec<u8>>),
}

type Done = Box<dyn FnOnce(Result<Body, Error>)>;

struct Prepared {
    call: Call,
    form: Form,
    under_way: Option<AbortHandle>,
}

#[derive(Default)]
struct Requests {
    pool: Pool,
    prepared: SortedMap<JobId, Prepared>,
    subscribers: SortedMap<Ticket, Done>,
    opening: Option<Timeout>,
}

thread_local! {
    static ON_OPEN: Cell<Option<fn()>> = const { Cell::new(None) };
    static CHANCE: Cell<f64> = const { Cell::new(0.0) };
    static REQUESTS: RefCell<Requests> = RefCell::default();
}

/// A request asked for; dropping it ends the interest in it.
#[must_use = "the request is given up when this is dropped"]
pub struct Subscription(Ticket);

impl Drop for Subscription {
    fn drop(&mut self) {
        let dropped = with(|requests| {
            let done = requests.subscribers.remove(&self.0);
            let given_up = requests
                .pool
                .unsubscribe(self.0)
                .and_then(|id| requests.prepared.remove(&id));
            (done, given_up.and_then(|prepared| prepared.under_way))
        });
        // Outside the table: what these drop may come back here.
        if let Some((_done, Some(handle))) = dropped {
            handle.abort();
            pump();
        }
    }
}

/// Asks for `call` on behalf of `widget`, or of a person that uses it where `is_user_initiated`; `done`
/// is called once, never during this call.
pub fn request(
    call: Call,
    form: Form,
    (widget, is_user_initiated): (WidgetId, bool),
    done: impl FnOnce(Result<Body, Error>) + 'static,
) -> Subscription {
    let ticket = with(|requests| {
        let key = requests.key_of(&call, &form);
        let origin = url::origin_of(&call.url);
        let (id, ticket) = requests
            .pool
            .subscribe(&key, &origin, widget, is_user_initiated);
        requests.prepared.get_or_insert_with(id, || Prepared {
            call,
            form,
            under_way: None,
        });
        requests.subscribers.insert(ticket, Box::new(done));
        ticket
    });
    // Started in a task of its own, so that widgets which ask in one go are ranked together.
    spawn_local(async { pump() });
    Subscription(ticket.unwrap_or_default())
}

/// Changes how many requests may be under way per origin.
pub fn set_concurrency(concurrency: usize) {
    with(|requests| requests.pool.set_concurrency(concurrency));
}

/// A widget came into view, or left it.
pub fn set_visible(widget: WidgetId, visible: bool) {
    with(|requests| requests.pool.set_visible(widget, visible));
}

/// Calls `listener` whenever an origin that was closed answers again.
pub fn on_open(listener: fn()) {
    ON_OPEN.set(Some(listener));
}

/// Chance in `0.0..1.0`, one for all whom the request that has just ended was for.
pub fn chance() -> f64 {
    CHANCE.get()
}

/// All that a widget asked waits for an origin to open again.
pub fn is_paused(widget: WidgetId) -> bool {
    with(|requests| requests.pool.is_paused(widget)).unwrap_or_default()
}

/// A widget is gone.
pub fn forget(widget: WidgetId) {
    with(|requests| requests.pool.forget(widget));
}

impl Requests {
    fn key_of(&mut self, call: &Call, form: &Form) -> String {
        let fetch = fetch::number_of(call.fetch.as_ref());
        let form = match form {
            Form::Series(_) => "series",
            Form::Bytes => "bytes",
        };
        format!("{fetch} {form} {}", call.url)
    }

    fn open_later(&mut self, now_ms: i64) {
        self.opening = self.pool.resumes_at_ms().map(|at_ms| {
            let wait_ms = (at_ms - now_ms).clamp(0, i64::from(i32::MAX));
            Timeout::new(u32::try_from(wait_ms).unwrap_or_default(), pump)
        });
    }
}

/// Starts what may start now.
fn pump() {
    if panic::has_panicked() {
        return;
    }
    let now_ms = server_clock::monotonic_ms();
    let jobs = with(|requests| {
        let jobs: Vec<_> = requests
            .pool
            .start(now_ms)
            .into_iter()
            .filter_map(|id| {
                let prepared = requests.prepared.get_mut(&id)?;
                let task = perform(prepared.call.clone(), prepared.form.clone());
                let (task, handle) = abortable(task);
                prepared.under_way = Some(handle);
                Some((id, prepared.call.url.clone(), task))
            })
            .collect();
        requests.open_later(now_ms);
        jobs
    });
    for (id, url, task) in jobs.unwrap_or_default() {
        spawn_local(async move {
            if let Ok(outcome) = task.await {
                finish(id, &url, outcome);
            }
        });
    }
}

async fn perform(call: Call, form: Form) -> Result<Body, Error> {
    match form {
        Form::Series(expect) => {
            let limits = Limits {
                max_bytes: call.limits.max_bytes,
                ..Limits::default()
            };
            let mut decoder = Timed::new(Decoder::new(expect, limits));
            let reply = transport::send(&call, &mut decoder).await?;
            let mut decoded = decoder.finish(&call.url, Decoder::finish)?;
            // What is to be compared waits for the late piece before it asks: without it, it stands alone.
            if !late::is_here() {
                decoded.drop_comparison();
            }
            #[cfg(feature = "test-panic")]
            panic::panic_over(&decoded);
            Ok(Body::Series {
                decoded: Rc::new(decoded),
                is_no_store: reply.is_no_store,
            })
        }
        Form::Bytes => {
            let mut bytes = Bytes::default();
            transport::send_anew(&call, &mut bytes).await?;
            Ok(Body::Bytes(Rc::new(bytes.take())))
        }
    }
}

fn finish(id: JobId, url: &str, outcome: Result<Body, Error>) {
    let mut opens = false;
    let waiting = with(|requests| {
        match &outcome {
            Ok(_) => opens = requests.pool.answered(id),
            Err(error) => requests.slow_down(url, error),
        }
        requests.prepared.remove(&id);
        let tickets = requests.pool.finish(id);
        tickets
            .iter()
            .filter_map(|ticket| requests.subscribers.remove(ticket))
            .collect::<Vec<_>>()
    });
    pump();
    CHANCE.set(js_sys::Math::random());
    for done in waiting.unwrap_or_default() {
        done(outcome.clone());
    }
    if opens && let Some(listener) = ON_OPEN.get() {
        listener();
    }
}

impl Requests {
    /// A 429 is meant for the origin's whole traffic from this page, not for one widget.
    fn slow_down(&mut self, url: &str, error: &Error) {
        let ErrorKind::Http {
            status: 429,
            retry_after_ms,
            ..
        } = error.kind()
        else {
            return;
        };
        let wait_ms = retry_after_ms.unwrap_or(DEFAULT_RETRY_AFTER_MS);
        let origin = url::origin_of(url);
        self.pool
            .pause_origin(&origin, server_clock::monotonic_ms(), wait_ms);
    }
}

/// The table is held only inside `work`, which calls nothing foreign; should it be held all
/// the same, nothing is done rather than a panic.
fn with<T>(work: impl FnOnce(&mut Requests) -> T) -> Option<T> {
    REQUESTS.with(|requests| {
        requests
            .try_borrow_mut()
            .ok()
            .map(|mut requests| work(&mut requests))
    })
}

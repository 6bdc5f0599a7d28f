//! The module counts its own work: `incr`, `gauge`, `timing`, `distribution`;
//! hosts record through them, too.
//!
//! The verbs and rules are those of Sentry's own metrics API: tags with scopes, an
//! instance, sampling that scales, a prefix, and a backend that can never break its
//! caller. Sinks that need a page (console, HTTP, the page's Sentry SDK) live at the edge.

mod backend;
mod batch;
mod datadog;
mod dogstatsd;
mod internal;
mod record;
mod response;
mod sample;
mod table;
mod tags;
mod trace;

pub use backend::{Backend, CompositeBackend, DummyBackend, MemoryBackend};
pub use batch::{Batch, BatchLimits};
pub use datadog::{series as datadog_series, series_bodies as datadog_bodies};
pub use dogstatsd::{MAX_DATAGRAM, line as dogstatsd_line, pack as dogstatsd_pack};
pub use internal::{InternalKey, InternalSeries};
pub use record::{Operation, Recorder};
pub use response::{HTTP_RESPONSE, PLUGIN, endpoint_of, track_response_metric};
pub use sample::{HostMetric, MetricKind, OwnedSample, Sample};
pub use table::{Attribute, Definition, TABLE, markdown};
pub use tags::{DENIED_EXCEPTION, ScopeGuard, Tags, is_denied};
pub use trace::Trace;

use crate::json::format_f64;
use std::cell::RefCell;
use std::rc::Rc;
use tags::Scopes;

/// Time, chance and trace, given by the edge.
pub trait Clock {
    /// Milliseconds of a monotonic clock.
    fn monotonic_ms(&self) -> f64;
    /// Epoch milliseconds.
    fn now_ms(&self) -> f64;
    /// A fresh random number in `0.0..1.0`.
    fn random(&self) -> f64;
    /// The trace that the page's own monitoring is in, where it is in one.
    fn trace(&self) -> Option<Trace> {
        None
    }
}

/// What holds for every metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Put before every key.
    pub prefix: String,
    /// Rate of calls that name none, 0 to 1.
    pub sample_rate: f64,
    /// Counters whose key begins so are not kept in the in-memory series.
    pub skip_internal_prefixes: Vec<String>,
    /// Keep nothing in the in-memory series.
    pub skip_all_internal: bool,
    /// Refuse a metric with a denied tag instead of dropping the tag.
    pub is_strict: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            prefix: "sentry.".to_owned(),
            sample_rate: 1.0,
            skip_internal_prefixes: Vec::new(),
            skip_all_internal: false,
            is_strict: false,
        }
    }
}

/// What one call may add to its key and amount.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RecordOptions<'a> {
    /// Which one of several things of a kind; becomes the tag `instance`.
    pub instance: Option<&'a str>,
    /// Tags of this call; stronger than all scopes.
    pub tags: &'a [(&'a str, &'a str)],
    /// Unit, such as `millisecond` or `byte`.
    pub unit: Option<&'a str>,
    /// Rate of this call, in place of the settings'.
    pub sample_rate: Option<f64>,
    /// Keep this counter in the in-memory series as well. (The origin's parameter
    /// `skip_internal` defaults to true; this is its opposite, so that the default is the same.)
    pub keep_internal: bool,
}

/// The metrics of all widgets of a page. Clones share everything.
#[derive(Clone)]
pub struct Metrics(Rc<Inner>);

struct Inner {
    settings: Settings,
    clock: Rc<dyn Clock>,
    backend: RefCell<Box<dyn Backend>>,
    scopes: Rc<RefCell<Scopes>>,
    internal: RefCell<InternalSeries>,
    faults: RefCell<BackendErrors>,
    reporter: Reporter,
}

/// Gets the first failure, and no other.
pub type Reporter = Box<dyn Fn(&str)>;

/// How often recording failed, and the first reason: reported once, counted always.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackendErrors {
    /// Failures so far.
    pub count: u64,
    /// The first one in words.
    pub first: Option<String>,
}

impl Metrics {
    /// Metrics into a backend.
    pub fn new(settings: Settings, clock: Rc<dyn Clock>, backend: Box<dyn Backend>) -> Self {
        Self::reporting(settings, clock, backend, Box::new(|_| {}))
    }

    /// Metrics into a backend whose first failure is reported.
    pub fn reporting(
        settings: Settings,
        clock: Rc<dyn Clock>,
        backend: Box<dyn Backend>,
        reporter: Reporter,
    ) -> Self {
        Self(Rc::new(Inner {
            settings,
            clock,
            backend: RefCell::new(backend),
            scopes: Rc::default(),
            internal: RefCell::default(),
            faults: RefCell::default(),
            reporter,
        }))
    }

    /// Counts `amount` more of `key`.
    pub fn incr(&self, key: &str, amount: f64, call: RecordOptions<'_>) {
        self.record(key, MetricKind::Counter, amount, call);
    }

    /// The present value of `key`.
    pub fn gauge(&self, key: &str, value: f64, call: RecordOptions<'_>) {
        self.record(key, MetricKind::Gauge, value, call);
    }

    /// A duration, in seconds unless the call names another unit.
    pub fn timing(&self, key: &str, value: f64, call: RecordOptions<'_>) {
        self.record(key, MetricKind::Timing, value, call);
    }

    /// One measurement among many.
    pub fn distribution(&self, key: &str, value: f64, call: RecordOptions<'_>) {
        self.record(key, MetricKind::Distribution, value, call);
    }

    /// Tags for every call until the guard is dropped, which brings back exactly what
    /// was there before, whatever was added in between.
    pub fn scope(&self, tags: &[(&str, &str)]) -> ScopeGuard {
        Scopes::enter(&self.0.scopes, tags)
    }

    /// Tags of every widget, weaker than all scopes; replaces those set before.
    pub fn set_all_widget_tags(&self, tags: &[(&str, &str)]) {
        if let Ok(mut scopes) = self.0.scopes.try_borrow_mut() {
            scopes.set_all_widgets(tags);
        }
    }

    /// Counts a failure of the backend that showed only after its call, such as that of a
    /// request which it made.
    pub fn fail(&self, reason: &str) {
        self.note(Err(reason.to_owned()));
    }

    /// What recording failed at so far.
    pub fn faults(&self) -> BackendErrors {
        self.0
            .faults
            .try_borrow()
            .map_or_else(|_| BackendErrors::default(), |faults| faults.clone())
    }

    /// A copy of the counters kept in memory.
    pub fn internal(&self) -> InternalSeries {
        self.0
            .internal
            .try_borrow()
            .map_or_else(|_| InternalSeries::default(), |internal| internal.clone())
    }

    /// Lets the backend send what it holds back.
    pub fn flush(&self) {
        if let Ok(mut backend) = self.0.backend.try_borrow_mut() {
            let outcome = backend.flush();
            drop(backend);
            self.note(outcome.map_err(|error| error.to_string()));
        }
    }

    /// Lets the backend hand over what it holds back: the page may be gone the next moment.
    pub fn leave(&self) {
        if let Ok(mut backend) = self.0.backend.try_borrow_mut() {
            backend.leave();
        }
    }

    /// Metrics that the backend took and could not send.
    pub fn dropped(&self) -> u64 {
        let backend = self.0.backend.try_borrow();
        backend.map_or(0, |backend| backend.dropped())
    }

    /// Records a metric of that kind.
    #[inline(never)]
    pub fn record(&self, key: &str, kind: MetricKind, value: f64, mut call: RecordOptions<'_>) {
        let inner = &*self.0;
        call.instance = call.instance.filter(|instance| !instance.is_empty());
        let keeps = kind == MetricKind::Counter && self.keeps_internal(key, call);
        // A backend that records a metric of its own while it records would come back
        // here: that metric is left out.
        let Ok(mut backend) = inner.backend.try_borrow_mut() else {
            return;
        };
        if !keeps && !backend.is_listening() {
            return;
        }
        let rate = call.sample_rate.unwrap_or(inner.settings.sample_rate);
        if !is_sampled(rate, inner.clock.random()) {
            return;
        }
        if !value.is_finite() {
            drop(backend);
            let reason = format!(
                "the metric `{key}` needs a finite number, found {}",
                format_f64(value)
            );
            return self.note(Err(reason));
        }
        if !inner.settings.is_strict && !backend.is_listening() {
            // Nobody would see the tags.
            return self.keep(key, value, call, rate);
        }
        let tags = match self.tags(key, call) {
            Ok(tags) => tags,
            Err(refusal) => {
                drop(backend);
                return self.note(Err(refusal));
            }
        };
        if keeps {
            self.keep(key, value, call, rate);
        }
        let trace = if backend.wants_trace() {
            inner.clock.trace()
        } else {
            None
        };
        let full_key = format!("{}{key}", inner.settings.prefix);
        let sample = Sample {
            key: &full_key,
            kind,
            value,
            instance: call.instance,
            tags: &tags,
            unit: call.unit,
            sample_rate: rate,
            at_ms: inner.clock.now_ms(),
            trace: trace.as_ref(),
        };
        let outcome = backend.record(&sample);
        drop(backend);
        self.note(outcome.map_err(|error| error.to_string()));
    }

    fn keep(&self, key: &str, value: f64, call: RecordOptions<'_>, rate: f64) {
        if let Ok(mut internal) = self.0.internal.try_borrow_mut() {
            internal.incr(key, call.instance, value, rate);
        }
    }

    fn keeps_internal(&self, key: &str, call: RecordOptions<'_>) -> bool {
        let settings = &self.0.settings;
        call.keep_internal
            && !settings.skip_all_internal
            && !settings
                .skip_internal_prefixes
                .iter()
                .any(|prefix| key.starts_with(prefix.as_str()))
    }

    fn tags(&self, key: &str, call: RecordOptions<'_>) -> Result<Tags, String> {
        let mut tags = match self.0.scopes.try_borrow() {
            Ok(scopes) => scopes.merged(),
            Err(_) => Tags::default(),
        };
        tags.extend(call.tags);
        let denied = tags.take_denied();
        match denied.is_empty() || !self.0.settings.is_strict {
            true => Ok(tags),
            // Sentry: the text of its `BadMetricTags`.
            false => Err(format!(
                "discarded illegal metric tags: ['{}'] for metric '{key}'",
                denied.join("', '")
            )),
        }
    }

    fn note(&self, outcome: Result<(), String>) {
        let Err(reason) = outcome else { return };
        let is_first = match self.0.faults.try_borrow_mut() {
            Ok(mut faults) => {
                faults.count += 1;
                faults.count == 1 && {
                    faults.first = Some(reason.clone());
                    true
                }
            }
            Err(_) => false,
        };
        if is_first {
            (self.0.reporter)(&reason);
        }
    }
}

/// Sentry: `rate >= 1 or random() >= 1 - rate`.
fn is_sampled(rate: f64, random: f64) -> bool {
    rate >= 1.0 || random >= 1.0 - rate
}

#[cfg(test)]
mod suite_tests;
#[cfg(test)]
mod tests;

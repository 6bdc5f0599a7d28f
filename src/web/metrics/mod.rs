//! Metrics of a page on their way out: the sinks that need a browser, made as the options say.
//! What is recorded stands in `web::recorder`.

mod http;
mod object;
mod outbox;
mod sentry;
mod sinks;

use crate::config::{BackendOption, MetricsOptions, Options};
use crate::error::{Error, ErrorKind};
use crate::json::Json;
use crate::metrics::{
    Backend, CompositeBackend, DummyBackend, MemoryBackend, MetricKind, Metrics, RecordOptions,
    Recorder, Settings,
};
use crate::web::browser::globals;
use crate::web::browser::observers::Listener;
use crate::web::host::Host;
use crate::web::js_error::reason;
use crate::web::recorder::{self, PageClock, metrics, recorder};
use http::{Surroundings, datadog, dogstatsd};
use js_sys::{Array, Function};
use sentry::SentrySink;
use sinks::{ConsoleSink, ElementSink, FunctionSink};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;

#[derive(Default)]
struct Current {
    memory: Option<MemoryBackend>,
    made_from: MadeFrom,
    listeners: Vec<Listener>,
}

/// What the sinks depend on: while it stays the same, so do they and what they hold back.
#[derive(Clone, Default, PartialEq)]
struct MadeFrom {
    options: Rc<MetricsOptions>,
    base_url: String,
    fetch: Option<Function>,
    functions: Vec<Function>,
}

thread_local! {
    static CURRENT: RefCell<Current> = RefCell::default();
}

/// The last metrics as hosts see them, where a backend keeps them.
pub fn kept() -> Array {
    let memory = CURRENT.with(|current| current.try_borrow().ok()?.memory.clone());
    let samples = memory.map_or_else(Vec::new, |memory| memory.samples());
    let samples = samples.iter();
    samples
        .map(|it| object::of_sample(&it.as_sample()))
        .collect()
}

/// Records a metric of the host's own. The shell has seen to it that `rest` holds texts
/// `unit` and `instance`, texts by name in `tags` and a number `sampleRate`, if anything.
pub fn record(kind: &str, key: &str, value: f64, rest: &Json) {
    let text = |name: &str| rest.get(name).and_then(Json::as_text);
    let tags = rest.get("tags").and_then(Json::as_object);
    let tags = tags.into_iter().flatten();
    let tags: Vec<(&str, &str)> = tags
        .filter_map(|(key, value)| Some((key.as_str(), value.as_text()?)))
        .collect();
    let call = RecordOptions {
        instance: text("instance"),
        tags: &tags,
        unit: text("unit"),
        sample_rate: rest.get("sampleRate").and_then(Json::as_number),
        ..RecordOptions::default()
    };
    let kind = match kind {
        "gauge" => MetricKind::Gauge,
        "timing" => MetricKind::Timing,
        "distribution" => MetricKind::Distribution,
        _ => MetricKind::Counter,
    };
    metrics().record(key, kind, value, call);
}

/// Records on behalf of an element, at which `events-stats-metric` is dispatched.
pub fn record_for(host: &Host, work: impl FnOnce(&Recorder)) {
    sinks::on_behalf_of(host, || work(&recorder()));
}

/// Begins to record, and listens for the page's end, when what waits must go.
pub fn watch() {
    let defaults = MetricsOptions::default();
    recorder::replace(metrics_into(&defaults, vec![Box::new(ElementSink)]));
    let mut listeners = Vec::new();
    if let Some(window) = web_sys::window() {
        listeners.extend(Listener::passive(&window, "pagehide", |_| {
            metrics().leave()
        }));
        if let Some(document) = window.document() {
            let seen = document.clone();
            // On a phone, a page that is put away may never get another event.
            listeners.extend(Listener::passive(
                &document,
                "visibilitychange",
                move |_| {
                    if seen.hidden() {
                        metrics().leave();
                    }
                },
            ));
        }
    }
    change(|current| current.listeners = listeners);
}

/// Ends the listening, and sends what waits.
pub fn end() {
    change(|current| current.listeners.clear());
    metrics().leave();
}

/// Makes the sinks that the options name. Those before send what they hold back.
pub fn configure(
    options: &Options,
    fetch: Option<&Function>,
    functions: Vec<Function>,
) -> Result<(), Error> {
    let made_from = MadeFrom {
        options: Rc::clone(&options.metrics),
        base_url: options.base_url.clone().unwrap_or_default(),
        fetch: fetch.cloned(),
        functions,
    };
    let is_same = CURRENT.with(|current| {
        current
            .try_borrow()
            .is_ok_and(|current| current.made_from == made_from)
    });
    if is_same {
        return Ok(());
    }
    let mut sinks: Vec<Box<dyn Backend>> = vec![Box::new(ElementSink)];
    let mut memory = None;
    for backend in &made_from.options.backends {
        sinks.push(sink(backend, &made_from, &mut memory)?);
    }
    let metrics = metrics_into(&made_from.options, sinks);
    change(|current| {
        current.memory = memory;
        current.made_from = made_from;
    });
    recorder::replace(metrics).leave();
    Ok(())
}

fn metrics_into(options: &MetricsOptions, sinks: Vec<Box<dyn Backend>>) -> Metrics {
    let settings = Settings {
        prefix: options.prefix.clone(),
        sample_rate: options.sample_rate,
        skip_internal_prefixes: options.skip_internal_prefixes.clone(),
        skip_all_internal: options.skip_internal,
        is_strict: options.is_strict,
    };
    let report = |reason: &str| {
        let words = format!("events-stats-widget: unable to record a metric: {reason}");
        drop(globals::call_global(
            "console",
            "warn",
            &Array::of1(&words.into()),
        ));
    };
    let backend = Box::new(CompositeBackend::new(sinks));
    let metrics = Metrics::reporting(settings, Rc::new(PageClock), backend, Box::new(report));
    let tags: Vec<(&str, &str)> = options
        .tags
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    metrics.set_all_widget_tags(&tags);
    metrics
}

fn sink(
    option: &BackendOption,
    made_from: &MadeFrom,
    memory: &mut Option<MemoryBackend>,
) -> Result<Box<dyn Backend>, Error> {
    let around = Surroundings {
        base_url: made_from.base_url.clone(),
        fetch: made_from.fetch.clone(),
        batch: made_from.options.batch,
    };
    Ok(match option {
        BackendOption::Dummy => Box::new(DummyBackend),
        BackendOption::Console => Box::new(ConsoleSink),
        BackendOption::Sentry => Box::new(SentrySink),
        BackendOption::Memory { capacity } => {
            let shared = memory.get_or_insert_with(|| MemoryBackend::new(*capacity as usize));
            Box::new(shared.clone())
        }
        BackendOption::Function(index) => {
            let function = made_from.functions.get(*index as usize).cloned();
            let function = function.ok_or_else(|| {
                Error::config("metrics.backend", "a function", "its number alone")
            })?;
            Box::new(FunctionSink(function))
        }
        BackendOption::Datadog {
            url,
            version,
            host,
            api_key,
            app_key,
            tags,
        } => {
            let keys = [("DD-API-KEY", api_key), ("DD-APPLICATION-KEY", app_key)];
            Box::new(datadog(url, (*version, host.clone()), keys, tags, &around)?)
        }
        BackendOption::DogStatsd {
            url,
            host,
            port,
            tags,
        } => {
            let agent = (host.as_deref(), *port);
            Box::new(dogstatsd(url.as_deref(), agent, tags, &around)?)
        }
    })
}

/// A failure that showed only after the metric was taken.
fn fail(reason: &str) {
    metrics().fail(reason);
}

fn refused(thrown: JsValue) -> Error {
    ErrorKind::Metric {
        detail: reason(&thrown),
    }
    .into()
}

fn change<T>(work: impl FnOnce(&mut Current) -> T) -> Option<T> {
    CURRENT.with(|current| current.try_borrow_mut().ok().map(|mut it| work(&mut it)))
}

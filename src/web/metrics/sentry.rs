//! Metrics into the Sentry SDK that the page itself has, which adds its trace by itself.

use super::object;
use crate::error::Error;
use crate::metrics::{Backend, MetricKind, Sample};
use crate::web::browser::globals::method;
use crate::web::recorder::sentry_sdk;
use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// Looks for the SDK at each metric: pages load it late, and lazily.
pub(super) struct SentrySink;

impl Backend for SentrySink {
    fn record(&mut self, sample: &Sample<'_>) -> Result<(), Error> {
        let Some(metrics) = api() else {
            return Ok(());
        };
        let (name, value) = match sample.kind {
            MetricKind::Counter => ("count", sample.scaled()),
            MetricKind::Gauge => ("gauge", sample.value),
            MetricKind::Timing | MetricKind::Distribution => ("distribution", sample.value),
        };
        // Before version 10 of the SDK, counters were called otherwise.
        let older = || method(&metrics, "increment").filter(|_| name == "count");
        let Some(record) = method(&metrics, name).or_else(older) else {
            return Ok(());
        };
        let tags = sample
            .tags
            .for_sending(&Default::default(), sample.instance);
        let tags = object::of_tags(&tags);
        // `tags` is what SDKs before version 10 read.
        let options = object::with([("attributes", tags.clone()), ("tags", tags)]);
        if let Some(unit) = sample.unit_or_default() {
            object::set(&options, "unit", &unit.into());
        }
        record
            .call3(&metrics, &sample.key.into(), &value.into(), &options)
            .map(drop)
            .map_err(super::refused)
    }

    fn is_listening(&self) -> bool {
        api().is_some()
    }
}

fn api() -> Option<JsValue> {
    member(&sentry_sdk()?, "metrics")
}

fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into())
        .ok()
        .filter(|value| value.is_object() || value.is_function())
}

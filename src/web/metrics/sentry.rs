//! Metrics into the Sentry SDK that the page itself has, which adds its trace by itself.

use super::object::TagsObject;
use crate::error::Error;
use crate::metrics::{Backend, MetricKind, Sample};
use crate::web::browser::globals::method;
use crate::web::js_value::to_js;
use crate::web::recorder::sentry_sdk;
use js_sys::Reflect;
use serde::Serialize;
use wasm_bindgen::JsValue;

/// What the SDK's functions take besides name and value.
#[derive(Serialize)]
struct RecordOptions<'a> {
    attributes: &'a TagsObject,
    /// What SDKs before version 10 read.
    tags: &'a TagsObject,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
}

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
        let tags = TagsObject::of(sample);
        let options = to_js(&RecordOptions {
            attributes: &tags,
            tags: &tags,
            unit: sample.unit_or_default(),
        });
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

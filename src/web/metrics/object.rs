//! Plain JavaScript objects: a metric as hosts see it.

use crate::metrics::{Sample, Tags};
use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// An object with these members.
pub(super) fn with<const N: usize>(members: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new().into();
    for (key, value) in members {
        set(&object, key, &value);
    }
    object
}

/// Sets a member of an object of our own, which refuses nothing.
pub(super) fn set(object: &JsValue, key: &str, value: &JsValue) {
    drop(Reflect::set(object, &key.into(), value));
}

/// Tags as an object of texts.
pub(super) fn of_tags(tags: &Tags) -> JsValue {
    // Without a prototype, a tag called `__proto__` is a tag like any other.
    let object: JsValue = Object::<JsValue>::create(JsValue::NULL.unchecked_ref()).into();
    for (key, value) in tags.iter() {
        set(&object, key, &value.into());
    }
    object
}

/// A metric: `{name, type, value, unit, tags, sampleRate, timestamp, trace}`.
#[inline(never)]
pub(super) fn of_sample(sample: &Sample<'_>) -> JsValue {
    let tags = sample.tags.for_sending(&Tags::default(), sample.instance);
    let trace = sample.trace.map_or(JsValue::NULL, |trace| {
        with([
            ("traceId", trace.trace_id.as_str().into()),
            ("spanId", trace.span_id.as_str().into()),
        ])
    });
    with([
        ("name", sample.key.into()),
        ("type", sample.kind.name().into()),
        ("value", sample.value.into()),
        (
            "unit",
            sample.unit_or_default().map_or(JsValue::NULL, Into::into),
        ),
        ("tags", of_tags(&tags)),
        ("sampleRate", sample.sample_rate.into()),
        ("timestamp", sample.at_ms.into()),
        ("trace", trace),
    ])
}

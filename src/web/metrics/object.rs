//! Metrics as plain JavaScript objects.

use crate::metrics::{Sample, Tags};
use crate::web::js_value::{to_browser, to_js};
use js_sys::{Object, Reflect};
use serde::{Serialize, Serializer};
use wasm_bindgen::{JsCast, JsValue};

/// Tags as an object of texts.
#[derive(Clone)]
pub(super) struct TagsObject(JsValue);

impl Serialize for TagsObject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_wasm_bindgen::preserve::serialize(&self.0, serializer)
    }
}

impl TagsObject {
    /// The tags of a sample, its instance among them.
    pub(super) fn of(sample: &Sample<'_>) -> Self {
        let tags = sample.tags.for_sending(&Tags::default(), sample.instance);
        // By way of a `Map`, since an assignment to `__proto__` sets no member.
        let object: JsValue = Object::from_entries(&to_browser(&tags))
            .unwrap_or_default()
            .into();
        // What is no tag has no value there either, `constructor` for one.
        drop(Reflect::set_prototype_of::<Object>(
            object.unchecked_ref(),
            JsValue::NULL.unchecked_ref(),
        ));
        Self(object)
    }
}

/// A metric, see [`crate::metrics::HostMetric`].
#[inline(never)]
pub(super) fn of_sample(sample: &Sample<'_>) -> JsValue {
    to_js(&sample.for_host(TagsObject::of(sample)))
}

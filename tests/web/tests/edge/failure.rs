//! Errors as the page gets them.

use crate::support::member;
use events_stats_widget::error::{Error, ErrorKind};
use events_stats_widget::web::js_error::to_js;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn errors_are_error_objects_with_name_message_code_and_status() {
    let error: Error = ErrorKind::Http {
        status: 403,
        detail: "no".to_owned(),
        retry_after_ms: None,
    }
    .into();
    let object: JsValue = to_js(&error).into();
    assert!(object.is_instance_of::<js_sys::Error>());
    let text = |name| member(&object, name).as_string();
    assert_eq!(text("name").as_deref(), Some("EventsStatsError"));
    assert_eq!(text("message").as_deref(), Some("no"));
    assert_eq!(text("code").as_deref(), Some("forbidden"));
    assert_eq!(member(&object, "status").as_f64(), Some(403.0));
}

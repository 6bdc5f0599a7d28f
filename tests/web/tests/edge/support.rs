//! Host functions written in JavaScript, as a page would write them.

use events_stats_widget::web::net::transport::{Call, Limits};
use js_sys::{Function, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// A host's own `fetch` with this body; it can use `url`, `init` and `seen`, an object that
/// is returned beside it.
pub fn host_fetch(body: &str) -> (Function, JsValue) {
    let source = format!(
        "'use strict'; const seen = {{calls: 0, urls: []}};
         function fetch(url, init) {{
           seen.calls += 1; seen.urls.push(url); seen.init = init; seen.self = this;
           {body}
         }}
         return [fetch, seen];"
    );
    let pair = Function::new_no_args(&source)
        .call0(&JsValue::UNDEFINED)
        .expect("the function is well formed");
    let pair = js_sys::Array::from(&pair);
    (pair.get(0).into(), pair.get(1))
}

pub fn call(fetch: Function, url: &str) -> Call {
    Call {
        url: url.to_owned(),
        fetch: Some(fetch),
        limits: Limits::default(),
    }
}

/// Member of an object, by a dotted path.
pub fn member(object: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(object.clone(), |object, name| {
        Reflect::get(&object, &name.into()).expect("a member")
    })
}

pub async fn sleep(ms: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let window = web_sys::window().expect("a window");
        window
            .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms)
            .expect("a timer");
    });
    JsFuture::from(promise).await.expect("a timer resolves");
}

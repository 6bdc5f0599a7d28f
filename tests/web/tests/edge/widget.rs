//! A widget whose host calls back in at the worst moments.

use crate::support::{host_fetch, member, sleep};
use events_stats_widget::web::api;
use events_stats_widget::web::host::Host;
use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, ShadowRootInit, ShadowRootMode};

const CONFIG: &str = r#"{"title": "T", "displayType": "line", "widgetType": "error-events",
    "queries": [{"aggregates": ["count()"]}]}"#;
const ATTRIBUTES: &str = r#"{"org": "demo", "base-url": "https://widget.test/"}"#;
const BODY: &str = r#"{"data": [[1700000000, [{"count": 1}]], [1700000060, [{"count": 3}]]],
    "start": 1700000000, "end": 1700000120}"#;

/// An element-like box in the page, a handle in it, and what its host was told.
struct Mounted {
    outer: HtmlElement,
    handle: u32,
    told: Rc<RefCell<Vec<String>>>,
    _closures: Vec<Closure<dyn FnMut(JsValue, JsValue)>>,
}

impl Mounted {
    /// `react` is called with the widget's handle at each announcement and each change.
    fn new(react: impl Fn(u32, &str) + 'static) -> Self {
        let document = web_sys::window()
            .and_then(|window| window.document())
            .expect("a document");
        let outer: HtmlElement = document
            .create_element("div")
            .expect("a box")
            .unchecked_into();
        outer
            .set_attribute("style", "width: 400px; height: 200px")
            .expect("a size");
        document
            .body()
            .expect("a body")
            .append_child(&outer)
            .expect("in the page");
        let root = outer
            .attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))
            .expect("a root");
        let told = Rc::new(RefCell::new(Vec::new()));
        let handle = Rc::new(Cell::new(0));
        let react = Rc::new(react);
        let host = Object::new();
        let mut closures = Vec::new();
        for name in ["changed", "announce", "keep"] {
            let (told, handle, react) = (Rc::clone(&told), Rc::clone(&handle), Rc::clone(&react));
            let closure = Closure::<dyn FnMut(JsValue, JsValue)>::new(move |first: JsValue, _| {
                let words = format!("{name} {}", first.as_string().unwrap_or_default());
                told.borrow_mut().push(words.clone());
                react(handle.get(), &words);
            });
            // Functions, which no value of ours has.
            #[allow(clippy::disallowed_methods)]
            Reflect::set(&host, &name.into(), closure.as_ref()).expect("a member");
            closures.push(closure);
        }
        handle.set(api::connect(root, host.unchecked_into::<Host>()));
        Self {
            outer,
            handle: handle.get(),
            told,
            _closures: closures,
        }
    }

    fn has(&self, words: &str) -> bool {
        self.told.borrow().iter().any(|told| told == words)
    }

    async fn settled(&self) -> bool {
        let settled = JsFuture::from(api::settled(self.handle)).await;
        settled
            .ok()
            .and_then(|drawn| drawn.as_bool())
            .expect("a boolean")
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        api::disconnect(self.handle);
        self.outer.remove();
    }
}

fn body() -> Uint8Array {
    Uint8Array::from(BODY.as_bytes())
}

fn fetching() -> (Function, JsValue) {
    host_fetch(&format!(
        "return new Response({});",
        js_sys::JSON::stringify(&BODY.into()).expect("text")
    ))
}

#[wasm_bindgen_test]
async fn a_widget_asks_by_the_hosts_fetch_draws_and_says_so() {
    let (fetch, seen) = fetching();
    let mounted = Mounted::new(|_, _| {});
    api::assign(
        mounted.handle,
        ATTRIBUTES,
        Some(CONFIG.to_owned()),
        Some(fetch),
    );
    assert!(mounted.settled().await, "{:?}", mounted.told);
    let told = mounted.told.take();
    let told: Vec<&str> = told.iter().map(|words| words.trim()).collect();
    let expected = [
        "changed loading",
        "changed ready",
        "announce events-stats-split",
        "announce events-stats-load",
    ];
    let is_of_state = |words: &&str| !words.starts_with("keep") && !words.ends_with("-metric");
    let told: Vec<&str> = told.into_iter().filter(is_of_state).collect();
    assert_eq!(told, expected);
    assert_eq!(member(&seen, "calls").as_f64(), Some(1.0));
}

#[wasm_bindgen_test]
async fn a_host_that_calls_every_export_from_its_callbacks_meets_no_panic() {
    let rounds = Rc::new(Cell::new(0));
    let counted = Rc::clone(&rounds);
    let mounted = Mounted::new(move |handle, _| {
        if handle == 0 || counted.get() > 20 {
            return;
        }
        counted.set(counted.get() + 1);
        api::flush(handle);
        api::assign(handle, ATTRIBUTES, Some(CONFIG.to_owned()), None);
        api::respond(handle, Some(body()));
        api::refresh(handle, false);
        api::reject(handle, "config", "another", "this");
        drop(api::settled(handle));
        drop(api::to_csv(handle));
        drop(api::to_svg(handle, 100.0, 100.0));
        drop(api::configure("{}", None, None));
        api::restore(handle, CONFIG, Array::new());
    });
    api::respond(mounted.handle, Some(body()));
    api::flush(mounted.handle);
    sleep(50).await;
    assert!(rounds.get() > 5);
    api::respond(mounted.handle, Some(body()));
    assert!(mounted.settled().await);
}

#[wasm_bindgen_test]
async fn a_host_may_end_the_widget_from_its_own_callback() {
    let mounted = Mounted::new(|handle, words| {
        if words == "announce events-stats-load" {
            api::disconnect(handle);
        }
    });
    api::respond(mounted.handle, Some(body()));
    sleep(30).await;
    assert!(mounted.has("announce events-stats-load"));
    assert!(!mounted.settled().await, "nobody is there any more");
    api::refresh(mounted.handle, false);
    api::flush(mounted.handle);
    assert!(api::to_csv(mounted.handle).is_err());
}

#[wasm_bindgen_test]
async fn a_host_that_throws_does_not_disturb_the_chart() {
    let mounted = Mounted::new(|_, _| wasm_bindgen::throw_str("from the host"));
    api::respond(mounted.handle, Some(body()));
    assert!(mounted.settled().await);
}

#[wasm_bindgen_test]
async fn ending_a_widget_aborts_its_requests_and_empties_its_box() {
    let (fetch, seen) = host_fetch("return new Promise(() => {});");
    let mounted = Mounted::new(|_, _| {});
    api::assign(
        mounted.handle,
        ATTRIBUTES,
        Some(CONFIG.to_owned()),
        Some(fetch),
    );
    sleep(20).await;
    let root = mounted.outer.shadow_root().expect("a root");
    assert!(root.child_element_count() > 0);
    api::disconnect(mounted.handle);
    sleep(10).await;
    assert_eq!(member(&seen, "init.signal.aborted").as_bool(), Some(true));
    assert_eq!(root.child_element_count(), 0);
}

#[wasm_bindgen_test]
async fn a_box_without_area_settles_undrawn_and_is_drawn_when_it_has_one() {
    let mounted = Mounted::new(|_, _| {});
    mounted
        .outer
        .set_attribute("style", "width: 0; height: 0; overflow: hidden")
        .expect("a size");
    mounted.outer.set_hidden(true);
    api::respond(mounted.handle, Some(body()));
    assert!(!mounted.settled().await);
    mounted.outer.set_hidden(false);
    mounted
        .outer
        .set_attribute("style", "width: 400px; height: 200px")
        .expect("a size");
    sleep(100).await;
    assert!(mounted.settled().await);
}

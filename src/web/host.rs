//! Every call that the module makes into the JavaScript shell of an element.

use crate::error::Error;
use crate::time::{TimeRange, format_moment};
use crate::web::js_error;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(typescript_custom_section)]
const HOST: &str = r"
/** What an element gives to the module to be told by. */
export interface Host {
  /** The element's `state` or `error` has changed. */
  changed(state: string, error: Error | null): void;
  /** Dispatches an event of that name at the element; true where a listener will not have what follows. */
  announce(name: string, detail: object): boolean | undefined;
  /** The viewer chose a stretch of time (ISO 8601), or, with nulls, goes back to the range before. */
  select(start: string | null, end: string | null): void;
  /** What is shown, to be given to `restore` of the next instance should this one stop. */
  keep(config: string, answers: Array<Uint8Array | null>): void;
}
";

#[wasm_bindgen]
extern "C" {
    /// The shell of one element.
    #[wasm_bindgen(typescript_type = "Host")]
    pub type Host;

    #[wasm_bindgen(method, structural, catch)]
    fn changed(this: &Host, state: &str, error: &JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(method, structural, catch)]
    fn announce(this: &Host, name: &str, detail: &JsValue) -> Result<bool, JsValue>;

    #[wasm_bindgen(method, structural, catch)]
    fn select(this: &Host, start: &JsValue, end: &JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(method, structural, catch)]
    fn keep(this: &Host, config: &str, answers: &Array) -> Result<(), JsValue>;
}

impl Host {
    /// Tells the element its state.
    pub fn report_state(&self, state: &str, error: Option<&Error>) {
        let error = error.map_or(JsValue::NULL, |error| js_error::to_js(error).into());
        // An element that throws here has a defect of its own, which is no matter of the chart's.
        drop(self.changed(state, &error));
    }

    /// Dispatches an event with this detail; true where a listener will not have what follows.
    pub fn dispatch_event(&self, name: &str, detail: &JsValue) -> bool {
        self.announce(name, detail).unwrap_or_default()
    }

    /// The viewer chose a range, or `None`: the one before. It is the element's, so it decides.
    pub fn choose_range(&self, range: Option<TimeRange>) {
        let text = |secs: i64| JsValue::from_str(&format!("{}Z", format_moment(secs)));
        let (start, end) = match range {
            Some(range) => (text(range.start), text(range.end)),
            None => (JsValue::NULL, JsValue::NULL),
        };
        drop(self.select(&start, &end));
    }

    /// Gives what is shown out of the module's memory, which ends with it.
    pub fn store_shown(&self, config: &str, answers: &[Option<Vec<u8>>]) {
        let answers: Array = answers
            .iter()
            .map(|bytes| match bytes {
                Some(bytes) => Uint8Array::from(bytes.as_slice()).into(),
                None => JsValue::NULL,
            })
            .collect();
        drop(self.keep(config, &answers));
    }

    /// Dispatches `events-stats-error`.
    pub fn dispatch_error(&self, error: &Error) {
        drop(self.announce("events-stats-error", &js_error::to_js(error).into()));
    }
}

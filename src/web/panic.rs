//! What a panic leaves behind: a flag that keeps every entry shut, and one call to the
//! JavaScript shell, which ends this instance and makes another.

use js_sys::Function;
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsValue;

thread_local! {
    static HAS_PANICKED: Cell<bool> = const { Cell::new(false) };
    static LISTENER: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Calls `listener` with message and place of the first panic.
pub fn watch(listener: Function) {
    LISTENER.with(|kept| {
        if let Ok(mut kept) = kept.try_borrow_mut() {
            *kept = Some(listener);
        }
    });
    std::panic::set_hook(Box::new(|info| {
        if HAS_PANICKED.replace(true) {
            return;
        }
        let listener = LISTENER.with(|kept| kept.try_borrow_mut().ok()?.take());
        if let Some(listener) = listener {
            // The listener only notes it and returns: the stack of the panic is still there.
            drop(listener.call1(&JsValue::UNDEFINED, &info.to_string().into()));
        }
    }));
}

/// This instance has panicked: nothing in it may be touched again.
pub fn has_panicked() -> bool {
    HAS_PANICKED.get()
}

/// Panics over an answer with a series of this name, as a defect in what follows would.
#[cfg(feature = "test-panic")]
#[allow(clippy::panic)]
pub fn panic_over(decoded: &crate::decode::Decoded) {
    if decoded
        .set
        .series
        .iter()
        .any(|series| series.key.contains("panics"))
    {
        panic!("this build panics over such a series");
    }
}

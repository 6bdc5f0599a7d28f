//! The edge in a real browser: transport, pool, store, labels, handles. The same in each of them.
#![cfg(target_arch = "wasm32")]

pub mod failure;
pub mod handles;
pub mod labels;
pub mod pool;
pub mod store;
pub mod support;
pub mod transport;
pub mod widget;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

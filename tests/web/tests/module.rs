//! How the module is compiled: facts that only a browser can confirm. The same in each of them.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn the_raster_has_vector_instructions() {
    assert!(cfg!(target_feature = "simd128"));
}

#[wasm_bindgen_test]
fn there_is_a_page_to_test_on() {
    let window = web_sys::window().expect("a window");
    assert!(
        window
            .document()
            .and_then(|document| document.body())
            .is_some()
    );
}

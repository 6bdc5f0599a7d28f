//! Handles never reach another value than their own.

use events_stats_widget::web::handles::Handles;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn a_handle_finds_its_value_until_it_is_removed() {
    let mut table = Handles::default();
    let first = table.insert_with(|handle| handle).expect("room");
    assert_ne!(first, 0, "0 stands for none");
    assert_eq!(table.get(first), Some(&first));
    assert_eq!(table.remove(first), Some(first));
    assert_eq!(table.remove(first), None);
    let second = table.insert_with(|handle| handle).expect("room");
    assert_ne!(first, second, "the same place, another generation");
    assert_eq!(table.get(first), None);
    assert_eq!(table.get(second), Some(&second));
}

#[wasm_bindgen_test]
fn foreign_numbers_find_nothing() {
    let mut table: Handles<()> = Handles::default();
    table.insert_with(|_| ()).expect("room");
    for handle in [0, 1, u32::MAX, 0x0002_0000] {
        assert!(table.get(handle).is_none(), "{handle:#x}");
    }
}

#[wasm_bindgen_test]
fn a_place_is_retired_when_its_generations_are_used_up() {
    let mut table = Handles::default();
    let mut seen = std::collections::HashSet::new();
    for _ in 0..70_000 {
        let handle = table.insert_with(|_| ()).expect("room");
        assert!(seen.insert(handle), "a handle came twice");
        table.remove(handle);
    }
}

//! Sorting, and maps and sets kept sorted, at little weight in the module.
//!
//! The standard sort and `BTreeMap` are compiled again, several KB each time, for every type
//! they hold. Here one sort serves all types, and a map is a `Vec` of its entries: as fast
//! for the tens to thousands of entries that a widget has. What a body decides the size of,
//! without a bound, does not go into such a map one by one.

mod map;
mod order;
mod set;

pub use map::SortedMap;
pub use order::{first_equals, sort, sort_by, sort_by_key};
pub use set::SortedSet;

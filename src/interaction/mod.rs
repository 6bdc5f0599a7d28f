//! What a pointer, a key or a press on a legend entry means: samples in, buckets, ranges
//! and presses out.
//!
//! Pure, thresholds included; the edge reads events and hands on what comes of them.

mod keyboard;
mod legend;
mod pointer;
mod selection;

pub use keyboard::{Key, KeyMark, key};
pub use legend::{Press, press, step};
pub use pointer::{Gesture, Pointer, PointerKind};
pub use selection::{Selected, Selection, Shown};

//! What a pointer, a key or a press on a legend entry means: samples in, intents out.
//!
//! Pure, thresholds included; the edge reads events and performs intents.

mod keyboard;
mod legend;
mod pointer;

pub use keyboard::{Key, key};
pub use legend::{Press, press};
pub use pointer::{Pointer, PointerKind};

use crate::time::TimeRange;

/// What the viewer wants of the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// Mark this bucket, or none.
    Hover(Option<usize>),
    /// Look closer at this stretch of time.
    Select(TimeRange),
}

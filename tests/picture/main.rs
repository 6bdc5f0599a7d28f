//! From frames to scenes, documents and pixels.

#![allow(clippy::unwrap_used)]

mod areas;
mod bitmaps;
mod charts;
mod documents;
mod extremes;
mod fills;
mod gallery;
mod painters;
mod scenes;

use events_stats_widget_test_support as support;

//! From recorded answers to frames, layouts and what the pointer finds in them.

#![allow(clippy::unwrap_used)]

mod alerts;
mod annotations;
mod axes;
mod changes;
mod colors;
mod frames;
mod hits;
mod keys;
mod latest;
mod layouts;
mod measures;
mod names;
mod pointers;
mod selections;
mod tables;

use events_stats_widget_test_support as support;

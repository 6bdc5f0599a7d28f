//! Fetches, decodes, splits, compares and draws Sentry `events-stats` answers.
//!
//! Everything that decides is plain Rust and runs on the host; everything that
//! touches a page stands in `web`. Data flows one way:
//!
//! ```text
//! config -> request -> (web/transport) -> decode -> run -> frame -> layout -> scene -> paint -> (web/widget)
//! ```
//!
//! A stage imports only stages to its left and the vocabulary; `tests/layering.rs`
//! reads the sources and fails on an arrow that runs back.

#![cfg_attr(
    not(test),
    deny(
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        clippy::cast_sign_loss
    )
)]

pub mod cache;
pub mod chart;
pub mod config;
pub mod convert;
pub mod decision;
pub mod decode;
pub mod error;
pub mod event_details;
pub mod fnv;
pub mod format;
pub mod frame;
pub mod hit;
pub mod indexer;
pub mod inspector;
pub mod interaction;
pub mod json;
pub mod layout;
pub mod metrics;
pub mod paint;
pub mod palette;
pub use events_stats_raster as raster;
pub mod messages;
pub mod request;
pub mod run;
pub mod scale;
pub mod scene;
pub mod sentry;
pub mod series;
pub mod sorted;
pub mod state;
pub mod substring;
pub mod theme;
pub mod time;
#[cfg(target_arch = "wasm32")]
pub mod web;

#[cfg(all(feature = "png", not(target_arch = "wasm32")))]
pub use paint::bitmap::to_png;
pub use paint::{Look, draw, to_svg};

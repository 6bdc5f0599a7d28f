//! What all widgets of a page share, without knowing any of them: options, dashboards, and the
//! events that concern them all.

pub mod broadcast;
pub mod dashboards;
pub mod lifecycle;
pub mod options;

//! What is known of Sentry, once: the texts of fields, its functions, its measurements.
//!
//! Facts only. What follows from them for a chart is decided where it is drawn.

pub mod field;
pub mod functions;
pub mod measurements;

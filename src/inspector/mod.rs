//! What the inspector of a widget says, as data: the same lines for the screen and for the
//! text of a bug report. No secret gets in: addresses and reasons pass [`safe`] first.
//!
//! Gathering the facts and showing the lines is the edge's.

mod log;
pub mod redact;
mod report;

pub use log::{LoggedRequest, RequestLog, Traffic};
pub use report::{Facts, Report, ReportRow, Section, Stages};

#[cfg(test)]
mod tests;

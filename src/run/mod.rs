//! A run of a widget: everything that its queries ask (the split of errors and transactions,
//! further groups, the earlier period), and what the answers come to.
//!
//! A run is a function of its answers. They stand once, in one table; `split`, `groups` and
//! `compare` are pure steps that look up what they need, and what is not there yet is sent.
//! Sending, retrying and drawing do not belong here.

pub mod answers;
pub mod compare;
mod evaluate;
pub mod events_query;
mod facts;
pub mod groups;
mod query_run;
mod sparkline;
pub mod split;

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;

pub use evaluate::{Evaluation, PreparedSpec, QuerySpec, QueryView, evaluate};
pub use facts::{AnswerFacts, has_data};
pub use query_run::QueryRun;

/// Newer buckets than this may still grow, in seconds (Sentry: ingestion delay).
pub const INGESTION_DELAY_SECS: i64 = 90;

//! The course of a run: which requests open it and which follow from the answers.
//!
//! This is where the split and the comparison are driven: they return plans, the state
//! machine turns plans into effects, the edge performs them.

use crate::decode::Decoded;
use crate::error::Error;
use crate::request::RequestPlan;

/// What a widget asks, run by run.
pub trait Course {
    /// The requests that open a run at `now` (epoch seconds), or why none can be sent.
    fn begin(&mut self, now: i64) -> Result<Vec<RequestPlan>, Error>;

    /// Requests that follow from the answer to `plan` at `now` (epoch seconds).
    fn answered(&mut self, plan: &RequestPlan, decoded: &Decoded, now: i64) -> Vec<RequestPlan>;
}

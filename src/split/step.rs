//! What follows from a step of the split.

use crate::decision::Decision;
use crate::request::{Purpose, RequestPlan};

/// What of a query is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// Nothing yet: what comes could be replaced.
    Nothing,
    /// The answer to the request of that purpose.
    Answer(Purpose),
    /// Nothing, since every request failed.
    Failed,
}

/// What follows from a step of the split.
#[derive(Clone, Debug, PartialEq)]
pub struct SplitStep {
    /// Requests to make now.
    pub ask: Vec<RequestPlan>,
    /// What to show, one a query.
    pub show: Vec<Show>,
    /// The decision in force, where there is one.
    pub decision: Option<Decision>,
    /// The decision is new and worth keeping.
    pub keep: bool,
    /// Something inside the split failed and the plain query was taken instead; in words.
    pub note: Option<String>,
}

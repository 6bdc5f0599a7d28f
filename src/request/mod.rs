//! Configuration and range to request plans: path, ordered query pairs, purpose.
//!
//! Sending them is up to `web::net::transport`; reading what comes back, to `decode`.

mod check;
mod encode;
pub mod interval;
mod plan;
mod range;
pub mod search;
pub mod terms;

#[cfg(test)]
mod tests;

pub use check::MAX_TOP_EVENTS;
pub use encode::{ADDRESS_MAX_BYTES, encode, organization_path, path_segment};
pub use plan::{group_limit, plan, series_of_number};

use crate::time::Interval;

/// What the answer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The series of a query, shown as they come.
    Series,
    /// The errors side of an undecided widget.
    SplitErrors,
    /// The original query of an undecided widget.
    SplitOriginal,
    /// The transactions side of an undecided widget.
    SplitTransactions,
    /// The groups of a query, for an earlier period that must hold the same groups.
    Groups,
    /// Groups beyond the first ten of a query.
    MoreGroups,
    /// The groups of the earlier period, of which some may be gone now.
    EarlierGroups,
    /// The earlier period of a query.
    Earlier,
    /// The earlier total of a query, from which the earlier Other follows.
    EarlierTotal,
    /// The earlier Other of a query, where it is no difference of totals.
    EarlierOther,
    /// Rows of a table or a big number.
    Table,
}

/// Which API endpoint answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// `events-stats`
    EventsStats,
    /// `events-timeseries`
    EventsTimeseries,
    /// `events`
    Events,
}

impl Endpoint {
    /// The name in the path.
    pub fn name(self) -> &'static str {
        match self {
            Endpoint::EventsStats => "events-stats",
            Endpoint::EventsTimeseries => "events-timeseries",
            Endpoint::Events => "events",
        }
    }
}

/// What the request says of the answer's shape. The body's own look is only a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expect {
    /// The endpoint asked.
    pub endpoint: Endpoint,
    /// `topEvents`, where asked for: the answer is keyed by group.
    pub top_events: Option<u32>,
    /// Requested axes in order; more than one makes the answer keyed by axis.
    pub axes: Vec<String>,
    /// Requested bucket width; the answer may have another.
    pub interval: Option<Interval>,
}

/// A request's fingerprint. Equal ones ask the same as good as always, other ones never do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestKey(u64);

/// One request to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestPlan {
    /// What for.
    pub purpose: Purpose,
    /// Index of the widget's query it belongs to.
    pub query_index: usize,
    /// Path below the base address, with a slash at both ends.
    pub path: String,
    /// Query pairs in order, not yet encoded.
    pub pairs: Vec<(String, String)>,
    /// Shape of the answer.
    pub expect: Expect,
}

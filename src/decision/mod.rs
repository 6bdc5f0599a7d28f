//! The outcome of the errors/transactions split, as data.
//!
//! How it is reached stands in `split`; the database itself, in `web::storage`.

mod dashboard_body;
pub mod explanation;
mod text;

pub use dashboard_body::dashboard_body;
pub use text::{may_replace, store_key};

use serde::{Serialize, Serializer};

/// Which dataset a mixed widget belongs to. Names are Sentry's dashboard widget types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SplitDataset {
    /// `error-events`
    ErrorEvents,
    /// `transaction-like`
    TransactionLike,
    /// `discover`: both sides have data and the policy leaves it undecided.
    Discover,
}

impl SplitDataset {
    /// The name in Sentry's API.
    pub fn name(self) -> &'static str {
        match self {
            SplitDataset::ErrorEvents => "error-events",
            SplitDataset::TransactionLike => "transaction-like",
            SplitDataset::Discover => "discover",
        }
    }

    /// The dataset of that name in Sentry's API.
    pub fn from_name(name: &str) -> Option<Self> {
        [
            SplitDataset::ErrorEvents,
            SplitDataset::TransactionLike,
            SplitDataset::Discover,
        ]
        .into_iter()
        .find(|dataset| dataset.name() == name)
    }
}

impl Serialize for SplitDataset {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Who decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SplitSource {
    /// From field names or from which side has data.
    Inferred,
    /// Both or neither side had data, and the policy chose.
    Forced,
    /// The viewer or the host.
    User,
    /// The server's own `discoverSplitDecision`.
    Server,
}

impl SplitSource {
    /// The name in the public interface.
    pub fn name(self) -> &'static str {
        match self {
            SplitSource::Inferred => "inferred",
            SplitSource::Forced => "forced",
            SplitSource::User => "user",
            SplitSource::Server => "server",
        }
    }

    /// The source of that name in the public interface.
    pub fn from_name(name: &str) -> Option<Self> {
        [
            SplitSource::Inferred,
            SplitSource::Forced,
            SplitSource::User,
            SplitSource::Server,
        ]
        .into_iter()
        .find(|source| source.name() == name)
    }
}

impl Serialize for SplitSource {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// One question of a split and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EvidenceQuery {
    /// The dataset asked; empty for the server's default.
    pub dataset: String,
    /// The search text.
    pub query: String,
    /// The answer had data.
    pub has_data: bool,
}

/// What was asked, what came back, and when: enough to explain a decision to the viewer.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// Name of the field that decided, where names did.
    pub field: Option<String>,
    /// The errors query had data.
    pub has_errors: Option<bool>,
    /// The transactions query (or the original one) had data.
    pub has_transactions: Option<bool>,
    /// The original query was answered from metrics.
    pub used_metrics: Option<bool>,
    /// When it was decided, epoch seconds; 0 where it was not decided here.
    #[serde(serialize_with = "moment_or_null")]
    pub decided_at: i64,
    /// The questions, in the order of queries and sides.
    pub asked: Vec<EvidenceQuery>,
    /// Fingerprint of the widget's queries: what was found of other ones says nothing.
    #[serde(skip)]
    pub widget: u32,
}

fn moment_or_null<S: Serializer>(secs: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    match *secs {
        0 => serializer.serialize_none(),
        secs => serializer.serialize_f64(secs as f64),
    }
}

/// A decision with its reason, as the page gets it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// The side.
    pub dataset: SplitDataset,
    /// Who decided.
    pub source: SplitSource,
    /// Why.
    pub evidence: Evidence,
}

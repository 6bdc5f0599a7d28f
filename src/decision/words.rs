//! A decision in the viewer's words.

use super::{Decision, Evidence, SplitDataset, SplitSource};

/// Sentry: what its dashboards say of a widget whose dataset was chosen by default.
pub const FORCED: &str = "We're splitting our datasets up to make it a bit easier to digest. \
     We defaulted this widget to Errors. Edit as you see fit.";

/// What a mixed widget is shown as while nothing is decided.
pub static UNDECIDED: Decision = Decision {
    dataset: SplitDataset::Discover,
    source: SplitSource::Inferred,
    evidence: Evidence {
        field: None,
        has_errors: Some(false),
        has_transactions: Some(false),
        used_metrics: None,
        decided_at: 0,
        asked: Vec::new(),
        widget: 0,
    },
};

impl SplitDataset {
    /// The name shown to the viewer.
    pub fn label(self) -> &'static str {
        match self {
            SplitDataset::ErrorEvents => "Errors",
            SplitDataset::TransactionLike => "Transactions",
            SplitDataset::Discover => "Errors and Transactions",
        }
    }
}

impl Decision {
    /// How the decision was reached, in a sentence.
    pub fn reason(&self) -> String {
        let evidence = &self.evidence;
        let side = self.dataset.label();
        match (self.source, &evidence.field) {
            (SplitSource::Forced, _) => FORCED.to_owned(),
            (SplitSource::User, _) => format!("{side} were chosen for this widget."),
            (SplitSource::Server, _) => "The server told the two apart.".to_owned(),
            (SplitSource::Inferred, Some(field)) => {
                format!("“{field}” is a field of {}.", side.to_ascii_lowercase())
            }
            (SplitSource::Inferred, None) if evidence.used_metrics == Some(true) => {
                "The answer came from metrics, which are made of transactions.".to_owned()
            }
            (SplitSource::Inferred, None) => match self.dataset {
                SplitDataset::Discover if evidence.has_errors == Some(false) => {
                    "It is not known yet which of the two this widget is about.".to_owned()
                }
                SplitDataset::Discover => "Errors and transactions both have data.".to_owned(),
                _ => format!("Only {} have data.", side.to_ascii_lowercase()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn every_source_has_a_reason() {
        let by_field = Evidence {
            field: Some("error.type".to_owned()),
            ..Evidence::default()
        };
        let by_metrics = Evidence {
            used_metrics: Some(true),
            ..Evidence::default()
        };
        use SplitDataset::{Discover, ErrorEvents, TransactionLike};
        for (source, dataset, evidence, reason) in [
            (
                SplitSource::Forced,
                ErrorEvents,
                Evidence::default(),
                FORCED,
            ),
            (
                SplitSource::Inferred,
                ErrorEvents,
                by_field,
                "“error.type” is a field of errors.",
            ),
            (
                SplitSource::Inferred,
                TransactionLike,
                by_metrics,
                "The answer came from metrics, which are made of transactions.",
            ),
            (
                SplitSource::Inferred,
                TransactionLike,
                Evidence::default(),
                "Only transactions have data.",
            ),
            (
                SplitSource::Inferred,
                Discover,
                Evidence::default(),
                "Errors and transactions both have data.",
            ),
            (
                SplitSource::User,
                TransactionLike,
                Evidence::default(),
                "Transactions were chosen for this widget.",
            ),
            (
                SplitSource::Server,
                ErrorEvents,
                Evidence::default(),
                "The server told the two apart.",
            ),
        ] {
            let decision = Decision {
                dataset,
                source,
                evidence,
            };
            assert_eq!(decision.reason(), reason);
        }
        assert!(UNDECIDED.reason().starts_with("It is not known yet"));
    }
}

//! A decision in the viewer's words.

use super::{Decision, Evidence, SplitDataset, SplitSource};
use crate::messages::{MessageKey, Messages};

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
    pub fn label(self) -> MessageKey {
        match self {
            SplitDataset::ErrorEvents => MessageKey::Errors,
            SplitDataset::TransactionLike => MessageKey::Transactions,
            SplitDataset::Discover => MessageKey::ErrorsAndTransactions,
        }
    }
}

impl Decision {
    /// How the decision was reached, in a sentence.
    pub fn reason(&self, messages: &Messages) -> String {
        let evidence = &self.evidence;
        let side = messages.text(self.dataset.label());
        let field = evidence.field.as_deref().unwrap_or_default();
        messages.filled(self.because(), &[("side", side), ("field", field)])
    }

    fn because(&self) -> MessageKey {
        let evidence = &self.evidence;
        let is_errors = self.dataset == SplitDataset::ErrorEvents;
        match self.source {
            SplitSource::Forced => MessageKey::SplitForced,
            SplitSource::User => MessageKey::SplitChosen,
            SplitSource::Server => MessageKey::SplitByServer,
            SplitSource::Inferred if evidence.field.as_deref() == Some("event.type") => {
                MessageKey::SplitBySearch
            }
            SplitSource::Inferred if evidence.field.is_some() => match is_errors {
                true => MessageKey::ErrorsField,
                false => MessageKey::TransactionsField,
            },
            SplitSource::Inferred if evidence.used_metrics == Some(true) => {
                MessageKey::SplitByMetrics
            }
            SplitSource::Inferred => match self.dataset {
                SplitDataset::Discover if evidence.has_errors == Some(false) => {
                    MessageKey::NotKnownYet
                }
                SplitDataset::Discover => MessageKey::BothHaveData,
                SplitDataset::ErrorEvents => MessageKey::OnlyErrors,
                SplitDataset::TransactionLike => MessageKey::OnlyTransactions,
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
        let by_search = Evidence {
            field: Some("event.type".to_owned()),
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
                Messages::default().text(MessageKey::SplitForced),
            ),
            (
                SplitSource::Inferred,
                ErrorEvents,
                by_field,
                "“error.type” is an error field.",
            ),
            (
                SplitSource::Inferred,
                TransactionLike,
                by_search,
                "“event.type” in the search selects Transactions.",
            ),
            (
                SplitSource::Inferred,
                TransactionLike,
                by_metrics,
                "The response came from metrics, which contain only transactions.",
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
                "Transactions was selected for this widget.",
            ),
            (
                SplitSource::Server,
                ErrorEvents,
                Evidence::default(),
                "The server determined the dataset.",
            ),
        ] {
            let decision = Decision {
                dataset,
                source,
                evidence,
            };
            assert_eq!(decision.reason(&Messages::default()), reason);
        }
        let undecided = UNDECIDED.reason(&Messages::default());
        assert!(undecided.starts_with("The dataset is not known yet"));
    }
}

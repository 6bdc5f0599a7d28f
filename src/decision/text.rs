//! Decisions as text, for the browser's storage, and the keys they are kept under.

use super::{Decision, Evidence, EvidenceQuery, SplitDataset, SplitSource};
use crate::time::DAY;

/// First field of the text. A text of another version is not read: the widget asks again.
const VERSION: &str = "2";

/// What was inferred is looked at again after so long: data changes.
const VALID_SECS: i64 = 7 * DAY;

impl Decision {
    /// The decision still holds at `now` (epoch seconds). What a person chose holds for good.
    pub fn is_valid_at(&self, now: i64) -> bool {
        let age = now.saturating_sub(self.evidence.decided_at);
        // A decision from the future was made by a clock that was wrong.
        self.source == SplitSource::User || (-DAY..VALID_SECS).contains(&age)
    }

    /// One line of text that [`Decision::from_text`] reads.
    pub fn to_text(&self) -> String {
        let flag = |flag: Option<bool>| flag.map_or("", yes_or_no).to_owned();
        let evidence = &self.evidence;
        let field = evidence.field.as_deref();
        let mut fields = vec![
            VERSION.to_owned(),
            self.dataset.name().to_owned(),
            self.source.name().to_owned(),
            flag(evidence.has_errors),
            flag(evidence.has_transactions),
            flag(evidence.used_metrics),
            evidence.decided_at.to_string(),
            evidence.widget.to_string(),
            field.map_or_else(String::new, |field| ["=", &escape(field)].concat()),
        ];
        for asked in &evidence.asked {
            fields.push(escape(&asked.dataset));
            fields.push(escape(&asked.query));
            fields.push(yes_or_no(asked.has_data).to_owned());
        }
        fields.join("|")
    }

    /// Reads what [`Decision::to_text`] wrote; `None` for anything else.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut fields = text.split('|');
        let mut next = || fields.next();
        (next()? == VERSION).then_some(())?;
        let dataset = SplitDataset::from_name(next()?)?;
        let source = SplitSource::from_name(next()?)?;
        let flag = |text: &str| match text {
            "" => Some(None),
            text => known_flag(text).map(Some),
        };
        let mut evidence = Evidence {
            has_errors: flag(next()?)?,
            has_transactions: flag(next()?)?,
            used_metrics: flag(next()?)?,
            decided_at: next()?.parse().ok()?,
            widget: next()?.parse().ok()?,
            field: match next()? {
                "" => None,
                field => Some(unescape(field.strip_prefix('=')?)?),
            },
            asked: Vec::new(),
        };
        while let Some(dataset) = next() {
            evidence.asked.push(EvidenceQuery {
                dataset: unescape(dataset)?,
                query: unescape(next()?)?,
                has_data: known_flag(next()?)?,
            });
        }
        Some(Self {
            dataset,
            source,
            evidence,
        })
    }
}

/// Whether a decision may take the place of the one that is kept: what a person chose gives
/// way to a person's choice alone.
pub fn may_replace(kept: &Decision, new: &Decision) -> bool {
    new.source == SplitSource::User || kept.source != SplitSource::User
}

fn yes_or_no(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}

fn known_flag(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// The key of a widget's decision: it is shared by all pages that ask the same server
/// for the same organization.
pub fn store_key(base_url: &str, org: &str, widget_id: &str) -> String {
    [base_url.trim_end_matches('/'), org, widget_id]
        .map(escape)
        .join("|")
}

fn escape(text: &str) -> String {
    text.replace('%', "%25").replace('|', "%7C")
}

/// `None` where a percent sign begins none of the two escapes.
fn unescape(text: &str) -> Option<String> {
    let mut pieces = text.split('%');
    let mut plain = pieces.next()?.to_owned();
    for piece in pieces {
        if let Some(rest) = piece.strip_prefix("25") {
            plain.push('%');
            plain.push_str(rest);
        } else {
            plain.push('|');
            plain.push_str(piece.strip_prefix("7C")?);
        }
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decision() -> Decision {
        Decision {
            dataset: SplitDataset::ErrorEvents,
            source: SplitSource::Inferred,
            evidence: Evidence {
                field: Some("a|b%7C".to_owned()),
                has_errors: Some(true),
                has_transactions: None,
                used_metrics: Some(false),
                decided_at: 1_700_000_000,
                widget: 7,
                asked: vec![EvidenceQuery {
                    dataset: "discover".to_owned(),
                    query: "a:1|2".to_owned(),
                    has_data: true,
                }],
            },
        }
    }

    #[test]
    fn the_form_is_stable() {
        let text = "2|error-events|inferred|yes||no|1700000000|7|=a%7Cb%257C|discover|a:1%7C2|yes";
        assert_eq!(decision().to_text(), text);
        assert_eq!(Decision::from_text(text), Some(decision()));
    }

    #[test]
    fn other_texts_are_not_read() {
        for text in [
            "",
            "1|error-events|inferred|yes||no|1700000000|",
            "2|errors|inferred|yes||no|1700000000|7|",
            "2|error-events|inferred|yes||no|1700000000|7",
            "2|error-events|inferred|yes||no|1700000000|7||",
            "2|error-events|inferred|yes||no|1700000000|7||discover|a:1|",
            "2|error-events|inferred|maybe||no|1700000000|7|",
            "2|error-events|inferred|yes||no|soon|7|",
            "2|error-events|inferred|yes||no|1700000000|-7|",
            "2|error-events|inferred|yes||no|1700000000|7|=%zz",
        ] {
            assert_eq!(Decision::from_text(text), None, "{text}");
        }
    }

    #[test]
    fn decisions_expire_unless_a_person_chose() {
        let decided = decision();
        let at = decided.evidence.decided_at;
        assert!(decided.is_valid_at(at) && decided.is_valid_at(at + VALID_SECS - 1));
        assert!(!decided.is_valid_at(at + VALID_SECS));
        assert!(!decided.is_valid_at(at - 2 * DAY));
        let chosen = Decision {
            source: SplitSource::User,
            ..decided
        };
        assert!(chosen.is_valid_at(at + 100 * VALID_SECS));
    }

    #[test]
    fn what_a_person_chose_gives_way_to_a_person_alone() {
        let found = decision();
        let chosen = Decision {
            source: SplitSource::User,
            ..decision()
        };
        assert!(may_replace(&found, &found) && may_replace(&found, &chosen));
        assert!(may_replace(&chosen, &chosen) && !may_replace(&chosen, &found));
    }

    #[test]
    fn keys_do_not_run_together() {
        assert_eq!(store_key("/", "acme", "42"), "|acme|42");
        assert_eq!(
            store_key("https://a.example/", "acme", "42"),
            store_key("https://a.example", "acme", "42")
        );
        assert_ne!(store_key("a|b", "c", "d"), store_key("a", "b|c", "d"));
    }

    proptest! {
        #[test]
        fn every_decision_makes_the_round_trip(
            dataset in 0_usize..3, source in 0_usize..4, field in proptest::option::of("\\PC{0,12}|[|%7C25]{0,8}"),
            flags in proptest::array::uniform3(any::<Option<bool>>()), decided_at in any::<i64>(),
            widget in any::<u32>(),
            asked in proptest::collection::vec(("[a-z]{0,8}", "\\PC{0,12}|[|%7C25]{0,8}", any::<bool>()), 0..4),
        ) {
            let asked = asked.into_iter();
            let asked = asked.map(|(dataset, query, has_data)| EvidenceQuery { dataset, query, has_data }).collect();
            let decision = Decision {
                dataset: [SplitDataset::ErrorEvents, SplitDataset::TransactionLike, SplitDataset::Discover][dataset],
                source: [SplitSource::Inferred, SplitSource::Forced, SplitSource::User, SplitSource::Server][source],
                evidence: Evidence {
                    field, has_errors: flags[0], has_transactions: flags[1], used_metrics: flags[2], decided_at, asked, widget,
                },
            };
            prop_assert_eq!(Decision::from_text(&decision.to_text()), Some(decision));
        }

        #[test]
        fn any_text_is_read_or_not_and_never_a_panic(text in "\\PC{0,40}|2\\|error-events\\|user[|%yesno0-9=]{0,30}") {
            let _ = Decision::from_text(&text);
        }
    }
}

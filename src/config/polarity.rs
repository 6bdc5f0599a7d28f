//! Whether more of a measure is better, worse, or neither.

use super::WidgetType;
use crate::sentry::functions::{Rise, rise};

/// What a rise means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Polarity {
    /// More is better.
    MoreIsBetter,
    /// More is worse.
    MoreIsWorse,
    /// Neither.
    Neutral,
}

/// What a rise of `axis` means for a widget of that type; `value_type` is the type that
/// the answer names (`duration`, `percentage`, ...).
pub fn polarity(axis: &str, widget_type: WidgetType, value_type: Option<&str>) -> Polarity {
    match rise(axis, value_type) {
        Rise::Better => Polarity::MoreIsBetter,
        Rise::Worse => Polarity::MoreIsWorse,
        Rise::MoreEvents if widget_type == WidgetType::ErrorEvents => Polarity::MoreIsWorse,
        Rise::MoreEvents | Rise::Neutral => Polarity::Neutral,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_rise_means() {
        use Polarity::{MoreIsBetter, MoreIsWorse, Neutral};
        use WidgetType::{Discover, ErrorEvents, TransactionLike};
        for (axis, widget_type, value_type, expected) in [
            ("count()", ErrorEvents, None, MoreIsWorse),
            ("count_unique(user)", ErrorEvents, None, MoreIsWorse),
            ("count()", TransactionLike, None, Neutral),
            ("count()", Discover, None, Neutral),
            ("epm()", ErrorEvents, Some("rate"), MoreIsWorse),
            ("tpm()", TransactionLike, Some("rate"), Neutral),
            ("p95()", TransactionLike, None, MoreIsWorse),
            ("p95(transaction.duration)", Discover, None, MoreIsWorse),
            (
                "avg(measurements.cls)",
                Discover,
                Some("number"),
                MoreIsWorse,
            ),
            (
                "percentile(transaction.duration, 0.5)",
                Discover,
                None,
                MoreIsWorse,
            ),
            ("avg(my.time)", Discover, Some("duration"), MoreIsWorse),
            ("avg(my.number)", Discover, Some("number"), Neutral),
            ("apdex(300)", TransactionLike, None, MoreIsBetter),
            (
                "failure_rate()",
                TransactionLike,
                Some("percentage"),
                MoreIsWorse,
            ),
            ("user_misery(300)", TransactionLike, None, MoreIsWorse),
            ("equation|count() / 2", ErrorEvents, None, Neutral),
        ] {
            assert_eq!(polarity(axis, widget_type, value_type), expected, "{axis}");
        }
    }
}

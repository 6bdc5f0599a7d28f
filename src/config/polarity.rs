//! Whether more of a measure is better, worse, or neither.

use super::WidgetType;
use super::function::function_parts;

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
    let (name, arguments) = function_parts(axis).unwrap_or((axis, ""));
    let measured = arguments.split(',').next().unwrap_or_default().trim();
    match name {
        "apdex" | "performance_score" | "opportunity_score" => Polarity::MoreIsBetter,
        "failure_count" | "failure_rate" | "count_miserable" | "user_misery"
        | "http_error_count" | "http_error_rate" => Polarity::MoreIsWorse,
        "count" | "count_unique" | "event_count" | "user_count" | "epm" | "eps"
            if widget_type == WidgetType::ErrorEvents =>
        {
            Polarity::MoreIsWorse
        }
        "count" | "count_unique" | "count_if" | "event_count" | "user_count" | "epm" | "eps"
        | "tpm" | "tps" | "spm" | "sps" => Polarity::Neutral,
        _ if is_slowness(measured) || is_percentile_of_duration(name, measured) => {
            Polarity::MoreIsWorse
        }
        _ if value_type == Some("duration") => Polarity::MoreIsWorse,
        _ => Polarity::Neutral,
    }
}

fn is_slowness(field: &str) -> bool {
    const FIELDS: &[&str] = &[
        "transaction.duration",
        "span.duration",
        "span.self_time",
        "measurements.lcp",
        "measurements.cls",
        "measurements.fcp",
        "measurements.fid",
        "measurements.fp",
        "measurements.inp",
        "measurements.ttfb",
        "measurements.ttfb.requesttime",
        "measurements.app_start_cold",
        "measurements.app_start_warm",
        "measurements.frames_slow",
        "measurements.frames_slow_rate",
        "measurements.frames_frozen",
        "measurements.frames_frozen_rate",
        "measurements.stall_count",
        "measurements.stall_total_time",
        "measurements.stall_longest_time",
        "measurements.stall_percentage",
        "measurements.time_to_full_display",
        "measurements.time_to_initial_display",
    ];
    FIELDS.contains(&field)
}

/// `p95()` alone is of the duration.
fn is_percentile_of_duration(name: &str, measured: &str) -> bool {
    measured.is_empty() && matches!(name, "p50" | "p75" | "p90" | "p95" | "p99" | "p100")
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

//! Tells errors from transactions by the names of the fields a widget uses.
//!
//! Sentry looks for the names anywhere in the text, which takes `log_level` for
//! `level`. Here only whole field names count; `fields` finds them.

use super::event_type::{EVENT_TYPE, sides_in_searches};
use super::fields::{column_fields, search_fields};
use crate::config::WidgetConfig;
use crate::decision::SplitDataset;

/// Fields that only errors have (Sentry: dataset split).
const ERROR_ONLY: &[&str] = &[
    "location",
    "error.type",
    "error.value",
    "error.mechanism",
    "error.handled",
    "error.unhandled",
    "error.received",
    "error.main_thread",
    "level",
    "stack.abs_path",
    "stack.colno",
    "stack.filename",
    "stack.function",
    "stack.in_app",
    "stack.lineno",
    "stack.module",
    "stack.package",
    "stack.resource",
    "stack.stack_level",
    "symbolicated_in_app",
];

/// Fields that only transactions have (Sentry: dataset split).
const TRANSACTION_ONLY: &[&str] = &[
    "transaction.duration",
    "transaction.op",
    "transaction.status",
    "measurements.lcp",
    "measurements.cls",
    "measurements.fcp",
    "measurements.fid",
    "measurements.inp",
    "measurements.ttfb.requesttime",
    "measurements.app_start_cold",
    "measurements.app_start_warm",
    "measurements.frames_total",
    "measurements.frames_slow",
    "measurements.frames_frozen",
    "measurements.frames_slow_rate",
    "measurements.frames_frozen_rate",
    "measurements.stall_count",
    "measurements.stall_total_time",
    "measurements.stall_longest_time",
    "measurements.stall_percentage",
    "measurements.time_to_full_display",
    "measurements.time_to_initial_display",
    "spans.browser",
    "spans.http",
    "spans.db",
    "spans.resource",
    "spans.ui",
];

/// The side that the widget's text implies, and the name that decided it. A condition on the type
/// of events goes before all names; of those, search texts speak before columns, errors
/// before transactions.
pub fn infer(config: &WidgetConfig) -> Option<(SplitDataset, String)> {
    let queries = config.queries.iter();
    let searches: Vec<&str> = queries.map(|query| query.conditions.as_str()).collect();
    if let Some(side) = sides_in_searches(&searches) {
        return side.map(|side| (side, EVENT_TYPE.to_owned()));
    }
    let mut searched = Vec::new();
    for query in &config.queries {
        searched.extend(search_fields(&query.conditions));
    }
    if let Some(found) = find_side(&searched) {
        return Some(found);
    }
    for query in &config.queries {
        for column in &query.fields {
            if let Some(found) = find_side(&column_fields(column)) {
                return Some(found);
            }
        }
    }
    None
}

/// The first field that only errors have, else the first that only transactions have.
fn find_side(fields: &[String]) -> Option<(SplitDataset, String)> {
    find(fields, ERROR_ONLY, SplitDataset::ErrorEvents)
        .or_else(|| find(fields, TRANSACTION_ONLY, SplitDataset::TransactionLike))
}

fn find(fields: &[String], names: &[&str], side: SplitDataset) -> Option<(SplitDataset, String)> {
    fields
        .iter()
        .find(|field| names.contains(&field.as_str()))
        .map(|field| (side, field.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Json;

    fn inferred(conditions: &str, fields: &str) -> Option<(SplitDataset, String)> {
        let json =
            format!(r#"{{"queries": [{{"fields": {fields}, "conditions": "{conditions}"}}]}}"#);
        infer(&WidgetConfig::from_json(&Json::parse(json).unwrap()).unwrap())
    }

    #[test]
    fn names_tell_the_side() {
        use SplitDataset::{ErrorEvents, TransactionLike};
        for (conditions, fields, expected) in [
            ("level:error", "[]", Some((ErrorEvents, "level"))),
            (
                "transaction.op:http",
                "[]",
                Some((TransactionLike, "transaction.op")),
            ),
            // Errors speak first within the search, and the search before columns.
            (
                "transaction.op:http level:error",
                "[]",
                Some((ErrorEvents, "level")),
            ),
            (
                "transaction.op:http",
                r#"["error.type"]"#,
                Some((TransactionLike, "transaction.op")),
            ),
            (
                "",
                r#"["error.type", "count()"]"#,
                Some((ErrorEvents, "error.type")),
            ),
            (
                "",
                r#"["p95(transaction.duration)"]"#,
                Some((TransactionLike, "transaction.duration")),
            ),
            (
                "",
                r#"["equation|p50(measurements.lcp) / 2"]"#,
                Some((TransactionLike, "measurements.lcp")),
            ),
            (
                "",
                r#"["spans.db", "level"]"#,
                Some((TransactionLike, "spans.db")),
            ),
            ("", r#"["count()", "release"]"#, None),
            // The type of events goes before all names, also where it leaves both sides.
            (
                "event.type:transaction level:error",
                r#"["stack.module"]"#,
                Some((TransactionLike, "event.type")),
            ),
            (
                "!event.type:transaction",
                r#"["p95(transaction.duration)"]"#,
                Some((ErrorEvents, "event.type")),
            ),
            ("event.type:transaction OR level:error", "[]", None),
            (
                "!event.type:csp level:error",
                "[]",
                Some((ErrorEvents, "level")),
            ),
            // What a search for substrings would take for a match.
            ("log_level:x my.level:y geo.location:z", "[]", None),
            ("tags[level]:x", r#"["tags[level]"]"#, None),
            ("level", "[]", None),
            (r#"message:\"level:error\""#, "[]", None),
            ("", r#"["count_if(release,equals,level)"]"#, None),
            ("", r#"["error.type_x", "transaction.operation"]"#, None),
        ] {
            let expected = expected.map(|(side, field)| (side, field.to_owned()));
            assert_eq!(
                inferred(conditions, fields),
                expected,
                "{conditions} {fields}"
            );
        }
    }
}

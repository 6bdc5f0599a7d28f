//! What one answer says of errors and transactions.

use crate::decision::SplitDataset;
use crate::decode::Decoded;
use crate::decode::table::Cell;
use crate::series::{Column, Value};

/// What the split needs to know of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerFacts {
    /// It has data: a number other than zero anywhere.
    pub has_data: bool,
    /// It was answered from metrics.
    pub used_metrics: bool,
    /// The server decided on its own.
    pub server: Option<SplitDataset>,
    /// It holds not even an empty series: nothing to show.
    pub is_blank: bool,
}

impl AnswerFacts {
    /// What an answer says.
    pub fn of(decoded: &Decoded) -> Self {
        Self {
            has_data: has_data(decoded),
            used_metrics: decoded.used_metrics,
            server: decoded
                .split_decision
                .as_deref()
                .and_then(SplitDataset::from_name),
            is_blank: decoded.set.series.is_empty() && decoded.table.is_none(),
        }
    }
}

/// Any number other than zero in any series or column; earlier values of the server's
/// own comparison count too. Nulls, texts and missing buckets do not (Sentry: `has_data`).
pub fn has_data(decoded: &Decoded) -> bool {
    let is_data = |value: Value| value.number().is_some_and(|number| number != 0.0);
    let in_column = |column: &Column| column.iter().any(is_data);
    let in_series = decoded.set.series.iter().any(|series| {
        in_column(&series.values) || series.comparison.as_ref().is_some_and(in_column)
    });
    in_series || decoded.table.as_ref().is_some_and(has_table_data)
}

fn has_table_data(table: &crate::decode::table::Table) -> bool {
    table.rows.iter().any(|row| {
        row.iter()
            .zip(&table.columns)
            .any(|(cell, column)| match cell {
                _ if column.name == "time" => false,
                Cell::Number(number) => *number != 0.0,
                Cell::Bool(flag) => *flag,
                Cell::Null | Cell::Text(_) | Cell::List(_) => false,
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::decode;
    use crate::decode::table;
    use crate::request::{Endpoint, Expect};

    fn facts(axes: &[&str], top_events: Option<u32>, body: &str) -> AnswerFacts {
        let expect = Expect {
            endpoint: Endpoint::EventsStats,
            top_events,
            axes: axes.iter().map(|axis| (*axis).to_owned()).collect(),
            interval: None,
        };
        AnswerFacts::of(&decode(expect, body.as_bytes()).unwrap())
    }

    #[test]
    fn numbers_other_than_zero_are_data() {
        for (buckets, expected) in [
            (r#"[60, [{"count": 0}]], [120, [{"count": 0.0}]]"#, false),
            (r#"[60, [{"count": null}]], [120, []]"#, false),
            (r#"[60, [{"count": -1}]]"#, true),
            (r#"[60, [{"count": 0.001}]]"#, true),
            (r#"[60, [{"count": 0, "comparisonCount": 2}]]"#, true),
            (r#"[60, [{"count": 0, "comparisonCount": 0}]]"#, false),
            ("", false),
        ] {
            let body = format!(r#"{{"data": [{buckets}]}}"#);
            assert_eq!(
                facts(&["count()"], None, &body).has_data,
                expected,
                "{buckets}"
            );
        }
    }

    #[test]
    fn ranks_are_no_data() {
        let body = r#"{"a": {"data": [[60, [{"count": 0}]]], "order": 3}}"#;
        assert!(!facts(&["count()"], Some(5), body).has_data);
        assert!(facts(&["count()"], Some(5), "{}").is_blank);
    }

    #[test]
    fn tables_count_numbers_and_booleans() {
        for (row, expected) in [
            (r#"{"count()": 0, "title": "x"}"#, false),
            (r#"{"count()": 3}"#, true),
            (r#"{"time": 1700000000, "count()": 0}"#, false),
            (r#"{"handled": true}"#, true),
            (r#"{"p95()": null}"#, false),
        ] {
            let body = format!(r#"{{"data": [{row}], "meta": {{"fields": {{}}}}}}"#);
            let decoded = table::decode(body.as_bytes()).unwrap();
            assert_eq!(has_data(&decoded), expected, "{row}");
        }
    }
}

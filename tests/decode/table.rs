//! Answers of the `events` endpoint.

use crate::support::{decode_pieces, notes, single};
use events_stats_widget::decode::table::{self, Cell, Table};
use events_stats_widget::decode::{Decoded, Decoder, Limits, note};
use events_stats_widget::request::{Endpoint, Expect};

const BODY: &str = r#"{
    "data": [
        {"release": "1.0, \"x\"", "count()": 12, "p95()": 182.5, "error.type": ["A", null, 3], "id": "7"},
        {"release": null, "count()": -1e400, "error.handled": true, "more": {"a": 1}},
        {"count()": 3, "count()": 4}
    ],
    "meta": {
        "fields": {"release": "string", "count()": "integer", "p95()": "duration", "epm()": "rate"},
        "units": {"release": null, "count()": null, "p95()": "second", "epm()": null},
        "isMetricsExtractedData": true,
        "discoverSplitDecision": "transaction-like"
    }
}"#;

fn read(body: &str) -> (Table, Decoded) {
    let decoded = table::decode(body.as_bytes()).unwrap();
    (decoded.table.clone().unwrap(), decoded)
}

fn events() -> Expect {
    Expect {
        endpoint: Endpoint::Events,
        ..single()
    }
}

#[test]
fn columns_are_those_of_meta_and_then_those_of_rows() {
    let (table, decoded) = read(BODY);
    let names: Vec<_> = table
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "release",
            "count()",
            "p95()",
            "epm()",
            "error.type",
            "id",
            "error.handled",
            "more"
        ]
    );
    assert!(table.rows.iter().all(|row| row.len() == names.len()));
    let unit = |name| {
        let column = table.column(name).unwrap();
        table.columns[column].value_meta.unit.clone()
    };
    assert_eq!(unit("p95()").as_deref(), Some("second"));
    assert_eq!(unit("epm()").as_deref(), Some("1/minute"));
    assert_eq!(unit("release"), None);
    assert!(decoded.used_metrics && !decoded.placeholder);
    assert_eq!(decoded.split_decision.as_deref(), Some("transaction-like"));
    assert!(decoded.set.series.is_empty() && decoded.notes.is_empty());
}

#[test]
fn cells_keep_their_types() {
    let (table, _) = read(BODY);
    let cell = |row, name| table.cell(row, table.column(name).unwrap()).clone();
    let text = |text: &str| Cell::Text(text.to_owned());
    assert_eq!(cell(0, "release"), text("1.0, \"x\""));
    assert_eq!(cell(0, "count()"), Cell::Number(12.0));
    assert_eq!(cell(0, "id"), text("7"));
    assert_eq!(
        cell(0, "error.type"),
        Cell::List(vec![text("A"), Cell::Null, Cell::Number(3.0)])
    );
    assert_eq!(cell(0, "error.handled"), Cell::Null);
    assert_eq!(cell(1, "error.handled"), Cell::Bool(true));
    assert_eq!(cell(1, "release"), Cell::Null);
    assert_eq!(cell(1, "count()"), Cell::Null, "too large to be a number");
    assert_eq!(cell(1, "more"), Cell::Null);
    assert_eq!(
        cell(2, "count()"),
        Cell::Number(4.0),
        "of a repeated name the last"
    );
    assert_eq!(*table.cell(9, 0), Cell::Null);
    assert_eq!(*table.cell(0, 99), Cell::Null);
}

#[test]
fn the_decoder_reads_tables_in_every_chunking() {
    let (_, whole) = read(BODY);
    for cut in 0..BODY.len() {
        let (head, tail) = BODY.as_bytes().split_at(cut);
        assert_eq!(decode_pieces(&events(), [head, tail]).unwrap(), whole);
    }
    for cut in 0..BODY.len() {
        let error = decode_pieces(&events(), [&BODY.as_bytes()[..cut]]).unwrap_err();
        assert_eq!(error.code(), "truncated");
    }
}

#[test]
fn no_rows_are_a_placeholder() {
    for body in [
        r#"{"data":[]}"#,
        r#"{"data":[],"meta":{"fields":{"count()":"integer"}}}"#,
    ] {
        let (table, decoded) = read(body);
        assert!(decoded.placeholder && table.rows.is_empty());
    }
}

#[test]
fn wrong_rows_are_dropped_and_wrong_bodies_refused() {
    let (table, decoded) = read(r#"{"data":[{"a":1},5,[],{"a":2}]}"#);
    assert_eq!(table.rows.len(), 2);
    assert_eq!(notes(&decoded), [(note::ROW_MALFORMED, 2)]);
    assert_eq!(
        decoded.notes[0].detail,
        "row 2: expected an object, found a number"
    );
    for (body, found) in [
        ("[]", "expected an object with rows in `data`, found a list"),
        ("{}", "found an object without `data`"),
        (r#"{"data":{}}"#, "found an object in `data`"),
        (
            r#"{"data":[[1,[{"count":1}]]]}"#,
            "expected rows as objects, found row 1: expected an object, found a list",
        ),
    ] {
        let error = table::decode(body.as_bytes()).unwrap_err();
        assert_eq!(error.code(), "decode");
        assert!(error.to_string().contains(found), "{error}");
    }
}

#[test]
fn size_is_limited_in_values_too() {
    let limits = Limits {
        max_points: 100,
        ..Limits::default()
    };
    for (rows, code) in [(20, "fine"), (60, "decode")] {
        let mut decoder = Decoder::new(events(), limits);
        let body = format!(r#"{{"data":[{}{{}}]}}"#, r#"{"a":1},"#.repeat(rows));
        let result = decoder
            .push(body.as_bytes())
            .and_then(|()| decoder.finish());
        assert_eq!(result.map_or_else(|error| error.code(), |_| "fine"), code);
    }
    let wide: Vec<_> = (0..200_000)
        .map(|index| format!(r#""{index}":1"#))
        .collect();
    let error = table::decode(format!(r#"{{"data":[{{{}}}]}}"#, wide.join(",")).as_bytes());
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("at most 1000 columns")
    );
    // Each row brings a column of its own: the table would be far larger than its text.
    let row = |index: usize| format!(r#"{{"column {index}":1}}"#);
    let rows: Vec<_> = (0..1500).map(row).collect();
    let body = format!(r#"{{"data":[{}]}}"#, rows.join(","));
    let error = table::decode(body.as_bytes()).unwrap_err();
    assert!(
        error.to_string().contains("at most 1000 columns"),
        "{error}"
    );
}

//! Bodies and rows that are wrong: what is dropped with a note, and what is refused.

use crate::support::{expect, keys, notes, read, refused, rows, single};
use events_stats_widget::decode::{Decoder, Limits, decode, note};
use events_stats_widget::series::Value;

#[test]
fn wrong_rows_are_dropped_one_by_one() {
    for (row, code, detail) in [
        (
            r#"[60,[{"count":"12"}]]"#,
            note::ROW_VALUE,
            "found the string `12`",
        ),
        (r#"[60,[{"count":true}]]"#, note::ROW_VALUE, "found true"),
        (
            r#"[60,[{"count":{"a":[1]}}]]"#,
            note::ROW_VALUE,
            "found an object",
        ),
        (r#"[60,[{"count":[[2]]}]]"#, note::ROW_VALUE, "found a list"),
        (
            r#"[60,[{"count":1e999}]]"#,
            note::ROW_VALUE,
            "found the number `1e999`",
        ),
        (
            r#"[60,[{"count":1e308},{"count":1e308}]]"#,
            note::ROW_VALUE,
            "found a larger one",
        ),
        (
            r#"[60,[{"count":1,"comparisonCount":"x"}]]"#,
            note::ROW_VALUE,
            "found the string `x`",
        ),
        (
            r#"[60.5,[{"count":1}]]"#,
            note::ROW_TIME,
            "found the number `60.5`",
        ),
        (
            r#"["60",[{"count":1}]]"#,
            note::ROW_TIME,
            "found the string `60`",
        ),
        (r#"[null,[{"count":1}]]"#, note::ROW_TIME, "found null"),
        (
            r#"[{"t":60},[{"count":1}]]"#,
            note::ROW_TIME,
            "found an object",
        ),
        (
            r#"[1767225600000,[{"count":1}]]"#,
            note::ROW_TIME,
            "`1767225600000`",
        ),
        (r#"[1e300,[{"count":1}]]"#, note::ROW_TIME, "`1e300`"),
        (r#"[-60,[{"count":1}]]"#, note::ROW_BACKWARDS, "time -60"),
        (r#"[0,[{"count":1}]]"#, note::ROW_REPEATED, "time 0"),
        (
            r#"[60]"#,
            note::ROW_MALFORMED,
            "a time and a list of values",
        ),
        (r#"[]"#, note::ROW_MALFORMED, "a time and a list of values"),
        (r#"[60,5]"#, note::ROW_MALFORMED, "found the number `5`"),
        (
            r#"[60,{"count":1}]"#,
            note::ROW_MALFORMED,
            "found an object",
        ),
        (r#"[60,[5]]"#, note::ROW_MALFORMED, "found the number `5`"),
        (
            r#"[60,[[{"count":1}]]]"#,
            note::ROW_MALFORMED,
            "found a list",
        ),
        (
            r#"{"time":60,"count":1}"#,
            note::ROW_MALFORMED,
            "found an object",
        ),
        (r#""row""#, note::ROW_MALFORMED, "found the string `row`"),
        ("null", note::ROW_MALFORMED, "found null"),
    ] {
        let body = format!(r#"{{"data":[[0,[{{"count":1}}]],{row},[120,[{{"count":3}}]]]}}"#);
        let decoded = read(single(), &body);
        let expected = [(0, Value::Number(1.0)), (120, Value::Number(3.0))];
        assert_eq!(rows(&decoded.set.series[0]), expected, "{row}");
        assert_eq!(notes(&decoded), [(code, 1)], "{row}");
        let found = &decoded.notes[0].detail;
        assert!(found.contains(detail), "{row}: {found}");
    }
}

#[test]
fn a_time_far_ahead_does_not_cost_the_rows_behind_it() {
    let body =
        r#"{"data":[[0,[]],[60,[]],[9000000000,[]],[120,[]],[180,[]],[170,[]],[240,[]],[240,[]]]}"#;
    let decoded = read(single(), body);
    assert_eq!(
        decoded.set.series[0].timeline.starts(),
        [0, 60, 120, 180, 240]
    );
    let mut found = notes(&decoded);
    found.sort_unstable();
    assert_eq!(found, [(note::ROW_BACKWARDS, 2), (note::ROW_REPEATED, 1)]);
}

#[test]
fn of_rows_that_contradict_each_other_the_first_stays() {
    let body = r#"{"data":[[0,[]],[60,[{"count":1}]],[30,[]],[120,[]],[60,[{"count":2}]]]}"#;
    let decoded = read(single(), body);
    let series = &decoded.set.series[0];
    assert_eq!(series.timeline.starts(), [0, 60, 120]);
    assert_eq!(series.values.get(1), Value::Number(1.0));
}

#[test]
fn times_in_seconds_where_milliseconds_belong() {
    let body = r#"{"timeSeries":[{"yAxis":"count()","values":[
        {"timestamp":1767225600000,"value":1},{"timestamp":1767225600500,"value":2},
        {"timestamp":1767225660000,"value":"3"},{"value":4},5,
        {"timestamp":1767225720000,"value":6}]}]}"#;
    let decoded = read(single(), body);
    assert_eq!(decoded.set.series[0].timeline.len(), 2);
    assert_eq!(
        notes(&decoded),
        [
            (note::ROW_TIME, 2),
            (note::ROW_VALUE, 1),
            (note::ROW_MALFORMED, 1)
        ]
    );
}

#[test]
fn repeated_names_count_once() {
    let row = |count: i32| format!(r#"[[0,[{{"count":{count}}}]]]"#);
    let twice = format!(
        r#"{{"data":{},"order":1,"order":2,"data":{}}}"#,
        row(1),
        row(2)
    );
    let decoded = read(single(), &twice);
    assert_eq!(rows(&decoded.set.series[0]), [(0, Value::Number(2.0))]);
    assert_eq!(decoded.set.series[0].order, Some(2));
    assert_eq!(notes(&decoded), [(note::MEMBER_REPEATED, 1)]);

    let group = |count| format!(r#""a":{{"data":{},"order":{count}}}"#, row(count));
    let body = format!(
        r#"{{{},"b":{{"data":[],"order":1}},{}}}"#,
        group(0),
        group(2)
    );
    let decoded = read(expect(Some(5), &["count()"]), &body);
    assert_eq!(keys(&decoded), ["b", "a"]);
    assert_eq!(decoded.set.series[1].values.get(0), Value::Number(2.0));
    assert_eq!(notes(&decoded), [(note::MEMBER_REPEATED, 1)]);
}

#[test]
fn text_that_is_none_is_mended_and_noted() {
    let group = |name: &[u8]| {
        let mut body = br#"{""#.to_vec();
        body.extend_from_slice(name);
        body.extend_from_slice(br#"":{"data":[],"order":0}}"#);
        decode(expect(Some(5), &["count()"]), &body).unwrap()
    };
    for (name, key) in [
        (b"a\xFFb".as_slice(), "a\u{fffd}b"),
        (br"\ud83d!", "\u{fffd}!"),
        (br"!\ude00", "!\u{fffd}"),
    ] {
        let decoded = group(name);
        assert_eq!(keys(&decoded), [key]);
        assert_eq!(notes(&decoded), [(note::TEXT_MENDED, 1)]);
    }
    assert!(group("é\\ud83d\\ude00".as_bytes()).notes.is_empty());
}

#[test]
fn bodies_of_another_kind_are_refused_in_words() {
    for (expect, body, text) in [
        (single(), "[]", "expected an object of series, found a list"),
        (
            single(),
            "3",
            "expected an object of series, found the number `3`",
        ),
        (
            single(),
            "\"x\"",
            "expected an object of series, found the string `x`",
        ),
        (single(), "null", "expected an object of series, found null"),
        (
            single(),
            r#"{"detail":"no","code":{"a":1}}"#,
            "expected an object with rows in `data`, found an object with `detail`, `code`",
        ),
        (single(), r#"{"data":null}"#, "found an object with `data`"),
        (
            single(),
            r#"{"data":{"a":1}}"#,
            "found an object with `data`",
        ),
        (
            expect(Some(5), &["a", "b"]),
            r#"{"a":{"b":{}},"order":1}"#,
            "expected series by group and axis, found an object with `a`, `order`",
        ),
        (
            expect(None, &["a", "b"]),
            r#"{"x":1}"#,
            "expected series by axis",
        ),
        (
            expect(Some(5), &["a"]),
            r#"{"x":1}"#,
            "expected series by group",
        ),
        (
            single(),
            r#"{"data":[{"id":1},{"id":2}],"meta":{}}"#,
            "expected rows of times and values, found row 1: expected a row `[time, [...]]`, found an object",
        ),
        (single(), "<html>", "at byte 0: expected a value, found `<`"),
        (
            single(),
            r#"{"data":[[0,[{"count":NaN}]]]}"#,
            "at byte 22: expected a value, found `NaN`, which is not valid JSON",
        ),
        (
            single(),
            r#"{"data":[[0,[{"count":-Infinity}]]]}"#,
            "at byte 22: expected a number, found `-`",
        ),
        (
            single(),
            r#"{"data":[]} x"#,
            "at byte 12: expected the end of the response, found `x`",
        ),
    ] {
        let error = refused(expect, body);
        assert_eq!(error.code(), "decode");
        assert!(error.to_string().contains(text), "{body}: {error}");
    }
}

#[test]
fn limits() {
    let limits = Limits {
        max_bytes: 40,
        max_depth: 5,
        max_points: 40,
    };
    let code = |body: &str| {
        let mut whole = Decoder::new(single(), limits);
        let whole = whole.push(body.as_bytes()).and_then(|()| whole.finish());
        let mut bytes = Decoder::new(single(), limits);
        for byte in body.as_bytes().chunks(1) {
            let _error_comes_again_at_the_end = bytes.push(byte);
        }
        assert_eq!(whole, bytes.finish());
        whole.map_or_else(|error| error.code(), |_| "fine")
    };
    assert_eq!(code(r#"{"data":[[0,[{"count":1}]]]}"#), "fine");
    assert_eq!(code(r#"{"data":[[0,[{"count":{}}]]]}"#), "too_deep");
    assert_eq!(code(&format!(r#"{{"data":[]}}{}"#, " ".repeat(29))), "fine");
    assert_eq!(
        code(&format!(r#"{{"data":[]}}{}"#, " ".repeat(30))),
        "too_large"
    );
    assert_eq!(code(&"[".repeat(100_000)), "decode");
    assert_eq!(
        code(r#"{"a":{"data":[]},"b":{"data":[]}}"#),
        "decode",
        "too many series"
    );

    let deep = format!(r#"{{"x":{}"#, "[".repeat(100_000));
    assert_eq!(refused(single(), &deep).code(), "too_deep");
    let few = Limits {
        max_points: 1000,
        ..Limits::default()
    };
    for row in ["[0,[]],", r#"[1767225600,[{"count":1}]],"#] {
        let mut decoder = Decoder::new(single(), few);
        let body = format!(r#"{{"data":[{}"#, row.repeat(2000));
        let error = decoder.push(body.as_bytes()).unwrap_err();
        assert!(error.to_string().contains("at most 1000 values"));
    }
}

#[test]
fn after_an_error_the_decoder_stays_with_it() {
    let mut decoder = Decoder::new(single(), Limits::default());
    let error = decoder.push(b"{]").unwrap_err();
    assert_eq!(decoder.push(b"{}").unwrap_err(), error);
    assert_eq!(decoder.commit(0).unwrap_err(), error);
    assert_eq!(decoder.finish().unwrap_err(), error);
}

//! What is held to its bounds: moments, rows, texts, timelines.

use crate::support::{decode_pieces, expect, notes, read, refused, single};
use events_stats_widget::decode::{Limits, decode, note};

const START: i64 = 1_767_225_600;

#[test]
fn moments_out_of_bounds_are_told_and_not_used() {
    for (members, set) in [
        (
            r#""start":1767225600,"end":1767312000000"#,
            (Some(START), None),
        ),
        (r#""start":1,"end":999999999999999"#, (Some(1), None)),
        (
            r#""start":-99999999999,"end":1767225601"#,
            (None, Some(START + 1)),
        ),
    ] {
        let body = format!(r#"{{"data":[[{START},[{{"count":1}}]]],{members}}}"#);
        let decoded = read(single(), &body);
        assert_eq!((decoded.set.start, decoded.set.end), set, "{members}");
        assert_eq!(notes(&decoded), [(note::MOMENT_RANGE, 1)]);
        let detail = &decoded.notes[0].detail;
        assert!(detail.contains("is out of bounds"), "{detail}");
        assert_eq!(decoded.set.series[0].timeline.starts(), [START]);
    }
}

#[test]
fn rows_that_cannot_be_read_at_all_are_an_error() {
    for (rows, words) in [
        (
            r#"[1767225600000,[{"count":1}]]"#,
            "a time in whole seconds",
        ),
        (r#"["2026-01-01",[{"count":1}]]"#, "the string `2026-01-01`"),
        (
            r#"[0,[{"count":1e999}]],[60,[{"count":-1e999}]]"#,
            "a number or null, found the number `1e999`",
        ),
        (
            r#"[0,[{"count":"1"}]]"#,
            "a number or null, found the string `1`",
        ),
    ] {
        let body = format!(r#"{{"data":[{rows}]}}"#);
        let error = refused(single(), &body);
        assert_eq!(error.code(), "decode");
        assert!(error.to_string().contains(words), "{error}");
        let grouped =
            format!(r#"{{"a":{{"data":[{rows}],"order":0}},"b":{{"data":[],"order":1}}}}"#);
        assert_eq!(
            refused(expect(Some(5), &["count()"]), &grouped).code(),
            "decode"
        );
        let some = format!(r#"{{"data":[{rows},[120,[]]]}}"#);
        assert_eq!(read(single(), &some).set.series[0].timeline.starts(), [120]);
    }
}

#[test]
fn rows_far_apart_are_told() {
    let body = r#"{"data":[[0,[{"count":1}]],[1,[{"count":1}]],[4294967296,[{"count":1}]]]}"#;
    let decoded = read(single(), body);
    assert_eq!(notes(&decoded), [(note::ROWS_APART, 1)]);
    assert_eq!(decoded.set.series[0].timeline.len(), 3);
}

#[test]
fn rows_past_the_bound_are_dropped_by_every_path() {
    let more = 5_000;
    let row = |index: usize, text: &str| format!("[{},[{{{text}}}]]", START + 60 * index as i64);
    for text in [
        r#""count":1"#,
        r#""count":1,"comparisonCount":2"#,
        r#""note":"x","count":1"#,
    ] {
        let rows: Vec<String> = (0..Limits::SERIES_ROWS + more)
            .map(|index| row(index, text))
            .collect();
        let body = format!(r#"{{"data":[{}]}}"#, rows.join(","));
        let decoded = decode(single(), body.as_bytes()).unwrap();
        assert_eq!(decoded.set.series[0].values.len(), Limits::SERIES_ROWS);
        assert_eq!(notes(&decoded), [(note::ROWS_MANY, more as u64)]);
        assert!(
            decoded.notes[0]
                .detail
                .contains("at most 100000 rows, found more")
        );
    }
}

#[test]
fn texts_past_the_bound_are_cut_in_every_chunking() {
    let long = "é\\n".repeat(Limits::TEXT_BYTES);
    let body = format!(r#"{{"{long}":{{"data":[[0,[{{"count":1}}]]],"order":0}},"x":"{long}"}}"#);
    let expect = expect(Some(5), &["count()"]);
    let whole = decode(expect.clone(), body.as_bytes()).unwrap();
    for size in [1, 7, 1000, 65_536] {
        let pieces = decode_pieces(&expect, body.as_bytes().chunks(size)).unwrap();
        assert_eq!(pieces, whole, "{size}");
    }
    assert!(whole.set.series[0].key.len() <= Limits::TEXT_BYTES + 3);
    assert_eq!(whole.notes[0].code, note::TEXT_MENDED);
    let digits = "1".repeat(Limits::TEXT_BYTES + 1);
    for size in [1, 65_536, 1 << 20] {
        let body = format!(r#"{{"a":{digits}}}"#);
        let error = decode_pieces(&single(), body.as_bytes().chunks(size)).unwrap_err();
        assert_eq!(error.code(), "decode");
    }
}

#[test]
fn series_that_share_no_time_are_held_to_one_timeline() {
    let groups: Vec<String> = (0..3_000)
        .map(|group| {
            let rows: Vec<String> = (0..40)
                .map(|row| format!(r#"[{},[{{"count":1}}]]"#, START + row * 86_400 + group))
                .collect();
            format!(
                r#""g{group}":{{"order":{group},"data":[{}]}}"#,
                rows.join(",")
            )
        })
        .collect();
    let decoded = read(
        expect(Some(5), &["count()"]),
        &format!("{{{}}}", groups.join(",")),
    );
    let kept = decoded.set.series.len();
    assert_eq!(kept, 316, "40 × 316 × 316 cells are under four millions");
    assert_eq!(notes(&decoded), [(note::SERIES_APART, 3_000 - 316)]);
}

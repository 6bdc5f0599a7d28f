//! Rows that repeat the bytes of the one before, with exceptions in between: whatever
//! path reads them, the result is that of reading them one by one.

use crate::support::{decode_pieces, rows, single};
use crate::writer::Random;
use events_stats_widget::decode::{Decoded, decode};
use events_stats_widget::series::Value;

/// Reads the body whole, and byte by byte, where no row ever lies in one piece.
fn both_ways(body: &str) -> Decoded {
    let whole = decode(single(), body.as_bytes()).unwrap();
    let bytes = decode_pieces(&single(), body.as_bytes().chunks(1)).unwrap();
    assert_eq!(whole, bytes, "{body}");
    whole
}

fn data(rows: &[String]) -> String {
    format!(r#"{{"data":[{}],"meta":{{}}}}"#, rows.join(","))
}

#[test]
fn exceptions_among_plain_rows() {
    for odd in [
        r#"[T,[{"count":-5}]]"#,
        r#"[T,[{"count":1e3}]]"#,
        r#"[T,[{"count":1.5e-3}]]"#,
        r#"[T,[{"count":12345678901234567890}]]"#,
        r#"[T,[{"count":0.1234567890123456789}]]"#,
        r#"[T,[{"count":null}]]"#,
        r#"[T,[]]"#,
        r#"[T, [{"count":7}]]"#,
        r#"[T,[{"count":7},{"count":8}]]"#,
        r#"[T,[{"count":7,"count":8}]]"#,
        r#"[T,[{"count":7,"other":"x"}]]"#,
        r#"[T,[{"count":7,"other":1}]]"#,
        r#"[T,[{"count":7,"comparisonCount":1}]]"#,
        r#"[T,[{"count":7,"comparisonCount":"1"}]]"#,
        r#"[T,[{"count":7,"comparisonCount":true}]]"#,
        r#"[T,[{"comparisonCount":1,"count":7}]]"#,
        r#"[T,[{"count":"7"}]]"#,
        r#"[T,[{"value":7}]]"#,
        r#"[T.0,[{"count":7}]]"#,
        r#"[1,[{"count":7}]]"#,
        r#"[1700000000,[{"count":7}]]"#,
        r#"[9700000000,[{"count":7}]]"#,
        r#"[T000,[{"count":7}]]"#,
        r#"{"count":7}"#,
    ] {
        for run in [1, 2, 3] {
            let mut body = Vec::new();
            for index in 0..12 {
                let time = (1_700_000_000 + index * 60).to_string();
                let plain = format!(r#"[{time},[{{"count":{index}}}]]"#);
                let is_odd = (index / run) % 2 == 1;
                body.push(if is_odd {
                    odd.replace('T', &time)
                } else {
                    plain
                });
            }
            both_ways(&data(&body));
        }
    }
}

#[test]
fn wrong_numbers_are_refused_on_every_path() {
    for wrong in [
        "01", "1.", "1.e5", "00", "1e", "+1", "1_0", ".5", "0x1", "nul", "-01", "-", "--1", "1-2",
        "1e+", "1e5.",
    ] {
        let row = |time: i64, count: &str| format!(r#"[{time},[{{"count":{count}}}]]"#);
        let mut body: Vec<_> = (0..5)
            .map(|index| row(1_700_000_000 + index, "1"))
            .collect();
        body.push(row(1_700_000_010, wrong));
        let error = decode(single(), data(&body).as_bytes()).unwrap_err();
        assert_eq!(error.code(), "decode", "{wrong}");
        body.pop();
        body.push(r#"[0123456789,[{"count":1}]]"#.to_owned());
        assert!(decode(single(), data(&body).as_bytes()).is_err());
    }
}

#[test]
fn compared_rows() {
    let row = |index: i64| {
        let compared = if index % 5 == 0 {
            "null".to_owned()
        } else {
            format!("{}.5", index * 2)
        };
        format!(
            r#"[{},[{{"count": {index}, "comparisonCount": {compared}}}]]"#,
            1_700_000_000 + index
        )
    };
    let body: Vec<_> = (0..50).map(row).collect();
    let decoded = both_ways(&data(&body));
    let comparison = decoded.set.series[0].comparison.as_ref().unwrap();
    assert_eq!(comparison.len(), 50);
    assert_eq!(comparison.get(10), Value::Null);
    assert_eq!(comparison.get(49), Value::Number(98.5));
}

#[test]
fn points_of_events_timeseries() {
    let mut random = Random::new(3);
    for variant in 0..200 {
        let mut points = Vec::new();
        for index in 0..20i64 {
            let time = 1_700_000_000_000 + index * 60_000 + i64::from(random.one_in(15)) * 500;
            let value = ["1", "2.5", "null", "-3", "\"x\"", "1e2"][random.below(3 + variant % 4)];
            let incomplete = random.one_in(8);
            let more = [
                "",
                r#","sampleCount":5"#,
                r#","confidence":"high""#,
                r#","x":[1]"#,
                r#","value":9"#,
            ];
            let more = more[random.below(1 + variant % 5)];
            points.push(format!(
                r#"{{"timestamp":{time},"value":{value},"incomplete":{incomplete}{more}}}"#
            ));
        }
        let body = format!(
            r#"{{"timeSeries":[{{"yAxis":"count()","values":[{}]}}]}}"#,
            points.join(",")
        );
        both_ways(&body);
    }
}

#[test]
fn repeated_points_that_are_incomplete_at_the_end() {
    let point = |index: i64| {
        let time = (1_700_000_000 + index * 60) * 1000;
        format!(
            r#"{{"timestamp": {time}, "value": {index}, "incomplete": {}}}"#,
            index == 0 || index > 17
        )
    };
    let points: Vec<_> = (0..20).map(point).collect();
    let decoded = both_ways(&format!(
        r#"{{"timeSeries":[{{"yAxis":"count()","values":[{}]}}]}}"#,
        points.join(",\n ")
    ));
    assert_eq!(decoded.set.incomplete_from, Some(1_700_000_000 + 18 * 60));
    assert_eq!(rows(&decoded.set.series[0]).len(), 20);
}

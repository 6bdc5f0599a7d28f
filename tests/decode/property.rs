//! What must hold of every answer: any set of series decodes to itself however it is
//! written and cut, and any bytes give an answer or an error.

use crate::support::{body, decode_pieces, expect, rows, single};
use crate::writer::{Line, Random, Shape, Writer};
use events_stats_widget::decode::{Decoded, decode};
use events_stats_widget::error::Error;
use events_stats_widget::json::{Json, parse_f64};
use events_stats_widget::request::Expect;
use events_stats_widget::series::Value;
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

fn value() -> impl Strategy<Value = Value> {
    let finite =
        any::<f64>().prop_filter("JSON has finite numbers only", |number| number.is_finite());
    prop_oneof![
        6 => (0..100_000u32).prop_map(|count| Value::Number(f64::from(count))),
        3 => (0.0..1000.0).prop_map(Value::Number),
        2 => finite.prop_map(Value::Number),
        1 => Just(Value::Null),
        1 => Just(Value::Missing),
    ]
}

fn times() -> impl Strategy<Value = Vec<i64>> {
    let start = prop_oneof![Just(1_767_225_600i64), -1000..1_000_000_000i64];
    let steps = prop_oneof![Just(vec![60; 40]), vec(1..100_000i64, 0..40)];
    (start, steps).prop_map(|(start, steps)| {
        let add = |time: &mut i64, step: i64| {
            *time += step;
            Some(*time)
        };
        steps.into_iter().scan(start, add).collect()
    })
}

fn name() -> impl Strategy<Value = String> {
    let known = [
        "data",
        "order",
        "meta",
        "start",
        "end",
        "fields",
        "units",
        "timeSeries",
        "totals",
        "0",
        "1",
        "",
        "count()",
        "Other (release)",
        "isMetricsData",
        "unknown members",
    ];
    prop_oneof![
        2 => any::<String>(),
        1 => proptest::sample::select(known.to_vec()).prop_map(str::to_owned),
    ]
    .prop_filter("has a meaning of its own", |name| name != "Other")
}

fn shape() -> impl Strategy<Value = Shape> {
    prop_oneof![
        Just(Shape::Single),
        Just(Shape::Axes),
        Just(Shape::Groups),
        Just(Shape::GroupsAndAxes),
        Just(Shape::Timeseries),
    ]
}

/// Series of a shape in rank order, mostly of the same times.
fn lines(shape: Shape) -> impl Strategy<Value = Vec<Line>> {
    let keys = match shape {
        Shape::Single | Shape::Axes => btree_set(Just(String::new()), 1).boxed(),
        _ => btree_set(name(), 1..6).boxed(),
    };
    let axes = match shape {
        Shape::Single | Shape::Groups | Shape::Timeseries => 1..2usize,
        Shape::Axes | Shape::GroupsAndAxes => 2..5usize,
    };
    let rows = (times(), any::<u64>(), vec(value(), 64));
    (keys, axes, rows, times()).prop_map(move |(keys, axes, (shared, seed, values), other)| {
        let mut random = Random::new(seed);
        let mut lines = Vec::new();
        for (rank, key) in keys.into_iter().enumerate() {
            for axis in 0..axes {
                let times = if random.one_in(4) { &other } else { &shared };
                let mut value = || match values[random.below(values.len())] {
                    Value::Missing if shape == Shape::Timeseries => Value::Null,
                    value => value,
                };
                lines.push(Line {
                    key: key.clone(),
                    axis: format!("p{axis}(x)"),
                    order: if shape == Shape::Axes { axis } else { rank } as i64,
                    rows: times.iter().map(|&time| (time, value())).collect(),
                });
            }
        }
        lines
    })
}

fn expected_of(shape: Shape, lines: &[Line]) -> Expect {
    let mut axes: Vec<&str> = lines.iter().map(|line| line.axis.as_str()).collect();
    axes.sort_unstable();
    axes.dedup();
    let grouped = !matches!(shape, Shape::Single | Shape::Axes);
    expect(grouped.then_some(10), &axes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_series_decode_to_themselves(
        (shape, lines) in shape().prop_flat_map(|shape| (Just(shape), lines(shape))),
        seed in any::<u64>(),
    ) {
        let expect = expected_of(shape, &lines);
        let (text, mut random) = Writer::new(seed).answer(shape, &lines);
        let decoded = decode_pieces(&expect, random.pieces(text.as_bytes())).unwrap();
        prop_assert!(decoded.notes.is_empty(), "{:?} {text}", decoded.notes);
        prop_assert_eq!(decoded.set.series.len(), lines.len(), "{}", text);
        for (found, line) in decoded.set.series.iter().zip(&lines) {
            prop_assert_eq!((&found.key, &found.axis), (&line.key, &line.axis));
            let grouped = shape != Shape::Single;
            prop_assert_eq!(found.order, grouped.then_some(line.order));
            prop_assert_eq!(rows(found), line.rows.clone());
        }
        prop_assert_eq!((decoded.set.start, decoded.set.end), (Some(-5), Some(99)));
    }

    #[test]
    fn any_bytes_give_the_same_in_every_chunking(bytes in vec(any::<u8>(), 0..200), seed in any::<u64>()) {
        same_in_pieces(&bytes, &mut Random::new(seed))?;
    }

    #[test]
    fn any_json_letters_too(
        letters in vec(proptest::sample::select(b"{}[]\",:0123456789.eE+-truefalsn \\ud8".as_slice()), 0..120),
        seed in any::<u64>(),
    ) {
        same_in_pieces(&letters, &mut Random::new(seed))?;
        agrees_with_serde(&letters)?;
    }

    #[test]
    fn recorded_bodies_with_faults(
        file in proptest::sample::select(FILES),
        faults in vec((any::<prop::sample::Index>(), any::<u8>(), 0..4u8), 1..6),
        seed in any::<u64>(),
    ) {
        let mut bytes = body(file);
        for (index, byte, kind) in faults {
            let at = index.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, b"{}[]\",:0e-"[usize::from(byte) % 10]),
                2 => { bytes.remove(at); }
                _ => bytes.swap(at, at / 2),
            }
        }
        same_in_pieces(&bytes, &mut Random::new(seed))?;
        agrees_with_serde(&bytes)?;
    }
}

const FILES: &[&str] = &[
    "02_single_axis_comparison.json",
    "03_multi_axis.json",
    "04_top_events_with_other.json",
    "05_top_events_multi_axis.json",
    "09_empty_bucket_list.json",
    "14_top_events_hostile_keys.json",
    "16_spans_rpc_confidence_accuracy.json",
    "18_events_timeseries_new_endpoint.json",
];

fn same_in_pieces(bytes: &[u8], random: &mut Random) -> Result<(), TestCaseError> {
    for expect in [
        single(),
        expect(Some(5), &["count()"]),
        expect(Some(2), &["count()", "b"]),
    ] {
        let whole = decode(expect.clone(), bytes);
        let pieces = decode_pieces(&expect, random.pieces(bytes));
        prop_assert_eq!(&whole, &pieces);
        if let Ok(decoded) = whole {
            sound(&decoded)?;
        }
    }
    Ok(())
}

fn sound(decoded: &Decoded) -> Result<(), TestCaseError> {
    for series in &decoded.set.series {
        prop_assert_eq!(series.timeline.len(), series.values.len());
        prop_assert!(series.timeline.starts().is_sorted_by(|a, b| a < b));
        if let Some(comparison) = &series.comparison {
            prop_assert_eq!(comparison.len(), series.values.len());
        }
        for value in series.values.iter() {
            prop_assert!(value.number().is_none_or(f64::is_finite));
        }
    }
    Ok(())
}

/// What serde_json reads, our tree reads alike; what it refuses, we refuse. It refuses two
/// things on its own: numbers too large, and text that is no UTF-8 or half a pair.
fn agrees_with_serde(bytes: &[u8]) -> Result<(), TestCaseError> {
    let ours = Json::parse(bytes);
    match serde_json::from_slice::<serde_json::Value>(bytes) {
        Ok(theirs) => {
            let ours = ours.map_err(|error: Error| TestCaseError::fail(error.to_string()))?;
            prop_assert!(alike(&ours, &theirs), "{ours:?} {theirs:?}");
        }
        Err(error) => {
            let words = error.to_string();
            let own = ["number out of range", "unicode", "surrogate", "escape"];
            let is_own =
                own.iter().any(|own| words.contains(own)) || std::str::from_utf8(bytes).is_err();
            prop_assert!(ours.is_err() || is_own, "{words}");
        }
    }
    Ok(())
}

fn alike(ours: &Json, theirs: &serde_json::Value) -> bool {
    use serde_json::Value as Theirs;
    match (ours, theirs) {
        (Json::Null, Theirs::Null) => true,
        (Json::Bool(a), Theirs::Bool(b)) => a == b,
        // serde_json is off by a last digit now and then.
        (Json::Number(a), Theirs::Number(b)) => {
            b.as_f64().is_some_and(|b| (a - b).abs() <= a.abs() * 1e-15)
        }
        (Json::Text(a), Theirs::String(b)) => a == b,
        (Json::List(a), Theirs::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b))
        }
        (Json::Object(_), Theirs::Object(b)) => b
            .iter()
            .all(|(name, b)| ours.get(name).is_some_and(|a| alike(a, b))),
        _ => false,
    }
}

/// Shortest and 17-digit spellings of random numbers, of counts with random decimals, and
/// of any bits at all.
fn spellings(random: &mut Random) -> [String; 4] {
    let any = f64::from_bits(random.next());
    let any = if any.is_finite() { any } else { 0.5 };
    let exponent = random.below(40) as i32 - 20;
    let plain = (random.next() >> 11) as f64 * 10f64.powi(exponent);
    let digits = random.next() >> random.below(60);
    [
        format!("{any:e}"),
        format!("{plain}"),
        format!("{plain:.16e}"),
        format!("{}.{}", digits % 100_000, random.next() >> random.below(50)),
    ]
}

#[test]
fn numbers_are_the_nearest_ones() {
    let mut random = Random::new(7);
    for _ in 0..300_000 {
        for text in spellings(&mut random) {
            let found = parse_f64(text.as_bytes()).unwrap();
            let nearest: f64 = text.parse().unwrap();
            assert_eq!(found.to_bits(), nearest.to_bits(), "{text}");
        }
    }
}

#[test]
fn numbers_of_repeated_rows_are_the_nearest_ones() {
    let mut random = Random::new(11);
    for _ in 0..40 {
        let mut numbers = Vec::new();
        for _ in 0..500 {
            numbers.extend(spellings(&mut random));
        }
        let row = |(index, number): (usize, &String)| {
            format!("[{},[{{\"count\":{number}}}]]", 1_700_000_000 + index)
        };
        let rows: Vec<_> = numbers.iter().enumerate().map(row).collect();
        let body = format!("{{\"data\":[{}]}}", rows.join(","));
        let decoded = decode(single(), body.as_bytes()).unwrap();
        let values = decoded.set.series[0].values.numbers();
        assert_eq!(values.len(), numbers.len());
        for (found, text) in values.iter().zip(&numbers) {
            let nearest: f64 = text.parse().unwrap();
            assert_eq!(found.to_bits(), nearest.to_bits(), "{text}");
        }
    }
}

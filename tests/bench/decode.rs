//! How fast bodies become columns, beside serde_json doing the same in the same run.
//!
//! `cargo bench --bench decode`, with `-- nulls` only bodies of that name. Only the ratios of one run mean anything.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use events_stats_widget::decode::{Decoder, Limits, decode};
use events_stats_widget::request::{Endpoint, Expect};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::hint::black_box;
use std::time::Instant;

const CHUNK: usize = 64 << 10;

fn main() {
    // `cargo test` runs benches too, with `--test`: one round shows that they work.
    let rounds = if std::env::args().any(|argument| argument == "--bench") {
        15
    } else {
        1
    };
    let wanted = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'));
    println!("body                     KB   MB/s  typed  visitor  whole   (times as fast)");
    for (name, groups, buckets, form) in [
        ("S counts", 6, 288, Form::Counts),
        ("M counts", 11, 1440, Form::Counts),
        ("L counts", 11, 10_000, Form::Counts),
        ("L 17 digits", 11, 10_000, Form::Floats),
        ("L indented", 11, 10_000, Form::Indented),
        ("L with nulls", 11, 10_000, Form::Nulls),
        ("L with confidence", 11, 3_000, Form::Confidence),
        ("L compared", 11, 10_000, Form::Compared),
        ("L signed", 11, 10_000, Form::Signed),
        ("L odd rows", 11, 10_000, Form::Odd),
    ] {
        if wanted
            .as_ref()
            .is_some_and(|wanted| !name.contains(wanted.as_str()))
        {
            continue;
        }
        let body = body(groups, buckets, form);
        compare(name, &body, rounds);
    }
}

fn compare(name: &str, body: &[u8], rounds: usize) {
    let candidates: [fn(&[u8]) -> usize; 4] = [chunked, typed, visited, whole];
    let mut times = vec![Vec::new(); candidates.len()];
    let points = chunked(body);
    for _ in 0..rounds {
        for (candidate, times) in candidates.iter().zip(&mut times) {
            let start = Instant::now();
            assert_eq!(black_box(candidate(black_box(body))), points);
            times.push(start.elapsed().as_secs_f64());
        }
    }
    let median = |times: &mut Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    let [ours, typed, visited, whole] = [0, 1, 2, 3].map(|index| median(&mut times[index]));
    println!(
        "{name:20} {:6} {:6.0} {:6.1} {:8.1} {:6.2}",
        body.len() / 1000,
        body.len() as f64 / ours / 1e6,
        typed / ours,
        visited / ours,
        whole / ours,
    );
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Counts,
    Floats,
    Indented,
    Nulls,
    /// As newer datasets answer: most of the body describes the rest.
    Confidence,
    Compared,
    /// Signs and exponents.
    Signed,
    /// Two items in a bucket, which no template knows: the general path alone.
    Odd,
}

fn body(groups: usize, buckets: usize, form: Form) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut text = String::from("{");
    for group in 0..groups {
        let comma = if group > 0 { "," } else { "" };
        write!(text, "{comma}\"group {group}\":{{\"data\":[").unwrap();
        for bucket in 0..buckets {
            let comma = if bucket > 0 { "," } else { "" };
            let time = 1_767_225_600 + bucket * 60;
            let count = match random() % 8 {
                0 => 0,
                1 => random() % 100_000,
                _ => random() % 1000,
            };
            match form {
                Form::Counts | Form::Confidence => write!(text, "{comma}[{time},[{{\"count\":{count}}}]]"),
                Form::Floats => {
                    let number = count as f64 + (random() >> 11) as f64 / (1u64 << 53) as f64;
                    write!(text, "{comma}[{time},[{{\"count\":{number}}}]]")
                }
                Form::Indented => write!(
                    text,
                    "{comma}\n   [\n    {time},\n    [\n     {{\n      \"count\": {count}\n     }}\n    ]\n   ]"
                ),
                Form::Nulls if count % 4 == 0 => {
                    write!(text, "{comma}[{time},[{{\"count\":null}}]]")
                }
                Form::Nulls => write!(text, "{comma}[{time},[{{\"count\":{count}}}]]"),
                Form::Signed if count % 2 == 0 => {
                    write!(text, "{comma}[{time},[{{\"count\":{count}e-05}}]]")
                }
                Form::Signed => write!(text, "{comma}[{time},[{{\"count\":-{count}}}]]"),
                Form::Odd => write!(
                    text,
                    "{comma}[{time},[{{\"count\":{count}}},{{\"count\":1}}]]"
                ),
                Form::Compared => write!(
                    text,
                    "{comma}[{time},[{{\"count\":{count},\"comparisonCount\":7}}]]"
                ),
            }
            .unwrap();
        }
        if form == Form::Confidence {
            text.push_str("],\"confidence\":[");
            for bucket in 0..buckets {
                let comma = if bucket > 0 { "," } else { "" };
                let time = 1_767_225_600 + bucket * 60;
                write!(
                    text,
                    "{comma}[{time},[{{\"count(span.duration)\":\"high\"}}]]"
                )
                .unwrap();
            }
        }
        write!(text, "],\"order\":{group},\"start\":0,\"end\":1,\"isMetricsData\":false,\"meta\":{{\"fields\":{{\"count\":\"integer\"}},\"units\":{{\"count\":null}},\"tips\":{{}}}}}}").unwrap();
    }
    text.push('}');
    text.into_bytes()
}

fn expect() -> Expect {
    Expect {
        endpoint: Endpoint::EventsStats,
        top_events: Some(10),
        axes: vec!["count()".to_owned()],
        interval: None,
    }
}

fn points(decoded: &events_stats_widget::decode::Decoded) -> usize {
    let series = decoded.set.series.iter();
    series.map(|series| series.values.len()).sum()
}

/// As in a page: each chunk is copied into the decoder's window.
fn chunked(body: &[u8]) -> usize {
    let mut decoder = Decoder::new(expect(), Limits::default());
    for chunk in body.chunks(CHUNK) {
        decoder.window(CHUNK)[..chunk.len()].copy_from_slice(chunk);
        decoder.commit(chunk.len()).unwrap();
    }
    points(&decoder.finish().unwrap())
}

fn whole(body: &[u8]) -> usize {
    points(&decode(expect(), body).unwrap())
}

#[derive(Deserialize)]
struct Typed {
    data: Vec<(i64, Vec<Bucket>)>,
}

#[derive(Deserialize)]
struct Bucket {
    count: Option<f64>,
}

fn typed(body: &[u8]) -> usize {
    let groups: BTreeMap<String, Typed> = serde_json::from_slice(body).unwrap();
    let mut points = 0;
    for group in groups.values() {
        let value = |(_, cells): &(i64, Vec<Bucket>)| cells[0].count.unwrap_or(f64::NAN);
        let times: Vec<i64> = group.data.iter().map(|row| row.0).collect();
        let values: Vec<f64> = group.data.iter().map(value).collect();
        points += black_box(times).len().min(black_box(values).len());
    }
    points
}

/// serde's own way to columns: a visitor that pushes rows as they come.
#[derive(Default)]
struct Columns {
    times: Vec<i64>,
    values: Vec<f64>,
}

#[derive(Deserialize)]
struct Visited {
    data: Columns,
}

impl<'de> Deserialize<'de> for Columns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ColumnsVisitor)
    }
}

struct ColumnsVisitor;

impl<'de> Visitor<'de> for ColumnsVisitor {
    type Value = Columns;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<Columns, A::Error> {
        let mut columns = Columns::default();
        while let Some((time, Sum(value))) = rows.next_element::<(i64, Sum)>()? {
            columns.times.push(time);
            columns.values.push(value);
        }
        Ok(columns)
    }
}

struct Sum(f64);

impl<'de> Deserialize<'de> for Sum {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(SumVisitor)
    }
}

struct SumVisitor;

impl<'de> Visitor<'de> for SumVisitor {
    type Value = Sum;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cells")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut cells: A) -> Result<Sum, A::Error> {
        let mut sum = 0.0;
        while let Some(Cell(count)) = cells.next_element()? {
            sum += count;
        }
        Ok(Sum(sum))
    }
}

struct Cell(f64);

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(CellVisitor)
    }
}

struct CellVisitor;

impl<'de> Visitor<'de> for CellVisitor {
    type Value = Cell;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a cell")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Cell, A::Error> {
        let mut count = None;
        while let Some(name) = members.next_key::<&str>()? {
            if name == "count" {
                count = members.next_value()?;
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Cell(count.unwrap_or(f64::NAN)))
    }
}

fn visited(body: &[u8]) -> usize {
    let groups: BTreeMap<String, Visited> = serde_json::from_slice(body).unwrap();
    groups
        .values()
        .map(|group| group.data.times.len().min(group.data.values.len()))
        .sum()
}

//! Any bytes give an answer or an error, the same in every chunking, within the limits.

#![no_main]

use events_stats_widget::decode::{Decoded, Decoder, Limits, decode, error_detail, table};
use events_stats_widget::error::Error;
use events_stats_widget::json::Json;
use events_stats_widget::request::{Endpoint, Expect};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    for (top_events, axes) in [
        (None, ["count()"].as_slice()),
        (None, &["count()", "p95(transaction.duration)"]),
        (Some(3), &["count()"]),
        (Some(2), &["count()", "count_unique(user)"]),
    ] {
        let expect = Expect {
            endpoint: Endpoint::EventsStats,
            top_events,
            axes: axes.iter().map(|axis| (*axis).to_owned()).collect(),
            interval: None,
        };
        let whole = decode(expect.clone(), body);
        assert_eq!(whole, in_pieces(expect, body));
        if let Ok(decoded) = &whole {
            sound(decoded, body.len());
        }
    }
    let _any_table_or_error = table::decode(body);
    let _any_json_or_error = Json::parse(body);
    let detail = error_detail(500, body);
    assert!(detail.chars().count() <= 401);
});

/// Cuts at lengths that follow from the bytes, so that recorded bodies are a corpus as they are.
fn in_pieces(expect: Expect, body: &[u8]) -> Result<Decoded, Error> {
    let mut decoder = Decoder::new(expect, Limits::default());
    let mut state = body.len() as u32 ^ 0x9E37;
    let mut rest = body;
    while let Some(&byte) = rest.first() {
        state = state
            .wrapping_mul(0x0101_0101)
            .wrapping_add(u32::from(byte) + 1);
        let length = (1 + (state >> 24) as usize % 97).min(rest.len());
        let (piece, after) = rest.split_at(length);
        decoder.window(length).copy_from_slice(piece);
        decoder.commit(length)?;
        rest = after;
    }
    decoder.finish()
}

fn sound(decoded: &Decoded, bytes: usize) {
    let mut points = 0;
    for series in &decoded.set.series {
        let starts = series.timeline.starts();
        assert_eq!(starts.len(), series.values.len());
        assert!(starts.is_sorted_by(|a, b| a < b));
        assert!(
            series
                .values
                .iter()
                .all(|value| value.number().is_none_or(f64::is_finite))
        );
        if let Some(comparison) = &series.comparison {
            assert_eq!(comparison.len(), starts.len());
        }
        points += starts.len();
    }
    // The shortest row is `[0,[]],`.
    assert!(points <= bytes / 6 + 1);
}

//! Short ways to ask the decoder and to look at what came.

use events_stats_widget::decode::{Decoded, Decoder, Limits, decode};
use events_stats_widget::error::Error;
use events_stats_widget::request::{Endpoint, Expect};
use events_stats_widget::series::{Series, Value};
use std::path::PathBuf;

pub fn expect(top_events: Option<u32>, axes: &[&str]) -> Expect {
    Expect {
        endpoint: Endpoint::EventsStats,
        top_events,
        axes: axes.iter().map(|axis| (*axis).to_owned()).collect(),
        interval: None,
    }
}

pub fn single() -> Expect {
    expect(None, &["count()"])
}

pub fn body(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/responses");
    std::fs::read(folder.join(name)).unwrap()
}

/// Decodes the body cut into the given pieces.
pub fn decode_pieces<'a>(
    expect: &Expect,
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> Result<Decoded, Error> {
    let mut decoder = Decoder::new(expect.clone(), Limits::default());
    for (index, piece) in pieces.into_iter().enumerate() {
        if index % 2 == 0 {
            decoder.push(piece)?;
        } else {
            decoder.window(piece.len() + 3)[..piece.len()].copy_from_slice(piece);
            decoder.commit(piece.len())?;
        }
    }
    decoder.finish()
}

pub fn read(expect: Expect, body: &str) -> Decoded {
    decode(expect, body.as_bytes()).unwrap()
}

pub fn refused(expect: Expect, body: &str) -> Error {
    decode(expect, body.as_bytes()).unwrap_err()
}

/// Rows of a series: time and value.
pub fn rows(series: &Series) -> Vec<(i64, Value)> {
    assert_eq!(series.timeline.len(), series.values.len());
    let times = series.timeline.starts().iter().copied();
    times.zip(series.values.iter()).collect()
}

/// Rows of the only series of a body asked for by `single()`.
pub fn single_rows(body: &str) -> Vec<(i64, Value)> {
    let decoded = read(single(), body);
    assert_eq!(decoded.set.series.len(), 1);
    rows(&decoded.set.series[0])
}

pub fn keys(decoded: &Decoded) -> Vec<&str> {
    let series = decoded.set.series.iter();
    series.map(|series| series.key.as_str()).collect()
}

pub fn notes(decoded: &Decoded) -> Vec<(&'static str, u64)> {
    let notes = decoded.notes.iter();
    notes.map(|note| (note.code, note.count)).collect()
}

//! A cached response as bytes, and how much memory it takes.

use super::CachedResponse;
use crate::decode::{Decoded, binary};
use crate::series::Series;
use std::rc::Rc;

/// About what a series, a table's cell and an answer take besides their values, in bytes.
const SERIES_BYTES: usize = 256;
const CELL_BYTES: usize = 32;
const ANSWER_BYTES: usize = 512;

impl CachedResponse {
    /// The answer as columns, and its times, for a store.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        bytes.extend(self.started_at.to_le_bytes());
        bytes.extend(self.loaded_at_ms.to_le_bytes());
        bytes.extend(binary::write(&self.answer));
        bytes
    }

    /// Reads what [`CachedResponse::to_bytes`] wrote; `None` for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (started_at, rest) = bytes.split_first_chunk()?;
        let (loaded_at_ms, rest) = rest.split_first_chunk()?;
        Some(Self {
            started_at: i64::from_le_bytes(*started_at),
            loaded_at_ms: i64::from_le_bytes(*loaded_at_ms),
            answer: Rc::new(binary::read(rest)?),
        })
    }

    /// About how many bytes of memory the answer takes.
    pub fn memory_bytes(&self) -> usize {
        ANSWER_BYTES + memory_bytes(&self.answer)
    }
}

fn memory_bytes(answer: &Decoded) -> usize {
    let series = answer.set.series.iter().map(series_bytes).sum::<usize>();
    let cells = answer.table.iter().flat_map(|table| &table.rows);
    series + cells.map(Vec::len).sum::<usize>() * CELL_BYTES
}

/// Series of one answer share their timeline, but it is counted with each: a few bytes too
/// many are no matter, and too few would let the cache outgrow its limit.
fn series_bytes(series: &Series) -> usize {
    let binary = 1 + usize::from(series.comparison.is_some());
    let gaps = usize::from(!series.values.is_gapless());
    let value = binary * (size_of::<f64>() + gaps) + size_of::<i64>();
    SERIES_BYTES + series.key.len() + series.values.len() * value
}

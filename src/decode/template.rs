//! Rows at memory speed: the bytes between the numbers of one row are learned, and
//! rows that repeat them are read without looking at their structure.
//!
//! The general path reads the first row and every row that differs. What stands
//! between the numbers of a row it accepted is known to be right, whatever the
//! spacing; so a row of the same bytes and other digits needs no further proof.

use super::series_builder::{PlainRowSource, SeriesBuilder};
use super::swar_digits::{TIME_DIGITS, number_or_null, ten_digits, word};

/// Longest literal: indented rows stay below.
const LITERAL_WORDS: usize = 12;

/// What a number behind the value is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Slot {
    Comparison,
    Unread,
}

/// The bytes around the numbers of a row.
#[derive(Debug)]
pub(super) struct Template {
    /// From the end of the row before to the time.
    pub(super) lead: Literal,
    /// From the time to the value.
    pub(super) middle: Literal,
    /// Further numbers, each with the bytes in front of it.
    pub(super) further: Vec<(Literal, Slot)>,
    /// From the last number to the end of the row.
    pub(super) tail: Literal,
    /// Tail and lead: from the last number to the next row's time.
    pub(super) between: Literal,
}

impl Template {
    fn is_compared(&self) -> bool {
        self.further
            .iter()
            .any(|(_, slot)| *slot == Slot::Comparison)
    }

    /// Reads rows from the start of `bytes`, which is the end of a row, as far as they
    /// follow the template and each other; returns how many bytes they take.
    pub(super) fn read(&self, bytes: &[u8], rows: &mut SeriesBuilder) -> usize {
        if !self.lead.is_at(bytes, 0) || rows.is_compared() != self.is_compared() {
            return 0;
        }
        rows.push_plain(MatchingRows {
            template: self,
            bytes,
        })
    }
}

/// Rows of a text that repeat a template.
struct MatchingRows<'a> {
    template: &'a Template,
    bytes: &'a [u8],
}

impl PlainRowSource for MatchingRows<'_> {
    #[inline(always)]
    fn read(self, mut accept: impl FnMut(i64, f64, f64) -> bool) -> usize {
        let Self { template, bytes } = self;
        let mut done = 0;
        let mut at = template.lead.len;
        'rows: while let Some(time) = ten_digits(bytes, at) {
            at += TIME_DIGITS;
            if !template.middle.is_at(bytes, at) {
                break;
            }
            at += template.middle.len;
            let Some((value, length)) = number_or_null(bytes, at) else {
                break;
            };
            at += length;
            let mut comparison = f64::NAN;
            for (literal, slot) in &template.further {
                if !literal.is_at(bytes, at) {
                    break 'rows;
                }
                at += literal.len;
                let Some((number, length)) = number_or_null(bytes, at) else {
                    break 'rows;
                };
                at += length;
                if *slot == Slot::Comparison {
                    comparison = number;
                }
            }
            let more = template.between.is_at(bytes, at);
            if !(more || template.tail.is_at(bytes, at)) || !accept(time, value, comparison) {
                break;
            }
            done = at + template.tail.len;
            if !more {
                break;
            }
            at += template.between.len;
        }
        done
    }
}

/// Bytes that are compared in words of eight.
#[derive(Debug)]
pub(super) struct Literal {
    /// Value and mask of each word.
    words: [(u64, u64); LITERAL_WORDS],
    count: usize,
    len: usize,
}

impl Literal {
    pub(super) fn new(parts: &[&[u8]]) -> Option<Self> {
        let text = parts.concat();
        let mut words = [(0, 0); LITERAL_WORDS];
        let chunks = text.chunks(8);
        let count = chunks.len();
        for (index, chunk) in chunks.enumerate() {
            let mut value = [0; 8];
            let mut mask = [0; 8];
            value.get_mut(..chunk.len())?.copy_from_slice(chunk);
            mask.get_mut(..chunk.len())?.fill(0xFF);
            *words.get_mut(index)? = (u64::from_le_bytes(value), u64::from_le_bytes(mask));
        }
        Some(Self {
            words,
            count,
            len: text.len(),
        })
    }

    #[inline(always)]
    fn is_at(&self, bytes: &[u8], at: usize) -> bool {
        let words = self.words.iter().take(self.count);
        let mut at = at;
        for (value, mask) in words {
            match word(bytes, at) {
                Some(word) if (word ^ value) & mask == 0 => at += 8,
                _ => return false,
            }
        }
        true
    }
}

//! Rows at memory speed: the bytes between the digits of one row are learned, and
//! rows that repeat them are read without looking at their structure.
//!
//! The general path reads the first row and every row that differs. What stands
//! between the digits of a row it accepted is known to be right, whatever the
//! spacing; so a row of the same bytes and other digits needs no further proof.

use super::digits::{TIME_DIGITS, decimal, null, ten_digits, word};
use super::rows::{PlainRows, Rows};

/// Longest literal: indented rows stay below.
const LITERAL_WORDS: usize = 12;

/// The bytes around time and value of a row `[time,[{"count":number or null}]]`.
#[derive(Debug)]
pub(super) struct Template {
    /// From the end of the row before to the time.
    lead: Literal,
    /// From the time to the number.
    middle: Literal,
    /// From the number to the end of the row.
    tail: Literal,
    /// Tail and lead: from a number to the next row's time.
    between: Literal,
}

impl Template {
    /// Learns from the text of a row, the comma before it included; `None` where it is
    /// not of the plain form.
    pub(super) fn learn(row: &[u8]) -> Option<Self> {
        let mut scan = Scan { row, at: 0 };
        let lead = scan.literal(b",[")?;
        let time = scan.digits()?;
        let middle = scan.literal(b",[{")?;
        let name = scan.exactly(b"\"count\"")?;
        let colon = scan.literal(b":")?;
        scan.number_or_null()?;
        let tail = scan.literal(b"}]]")?;
        if time.len() != TIME_DIGITS || scan.at != row.len() {
            return None;
        }
        Some(Self {
            lead: Literal::new(&[lead])?,
            middle: Literal::new(&[middle, name, colon])?,
            tail: Literal::new(&[tail])?,
            between: Literal::new(&[tail, lead])?,
        })
    }

    /// Reads rows from the start of `bytes`, which is the end of a row, as far as they
    /// follow the template and each other; returns how many bytes they take.
    pub(super) fn read(&self, bytes: &[u8], rows: &mut Rows) -> usize {
        if !self.lead.is_at(bytes, 0) {
            return 0;
        }
        rows.push_numbers(Repeats {
            template: self,
            bytes,
        })
    }
}

/// Rows of a text that repeat a template.
struct Repeats<'a> {
    template: &'a Template,
    bytes: &'a [u8],
}

impl PlainRows for Repeats<'_> {
    #[inline(always)]
    fn read(self, mut accept: impl FnMut(i64, f64) -> bool) -> usize {
        let Self { template, bytes } = self;
        let mut done = 0;
        let mut at = template.lead.len;
        while let Some(time) = ten_digits(bytes, at) {
            at += TIME_DIGITS;
            if !template.middle.is_at(bytes, at) {
                break;
            }
            at += template.middle.len;
            let Some((number, length)) = decimal(bytes, at).or_else(|| null(bytes, at)) else {
                break;
            };
            at += length;
            let more = template.between.is_at(bytes, at);
            if !(more || template.tail.is_at(bytes, at)) || !accept(time, number) {
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
struct Literal {
    /// Value and mask of each word.
    words: [(u64, u64); LITERAL_WORDS],
    count: usize,
    len: usize,
}

impl Literal {
    fn new(parts: &[&[u8]]) -> Option<Self> {
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

/// Takes a row apart that the general path has accepted.
struct Scan<'a> {
    row: &'a [u8],
    at: usize,
}

impl<'a> Scan<'a> {
    fn take_while(&mut self, accept: impl Fn(u8) -> bool) -> &'a [u8] {
        let rest = self.row.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|&byte| !accept(byte));
        let taken = rest.get(..length.unwrap_or(rest.len())).unwrap_or_default();
        self.at += taken.len();
        taken
    }

    /// The given bytes with whitespace around each.
    fn literal(&mut self, marks: &[u8]) -> Option<&'a [u8]> {
        let begin = self.at;
        let is_space = |byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
        self.take_while(is_space);
        for mark in marks {
            self.exactly(std::slice::from_ref(mark))?;
            self.take_while(is_space);
        }
        self.row.get(begin..self.at)
    }

    fn exactly(&mut self, text: &[u8]) -> Option<&'a [u8]> {
        let found = self.row.get(self.at..self.at + text.len())?;
        self.at += text.len();
        (found == text).then_some(found)
    }

    fn digits(&mut self) -> Option<&'a [u8]> {
        Some(self.take_while(|byte| byte.is_ascii_digit())).filter(|digits| !digits.is_empty())
    }

    fn number_or_null(&mut self) -> Option<()> {
        let accepted = |byte: u8| byte.is_ascii_digit() || b"+-.eEnul".contains(&byte);
        (!self.take_while(accepted).is_empty()).then_some(())
    }
}

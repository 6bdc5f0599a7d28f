//! What is kept, how large and how old: enough to say which goes first.

use super::LONGEST_KEPT_MS;
use crate::convert;
use crate::sorted;

/// Key of the ledger itself in a room of a store; no answer's key begins so.
pub const LEDGER_KEY: &str = "ledger";

/// Most answers kept: with many small ones, their number is what costs.
const MOST_ENTRIES: usize = 256;

/// Changes with every change of the form.
const VERSION: u8 = 1;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    key: String,
    bytes: u32,
    at_ms: i64,
}

/// What came of an answer that was to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Noted {
    /// It is to be kept, and these keys are to go.
    Kept {
        /// They made room.
        evicted: Vec<String>,
    },
    /// A newer answer is there, which stays.
    Older,
    /// It is too large to be kept; what was kept under its key is to go.
    TooLarge,
}

/// All kept answers, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Ledger {
    lines: Vec<Line>,
}

impl Ledger {
    /// An answer of so many bytes that came at `at_ms` is to be kept under `key`, all of
    /// them together in `most_bytes`. Dates are bounded by `now_ms`: what is from the future
    /// is not newer, and does not stay for longer.
    pub fn note(
        &mut self,
        key: &str,
        bytes: usize,
        (at_ms, now_ms): (i64, i64),
        most_bytes: u32,
    ) -> Noted {
        let at_ms = at_ms.min(now_ms);
        let known = self.lines.iter().find(|line| line.key == key);
        if known.is_some_and(|known| known.at_ms > at_ms && known.at_ms <= now_ms) {
            return Noted::Older;
        }
        for line in &mut self.lines {
            line.at_ms = line.at_ms.min(now_ms);
        }
        self.remove(key);
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        if bytes > most_bytes {
            return Noted::TooLarge;
        }
        self.lines.push(Line {
            key: key.to_owned(),
            bytes,
            at_ms,
        });
        sorted::sort_by_key(&mut self.lines, |line| line.at_ms);
        Noted::Kept {
            evicted: self.evict(key, at_ms, most_bytes),
        }
    }

    /// The keys that must go; never `spared`, which was just noted.
    fn evict(&mut self, spared: &str, now_ms: i64, most_bytes: u32) -> Vec<String> {
        let mut total = self.bytes();
        let mut count = self.lines.len();
        let mut evicted = Vec::new();
        self.lines.retain_mut(|line| {
            let is_too_old = line.at_ms < now_ms.saturating_sub(LONGEST_KEPT_MS);
            let is_full = total > u64::from(most_bytes) || count > MOST_ENTRIES;
            let stays = line.key == spared || !(is_too_old || is_full);
            if !stays {
                total -= u64::from(line.bytes);
                count -= 1;
                evicted.push(std::mem::take(&mut line.key));
            }
            stays
        });
        evicted
    }

    /// Forgets a key.
    pub fn remove(&mut self, key: &str) {
        self.lines.retain(|line| line.key != key);
    }

    /// Forgets all keys that begin with one of `prefixes`; they are to go.
    pub fn remove_all(&mut self, prefixes: &[String]) -> Vec<String> {
        let goes = |line: &Line| prefixes.iter().any(|prefix| line.key.starts_with(prefix));
        let (gone, kept) = std::mem::take(&mut self.lines).into_iter().partition(goes);
        self.lines = kept;
        let gone: Vec<Line> = gone;
        gone.into_iter().map(|line| line.key).collect()
    }

    /// Number of answers.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// There is no answer.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Size of all answers.
    pub fn bytes(&self) -> u64 {
        self.lines.iter().map(|line| u64::from(line.bytes)).sum()
    }

    /// The ledger as bytes that [`Ledger::from_bytes`] reads.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        for line in &self.lines {
            bytes.extend(convert::small_of(line.key.len()).to_le_bytes());
            bytes.extend(line.key.as_bytes());
            bytes.extend(line.bytes.to_le_bytes());
            bytes.extend(line.at_ms.to_le_bytes());
        }
        bytes
    }

    /// Reads what [`Ledger::to_bytes`] wrote; `None` for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (version, mut rest) = bytes.split_first()?;
        let mut lines = Vec::new();
        while *version == VERSION && !rest.is_empty() {
            let (len, after) = rest.split_first_chunk()?;
            let (key, after) = after.split_at_checked(u32::from_le_bytes(*len) as usize)?;
            let (bytes, after) = after.split_first_chunk()?;
            let (at_ms, after) = after.split_first_chunk()?;
            lines.push(Line {
                key: String::from_utf8(key.to_vec()).ok()?,
                bytes: u32::from_le_bytes(*bytes),
                at_ms: i64::from_le_bytes(*at_ms),
            });
            rest = after;
        }
        (*version == VERSION).then_some(Self { lines })
    }
}

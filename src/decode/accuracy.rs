//! How sure the numbers of sampled data are, as the answer says bucket by bucket.

use super::{Note, note};
use crate::json::lexer::{Token, excerpt};
use crate::series::SeriesSet;

/// Sentry: a series of which more than a quarter of the buckets are unsure is so as a whole.
const UNSURE_PER_SURE_BUCKETS: u32 = 3;

/// Buckets that are sure and that are not; the others say nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Accuracy {
    high: u32,
    low: u32,
}

impl Accuracy {
    pub(super) fn add(&mut self, token: &Token<'_>) {
        let Token::Text(text) = token else { return };
        match text.bytes() {
            b"high" => self.high = self.high.saturating_add(1),
            b"low" => self.low = self.low.saturating_add(1),
            _ => {}
        }
    }

    /// What both say.
    pub(super) fn with(self, other: Self) -> Self {
        Self {
            high: self.high.saturating_add(other.high),
            low: self.low.saturating_add(other.low),
        }
    }

    pub(super) fn is_low(self) -> bool {
        self.low.saturating_mul(UNSURE_PER_SURE_BUCKETS) > self.high
    }
}

/// Says that series come from few samples: they are drawn dashed.
pub(super) fn note(set: &SeriesSet) -> Option<Note> {
    let unsure = || set.series.iter().filter(|one| one.has_low_accuracy);
    let first = unsure().next()?;
    let name = match first.key.as_str() {
        "" => &first.axis,
        key => key,
    };
    Some(Note {
        code: note::LOW_ACCURACY,
        count: unsure().count() as u64,
        detail: format!("{} was estimated from few samples", excerpt(name)),
    })
}

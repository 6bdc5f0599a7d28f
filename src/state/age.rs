//! How old what is shown may be: after one and a half refresh intervals without an answer a
//! chart says its age, whatever the reason.
//!
//! All of it goes by the monotonic clock.

use super::{Effect, Now};

/// The shortest time after which the shown age is updated, in milliseconds: its smallest unit.
const AGE_REPEAT_MS: u64 = 60_000;

#[derive(Default)]
pub(super) struct DataAge {
    /// When the last answer came.
    answered_ms: i64,
    pub is_overdue: bool,
    is_watched: bool,
}

impl DataAge {
    /// An answer is there, or something as good.
    pub fn was_answered(&mut self, at: Now) {
        // What is watched for is another moment now.
        *self = Self {
            answered_ms: at.mono_ms,
            ..Self::default()
        };
    }

    /// It is time to check the age of the data. `interval_ms` is how often it is refreshed;
    /// `None` for what has no age, or is not to be.
    pub fn look(&mut self, interval_ms: Option<u64>, at: Now) {
        self.is_watched = false;
        self.is_overdue = interval_ms.map(|interval_ms| self.left_ms(interval_ms, at)) == Some(0);
    }

    /// Schedules the next check.
    pub fn watch(&mut self, interval_ms: Option<u64>, at: Now, effects: &mut Vec<Effect>) {
        let Some(interval_ms) = interval_ms.filter(|_| !self.is_watched) else {
            return;
        };
        self.is_watched = true;
        effects.push(Effect::ArmAge {
            after_ms: match self.is_overdue {
                true => interval_ms.max(AGE_REPEAT_MS),
                false => self.left_ms(interval_ms, at),
            },
        });
    }

    fn left_ms(&self, interval_ms: u64, at: Now) -> u64 {
        let lasts_ms = interval_ms + interval_ms / 2;
        let waited_ms = at.mono_ms.saturating_sub(self.answered_ms);
        lasts_ms.saturating_sub(u64::try_from(waited_ms).unwrap_or(0))
    }
}

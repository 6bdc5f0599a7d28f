//! How old what is shown may be: after one and a half refresh intervals without an answer a
//! chart says its age, whatever the reason.
//!
//! All of it goes by the clock that never runs back.

use super::dirty::Dirty;
use super::fetching::Fetching;
use super::{Effect, Moment};

/// The shortest time after which an age is told anew, in milliseconds: its smallest unit.
const TOLD_ANEW_MS: u64 = 60_000;

impl Fetching {
    /// An answer is there, or something as good.
    pub(super) fn was_answered(&mut self, at: Moment) {
        self.answered_ms = at.mono_ms;
        self.is_overdue = false;
        // What is watched for is another moment now.
        self.is_age_watched = false;
    }

    /// It is time to look how old the data is.
    pub(super) fn aged(&mut self, at: Moment) -> Dirty {
        self.is_age_watched = false;
        self.is_overdue = self.until_overdue_ms(at) == Some(0);
        match self.is_overdue {
            true => Dirty::Paint,
            false => Dirty::None,
        }
    }

    /// Sees to it that somebody looks again.
    pub(super) fn watch_age(&mut self, at: Moment, effects: &mut Vec<Effect>) {
        if self.is_age_watched {
            return;
        }
        if let Some(left_ms) = self.until_overdue_ms(at) {
            self.is_age_watched = true;
            effects.push(Effect::ArmAge {
                after_ms: match self.is_overdue {
                    true => self.interval_ms.max(TOLD_ANEW_MS),
                    false => left_ms,
                },
            });
        }
    }

    /// `None` for what has no age, or is not to be refreshed.
    fn until_overdue_ms(&self, at: Moment) -> Option<u64> {
        let shown = self.shown.as_ref()?;
        let lasts_ms = self.interval_ms + self.interval_ms / 2;
        (lasts_ms > 0 && shown.since_ms.is_some()).then(|| {
            let waited_ms = at.mono_ms.saturating_sub(self.answered_ms);
            lasts_ms.saturating_sub(u64::try_from(waited_ms).unwrap_or(0))
        })
    }
}

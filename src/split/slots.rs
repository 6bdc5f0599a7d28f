//! What came of the requests that one query makes during a split.

use super::{Seen, Show};
use crate::decision::SplitDataset;
use crate::request::Purpose;

/// One request's fate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Slot {
    /// Not asked.
    #[default]
    Unasked,
    /// Under way.
    Waiting,
    /// Answered.
    Seen(Seen),
    /// Failed; `again` where asking once more may succeed.
    Failed {
        /// The failure may pass.
        again: bool,
    },
}

impl Slot {
    pub(super) fn seen(self) -> Option<Seen> {
        match self {
            Slot::Seen(seen) => Some(seen),
            _ => None,
        }
    }

    pub(super) fn has_data(self) -> bool {
        self.seen().is_some_and(|seen| seen.has_data)
    }
}

/// The requests of one query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Slots {
    pub errors: Slot,
    pub original: Slot,
    pub transactions: Slot,
    /// The query outside of the split: decided before, mixed after all, or fallen back to.
    pub plain: Slot,
}

impl Slots {
    pub(super) fn of(&self, purpose: Purpose) -> Slot {
        match purpose {
            Purpose::SplitErrors => self.errors,
            Purpose::SplitOriginal => self.original,
            Purpose::SplitTransactions => self.transactions,
            _ => self.plain,
        }
    }

    pub(super) fn settle(&mut self, purpose: Purpose, slot: Slot) {
        let own = match purpose {
            Purpose::SplitErrors => &mut self.errors,
            Purpose::SplitOriginal => &mut self.original,
            Purpose::SplitTransactions => &mut self.transactions,
            _ => &mut self.plain,
        };
        *own = slot;
    }

    pub(super) fn server_decision(&self) -> Option<SplitDataset> {
        [self.original, self.plain]
            .into_iter()
            .find_map(|slot| slot.seen()?.server)
    }

    pub(super) fn show_plain(&self, purpose: Purpose) -> Show {
        show(self.plain, purpose)
    }

    pub(super) fn show_original(&self) -> Show {
        show(self.original, Purpose::SplitOriginal)
    }

    pub(super) fn show_errors(&self) -> Show {
        show(self.errors, Purpose::SplitErrors)
    }

    /// Errors, unless their answer is so empty that there is not even a zero to draw.
    pub(super) fn show_errors_or_original(&self) -> Show {
        match self.errors {
            Slot::Seen(seen) if !seen.is_void => self.show_errors(),
            _ => self.show_original(),
        }
    }

    pub(super) fn show_mixed(&self, purpose: Purpose) -> Show {
        match self.plain {
            Slot::Failed { .. } => self.show_original(),
            _ => self.show_plain(purpose),
        }
    }

    /// `errors_win` where errors were on screen before something failed: they stay until
    /// the plain query is there.
    pub(super) fn show_fallback(&self, purpose: Purpose, errors_win: bool) -> Show {
        let plain = match (self.original, self.plain) {
            (Slot::Seen(_), _) => self.show_original(),
            (_, Slot::Unasked) => self.show_original(),
            _ => self.show_plain(purpose),
        };
        match plain {
            Show::Nothing | Show::Failed if errors_win && self.errors.seen().is_some() => {
                self.show_errors()
            }
            other => other,
        }
    }
}

fn show(slot: Slot, purpose: Purpose) -> Show {
    match slot {
        Slot::Seen(_) => Show::Answer(purpose),
        Slot::Failed { .. } => Show::Failed,
        Slot::Unasked | Slot::Waiting => Show::Nothing,
    }
}

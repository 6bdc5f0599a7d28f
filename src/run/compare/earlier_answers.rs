//! What was answered about the earlier period of one query.

use crate::decode::Decoded;
use crate::series::Series;

/// Answers about the earlier period of one query.
#[derive(Clone, Copy, Debug, Default)]
pub struct EarlierAnswers<'a> {
    /// The series: one answer, or one for each part of the groups. `None` where that
    /// part failed.
    pub parts: &'a [Option<&'a Decoded>],
    /// The total over all groups.
    pub total: Option<&'a Decoded>,
    /// The rest of all groups, asked for on its own.
    pub other: Option<&'a Decoded>,
}

/// The same group on the same axis. Answers without groups hold series without a key.
pub(super) fn find<'a>(series: &Series, parts: &[Option<&'a Decoded>]) -> Option<&'a Series> {
    parts.iter().flatten().find_map(|part| {
        part.set.series.iter().find(|earlier| {
            earlier.key == series.key
                && earlier.axis == series.axis
                && earlier.is_other == series.is_other
        })
    })
}

//! Longer ranges, one after the other, for a viewer who sees nothing in a short one.

use super::{DAY, TimeRange};

/// Periods that are offered: those of Sentry's own choice of a range.
const PERIODS_DAYS: [i64; 5] = [1, 7, 14, 30, 90];

/// The next longer range, which ends where this one does, and its days. `None` beyond the longest.
pub fn wider(range: TimeRange) -> Option<(TimeRange, i64)> {
    let is_longer = |days: &i64| days * DAY > range.secs();
    let days = PERIODS_DAYS.into_iter().find(is_longer)?;
    let start = range.end.saturating_sub(days * DAY);
    Some((TimeRange { start, ..range }, days))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::HOUR;

    #[test]
    fn each_range_is_followed_by_the_next_longer_period() {
        let end = 1_700_000_000;
        for (secs, expected) in [
            (HOUR, Some(1)),
            (DAY, Some(7)),
            (3 * DAY, Some(7)),
            (7 * DAY, Some(14)),
            (14 * DAY, Some(30)),
            (30 * DAY, Some(90)),
            (90 * DAY, None),
            (365 * DAY, None),
        ] {
            let start = end - secs;
            let next = expected.map(|days| {
                let start = end - days * DAY;
                (TimeRange { start, end }, days)
            });
            assert_eq!(wider(TimeRange { start, end }), next, "{secs}");
        }
    }
}

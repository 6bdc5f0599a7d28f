//! A time zone as data: from which moment which offset holds.
//!
//! There is no time-zone database here. The edge asks the browser (`Intl`) for the
//! changes of the ranges in question and passes them in.

use crate::sorted;

/// Offsets from UTC, each with the moment from which it holds.
///
/// Before the first entry its offset holds too, so a zone describes just the ranges
/// it was made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    offsets: Vec<(i64, i32)>,
}

/// Which moment a local clock time names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Local {
    /// One moment, epoch seconds.
    Single(i64),
    /// The clock showed it twice, because it was put back in between.
    Doubled {
        /// The first time, epoch seconds.
        earlier: i64,
        /// The second time, epoch seconds.
        later: i64,
    },
    /// The clock was put forward past it.
    Missing {
        /// The moment at which the clock was put forward, epoch seconds.
        after: i64,
    },
}

impl Zone {
    /// UTC.
    pub fn utc() -> Self {
        Self::fixed(0)
    }

    /// A zone that never changes, so many seconds east of UTC.
    pub fn fixed(secs_east: i32) -> Self {
        Self {
            offsets: vec![(i64::MIN, secs_east)],
        }
    }

    /// A zone from (epoch seconds from which, seconds east of UTC), in any order;
    /// empty means UTC. Offsets are held within a day of UTC.
    pub fn new(mut offsets: Vec<(i64, i32)>) -> Self {
        if offsets.is_empty() {
            return Self::utc();
        }
        sorted::sort_by_key(&mut offsets, |&(from, _)| from);
        for (_, offset) in &mut offsets {
            *offset = (*offset).clamp(-86_399, 86_399);
        }
        offsets.dedup_by_key(|&mut (_, offset)| offset);
        Self { offsets }
    }

    /// Seconds east of UTC at a moment.
    pub fn offset_at(&self, utc: i64) -> i32 {
        let index = self.offsets.partition_point(|&(from, _)| from <= utc);
        self.offsets
            .get(index.saturating_sub(1))
            .map_or(0, |&(_, offset)| offset)
    }

    /// Civil seconds on the local clock at a moment.
    pub fn local(&self, utc: i64) -> i64 {
        utc.saturating_add(i64::from(self.offset_at(utc)))
    }

    /// The moment at which the local clock shows the given civil seconds.
    pub fn to_utc(&self, local: i64) -> Local {
        let mut moments = self.offsets.iter().enumerate().filter_map(|(index, span)| {
            let utc = local.saturating_sub(i64::from(span.1));
            let began = index == 0 || span.0 <= utc;
            let ended = self.change_after(index).is_some_and(|next| next <= utc);
            (began && !ended).then_some(utc)
        });
        match (moments.next(), moments.next_back()) {
            (Some(earlier), Some(later)) => Local::Doubled { earlier, later },
            (Some(utc), None) => Local::Single(utc),
            (None, _) => Local::Missing {
                after: self.change_over(local),
            },
        }
    }

    /// Moments at which the offset changes, within `(from, to]`.
    pub fn changes(&self, from: i64, to: i64) -> impl Iterator<Item = i64> + '_ {
        self.offsets
            .iter()
            .skip(1)
            .map(|&(at, _)| at)
            .filter(move |&at| from < at && at <= to)
    }

    fn change_after(&self, index: usize) -> Option<i64> {
        self.offsets.get(index + 1).map(|&(from, _)| from)
    }

    /// The change that skips the local time: the first after which the clock is past it.
    fn change_over(&self, local: i64) -> i64 {
        self.offsets
            .iter()
            .skip(1)
            .find(|&&(from, offset)| from.saturating_add(i64::from(offset)) > local)
            .map_or(local, |&(from, _)| from)
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self::utc()
    }
}

#[cfg(test)]
mod tests {
    use super::super::HOUR;
    use super::super::samples::{at, berlin};
    use super::*;

    #[test]
    fn offsets_hold_from_their_moment_on() {
        let zone = berlin();
        for (moment, offset) in [
            ("2020-06-01T00:00:00Z", 3600),
            ("2024-03-31T00:59:59Z", 3600),
            ("2024-03-31T01:00:00Z", 7200),
            ("2024-10-27T00:59:59Z", 7200),
            ("2024-10-27T01:00:00Z", 3600),
            ("2030-06-01T00:00:00Z", 3600),
        ] {
            assert_eq!(zone.offset_at(at(moment)), offset, "{moment}");
        }
    }

    #[test]
    fn the_missing_hour_and_the_doubled_hour() {
        let zone = berlin();
        assert_eq!(
            zone.to_utc(at("2024-03-31T02:30:00")),
            Local::Missing {
                after: at("2024-03-31T01:00:00Z")
            }
        );
        assert_eq!(
            zone.to_utc(at("2024-10-27T02:30:00")),
            Local::Doubled {
                earlier: at("2024-10-27T00:30:00Z"),
                later: at("2024-10-27T01:30:00Z"),
            }
        );
        assert_eq!(
            zone.to_utc(at("2024-03-31T03:00:00")),
            Local::Single(at("2024-03-31T01:00:00Z"))
        );
        assert_eq!(
            zone.to_utc(at("2024-10-27T03:00:00")),
            Local::Single(at("2024-10-27T02:00:00Z"))
        );
    }

    #[test]
    fn every_moment_is_among_those_its_local_time_names() {
        let zone = berlin();
        let start = at("2023-12-01T00:00:00Z");
        for step in 0..9000 {
            let utc = start + step * HOUR;
            let found = match zone.to_utc(zone.local(utc)) {
                Local::Single(moment) => moment == utc,
                Local::Doubled { earlier, later } => earlier == utc || later == utc,
                Local::Missing { .. } => false,
            };
            assert!(found, "{utc}");
        }
    }

    #[test]
    fn changes_within_a_range() {
        let year = berlin();
        let changes: Vec<i64> = year
            .changes(at("2024-01-01"), at("2024-10-27T01:00:00Z"))
            .collect();
        assert_eq!(
            changes,
            [at("2024-03-31T01:00:00Z"), at("2024-10-27T01:00:00Z")]
        );
        assert_eq!(Zone::utc().changes(i64::MIN, i64::MAX).count(), 0);
    }

    #[test]
    fn utc_and_fixed_zones_at_the_edges_of_time() {
        assert_eq!(Zone::utc().to_utc(17), Local::Single(17));
        assert_eq!(Zone::fixed(-3600).local(0), -3600);
        Zone::fixed(3600).local(i64::MAX);
        Zone::fixed(3600).to_utc(i64::MIN);
        assert_eq!(Zone::new(vec![]), Zone::utc());
    }
}

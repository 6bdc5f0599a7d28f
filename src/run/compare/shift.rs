//! Which earlier bucket a bucket is compared with.

use crate::sorted::SortedSet;
use crate::time::{DAY, Offset, TimeRange, Zone};

/// The rule by which buckets find their partners.
#[derive(Clone, Debug)]
pub struct Shift<'a> {
    /// How far back; never [`Offset::Previous`].
    offset: Offset,
    zone: &'a Zone,
    width: i64,
}

/// The partners of a timeline's buckets.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct BucketAlignment {
    /// Start of the earlier bucket for each bucket, epoch seconds, where there is one.
    pub starts: Vec<Option<i64>>,
    /// Buckets are too wide for the offset or for a change of clocks: they were moved by
    /// whole buckets, which is shown to the viewer.
    pub by_whole_buckets: bool,
}

impl<'a> Shift<'a> {
    /// The rule for buckets of a width within a range.
    pub fn new(offset: Offset, range: TimeRange, width: i64, zone: &'a Zone) -> Self {
        Self {
            offset: offset.within(range),
            zone,
            width: width.max(1),
        }
    }

    /// The earlier range to ask for: the range moved back, and where its first or last
    /// bucket moves by whole buckets, as far as the partner of that one reaches. A partner
    /// is cut off just where the bucket itself is.
    pub fn earlier_range(&self, range: TimeRange) -> TimeRange {
        let mut earlier = self.offset.earlier_range(range, self.zone);
        let moved = |moment: i64, of_bucket: i64| {
            let start = of_bucket - of_bucket.rem_euclid(self.width);
            let earlier_bucket = self.earlier_bucket(start);
            let back = start - earlier_bucket.start?;
            earlier_bucket.by_whole_buckets.then_some(moment - back)
        };
        if let Some(start) = moved(range.start, range.start) {
            earlier.start = earlier.start.min(start);
        }
        if let Some(end) = moved(range.end, range.end - 1) {
            earlier.end = earlier.end.max(end);
        }
        earlier.held()
    }

    /// A partner for each bucket start. No earlier bucket is anybody's partner twice: of
    /// a doubled hour the first showing has it, and of days clamped to a month's end the
    /// first.
    pub fn partners(&self, starts: &[i64]) -> BucketAlignment {
        let mut partners = BucketAlignment::default();
        let mut taken = SortedSet::new();
        let mut clamped = Vec::new();
        for (index, &start) in starts.iter().enumerate() {
            let found = self.earlier_bucket(start);
            partners.by_whole_buckets |= found.by_whole_buckets;
            // A day that exists in both months goes before one that had to be clamped.
            if found.clamped {
                clamped.push((index, found.start));
                partners.starts.push(None);
            } else {
                let start = found.start.filter(|&start| taken.insert(start));
                partners.starts.push(start);
            }
        }
        for (index, start) in clamped {
            if let Some(slot) = partners.starts.get_mut(index) {
                *slot = start.filter(|&start| taken.insert(start));
            }
        }
        partners
    }

    fn earlier_bucket(&self, start: i64) -> EarlierBucket {
        if self.offset.is_calendar() {
            let shifted = self.offset.back(start, self.zone);
            let exact = |utc: i64| EarlierBucket {
                start: Some(utc),
                clamped: shifted.clamped,
                by_whole_buckets: false,
            };
            match shifted.utc {
                Some(utc) if self.divides(start - utc) => return exact(utc),
                None if self.divides(self.change_near(start)) => {
                    return EarlierBucket {
                        start: None,
                        ..exact(start)
                    };
                }
                _ => {}
            }
        }
        self.by_whole_buckets(start)
    }

    /// Without regard to clocks, by the nearest whole number of buckets.
    fn by_whole_buckets(&self, start: i64) -> EarlierBucket {
        let shifted = self.offset.back(start, &Zone::utc());
        let back = start - shifted.utc.unwrap_or(start);
        let buckets = ((2 * back + self.width) / (2 * self.width)).max(1);
        EarlierBucket {
            start: Some(start - buckets * self.width),
            clamped: shifted.clamped,
            by_whole_buckets: self.offset.is_calendar() || !self.divides(back),
        }
    }

    fn divides(&self, secs: i64) -> bool {
        secs % self.width == 0
    }

    /// By how much clocks change around where a bucket lands.
    fn change_near(&self, start: i64) -> i64 {
        let landing = self.offset.back(start, &Zone::utc()).utc.unwrap_or(start);
        self.zone
            .changes(landing - DAY, landing + DAY)
            .map(|at| i64::from(self.zone.offset_at(at)) - i64::from(self.zone.offset_at(at - 1)))
            .last()
            .unwrap_or(0)
    }
}

struct EarlierBucket {
    start: Option<i64>,
    clamped: bool,
    by_whole_buckets: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::samples::{at, berlin};
    use crate::time::{HOUR, MINUTE};

    /// Partners of the buckets of a range, as seconds back; `None` without a partner.
    fn back(
        offset: &str,
        from: &str,
        to: &str,
        width: i64,
        zone: &Zone,
    ) -> (Vec<Option<i64>>, bool) {
        let range = TimeRange::new(at(from), at(to)).unwrap();
        let starts: Vec<i64> = (range.start..range.end).step_by(width as usize).collect();
        let shift = Shift::new(Offset::parse(offset).unwrap(), range, width, zone);
        let partners = shift.partners(&starts);
        let back = starts
            .iter()
            .zip(&partners.starts)
            .map(|(start, earlier_bucket)| {
                earlier_bucket.map(|earlier_bucket| start - earlier_bucket)
            })
            .collect();
        (back, partners.by_whole_buckets)
    }

    #[test]
    fn plain_offsets() {
        let utc = Zone::utc();
        let day = ("2024-06-02", "2024-06-03");
        for (offset, width, secs, whole) in [
            ("1h", 5 * MINUTE, HOUR, false),
            ("1d", HOUR, DAY, false),
            ("1w", DAY, 7 * DAY, false),
            ("previous", HOUR, DAY, false),
            // Narrower than a bucket: one bucket back, and said so.
            ("1h", 4 * HOUR, 4 * HOUR, true),
            ("5h", 4 * HOUR, 4 * HOUR, true),
            ("7h", 4 * HOUR, 8 * HOUR, true),
        ] {
            let (back, by_whole_buckets) = back(offset, day.0, day.1, width, &utc);
            assert!(
                back.iter().all(|&back| back == Some(secs)),
                "{offset} {back:?}"
            );
            assert_eq!(by_whole_buckets, whole, "{offset}");
        }
    }

    #[test]
    fn days_go_by_the_local_clock() {
        // The clock went forward on 31 March: the day before has the same hours an hour later.
        let (hours, by_whole_buckets) = back(
            "1d",
            "2024-03-31T10:00:00Z",
            "2024-03-31T20:00:00Z",
            HOUR,
            &berlin(),
        );
        assert!(hours.iter().all(|&back| back == Some(23 * HOUR)));
        assert!(!by_whole_buckets);
        let (hours, _) = back(
            "1w",
            "2024-10-28T10:00:00Z",
            "2024-10-28T20:00:00Z",
            HOUR,
            &berlin(),
        );
        assert!(hours.iter().all(|&back| back == Some(7 * DAY + HOUR)));
    }

    #[test]
    fn the_missing_hour_has_no_partner() {
        // 1 April, local midnight to 04:00; the day before had no 02:00 to 03:00.
        let (hours, by_whole_buckets) = back(
            "1d",
            "2024-03-31T22:00:00Z",
            "2024-04-01T02:00:00Z",
            HOUR,
            &berlin(),
        );
        assert_eq!(hours, [Some(23 * HOUR), Some(23 * HOUR), None, Some(DAY)]);
        assert!(!by_whole_buckets);
    }

    #[test]
    fn the_doubled_hour_takes_its_partner_once() {
        // 27 October, local 02:00 comes twice; the day before has it once.
        let (hours, _) = back(
            "1d",
            "2024-10-26T23:00:00Z",
            "2024-10-27T03:00:00Z",
            HOUR,
            &berlin(),
        );
        assert_eq!(hours, [Some(DAY), Some(DAY), None, Some(25 * HOUR)]);
        // 28 October compares its one 02:00 with the first of the two.
        let (hours, _) = back(
            "1d",
            "2024-10-28T00:00:00Z",
            "2024-10-28T03:00:00Z",
            HOUR,
            &berlin(),
        );
        assert_eq!(hours, [Some(25 * HOUR), Some(25 * HOUR), Some(DAY)]);
    }

    #[test]
    fn buckets_wider_than_the_change_of_clocks_move_by_whole_buckets() {
        for width in [2 * HOUR, 4 * HOUR, DAY] {
            let (buckets, by_whole_buckets) =
                back("1w", "2024-04-01", "2024-04-03", width, &berlin());
            assert!(buckets.iter().all(|&back| back == Some(7 * DAY)), "{width}");
            assert!(by_whole_buckets, "{width}");
        }
        let (buckets, by_whole_buckets) = back("1w", "2024-06-01", "2024-06-03", DAY, &berlin());
        assert!(buckets.iter().all(|&back| back == Some(7 * DAY)));
        assert!(!by_whole_buckets);
    }

    #[test]
    fn the_earlier_range_reaches_as_far_as_the_partners() {
        let asked = |offset: &str, from: &str, to: &str, width: i64, zone: &Zone| {
            let range = TimeRange::new(at(from), at(to)).unwrap();
            let shift = Shift::new(Offset::parse(offset).unwrap(), range, width, zone);
            shift.earlier_range(range)
        };
        let utc = Zone::utc();
        // As far back as the offset says, where buckets divide it.
        let plain = asked(
            "1d",
            "2024-06-02T10:20:00Z",
            "2024-06-03T10:20:00Z",
            HOUR,
            &utc,
        );
        assert_eq!(plain.start, at("2024-06-01T10:20:00Z"));
        assert_eq!(plain.end, at("2024-06-02T10:20:00Z"));
        // Four hours back and not one, at the same place within the bucket.
        let wide = asked(
            "1h",
            "2024-06-02T10:20:00Z",
            "2024-06-03T10:20:00Z",
            4 * HOUR,
            &utc,
        );
        assert_eq!(wide.start, at("2024-06-02T06:20:00Z"));
        assert_eq!(wide.end, at("2024-06-03T09:20:00Z"));
        // Days of UTC while the clock of the viewer changed: no hour of a bucket is lost.
        let days = asked("1w", "2024-04-02", "2024-04-04", DAY, &berlin());
        assert_eq!(days.start, at("2024-03-26"));
        assert_eq!(days.end, at("2024-03-28T01:00:00Z"));
    }

    #[test]
    fn months_pair_day_by_day_and_the_months_end_once() {
        let (days, _) = back("1M", "2025-03-01", "2025-04-01", DAY, &Zone::utc());
        assert!(days[..28].iter().all(|&back| back == Some(28 * DAY)));
        assert_eq!(days[28..], [None, None, None]);
        // Where the clamped day is free, it is taken.
        let (hours, _) = back("1M", "2025-03-31", "2025-04-01", HOUR, &Zone::utc());
        assert!(hours.iter().all(|&back| back == Some(31 * DAY)));
        let (days, _) = back("1y", "2024-02-28", "2024-03-02", DAY, &Zone::utc());
        assert_eq!(days, [Some(365 * DAY), None, Some(366 * DAY)]);
    }
}

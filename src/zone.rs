//! A time zone as data: UTC instants and the offsets that hold from them on.
//!
//! The rules of time zones do not belong here: the edge reads the offsets of the
//! ranges in question from the browser and passes them in.

/// Seconds since 1970-01-01T00:00 of a wall clock, as if that clock showed UTC.
pub type LocalSecs = i64;

/// Offsets from UTC over a stretch of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    first_offset_secs: i32,
    /// From this instant (epoch seconds) on, this offset; ascending instants.
    changes: Vec<(i64, i32)>,
}

impl Zone {
    /// Coordinated Universal Time.
    pub fn utc() -> Self {
        Self::fixed(0)
    }

    /// One offset at all times; positive east of Greenwich.
    pub fn fixed(offset_secs: i32) -> Self {
        Self {
            first_offset_secs: offset_secs,
            changes: Vec::new(),
        }
    }

    /// An offset, and the instants (epoch seconds) from which others hold. Instants in
    /// any order; of equal ones the last counts. Offsets past ±26 hours are held to that.
    pub fn new(first_offset_secs: i32, mut changes: Vec<(i64, i32)>) -> Self {
        const LIMIT: i32 = 26 * 3600;
        changes.reverse();
        changes.sort_by_key(|change| change.0);
        changes.dedup_by_key(|change| change.0);
        for change in &mut changes {
            change.1 = change.1.clamp(-LIMIT, LIMIT);
        }
        Self {
            first_offset_secs: first_offset_secs.clamp(-LIMIT, LIMIT),
            changes,
        }
    }

    /// Offset from UTC at an instant, in seconds.
    pub fn offset_at(&self, instant: i64) -> i32 {
        let next = self.changes.partition_point(|change| change.0 <= instant);
        next.checked_sub(1)
            .and_then(|last| self.changes.get(last))
            .map_or(self.first_offset_secs, |change| change.1)
    }

    /// What the wall clock shows at an instant.
    pub fn local(&self, instant: i64) -> LocalSecs {
        instant.saturating_add(i64::from(self.offset_at(instant)))
    }

    /// The instant at which the wall clock shows `local`. Where it shows it twice, the
    /// first; where it skips it, the instant of the change.
    pub fn instant(&self, local: LocalSecs) -> i64 {
        let mut offset = self.first_offset_secs;
        for &(at, next_offset) in &self.changes {
            let candidate = local.saturating_sub(i64::from(offset));
            if candidate < at {
                return candidate;
            }
            if local.saturating_sub(i64::from(next_offset)) < at {
                return at;
            }
            offset = next_offset;
        }
        local.saturating_sub(i64::from(offset))
    }
}

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year.
    pub year: i64,
    /// Month, 1 to 12.
    pub month: u32,
    /// Day of the month, from 1.
    pub day: u32,
}

impl Date {
    /// The day that is so many days after 1970-01-01.
    pub fn from_days(days: i64) -> Self {
        // Eras of 400 years, years beginning in March, so that the leap day comes last.
        let shifted = days.saturating_add(719_468);
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let month = if march_month < 10 {
            march_month + 3
        } else {
            march_month - 9
        };
        Self {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month: month as u32,
            day: (day_of_year - (153 * march_month + 2) / 5 + 1) as u32,
        }
    }

    /// The day of a wall clock's reading.
    pub fn of(local: LocalSecs) -> Self {
        Self::from_days(local.div_euclid(86_400))
    }

    /// Days after 1970-01-01.
    pub fn days(self) -> i64 {
        let year = self.year - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let march_month = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * march_month + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The wall clock's reading at the start of the day.
    pub fn midnight(self) -> LocalSecs {
        self.days() * 86_400
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NEW_YORK_2025: i64 = 1_741_503_600; // 9 March, 07:00 UTC: 02:00 becomes 03:00
    const NEW_YORK_AUTUMN: i64 = 1_762_063_200; // 2 November, 06:00 UTC: 02:00 becomes 01:00

    fn new_york() -> Zone {
        Zone::new(
            -18_000,
            vec![(NEW_YORK_AUTUMN, -18_000), (NEW_YORK_2025, -14_400)],
        )
    }

    #[test]
    fn skipped_hour_is_the_change_and_doubled_hour_is_the_first() {
        let zone = new_york();
        let march_9 = Date {
            year: 2025,
            month: 3,
            day: 9,
        }
        .midnight();
        assert_eq!(zone.instant(march_9 + 2 * 3600 + 1800), NEW_YORK_2025);
        assert_eq!(zone.instant(march_9 + 3 * 3600), NEW_YORK_2025);
        assert_eq!(zone.instant(march_9 + 2 * 3600 - 1), NEW_YORK_2025 - 1);
        let november_2 = Date {
            year: 2025,
            month: 11,
            day: 2,
        }
        .midnight();
        assert_eq!(zone.instant(november_2 + 3600), NEW_YORK_AUTUMN - 3600);
        assert_eq!(zone.instant(november_2 + 2 * 3600), NEW_YORK_AUTUMN + 3600);
    }

    #[test]
    fn known_days() {
        for (days, year, month, day) in [
            (0, 1970, 1, 1),
            (-1, 1969, 12, 31),
            (11_016, 2000, 2, 29),
            (20_148, 2025, 3, 1),
            (-719_468, 0, 3, 1),
        ] {
            assert_eq!(Date::from_days(days), Date { year, month, day });
        }
    }

    proptest! {
        #[test]
        fn days_make_the_round_trip(days in -10_000_000i64..10_000_000) {
            prop_assert_eq!(Date::from_days(days).days(), days);
        }

        #[test]
        fn instants_make_the_round_trip(instant in 1_700_000_000i64..1_800_000_000) {
            let zone = new_york();
            let back = zone.instant(zone.local(instant));
            prop_assert!(back == instant || back == instant - 3600);
        }
    }
}

//! Calendar arithmetic on the proleptic Gregorian calendar, without a time zone.
//!
//! Seconds here are civil seconds: epoch seconds where the zone is UTC, epoch
//! seconds plus the zone's offset otherwise ([`super::Zone::local`]).

use super::DAY;

/// Years that calendar functions follow; moments beyond are clamped to it.
const YEARS: std::ops::RangeInclusive<i64> = -9_999..=9_999;

/// A moment on the calendar and the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Civil {
    /// Year, -9999 to 9999.
    pub year: i64,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
    /// Second of the day, 0 to 86399.
    pub second_of_day: u32,
}

impl Civil {
    /// The calendar moment of civil seconds.
    pub fn from_secs(secs: i64) -> Self {
        let (year, month, day) = civil_from_days(secs.div_euclid(DAY));
        Self {
            year,
            month,
            day,
            second_of_day: u32::try_from(secs.rem_euclid(DAY)).unwrap_or(0),
        }
    }

    /// Civil seconds of this moment.
    pub fn secs(self) -> i64 {
        days_from_civil(self.year, self.month, self.day) * DAY + i64::from(self.second_of_day)
    }

    /// Hour of the day, 0 to 23.
    pub fn hour(self) -> u32 {
        self.second_of_day / 3600
    }

    /// Minute of the hour, 0 to 59.
    pub fn minute(self) -> u32 {
        self.second_of_day / 60 % 60
    }

    /// Second of the minute, 0 to 59.
    pub fn second(self) -> u32 {
        self.second_of_day % 60
    }

    /// The same day and clock time so many months later (earlier where negative);
    /// a day that month does not have becomes its last.
    pub fn plus_months(self, months: i64) -> Self {
        let index = self
            .year
            .saturating_mul(12)
            .saturating_add(i64::from(self.month) - 1)
            .saturating_add(months);
        let year = index.div_euclid(12).clamp(*YEARS.start(), *YEARS.end());
        let month = u8::try_from(index.rem_euclid(12) + 1).unwrap_or(1);
        Self {
            year,
            month,
            day: self.day.min(days_in_month(year, month)),
            second_of_day: self.second_of_day,
        }
    }
}

/// Whether the year has a 29th of February.
pub fn is_leap_year(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Days of a month (1 to 12).
pub fn days_in_month(year: i64, month: u8) -> u8 {
    match month {
        2 if is_leap_year(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a calendar day. The day may lie past its month's end.
pub fn days_from_civil(year: i64, month: u8, day: u8) -> i64 {
    // Years begin in March, so that the leap day comes last and months follow one formula.
    let year = year.clamp(*YEARS.start(), *YEARS.end()) - i64::from(month <= 2);
    let months_since_march = (i64::from(month) + 9) % 12;
    let day_of_year = (153 * months_since_march + 2) / 5 + i64::from(day) - 1;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + day_of_year - DAYS_TO_EPOCH
}

/// Days from the 1st of March of year 0 to 1970-01-01.
const DAYS_TO_EPOCH: i64 = 719_468;
const DAYS_OF_400_YEARS: i64 = 146_097;

/// Year, month and day of a day counted from 1970-01-01.
pub fn civil_from_days(days: i64) -> (i64, u8, u8) {
    let first = days_from_civil(*YEARS.start(), 1, 1);
    let last = days_from_civil(*YEARS.end(), 12, 31);
    let days = days.clamp(first, last) + DAYS_TO_EPOCH;
    let era = days.div_euclid(DAYS_OF_400_YEARS);
    let day_of_era = days.rem_euclid(DAYS_OF_400_YEARS);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let months_since_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * months_since_march + 2) / 5 + 1;
    let month = (months_since_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (
        year,
        u8::try_from(month).unwrap_or(1),
        u8::try_from(day).unwrap_or(1),
    )
}

/// Day of the week of a day counted from 1970-01-01: 0 is Monday, 6 is Sunday.
pub fn weekday(days: i64) -> u8 {
    u8::try_from((days + 3).rem_euclid(7)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days() {
        for (days, date) in [
            (0, (1970, 1, 1)),
            (-1, (1969, 12, 31)),
            (59, (1970, 3, 1)),
            (11_016, (2000, 2, 29)),
            (11_017, (2000, 3, 1)),
            (19_782, (2024, 2, 29)),
            (20_089, (2025, 1, 1)),
            (-719_468, (0, 3, 1)),
        ] {
            assert_eq!(civil_from_days(days), date);
            assert_eq!(days_from_civil(date.0, date.1, date.2), days);
        }
        assert_eq!(weekday(0), 3, "1970-01-01 was a Thursday");
        assert_eq!(weekday(-4), 6);
    }

    #[test]
    fn every_day_of_a_thousand_years_makes_the_round_trip() {
        let mut last = None;
        for days in days_from_civil(1600, 1, 1)..days_from_civil(2600, 1, 1) {
            let (year, month, day) = civil_from_days(days);
            assert!((1..=days_in_month(year, month)).contains(&day));
            assert_eq!(days_from_civil(year, month, day), days);
            assert!(last < Some((year, month, day)));
            last = Some((year, month, day));
        }
    }

    #[test]
    fn months_clamp_to_the_months_end() {
        let noon = |year, month, day| Civil {
            year,
            month,
            day,
            second_of_day: 43_200,
        };
        for (from, months, to) in [
            (noon(2025, 3, 31), -1, noon(2025, 2, 28)),
            (noon(2024, 3, 31), -1, noon(2024, 2, 29)),
            (noon(2024, 2, 29), -12, noon(2023, 2, 28)),
            (noon(2024, 1, 15), -1, noon(2023, 12, 15)),
            (noon(2024, 12, 31), 2, noon(2025, 2, 28)),
        ] {
            assert_eq!(from.plus_months(months), to);
        }
    }

    #[test]
    fn extreme_moments_are_clamped_and_do_not_overflow() {
        for secs in [i64::MIN, i64::MAX] {
            let civil = Civil::from_secs(secs);
            assert!(YEARS.contains(&civil.year));
            civil.plus_months(i64::MAX).plus_months(i64::MIN);
        }
    }
}

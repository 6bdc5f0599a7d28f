//! Times as integer epoch seconds: intervals ("5m"), ranges, what a range means now.
//!
//! Labels do not belong here: one is made at the last moment, at the edge. Zones
//! are data that the edge passes in.

pub mod civil;
mod iso;
pub mod ladder;
mod offset;
#[cfg(test)]
pub(crate) mod samples;
mod skew;
mod wider;
mod zone;

pub use iso::{format_moment, parse_moment};
pub use offset::{Offset, Shifted};
pub use skew::skew_ms;
pub use wider::wider;
pub use zone::{Local, Zone};

use crate::error::Error;
use std::fmt;

/// One minute, in seconds.
pub const MINUTE: i64 = 60;
/// One hour, in seconds.
pub const HOUR: i64 = 60 * MINUTE;
/// One day, in seconds.
pub const DAY: i64 = 24 * HOUR;
/// One week, in seconds.
pub const WEEK: i64 = 7 * DAY;

/// Moments that are followed, epoch seconds: from 1900 on, as far as ten digits reach. What
/// lies outside was meant otherwise (milliseconds for seconds), and would make a range that
/// nothing can draw.
pub const MOMENTS: std::ops::RangeInclusive<i64> = -2_208_988_800..=9_999_999_999;

/// A positive span written as Sentry does: digits and one of `s m h d w`; digits alone are seconds.
///
/// Kept as written (`24h` stays `24h`), because the text is part of requests.
#[derive(Clone, Copy, Debug)]
pub struct Interval {
    amount: i64,
    unit: IntervalUnit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum IntervalUnit {
    None,
    Second,
    Minute,
    Hour,
    Day,
    Week,
}

impl IntervalUnit {
    fn secs(self) -> i64 {
        match self {
            IntervalUnit::None | IntervalUnit::Second => 1,
            IntervalUnit::Minute => MINUTE,
            IntervalUnit::Hour => HOUR,
            IntervalUnit::Day => DAY,
            IntervalUnit::Week => WEEK,
        }
    }

    fn suffix(self) -> &'static str {
        match self {
            IntervalUnit::None => "",
            IntervalUnit::Second => "s",
            IntervalUnit::Minute => "m",
            IntervalUnit::Hour => "h",
            IntervalUnit::Day => "d",
            IntervalUnit::Week => "w",
        }
    }
}

impl Interval {
    /// Reads `^(\d+)([smhdw]?)$`, greater than zero, up to 100 000 days.
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_or_zero(text).filter(|interval| interval.amount > 0)
    }

    /// As [`Interval::parse`], and nothing at all, which the server can read as well.
    pub fn parse_or_zero(text: &str) -> Option<Self> {
        let digits = text.trim_end_matches(|letter: char| !letter.is_ascii_digit());
        let unit = match text.get(digits.len()..)? {
            "" => IntervalUnit::None,
            "s" => IntervalUnit::Second,
            "m" => IntervalUnit::Minute,
            "h" => IntervalUnit::Hour,
            "d" => IntervalUnit::Day,
            "w" => IntervalUnit::Week,
            _ => return None,
        };
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let amount: i64 = digits.parse().ok()?;
        let secs = amount.checked_mul(unit.secs())?;
        (0..=100_000 * DAY)
            .contains(&secs)
            .then_some(Self { amount, unit })
    }

    /// The interval of so many seconds, in the largest unit that divides it (weeks stay days).
    pub fn from_secs(secs: i64) -> Self {
        let secs = secs.max(1);
        let unit = [IntervalUnit::Day, IntervalUnit::Hour, IntervalUnit::Minute]
            .into_iter()
            .find(|unit| secs % unit.secs() == 0)
            .unwrap_or(IntervalUnit::Second);
        Self {
            amount: secs / unit.secs(),
            unit,
        }
    }

    /// Length in seconds.
    pub fn secs(self) -> i64 {
        self.amount * self.unit.secs()
    }
}

impl PartialEq for Interval {
    fn eq(&self, other: &Self) -> bool {
        self.secs() == other.secs()
    }
}

impl Eq for Interval {}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.amount, self.unit.suffix())
    }
}

/// A range in epoch seconds: from `start`, up to but without `end`; never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeRange {
    /// First second.
    pub start: i64,
    /// First second after the range.
    pub end: i64,
}

impl TimeRange {
    /// The range, refused in Sentry's words where it is empty or runs backwards.
    pub fn new(start: i64, end: i64) -> Result<Self, Error> {
        if start < end {
            Ok(Self { start, end })
        } else {
            Err(Error::request(
                "Invalid date range: start must be before end",
            ))
        }
    }

    /// Length in seconds.
    pub fn secs(self) -> i64 {
        self.end.saturating_sub(self.start)
    }

    /// The part of it within [`MOMENTS`], at least a second.
    pub fn held(self) -> Self {
        let start = self.start.clamp(*MOMENTS.start(), *MOMENTS.end());
        Self {
            start,
            end: self.end.clamp(start + 1, *MOMENTS.end() + 1),
        }
    }
}

/// What a page asks for: "the last 14 days" or two moments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeChoice {
    /// `statsPeriod`: ends now, whenever that is.
    Last(Interval),
    /// `start` and `end`.
    Fixed(TimeRange),
}

impl RangeChoice {
    /// Period that Sentry's dashboards open with.
    pub const DEFAULT_PERIOD_SECS: i64 = 14 * DAY;

    /// The range this means at `now` (epoch seconds).
    pub fn at(self, now: i64) -> TimeRange {
        match self {
            RangeChoice::Last(period) => TimeRange {
                start: now.saturating_sub(period.secs()),
                end: now,
            },
            RangeChoice::Fixed(range) => range,
        }
        .held()
    }
}

impl Default for RangeChoice {
    fn default() -> Self {
        RangeChoice::Last(Interval::from_secs(Self::DEFAULT_PERIOD_SECS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_intervals_as_the_server_does() {
        for (text, secs) in [
            ("300", 300),
            ("30s", 30),
            ("5m", 300),
            ("1h", 3600),
            ("24h", DAY),
            ("2d", 2 * DAY),
            ("1w", WEEK),
        ] {
            let interval = Interval::parse(text).unwrap();
            assert_eq!(interval.secs(), secs);
            assert_eq!(interval.to_string(), text);
        }
        for text in [
            "",
            "abc",
            "1y",
            "-1h",
            "1.5h",
            "0d",
            "5 m",
            "h",
            "1hh",
            "99999999999999999999h",
            "9223372036854775807w",
        ] {
            assert!(Interval::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn writes_intervals_in_the_largest_unit_that_divides() {
        for (secs, text) in [
            (30, "30s"),
            (90, "90s"),
            (300, "5m"),
            (5400, "90m"),
            (7200, "2h"),
            (WEEK, "7d"),
        ] {
            assert_eq!(Interval::from_secs(secs).to_string(), text);
        }
    }

    #[test]
    fn empty_and_backward_ranges_are_refused() {
        assert_eq!(
            TimeRange::new(5, 5).unwrap_err().to_string(),
            "Invalid date range: start must be before end"
        );
        assert!(TimeRange::new(6, 5).is_err());
    }
}

//! How far back a comparison looks, and where that leads on the clock.

use super::civil::Civil;
use super::{DAY, HOUR, Local, MINUTE, TimeRange, WEEK, Zone};
use std::fmt;

/// How far back an earlier period lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offset {
    /// The period right before, as long as the range itself.
    Previous,
    /// So many seconds.
    Secs(i64),
    /// So many calendar months.
    Months(i64),
}

/// Where a moment lands when it is moved back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shifted {
    /// The earlier moment, epoch seconds; `None` where the earlier day's clock skips it.
    pub utc: Option<i64>,
    /// The day of the month had to be moved to the month's last.
    pub clamped: bool,
}

/// Largest offset: a hundred years.
const MONTHS_MAX: i64 = 1200;

impl Offset {
    /// Reads `previous`, or digits and one of `s m h d w M y` (`m` minutes, `M` months).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text == "previous" {
            return Some(Offset::Previous);
        }
        let (unit_at, unit) = text.char_indices().next_back()?;
        let digits = text.get(..unit_at)?;
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let amount: i64 = digits.parse().ok().filter(|&amount| amount > 0)?;
        let months = match unit {
            'M' => Some(amount),
            'y' => Some(amount.checked_mul(12)?),
            _ => None,
        };
        if let Some(months) = months {
            return (months <= MONTHS_MAX).then_some(Offset::Months(months));
        }
        let unit = match unit {
            's' => 1,
            'm' => MINUTE,
            'h' => HOUR,
            'd' => DAY,
            'w' => WEEK,
            _ => return None,
        };
        let secs = amount.checked_mul(unit)?;
        (secs <= MONTHS_MAX * 31 * DAY).then_some(Offset::Secs(secs))
    }

    /// The same offset with [`Offset::Previous`] replaced by the length of the range.
    pub fn within(self, range: TimeRange) -> Self {
        match self {
            Offset::Previous => Offset::Secs(range.secs()),
            other => other,
        }
    }

    /// Days or longer: such an offset goes by the local clock.
    pub fn is_calendar(self) -> bool {
        match self {
            Offset::Secs(secs) => secs >= DAY,
            Offset::Months(_) => true,
            Offset::Previous => false,
        }
    }

    /// The moment this much earlier, by the local clock of `zone` where the offset is
    /// of days or longer.
    ///
    /// Where the earlier clock showed the time twice, its first time is meant. A
    /// moment in the second showing of a doubled hour maps to the second showing
    /// there, if there is one too.
    pub fn back(self, utc: i64, zone: &Zone) -> Shifted {
        let local = zone.local(utc);
        let (target, clamped) = match self {
            Offset::Previous => (local, false),
            Offset::Secs(secs) if !self.is_calendar() => {
                return Shifted {
                    utc: Some(utc.saturating_sub(secs)),
                    clamped: false,
                };
            }
            Offset::Secs(secs) => (local.saturating_sub(secs), false),
            Offset::Months(months) => {
                let from = Civil::from_secs(local);
                let to = from.plus_months(-months);
                (to.secs(), to.day != from.day)
            }
        };
        let utc = match zone.to_utc(target) {
            Local::Single(moment) => Some(moment),
            Local::Doubled { later, .. } if is_second_showing(utc, zone) => Some(later),
            Local::Doubled { earlier, .. } => Some(earlier),
            Local::Missing { .. } => None,
        };
        Shifted { utc, clamped }
    }

    /// The range this much earlier. A bound that the earlier clock skips moves to the
    /// moment after the skip; a range that would be empty keeps its length.
    pub fn earlier_range(self, range: TimeRange, zone: &Zone) -> TimeRange {
        let offset = self.within(range);
        let bound = |utc: i64| {
            offset
                .back(utc, zone)
                .utc
                .or_else(|| offset.back(utc.saturating_add(HOUR), zone).utc)
                .unwrap_or(utc)
        };
        let end = bound(range.end);
        let start = bound(range.start);
        TimeRange {
            start: if start < end {
                start
            } else {
                end - range.secs()
            },
            end,
        }
    }
}

/// The local clock shows this time for the second time.
fn is_second_showing(utc: i64, zone: &Zone) -> bool {
    matches!(zone.to_utc(zone.local(utc)), Local::Doubled { later, .. } if later == utc)
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Offset::Previous => f.write_str("previous"),
            Offset::Months(months) if months % 12 == 0 => write!(f, "{}y", months / 12),
            Offset::Months(months) => write!(f, "{months}M"),
            Offset::Secs(secs) => {
                let (unit, name) = [
                    (WEEK, 'w'),
                    (DAY, 'd'),
                    (HOUR, 'h'),
                    (MINUTE, 'm'),
                    (1, 's'),
                ]
                .into_iter()
                .find(|(unit, _)| secs % unit == 0)
                .unwrap_or((1, 's'));
                write!(f, "{}{name}", secs / unit)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{at, berlin};
    use super::*;

    #[test]
    fn reads_and_writes_offsets() {
        for (text, offset, again) in [
            ("previous", Offset::Previous, "previous"),
            ("1h", Offset::Secs(3600), "1h"),
            ("90m", Offset::Secs(5400), "90m"),
            ("1d", Offset::Secs(DAY), "1d"),
            ("24h", Offset::Secs(DAY), "1d"),
            ("1w", Offset::Secs(WEEK), "1w"),
            ("4w", Offset::Secs(4 * WEEK), "4w"),
            ("1M", Offset::Months(1), "1M"),
            ("1y", Offset::Months(12), "1y"),
        ] {
            assert_eq!(Offset::parse(text), Some(offset), "{text}");
            assert_eq!(offset.to_string(), again);
        }
        for text in [
            "",
            "1",
            "h",
            "0d",
            "-1d",
            "1Y",
            "1.5h",
            "1 d",
            "Previous",
            "9999999999999999999w",
            "101y",
            "1µ",
            "é",
        ] {
            assert_eq!(Offset::parse(text), None, "{text}");
        }
    }

    #[test]
    fn hours_go_by_seconds_and_days_by_the_local_clock() {
        let zone = berlin();
        let back =
            |offset: &str, moment: &str| Offset::parse(offset).unwrap().back(at(moment), &zone);
        let to = |moment: &str| Shifted {
            utc: Some(at(moment)),
            clamped: false,
        };
        assert_eq!(
            back("2h", "2024-03-31T02:00:00Z"),
            to("2024-03-31T00:00:00Z")
        );
        // 12:00 local on both days, 23 hours apart.
        assert_eq!(
            back("1d", "2024-03-31T10:00:00Z"),
            to("2024-03-30T11:00:00Z")
        );
        assert_eq!(
            back("1w", "2024-10-28T11:00:00Z"),
            to("2024-10-21T10:00:00Z")
        );
        assert_eq!(
            back("1M", "2024-04-15T10:00:00Z"),
            to("2024-03-15T11:00:00Z")
        );
    }

    #[test]
    fn missing_and_doubled_hours() {
        let zone = berlin();
        let day = Offset::Secs(DAY);
        // 02:30 local on 1 April; the clock skipped it the day before.
        assert_eq!(day.back(at("2024-04-01T00:30:00Z"), &zone).utc, None);
        // 02:30 local on 28 October; shown twice the day before: the first is meant.
        assert_eq!(
            day.back(at("2024-10-28T01:30:00Z"), &zone).utc,
            Some(at("2024-10-27T00:30:00Z"))
        );
        // Both showings of 02:30 on 27 October lead to the one 02:30 of the day before.
        for moment in ["2024-10-27T00:30:00Z", "2024-10-27T01:30:00Z"] {
            assert_eq!(
                day.back(at(moment), &zone).utc,
                Some(at("2024-10-26T00:30:00Z"))
            );
        }
    }

    #[test]
    fn months_clamp_and_say_so() {
        let month = Offset::Months(1);
        assert_eq!(
            month.back(at("2025-03-31"), &Zone::utc()),
            Shifted {
                utc: Some(at("2025-02-28")),
                clamped: true
            }
        );
        assert!(!month.back(at("2025-03-28"), &Zone::utc()).clamped);
        assert_eq!(
            Offset::Months(12).back(at("2024-02-29"), &Zone::utc()).utc,
            Some(at("2023-02-28"))
        );
    }

    #[test]
    fn ranges_move_as_a_whole() {
        let range = TimeRange::new(at("2025-03-01"), at("2025-04-01")).unwrap();
        assert_eq!(
            Offset::Months(1).earlier_range(range, &Zone::utc()),
            TimeRange::new(at("2025-02-01"), at("2025-03-01")).unwrap()
        );
        assert_eq!(
            Offset::Previous.earlier_range(range, &Zone::utc()),
            TimeRange::new(at("2025-01-29"), at("2025-03-01")).unwrap()
        );
        // Two days that clamp to one moment keep their length.
        let range = TimeRange::new(at("2025-03-30"), at("2025-03-31")).unwrap();
        let earlier = Offset::Months(1).earlier_range(range, &Zone::utc());
        assert_eq!(earlier.secs(), DAY);
        assert_eq!(earlier.end, at("2025-02-28"));
    }
}

//! Everything that depends on the reader's language and time zone, as one trait.
//!
//! In a page the browser's `Intl` stands behind it; here is the form that needs
//! no browser: English, for tests and for exports outside of a page.

use super::decimal::NumberLocale;
use crate::messages::Messages;
use crate::time::Zone;
use crate::time::civil::Civil;

/// How much of a moment a label shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeStyle {
    /// The first day of a year on an axis: `Jan 1st 2025`.
    YearStart,
    /// A day on an axis: `Feb 5th`.
    Day,
    /// A full hour on an axis: `5 AM`, `17:00`; as [`Minute`](Self::Minute) in other languages.
    Hour,
    /// Hours and minutes: `5:25 AM`, `17:25`.
    Minute,
    /// Down to seconds: `5:25:10 AM`.
    Second,
    /// Day and month in running text: `Feb 5`.
    ShortDate,
    /// Day, month and year in running text: `Feb 5, 2025`.
    LongDate,
    /// Name of the zone in force at that moment: `UTC`, `PST`.
    ZoneName,
}

/// Texts that depend on the reader.
pub trait Labels {
    /// A moment (epoch seconds) in the reader's zone and language.
    fn time(&self, secs: i64, style: TimeStyle) -> String;

    /// The reader's zone, for ticks at round local times.
    fn zone(&self) -> &Zone;

    /// How numbers are written.
    fn numbers(&self) -> &NumberLocale;

    /// The widget's own texts.
    fn messages(&self) -> &Messages;
}

/// English labels from a fixed table.
#[derive(Clone, Debug)]
pub struct FixedLabels {
    zone: Zone,
    zone_name: String,
    hours_24: bool,
    numbers: NumberLocale,
    messages: Messages,
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

impl FixedLabels {
    /// Labels in UTC on a 12-hour clock.
    pub fn utc() -> Self {
        Self::new(Zone::utc(), "UTC", false)
    }

    /// Labels in a zone of that name.
    pub fn new(zone: Zone, zone_name: &str, hours_24: bool) -> Self {
        Self {
            zone,
            zone_name: zone_name.to_owned(),
            hours_24,
            numbers: NumberLocale::english(),
            messages: Messages::default(),
        }
    }
}

/// A local moment as `Intl` writes it in the language `en-US`; `None` for what depends on more
/// than the moment.
pub fn in_american_english(local: i64, style: TimeStyle) -> Option<String> {
    let Civil {
        year, month, day, ..
    } = Civil::from_secs(local);
    let name = month_name(month);
    Some(match style {
        TimeStyle::YearStart => year.to_string(),
        TimeStyle::Day | TimeStyle::ShortDate => format!("{name} {day}"),
        TimeStyle::LongDate => format!("{name} {day}, {year}"),
        TimeStyle::Hour => full_hour(local),
        TimeStyle::Minute => clock(local, false, false),
        TimeStyle::Second => clock(local, false, true),
        TimeStyle::ZoneName => return None,
    })
    // Before that, `Intl` counts by eras.
    .filter(|_| year > 0)
}

fn month_name(month: u8) -> &'static str {
    let index = usize::from(month).saturating_sub(1);
    MONTHS.get(index).copied().unwrap_or_default()
}

fn clock(local: i64, hours_24: bool, with_seconds: bool) -> String {
    let of_day = local.rem_euclid(86_400);
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    let seconds = if with_seconds {
        format!(":{second:02}")
    } else {
        String::new()
    };
    if hours_24 {
        return format!("{hour:02}:{minute:02}{seconds}");
    }
    let (shown, half) = twelve_hours(hour);
    format!("{shown}:{minute:02}{seconds} {half}")
}

fn full_hour(local: i64) -> String {
    let (shown, half) = twelve_hours(local.rem_euclid(86_400) / 3600);
    format!("{shown} {half}")
}

fn twelve_hours(hour: i64) -> (i64, &'static str) {
    let shown = if hour % 12 == 0 { 12 } else { hour % 12 };
    (shown, if hour < 12 { "AM" } else { "PM" })
}

fn ordinal(day: u8) -> &'static str {
    match (day, day % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

impl Labels for FixedLabels {
    fn time(&self, secs: i64, style: TimeStyle) -> String {
        let local = self.zone.local(secs);
        let Civil {
            year, month, day, ..
        } = Civil::from_secs(local);
        let name = month_name(month);
        match style {
            TimeStyle::YearStart => format!("{name} {day}{} {year}", ordinal(day)),
            TimeStyle::Day => format!("{name} {day}{}", ordinal(day)),
            TimeStyle::Hour if !self.hours_24 => full_hour(local),
            TimeStyle::Hour | TimeStyle::Minute => clock(local, self.hours_24, false),
            TimeStyle::Second => clock(local, self.hours_24, true),
            TimeStyle::ShortDate => format!("{name} {day}"),
            TimeStyle::LongDate => format!("{name} {day}, {year}"),
            TimeStyle::ZoneName => self.zone_name.clone(),
        }
    }

    fn zone(&self) -> &Zone {
        &self.zone
    }

    fn numbers(&self) -> &NumberLocale {
        &self.numbers
    }

    fn messages(&self) -> &Messages {
        &self.messages
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::civil::days_from_civil;

    fn at(year: i64, month: u8, day: u8, of_day: i64) -> i64 {
        days_from_civil(year, month, day) * 86_400 + of_day
    }

    #[test]
    fn axis_labels_in_both_clocks() {
        let noon = at(2025, 2, 5, 12 * 3600);
        let dawn = at(2025, 2, 5, 5 * 3600 + 25 * 60 + 10);
        let half = FixedLabels::utc();
        let full = FixedLabels::new(Zone::utc(), "UTC", true);
        for (style, secs, in_12, in_24) in [
            (
                TimeStyle::YearStart,
                at(2025, 1, 1, 0),
                "Jan 1st 2025",
                "Jan 1st 2025",
            ),
            (TimeStyle::Day, at(2025, 2, 5, 0), "Feb 5th", "Feb 5th"),
            (TimeStyle::Day, at(2025, 3, 22, 0), "Mar 22nd", "Mar 22nd"),
            (TimeStyle::Day, at(2025, 3, 13, 0), "Mar 13th", "Mar 13th"),
            (TimeStyle::Hour, noon, "12 PM", "12:00"),
            (TimeStyle::Minute, noon, "12:00 PM", "12:00"),
            (TimeStyle::Minute, at(2025, 2, 5, 60), "12:01 AM", "00:01"),
            (TimeStyle::Second, dawn, "5:25:10 AM", "05:25:10"),
            (TimeStyle::LongDate, noon, "Feb 5, 2025", "Feb 5, 2025"),
        ] {
            assert_eq!(half.time(secs, style), in_12);
            assert_eq!(full.time(secs, style), in_24);
        }
    }
}

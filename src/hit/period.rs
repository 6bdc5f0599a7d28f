//! Stretches of time in words.

use crate::format::{Labels, TimeStyle};
use crate::time::TimeRange;
use crate::time::civil::Civil;

/// `GMT+2`, `GMT-3:30`
fn offset_name(secs_east: i32) -> String {
    let sign = if secs_east < 0 { '-' } else { '+' };
    let minutes = secs_east.unsigned_abs() / 60;
    let hours = format!("GMT{sign}{}", minutes / 60);
    match minutes % 60 {
        0 => hours,
        rest => format!("{hours}:{rest:02}"),
    }
}

/// The day where it is not the current year's, and the clock, to the second where it has any.
struct Moments<'a> {
    labels: &'a dyn Labels,
    now: i64,
}

impl Moments<'_> {
    fn date(&self, secs: i64) -> (i64, u8, u8) {
        let civil = Civil::from_secs(self.labels.zone().local(secs));
        (civil.year, civil.month, civil.day)
    }

    fn day(&self, secs: i64) -> String {
        let style = match self.date(secs).0 == self.date(self.now).0 {
            true => TimeStyle::ShortDate,
            false => TimeStyle::LongDate,
        };
        self.labels.time(secs, style)
    }

    fn clock(&self, secs: i64) -> String {
        let style = match self.labels.zone().local(secs).rem_euclid(60) {
            0 => TimeStyle::Minute,
            _ => TimeStyle::Second,
        };
        self.labels.time(secs, style)
    }

    fn full(&self, secs: i64) -> String {
        format!("{} {}", self.day(secs), self.clock(secs))
    }
}

/// A stretch of time, of a bucket or longer. Sentry: `MMM D <time> — [MMM D] <time> (TZ)`,
/// the year only where it is not the current one. Where the
/// offset changes in between, each end has its own.
pub fn period(TimeRange { start, end }: TimeRange, now: i64, labels: &dyn Labels) -> String {
    let moments = Moments { labels, now };
    let until = match moments.date(start) == moments.date(end) {
        true => moments.clock(end),
        false => moments.full(end),
    };
    let from = moments.full(start);
    let zone = labels.zone();
    let offsets = (zone.offset_at(start), zone.offset_at(end));
    if offsets.0 == offsets.1 {
        let name = labels.time(start, TimeStyle::ZoneName);
        return format!("{from} — {until} ({name})");
    }
    let (first, last) = (offset_name(offsets.0), offset_name(offsets.1));
    format!("{from} ({first}) — {until} ({last})")
}

/// The same as short as it can be: `10:50 AM – 3:35 PM`, with the days where they are not today.
pub fn short_period(TimeRange { start, end }: TimeRange, now: i64, labels: &dyn Labels) -> String {
    let moments = Moments { labels, now };
    let (first, last) = (moments.date(start), moments.date(end));
    let from = match first == last && last == moments.date(now) {
        true => moments.clock(start),
        false => moments.full(start),
    };
    let until = match first == last {
        true => moments.clock(end),
        false => moments.full(end),
    };
    format!("{from} – {until}")
}

//! Rules of time zones, as the browser knows them.

use super::formats::{DateTimeFormatOptions, UTC, formatter, parts};
use crate::convert;
use crate::time::civil::days_from_civil;
use crate::time::{DAY, TimeRange, Zone};
use crate::web::browser::globals;
use crate::web::js_value::to_browser;
use js_sys::Array;

/// Zones change their offset weeks apart, so a sample a week finds each change.
const SAMPLE_SECS: i64 = 7 * DAY;
/// Most samples of a range, each a call into the browser: nineteen years of weeks.
const MOST_SAMPLES: i64 = 1_000;

/// Offsets within a range and a day around it, as the browser knows them.
pub fn zone(range: TimeRange, time_zone: Option<&str>) -> Zone {
    if time_zone == Some(UTC) {
        return Zone::utc();
    }
    let range = range.held();
    let offset_at = offset_reader(time_zone);
    let (first, last) = (range.start - DAY, range.end + DAY);
    let step = SAMPLE_SECS.max((last - first) / MOST_SAMPLES);
    let mut known = offset_at(first);
    let mut offsets = vec![(first, known)];
    let mut at = first;
    while at < last {
        let next = (at + step).min(last);
        let offset = offset_at(next);
        if offset != known {
            offsets.push((first_with(offset, at, next, &offset_at), offset));
            known = offset;
        }
        at = next;
    }
    Zone::new(offsets)
}

/// The first second after `before` at which the offset is `offset`, known to hold at `until`.
fn first_with(offset: i32, before: i64, until: i64, offset_at: &dyn Fn(i64) -> i32) -> i64 {
    let (mut before, mut until) = (before, until);
    while until - before > 1 {
        let middle = before + (until - before) / 2;
        if offset_at(middle) == offset {
            until = middle;
        } else {
            before = middle;
        }
    }
    until
}

fn offset_reader(time_zone: Option<&str>) -> Box<dyn Fn(i64) -> i32> {
    let Some(name) = time_zone else {
        return Box::new(|secs| {
            let date = globals::date(secs as f64 * 1000.0);
            let west =
                date.and_then(|date| globals::call(&date, "getTimezoneOffset", &Array::new()));
            convert::int(-60.0 * globals::number(west).unwrap_or_default())
        });
    };
    let numeric = Some("numeric");
    let options = DateTimeFormatOptions {
        year: numeric,
        month: numeric,
        day: numeric,
        hour: numeric,
        minute: numeric,
        second: numeric,
        hour_cycle: Some("h23"),
        time_zone: Some(name),
        ..DateTimeFormatOptions::default()
    };
    let format = formatter("DateTimeFormat", &"en-US".into(), &to_browser(&options));
    Box::new(move |secs| {
        let parts = format.as_ref().map(|format| parts(format, secs));
        let parts = parts.unwrap_or_default();
        let field = |name: &str| {
            let mut found = parts.iter().filter(|(kind, _)| kind == name);
            found.find_map(|(_, text)| text.parse::<u32>().ok())
        };
        let small = |name: &str| field(name).and_then(|number| u8::try_from(number).ok());
        let offset = || {
            let days = days_from_civil(i64::from(field("year")?), small("month")?, small("day")?);
            let clock = (field("hour")? * 60 + field("minute")?) * 60 + field("second")?;
            i32::try_from(days * DAY + i64::from(clock) - secs).ok()
        };
        offset().unwrap_or_default()
    })
}

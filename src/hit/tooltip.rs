//! What a tooltip says.

use crate::format::{self, ChangeText, Labels, TimeStyle};
use crate::frame::{Frame, FrameSeries, Trend};
use crate::palette::Rgba;
use crate::time::TimeRange;
use crate::time::civil::Civil;

/// Longest name in a tooltip or legend, in characters; the rest becomes `…`.
pub const LONGEST_NAME: usize = 80;

/// One series in a tooltip.
#[derive(Clone, Debug, PartialEq)]
pub struct TooltipRow {
    /// [`FrameSeries::key`].
    pub key: String,
    /// Colour of its mark.
    pub color: Rgba,
    /// Name, cut at 80 characters.
    pub name: String,
    /// The value as text.
    pub value: String,
    /// The value in the series' unit.
    pub number: f64,
    /// The earlier period's value as text, where there is one.
    pub earlier: Option<String>,
    /// The change against it, where both are there.
    pub change: Option<RowChange>,
}

/// The change of one series in one bucket.
#[derive(Clone, Debug, PartialEq)]
pub struct RowChange {
    /// In figures, with its direction.
    pub text: ChangeText,
    /// Better or worse.
    pub sense: Trend,
}

/// A tooltip.
#[derive(Clone, Debug, PartialEq)]
pub struct Tooltip {
    /// Bucket.
    pub index: usize,
    /// Start of the bucket, epoch seconds.
    pub start: i64,
    /// The bucket's time: `Feb 5 1:00 PM — 2:00 PM (UTC)`.
    pub time: String,
    /// Series in their order; those without a value are left out.
    pub rows: Vec<TooltipRow>,
    /// The bucket may still grow.
    pub incomplete: bool,
    /// Time of the earlier bucket, where one is compared.
    pub earlier_time: Option<String>,
    /// Earlier buckets were shifted by whole buckets, since they are too wide for the offset.
    pub by_whole_buckets: bool,
}

/// The tooltip of a bucket. It has no rows where no visible series has a value.
pub fn tooltip(frame: &Frame, index: usize, labels: &dyn Labels) -> Option<Tooltip> {
    let range = frame.bucket_range(index)?;
    let rows = frame
        .visible()
        .filter_map(|series| row(series, index, labels))
        .collect();
    Some(Tooltip {
        index,
        start: range.start,
        time: period(range, frame.now, labels),
        rows,
        incomplete: frame.is_incomplete(index),
        earlier_time: earlier_time(frame, range, labels),
        by_whole_buckets: frame
            .visible()
            .filter_map(|series| series.change.as_ref())
            .any(|change| change.is_by_whole_buckets()),
    })
}

fn row(series: &FrameSeries, index: usize, labels: &dyn Labels) -> Option<TooltipRow> {
    let number = *series.values.get(index)?;
    if number.is_nan() {
        return None;
    }
    let text = |value: f64| format::tooltip(value, series.unit, labels.numbers());
    Some(TooltipRow {
        key: series.key.clone(),
        color: series.color,
        name: cut_name(&series.name),
        value: text(number),
        number,
        earlier: series
            .earlier
            .as_ref()
            .and_then(|values| values.get(index))
            .filter(|value| !value.is_nan())
            .map(|&value| text(value)),
        change: series.change_at(index).map(|change| RowChange {
            text: format::change(&change.delta, series.unit, labels.numbers()),
            sense: change.sense(),
        }),
    })
}

fn earlier_time(frame: &Frame, range: TimeRange, labels: &dyn Labels) -> Option<String> {
    let start = frame
        .visible()
        .filter_map(|series| series.change.as_ref())
        .find_map(|change| change.earlier_start(range.start))?;
    let end = start.saturating_add(range.secs());
    Some(period(TimeRange { start, end }, frame.now, labels))
}

/// The name as shown where room is scarce: at most 80 characters and `…`.
pub fn cut_name(name: &str) -> String {
    match name.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => format!("{}…", name.get(..end).unwrap_or(name)),
        None => name.to_owned(),
    }
}

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

/// A stretch of time, of a bucket or longer. Sentry: `MMM D <time> — [MMM D] <time> (TZ)`,
/// the year only where it is not the current one. Where the
/// offset changes in between, each end has its own.
pub fn period(TimeRange { start, end }: TimeRange, now: i64, labels: &dyn Labels) -> String {
    let zone = labels.zone();
    let date = |secs: i64| {
        let civil = Civil::from_secs(zone.local(secs));
        (civil.year, civil.month, civil.day)
    };
    let this_year = date(now).0;
    let day = |secs: i64| {
        let style = if date(secs).0 == this_year {
            TimeStyle::ShortDate
        } else {
            TimeStyle::LongDate
        };
        labels.time(secs, style)
    };
    let clock = |secs: i64| {
        let style = if zone.local(secs).rem_euclid(60) == 0 {
            TimeStyle::Minute
        } else {
            TimeStyle::Second
        };
        labels.time(secs, style)
    };
    let until = if date(start) == date(end) {
        clock(end)
    } else {
        format!("{} {}", day(end), clock(end))
    };
    let from = format!("{} {}", day(start), clock(start));
    let offsets = (zone.offset_at(start), zone.offset_at(end));
    if offsets.0 == offsets.1 {
        let name = labels.time(start, TimeStyle::ZoneName);
        return format!("{from} — {until} ({name})");
    }
    let (first, last) = (offset_name(offsets.0), offset_name(offsets.1));
    format!("{from} ({first}) — {until} ({last})")
}

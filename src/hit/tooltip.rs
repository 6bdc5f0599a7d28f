//! What a tooltip says.

use super::period::period;
use super::placement::Viewport;
use super::short_name::short_name;
use crate::convert;
use crate::format::{self, ChangeText, Labels, Unit};
use crate::frame::{AxisSide, Frame, FrameSeries, Trend};
use crate::palette::Rgba;
use crate::sentry::functions::adds_up_over_groups;
use crate::sorted;
use crate::time::TimeRange;
use std::cmp::Ordering;

/// Longest name in a legend, in characters; the rest becomes `…`.
pub const LONGEST_NAME: usize = 80;

/// Series that are listed beside a moving pointer.
const MOST_ROWS: f64 = 8.0;
/// Annotations that are told of one bucket.
const MOST_ANNOTATIONS: usize = 8;
/// Height of a row, and of what a tooltip has besides, in CSS pixels.
const ROW_CSS: f64 = 19.0;
const FRAME_CSS: f64 = 110.0;
/// Widest tooltip, what its figures take of that, and the mean width of a character.
const WIDEST_CSS: f64 = 460.0;
const FIGURES_CSS: f64 = 150.0;
const CHAR_CSS: f64 = 7.0;
/// Fewer characters tell nothing.
const SHORTEST_NAME: f64 = 16.0;

/// How much a tooltip says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooltipForm {
    /// Index of the series that is pointed at: it has a row, whatever its value.
    pub nearest: Option<usize>,
    /// Series listed one by one.
    pub most_rows: usize,
    /// Longest name, in characters.
    pub longest_name: usize,
}

impl TooltipForm {
    /// Beside a moving pointer: as much as is taken in at a glance, and has room in the window.
    pub fn glance(nearest: Option<usize>, window: Viewport) -> Self {
        let rows = (window.bottom - window.top - FRAME_CSS) / ROW_CSS;
        let chars = (window.right - window.left).min(WIDEST_CSS) - FIGURES_CSS;
        Self {
            nearest,
            most_rows: convert::index(rows.clamp(1.0, MOST_ROWS)),
            longest_name: convert::index((chars / CHAR_CSS).max(SHORTEST_NAME)),
        }
    }

    /// Pinned, it scrolls, and its names can be copied: all of them, and whole.
    pub fn pinned(nearest: Option<usize>) -> Self {
        Self {
            nearest,
            most_rows: 500,
            longest_name: 2_000,
        }
    }
}

/// One series in a tooltip.
#[derive(Clone, Debug, PartialEq)]
pub struct TooltipRow {
    /// [`FrameSeries::key`].
    pub key: String,
    /// Colour of its mark.
    pub color: Rgba,
    /// Name; a long one is cut in the middle.
    pub name: String,
    /// The value as text.
    pub value: String,
    /// The value in the series' unit.
    pub number: f64,
    /// It is the one pointed at.
    pub is_nearest: bool,
    /// Its part of the total, where there is one.
    pub share: Option<String>,
    /// The earlier period's value as text, where there is one.
    pub earlier: Option<String>,
    /// The change against it, where both are there.
    pub change: Option<RowChange>,
}

/// The series of a tooltip that are not listed.
#[derive(Clone, Debug, PartialEq)]
pub struct TooltipRest {
    /// How many, as text.
    pub count: String,
    /// Their sum, where they add up; else empty.
    pub value: String,
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
    /// What the page marked within the bucket, a line each.
    pub annotations: String,
    /// Series from the highest value down, Other last; those without a value are left out.
    pub rows: Vec<TooltipRow>,
    /// The series for which there is no room.
    pub rest: Option<TooltipRest>,
    /// The sum of a stack, where its series add up.
    pub total: Option<String>,
    /// The bucket may still grow.
    pub incomplete: bool,
    /// Time of the earlier bucket, where one is compared.
    pub earlier_time: Option<String>,
    /// Earlier buckets were shifted by whole buckets, since they are too wide for the offset.
    pub by_whole_buckets: bool,
}

fn annotations(frame: &Frame, bucket: TimeRange) -> String {
    let mut told = String::new();
    let mut count = 0;
    for annotation in &frame.annotations {
        if count < MOST_ANNOTATIONS && annotation.is_within(bucket.start, bucket.end) {
            if count > 0 {
                told.push('\n');
            }
            told.push_str(&annotation.text);
            count += 1;
        }
    }
    told
}

/// The tooltip of a bucket. It has no rows where no visible series has a value.
pub fn tooltip(
    frame: &Frame,
    index: usize,
    labels: &dyn Labels,
    form: TooltipForm,
) -> Option<Tooltip> {
    let range = frame.bucket_range(index)?;
    let mut places = ranked(frame, index);
    let sum = |places: &[Place<'_>]| places.iter().map(|place| place.value).sum::<f64>();
    let total = Some(sum(&places)).filter(|_| adds_up(&places));
    let is_compared = frame.visible().any(|series| series.change.is_some());
    let of_stack = total.filter(|_| frame.stacked && places.len() > 1);
    let shared = of_stack.filter(|total| *total > 0.0 && !is_compared);
    let shared = shared.filter(|_| places.iter().all(|place| place.value >= 0.0));
    // A line that says "+ 1 more" would be as long as the one it stands for.
    let mut rest = Vec::new();
    if places.len() > form.most_rows + 1 {
        let nearest = places
            .iter()
            .position(|place| Some(place.at) == form.nearest);
        if let Some(nearest) = nearest.filter(|&at| at >= form.most_rows) {
            let nearest = places.remove(nearest);
            places.insert(form.most_rows.saturating_sub(1), nearest);
        }
        rest = places.split_off(form.most_rows);
    }
    let unit = places
        .first()
        .map_or(Unit::Number, |place| place.series.unit);
    let numbers = labels.numbers();
    let text = |value: f64| format::tooltip(value, unit, numbers);
    Some(Tooltip {
        index,
        start: range.start,
        time: period(range, frame.now, labels),
        annotations: annotations(frame, range),
        rows: places
            .iter()
            .map(|place| row(frame, place, index, labels, form, shared))
            .collect(),
        rest: (!rest.is_empty()).then(|| TooltipRest {
            count: format::tooltip(rest.len() as f64, Unit::Integer, numbers),
            value: total.map(|_| text(sum(&rest))).unwrap_or_default(),
        }),
        total: of_stack.map(text),
        incomplete: frame.is_incomplete(index),
        earlier_time: earlier_time(frame, range, labels),
        by_whole_buckets: frame
            .visible()
            .filter_map(|series| series.change.as_ref())
            .any(|change| change.is_by_whole_buckets()),
    })
}

/// A bucket in one value: of a series that stands alone, of a stack whose series add up, else of
/// the highest series.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueChip {
    /// The value as text.
    pub value: String,
    /// Colour of its series; a stack has none.
    pub color: Option<Rgba>,
}

/// What a chart says of a bucket where another chart is pointed at. `None` without a value.
pub fn value_chip(frame: &Frame, index: usize, labels: &dyn Labels) -> Option<ValueChip> {
    let places = ranked(frame, index);
    let highest = places.first()?;
    let is_stack = frame.stacked && places.len() > 1 && adds_up(&places);
    let value = match is_stack {
        true => places.iter().map(|place| place.value).sum(),
        false => highest.value,
    };
    Some(ValueChip {
        value: format::tooltip(value, highest.series.unit, labels.numbers()),
        color: (!is_stack).then_some(highest.series.color),
    })
}

/// A series with a value in a bucket.
pub(super) struct Place<'a> {
    at: usize,
    pub(super) series: &'a FrameSeries,
    value: f64,
}

/// Highest first, Other last. What belongs to another axis cannot be compared: left before right.
pub(super) fn ranked(frame: &Frame, index: usize) -> Vec<Place<'_>> {
    let mut places: Vec<Place<'_>> = frame
        .series
        .iter()
        .enumerate()
        .filter(|(_, series)| !series.hidden)
        .filter_map(|(at, series)| {
            let value = *series.values.get(index)?;
            (!value.is_nan()).then_some(Place { at, series, value })
        })
        .collect();
    let is_right = |place: &Place<'_>| place.series.side == AxisSide::Right;
    sorted::sort_by(&mut places, |a, b| {
        let by_value = b.value.partial_cmp(&a.value).unwrap_or(Ordering::Equal);
        let by_axis = is_right(a).cmp(&is_right(b));
        let by_kind = a.series.is_other.cmp(&b.series.is_other);
        by_axis.then(by_kind).then(by_value).then(a.at.cmp(&b.at))
    });
    places
}

/// Whether the sum of all means something: groups of one axis that is counted or summed.
fn adds_up(places: &[Place<'_>]) -> bool {
    let mut axes = places.iter().map(|place| place.series.axis.as_str());
    let first = axes.next().unwrap_or_default();
    axes.all(|axis| axis == first) && adds_up_over_groups(first)
}

fn row(
    frame: &Frame,
    &Place { at, series, value }: &Place<'_>,
    index: usize,
    labels: &dyn Labels,
    form: TooltipForm,
    total: Option<f64>,
) -> TooltipRow {
    let text = |value: f64| format::tooltip(value, series.unit, labels.numbers());
    let others = frame.visible().map(|series| series.name.as_str());
    TooltipRow {
        key: series.key.clone(),
        color: series.color,
        name: short_name(&series.name, form.longest_name, others),
        value: text(value),
        number: value,
        is_nearest: form.nearest == Some(at),
        share: total.map(|total| format::share(value / total, labels.numbers())),
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
    }
}

fn earlier_time(frame: &Frame, range: TimeRange, labels: &dyn Labels) -> Option<String> {
    let start = frame.earlier_start(range.start)?;
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

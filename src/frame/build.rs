//! Answers and configuration to a frame.

use super::change::{QueryComparison, SeriesChange};
use super::common_timeline::CommonTimeline;
use super::input::{FrameInput, Rank};
use super::marks;
use super::names::{self, SeriesIdentity};
use super::series_unit;
use super::summary::Summary;
use super::{
    AxisSide, ChartKind, Frame, FrameContent, FrameSeries, domain, order, stack, table, thresholds,
    units, whole_buckets,
};
use crate::config::{Annotation, DisplayType, WidgetConfig};
use crate::decode::Decoded;
use crate::palette::{Rgba, assign_slots};
use crate::run::INGESTION_DELAY_SECS;
use crate::run::compare::{ComparisonStatus, SeriesComparison, Terms, compare_inline};
use crate::series::Series;
use crate::sorted::SortedSet;
use crate::time::TimeRange;

/// Makes the frame. Never fails: answers that hold nothing make a frame that says so.
pub fn build(input: &FrameInput<'_>) -> Frame {
    let kind = kind_of(input.config.display_type);
    let stacked = match kind {
        ChartKind::Area => true,
        ChartKind::Bar => groups(input.config),
        _ => false,
    };
    let grid = CommonTimeline::new(input.answers, lone_bucket_secs(input));
    let mut series = collect(input, &grid);
    color(&mut series, input);
    if input.rank == Rank::ByChange {
        series = order::series_first(series);
    }
    show_earlier(&mut series, stacked, input.earlier_shown);
    let (left_unit, right_unit) = units::assign_sides(&mut series);
    if stacked {
        stack::stack(&mut series);
    }
    let bands = thresholds::bands(
        input.config,
        left_unit,
        Some(grid.bucket_secs),
        input.messages,
    );
    let alert_lines = marks::alert_lines(input.marks, &series, stacked, grid.bucket_secs);
    let range = input.axis_range;
    let axis = |side, unit, bands| domain::axis(&series, range, (side, unit), bands, &alert_lines);
    let left = axis(AxisSide::Left, left_unit, &bands);
    let right = right_unit.map(|unit| axis(AxisSide::Right, unit, &[]));
    let mut frame = Frame {
        kind,
        stacked,
        content: FrameContent::NoRows,
        table: (kind == ChartKind::Table).then(|| table::table(input)),
        big_number: match kind {
            ChartKind::BigNumber => table::big_number(input),
            _ => None,
        },
        bucket_secs: grid.bucket_secs,
        range: input.range,
        now: input.now,
        starts_cut: whole_buckets::starts_cut(&grid.timeline, grid.bucket_secs, input),
        incomplete_from: whole_buckets::incomplete_from(
            &grid.timeline,
            grid.bucket_secs,
            input.answers.iter().flatten().copied(),
            input,
        ),
        timeline: grid.timeline,
        series,
        left,
        right,
        bands,
        annotations: Vec::new(),
        alert_lines,
    };
    frame.content = content_of(&frame);
    frame.annotations = annotations(input, frame.span());
    frame
}

/// Those that a part of the range lies in.
fn annotations(input: &FrameInput<'_>, span: TimeRange) -> Vec<Annotation> {
    let mut within = Vec::new();
    let mut add = |annotations: &[Annotation]| {
        for annotation in annotations {
            if annotation.is_within(span.start, span.end) {
                within.push(annotation.clone());
            }
        }
    };
    add(&input.config.annotations);
    add(input.annotations);
    for marks in input.marks {
        add(&marks.annotations);
    }
    within
}

/// Width of a bucket that stands alone, so that no step shows it: what was asked for,
/// else what the answer says it covers, else the whole range.
fn lone_bucket_secs(input: &FrameInput<'_>) -> i64 {
    let covered = |answer: &Decoded| {
        let secs = answer.set.end?.checked_sub(answer.set.start?)?;
        (secs > 0).then_some(secs)
    };
    let asked = input.config.interval.map(|interval| interval.secs());
    asked
        .or_else(|| {
            input
                .answers
                .iter()
                .flatten()
                .find_map(|answer| covered(answer))
        })
        .unwrap_or(input.range.secs())
        .max(1)
}

fn kind_of(display: DisplayType) -> ChartKind {
    match display {
        DisplayType::Line => ChartKind::Line,
        DisplayType::Area | DisplayType::StackedArea | DisplayType::TopN => ChartKind::Area,
        DisplayType::Bar => ChartKind::Bar,
        DisplayType::BigNumber => ChartKind::BigNumber,
        DisplayType::Table => ChartKind::Table,
    }
}

/// Sentry: bars are stacked only where the first query has group-by columns.
fn groups(config: &WidgetConfig) -> bool {
    config
        .queries
        .first()
        .is_some_and(|query| !query.columns.is_empty())
}

/// All queries' series one after the other, so that queries with different numbers of
/// series cannot take each other's places. Other comes last.
fn collect(input: &FrameInput<'_>, grid: &CommonTimeline) -> Vec<FrameSeries> {
    let mut shown = Vec::new();
    for (query_index, answer) in input.answers.iter().enumerate() {
        let Some(answer) = answer else { continue };
        let series = &answer.set.series;
        let naming = names::Naming::new(input.config, query_index, series, input.messages);
        let given;
        let compared = match input.earlier.get(query_index) {
            Some(QueryComparison::Series(compared)) if !compared.is_empty() => *compared,
            _ => {
                given = compare_inline(answer, terms(input, grid)).unwrap_or_default();
                &given
            }
        };
        for (index, series) in answer.set.series.iter().enumerate() {
            let pair = (series, compared.get(index));
            shown.push(show(input, grid, naming.identify(series), pair));
        }
    }
    order::other_last(&mut shown);
    shown
}

/// How values are compared that the server has paired itself.
fn terms(input: &FrameInput<'_>, grid: &CommonTimeline) -> Terms {
    Terms {
        widget_type: input.config.widget_type,
        complete_until: input.now - INGESTION_DELAY_SECS,
        width: grid.bucket_secs,
    }
}

/// The earlier period is drawn of a series that is visible alone, and on demand of one
/// among several; never in a stack, where it would stand on nothing.
fn show_earlier(series: &mut [FrameSeries], stacked: bool, shown: &SortedSet<String>) {
    let visible = series.iter().filter(|one| !one.hidden).count();
    for one in series {
        let is_shown = !stacked && shown.contains(&one.key);
        one.shows_earlier = one.earlier.is_some() && !one.hidden && (visible == 1 || is_shown);
    }
}

fn show(
    input: &FrameInput<'_>,
    grid: &CommonTimeline,
    identity: SeriesIdentity,
    (series, compared): (&Series, Option<&SeriesComparison>),
) -> FrameSeries {
    let (unit, factor) = series_unit::unit_of(series);
    let values = grid.column(&series.timeline, &series.values, factor);
    let earlier = compared
        .filter(|compared| compared.status != ComparisonStatus::Unknown)
        .map(|compared| &compared.earlier)
        .map(|values| grid.column(&series.timeline, values, factor));
    FrameSeries {
        summary: Summary::of(&values, series_unit::summary_kind(&series.axis)),
        hidden: input.hidden.contains(&identity.key),
        key: identity.key,
        color_key: identity.color_key,
        name: identity.name,
        query_index: identity.query_index,
        color: Rgba::TRANSPARENT,
        is_other: series.is_other,
        has_low_accuracy: series.has_low_accuracy,
        values,
        spans_gaps: grid.is_coarser(&series.timeline),
        stack: None,
        earlier,
        shows_earlier: false,
        change: compared.map(|compared| SeriesChange::new(series, compared, factor)),
        value_meta: series.value_meta.clone(),
        unit,
        side: AxisSide::Left,
        group: series.key.clone(),
        axis: series.axis.clone(),
    }
}

/// The host's own colour first, then grey for Other, then a slot of the palette. Without groups
/// there is nothing that a colour could be known by: series take the slots in their order, and
/// the first one the accent.
fn color(series: &mut [FrameSeries], input: &FrameInput<'_>) {
    names::separate_color_keys(series);
    let palette = input.palette;
    let named = |series: &FrameSeries| {
        let by_key = || {
            palette
                .named(&series.color_key)
                .filter(|_| !series.is_other)
        };
        palette.named(&series.name).or_else(by_key)
    };
    let takes_slot = |series: &FrameSeries| !series.is_other && named(series).is_none();
    let keys: Vec<&str> = series
        .iter()
        .filter(|series| takes_slot(series))
        .map(|series| series.color_key.as_str())
        .collect();
    let mut queries = input.config.queries.iter();
    let slots = match queries.all(|query| query.columns.is_empty()) {
        true => (0..keys.len()).collect(),
        false => assign_slots(input.organization, &keys, palette.keyed(), palette.len()),
    };
    let mut slots = slots.into_iter();
    for series in series {
        series.color = match named(series) {
            Some(own) => own,
            None if series.is_other => palette.other(),
            None => palette.color(slots.next().unwrap_or_default()),
        };
    }
}

fn content_of(frame: &Frame) -> FrameContent {
    let (has_rows, has_values) = match (&frame.table, &frame.big_number) {
        (Some(table), _) => (!table.rows.is_empty(), true),
        (None, Some(number)) => (number.value.is_some() || number.text.is_some(), true),
        (None, None) => (
            !frame.series.is_empty() && !frame.timeline.is_empty(),
            frame.series.iter().any(|series| series.summary.count > 0),
        ),
    };
    match (has_rows, has_values) {
        (false, _) => FrameContent::NoRows,
        (true, false) => FrameContent::Empty,
        (true, true) => FrameContent::Data,
    }
}

//! Series of a frame as lines, areas and bars.

use super::bars;
use super::decimate::Decimator;
use super::device_transform::DeviceTransform;
use super::shape::{Point, Runs};
use super::{Fill, LineStyle, SeriesShape};
use crate::frame::{AxisSide, AxisSpacing, ChartKind, Frame, FrameSeries};
use crate::palette::Rgba;
use crate::theme::Theme;
use std::ops::Range;

/// Dotted, for buckets that may still grow: dash and pause in line widths.
const DOTTED: [f64; 2] = [1.0, 1.75];
/// Dashed, for the earlier period and for what was estimated from few samples, in line widths.
const DASHED: [f64; 2] = [4.0, 3.0];
/// Width of an earlier period's line, as part of the line's.
const EARLIER_WIDTH: f64 = 0.8;
/// Room for a bucket, in CSS pixels, below which lines are thinner: close turns would run together.
const DENSE_BELOW_CSS: f64 = 4.0;
/// How wide they are then, as part of the line's.
const DENSE_WIDTH: f64 = 0.75;
/// Least room for a bucket of a stack, in CSS pixels, in which areas have edges.
const OUTLINED_FROM_CSS: f64 = 3.0;
/// Where edges are as wide as other lines.
const LINED_FROM_CSS: f64 = 8.0;
/// Smallest diameter of a point that stands alone, in CSS pixels.
const MARK_CSS: f64 = 4.0;

/// Shapes of all visible series, from back to front: fills, earlier periods, lines. Those of a
/// colour alone are without their earlier periods.
pub(super) fn shapes(
    frame: &Frame,
    grid: &DeviceTransform<'_>,
    theme: &Theme,
    color: Option<Rgba>,
) -> Vec<SeriesShape> {
    let tracer = Tracer::new(frame, grid, theme, color);
    let mut fills = match frame.kind {
        ChartKind::Bar => bars::bars(frame, grid, theme, color),
        ChartKind::Area => tracer.areas(),
        ChartKind::Line if tracer.stands_on_zero() => tracer.areas(),
        ChartKind::Line | ChartKind::BigNumber | ChartKind::Table => Vec::new(),
    };
    let mut lines = Vec::new();
    for series in tracer.drawn() {
        if color.is_none()
            && let Some(earlier) = series.shown_earlier()
        {
            tracer.earlier(series, earlier, &mut lines);
        }
    }
    let outline = tracer.outline();
    for series in tracer.drawn() {
        let line = match (frame.kind, &series.stack) {
            (ChartKind::Line, _) => Some((&*series.values, tracer.width)),
            (ChartKind::Area, Some(stack)) => outline.map(|width| (&*stack.top, width)),
            _ => None,
        };
        if let Some((heights, width)) = line {
            tracer.line(series, heights, width, &mut lines);
        }
    }
    fills.append(&mut lines);
    fills
}

/// Whether a series has that colour, opaque or not; without one all are drawn.
#[inline(never)]
pub(super) fn is_drawn(series: &FrameSeries, color: Option<Rgba>) -> bool {
    color.is_none_or(|color| series.color.is_shade_of(color))
}

/// Turns columns of values into runs of points.
struct Tracer<'a> {
    frame: &'a Frame,
    grid: &'a DeviceTransform<'a>,
    theme: &'a Theme,
    /// Places of the buckets, shared by all series.
    marks: Vec<f64>,
    columns: i32,
    /// Room of a bucket.
    room_css: f64,
    width: f64,
    /// One series is visible.
    is_lone: bool,
    /// Of those series that are drawn.
    color: Option<Rgba>,
}

/// Runs of two points and more, and points that stand alone.
struct Traced {
    lines: Runs,
    marks: Runs,
}

impl<'a> Tracer<'a> {
    fn new(
        frame: &'a Frame,
        grid: &'a DeviceTransform<'a>,
        theme: &'a Theme,
        color: Option<Rgba>,
    ) -> Self {
        let (marks, columns) = (grid.marks(), grid.plot().width());
        let room_css = f64::from(columns) / marks.len().max(1) as f64 / grid.dpr;
        let part = if room_css < DENSE_BELOW_CSS {
            DENSE_WIDTH
        } else {
            1.0
        };
        Self {
            frame,
            grid,
            theme,
            marks,
            columns,
            room_css,
            width: grid.scaled(theme.line_width_css * part).max(0.1),
            is_lone: frame.visible().count() == 1,
            color,
        }
    }

    fn drawn(&self) -> impl Iterator<Item = &'a FrameSeries> {
        let color = self.color;
        self.frame
            .visible()
            .filter(move |series| is_drawn(series, color))
    }

    /// Complete buckets, and those before and after them that are not; the outermost complete ones
    /// belong to both, so that the line goes on (Sentry).
    fn parts(&self) -> (Range<usize>, [Range<usize>; 2]) {
        let count = self.marks.len();
        let first = usize::from(self.frame.starts_cut).min(count);
        let end = self.frame.incomplete_from.unwrap_or(count).min(count);
        if end <= first {
            return (0..0, [0..0, 0..count]);
        }
        let before = if first > 0 { 0..first + 1 } else { 0..0 };
        let after = if end < count { end - 1..count } else { 0..0 };
        (first..end, [before, after])
    }

    /// Points of the buckets in `range`.
    fn trace(&self, source: &ValueSource<'_>, range: Range<usize>) -> Traced {
        let mut lines = Decimator::new(range.len(), self.columns);
        let mut alone = Runs::default();
        let mut run = RunState::Empty;
        for index in range {
            let Some(&x) = self.marks.get(index) else {
                continue;
            };
            let Some(height) = source.height(index) else {
                if !source.spans_gaps {
                    run.end(&mut lines, &mut alone);
                }
                continue;
            };
            let y = self.grid.y(source.side, height);
            run.push(Point { x, y }, &mut lines);
        }
        run.end(&mut lines, &mut alone);
        Traced {
            lines: lines.finish(),
            marks: alone,
        }
    }

    /// Width of the upper edges of areas: the denser a stack, the thinner, and none where they
    /// would run together and hide the fills.
    fn outline(&self) -> Option<f64> {
        if self.room_css >= LINED_FROM_CSS || self.is_lone {
            return Some(self.width);
        }
        let hairline = f64::from(self.grid.hairline()).min(self.width);
        (self.room_css >= OUTLINED_FROM_CSS).then_some(hairline)
    }

    #[inline(never)]
    fn line(
        &self,
        series: &FrameSeries,
        heights: &[f64],
        width: f64,
        shapes: &mut Vec<SeriesShape>,
    ) {
        let (complete, incomplete) = self.parts();
        let source = ValueSource::new(series, &series.values, heights);
        let traced = self.trace(&source, complete);
        let solid = LineStyle::solid(width, series.color);
        let dashed = |parts: [f64; 2]| LineStyle {
            dash: Some(parts.map(|part| part * width)),
            ..solid
        };
        let style = match series.has_low_accuracy {
            true => dashed(DASHED),
            false => solid,
        };
        push_line(shapes, traced.lines, style);
        let mut marks = traced.marks;
        for incomplete in incomplete.into_iter().filter(|part| !part.is_empty()) {
            let traced = self.trace(&source, incomplete);
            push_line(shapes, traced.lines, dashed(DOTTED));
            // The last complete bucket alone before a gap is a mark already.
            if marks.point_count() == 0 {
                marks = traced.marks;
            }
        }
        let diameter = self.grid.scaled(MARK_CSS).max(width * 2.0);
        push_line(shapes, marks, LineStyle::solid(diameter, series.color));
    }

    fn earlier(&self, series: &FrameSeries, values: &[f64], shapes: &mut Vec<SeriesShape>) {
        let across = match self.frame.kind {
            ChartKind::Bar => {
                bars::strokes_across(self.frame, self.grid, self.theme, series, values)
            }
            _ => None,
        };
        let traced = match across {
            Some(lines) => Traced {
                lines,
                marks: Runs::default(),
            },
            None => {
                let source = ValueSource::new(series, values, values);
                self.trace(&source, 0..self.marks.len())
            }
        };
        let color = self.theme.earlier(series.color);
        let solid = LineStyle::solid(self.width * EARLIER_WIDTH, color);
        let style = LineStyle {
            dash: Some(DASHED.map(|part| part * solid.width)),
            ..solid
        };
        push_line(shapes, traced.lines, style);
        let mark = LineStyle::solid(self.grid.scaled(MARK_CSS), color);
        push_line(shapes, traced.marks, mark);
    }

    /// What lies below a lone line says how much there is of it, where the colours of bands say nothing.
    fn stands_on_zero(&self) -> bool {
        let axis = self.frame.left;
        let is_even = axis.spacing == AxisSpacing::Even;
        let is_plain = self.frame.right.is_none() && self.frame.bands.is_empty();
        self.is_lone && is_even && is_plain && axis.domain.0 == 0.0
    }

    fn areas(&self) -> Vec<SeriesShape> {
        let (complete, incomplete) = self.parts();
        let plot = self.grid.plot();
        let mut shapes = Vec::new();
        for series in self.drawn() {
            let (color, theme) = (series.color, self.theme);
            let (color, alpha) = match (self.is_lone, series.is_other) {
                (true, _) if self.frame.kind == ChartKind::Line => {
                    (color, theme.lone_area_alpha / 2)
                }
                (true, _) => (color, theme.lone_area_alpha),
                (false, true) => (theme.receding(color), 255),
                (false, false) => (color, theme.area_alpha),
            };
            let fill = |alpha: u8| Fill {
                color: color.with_alpha(alpha),
                fade: self.is_lone.then_some((plot.top, plot.bottom)),
            };
            // What reaches into incomplete buckets begins at the last complete one.
            self.area(series, complete.clone(), fill(alpha), &mut shapes);
            for incomplete in incomplete.clone() {
                let fill = fill(self.theme.incomplete(alpha));
                self.area(series, incomplete, fill, &mut shapes);
            }
        }
        shapes
    }

    #[inline(never)]
    fn area(
        &self,
        series: &FrameSeries,
        range: Range<usize>,
        fill: Fill,
        shapes: &mut Vec<SeriesShape>,
    ) {
        if range.len() < 2 {
            return;
        }
        let zeros;
        let (top, base) = match &series.stack {
            Some(stack) => (&*stack.top, &*stack.base),
            None => {
                zeros = vec![0.0; series.values.len()];
                (&*series.values, &*zeros)
            }
        };
        let edge = |heights: &[f64]| {
            let mut runs = Decimator::new(range.len(), self.columns);
            let (marks, values) = (self.marks.iter(), series.values.iter());
            let buckets = marks.zip(heights).zip(values);
            for ((&x, &height), value) in buckets.take(range.end).skip(range.start) {
                let y = self.grid.y(series.side, height);
                if self.is_lone && value.is_nan() && !series.spans_gaps {
                    // In a stack, what lies above comes down to what lies below.
                    runs.end_run();
                } else if y.is_finite() {
                    runs.push(Point { x, y });
                }
            }
            runs.finish()
        };
        let (top, base) = (edge(top), edge(base));
        if top.point_count() > 0 && base.point_count() > 0 {
            shapes.push(SeriesShape::Area { top, base, fill });
        }
    }
}

fn push_line(shapes: &mut Vec<SeriesShape>, runs: Runs, style: LineStyle) {
    if runs.point_count() > 0 {
        shapes.push(SeriesShape::Line { runs, style });
    }
}

/// A column of heights, and where it has gaps.
struct ValueSource<'s> {
    /// NaN where there is a gap.
    values: &'s [f64],
    /// What is drawn: the values, or where they end in a stack.
    heights: &'s [f64],
    side: AxisSide,
    spans_gaps: bool,
}

impl<'s> ValueSource<'s> {
    fn new(series: &FrameSeries, values: &'s [f64], heights: &'s [f64]) -> Self {
        Self {
            values,
            heights,
            side: series.side,
            spans_gaps: series.spans_gaps,
        }
    }

    fn height(&self, index: usize) -> Option<f64> {
        let is_gap = self.values.get(index)?.is_nan();
        let height = *self.heights.get(index)?;
        (!is_gap && height.is_finite()).then_some(height)
    }
}

/// The run that is being traced. Its first point is held back until it is known not to
/// stand alone.
enum RunState {
    Empty,
    One(Point),
    Many,
}

impl RunState {
    fn push(&mut self, point: Point, lines: &mut Decimator) {
        match *self {
            RunState::Empty => {
                *self = RunState::One(point);
                return;
            }
            RunState::One(first) => lines.push(first),
            RunState::Many => {}
        }
        lines.push(point);
        *self = RunState::Many;
    }

    fn end(&mut self, lines: &mut Decimator, alone: &mut Runs) {
        if let RunState::One(only) = *self {
            alone.push(only);
            alone.end_run();
        }
        lines.end_run();
        *self = RunState::Empty;
    }
}

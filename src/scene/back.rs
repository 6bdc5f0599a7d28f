//! What lies behind the series: bands, grid, axes and their labels.

use super::Primitive;
use super::device_transform::DeviceTransform;
use super::shape::PixelRect;
use crate::config::Annotation;
use crate::convert;
use crate::frame::{AlertLine, AxisSide, Band, BandLevel, Frame};
use crate::layout::{Anchor, Axis, Label};
use crate::palette::Rgba;
use crate::theme::Theme;

/// Width of the colour beside an axis, in CSS pixels.
const AXIS_COLOR_CSS: f64 = 1.0;
/// How far a band's word stands from the corner of its band, in CSS pixels.
const BAND_WORD_CSS: f64 = 4.0;
/// The flag at the top of an annotation, in CSS pixels.
const FLAG_CSS: f64 = 5.0;
/// Opacity of its line.
const ANNOTATION_ALPHA: u8 = 150;
/// Drawn and left out of an alert rule's line, in CSS pixels.
const ALERT_DASH_CSS: [f64; 2] = [6.0, 4.0];

/// Primitives from back to front.
pub(super) fn back(frame: &Frame, grid: &DeviceTransform<'_>, theme: &Theme) -> Vec<Primitive> {
    let mut back = Vec::new();
    for band in &frame.bands {
        draw_band(band, grid, theme, &mut back);
    }
    if !grid.layout.compact {
        draw_grid(grid, theme, &mut back);
        draw_labels(&grid.layout.y_left, grid, theme, &mut back);
        if let Some(right) = &grid.layout.y_right {
            draw_labels(right, grid, theme, &mut back);
            draw_axis_colors(frame, grid, &mut back);
        }
        draw_labels(&grid.layout.x, grid, theme, &mut back);
    }
    for annotation in &frame.annotations {
        draw_annotation(annotation, grid, theme, &mut back);
    }
    for line in &frame.alert_lines {
        draw_alert_line(line, grid, theme, &mut back);
    }
    for band in &frame.bands {
        draw_band_word(band, grid, theme, &mut back);
    }
    back
}

fn band_color(level: BandLevel, theme: &Theme) -> Rgba {
    match level {
        BandLevel::Good => theme.bands.good,
        BandLevel::Meh => theme.bands.meh,
        BandLevel::Poor => theme.bands.poor,
    }
}

/// The part of the plot that a band covers.
fn band_rect(band: &Band, grid: &DeviceTransform<'_>) -> PixelRect {
    let plot = grid.plot();
    let row = |value: f64| convert::int(grid.y(AxisSide::Left, value).round());
    PixelRect {
        top: band.to.map_or(plot.top, row),
        bottom: row(band.from),
        ..plot
    }
    .intersect(plot)
}

fn draw_band(band: &Band, grid: &DeviceTransform<'_>, theme: &Theme, back: &mut Vec<Primitive>) {
    let rect = band_rect(band, grid);
    if !rect.is_empty() {
        back.push(Primitive::Rect {
            rect,
            color: band_color(band.level, theme).with_alpha(theme.band_alpha),
        });
    }
}

fn draw_band_word(
    band: &Band,
    grid: &DeviceTransform<'_>,
    theme: &Theme,
    back: &mut Vec<Primitive>,
) {
    let rect = band_rect(band, grid);
    let size = grid.scaled(theme.font.size_css);
    let inset = convert::int(grid.scaled(BAND_WORD_CSS).round());
    if grid.layout.compact || f64::from(rect.height()) < size + f64::from(inset) {
        return;
    }
    back.push(Primitive::Text {
        text: band.word.clone(),
        at: (
            rect.right - inset,
            rect.bottom - inset / 2 - convert::int((size / 2.0).round()),
        ),
        anchor: Anchor::Right,
        size,
        strong: false,
        color: theme.muted_text,
    });
}

/// A line at a moment, with a flag at its top; a stretch of time is shaded between two lines.
fn draw_annotation(
    annotation: &Annotation,
    grid: &DeviceTransform<'_>,
    theme: &Theme,
    back: &mut Vec<Primitive>,
) {
    let plot = grid.plot();
    let scale = grid.layout.buckets.scale();
    let flag = grid.snapped(FLAG_CSS);
    let [start, end] = [annotation.start, annotation.end].map(|secs| {
        let (left, right) = grid.columns_around(scale.map(secs as f64));
        PixelRect {
            left,
            right,
            ..plot
        }
    });
    let color = theme.muted_text;
    let mut draw = |rect: PixelRect, alpha| {
        let rect = rect.intersect(plot);
        if !rect.is_empty() {
            let color = color.with_alpha(alpha);
            back.push(Primitive::Rect { rect, color });
        }
    };
    draw(start, ANNOTATION_ALPHA);
    if annotation.end > annotation.start {
        let between = PixelRect {
            left: start.right,
            right: end.left,
            ..plot
        };
        draw(between, theme.band_alpha);
        draw(end, ANNOTATION_ALPHA);
    }
    let flag = PixelRect {
        right: start.right + flag,
        bottom: plot.top + flag,
        ..start
    };
    draw(flag, color.a);
}

/// A dashed line with its name where time begins, since what is newest is looked at most: above it
/// or, where there is no room, below.
#[inline(never)]
fn draw_alert_line(
    line: &AlertLine,
    grid: &DeviceTransform<'_>,
    theme: &Theme,
    back: &mut Vec<Primitive>,
) {
    let plot = grid.plot();
    let (top, bottom) = grid.rows_around(grid.layout.y_of(line.side, line.value));
    let rect = PixelRect {
        top,
        bottom,
        ..plot
    };
    if rect.intersect(plot).is_empty() {
        return;
    }
    let level = match line.is_critical {
        true => BandLevel::Poor,
        false => BandLevel::Meh,
    };
    let color = band_color(level, theme);
    let [on, off] = ALERT_DASH_CSS.map(|css| grid.snapped(css).max(1));
    let mut left = plot.left;
    while left < plot.right {
        let right = (left + on).min(plot.right);
        let rect = PixelRect {
            left,
            right,
            ..rect
        };
        back.push(Primitive::Rect { rect, color });
        left += on + off;
    }
    if grid.layout.compact {
        return;
    }
    let size = grid.scaled(theme.font.size_css);
    let inset = convert::int(grid.scaled(BAND_WORD_CSS).round());
    let half = convert::int((size / 2.0).round()) + inset / 2;
    let has_room = top - 2 * half >= plot.top;
    back.push(Primitive::Text {
        text: line.text.clone(),
        at: (
            plot.left + inset,
            if has_room { top - half } else { bottom + half },
        ),
        anchor: Anchor::Left,
        size,
        strong: false,
        color: theme.muted_text,
    });
}

fn draw_grid(grid: &DeviceTransform<'_>, theme: &Theme, back: &mut Vec<Primitive>) {
    let plot = grid.plot();
    let axis_rows = grid.rows_around(grid.layout.plot.bottom());
    for tick in &grid.layout.y_left.ticks {
        let (top, bottom) = grid.rows_around(tick.at);
        if (top, bottom) == axis_rows {
            continue;
        }
        let is_zero = tick.value == 0.0;
        back.push(Primitive::Rect {
            rect: PixelRect {
                top,
                bottom,
                ..plot
            },
            color: if is_zero { theme.axis } else { theme.grid },
        });
    }
    let (top, bottom) = axis_rows;
    back.push(Primitive::Rect {
        rect: PixelRect {
            top,
            bottom,
            ..plot
        },
        color: theme.axis,
    });
}

/// Beside the plot, whose an axis is: the colour of the series that has it to itself.
fn draw_axis_colors(frame: &Frame, grid: &DeviceTransform<'_>, back: &mut Vec<Primitive>) {
    let plot = grid.plot();
    let width = grid.snapped(AXIS_COLOR_CSS);
    let sides = [
        (AxisSide::Left, plot.left - width),
        (AxisSide::Right, plot.right),
    ];
    for (side, left) in sides {
        let mut own = frame.visible().filter(|series| series.side == side);
        if let (Some(series), None) = (own.next(), own.next()) {
            let right = left + width;
            back.push(Primitive::Rect {
                rect: PixelRect {
                    left,
                    right,
                    ..plot
                },
                color: series.color,
            });
        }
    }
}

fn draw_labels(axis: &Axis, grid: &DeviceTransform<'_>, theme: &Theme, back: &mut Vec<Primitive>) {
    let labels = axis.ticks.iter().filter_map(|tick| tick.label.as_ref());
    back.extend(labels.map(|label| text(label, grid, theme)));
}

fn text(label: &Label, grid: &DeviceTransform<'_>, theme: &Theme) -> Primitive {
    Primitive::Text {
        text: label.text.clone(),
        at: (grid.snapped(label.x), grid.snapped(label.y)),
        anchor: label.anchor,
        size: grid.scaled(grid.layout.font.size_css),
        strong: grid.layout.font.weight >= 600,
        color: theme.muted_text,
    }
}

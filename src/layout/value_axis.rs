//! Value axes: ticks, the room their labels take, and the labels' places.

use super::{Anchor, Axis, Label, LabelWriter, Rect, Tick};
use crate::format::{self, DurationStep, Labels, SizeBase, Unit};
use crate::frame::{AxisSide, AxisSpacing, Frame, ValueAxis};
use crate::scale::{
    LinearTicks, Scale, binary_size_ticks, duration_ticks, fine_step, linear_ticks, power_ticks,
};

/// Room between a label and the plot.
const GAP: f64 = 8.0;
/// Room right of the plot where there is no right axis.
const RIGHT_MARGIN: f64 = 8.0;
/// Labels may take so much of the box's width.
const WIDEST_LABELS: f64 = 0.45;

/// Ticks of one side with their texts, not yet placed.
pub(super) struct ValueTicks {
    axis: ValueAxis,
    ticks: Vec<(f64, String)>,
}

/// Fewest and most ticks where there is room.
const TICKS: (usize, usize) = (4, 6);

/// Ticks of both sides, about `rows` steps each. Where both begin at zero, the right
/// axis gets its ticks at the heights of the left one's, so that one grid serves both.
pub(super) fn ticks(
    frame: &Frame,
    rows: usize,
    labels: &dyn Labels,
) -> (ValueTicks, Option<ValueTicks>) {
    let left = fitted(frame.left, rows);
    let right = frame.right.map(|axis| {
        let mut right = fitted(axis, rows);
        let is_binary = axis.unit == Unit::Size(SizeBase::Binary);
        let is_even = (frame.left.spacing, axis.spacing) == (AxisSpacing::Even, AxisSpacing::Even);
        if left.domain.0 == 0.0 && axis.domain.0 == 0.0 && !is_binary && is_even {
            align(&mut right, axis, &left);
        }
        texts(axis, right, labels)
    });
    (texts(frame.left, left, labels), right)
}

/// Ticks, and what lies at both ends of the axis.
struct FittedTicks {
    ticks: LinearTicks,
    domain: (f64, f64),
    step: Option<DurationStep>,
}

/// The widest steps of which enough are to be seen, else the first ones.
fn fitted(axis: ValueAxis, rows: usize) -> FittedTicks {
    let mut fitted = fit(axis, rows);
    let fewest = TICKS.0.min(rows + 1);
    for rows in rows + 1..rows + 3 {
        if fitted.ticks.values.len() >= fewest {
            break;
        }
        fitted = fit(axis, rows);
    }
    fitted
}

fn fit(axis: ValueAxis, rows: usize) -> FittedTicks {
    let (low, high) = axis.domain;
    if let AxisSpacing::Log { even_to } = axis.spacing {
        return FittedTicks {
            ticks: power_ticks(low, high, even_to, TICKS.1),
            domain: axis.domain,
            step: None,
        };
    }
    let (mut ticks, step) = match axis.unit {
        Unit::Duration => {
            let (ticks, step) = duration_ticks(low, high, rows);
            (ticks, Some(step))
        }
        Unit::Size(SizeBase::Binary) => (binary_size_ticks(low, high, rows), None),
        Unit::Integer | Unit::Boolean => (linear_ticks(low, high, rows, 1.0), None),
        _ => (linear_ticks(low, high, rows, 0.0), None),
    };
    let (ticks, domain) = if axis.spacing == AxisSpacing::EvenAndExact {
        ticks.values.retain(|value| *value >= low && *value <= high);
        (ticks, axis.domain)
    } else {
        ticks.fitted(low, high, TICKS.1)
    };
    FittedTicks {
        ticks,
        domain,
        step,
    }
}

/// As many ticks as the left axis has, at the same heights.
fn align(right: &mut FittedTicks, axis: ValueAxis, left: &FittedTicks) {
    let (length, is_whole) = match right.step {
        Some(step) => (step.millis(), true),
        None => (1.0, matches!(axis.unit, Unit::Integer | Unit::Boolean)),
    };
    let steps = left.domain.1 / left.ticks.step;
    let step = fine_step(axis.domain.1 / length / steps, is_whole) * length;
    right.ticks.values.clear();
    for index in 0..left.ticks.values.len() {
        right.ticks.values.push(index as f64 * step);
    }
    right.domain = (0.0, steps * step);
}

fn texts(axis: ValueAxis, fitted: FittedTicks, labels: &dyn Labels) -> ValueTicks {
    let text = |value: f64| match fitted.step {
        Some(step) => step.label(value, labels.numbers()),
        None => format::tick(value, axis.unit, labels.numbers()),
    };
    let values = fitted.ticks.values.iter();
    ValueTicks {
        axis: ValueAxis {
            domain: fitted.domain,
            ..axis
        },
        ticks: values.map(|&value| (value, text(value))).collect(),
    }
}

/// Room left and right of the plot. Where labels would take too much of the box, they
/// are left out and the room with them.
pub(super) fn margins(
    left: &ValueTicks,
    right: Option<&ValueTicks>,
    width: f64,
    pen: &mut LabelWriter<'_>,
) -> (f64, f64) {
    let mut widest = |ticks: &ValueTicks| {
        ticks
            .ticks
            .iter()
            .map(|(_, text)| pen.width(text))
            .fold(0.0, f64::max)
    };
    let left = (widest(left) + GAP).ceil();
    let right = right.map_or(RIGHT_MARGIN, |ticks| (widest(ticks) + GAP).ceil());
    if left + right <= width * WIDEST_LABELS {
        (left, right)
    } else {
        (0.0, RIGHT_MARGIN.min(width * 0.1))
    }
}

/// Puts ticks and labels beside the plot.
pub(super) fn place(
    ticks: ValueTicks,
    side: AxisSide,
    plot: &Rect,
    labelled: bool,
    pen: &mut LabelWriter<'_>,
) -> Axis {
    let range = (plot.bottom(), plot.y);
    let ValueAxis {
        unit,
        domain,
        spacing,
    } = ticks.axis;
    let scale = match spacing {
        AxisSpacing::Log { even_to } => Scale::symlog(domain, range, even_to),
        _ => Scale::new(domain, range),
    };
    let (x, anchor) = match side {
        AxisSide::Left => (plot.x - GAP, Anchor::Right),
        AxisSide::Right => (plot.right() + GAP, Anchor::Left),
    };
    Axis {
        scale,
        unit,
        ticks: ticks
            .ticks
            .into_iter()
            .map(|(value, text)| {
                // To a thousandth of a pixel: what two axes share is the same number for both.
                let at = (scale.map(value) * 1000.0).round() / 1000.0;
                let width = pen.width(&text);
                let label = labelled.then_some(Label {
                    text,
                    x,
                    y: at,
                    anchor,
                    width,
                });
                Tick { value, at, label }
            })
            .collect(),
    }
}

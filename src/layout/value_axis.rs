//! Value axes: ticks, the room their labels take, and the labels' places.

use super::{Anchor, Axis, Label, LabelWriter, Rect, Tick};
use crate::format::{self, DurationStep, Labels, SizeBase, Unit};
use crate::frame::{AxisSide, Frame, ValueAxis};
use crate::scale::{LinearScale, LinearTicks, binary_size_ticks, duration_ticks, linear_ticks};

/// Room between a label and the plot.
const GAP: f64 = 8.0;
/// Room right of the plot where there is no right axis.
const RIGHT_MARGIN: f64 = 8.0;
/// Labels may take so much of the box's width.
const WIDEST_LABELS: f64 = 0.45;

/// Ticks of one side with their texts, not yet placed.
pub(super) struct ValueTicks {
    unit: Unit,
    domain: (f64, f64),
    ticks: Vec<(f64, String)>,
}

/// Ticks of both sides, about `rows` steps each. Where both begin at zero, the right
/// axis gets as many steps as the left one, so that one grid serves both.
pub(super) fn ticks(
    frame: &Frame,
    rows: usize,
    labels: &dyn Labels,
) -> (ValueTicks, Option<ValueTicks>) {
    let (left, step) = numbers(frame.left, rows);
    let steps = left.values.len().saturating_sub(1).max(1);
    let right = frame.right.map(|axis| {
        let (mut ticks, step) = numbers(axis, steps);
        if left.values.first() == Some(&0.0) && ticks.values.first() == Some(&0.0) {
            extend(&mut ticks, steps);
        }
        texts(axis.unit, &ticks, step, labels)
    });
    (texts(frame.left.unit, &left, step, labels), right)
}

/// Adds steps above until there are as many as requested.
fn extend(ticks: &mut LinearTicks, steps: usize) {
    while ticks.values.len() <= steps {
        ticks.values.push(ticks.values.len() as f64 * ticks.step);
    }
}

fn numbers(axis: ValueAxis, rows: usize) -> (LinearTicks, Option<DurationStep>) {
    let (low, high) = axis.domain;
    match axis.unit {
        Unit::Duration => {
            let (ticks, step) = duration_ticks(low, high, rows);
            (ticks, Some(step))
        }
        Unit::Size(SizeBase::Binary) => (binary_size_ticks(low, high, rows), None),
        Unit::Integer | Unit::Boolean => (linear_ticks(low, high, rows, 1.0), None),
        _ => (linear_ticks(low, high, rows, 0.0), None),
    }
}

fn texts(
    unit: Unit,
    ticks: &LinearTicks,
    step: Option<DurationStep>,
    labels: &dyn Labels,
) -> ValueTicks {
    let text = |value: f64| match step {
        Some(step) => step.label(value, labels.numbers()),
        None => format::tick(value, unit, labels.numbers()),
    };
    ValueTicks {
        unit,
        domain: ticks.domain(),
        ticks: ticks
            .values
            .iter()
            .map(|&value| (value, text(value)))
            .collect(),
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
    let scale = LinearScale::new(ticks.domain, (plot.bottom(), plot.y));
    let (x, anchor) = match side {
        AxisSide::Left => (plot.x - GAP, Anchor::Right),
        AxisSide::Right => (plot.right() + GAP, Anchor::Left),
    };
    Axis {
        scale,
        unit: ticks.unit,
        ticks: ticks
            .ticks
            .into_iter()
            .map(|(value, text)| {
                let at = scale.map(value);
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

//! The time axis: ticks at round local times and labels that have room.

use super::{Anchor, Axis, Buckets, Label, LabelWriter, Rect, Tick};
use crate::convert;
use crate::format::{TimeStyle, Unit};
use crate::frame::Frame;
use crate::scale::{TimeTickLimits, time_ticks};
use crate::time::DAY;

/// Width of a step from tick to tick at least, and where there are enough of them.
const ROOM_A_TICK: [f64; 2] = [60.0, 80.0];
/// As many ticks are enough.
const ENOUGH: f64 = 10.0;
/// Room between two labels.
const GAP: f64 = 10.0;

pub(super) fn build(
    frame: &Frame,
    buckets: &Buckets,
    plot: &Rect,
    (box_width, compact): (f64, bool),
    pen: &mut LabelWriter<'_>,
) -> Axis {
    let scale = buckets.scale();
    let (first, last) = scale.domain();
    // One more than there are steps between them.
    let [least, ample] = ROOM_A_TICK.map(|room| plot.width / room + 1.0);
    let limits = TimeTickLimits {
        count: convert::index(least.min(ENOUGH.max(ample)).floor()),
        smallest_step_secs: frame.bucket_secs,
    };
    let times = match frame.timeline.starts() {
        // One bucket: the only time there is to tell is when it begins.
        &[start] => vec![(start, buckets.mark(0).unwrap_or(plot.x), lone_style(frame))],
        _ => {
            let zone = pen.labels.zone();
            time_ticks(
                convert::whole(first.ceil()),
                convert::whole(last.floor()),
                zone,
                limits,
            )
            .into_iter()
            .map(|tick| (tick.at, scale.map(tick.at as f64), tick.style))
            .collect()
        }
    };
    let mut ticks: Vec<Tick> = Vec::new();
    // Where labels end: all but the last one, and that one.
    let (mut before_last, mut free_from) = (0.0, 0.0);
    let mut was_date = false;
    for (secs, at, style) in times {
        let text = pen.labels.time(secs, style);
        let width = pen.width(&text);
        let x = held(at, width, box_width);
        let left = x - width / 2.0;
        // A day that begins is worth more than the hour before it.
        let is_date = style < TimeStyle::Hour;
        if is_date && !was_date && left < free_from && left >= before_last {
            free_from = before_last;
            if let Some(last) = ticks.last_mut() {
                last.label = None;
            }
        }
        let fits = !compact && left >= free_from && width <= box_width;
        let label = fits.then(|| Label {
            text,
            x,
            y: plot.bottom() + 6.0 + pen.font.size_css * 0.6,
            anchor: Anchor::Middle,
            width,
        });
        was_date = is_date;
        if fits {
            (before_last, free_from) = (free_from, x + width / 2.0 + GAP);
        }
        ticks.push(Tick {
            value: secs as f64,
            at,
            label,
        });
    }
    Axis {
        scale,
        ticks,
        unit: Unit::Date,
    }
}

fn lone_style(frame: &Frame) -> TimeStyle {
    match frame.bucket_secs {
        DAY.. => TimeStyle::LongDate,
        60.. => TimeStyle::Minute,
        _ => TimeStyle::Second,
    }
}

/// The middle of a label that would stand at `at`, moved so that neither end is cut.
fn held(at: f64, width: f64, box_width: f64) -> f64 {
    at.min(box_width - width / 2.0).max(width / 2.0)
}

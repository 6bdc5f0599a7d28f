//! The time axis: ticks at round local times and labels that have room.

use super::{Anchor, Axis, Buckets, Label, LabelWriter, Rect, Tick};
use crate::convert;
use crate::format::{TimeStyle, Unit};
use crate::frame::Frame;
use crate::scale::{TimeTickLimits, time_ticks};
use crate::time::DAY;

/// Width that a tick and its label take at least.
const ROOM_A_TICK: f64 = 72.0;
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
    let limits = TimeTickLimits {
        count: convert::index((plot.width / ROOM_A_TICK).floor().max(1.0)),
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
    let mut free_from = 0.0;
    let ticks = times
        .into_iter()
        .map(|(secs, at, style)| {
            let text = pen.labels.time(secs, style);
            let width = pen.width(&text);
            let x = held(at, width, box_width);
            let fits = !compact && x - width / 2.0 >= free_from && width <= box_width;
            let label = fits.then(|| {
                free_from = x + width / 2.0 + GAP;
                Label {
                    text,
                    x,
                    y: plot.bottom() + 6.0 + pen.font.size_css * 0.6,
                    anchor: Anchor::Middle,
                    width,
                }
            });
            Tick {
                value: secs as f64,
                at,
                label,
            }
        })
        .collect();
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

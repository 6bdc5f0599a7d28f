//! Charts of every kind, small enough to read their goldens.

use super::support::{Around, HOUR, START, answer, chart, config, line, series};
use events_stats_widget::format::FixedLabels;
use events_stats_widget::frame::Frame;
use events_stats_widget::layout::{self, FixedMeasure, Layout, Size};
use events_stats_widget::scene::{self, Scene};
use events_stats_widget::theme::Theme;

pub const NAN: f64 = f64::NAN;

pub fn size(width_css: f64, height_css: f64, dpr: f64) -> Size {
    Size {
        width_css,
        height_css,
        dpr,
    }
}

pub fn lay_out(frame: &Frame, size: Size, theme: &Theme) -> Layout {
    layout::build(frame, size, theme, &mut FixedMeasure, &FixedLabels::utc())
}

pub fn scene(frame: &Frame, size: Size) -> Scene {
    let theme = Theme::light();
    scene::build(frame, &lay_out(frame, size, &theme), &theme)
}

/// One series with a null, a point alone, and a last bucket that may still grow.
pub fn gaps() -> Frame {
    let values = [4.0, 8.0, 6.0, NAN, 9.0, NAN, NAN, 3.0, 5.0, 7.0];
    let around = Around {
        now: Some(START + 9 * HOUR + HOUR / 2),
        ..Around::default()
    };
    around.frame(
        &line(&["count()"]),
        &[&answer(vec![series("", "count()", &values)])],
    )
}

/// A series and its earlier period.
pub fn compared(display: &str) -> Frame {
    let answer = answer(vec![series("", "count()", &[4.0, 8.0, 6.0, 5.0])]);
    let config = chart(display, &["count()"], &[], "");
    let mut frame = Around::default().frame(&config, &[&answer]);
    for series in &mut frame.series {
        series.earlier = Some(vec![2.0, 3.0, 9.0, 1.0]);
        series.shows_earlier = true;
    }
    frame
}

/// Three groups, stacked, with a missing value.
pub fn stacked(display: &str) -> Frame {
    let groups = [
        ("web", [4.0, 8.0, 0.0, 3.0]),
        ("api", [2.0, 0.04, NAN, 5.0]),
        ("worker", [1.0, 2.0, 3.0, 4.0]),
    ];
    let list = groups
        .iter()
        .map(|(key, values)| series(key, "count()", values));
    let config = chart(display, &["count()"], &["project"], "");
    Around::default().frame(&config, &[&answer(list.collect())])
}

/// Bars of one series; `count` may be more than there are pixels.
pub fn bars(count: usize) -> Frame {
    let values: Vec<f64> = (0..count)
        .map(|index| ((index * 37) % 11 + 1) as f64)
        .collect();
    let config = chart("bar", &["count()"], &[], "");
    Around::default().frame(&config, &[&answer(vec![series("", "count()", &values)])])
}

/// More buckets than pixels, with one spike.
pub fn dense(count: usize, spike: usize) -> Frame {
    let values: Vec<f64> = (0..count)
        .map(|index| {
            if index == spike {
                1000.0
            } else {
                (index % 7) as f64
            }
        })
        .collect();
    Around::default().frame(
        &line(&["count()"]),
        &[&answer(vec![series("", "count()", &values)])],
    )
}

/// A line over threshold bands.
pub fn banded() -> Frame {
    let config = config(
        r#"{"id":"1","title":"t","displayType":"line","thresholds":{"max_values":{"max1":5,"max2":8}},
        "queries":[{"name":"","aggregates":["count()"],"columns":[],"fields":[],"conditions":"","orderby":""}]}"#,
    );
    Around::default().frame(
        &config,
        &[&answer(vec![series("", "count()", &[1.0, 9.0, 4.0])])],
    )
}

/// No series at all.
pub fn nothing() -> Frame {
    Around::default().frame(&line(&["count()"]), &[&answer(Vec::new())])
}

/// Every chart, by name.
pub fn all() -> Vec<(&'static str, Frame)> {
    vec![
        ("gaps", gaps()),
        ("compared", compared("line")),
        ("compared-bars", compared("bar")),
        ("stacked-area", stacked("area")),
        ("stacked-bars", stacked("bar")),
        ("bars", bars(6)),
        ("banded", banded()),
        ("single", bars(1)),
        ("nothing", nothing()),
    ]
}

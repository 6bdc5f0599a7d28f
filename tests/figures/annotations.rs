//! What a page marks on the time axis: which marks a chart has, where they stand, and who is told.

use crate::support::*;
use events_stats_widget::config::Annotation;
use events_stats_widget::format::FixedLabels;
use events_stats_widget::frame::Frame;
use events_stats_widget::hit::{self, TooltipForm};
use events_stats_widget::layout::{self, FixedMeasure, Size};
use events_stats_widget::scene::{self, Primitive, Scene};
use events_stats_widget::theme::Theme;

fn mark(from: i64, until: i64, text: &str) -> Annotation {
    Annotation {
        start: START + from,
        end: START + until,
        text: text.to_owned(),
    }
}

fn marked(annotations: Vec<Annotation>) -> Frame {
    let around = Around {
        annotations,
        ..Around::default()
    };
    let config = config(r#"{"queries": [{"aggregates": ["count()"]}]}"#);
    let values = [1.0; 24];
    around.frame(&config, &[&answer(vec![series("", "count()", &values)])])
}

fn drawn(frame: &Frame) -> Scene {
    let size = Size {
        width_css: 400.0,
        height_css: 200.0,
        dpr: 1.0,
    };
    let theme = Theme::light();
    let layout = layout::build(frame, size, &theme, &mut FixedMeasure, &FixedLabels::utc());
    scene::build(frame, &layout, &theme)
}

#[test]
fn a_chart_has_the_marks_that_a_part_of_its_range_lies_in() {
    let frame = marked(vec![
        mark(-HOUR, -1, "before"),
        mark(-HOUR, 0, "into it"),
        mark(3 * HOUR, 3 * HOUR, "within"),
        mark(23 * HOUR, 30 * HOUR, "out of it"),
        mark(24 * HOUR, 25 * HOUR, "after"),
    ]);
    let texts: Vec<&str> = frame
        .annotations
        .iter()
        .map(|it| it.text.as_str())
        .collect();
    assert_eq!(texts, ["into it", "within", "out of it"]);
}

#[test]
fn a_bucket_tells_of_the_marks_within_it() {
    let frame = marked(vec![
        mark(3 * HOUR, 3 * HOUR, "Deploy 1.2"),
        mark(2 * HOUR + 1, 4 * HOUR, "Incident"),
    ]);
    let told = |index| {
        let labels = FixedLabels::utc();
        let tooltip = hit::tooltip(&frame, index, &labels, TooltipForm::pinned(None)).unwrap();
        tooltip.annotations
    };
    assert_eq!(
        [1, 2, 3, 4, 5].map(told),
        ["", "Incident", "Deploy 1.2\nIncident", "Incident", ""]
    );
}

#[test]
fn a_moment_is_a_line_and_a_stretch_is_shaded_between_two() {
    let bare = drawn(&marked(Vec::new())).back.len();
    let rects = |annotation| {
        let back = drawn(&marked(vec![annotation])).back;
        let rects = back.into_iter().filter_map(|primitive| match primitive {
            Primitive::Rect { rect, color } => Some((rect, color)),
            _ => None,
        });
        rects.collect::<Vec<_>>()
    };
    let moment = rects(mark(12 * HOUR, 12 * HOUR, ""));
    let stretch = rects(mark(12 * HOUR, 18 * HOUR, ""));
    let without = rects(mark(-HOUR, -HOUR, ""));
    assert_eq!(moment.len() - without.len(), 2, "a line and its flag");
    assert_eq!(
        stretch.len() - without.len(),
        4,
        "a shade, two lines, a flag"
    );
    let scene = drawn(&marked(vec![mark(12 * HOUR, 12 * HOUR, "")]));
    assert_eq!(scene.back.len(), bare + 2);
    // The middle of the day stands in the middle of the plot.
    let (line, _) = moment[moment.len() - 2];
    assert_eq!(line.right - line.left, 1);
    let middle = (scene.clip.left + scene.clip.right) / 2;
    assert!((line.left - middle).abs() <= 1, "{} {middle}", line.left);
}

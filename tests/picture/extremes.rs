//! Values that chart libraries' own suites begin with: signs, nothing, one point, huge ranges.

use super::charts::{NAN, scene, size};
use super::support::{Around, answer, chart, series};
use events_stats_widget::frame::Frame;
use events_stats_widget::layout::Layout;
use events_stats_widget::scene::{PixelRect, Scene, SeriesShape};
use events_stats_widget::theme::Theme;
use proptest::prelude::*;

fn drawn(display: &str, columns: &[&str], groups: &[&[f64]]) -> (Frame, Layout, Scene) {
    let keys = ["a", "b", "c"];
    let list = keys.iter().zip(groups).map(|(key, values)| {
        let key = if columns.is_empty() { "" } else { key };
        series(key, "count()", values)
    });
    let config = chart(display, &["count()"], columns, "");
    let frame = Around::default().frame(&config, &[&answer(list.collect())]);
    let box_of = size(300.0, 160.0, 1.0);
    let layout = super::charts::lay_out(&frame, box_of, &Theme::light());
    let scene = scene(&frame, box_of);
    (frame, layout, scene)
}

/// Device row of a value on the left axis.
fn row(layout: &Layout, value: f64) -> i32 {
    layout.y_left.scale.map(value).round() as i32
}

fn bars(scene: &Scene) -> Vec<PixelRect> {
    let rects = scene.series.iter().filter_map(|shape| match shape {
        SeriesShape::Bars { rects, .. } => Some(rects.clone()),
        _ => None,
    });
    rects.flatten().collect()
}

#[test]
fn bars_grow_up_and_down_from_zero() {
    let (_, layout, scene) = drawn("bar", &[], &[&[5.0, -3.0, 0.0, NAN]]);
    let zero = row(&layout, 0.0);
    let bars = bars(&scene);
    assert!(bars[0].bottom == zero && bars[0].top < zero, "{bars:?}");
    assert!(bars[1].top == zero && bars[1].bottom > zero, "{bars:?}");
    assert!(bars.len() <= 3, "no number, no bar: {bars:?}");
    let (up, down) = (bars[0].height(), bars[1].height());
    assert!((f64::from(up) / 5.0 - f64::from(down) / 3.0).abs() < 1.0);
}

#[test]
fn stacks_of_both_signs_never_cover_each_other() {
    let groups: [&[f64]; 3] = [&[4.0, -2.0], &[-3.0, -1.0], &[2.0, 5.0]];
    let (frame, layout, scene) = drawn("bar", &["project"], &groups);
    assert_eq!(frame.left.domain, (-3.0, 6.0));
    let bars = bars(&scene);
    assert_eq!(bars.len(), 6);
    for (index, one) in bars.iter().enumerate() {
        for other in &bars[index + 1..] {
            let apart = one.right <= other.left
                || other.right <= one.left
                || one.bottom <= other.top
                || other.bottom <= one.top;
            assert!(apart, "{one:?} and {other:?}");
        }
    }
    let zero = row(&layout, 0.0);
    assert!(bars.iter().all(|bar| bar.bottom <= zero || bar.top >= zero));
}

#[test]
fn nothing_but_zeros_lies_on_the_bottom() {
    for display in ["line", "area", "bar"] {
        let (frame, layout, _) = drawn(display, &[], &[&[0.0, 0.0, 0.0]]);
        assert!(frame.left.domain.1 > 0.0, "{display}");
        let labels: Vec<&str> = layout
            .y_left
            .ticks
            .iter()
            .filter_map(|tick| Some(tick.label.as_ref()?.text.as_str()))
            .collect();
        assert_eq!(labels.first(), Some(&"0"), "{display}");
        assert!(labels.len() >= 2, "{display}: {labels:?}");
    }
}

#[test]
fn values_below_zero_alone_hang_from_it() {
    let (frame, layout, scene) = drawn("bar", &[], &[&[-5.0, -1.0]]);
    assert_eq!(frame.left.domain, (-5.0, 0.0));
    let zero = row(&layout, 0.0);
    assert!(bars(&scene).iter().all(|bar| bar.top == zero));
}

#[test]
fn one_point_is_drawn_in_every_form() {
    for display in ["line", "area", "bar"] {
        for values in [&[7.0][..], &[NAN, 7.0, NAN], &[-7.0], &[1e-300], &[1e300]] {
            let (_, _, scene) = drawn(display, &[], &[values]);
            let points: usize = scene.series.iter().map(SeriesShape::point_count).sum();
            assert!(points > 0, "{display} {values:?}");
        }
    }
}

#[test]
fn labels_tell_ticks_apart_whatever_the_range() {
    for (low, high) in [
        (0.0, 1e-9),
        (0.0, 3e-4),
        (0.0, 0.07),
        (0.0, 999.0),
        (0.0, 12_345.0),
        (0.0, 1e9),
        (0.0, 7.7e17),
        (-1e6, 1e6),
        (-1e300, 1e300),
    ] {
        let values = [low, high];
        let (_, layout, _) = drawn("line", &[], &[&values]);
        let mut labels: Vec<&str> = layout
            .y_left
            .ticks
            .iter()
            .filter_map(|tick| Some(tick.label.as_ref()?.text.as_str()))
            .collect();
        let count = labels.len();
        labels.dedup();
        assert!(
            count >= 2 && labels.len() == count,
            "{values:?}: {labels:?}"
        );
        let (first, last) = layout.y_left.scale.domain();
        assert!(first <= low && last >= high, "{values:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn any_values_are_drawn_within_the_plot(
        values in prop::collection::vec(
            prop_oneof![
                6 => -1e4..1e4f64,
                1 => Just(0.0),
                1 => Just(NAN),
                1 => any::<f64>().prop_map(|value| if value.abs() <= 1e300 { value } else { NAN }),
            ],
            0..40,
        ),
        display in prop::sample::select(vec!["line", "area", "bar"]),
        grouped in any::<bool>(),
    ) {
        let columns: &[&str] = if grouped { &["project"] } else { &[] };
        let half = values.len() / 2;
        let groups: [&[f64]; 2] = [&values[..half], &values[half..half * 2]];
        let (_, layout, scene) = drawn(display, columns, if grouped { &groups } else { &groups[..1] });
        for bar in bars(&scene) {
            prop_assert!(!bar.is_empty());
            prop_assert_eq!(bar.intersect(scene.clip), bar);
        }
        for shape in &scene.series {
            if let SeriesShape::Line { runs, .. } = shape {
                for point in runs.iter().flatten() {
                    prop_assert!(point.x.is_finite() && point.y.is_finite());
                    let (top, bottom) = (f64::from(scene.clip.top), f64::from(scene.clip.bottom));
                    prop_assert!(point.y > top - 2.0 && point.y < bottom + 2.0, "{point:?}");
                }
            }
        }
        prop_assert!(layout.y_left.ticks.len() >= 2);
    }
}

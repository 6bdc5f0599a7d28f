//! Scenes as text, and rules that hold for all of them.
//!
//! Goldens are rewritten by `UPDATE_GOLDENS=1 cargo test --test picture`; read the
//! difference before you keep it.

use super::charts::{self, lay_out, scene, size};
use events_stats_widget::frame::Frame;
use events_stats_widget::paint::{self, Exact, RecordingBackend};
use events_stats_widget::scene::{self, Hover, PixelRect, Primitive, Scene, SeriesShape};
use events_stats_widget::theme::Theme;
use plotters::drawing::DrawingArea;
use proptest::prelude::*;
use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

fn recorded(scene: &Scene) -> String {
    let recording = Rc::new(RefCell::new(RecordingBackend::new(scene.size)));
    let area = DrawingArea::from(&recording);
    paint::primitives(&area, Exact, &scene.back, &scene.font).unwrap();
    paint::series(&area, Exact, scene).unwrap();
    let recording = recording.borrow();
    let PixelRect {
        left,
        top,
        right,
        bottom,
    } = scene.clip;
    format!("clip {left},{top} {right},{bottom}\n{}", recording.text())
}

fn compare_with_golden(name: &str, text: &str) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/scenes");
    let path = folder.join(format!("{name}.txt"));
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, golden, "{} differs", path.display());
}

#[test]
fn scenes_are_as_they_were() {
    for (name, frame) in charts::all() {
        compare_with_golden(name, &recorded(&scene(&frame, size(200.0, 100.0, 1.0))));
    }
    let retina = scene(&charts::stacked("bar"), size(200.0, 100.0, 2.0));
    compare_with_golden("stacked-bars-at-2", &recorded(&retina));
}

#[test]
fn a_series_that_is_pointed_at_is_drawn_as_before_over_a_veil_on_the_others() {
    let theme = Theme::light();
    for (name, frame) in [
        ("lines", charts::stacked("line")),
        ("areas", charts::stacked("area")),
        ("bars", charts::stacked("bar")),
    ] {
        let layout = lay_out(&frame, size(200.0, 100.0, 1.5), &theme);
        let whole = scene::build(&frame, &layout, &theme);
        let one = scene::emphasis(&frame, &layout, &theme, 1).unwrap();
        assert_eq!((one.size, one.clip), (whole.size, whole.clip));
        let veil = &one.back[..];
        assert!(
            matches!(veil, [Primitive::Rect { rect, color }] if *rect == whole.clip && color.a > 0 && color.a < 255),
            "{name}: {veil:?}"
        );
        assert!(!one.series.is_empty(), "{name}");
        assert!(one.series.len() < whole.series.len(), "{name}");
        assert!(one.series.iter().all(|shape| whole.series.contains(shape)));
        let mut hidden = frame.clone();
        hidden.series[1].hidden = true;
        assert!(scene::emphasis(&hidden, &layout, &theme, 1).is_none());
        assert!(scene::emphasis(&frame, &layout, &theme, 99).is_none());
    }
}

#[test]
fn fronts_are_as_they_were() {
    let (theme, frame) = (Theme::light(), charts::stacked("area"));
    let layout = lay_out(&frame, size(200.0, 100.0, 1.5), &theme);
    let hovers = [
        (
            "hover",
            Hover {
                index: Some(1),
                nearest: Some(0),
                drag: None,
            },
        ),
        (
            "drag",
            Hover {
                index: Some(1),
                nearest: None,
                drag: Some((90.0, 40.0)),
            },
        ),
        ("none", Hover::default()),
    ];
    for (name, hover) in hovers {
        let front = scene::front(&frame, &layout, &theme, hover);
        compare_with_golden(&format!("front-{name}"), &format!("{front:#?}\n"));
    }
}

fn rects(scene: &Scene) -> Vec<&PixelRect> {
    scene
        .back
        .iter()
        .filter_map(|primitive| match primitive {
            Primitive::Rect { rect, .. } => Some(rect),
            _ => None,
        })
        .collect()
}

#[test]
fn grid_lines_are_whole_pixels_at_any_ratio() {
    for (dpr, height) in [(1.0, 1), (1.25, 1), (1.5, 1), (2.0, 2), (3.0, 3)] {
        let scene = scene(&charts::gaps(), size(311.0, 173.0, dpr));
        let rects = rects(&scene);
        assert!(rects.len() > 2);
        assert!(
            rects.iter().all(|rect| rect.height() == height),
            "at {dpr}: {rects:?}"
        );
        assert!(
            rects
                .iter()
                .all(|rect| rect.left == scene.clip.left && rect.right == scene.clip.right)
        );
    }
}

fn bars_of(scene: &Scene) -> Vec<Vec<PixelRect>> {
    scene
        .series
        .iter()
        .filter_map(|shape| match shape {
            SeriesShape::Bars { rects, .. } => Some(rects.clone()),
            _ => None,
        })
        .collect()
}

#[test]
fn stacked_bars_neither_overlap_nor_leave_seams() {
    for dpr in [1.0, 1.25, 1.5, 2.0, 3.0] {
        let series = bars_of(&scene(&charts::stacked("bar"), size(331.0, 157.0, dpr)));
        let at = |left: i32| -> Vec<PixelRect> {
            series
                .iter()
                .flatten()
                .filter(|rect| rect.left == left)
                .copied()
                .collect()
        };
        for first in series.first().unwrap() {
            let mut bottom = first.bottom;
            for rect in at(first.left) {
                assert_eq!(rect.right, first.right);
                // The smallest values are raised to a pixel, which their neighbor covers.
                let raised = bottom - rect.bottom;
                assert!((-1..=0).contains(&raised), "at {dpr}: {rect:?} on {bottom}");
                assert!(raised == 0 || rect.height() >= 1);
                bottom = rect.top;
            }
        }
    }
}

#[test]
fn bars_never_overlap_sideways_and_never_vanish() {
    for count in [1, 6, 60, 150, 151, 400, 5000] {
        let scene = scene(&charts::bars(count), size(200.0, 80.0, 1.0));
        let bars = bars_of(&scene).concat();
        assert!(
            bars.windows(2).all(|pair| pair[0].right <= pair[1].left),
            "{count}: {bars:?}"
        );
        assert!(bars.iter().all(|bar| !bar.is_empty()));
        let columns: i32 = bars.iter().map(PixelRect::width).sum();
        assert!(
            columns >= scene.clip.width() / 3 || count < 6,
            "{count} fill {columns} columns"
        );
    }
}

#[test]
fn a_cut_first_bucket_is_dotted_and_pale() {
    let at = size(400.0, 200.0, 1.0);
    let dotted = |frame: &Frame| -> Vec<usize> {
        let series = scene(frame, at).series;
        let dotted = series.iter().filter_map(|shape| match shape {
            SeriesShape::Line { runs, style } if style.dash.is_some() => Some(runs.point_count()),
            _ => None,
        });
        dotted.collect()
    };
    let mut frame = charts::dense(24, 7);
    frame.incomplete_from = None;
    assert_eq!(dotted(&frame), []);
    frame.starts_cut = true;
    assert_eq!(dotted(&frame), [2], "to the first whole one");
    frame.incomplete_from = Some(22);
    assert_eq!(dotted(&frame), [2, 3]);
    frame.incomplete_from = Some(1);
    assert_eq!(dotted(&frame), [24], "none is whole");
    let mut unsure = charts::dense(24, 7);
    unsure.incomplete_from = None;
    unsure.series[0].has_low_accuracy = true;
    assert_eq!(dotted(&unsure), [24], "estimated from few samples");
    let colors = |frame: &Frame| {
        let series = scene(frame, at).series;
        let bars = series
            .iter()
            .filter(|shape| matches!(shape, SeriesShape::Bars { .. }));
        bars.count()
    };
    let mut bars = charts::bars(24);
    bars.incomplete_from = None;
    let plain = colors(&bars);
    bars.starts_cut = true;
    assert_eq!(colors(&bars), 2 * plain);
}

fn highest_point(scene: &Scene) -> f64 {
    let mut highest = f64::MAX;
    for shape in &scene.series {
        if let SeriesShape::Line { runs, .. } = shape {
            for point in runs.iter().flatten() {
                highest = highest.min(point.y);
            }
        }
    }
    highest
}

#[test]
fn a_spike_among_a_hundred_thousand_buckets_is_drawn() {
    for spike in [0, 1, 49_999, 77_777, 99_999] {
        let scene = scene(&charts::dense(100_000, spike), size(300.0, 100.0, 1.0));
        let points: usize = scene.series.iter().map(SeriesShape::point_count).sum();
        // The line, and both edges of what lies below it.
        assert!(
            points <= 3 * (4 * 300 + 4),
            "{points} points for 300 columns"
        );
        // The axis ends at the spike's value: it reaches the top of the plot.
        let top = f64::from(scene.clip.top);
        assert!(
            highest_point(&scene) < top + 6.0,
            "{} below {top}",
            highest_point(&scene)
        );
    }
}

/// A frame with one series of the given values, as they are.
fn frame_of(mut frame: Frame, values: &[f64]) -> Frame {
    for series in &mut frame.series {
        let count = series.values.len();
        series.values = values.iter().copied().cycle().take(count).collect();
    }
    frame
}

#[test]
fn what_cannot_be_drawn_is_left_out() {
    let bad = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e308, -1e308];
    for (name, frame) in charts::all() {
        for (width, height, dpr) in [
            (200.0, 100.0, 1.0),
            (0.0, 0.0, 1.0),
            (3.0, 2.0, 3.0),
            (f64::NAN, 9.0, f64::NAN),
        ] {
            let scene = scene(&frame_of(frame.clone(), &bad), size(width, height, dpr));
            let text = recorded(&scene);
            assert!(
                !text.contains("NaN") && !text.contains("inf"),
                "{name}: {text}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn nothing_lies_outside_of_the_canvas(
        width in 80.0..900.0_f64,
        height in 60.0..500.0_f64,
        dpr in prop_oneof![Just(1.0), Just(1.25), Just(1.5), Just(2.0), Just(3.0)],
    ) {
        for (name, frame) in charts::all() {
            let scene = scene(&frame, size(width, height, dpr));
            let clip = scene.clip.intersect(scene.size);
            prop_assert_eq!(clip, scene.clip, "{}", name);
            for rect in rects(&scene) {
                prop_assert_eq!(rect.intersect(scene.size), *rect, "{}", name);
            }
            for bars in bars_of(&scene) {
                for bar in bars {
                    prop_assert_eq!(bar.intersect(scene.clip), bar, "{}", name);
                }
            }
        }
    }
}

//! Charts in drawing areas of plotters, by backends of plotters and by ours.

use super::charts::{self, scene, size};
use events_stats_widget::format::FixedLabels;
use events_stats_widget::paint::{self, Exact, RecordingBackend, Whole, bitmap};
use events_stats_widget::scene::{Scene, SeriesShape};
use events_stats_widget::theme::Theme;
use events_stats_widget::{Look, draw};
use plotters::backend::{BitMapBackend, SVGBackend};
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use std::cell::RefCell;
use std::rc::Rc;

fn look<'a>(theme: &'a Theme, labels: &'a FixedLabels, dpr: f64) -> Look<'a> {
    Look {
        title: "Errors",
        theme,
        labels,
        dpr,
    }
}

fn svg_of_plotters(name: &str, dpr: f64) -> String {
    let (theme, labels) = (Theme::light(), FixedLabels::utc());
    let mut document = String::new();
    let area = SVGBackend::with_string(&mut document, (480, 240)).into_drawing_area();
    let frame = charts::all()
        .into_iter()
        .find(|(each, _)| *each == name)
        .unwrap()
        .1;
    draw(&area, &frame, &look(&theme, &labels, dpr)).unwrap();
    area.present().unwrap();
    drop(area);
    document
}

fn hex(scene_color: &events_stats_widget::palette::Rgba) -> String {
    scene_color.to_string()[..7].to_uppercase()
}

#[test]
fn each_series_reaches_a_backend_that_has_whole_pixels_alone() {
    for (name, frame) in charts::all() {
        let document = svg_of_plotters(name, 1.0);
        assert!(document.contains("\nErrors\n</text>"), "{name}");
        for series in frame.visible().filter(|_| name != "nothing") {
            assert!(
                document.contains(&format!("\"{}\"", hex(&series.color))),
                "{name}: {} is not seen",
                series.name
            );
        }
        for tag in [
            ("compared", "<polyline"),
            ("stacked-area", "<polygon"),
            ("bars", "<rect"),
        ] {
            assert!(tag.0 != name || document.contains(tag.1), "{name}");
        }
    }
}

#[test]
fn twice_the_ratio_makes_strokes_and_texts_twice_as_large() {
    for (dpr, width, text) in [(1.0, "\"2\"", 11.0), (2.0, "\"4\"", 22.0)] {
        let document = svg_of_plotters("gaps", dpr);
        assert!(
            document.contains(&format!("stroke-width={width}")),
            "{document}"
        );
        let sizes = document.split("font-size=\"").skip(1);
        let sizes = sizes.map(|rest| rest.split('"').next().unwrap().parse::<f64>().unwrap());
        let smallest = sizes.fold(f64::MAX, f64::min);
        assert!((smallest - text).abs() < 0.01, "{smallest} for {text}");
    }
}

#[test]
fn points_outside_of_the_plot_end_at_its_border_in_whole_pixels() {
    let mut scene = scene(&charts::stacked("area"), size(200.0, 100.0, 1.0));
    scene.clip.top += 30;
    scene.clip.right -= 40;
    let mut document = String::new();
    let area = SVGBackend::with_string(&mut document, (300, 200)).into_drawing_area();
    let chart = area.clone().shrink((50, 60), (200, 100));
    paint::series(&chart, Whole, &scene).unwrap();
    area.present().unwrap();
    drop((area, chart));
    let mut places = 0;
    for list in document.split("points=\"").skip(1) {
        for place in list.split('"').next().unwrap().split_whitespace() {
            let (x, y) = place.split_once(',').unwrap();
            let (x, y): (i32, i32) = (x.parse().unwrap(), y.parse().unwrap());
            places += 1;
            assert!(
                (scene.clip.left + 50..=scene.clip.right + 50).contains(&x)
                    && (scene.clip.top + 60..=scene.clip.bottom + 60).contains(&y),
                "{place}"
            );
        }
    }
    assert!(places > 10);
}

/// What is drawn into an area of one pixel at `corner`, a line a call.
fn recorded(scene: &Scene, corner: (i32, i32)) -> String {
    let recording = Rc::new(RefCell::new(RecordingBackend::new(scene.size)));
    let area = DrawingArea::from(&recording).shrink(corner, (1, 1));
    paint::primitives(&area, Exact, &scene.back, &scene.font).unwrap();
    recording.borrow().text().to_owned()
}

#[test]
fn what_lies_outside_of_an_area_is_not_moved_onto_its_border() {
    let scene = scene(&charts::gaps(), size(200.0, 100.0, 1.0));
    // An area of one pixel: plotters' own elements would all lie at its corner.
    let small = recorded(&scene, (7, 9));
    let lines = scene.back.len();
    assert_eq!(small.lines().count(), lines);
    let places: std::collections::BTreeSet<&str> = small
        .lines()
        .map(|line| line.split(' ').nth(2).unwrap())
        .collect();
    assert!(places.len() > 5, "{small}");
}

#[test]
fn series_of_an_area_lie_where_the_area_does() {
    let scene = scene(&charts::bars(6), size(200.0, 100.0, 1.0));
    let rects = |corner| -> Vec<String> {
        let mut document = String::new();
        let area = SVGBackend::with_string(&mut document, (400, 300)).into_drawing_area();
        let chart = area.clone().shrink(corner, (200, 100));
        paint::series(&chart, Whole, &scene).unwrap();
        area.present().unwrap();
        drop((area, chart));
        document
            .lines()
            .filter(|line| line.starts_with("<rect"))
            .map(str::to_owned)
            .collect()
    };
    let SeriesShape::Bars { rects: bars, .. } = &scene.series[0] else {
        panic!("{:?}", scene.series);
    };
    let (at_zero, moved) = (rects((0, 0)), rects((31, 47)));
    assert_eq!((at_zero.len(), moved.len()), (bars.len(), bars.len()));
    for ((bar, at_zero), moved) in bars.iter().zip(at_zero).zip(moved) {
        let start = |x: i32, y: i32| format!("<rect x=\"{x}\" y=\"{y}\"");
        assert!(at_zero.starts_with(&start(bar.left, bar.top)), "{at_zero}");
        assert!(
            moved.starts_with(&start(bar.left + 31, bar.top + 47)),
            "{moved}"
        );
    }
}

#[test]
fn plotters_own_bitmaps_show_a_chart_once_a_font_is_registered() {
    let (theme, labels) = (Theme::light(), FixedLabels::utc());
    let frame = charts::stacked("bar");
    let drawn = |family: &str| {
        let mut theme = theme.clone();
        theme.font.family = family.to_owned();
        let mut pixels = vec![0; 400 * 200 * 3];
        let area = BitMapBackend::with_buffer(&mut pixels, (400, 200)).into_drawing_area();
        let drawn = draw(&area, &frame, &look(&theme, &labels, 1.0));
        drop(area);
        drawn.map(|()| pixels).map_err(|error| error.to_string())
    };
    assert!(drawn("Nowhere Sans").unwrap_err().contains("Font"));
    bitmap::register_font("Somewhere Sans").unwrap();
    let pixels = drawn("Somewhere Sans").unwrap();
    for series in &frame.series {
        let color = [series.color.r, series.color.g, series.color.b];
        let count = pixels.chunks(3).filter(|pixel| **pixel == color).count();
        assert!(count > 100, "{}: {count}", series.name);
    }
}

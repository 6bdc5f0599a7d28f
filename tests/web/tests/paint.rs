//! Pictures read back as pixels: the same in every browser.
#![cfg(target_arch = "wasm32")]

use events_stats_widget::config::PainterOption;
use events_stats_widget::format::FixedLabels;
use events_stats_widget::frame::Frame;
use events_stats_widget::layout::{self, Layout, Size, TextMeasure};
use events_stats_widget::paint::Look;
use events_stats_widget::palette::Rgba;
use events_stats_widget::raster::{Backdrop, Best, Lanes, Pixel, Raster, Scalar, Shape, Window};
use events_stats_widget::scene::{self, Hover, PixelRect, Point, Primitive, Scene};
use events_stats_widget::theme::{Font, Theme};
use events_stats_widget::web::canvas::{CanvasTextMeasure, Layers, png};
use events_stats_widget_test_support as support;
use std::borrow::Cow;
use support::{Around, answer, chart, line, series};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{CanvasRenderingContext2d, Document, HtmlCanvasElement, HtmlElement};

wasm_bindgen_test_configure!(run_in_browser);

const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 160.0;

fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

fn parent() -> HtmlElement {
    let parent: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&parent).unwrap();
    parent
}

fn canvases(parent: &HtmlElement) -> Vec<HtmlCanvasElement> {
    let list = parent.query_selector_all("canvas").unwrap();
    (0..list.length())
        .map(|index| list.get(index).unwrap().unchecked_into())
        .collect()
}

fn context(canvas: &HtmlCanvasElement) -> CanvasRenderingContext2d {
    canvas.get_context("2d").unwrap().unwrap().unchecked_into()
}

/// Pixels of a canvas, row by row.
fn pixels(canvas: &HtmlCanvasElement) -> Vec<Pixel> {
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    let image = context(canvas)
        .get_image_data(0.0, 0.0, width, height)
        .unwrap();
    image.data().0.as_chunks::<4>().0.to_vec()
}

fn lay_out(frame: &Frame, dpr: f64, theme: &Theme, measure: &mut dyn TextMeasure) -> Layout {
    let size = Size {
        width_css: WIDTH,
        height_css: HEIGHT,
        dpr,
    };
    layout::build(frame, size, theme, measure, &FixedLabels::utc())
}

fn scene_at(frame: &Frame, dpr: f64, layers: &mut Layers) -> Scene {
    let theme = Theme::light();
    let layout = lay_out(frame, dpr, &theme, layers.measure());
    scene::build(frame, &layout, &theme)
}

fn stacked(display: &str) -> Frame {
    let groups = [("web", [4.0, 8.0, 1.0, 3.0]), ("api", [2.0, 1.0, 3.0, 5.0])];
    let list = groups
        .iter()
        .map(|(key, values)| series(key, "count()", values));
    let config = chart(display, &["count()"], &["project"], "");
    Around::default().frame(&config, &[&answer(list.collect())])
}

fn wavy() -> Frame {
    let values: Vec<f64> = (0..200)
        .map(|index| 50.0 + 40.0 * (f64::from(index) / 9.0).sin())
        .collect();
    Around::default().frame(
        &line(&["count()"]),
        &[&answer(vec![series("", "count()", &values)])],
    )
}

fn count(pixels: &[Pixel], color: Rgba) -> usize {
    let wanted = [color.r, color.g, color.b, 255];
    pixels.iter().filter(|pixel| **pixel == wanted).count()
}

#[wasm_bindgen_test]
fn every_series_is_seen_in_its_color_by_either_painter() {
    for painter in [PainterOption::Strokes, PainterOption::Raster] {
        let parent = parent();
        let mut layers = Layers::new(&parent).unwrap();
        let frame = stacked("bar");
        let scene = scene_at(&frame, 1.0, &mut layers);
        layers.paint(&scene, painter).unwrap();
        let canvases = canvases(&parent);
        assert_eq!(
            canvases.len(),
            1,
            "a plain back is painted in with the series"
        );
        let pixels = pixels(&canvases[0]);
        for series in &frame.series {
            assert!(
                count(&pixels, series.color) > 300,
                "{painter:?} {}",
                series.name
            );
        }
        parent.remove();
    }
}

#[wasm_bindgen_test]
fn grid_lines_are_crisp_at_one_and_two_device_pixels() {
    for dpr in [1.0, 2.0] {
        let parent = parent();
        let mut layers = Layers::new(&parent).unwrap();
        let mut frame = wavy();
        // What lies below a line that stands on zero covers the grid.
        frame.left.domain.0 = -1.0;
        let scene = scene_at(&frame, dpr, &mut layers);
        layers.paint(&scene, PainterOption::Auto).unwrap();
        let canvas = &canvases(&parent)[0];
        let pixels = pixels(canvas);
        let theme = Theme::light();
        let grid = scene.back.iter().filter_map(|primitive| match primitive {
            Primitive::Rect { rect, color } if *color == theme.grid => Some(*rect),
            _ => None,
        });
        let mut lines = 0;
        for rect in grid {
            lines += 1;
            assert_eq!(f64::from(rect.height()), dpr);
            let at = |x: i32, y: i32| pixels[y as usize * canvas.width() as usize + x as usize];
            // The series crosses the grid in some columns.
            let crisp = (rect.left..rect.right).filter(|&x| {
                (rect.top..rect.bottom)
                    .all(|y| at(x, y) == [theme.grid.r, theme.grid.g, theme.grid.b, 255])
                    && at(x, rect.top - 1) == [255; 4]
                    && at(x, rect.bottom) == [255; 4]
            });
            let columns = crisp.count();
            assert!(
                columns * 2 > rect.width() as usize,
                "{columns} of {} at {dpr}",
                rect.width()
            );
        }
        assert!(lines >= 2);
        parent.remove();
    }
}

#[wasm_bindgen_test]
fn both_painters_draw_the_same_picture() {
    for frame in [wavy(), stacked("area"), stacked("bar")] {
        for dpr in [1.0, 2.0] {
            let (left, right) = (parent(), parent());
            let mut pictures = Vec::new();
            for (parent, painter) in [
                (&left, PainterOption::Strokes),
                (&right, PainterOption::Raster),
            ] {
                let mut layers = Layers::new(parent).unwrap();
                let scene = scene_at(&frame, dpr, &mut layers);
                layers.paint(&scene, painter).unwrap();
                pictures.push(pixels(&canvases(parent)[0]));
                parent.remove();
            }
            let (mut inked, mut difference) = (0.0, 0.0);
            for (stroke, raster) in pictures[0].iter().zip(&pictures[1]) {
                if *stroke != [255; 4] || *raster != [255; 4] {
                    inked += 1.0;
                    let off = (0..4)
                        .map(|channel| stroke[channel].abs_diff(raster[channel]))
                        .max();
                    difference += f64::from(off.unwrap());
                }
            }
            let mean = difference / inked;
            assert!(
                inked > 500.0 && mean < 12.0,
                "{:?} at {dpr}: {mean} over {inked} pixels",
                frame.kind
            );
        }
    }
}

#[wasm_bindgen_test]
fn words_in_bands_stay_readable_beneath_a_rasterized_line() {
    let config = support::config(
        r#"{"id":"1","title":"t","displayType":"line","thresholds":{"max_values":{"max1":5,"max2":8}},
        "queries":[{"name":"","aggregates":["count()"],"columns":[],"fields":[],"conditions":"","orderby":""}]}"#,
    );
    let answer = answer(vec![series("", "count()", &[1.0, 9.0, 4.0].repeat(4))]);
    let frame = Around::default().frame(&config, &[&answer]);
    let parent = parent();
    let mut layers = Layers::new(&parent).unwrap();
    let scene = scene_at(&frame, 1.0, &mut layers);
    layers.paint(&scene, PainterOption::Raster).unwrap();
    let layered = canvases(&parent);
    assert_eq!(layered.len(), 2, "the series have a layer of their own");
    let line = pixels(&layered[1]);
    assert!(line.iter().any(|pixel| pixel[3] == 255) && line.iter().any(|pixel| pixel[3] == 0));
    assert!(count(&line, frame.series[0].color) > 50);
    layers.paint(&scene, PainterOption::Strokes).unwrap();
    assert_eq!(canvases(&parent).len(), 1, "and give it back");
    parent.remove();
}

#[wasm_bindgen_test]
fn the_front_is_made_when_first_needed_and_the_pointer_repaints_it_alone() {
    let parent = parent();
    let mut layers = Layers::new(&parent).unwrap();
    let (frame, theme) = (wavy(), Theme::light());
    let scene = scene_at(&frame, 2.0, &mut layers);
    layers.paint(&scene, PainterOption::Auto).unwrap();
    layers.paint_front(&[]).unwrap();
    assert_eq!(canvases(&parent).len(), 1);
    let before = pixels(&canvases(&parent)[0]);
    let layout = lay_out(&frame, 2.0, &theme, layers.measure());
    let hover = Hover {
        index: Some(100),
        nearest: Some(0),
        drag: None,
    };
    layers
        .paint_front(&scene::front(&frame, &layout, &theme, hover))
        .unwrap();
    let both = canvases(&parent);
    assert_eq!(both.len(), 2);
    assert!(before == pixels(&both[0]), "the back was painted again");
    let front = pixels(&both[1]);
    assert!(count(&front, theme.crosshair) > 100 && count(&front, frame.series[0].color) > 20);
    layers.paint_front(&[]).unwrap();
    assert!(pixels(&both[1]).iter().all(|pixel| pixel[3] == 0));
    drop(layers);
    assert!(canvases(&parent).is_empty());
    assert_eq!(
        (both[0].width(), both[0].height()),
        (1, 1),
        "its pixels are given back"
    );
    parent.remove();
}

#[wasm_bindgen_test]
fn a_page_from_right_to_left_changes_nothing() {
    let mut pictures = Vec::new();
    for direction in ["ltr", "rtl"] {
        let parent = parent();
        parent.set_attribute("dir", direction).unwrap();
        let mut layers = Layers::new(&parent).unwrap();
        let scene = scene_at(&stacked("bar"), 1.0, &mut layers);
        layers.paint(&scene, PainterOption::Auto).unwrap();
        pictures.push(pixels(&canvases(&parent)[0]));
        parent.remove();
    }
    assert!(pictures[0] == pictures[1]);
}

#[wasm_bindgen_test]
fn painting_leaves_the_context_as_it_was() {
    let parent = parent();
    let mut layers = Layers::new(&parent).unwrap();
    let scene = scene_at(&wavy(), 1.0, &mut layers);
    for painter in [PainterOption::Strokes, PainterOption::Raster] {
        layers.paint(&scene, painter).unwrap();
        let context = context(&canvases(&parent)[0]);
        assert_eq!(context.line_width(), 1.0);
        assert_eq!(context.line_cap(), "butt");
        assert_eq!(context.text_align(), "start");
        assert_eq!(context.get_line_dash().length(), 0);
    }
    parent.remove();
}

#[wasm_bindgen_test]
fn a_refreshed_chart_shows_nothing_of_the_one_before() {
    let parent = parent();
    let mut layers = Layers::new(&parent).unwrap();
    for (first, second) in [(wavy(), stacked("bar")), (stacked("area"), wavy())] {
        for painter in [PainterOption::Strokes, PainterOption::Raster] {
            let fresh_parent = self::parent();
            let mut fresh = Layers::new(&fresh_parent).unwrap();
            let scene = scene_at(&first, 1.0, &mut layers);
            layers.paint(&scene, painter).unwrap();
            let scene = scene_at(&second, 1.0, &mut layers);
            layers.paint(&scene, painter).unwrap();
            fresh.paint(&scene, painter).unwrap();
            assert!(pixels(&canvases(&parent)[0]) == pixels(&canvases(&fresh_parent)[0]));
            fresh_parent.remove();
        }
    }
    parent.remove();
}

#[wasm_bindgen_test]
fn texts_are_measured_without_touching_the_page() {
    let font = Font {
        family: "sans-serif".to_owned(),
        size_css: 11.0,
        weight: 400,
    };
    let mut measure = CanvasTextMeasure::new();
    let elements = document().query_selector_all("*").unwrap().length();
    let short = measure.width("10", &font);
    assert!(short > 5.0 && short < 30.0, "{short}");
    assert!(measure.width("Jan 1st 2026", &font) > 2.0 * short);
    assert_eq!(measure.width("11", &font), short);
    let large = Font {
        size_css: 22.0,
        ..font
    };
    assert!(measure.width("10", &large) > 1.5 * short);
    assert_eq!(
        document().query_selector_all("*").unwrap().length(),
        elements
    );
}

#[wasm_bindgen_test]
async fn a_chart_becomes_a_png_without_being_shown() {
    let (frame, theme) = (stacked("area"), Theme::dark());
    let labels = FixedLabels::utc();
    let look = Look {
        title: "Errors <by> project",
        theme: &theme,
        labels: &labels,
        dpr: 2.0,
    };
    let blob = png(&frame, &look, (300.0, 200.0)).await.unwrap();
    assert_eq!(blob.type_(), "image/png");
    assert!(blob.size() > 1000.0, "{} bytes", blob.size());
}

/// Lines, areas and dots of all slopes, wider and thinner than a pixel.
fn picture<L: Lanes>(backdrop: &Backdrop) -> Vec<Pixel> {
    let mut seed = 3_u64;
    let mut random = |limit: f64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) as f64 / (1_u64 << 31) as f64 * limit
    };
    let edges: Vec<Vec<Point>> = (0..8)
        .map(|line| {
            let step = 0.3 + f64::from(line);
            (0..60)
                .map(|index| Point {
                    x: f64::from(index) * step - 4.0,
                    y: random(130.0) - 15.0,
                })
                .collect()
        })
        .collect();
    let rects = [PixelRect {
        left: 3,
        top: 70,
        right: 30,
        bottom: 200,
    }];
    let mut shapes = vec![Shape::Bars {
        rects: &rects,
        color: [9, 99, 200, 90],
    }];
    for (index, points) in edges.iter().enumerate() {
        shapes.push(Shape::Line {
            points: Cow::Borrowed(points),
            width: 0.5 + index as f64 * 0.7,
            color: [index as u8 * 30, 200, 90, 255 - index as u8 * 20],
        });
    }
    let window = Window {
        left: 0,
        top: 0,
        width: 157,
    };
    Raster::<L>::with_lanes()
        .draw(window, backdrop, &shapes)
        .to_vec()
}

#[wasm_bindgen_test]
fn vectors_and_numbers_one_by_one_give_the_same_pixels() {
    for color in [[255, 255, 255, 255], [0, 0, 0, 0], [90, 20, 30, 128]] {
        let backdrop = Backdrop::plain(103, color);
        assert!(picture::<Best>(&backdrop) == picture::<Scalar>(&backdrop));
    }
}

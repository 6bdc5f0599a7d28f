//! The rasterizer against geometry: rules that hold for any line, and a slow reference.

#![allow(clippy::unwrap_used)]

use events_stats_widget::raster::{Backdrop, Blend, CLEAR, Pixel, Raster, Shape, Window};
use events_stats_widget::scene::{PixelRect, Point};
use proptest::prelude::*;
use std::borrow::Cow;

const INK: Pixel = [200, 40, 20, 255];
const WIDTH: usize = 48;
const HEIGHT: usize = 40;
const WINDOW: Window = Window {
    left: 0,
    top: 0,
    width: WIDTH,
};

fn points(places: &[(f64, f64)]) -> Vec<Point> {
    places.iter().map(|&(x, y)| Point { x, y }).collect()
}

fn line(places: &[(f64, f64)], width: f64) -> Shape<'static> {
    Shape::Line {
        points: Cow::Owned(points(places)),
        width,
        color: INK,
    }
}

fn draw(shapes: &[Shape<'_>]) -> Vec<Pixel> {
    draw_in(WINDOW, HEIGHT, shapes)
}

fn draw_in(window: Window, height: usize, shapes: &[Shape<'_>]) -> Vec<Pixel> {
    Raster::new()
        .draw(window, &Backdrop::plain(height, CLEAR), shapes)
        .to_vec()
}

fn alpha(image: &[Pixel], x: usize, y: usize) -> u8 {
    image[y * WIDTH + x][3]
}

fn column(image: &[Pixel], x: usize) -> Vec<u8> {
    (0..HEIGHT).map(|y| alpha(image, x, y)).collect()
}

/// Part of a pixel that lies within `radius` of the polyline, by 16 by 16 samples.
fn reference(line: &[Point], radius: f64, x: usize, y: usize) -> f64 {
    const SIDE: usize = 16;
    let inside = |sample: usize| {
        let at = |index: usize| (index as f64 + 0.5) / SIDE as f64;
        let (px, py) = (x as f64 + at(sample % SIDE), y as f64 + at(sample / SIDE));
        line.windows(2).any(|pair| {
            let (dx, dy) = (pair[1].x - pair[0].x, pair[1].y - pair[0].y);
            let squared = (dx * dx + dy * dy).max(1e-12);
            let part = (((px - pair[0].x) * dx + (py - pair[0].y) * dy) / squared).clamp(0.0, 1.0);
            (px - pair[0].x - part * dx).hypot(py - pair[0].y - part * dy) <= radius
        })
    };
    (0..SIDE * SIDE).filter(|&sample| inside(sample)).count() as f64 / (SIDE * SIDE) as f64
}

#[test]
fn a_level_line_of_a_whole_width_fills_whole_rows() {
    for width in [1, 2, 3, 5] {
        let middle = 20.0 + f64::from(width) / 2.0;
        let image = draw(&[line(&[(-9.0, middle), (60.0, middle)], f64::from(width))]);
        let mut expected = vec![0; HEIGHT];
        expected[20..20 + width as usize].fill(255);
        for x in 0..WIDTH {
            assert_eq!(column(&image, x), expected, "width {width}, column {x}");
        }
    }
}

#[test]
fn a_level_line_between_rows_is_shared_by_them() {
    let image = draw(&[line(&[(-9.0, 20.0), (60.0, 20.0)], 1.0)]);
    assert_eq!(&column(&image, 20)[18..22], [0, 128, 128, 0]);
}

#[test]
fn a_spike_one_sample_wide_is_as_solid_as_the_line() {
    for width in [1.0, 1.5, 2.0, 3.0] {
        let image = draw(&[line(
            &[
                (-9.0, 35.5),
                (23.5, 35.5),
                (24.5, 5.0),
                (25.5, 35.5),
                (60.0, 35.5),
            ],
            width,
        )]);
        for y in 8..30 {
            let ink: u32 = (20..30).map(|x| u32::from(alpha(&image, x, y))).sum();
            assert!(
                ink as f64 >= 255.0 * width * 0.98,
                "row {y} of a {width} px spike holds {ink}"
            );
        }
    }
}

#[test]
fn a_thinner_line_is_a_paler_one() {
    let image = draw(&[line(&[(-9.0, 20.5), (60.0, 20.5)], 0.5)]);
    assert_eq!(&column(&image, 20)[19..22], [0, 128, 0]);
}

#[test]
fn a_single_point_is_a_dot() {
    let image = draw(&[line(&[(20.0, 20.0)], 8.0)]);
    let ink: u32 = image.iter().map(|pixel| u32::from(pixel[3])).sum();
    let area = std::f64::consts::PI * 16.0 * 255.0;
    assert!(
        (f64::from(ink) / area - 1.0).abs() < 0.02,
        "{ink} instead of {area}"
    );
    assert_eq!(alpha(&image, 20, 20), 255);
    assert_eq!(alpha(&image, 20, 26), 0);
}

#[test]
fn areas_that_share_an_edge_leave_no_seam() {
    let edge = points(&[(-5.0, 3.3), (10.2, 31.7), (14.9, 8.1), (60.0, 22.4)]);
    let roof = points(&[(-5.0, -4.0), (60.0, -4.0)]);
    let floor = points(&[(-5.0, 50.0), (60.0, 50.0)]);
    for opacity in [255, 178, 40] {
        let color = [10, 90, 200, opacity];
        let area = |top, base| Shape::Area {
            top,
            base,
            color,
            fade: None,
            blend: Blend::Add,
        };
        let image = draw(&[area(&roof, &edge), area(&edge, &floor)]);
        for (index, pixel) in image.iter().enumerate() {
            assert!(
                pixel[3].abs_diff(opacity) <= 1,
                "seam at {}, {}: {pixel:?}",
                index % WIDTH,
                index / WIDTH
            );
        }
    }
}

#[test]
fn a_fading_area_loses_its_color_from_row_to_row() {
    let top = points(&[(0.0, 4.0), (48.0, 4.0)]);
    let base = points(&[(0.0, 36.0), (48.0, 36.0)]);
    let image = draw(&[Shape::Area {
        top: &top,
        base: &base,
        color: [97, 88, 218, 200],
        fade: Some((4, 36)),
        blend: Blend::Add,
    }]);
    let found = column(&image, 20);
    assert_eq!((found[3], found[36]), (0, 0));
    assert!(
        found[4..36].is_sorted_by(|above, below| above >= below),
        "{found:?}"
    );
    // A quarter of the way down three quarters are left, to half a step of four rows.
    for (row, expected) in [(4, 200), (12, 150), (20, 100), (28, 50)] {
        assert!(found[row].abs_diff(expected) <= 13, "row {row}: {found:?}");
    }
    assert!(found[35] <= 13, "{found:?}");
    assert_eq!(column(&image, 0), column(&image, 47));
}

#[test]
fn an_area_ends_at_its_base() {
    let top = points(&[(0.0, 10.5), (48.0, 10.5)]);
    let base = points(&[(0.0, 30.0), (48.0, 30.0)]);
    let image = draw(&[Shape::Area {
        top: &top,
        base: &base,
        color: INK,
        fade: None,
        blend: Blend::Over,
    }]);
    let mut expected = vec![0; HEIGHT];
    expected[10] = 128;
    expected[11..30].fill(255);
    assert_eq!(column(&image, 0), expected);
    assert_eq!(column(&image, 47), expected);
}

#[test]
fn bars_fill_their_pixels_and_no_others() {
    let rects = [
        PixelRect {
            left: -4,
            top: 30,
            right: 2,
            bottom: 60,
        },
        PixelRect {
            left: 14,
            top: 10,
            right: 19,
            bottom: 12,
        },
        PixelRect {
            left: 19,
            top: 11,
            right: 19,
            bottom: 12,
        },
        PixelRect {
            left: 40,
            top: 39,
            right: 90,
            bottom: 40,
        },
    ];
    let image = draw(&[Shape::Bars {
        rects: &rects,
        color: INK,
    }]);
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            let (column, row) = (x as i32, y as i32);
            let inside = rects.iter().any(|rect| {
                (rect.left..rect.right).contains(&column) && (rect.top..rect.bottom).contains(&row)
            });
            assert_eq!(
                image[y * WIDTH + x],
                if inside { INK } else { CLEAR },
                "{x}, {y}"
            );
        }
    }
}

#[test]
fn the_backdrop_shows_where_nothing_is_drawn_and_through_what_is_drawn() {
    let mut backdrop = Backdrop::plain(HEIGHT, [255, 255, 255, 255]);
    backdrop.paint(20..22, [0, 0, 0, 255]);
    backdrop.paint(38..99, [0, 0, 0, 128]);
    let rects = [PixelRect {
        left: 0,
        top: 0,
        right: 20,
        bottom: 40,
    }];
    let half = [255, 0, 0, 128];
    let shape = Shape::Bars {
        rects: &rects,
        color: half,
    };
    let image = Raster::new().draw(WINDOW, &backdrop, &[shape]).to_vec();
    assert_eq!(image[5 * WIDTH + 30], [255, 255, 255, 255]);
    assert_eq!(image[20 * WIDTH + 30], [0, 0, 0, 255]);
    assert_eq!(image[39 * WIDTH + 30], [127, 127, 127, 255]);
    assert_eq!(image[5 * WIDTH + 5], [255, 127, 127, 255]);
    assert_eq!(image[20 * WIDTH + 5], [128, 0, 0, 255]);
}

#[test]
fn translucent_ink_leaves_straight() {
    let rects = [PixelRect {
        left: 0,
        top: 0,
        right: 20,
        bottom: 40,
    }];
    let image = draw(&[Shape::Bars {
        rects: &rects,
        color: [200, 100, 0, 51],
    }]);
    assert_eq!(image[0], [200, 100, 0, 51]);
}

#[test]
fn dashes_leave_pauses() {
    let level = points(&[(0.0, 20.0), (48.0, 20.0)]);
    let image = draw(&Shape::dashed(&level, 2.0, [2.0, 6.0], INK));
    let solid: Vec<u8> = (0..WIDTH).map(|x| alpha(&image, x, 20)).collect();
    let ink: u32 = solid.iter().map(|&alpha| u32::from(alpha)).sum();
    assert!(solid.contains(&0) && solid.contains(&255), "{solid:?}");
    assert!(
        (0.4..0.6).contains(&(f64::from(ink) / 255.0 / WIDTH as f64)),
        "{solid:?}"
    );
}

#[test]
fn places_that_are_no_numbers_and_empty_pictures_draw_nothing_and_do_not_panic() {
    let bad = [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        1e300,
        -1e300,
        0.0,
    ];
    for &x in &bad {
        for &y in &bad {
            draw(&[line(&[(x, y)], 2.0), line(&[(x, y), (5.0, 5.0)], 2.0)]);
            draw(&[line(&[(1.0, 1.0), (x, y), (30.0, 9.0)], y)]);
            let edge = points(&[(x, y), (30.0, y)]);
            draw(&[Shape::Area {
                top: &edge,
                base: &edge,
                color: INK,
                fade: None,
                blend: Blend::Over,
            }]);
            draw(&Shape::dashed(&edge, 2.0, [x, y], INK));
        }
    }
    let rects = [PixelRect {
        left: i32::MIN,
        top: i32::MAX,
        right: i32::MAX,
        bottom: i32::MIN,
    }];
    let window = Window {
        left: i32::MAX,
        top: i32::MIN,
        width: 20,
    };
    draw_in(
        window,
        20,
        &[
            Shape::Bars {
                rects: &rects,
                color: INK,
            },
            line(&[], 1.0),
        ],
    );
    assert!(
        draw_in(
            Window { width: 0, ..WINDOW },
            20,
            &[line(&[(0.0, 0.0), (9.0, 9.0)], 1.0)]
        )
        .is_empty()
    );
    assert!(draw_in(WINDOW, 0, &[line(&[(0.0, 0.0), (9.0, 9.0)], 1.0)]).is_empty());
}

#[test]
fn a_small_picture_after_a_large_one_holds_nothing_of_it() {
    let mut raster = Raster::new();
    let shape = [line(&[(0.0, 0.0), (40.0, 39.0)], 3.0)];
    let small = Window { width: 9, ..WINDOW };
    let fresh = Raster::new()
        .draw(small, &Backdrop::plain(7, CLEAR), &shape)
        .to_vec();
    raster.draw(WINDOW, &Backdrop::plain(HEIGHT, [1, 2, 3, 255]), &shape);
    assert_eq!(
        raster.draw(small, &Backdrop::plain(7, CLEAR), &shape),
        fresh
    );
}

/// Polylines that may leave the picture on all sides, dense and sparse.
fn any_line() -> impl Strategy<Value = Vec<Point>> {
    let step = prop_oneof![0.0..0.4_f64, 0.5..3.0_f64, 5.0..20.0_f64];
    (
        -10.0..20.0_f64,
        prop::collection::vec((step, -15.0..(HEIGHT as f64 + 15.0)), 2..30),
    )
        .prop_map(|(start, steps)| {
            let mut x = start;
            steps
                .into_iter()
                .map(|(step, y)| {
                    x += step;
                    Point { x, y }
                })
                .collect()
        })
}

/// A stroke has one interval on every vertical, so a notch between two steep legs that is
/// narrower than a pixel is filled where the reference leaves some of it out. That may be
/// this much of a pixel, in so many pixels of the picture.
const MOST_OFF: f64 = 0.75;
const MOST_NOTCH_PIXELS: usize = 12;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_line_is_what_the_slow_reference_draws(line in any_line(), width in 1.0..7.0_f64) {
        let image = draw(&[Shape::Line { points: Cow::Borrowed(&line), width, color: INK }]);
        let (mut total, mut far_off) = (0.0, 0);
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                let expected = reference(&line, width / 2.0, x, y);
                let off = (f64::from(alpha(&image, x, y)) / 255.0 - expected).abs();
                prop_assert!(off < MOST_OFF, "{off} off at {x}, {y}");
                far_off += usize::from(off >= 0.4);
                total += off;
            }
        }
        prop_assert!(far_off <= MOST_NOTCH_PIXELS, "{far_off} pixels far off");
        let mean = total / (WIDTH * HEIGHT) as f64;
        prop_assert!(mean < 0.02, "{mean} off in the mean");
    }

    #[test]
    fn moving_by_whole_pixels_moves_the_picture(line in any_line(), dx in -40..40_i32, dy in -40..40_i32) {
        let moved: Vec<Point> = line
            .iter()
            .map(|at| Point { x: at.x + f64::from(dx), y: at.y + f64::from(dy) })
            .collect();
        let window = Window { left: dx, top: dy, width: WIDTH };
        let here = draw(&[Shape::Line { points: Cow::Borrowed(&line), width: 2.0, color: INK }]);
        let there = draw_in(window, HEIGHT, &[Shape::Line { points: Cow::Borrowed(&moved), width: 2.0, color: INK }]);
        let most = here.iter().zip(&there).map(|(a, b)| a[3].abs_diff(b[3])).max();
        prop_assert!(most <= Some(2), "{most:?}");
    }

    #[test]
    fn ink_stays_within_reach_of_the_line(line in any_line(), width in 1.0..5.0_f64) {
        let image = draw(&[Shape::Line { points: Cow::Borrowed(&line), width, color: INK }]);
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                if alpha(&image, x, y) > 0 {
                    prop_assert!(reference(&line, width / 2.0 + 1.2, x, y) > 0.0, "ink at {x}, {y}");
                }
            }
        }
    }
}

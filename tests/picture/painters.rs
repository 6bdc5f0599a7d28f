//! The painters beside each other.

use super::charts::{self, scene, size};
use events_stats_widget::config;
use events_stats_widget::paint::{self, Painter, RasterPainter};
use events_stats_widget::raster::{Backdrop, Pixel, Raster};
use events_stats_widget::scene::Scene;

fn rasterized(scene: &Scene) -> Vec<Pixel> {
    let backdrop = paint::backdrop(scene)
        .unwrap_or_else(|| Backdrop::clear(usize::try_from(scene.clip.height()).unwrap()));
    let mut painter = RasterPainter::default();
    paint::shapes(&scene.series, &mut painter).unwrap();
    painter
        .draw(&mut Raster::new(), scene.clip, &backdrop)
        .to_vec()
}

#[test]
fn every_chart_leaves_ink() {
    for (name, frame) in charts::all() {
        let scene = scene(&frame, size(320.0, 160.0, 2.0));
        let pixels = rasterized(&scene);
        let expected = scene.clip.width() * scene.clip.height();
        assert_eq!(pixels.len() as i32, expected);
        let colors: std::collections::BTreeSet<Pixel> = pixels.into_iter().collect();
        // Background, grid and axis are three.
        let has_ink = colors.len() > 3;
        assert_eq!(
            has_ink,
            name != "nothing",
            "{name} has {} colors",
            colors.len()
        );
    }
}

#[test]
fn words_in_the_plot_need_a_layer_of_their_own() {
    let chart = |frame| scene(&frame, size(320.0, 160.0, 1.0));
    assert!(paint::backdrop(&chart(charts::banded())).is_none());
    let plain = chart(charts::gaps());
    let backdrop = paint::backdrop(&plain).unwrap();
    assert!(backdrop.is_opaque());
    assert_eq!(backdrop.height() as i32, plain.clip.height());
}

#[test]
fn wide_and_dense_lines_are_rasterized_unless_the_page_says_otherwise() {
    let mut thin = scene(&charts::gaps(), size(320.0, 160.0, 1.0));
    assert_eq!(
        paint::choose(&thin, config::PainterOption::Auto),
        Painter::Raster
    );
    for shape in &mut thin.series {
        if let events_stats_widget::scene::SeriesShape::Line { style, .. } = shape {
            style.width = 1.0;
        }
    }
    assert_eq!(
        paint::choose(&thin, config::PainterOption::Auto),
        Painter::Strokes
    );
    assert_eq!(
        paint::choose(&thin, config::PainterOption::Raster),
        Painter::Raster
    );
    let bars = scene(&charts::bars(40), size(320.0, 160.0, 2.0));
    assert_eq!(
        paint::choose(&bars, config::PainterOption::Auto),
        Painter::Strokes
    );
}

#[test]
fn each_series_is_seen_in_its_own_color() {
    for display in ["area", "bar"] {
        let frame = charts::stacked(display);
        let pixels = rasterized(&scene(&frame, size(320.0, 160.0, 1.0)));
        for series in &frame.series {
            let color = [series.color.r, series.color.g, series.color.b, 255];
            let count = pixels.iter().filter(|pixel| **pixel == color).count();
            assert!(count > 20, "{} of {display}: {count} pixels", series.name);
        }
    }
}

//! Pictures to look at: `cargo test --test picture -- --ignored` writes them to
//! `target/gallery`, vectors as SVG, the raster's part of each as PPM.

use super::charts::{self, scene, size};
use super::support::{Around, START, answer, chart, line, stepped};
use events_stats_widget::format::FixedLabels;
use events_stats_widget::frame::Frame;
use events_stats_widget::paint::{self, Look, RasterPainter, to_svg};
use events_stats_widget::raster::{Backdrop, Raster};
use events_stats_widget::theme::Theme;
use std::fmt::Write;
use std::path::PathBuf;

/// A day of five-minute buckets with a daily rhythm, noise, and a spike.
fn day(display: &str, groups: usize) -> Frame {
    let mut seed = 7_u64;
    let mut noise = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) as f64 / (1_u64 << 31) as f64
    };
    let series = (0..groups).map(|group| {
        let values: Vec<f64> = (0..288)
            .map(|bucket| {
                let phase = bucket as f64 / 288.0 * std::f64::consts::TAU + group as f64;
                let spike = if bucket == 200 && group == 1 {
                    160.0
                } else {
                    0.0
                };
                (60.0 - 40.0 * phase.cos() + 25.0 * noise() + spike).round()
            })
            .collect();
        stepped(&format!("group {group}"), "count()", 300, &values)
    });
    let columns: &[&str] = if groups > 1 { &["release"] } else { &[] };
    let config = match (display, columns.is_empty()) {
        ("line", true) => line(&["count()"]),
        _ => chart(display, &["count()"], columns, ""),
    };
    let around = Around {
        now: Some(START + 86_400 - 1000 - 1200 + 90),
        ..Around::default()
    };
    around.frame(&config, &[&answer(series.collect())])
}

#[test]
#[ignore = "writes pictures for looking at"]
fn gallery() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/gallery");
    std::fs::create_dir_all(&folder).unwrap();
    let mut pictures = charts::all();
    pictures.push(("day-lines", day("line", 5)));
    pictures.push(("day-areas", day("area", 5)));
    pictures.push(("day-bars", day("bar", 5)));
    for (name, frame) in &pictures {
        for (shade, theme) in [("light", Theme::light()), ("dark", Theme::dark())] {
            let look = Look {
                title: name,
                theme: &theme,
                labels: &FixedLabels::utc(),
                dpr: 1.0,
            };
            let document = to_svg(frame, &look, (560.0, 260.0)).unwrap();
            std::fs::write(folder.join(format!("{name}-{shade}.svg")), document).unwrap();
        }
        for dpr in [1, 2] {
            let scene = scene(frame, size(560.0, 200.0, f64::from(dpr)));
            let height = scene.clip.height() as usize;
            let backdrop =
                paint::backdrop(&scene).unwrap_or_else(|| Backdrop::plain(height, [255; 4]));
            let mut painter = RasterPainter::default();
            paint::shapes(&scene.series, &mut painter).unwrap();
            let mut raster = Raster::new();
            let pixels = painter.draw(&mut raster, scene.clip, &backdrop);
            let mut picture = String::new();
            write!(picture, "P3 {} {height} 255", scene.clip.width()).unwrap();
            for [red, green, blue, _] in pixels {
                write!(picture, "\n{red} {green} {blue}").unwrap();
            }
            std::fs::write(folder.join(format!("{name}-at-{dpr}.ppm")), picture).unwrap();
        }
    }
}

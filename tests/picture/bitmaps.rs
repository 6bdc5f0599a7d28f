//! PNG files made without a browser.

use super::charts;
use events_stats_widget::format::FixedLabels;
use events_stats_widget::frame::Frame;
use events_stats_widget::layout::{FixedMeasure, TextMeasure};
use events_stats_widget::paint::bitmap::{Fonts, to_png};
use events_stats_widget::palette::Rgba;
use events_stats_widget::theme::Theme;
use events_stats_widget::{Look, error::Error};

fn file(frame: &Frame, theme: &Theme, size: (u32, u32), dpr: f64) -> Result<Vec<u8>, Error> {
    let look = Look {
        title: "Errors by <project>",
        theme,
        labels: &FixedLabels::utc(),
        dpr,
    };
    to_png(frame, &look, size, &Fonts::bundled().unwrap())
}

struct Picture {
    width: usize,
    pixels: Vec<[u8; 3]>,
}

impl Picture {
    fn count(&self, color: Rgba) -> usize {
        let wanted = [color.r, color.g, color.b];
        self.pixels.iter().filter(|pixel| **pixel == wanted).count()
    }
}

fn picture(frame: &Frame, theme: &Theme, size: (u32, u32), dpr: f64) -> Picture {
    let file = file(frame, theme, size, dpr).unwrap();
    let mut reader = png::Decoder::new(std::io::Cursor::new(file))
        .read_info()
        .unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    assert_eq!((info.width, info.height), size);
    assert_eq!(info.color_type, png::ColorType::Rgb);
    Picture {
        width: info.width as usize,
        pixels: bytes.as_chunks::<3>().0.to_vec(),
    }
}

#[test]
fn every_chart_becomes_a_picture_with_each_series_in_its_color() {
    for (name, frame) in charts::all() {
        for theme in [Theme::light(), Theme::dark()] {
            for dpr in [1.0, 1.5, 2.0] {
                let size = ((400.0 * dpr) as u32, (200.0 * dpr) as u32);
                let picture = picture(&frame, &theme, size, dpr);
                assert!(picture.count(theme.background) > 5_000, "{name}");
                for series in frame.visible().filter(|_| name != "nothing") {
                    let count = picture.count(series.color);
                    assert!(count > 10, "{name} at {dpr}: {} {count}", series.name);
                }
            }
        }
    }
}

#[test]
fn edges_of_lines_are_smooth() {
    let (frame, theme) = (charts::gaps(), Theme::light());
    let picture = picture(&frame, &theme, (800, 400), 2.0);
    let color = frame.series[0].color;
    // Between the line's color and white: as a share of the way, alike in all channels.
    let share = |from: u8, pixel: u8| (255.0 - f64::from(pixel)) / (255.0 - f64::from(from));
    let between = picture.pixels.iter().filter(|[r, g, b]| {
        let shares = [share(color.r, *r), share(color.g, *g), share(color.b, *b)];
        let (low, high) = (
            shares.iter().copied().fold(f64::MAX, f64::min),
            shares.iter().copied().fold(f64::MIN, f64::max),
        );
        (0.1..0.9).contains(&low) && high - low < 0.03
    });
    let between = between.count();
    assert!(between > 300, "{between}");
}

#[test]
fn a_clear_background_is_laid_on_white_or_black() {
    for (theme, under) in [(Theme::light(), 0xffffff), (Theme::dark(), 0x000000)] {
        let clear = Theme {
            background: Rgba::TRANSPARENT,
            ..theme
        };
        let picture = picture(&charts::bars(6), &clear, (300, 200), 1.0);
        let [r, g, b] = picture.pixels[picture.width / 2];
        assert_eq!(Rgba::new(r, g, b, 255), Rgba::opaque(under));
    }
}

#[test]
fn widths_are_those_of_the_font() {
    let fonts = Fonts::bundled().unwrap();
    let font = Theme::light().font;
    let mut measure = &fonts;
    let mut bold = font.clone();
    bold.weight = 600;
    let mut larger = font.clone();
    larger.size_css *= 2.0;
    for text in ["0", "Jan 1st 2026", "5:00 AM", "WWW", "iii"] {
        let width = measure.width(text, &font);
        // The table is a little on the wide side.
        let table = FixedMeasure.width(text, &font);
        assert!(
            width > table * 0.6 && width < table * 1.15,
            "{text}: {width}, {table}"
        );
        assert!(measure.width(text, &bold) >= width * 0.98, "{text}");
        let doubled = measure.width(text, &larger);
        assert!((doubled - 2.0 * width).abs() < 0.01, "{text}: {doubled}");
    }
    assert_eq!(measure.width("", &font), 0.0);
}

#[test]
fn sizes_and_ratios_that_cannot_be_drawn_are_refused_by_name() {
    let (frame, theme) = (charts::gaps(), Theme::light());
    for (size, dpr, key) in [
        ((0, 100), 1.0, "width, height"),
        ((100, 16_385), 1.0, "width, height"),
        ((100, 100), 0.0, "dpr"),
        ((100, 100), f64::NAN, "dpr"),
        ((100, 100), 9.0, "dpr"),
    ] {
        let error = file(&frame, &theme, size, dpr).unwrap_err();
        assert_eq!(error.code(), "config");
        assert!(error.to_string().contains(key), "{error}");
    }
    // Smaller than its own margins: nothing but background and what fits of it.
    for size in [(1, 1), (3, 200), (200, 3), (24, 24)] {
        assert!(file(&frame, &theme, size, 1.0).is_ok(), "{size:?}");
    }
}

#[test]
fn a_font_of_ones_own_is_read_and_what_is_none_is_refused() {
    let regular = include_bytes!("../../src/paint/bitmap/font/Roboto-Regular.ttf");
    let fonts = Fonts::new(regular, regular).unwrap();
    let font = Theme::light().font;
    let mut strong = font.clone();
    strong.weight = 700;
    let mut measure = &fonts;
    assert_eq!(
        measure.width("Errors", &font),
        measure.width("Errors", &strong)
    );
    let error = Fonts::new(b"no font", regular).unwrap_err();
    assert!(error.to_string().contains("regular"), "{error}");
    let error = Fonts::new(regular, &regular[..100]).unwrap_err();
    assert!(error.to_string().contains("bold"), "{error}");
}

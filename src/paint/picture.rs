//! A whole picture: background, title, legend and chart.

use super::{AreaDrawn, Precision, Whole, primitives, series};
use crate::convert;
use crate::format::Labels;
use crate::frame::Frame;
use crate::layout::{self, FixedMeasure, Size, TextMeasure};
use crate::scene::{self, Primitive, Scene};
use crate::theme::Theme;
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters_backend::DrawingBackend;

/// How a picture looks, whatever it shows and however large it is.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    /// Title above it; may be empty.
    pub title: &'a str,
    /// Colours, font, widths.
    pub theme: &'a Theme,
    /// Texts of axes, in the reader's language and zone.
    pub labels: &'a dyn Labels,
    /// Pixels a CSS pixel: lines and texts of a picture of twice as many pixels are twice
    /// as large at 2.
    pub dpr: f64,
}

/// Draws title, legend and chart into an area of any backend of plotters.
///
/// Series are drawn in whole pixels by `draw_path` and `fill_polygon`, which is all that
/// every backend has; [`to_svg`](crate::to_svg) and
/// [`to_png`](crate::paint::bitmap::to_png) draw them to fractions of a pixel. Texts are the
/// backend's: one that takes its glyphs from plotters needs a font there, by the name of
/// `theme.font.family` (see [`register_font`](crate::paint::bitmap::register_font) of the
/// feature `png`, or plotters' feature `ttf`). A table or a big number has no chart: of it,
/// the title is drawn.
///
/// ```
/// use events_stats_widget::chart::Chart;
/// use events_stats_widget::format::FixedLabels;
/// use events_stats_widget::theme::Theme;
/// use events_stats_widget::{Look, draw};
/// use plotters::backend::SVGBackend;
/// use plotters::drawing::IntoDrawingArea;
///
/// let config = br#"{"title": "Errors", "displayType": "bar", "queries": [{
///     "name": "", "aggregates": ["count()"], "columns": [], "fields": [],
///     "conditions": "", "orderby": ""}]}"#;
/// let answer = br#"{"data": [[1767225600, [{"count": 4}]], [1767229200, [{"count": 7}]]]}"#;
/// let theme = Theme::light();
/// let frame = Chart::from_json(config, answer, 1_767_232_800)?.frame(&theme.palette);
/// let look = Look { title: "Errors", theme: &theme, labels: &FixedLabels::utc(), dpr: 1.0 };
///
/// let mut document = String::new();
/// let area = SVGBackend::with_string(&mut document, (480, 240)).into_drawing_area();
/// draw(&area, &frame, &look)?;
/// area.present()?;
/// # drop(area);
/// # assert!(document.contains("Errors"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    frame: &Frame,
    look: &Look<'_>,
) -> AreaDrawn<DB> {
    let dpr = match look.dpr {
        dpr if dpr.is_nan() => 1.0,
        dpr => dpr.clamp(0.25, 8.0),
    };
    let look = Look { dpr, ..*look };
    let (width, height) = area.dim_in_pixel();
    let size_css = (f64::from(width) / dpr, f64::from(height) / dpr);
    draw_picture(
        area.clone(),
        Whole,
        frame,
        &look,
        size_css,
        &mut FixedMeasure,
    )
}

/// Lays a picture out in a size in CSS pixels and draws it into an area as large as that.
pub(crate) fn draw_picture<DB: DrawingBackend, P: Precision<DB> + Copy>(
    area: DrawingArea<DB, Shift>,
    precision: P,
    frame: &Frame,
    look: &Look<'_>,
    size_css: (f64, f64),
    measure: &mut dyn TextMeasure,
) -> AreaDrawn<DB> {
    let PictureParts {
        heading,
        scene,
        corner,
    } = lay_out(frame, look, size_css, measure);
    primitives(&area, precision, &heading, &scene.font)?;
    if scene.size.is_empty() {
        return Ok(());
    }
    let size = (scene.size.width(), scene.size.height());
    let chart = area.shrink(corner, size);
    primitives(&chart, precision, &scene.back, &scene.font)?;
    series(&chart, precision, &scene)
}

/// What a picture is made of, whichever backend draws it.
struct PictureParts {
    /// Background, title and legend.
    heading: Vec<Primitive>,
    scene: Scene,
    /// Where the scene's zero belongs.
    corner: (i32, i32),
}

fn lay_out(
    frame: &Frame,
    look: &Look<'_>,
    (width_css, height_css): (f64, f64),
    measure: &mut dyn TextMeasure,
) -> PictureParts {
    let theme = look.theme;
    let size = Size {
        width_css,
        height_css,
        dpr: look.dpr,
    };
    let place = |css: f64| convert::int((css * look.dpr).round());
    let heading = scene::heading(frame, look.title, size, theme, measure);
    let chart = heading.chart;
    let size = Size {
        width_css: chart.width,
        height_css: chart.height,
        ..size
    };
    let layout = layout::build(frame, size, theme, measure, look.labels);
    PictureParts {
        heading: heading.primitives,
        scene: scene::build(frame, &layout, theme),
        corner: (place(chart.x), place(chart.y)),
    }
}

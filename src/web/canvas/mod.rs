//! The canvases of one chart: a scene on up to three layers.
//!
//! What is behind the series and the series themselves share a canvas wherever that looks
//! the same, since making and touching a canvas costs more than drawing a small chart. The
//! front, which follows the pointer, is always one of its own, made when first needed.

mod backend;
mod measure;
mod png;
mod strokes;
mod surface;

pub use measure::CanvasTextMeasure;
pub use png::png;

use crate::config;
use crate::error::Error;
use crate::paint::{self, Exact, Painter};
use crate::palette::Rgba;
use crate::raster::Backdrop;
use crate::scene::{PixelRect, Primitive, Scene};
use crate::theme::Font;
use backend::{CanvasPen, Ink};
use surface::Surface;
use web_sys::HtmlElement;

/// The font of the front, which has no texts.
const NO_TEXTS: Font = Font {
    family: String::new(),
    size_css: 0.0,
    weight: 0,
};

/// The canvases of a chart, inside an element that holds nothing else of their class.
/// Dropping them removes them and gives their memory back.
pub struct Layers {
    back: Surface,
    /// Only where the back cannot be painted in with the series.
    series: Option<Surface>,
    /// One series before the others, while the viewer points at it.
    emphasis: Option<Surface>,
    front: Option<Surface>,
    /// What the back canvas shows behind the series.
    shown: Option<Shown>,
    measure: CanvasTextMeasure,
    is_front_empty: bool,
}

/// Everything that the back depends on.
struct Shown {
    size: PixelRect,
    background: Rgba,
    font: Font,
    back: Vec<Primitive>,
}

impl Shown {
    fn is_of(&self, scene: &Scene) -> bool {
        self.size == scene.size
            && self.background == scene.background
            && self.font == scene.font
            && self.back == scene.back
    }
}

impl Layers {
    /// Makes the first canvas and puts it into `parent`.
    pub fn new(parent: &HtmlElement) -> Result<Self, Error> {
        let back = Surface::new()?;
        back.put_first(parent)?;
        Ok(Self {
            back,
            series: None,
            emphasis: None,
            front: None,
            shown: None,
            measure: CanvasTextMeasure::new(),
            is_front_empty: true,
        })
    }

    /// Measures texts as the canvas draws them.
    pub fn measure(&mut self) -> &mut CanvasTextMeasure {
        &mut self.measure
    }

    /// Paints a scene, by the painter that suits it or that the page wished for.
    pub fn paint(&mut self, scene: &Scene, wish: config::PainterOption) -> Result<(), Error> {
        if scene.size.is_empty() {
            return Ok(());
        }
        match (paint::choose(scene, wish), paint::backdrop(scene)) {
            (Painter::Strokes, _) => self.paint_strokes(scene),
            (Painter::Raster, Some(backdrop)) => self.paint_merged(scene, &backdrop),
            (Painter::Raster, None) => self.paint_layered(scene),
        }
    }

    /// Paints what lies before the series; nothing clears it.
    pub fn paint_front(&mut self, front: &[Primitive]) -> Result<(), Error> {
        if front.is_empty() && self.is_front_empty {
            return Ok(());
        }
        let size = self.back.size();
        let surface = match &mut self.front {
            Some(surface) => surface,
            None => {
                let surface = Surface::new()?;
                surface.put_after(self.before_front())?;
                self.front.insert(surface)
            }
        };
        surface.begin(size);
        self.is_front_empty = front.is_empty();
        draw(surface, Ink::Strokes, &[front], &NO_TEXTS, None)
    }

    fn before_front(&self) -> &Surface {
        let series = self.emphasis.as_ref().or(self.series.as_ref());
        series.unwrap_or(&self.back)
    }

    /// Paints one series over all others, or lets them be seen again.
    #[inline(never)]
    pub fn paint_emphasis(&mut self, scene: Option<&Scene>) -> Result<(), Error> {
        if scene.is_some() && self.emphasis.is_none() {
            let surface = Surface::new()?;
            surface.put_after(self.before_front())?;
            self.emphasis = Some(surface);
        }
        let Some(surface) = &mut self.emphasis else {
            return Ok(());
        };
        surface.set_seen(scene.is_some());
        scene.map_or(Ok(()), |scene| paint_back(surface, scene, Some(scene)))
    }

    /// The canvases may have lost their pixels: the next scene is painted whole.
    pub fn forget_painted(&mut self) {
        self.shown = None;
    }

    /// Shows nothing: the chart is gone until the next scene.
    pub fn clear(&mut self) {
        let size = self.back.size();
        self.back.begin(size);
        self.series = None;
        self.emphasis = None;
        self.front = None;
        self.shown = None;
        self.is_front_empty = true;
    }

    /// Back and strokes on one canvas.
    fn paint_strokes(&mut self, scene: &Scene) -> Result<(), Error> {
        self.series = None;
        self.shown = None;
        paint_back(&mut self.back, scene, Some(scene))
    }

    /// Back and series on one canvas, the series' part of it with the back painted in. The
    /// rest stays as it is while nothing of it changes.
    fn paint_merged(&mut self, scene: &Scene, backdrop: &Backdrop) -> Result<(), Error> {
        self.series = None;
        self.paint_back_if_changed(scene)?;
        paint_series(&self.back, scene, backdrop)
    }

    /// Series on a canvas of their own, which the back shines through.
    fn paint_layered(&mut self, scene: &Scene) -> Result<(), Error> {
        if self.series.is_none() {
            // The back may hold series that were painted in.
            self.shown = None;
        }
        self.paint_back_if_changed(scene)?;
        let surface = match &mut self.series {
            Some(surface) => surface,
            None => {
                let surface = Surface::new()?;
                surface.put_after(&self.back)?;
                self.series.insert(surface)
            }
        };
        surface.begin(scene.size);
        let height = usize::try_from(scene.clip.height()).unwrap_or(0);
        paint_series(surface, scene, &Backdrop::clear(height))
    }

    fn paint_back_if_changed(&mut self, scene: &Scene) -> Result<(), Error> {
        if self.shown.as_ref().is_some_and(|shown| shown.is_of(scene)) {
            return Ok(());
        }
        self.shown = None;
        paint_back(&mut self.back, scene, None)?;
        self.shown = Some(Shown {
            size: scene.size,
            background: scene.background,
            font: scene.font.clone(),
            back: scene.back.clone(),
        });
        Ok(())
    }
}

/// Paints what lies behind the series, and strokes those of `series` on it.
fn paint_back(surface: &mut Surface, scene: &Scene, series: Option<&Scene>) -> Result<(), Error> {
    surface.begin(scene.size);
    let (rect, color) = (scene.size, scene.background);
    let background = [Primitive::Rect { rect, color }];
    let background = if color.a > 0 { &background[..] } else { &[] };
    let back = [background, &scene.back];
    draw(surface, Ink::Strokes, &back, &scene.font, series)
}

/// Draws the series by the raster and puts them onto a canvas.
fn paint_series(surface: &Surface, scene: &Scene, backdrop: &Backdrop) -> Result<(), Error> {
    let ink = Ink::Raster(backdrop);
    draw(surface, ink, &[], &scene.font, Some(scene))
}

fn draw(
    surface: &Surface,
    ink: Ink<'_>,
    primitives: &[&[Primitive]],
    font: &Font,
    series: Option<&Scene>,
) -> Result<(), Error> {
    let area = CanvasPen::area(surface, ink)?;
    for primitives in primitives {
        paint::primitives(&area, Exact, primitives, font).map_err(paint::of_area)?;
    }
    match series {
        Some(scene) => paint::series(&area, Exact, scene).map_err(paint::of_area),
        None => Ok(()),
    }
}

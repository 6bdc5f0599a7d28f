//! What was drawn, one line a call: for tests and for looking at a scene as text.

use super::{Drawn, SeriesPainter, ShapePainter, rgba, shapes};
use crate::error::Error;
use crate::palette::Rgba;
use crate::scene::{Fill, LineStyle, PixelRect, Point, Runs, Scene};
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use std::fmt::Write;

/// A picture as text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecordingBackend {
    text: String,
    size: (u32, u32),
}

impl RecordingBackend {
    /// An empty picture of the given size.
    pub fn new(size: PixelRect) -> Self {
        Self {
            text: String::new(),
            size: (size.width().unsigned_abs(), size.height().unsigned_abs()),
        }
    }

    /// The calls, in order.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn note(&mut self, line: std::fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = writeln!(self.text, "{line}");
    }

    fn note_runs(&mut self, name: &str, runs: &Runs) {
        for run in runs.iter() {
            let _ = write!(self.text, "  {name}");
            for Point { x, y } in run {
                let _ = write!(self.text, " {x:.2},{y:.2}");
            }
            self.text.push('\n');
        }
    }
}

impl SeriesPainter for RecordingBackend {
    fn dot(&mut self, Point { x, y }: Point, radius: f64, color: Rgba) -> Drawn<Self> {
        self.note(format_args!("dot {color} {x:.2},{y:.2} {radius:.2}"));
        Ok(())
    }

    fn series(&mut self, scene: &Scene, _: BackendCoord) -> Drawn<Self> {
        shapes(&scene.series, self).map_err(DrawingErrorKind::DrawingError)
    }
}

impl<'s> ShapePainter<'s> for RecordingBackend {
    fn line(&mut self, runs: &'s Runs, style: LineStyle) -> Result<(), Error> {
        let LineStyle { width, dash, color } = style;
        match dash {
            Some([on, off]) => self.note(format_args!(
                "line {color} {width:.2} dash {on:.2} {off:.2}"
            )),
            None => self.note(format_args!("line {color} {width:.2}")),
        }
        self.note_runs("run", runs);
        Ok(())
    }

    fn area(&mut self, top: &'s Runs, base: &'s Runs, fill: Fill) -> Result<(), Error> {
        let color = fill.color;
        match fill.fade {
            Some((from, to)) => self.note(format_args!("area {color} fading {from} {to}")),
            None => self.note(format_args!("area {color}")),
        }
        self.note_runs("top", top);
        self.note_runs("base", base);
        Ok(())
    }

    fn bars(&mut self, rects: &'s [PixelRect], color: Rgba) -> Result<(), Error> {
        self.note(format_args!("bars {color}"));
        for rect in rects {
            let PixelRect {
                left,
                top,
                right,
                bottom,
            } = rect;
            self.note(format_args!("  {left},{top} {right},{bottom}"));
        }
        Ok(())
    }
}

impl DrawingBackend for RecordingBackend {
    type ErrorType = Error;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn<Self> {
        Ok(())
    }

    fn present(&mut self) -> Drawn<Self> {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn<Self> {
        self.note(format_args!("pixel {} {x},{y}", rgba(color)));
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn<Self> {
        let (name, color) = (if fill { "rect" } else { "frame" }, rgba(style.color()));
        self.note(format_args!("{name} {color} {left},{top} {right},{bottom}"));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn<Self> {
        let (name, color) = (if fill { "disc" } else { "circle" }, rgba(style.color()));
        self.note(format_args!("{name} {color} {x},{y} {radius}"));
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        (x, y): BackendCoord,
    ) -> Drawn<Self> {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "left",
            HPos::Center => "middle",
            HPos::Right => "right",
        };
        let (color, size) = (rgba(style.color()), style.size());
        self.note(format_args!(
            "text {color} {x},{y} {anchor} {size:.2} {text:?}"
        ));
        Ok(())
    }
}

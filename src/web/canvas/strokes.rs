//! Series by strokes and fills of the canvas.

use super::surface::css_color;
use crate::error::Error;
use crate::paint::{self, ShapePainter};
use crate::palette::Rgba;
use crate::scene::{Fill, LineStyle, PixelRect, Point, Runs, Scene};
use crate::web::browser::dom::refused_by;
use js_sys::Array;
use std::f64::consts::TAU;
use web_sys::CanvasRenderingContext2d;

/// Draws the series of a scene whose zero lies at `origin`, cut at its clip; gives the
/// context back as it was.
pub(super) fn draw(
    context: &CanvasRenderingContext2d,
    scene: &Scene,
    (right, down): (i32, i32),
) -> Result<(), Error> {
    context.save();
    // Fails only for what is no number.
    drop(context.translate(f64::from(right), f64::from(down)));
    let clip = scene.clip;
    context.begin_path();
    context.rect(
        f64::from(clip.left),
        f64::from(clip.top),
        f64::from(clip.width()),
        f64::from(clip.height()),
    );
    context.clip();
    context.set_line_join("round");
    context.set_line_cap("round");
    let drawn = paint::shapes(&scene.series, &mut StrokePainter { context });
    context.restore();
    drawn
}

/// Strokes and fills, in the order of the shapes.
struct StrokePainter<'c> {
    context: &'c CanvasRenderingContext2d,
}

impl StrokePainter<'_> {
    fn trace<'p>(&self, points: impl Iterator<Item = &'p Point>) {
        for (index, Point { x, y }) in points.enumerate() {
            if index == 0 {
                self.context.move_to(*x, *y);
            } else {
                self.context.line_to(*x, *y);
            }
        }
    }

    /// A canvas strokes no line of no length.
    fn dots(&self, runs: &Runs, style: LineStyle) {
        let mut has_dots = false;
        self.context.begin_path();
        for run in runs.iter() {
            if let [Point { x, y }] = run {
                has_dots = true;
                self.context.move_to(*x, *y);
                // Fails only for a negative radius.
                drop(
                    self.context
                        .arc(*x, *y, style.width.max(0.0) / 2.0, 0.0, TAU),
                );
            }
        }
        if has_dots {
            self.context.set_fill_style_str(&css_color(style.color));
            self.context.fill();
        }
    }
}

impl<'s> ShapePainter<'s> for StrokePainter<'_> {
    fn line(&mut self, runs: &'s Runs, style: LineStyle) -> Result<(), Error> {
        let dash: Array = style
            .capped_dash()
            .into_iter()
            .flatten()
            .map(wasm_bindgen::JsValue::from_f64)
            .collect();
        self.context.set_line_dash(&dash).map_err(refused_by)?;
        self.context.set_stroke_style_str(&css_color(style.color));
        self.context.set_line_width(style.width);
        self.context.begin_path();
        for run in runs.iter().filter(|run| run.len() > 1) {
            self.trace(run.iter());
        }
        self.context.stroke();
        self.dots(runs, style);
        Ok(())
    }

    fn area(&mut self, top: &'s Runs, base: &'s Runs, fill: Fill) -> Result<(), Error> {
        self.context.set_fill_style_str(&css_color(fill.flat()));
        self.context.begin_path();
        for (top, base) in top.iter().zip(base.iter()) {
            self.trace(top.iter());
            for Point { x, y } in base.iter().rev() {
                self.context.line_to(*x, *y);
            }
            self.context.close_path();
        }
        self.context.fill();
        Ok(())
    }

    fn bars(&mut self, rects: &'s [PixelRect], color: Rgba) -> Result<(), Error> {
        self.context.set_fill_style_str(&css_color(color));
        for rect in rects {
            self.context.fill_rect(
                f64::from(rect.left),
                f64::from(rect.top),
                f64::from(rect.width()),
                f64::from(rect.height()),
            );
        }
        Ok(())
    }
}

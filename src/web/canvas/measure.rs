//! Widths of texts as the canvas draws them.

use super::surface::{Surface, css_font};
use crate::layout::{FixedMeasure, TextMeasure};
use crate::sorted::SortedMap;
use crate::theme::Font;
use std::cell::RefCell;

/// Most widths that are remembered; a page with more has texts that do not come back.
const MOST_KEPT: usize = 1000;

thread_local! {
    /// One canvas measures for all charts of a page; it is never shown.
    static SURFACE: RefCell<Option<Surface>> = const { RefCell::new(None) };
}

/// Measures by a canvas outside of the page: no layout is forced, and what the page's
/// style sheets say of its elements has no part in it. Without a canvas, by a table.
#[derive(Default)]
pub struct CanvasTextMeasure {
    font: Option<Font>,
    widths: SortedMap<String, f64>,
}

impl CanvasTextMeasure {
    /// Knows no width yet.
    pub fn new() -> Self {
        Self::default()
    }
}

impl TextMeasure for CanvasTextMeasure {
    fn width(&mut self, text: &str, font: &Font) -> f64 {
        if self.font.as_ref() != Some(font) {
            self.font = Some(font.clone());
            self.widths.clear();
        }
        // Labels of one axis differ in their digits, which are as wide as each other.
        let text = fold_digits(text);
        if let Some(&width) = self.widths.get(&text) {
            return width;
        }
        let width = measured(&text, font).unwrap_or_else(|| FixedMeasure.width(&text, font));
        if self.widths.len() >= MOST_KEPT {
            self.widths.clear();
        }
        self.widths.insert(text, width);
        width
    }
}

fn fold_digits(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_ascii_digit() { '0' } else { letter })
        .collect()
}

fn measured(text: &str, font: &Font) -> Option<f64> {
    SURFACE.with_borrow_mut(|kept| {
        if kept.is_none() {
            *kept = Surface::new().ok();
        }
        let context = &kept.as_ref()?.context;
        context.set_font(&css_font(font.weight, font.size_css, &font.family));
        Some(context.measure_text(text).ok()?.width())
    })
}

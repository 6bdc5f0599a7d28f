//! How wide a text is.

use crate::theme::Font;

/// Measures text. In a page the canvas stands behind it.
pub trait TextMeasure {
    /// Width of one line in CSS pixels.
    fn width(&mut self, text: &str, font: &Font) -> f64;
}

/// Widths from a fixed table: for tests, and for pictures made outside of a page.
///
/// The table is that of a common sans-serif face, a little on the wide side, so that
/// labels never overlap in whatever face the reader has.
#[derive(Clone, Copy, Debug, Default)]
pub struct FixedMeasure;

impl TextMeasure for FixedMeasure {
    fn width(&mut self, text: &str, font: &Font) -> f64 {
        let weight = if font.weight >= 600 { 1.06 } else { 1.0 };
        text.chars().map(em).sum::<f64>() * font.size_css * weight
    }
}

/// Width of a character as part of the font's size.
fn em(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | '\'' | '|' | '.' | ',' | ':' | ';' | '!' => 0.29,
        ' ' | 'f' | 't' | 'r' | 'I' | '(' | ')' | '/' | '-' => 0.36,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.9,
        'A'..='Z' => 0.69,
        '0'..='9' => 0.57,
        _ if letter.is_ascii() => 0.57,
        '\u{0300}'..='\u{036f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0.0,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' => 1.0,
        '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{1f000}'..='\u{3fffd}' => 1.0,
        _ => 0.62,
    }
}

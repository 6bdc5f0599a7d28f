//! Background, title and legend around a chart, for pictures that leave the page. In the page both
//! are DOM.

use super::Primitive;
use super::shape::{PixelRect, Point};
use crate::convert;
use crate::frame::Frame;
use crate::layout::{Anchor, Rect, Size, TextMeasure};
use crate::palette::Rgba;
use crate::theme::{Font, Theme};

/// Space around the heading and between its entries, in CSS pixels.
const PADDING: f64 = 12.0;
/// Size of the title, as part of the font's.
const TITLE_SIZE: f64 = 1.25;
/// Height of a line, as part of its font's size.
const LINE: f64 = 1.5;
/// Space that a legend entry's dot takes, in CSS pixels.
const SWATCH: f64 = 12.0;
/// Radius of that dot.
const SWATCH_RADIUS: f64 = 4.0;
/// Legend names are cut after so many characters (Sentry).
const LONGEST_NAME: usize = 80;
/// Most lines that a legend takes; what does not fit is counted.
const MOST_LINES: usize = 4;

/// A heading, and the room it leaves.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Heading {
    /// What to draw.
    pub primitives: Vec<Primitive>,
    /// Where the chart belongs: below the heading, with a margin around it.
    pub chart: Rect,
}

/// Lays out background, title and legend in the given size.
pub fn heading(
    frame: &Frame,
    title: &str,
    size: Size,
    theme: &Theme,
    measure: &mut dyn TextMeasure,
) -> Heading {
    let mut sheet = HeadingBuilder {
        dpr: size.dpr,
        right: size.width_css - PADDING,
        x: PADDING,
        y: 0.0,
        theme,
        measure,
        primitives: background(size, theme),
    };
    if !title.is_empty() {
        sheet.title(title);
    }
    if frame.has_legend() {
        sheet.legend(frame);
    }
    let top = (sheet.y + PADDING / 2.0).ceil();
    Heading {
        chart: Rect {
            x: PADDING,
            y: top,
            width: (size.width_css - 2.0 * PADDING).max(0.0),
            height: (size.height_css - top - PADDING / 2.0).max(0.0),
        },
        primitives: sheet.primitives,
    }
}

/// Behind the whole picture.
fn background(size: Size, theme: &Theme) -> Vec<Primitive> {
    let color = theme.background;
    if color.a == 0 {
        return Vec::new();
    }
    let side = |css: f64| convert::int((css * size.dpr).round());
    let rect = PixelRect {
        right: side(size.width_css),
        bottom: side(size.height_css),
        ..PixelRect::default()
    };
    vec![Primitive::Rect { rect, color }]
}

struct HeadingBuilder<'a> {
    dpr: f64,
    right: f64,
    x: f64,
    y: f64,
    theme: &'a Theme,
    measure: &'a mut dyn TextMeasure,
    primitives: Vec<Primitive>,
}

impl HeadingBuilder<'_> {
    fn title(&mut self, title: &str) {
        let font = Font {
            size_css: self.theme.font.size_css * TITLE_SIZE,
            weight: 600,
            ..self.theme.font.clone()
        };
        let room = self.right - PADDING;
        let title = cut(title, |text| self.measure.width(text, &font) <= room);
        self.y = PADDING;
        self.text(title, (PADDING, font.size_css), (true, self.theme.text));
        self.y += font.size_css * LINE;
    }

    fn legend(&mut self, frame: &Frame) {
        let font = self.theme.font.clone();
        let line = font.size_css * LINE;
        if self.y == 0.0 {
            self.y = PADDING / 2.0;
        }
        let shown: Vec<_> = frame.visible().collect();
        let mut lines = 1;
        for (position, series) in shown.iter().enumerate() {
            let room = self.right - PADDING - SWATCH;
            let name: String = series.name.chars().take(LONGEST_NAME).collect();
            let name = if name.len() < series.name.len() {
                format!("{name}…")
            } else {
                name
            };
            let name = cut(&name, |text| self.measure.width(text, &font) <= room);
            let width = SWATCH + self.measure.width(&name, &font);
            if self.x > PADDING && self.x + width > self.right {
                if lines == MOST_LINES {
                    let rest = format!("+{}", shown.len() - position);
                    self.text(
                        rest,
                        (self.x, font.size_css),
                        (false, self.theme.muted_text),
                    );
                    break;
                }
                lines += 1;
                self.x = PADDING;
                self.y += line;
            }
            self.swatch(series.color, line);
            self.text(
                name,
                (self.x + SWATCH, font.size_css),
                (false, self.theme.muted_text),
            );
            self.x += width + PADDING;
        }
        self.y += line;
    }

    fn swatch(&mut self, color: Rgba, line: f64) {
        self.primitives.push(Primitive::Dot {
            center: Point {
                x: (self.x + SWATCH_RADIUS) * self.dpr,
                y: (self.y + line / 2.0) * self.dpr,
            },
            radius: SWATCH_RADIUS * self.dpr,
            color,
            ring: Rgba::TRANSPARENT,
            ring_width: 0.0,
        });
    }

    fn text(&mut self, text: String, (x, size): (f64, f64), (strong, color): (bool, Rgba)) {
        let middle = self.y + size * LINE / 2.0;
        self.primitives.push(Primitive::Text {
            text,
            at: (
                convert::int((x * self.dpr).round()),
                convert::int((middle * self.dpr).round()),
            ),
            anchor: Anchor::Left,
            size: size * self.dpr,
            strong,
            color,
        });
    }
}

/// The text, or as much of its beginning as fits, and an ellipsis.
fn cut(text: &str, mut fits: impl FnMut(&str) -> bool) -> String {
    if fits(text) {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let with_ellipsis = |count: usize| -> String {
        let kept: String = letters.iter().take(count).collect();
        format!("{}…", kept.trim_end())
    };
    let (mut fitting, mut too_long) = (0, letters.len());
    while too_long - fitting > 1 {
        let middle = (fitting + too_long) / 2;
        if fits(&with_ellipsis(middle)) {
            fitting = middle;
        } else {
            too_long = middle;
        }
    }
    with_ellipsis(fitting)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_end_in_an_ellipsis() {
        let fits = |room: usize| move |text: &str| text.chars().count() <= room;
        assert_eq!(cut("abc", fits(3)), "abc");
        assert_eq!(cut("abcdef", fits(4)), "abc…");
        assert_eq!(cut("ab cdef", fits(4)), "ab…");
        assert_eq!(cut("abcdef", fits(0)), "…");
        assert_eq!(cut("", fits(0)), "");
    }
}

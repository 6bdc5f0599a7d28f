//! The page's custom properties as a [`Theme`].

use crate::error::Error;
use crate::json::number;
use crate::palette::Rgba;
use crate::theme::Theme;
use crate::web::dom;
use web_sys::HtmlElement;

/// Resolves custom properties of the element's own styles to colours.
///
/// A custom property's text can be any CSS (`light-dark(...)`, `oklch(...)`, another
/// variable); as the `color` of an element, the browser resolves it.
pub(super) struct ThemeReader {
    probe: HtmlElement,
}

impl ThemeReader {
    pub(super) fn new(parent: &HtmlElement) -> Result<Self, Error> {
        let probe = dom::create("i", "", "")?;
        probe.set_hidden(true);
        dom::append(parent, &probe)?;
        Ok(Self { probe })
    }

    /// The theme as it is now. Reads styles, so ask only when they may have changed.
    pub(super) fn read(&self) -> Theme {
        let dark = self.resolve("light-dark(#ffffff, #000000)") == Some(Rgba::opaque(0));
        let mut theme = if dark { Theme::dark() } else { Theme::light() };
        for (name, color) in [
            ("--_background", &mut theme.background),
            ("--_text", &mut theme.text),
            ("--_muted", &mut theme.muted_text),
            ("--_grid", &mut theme.grid),
            ("--_axis", &mut theme.axis),
            ("--_crosshair", &mut theme.crosshair),
        ] {
            if let Some(found) = self.resolve(&format!("var({name})")) {
                *color = found;
            }
        }
        if let Some(style) = self.computed() {
            let family = style.get_property_value("font-family").unwrap_or_default();
            if !family.is_empty() {
                theme.font.family = family;
            }
        }
        theme
    }

    fn resolve(&self, css: &str) -> Option<Rgba> {
        dom::style(&self.probe, "color", css);
        parse(&self.computed()?.get_property_value("color").ok()?)
    }

    fn computed(&self) -> Option<web_sys::CssStyleDeclaration> {
        web_sys::window()?.get_computed_style(&self.probe).ok()?
    }
}

/// A computed colour: `rgb(1, 2, 3)`, `rgba(1, 2, 3, 0.5)` or `color(srgb 0.1 0.2 0.3 / 0.5)`.
fn parse(css: &str) -> Option<Rgba> {
    let (form, inside) = css.strip_suffix(')')?.split_once('(')?;
    let numbers: Vec<f64> = inside
        .trim_start_matches("srgb")
        .split([',', ' ', '/'])
        .filter(|part| !part.is_empty())
        .map(|part| number::parse(part.as_bytes()))
        .collect::<Option<_>>()?;
    let scale = match form {
        "rgb" | "rgba" => 1.0,
        "color" => 255.0,
        _ => return None,
    };
    let (&[r, g, b], alpha) = numbers.split_first_chunk()?;
    let channel = |value: f64| (value * scale).round().clamp(0.0, 255.0) as u8;
    let alpha = alpha.first().copied().unwrap_or(1.0);
    Some(Rgba {
        r: channel(r),
        g: channel(g),
        b: channel(b),
        a: (alpha * 255.0).round().clamp(0.0, 255.0) as u8,
    })
}

//! The page's custom properties as a [`Theme`].

use crate::config::Options;
use crate::error::Error;
use crate::palette::Rgba;
use crate::theme::Theme;
use crate::web::browser::css_colors;
use crate::web::browser::dom;
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

    /// The theme as it is now, with the colours of the page's options. Reads styles, so ask only when they may have changed.
    pub(super) fn read(&self, options: &Options) -> Theme {
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
        theme.palette = css_colors::palette(options, theme.palette, |text| self.resolve(text));
        theme
    }

    fn resolve(&self, css: &str) -> Option<Rgba> {
        dom::style(&self.probe, "color", css);
        let found = self.computed()?.get_property_value("color").ok()?;
        css_colors::computed(&found).or_else(|| css_colors::painted(&found))
    }

    fn computed(&self) -> Option<web_sys::CssStyleDeclaration> {
        web_sys::window()?.get_computed_style(&self.probe).ok()?
    }
}

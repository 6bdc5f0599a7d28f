//! The page's custom properties as a [`Theme`].

use crate::config::Options;
use crate::palette::Rgba;
use crate::theme::Theme;
use crate::web::browser::css_colors;
use crate::web::browser::dom;
use web_sys::HtmlElement;

/// Resolves custom properties of the element's own styles to colours.
///
/// A custom property's text can be any CSS (`light-dark(...)`, `oklch(...)`, another
/// variable); as a colour of an element, the browser resolves it. The style sheet gives one
/// element that nobody sees all of them at once, so that the browser computes its style once.
pub(super) struct ThemeReader {
    probe: HtmlElement,
}

impl ThemeReader {
    pub(super) fn new(probe: &HtmlElement) -> Self {
        Self {
            probe: probe.clone(),
        }
    }

    /// The theme as it is now, with the colours of the page's options. Reads styles, so ask only when they may have changed.
    pub(super) fn read(&self, options: &Options) -> Theme {
        let style = self.computed();
        let color = |property: &str| {
            let style = style.as_ref()?;
            let found = style.get_property_value(property).ok()?;
            css_colors::computed(&found).or_else(|| css_colors::painted(&found))
        };
        let is_dark = color("outline-color") == Some(Rgba::opaque(0));
        let mut theme = if is_dark {
            Theme::dark()
        } else {
            Theme::light()
        };
        for (property, slot) in [
            ("background-color", &mut theme.background),
            ("color", &mut theme.text),
            ("border-top-color", &mut theme.muted_text),
            ("border-right-color", &mut theme.grid),
            ("border-bottom-color", &mut theme.axis),
            ("border-left-color", &mut theme.crosshair),
        ] {
            if let Some(found) = color(property) {
                *slot = found;
            }
        }
        let family = style.and_then(|style| style.get_property_value("font-family").ok());
        if let Some(family) = family.filter(|family| !family.is_empty()) {
            theme.font.family = family;
        }
        theme.palette = css_colors::palette(options, theme.palette, |text| self.resolve(text));
        theme
    }

    fn resolve(&self, css: &str) -> Option<Rgba> {
        dom::style(&self.probe, "caret-color", css);
        let found = self.computed()?.get_property_value("caret-color").ok()?;
        css_colors::computed(&found).or_else(|| css_colors::painted(&found))
    }

    fn computed(&self) -> Option<web_sys::CssStyleDeclaration> {
        web_sys::window()?.get_computed_style(&self.probe).ok()?
    }
}

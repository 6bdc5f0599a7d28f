//! A series in one line: its colour, its name, a value. Legend and tooltip are made of these.

use crate::error::Error;
use crate::palette::Rgba;
use crate::web::dom;
use web_sys::HtmlElement;

/// An element that holds a swatch, a name and a value.
pub(super) fn create(tag: &str, class: &str) -> Result<HtmlElement, Error> {
    let line = dom::create(tag, class, "")?;
    for (tag, class) in [("i", "swatch"), ("span", "name"), ("span", "value")] {
        let part = dom::create(tag, class, "")?;
        dom::append(&line, &part)?;
    }
    Ok(line)
}

/// Fills the first three children of `line`.
pub(super) fn fill(line: &HtmlElement, color: Rgba, name: &str, value: &str) {
    let mut parts = dom::children(line);
    if let Some(swatch) = parts.next() {
        dom::style(&swatch, "--_series", &color.to_string());
    }
    for (part, text) in parts.zip([name, value]) {
        dom::text(&part, text);
    }
}

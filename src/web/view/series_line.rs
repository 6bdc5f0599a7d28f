//! A series in one line: its colour, its name, a value, what the value was and how it has
//! changed. Legend and tooltip are made of these.

use super::change::{self, Shown};
use crate::error::Error;
use crate::messages::Messages;
use crate::palette::Rgba;
use crate::web::browser::dom;
use web_sys::HtmlElement;

/// What a line says.
pub(super) struct Line<'a> {
    pub color: Rgba,
    pub name: &'a str,
    pub value: &'a str,
    /// The earlier period's value; empty where it is not content.
    pub earlier: &'a str,
    pub change: Option<Shown<'a>>,
}

/// An element that holds a swatch, a name, a value, an earlier value and a change.
pub(super) fn create(tag: &str, class: &str) -> Result<HtmlElement, Error> {
    let line = dom::create(tag, class, "")?;
    for (tag, class) in [
        ("i", "swatch"),
        ("span", "name"),
        ("span", "value"),
        ("span", "earlier"),
    ] {
        let part = dom::create(tag, class, "")?;
        dom::append(&line, &part)?;
    }
    let change = change::create()?;
    dom::append(&line, &change)?;
    Ok(line)
}

/// Fills a line made by [`create`].
pub(super) fn fill(line: &HtmlElement, content: &Line<'_>, messages: &Messages) {
    let mut parts = dom::children(line);
    if let Some(swatch) = parts.next() {
        dom::style(&swatch, "--_series", &content.color.to_string());
    }
    for text in [content.name, content.value, content.earlier] {
        if let Some(part) = parts.next() {
            dom::text(&part, text);
        }
    }
    if let Some(part) = parts.next() {
        change::fill(&part, content.change, messages);
    }
}

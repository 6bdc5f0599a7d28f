//! A series in one line: its colour, its name, a value, what the value was and how it has
//! changed. Legend and tooltip are made of these.

use super::change::{self, Shown};
use super::on_demand::OnDemand;
use crate::error::Error;
use crate::messages::Messages;
use crate::palette::Rgba;
use crate::web::browser::dom::{self, TextPart};
use web_sys::HtmlElement;

/// What a line says.
pub(super) struct Line<'a> {
    pub color: Rgba,
    pub name: &'a str,
    pub value: &'a str,
    /// Its part of a total; empty where it is not content.
    pub share: &'a str,
    /// The earlier period's value; empty where it is not content.
    pub earlier: &'a str,
    pub change: Option<Shown<'a>>,
}

/// The elements of a line. What few lines have is made when it is first needed.
pub(super) struct SeriesLine {
    /// Holds the others.
    pub element: HtmlElement,
    /// Its styles draw the swatch.
    swatch: HtmlElement,
    color: Option<Rgba>,
    name: TextPart,
    value: TextPart,
    share: OnDemand<TextPart>,
    earlier: OnDemand<TextPart>,
    change: OnDemand<HtmlElement>,
}

impl SeriesLine {
    /// Around an element made by [`skeleton`].
    pub(super) fn new(element: HtmlElement) -> Result<Self, Error> {
        let mut parts = dom::children(&element).peekable();
        let own = parts.next_if(|part| part.class_name() == SWATCH);
        let (Some(name), Some(value)) = (parts.next(), parts.next()) else {
            return Err(dom::refused("a copied line lacks its parts"));
        };
        drop(parts);
        Ok(Self {
            swatch: own.unwrap_or_else(|| element.clone()),
            element,
            color: None,
            name: TextPart::new(name),
            value: TextPart::new(value),
            share: OnDemand::default(),
            earlier: OnDemand::default(),
            change: OnDemand::default(),
        })
    }

    pub(super) fn fill(&mut self, content: &Line<'_>, messages: &Messages) -> Result<(), Error> {
        if self.color != Some(content.color) {
            self.color = Some(content.color);
            let color = content.color.to_string();
            // Known to differ: nothing is asked of the page first.
            drop(self.swatch.style().set_property("--_series", &color));
        }
        self.name.set(content.name);
        self.value.set(content.value);
        let (line, value) = (&self.element, &self.value.element);
        let figure = |class: &'static str| {
            move || {
                let figure = dom::create("span", class, "")?;
                dom::insert_after(value, &figure)?;
                Ok(TextPart::new(figure))
            }
        };
        for (part, class, text) in [
            (&mut self.share, "share", content.share),
            (&mut self.earlier, "earlier", content.earlier),
        ] {
            if let Some(part) = part.made_if(!text.is_empty(), figure(class))? {
                part.set(text);
            }
        }
        let make = || {
            let change = change::create()?;
            dom::append(line, &change)?;
            Ok(change)
        };
        if let Some(change) = self.change.made_if(content.change.is_some(), make)? {
            change::fill(change, content.change, messages);
        }
        Ok(())
    }
}

/// A swatch of its own, first in its line: to paint it anew leaves the styles of the line's other
/// parts as they are.
pub(super) const SWATCH: &str = "swatch";

/// An element that holds a name and a value.
pub(super) fn skeleton(tag: &str, class: &str) -> Result<HtmlElement, Error> {
    let line = dom::create(tag, class, "")?;
    for class in ["name", "value"] {
        dom::append(&line, &*dom::create("span", class, "")?)?;
    }
    Ok(line)
}

/// Makes `lines` hold exactly `wanted`, each with its own element in `parent`: `make` makes that
/// and the line in it.
pub(super) fn resize(
    lines: &mut Vec<SeriesLine>,
    wanted: usize,
    parent: &HtmlElement,
    make: fn() -> Result<(HtmlElement, SeriesLine), Error>,
) -> Result<(), Error> {
    dom::cut_children(parent, wanted);
    lines.truncate(wanted);
    while lines.len() < wanted {
        let (element, line) = make()?;
        dom::append(parent, &element)?;
        lines.push(line);
    }
    Ok(())
}

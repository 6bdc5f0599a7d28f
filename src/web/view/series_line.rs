//! A line of a tooltip: a series' colour, its name, a value, what the value was and how it has
//! changed.

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
    swatch: HtmlElement,
    color: Option<Rgba>,
    name: TextPart,
    value: TextPart,
    share: OnDemand<TextPart>,
    earlier: OnDemand<TextPart>,
    change: OnDemand<HtmlElement>,
}

impl SeriesLine {
    pub(super) fn new() -> Result<Self, Error> {
        let element = dom::copy_of("tooltip row", skeleton)?;
        let mut parts = dom::children(&element);
        let (Some(swatch), Some(name), Some(value)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(dom::refused("a copied line lacks its parts"));
        };
        drop(parts);
        Ok(Self {
            swatch,
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

/// The swatch has an element of its own: to paint it anew leaves the styles of the other parts as
/// they are.
fn skeleton() -> Result<HtmlElement, Error> {
    let line = dom::create("li", "row", "")?;
    for (tag, class) in [("i", "swatch"), ("span", "name"), ("span", "value")] {
        dom::append(&line, &*dom::create(tag, class, "")?)?;
    }
    Ok(line)
}

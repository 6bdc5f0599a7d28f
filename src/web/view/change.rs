//! A change against the earlier period: an arrow, a signed figure, and a colour that says
//! better or worse. Readable without the colour.

use crate::error::Error;
use crate::format::{ChangeText, Direction};
use crate::frame::Sense;
use crate::web::dom;
use web_sys::HtmlElement;

/// A change as shown.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub text: &'a ChangeText,
    pub sense: Sense,
}

/// A group that the earlier period did not have, where no number says so.
pub(super) fn new_group() -> ChangeText {
    ChangeText {
        direction: Direction::New,
        text: "new".to_owned(),
    }
}

pub(super) fn create() -> Result<HtmlElement, Error> {
    let change = dom::create("span", "delta", "")?;
    let arrow = dom::create("span", "arrow", "")?;
    dom::set(&arrow, "aria-hidden", "true");
    dom::append(&change, &arrow)?;
    let amount = dom::create("span", "amount", "")?;
    dom::append(&change, &amount)?;
    change.set_hidden(true);
    Ok(change)
}

/// Fills an element made by [`create`]; without a change it is not there.
pub(super) fn fill(element: &HtmlElement, change: Option<Shown<'_>>) {
    element.set_hidden(change.is_none());
    let (arrow, amount, sense) = match change {
        Some(Shown { text, sense }) => (
            text.direction.arrow(),
            text.text.as_str(),
            sense_name(sense),
        ),
        None => ("", "", ""),
    };
    dom::set(element, "data-change", sense);
    dom::set(element, "title", sense);
    for (part, text) in dom::children(element).zip([arrow, amount]) {
        dom::text(&part, text);
    }
}

/// `, +20%, worse`: the change at the end of a spoken sentence.
pub(super) fn spoken(change: Option<Shown<'_>>) -> String {
    match change {
        None => String::new(),
        Some(Shown {
            text,
            sense: Sense::Neutral,
        }) => format!(", {}", text.text),
        Some(Shown { text, sense }) => format!(", {}, {}", text.text, sense_name(sense)),
    }
}

fn sense_name(sense: Sense) -> &'static str {
    match sense {
        Sense::Better => "better",
        Sense::Worse => "worse",
        Sense::Neutral => "",
    }
}

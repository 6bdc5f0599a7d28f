//! A change against the earlier period: an arrow, a signed figure, and a colour that says
//! better or worse. Readable without the colour.

use crate::error::Error;
use crate::format::{ChangeText, Direction};
use crate::frame::Trend;
use crate::messages::{MessageKey, Messages};
use crate::web::browser::dom;
use web_sys::HtmlElement;

/// A change as shown.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub text: &'a ChangeText,
    pub sense: Trend,
}

/// A group that the earlier period did not have, where no number says so.
pub(super) fn new_group() -> ChangeText {
    ChangeText {
        direction: Direction::New,
        text: String::new(),
    }
}

/// What is no figure is said in the host's words.
fn text_of<'a>(change: &'a ChangeText, messages: &'a Messages) -> &'a str {
    match change.direction {
        Direction::New => messages.text(MessageKey::New),
        Direction::Same => messages.text(MessageKey::NoChange),
        _ => &change.text,
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
pub(super) fn fill(element: &HtmlElement, change: Option<Shown<'_>>, messages: &Messages) {
    element.set_hidden(change.is_none());
    let (arrow, amount, sense, word) = match change {
        Some(Shown { text, sense }) => (
            text.direction.arrow(),
            text_of(text, messages),
            sense_name(sense),
            word_of(sense, messages),
        ),
        None => ("", "", "", ""),
    };
    dom::set(element, "data-change", sense);
    dom::set(element, "title", word);
    for (part, text) in dom::children(element).zip([arrow, amount]) {
        dom::text(&part, text);
    }
}

/// `, +20%, worse`: the change at the end of a spoken sentence.
pub(super) fn spoken(change: Option<Shown<'_>>, messages: &Messages) -> String {
    let Some(Shown { text, sense }) = change else {
        return String::new();
    };
    let text = text_of(text, messages);
    match word_of(sense, messages) {
        "" => format!(", {text}"),
        word => format!(", {text}, {word}"),
    }
}

fn word_of(sense: Trend, messages: &Messages) -> &str {
    match sense {
        Trend::Neutral => "",
        Trend::Better => messages.text(MessageKey::Better),
        Trend::Worse => messages.text(MessageKey::Worse),
    }
}

fn sense_name(sense: Trend) -> &'static str {
    match sense {
        Trend::Better => "better",
        Trend::Worse => "worse",
        Trend::Neutral => "",
    }
}

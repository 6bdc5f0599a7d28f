//! Making and changing elements with as few words and as few writes as possible.
//!
//! Text reaches the page as text only: nothing here can make markup out of a string.

use crate::error::Error;
use crate::hit::Viewport;
use crate::paint::paint_error;
use crate::sorted::SortedMap;
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, Node};

/// The page's document, or an error in a worker.
pub fn document() -> Result<Document, Error> {
    web_sys::window()
        .and_then(|window| window.document())
        .ok_or_else(|| refused("there is no document here"))
}

/// A new element of class `class`, exposed to the page's styles as `part`.
pub fn create(tag: &str, class: &str, part: &str) -> Result<HtmlElement, Error> {
    let element = document()?.create_element(tag).map_err(refused_by)?;
    if !class.is_empty() {
        element.set_class_name(class);
    }
    if !part.is_empty() {
        set(&element, "part", part);
    }
    element
        .dyn_into()
        .map_err(|_| refused("the page cannot create HTML elements"))
}

/// A new element of a drawing.
pub fn create_svg(tag: &str) -> Result<Element, Error> {
    let element = document()?.create_element_ns(Some("http://www.w3.org/2000/svg"), tag);
    element.map_err(refused_by)
}

/// The same for a button, which sends no form of the page's.
pub fn button(class: &str, part: &str) -> Result<HtmlElement, Error> {
    let button = create("button", class, part)?;
    set(&button, "type", "button");
    Ok(button)
}

/// Appends `child` to `parent`.
pub fn append(parent: &Node, child: &Node) -> Result<(), Error> {
    parent.append_child(child).map(drop).map_err(refused_by)
}

/// Puts `element` right behind `other`.
pub fn insert_after(other: &Node, element: &Node) -> Result<(), Error> {
    match other.parent_node() {
        Some(parent) => parent
            .insert_before(element, other.next_sibling().as_ref())
            .map(drop)
            .map_err(refused_by),
        None => Ok(()),
    }
}

/// Sets an attribute, only where it differs: a write is a style invalidation.
pub fn set(element: &Element, name: &str, value: &str) {
    if element.get_attribute(name).as_deref() != Some(value) {
        // Fails only on an illegal name, and all names are literals of this crate.
        drop(element.set_attribute(name, value));
    }
}

/// Sets an attribute that says `true` or `false`, as those of ARIA do.
pub fn set_bool(element: &Element, name: &str, on: bool) {
    set(element, name, if on { "true" } else { "false" });
}

/// Sets or removes a boolean attribute.
pub fn toggle(element: &Element, name: &str, on: bool) {
    if on {
        set(element, name, "");
    } else if element.has_attribute(name) {
        drop(element.remove_attribute(name));
    }
}

/// Sets the text, only where it differs: an equal text keeps a viewer's selection alive.
pub fn text(node: &Node, text: &str) {
    if node.text_content().as_deref() != Some(text) {
        node.set_text_content(Some(text));
    }
}

/// An element whose text is ours alone: what it shows is known without asking the page.
pub struct TextPart {
    /// The element.
    pub element: HtmlElement,
    shown: String,
}

impl TextPart {
    /// `element`, which has no text yet.
    pub fn new(element: HtmlElement) -> Self {
        Self {
            element,
            shown: String::new(),
        }
    }

    /// Sets the text, only where it differs.
    pub fn set(&mut self, text: &str) {
        if self.shown != text {
            self.element.set_text_content(Some(text));
            text.clone_into(&mut self.shown);
        }
    }
}

thread_local! {
    static PROTOTYPES: RefCell<SortedMap<&'static str, HtmlElement>> = RefCell::default();
}

/// An element with all that is in it, as `make` makes it: made once, and copied from then on, which
/// costs a fraction. `name` tells prototypes apart.
pub fn copy_of(
    name: &'static str,
    make: fn() -> Result<HtmlElement, Error>,
) -> Result<HtmlElement, Error> {
    let known = PROTOTYPES.with_borrow(|all| all.get(name).cloned());
    let prototype = match known {
        Some(prototype) => prototype,
        None => {
            let made = make()?;
            PROTOTYPES.with_borrow_mut(|all| all.insert(name, made.clone()));
            made
        }
    };
    let copy = prototype.clone_node_with_deep(true).map_err(refused_by)?;
    copy.dyn_into()
        .map_err(|_| refused("the page cannot copy HTML elements"))
}

/// Sets one style property through the object model, which a strict content policy allows.
pub fn style(element: &HtmlElement, property: &str, value: &str) {
    let style = element.style();
    if style.get_property_value(property).as_deref() != Ok(value) {
        drop(style.set_property(property, value));
    }
}

/// Makes `parent` hold exactly `wanted` children, made by `make` and cut from the end.
pub fn resize_children(
    parent: &Element,
    wanted: usize,
    make: fn() -> Result<HtmlElement, Error>,
) -> Result<(), Error> {
    cut_children(parent, wanted);
    while (parent.child_element_count() as usize) < wanted {
        let child = make()?;
        append(parent, &child)?;
    }
    Ok(())
}

/// Removes the children after the first `wanted`.
pub fn cut_children(parent: &Element, wanted: usize) {
    while parent.child_element_count() as usize > wanted {
        match parent.last_element_child() {
            Some(last) => last.remove(),
            None => break,
        }
    }
}

/// The children of an element of ours, in order. All of them are made here, and in Firefox one that
/// was moved to another document is no `HTMLElement` of this one any more.
pub fn children(parent: &Element) -> impl Iterator<Item = HtmlElement> {
    let list = parent.children();
    (0..list.length()).filter_map(move |index| Some(list.item(index)?.unchecked_into()))
}

/// How much an ancestor's `zoom` scales the lengths of `element`; boxes are told in the
/// viewport's pixels all the same.
pub fn zoom(element: &Element) -> f64 {
    let zoom = js_sys::Reflect::get(element, &"currentCSSZoom".into());
    let zoom = zoom.ok().and_then(|zoom| zoom.as_f64());
    zoom.filter(|zoom| *zoom > 0.0).unwrap_or(1.0)
}

/// How large `element` is seen against how large it is laid out: a page may be zoomed or
/// scaled by a transform.
pub fn scale(element: &HtmlElement) -> f64 {
    let seen = element.get_bounding_client_rect().width();
    match f64::from(element.client_width()) {
        laid_out if seen > 0.0 && laid_out > 0.0 => seen / laid_out,
        _ => 1.0,
    }
}

/// The visible part of the page that `element` is in, which may be a frame of this one, in CSS
/// pixels.
pub fn viewport(element: &Node) -> Viewport {
    let side = |size: Result<JsValue, _>| size.ok().and_then(|size| size.as_f64());
    let (right, bottom) = element
        .owner_document()
        .and_then(|document| document.default_view())
        .map(|window| (side(window.inner_width()), side(window.inner_height())))
        .unwrap_or_default();
    Viewport {
        left: 0.0,
        top: 0.0,
        right: right.unwrap_or_default(),
        bottom: bottom.unwrap_or_default(),
    }
}

/// The page refused to make or change an element, for the given reason.
pub fn refused(detail: &str) -> Error {
    paint_error(detail)
}

/// An exception of the document, as an error of this crate.
pub fn refused_by(exception: JsValue) -> Error {
    let detail = exception
        .dyn_ref::<js_sys::Error>()
        .map(|error| String::from(error.message()))
        .or_else(|| exception.as_string())
        .unwrap_or_else(|| "the page refused".to_owned());
    paint_error(&detail)
}

//! The elements that every widget has: made once for all widgets, and copied.

use crate::error::Error;
use crate::web::browser::dom;
use web_sys::HtmlElement;

pub(super) struct Skeleton {
    pub root: HtmlElement,
    pub title: HtmlElement,
    /// Opens the inspector. What else the head has stands before it.
    pub menu: HtmlElement,
    pub notice: HtmlElement,
    /// Holds the chart, the table, the number and the message, one over the other.
    pub body: HtmlElement,
    pub chart: HtmlElement,
    pub legend: HtmlElement,
    /// Says to a screen reader what the tooltip shows. Nobody sees it: it has the page's colours as
    /// its own, to be read.
    pub readout: HtmlElement,
}

impl Skeleton {
    pub(super) fn new() -> Result<Self, Error> {
        let root = dom::copy_of("widget", make)?;
        let mut parts = dom::children(&root);
        let next = |parts: &mut dyn Iterator<Item = HtmlElement>| {
            let next = parts.next();
            next.ok_or_else(|| dom::refused("a copied widget lacks a part"))
        };
        let head = next(&mut parts)?;
        let mut of_head = dom::children(&head);
        let (notice, body) = (next(&mut parts)?, next(&mut parts)?);
        Ok(Self {
            title: next(&mut of_head)?,
            menu: next(&mut of_head)?,
            chart: next(&mut dom::children(&body))?,
            legend: next(&mut parts)?,
            readout: next(&mut parts)?,
            notice,
            body: body.clone(),
            root: root.clone(),
        })
    }
}

fn make() -> Result<HtmlElement, Error> {
    let root = dom::create("section", "widget", "widget")?;
    let add = |parent: &HtmlElement, tag: &str, class: &str, part: &str| {
        let element = dom::create(tag, class, part)?;
        dom::append(parent, &element)?;
        Ok::<_, Error>(element)
    };
    let attributes = |element: &HtmlElement, attributes: &[(&str, &str)]| {
        for (name, value) in attributes {
            dom::set(element, name, value);
        }
    };
    let head = add(&root, "header", "head", "")?;
    add(&head, "h3", "title", "title")?;
    let menu = add(&head, "button", "opener dots", "")?;
    attributes(
        &menu,
        &[
            ("type", "button"),
            ("popovertarget", "menu"),
            ("aria-label", "Menu"),
            ("title", "Menu"),
            ("aria-haspopup", "menu"),
        ],
    );
    let notice = add(&root, "div", "notice", "notice")?;
    let status = add(&notice, "span", "status", "status")?;
    // A live region is heard only where it was there before its words.
    attributes(&status, &[("role", "status")]);
    let body = add(&root, "div", "body", "")?;
    let chart = add(&body, "div", "chart", "chart")?;
    attributes(
        &chart,
        &[("tabindex", "0"), ("role", "figure"), ("dir", "ltr")],
    );
    let legend = add(&root, "ul", "legend", "legend")?;
    attributes(&legend, &[("role", "toolbar"), ("aria-label", "Legend")]);
    let readout = add(&root, "div", "readout", "")?;
    attributes(&readout, &[("aria-live", "polite")]);
    Ok(root)
}

//! The legend: one button a series, which shows or hides it.

use super::series_line;
use crate::error::Error;
use crate::format::{self, NumberLocale};
use crate::frame::{Frame, FrameSeries};
use crate::hit::cut_name;
use crate::web::dom;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{Element, HtmlElement};

pub(super) struct Legend {
    root: HtmlElement,
    keys: Rc<RefCell<Vec<String>>>,
}

impl Legend {
    pub(super) fn new(parent: &HtmlElement) -> Result<Self, Error> {
        let root = dom::create("ul", "legend", "legend")?;
        dom::append(parent, &root)?;
        Ok(Self {
            root,
            keys: Rc::default(),
        })
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// Finds the series key of the entry that an event came from.
    pub(super) fn key_finder(&self) -> impl Fn(&Element) -> Option<String> + 'static {
        let (root, keys) = (self.root.clone(), Rc::clone(&self.keys));
        move |target| {
            let item = target.closest("li").ok()??;
            let index = dom::children(&root).position(|child| *child == item)?;
            keys.borrow().get(index).cloned()
        }
    }

    /// Reads the keys of all entries.
    pub(super) fn all_keys_reader(&self) -> impl Fn() -> Vec<String> + 'static {
        let keys = Rc::clone(&self.keys);
        move || keys.borrow().clone()
    }

    pub(super) fn show(&self, frame: Option<&Frame>, locale: &NumberLocale) -> Result<(), Error> {
        let series = match frame {
            Some(frame) if frame.has_legend() => frame.series.as_slice(),
            _ => &[],
        };
        dom::resize_children(&self.root, series.len(), entry)?;
        for (item, series) in dom::children(&self.root).zip(series) {
            fill(&item, series, locale);
        }
        *self.keys.borrow_mut() = series.iter().map(|series| series.key.clone()).collect();
        Ok(())
    }
}

fn entry() -> Result<HtmlElement, Error> {
    let item = dom::create("li", "", "")?;
    let button = series_line::create("button", "entry")?;
    dom::set(&button, "type", "button");
    dom::append(&item, &button)?;
    Ok(item)
}

fn fill(item: &HtmlElement, series: &FrameSeries, locale: &NumberLocale) {
    let Some(button) = dom::children(item).next() else {
        return;
    };
    let value = series.summary.legend();
    let shown = format::tooltip(value.value, series.unit, locale);
    let description = format!("{}: {} {shown}", series.name, value.kind.name());
    dom::set(
        &button,
        "aria-pressed",
        if series.hidden { "false" } else { "true" },
    );
    dom::set(&button, "title", &description);
    series_line::fill(&button, series.color, &cut_name(&series.name), &shown);
}

//! The legend: one button a series, which shows or hides it.

use super::change::{self, Shown};
use super::series_line::{self, Words};
use crate::compare::Standing;
use crate::error::Error;
use crate::format::{self, NumberLocale};
use crate::frame::{Frame, FrameSeries, Sense};
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
            Some(frame) if frame.has_legend() || is_compared(frame) => frame.series.as_slice(),
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

/// A series that stands alone has a legend for the change of its total.
fn is_compared(frame: &Frame) -> bool {
    frame.series.iter().any(|series| series.change.is_some())
}

fn fill(item: &HtmlElement, series: &FrameSeries, locale: &NumberLocale) {
    let Some(button) = dom::children(item).next() else {
        return;
    };
    let total = series.summary.legend();
    let text = |value: f64| format::tooltip(value, series.unit, locale);
    let value = text(total.value);
    let compared = series.change.as_ref();
    let change = compared.and_then(|change| change.total);
    let is_new = compared.is_some_and(|change| change.standing == Standing::New);
    let said = change
        .map(|change| format::change(&change.delta, series.unit, locale))
        .or_else(|| is_new.then(change::new_group));
    let shown = said.as_ref().map(|text| Shown {
        text,
        sense: change.map_or(Sense::Neutral, |change| change.sense()),
    });
    let before = change.map_or(String::new(), |change| {
        format!(", before {}", text(change.earlier))
    });
    let description = format!(
        "{}: {} {value}{}{before}",
        series.name,
        total.kind.name(),
        change::spoken(shown)
    );
    let pressed = if series.hidden { "false" } else { "true" };
    dom::set(&button, "aria-pressed", pressed);
    dom::set(&button, "title", &description);
    series_line::fill(
        &button,
        &Words {
            color: series.color,
            name: &cut_name(&series.name),
            value: &value,
            earlier: "",
            change: shown,
        },
    );
}

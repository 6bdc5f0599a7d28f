//! The legend: one button a series, which shows or hides it.

use super::change::{self, Shown};
use super::series_line::{self, Line, SeriesLine};
use crate::error::Error;
use crate::format::{self, Labels};
use crate::frame::{Frame, FrameSeries, Trend};
use crate::hit::cut_name;
use crate::messages::{MessageKey, Messages};
use crate::run::compare::ComparisonStatus;
use crate::web::browser::dom;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{Element, HtmlElement};

pub(super) struct Legend {
    root: HtmlElement,
    lines: Vec<SeriesLine>,
    keys: Rc<RefCell<Vec<String>>>,
}

impl Legend {
    pub(super) fn new(root: &HtmlElement) -> Self {
        Self {
            root: root.clone(),
            lines: Vec::new(),
            keys: Rc::default(),
        }
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

    /// Shows the entries of more than one series, and of a single one where its total `is_compared`.
    pub(super) fn show(
        &mut self,
        frame: Option<&Frame>,
        is_compared: bool,
        labels: &dyn Labels,
    ) -> Result<(), Error> {
        let series = match frame {
            Some(frame) if frame.has_legend() || is_compared || has_change(frame) => {
                frame.series.as_slice()
            }
            _ => &[],
        };
        let visible = series.iter().filter(|series| !series.hidden).count();
        let stacked = frame.is_some_and(|frame| frame.stacked);
        if self.lines.len() != series.len() {
            series_line::resize(&mut self.lines, series.len(), &self.root, entry)?;
            self.keep_tab_stop();
        }
        for (line, one) in self.lines.iter_mut().zip(series) {
            fill(line, one, labels)?;
            let is_offered = one.earlier.is_some() && series.len() > 1;
            // A line that is visible alone has its earlier period beside it anyway.
            let is_useful = stacked || (visible > 1 && !one.hidden);
            fill_earlier(line, one, labels.messages(), is_offered && is_useful)?;
        }
        *self.keys.borrow_mut() = series.iter().map(|series| series.key.clone()).collect();
        Ok(())
    }
}

impl Legend {
    /// All buttons are one stop of the tab key: where the one that was it has gone, the first is.
    fn keep_tab_stop(&self) {
        let has_stop = self.root.query_selector("[tabindex='0']");
        if let (Ok(None), Some(first)) = (has_stop, self.lines.first()) {
            first.element.set_tab_index(0);
        }
    }
}

fn entry() -> Result<(HtmlElement, SeriesLine), Error> {
    let item = dom::copy_of("legend entry", || {
        let item = dom::create("li", "", "")?;
        dom::set(&item, "role", "none");
        let button = series_line::skeleton("button", "entry")?;
        dom::set(&button, "type", "button");
        dom::set(&button, "tabindex", "-1");
        dom::append(&item, &button)?;
        Ok(item)
    })?;
    let button = dom::children(&item).next();
    let button = button.ok_or_else(|| dom::refused("a copied entry lacks its button"))?;
    Ok((item, SeriesLine::new(button)?))
}

/// A series that stands alone has a legend for the change of its total.
fn has_change(frame: &Frame) -> bool {
    frame.series.iter().any(|series| series.change.is_some())
}

/// The button that draws the earlier period of a series among others. Series of a stack
/// are drawn alone with it: see [`super::pointer`].
fn fill_earlier(
    line: &SeriesLine,
    series: &FrameSeries,
    messages: &Messages,
    is_offered: bool,
) -> Result<(), Error> {
    let Some(item) = line.element.parent_element() else {
        return Ok(());
    };
    dom::resize_children(&item, 1 + usize::from(is_offered), earlier_button)?;
    if is_offered && let Some(button) = dom::children(&item).nth(1) {
        let name = messages.filled(MessageKey::EarlierOf, &[("name", &series.name)]);
        dom::set(&button, "title", &name);
        dom::set(&button, "aria-label", &name);
        let pressed = if series.shows_earlier {
            "true"
        } else {
            "false"
        };
        dom::set(&button, "aria-pressed", pressed);
        dom::style(&button, "--_series", &series.color.to_string());
    }
    Ok(())
}

fn earlier_button() -> Result<HtmlElement, Error> {
    let button = dom::button("show-earlier", "")?;
    dom::set(&button, "tabindex", "-1");
    let dash = dom::create("i", "dash", "")?;
    dom::append(&button, &dash)?;
    Ok(button)
}

fn fill(line: &mut SeriesLine, series: &FrameSeries, labels: &dyn Labels) -> Result<(), Error> {
    let (locale, messages) = (labels.numbers(), labels.messages());
    let total = series.summary.legend();
    let text = |value: f64| format::tooltip(value, series.unit, locale);
    let value = text(total.value);
    let compared = series.change.as_ref();
    let change = compared.and_then(|change| change.total);
    let is_new = compared.is_some_and(|change| change.status == ComparisonStatus::New);
    let change_text = change
        .map(|change| format::change(&change.delta, series.unit, locale))
        .or_else(|| is_new.then(change::new_group));
    let shown = change_text.as_ref().map(|text| Shown {
        text,
        sense: change.map_or(Trend::Neutral, |change| change.sense()),
    });
    let before = change.map_or(String::new(), |change| {
        let now = text(change.earlier + change.delta.absolute);
        let places = [("now", &*now), ("before", &text(change.earlier))];
        format!(
            " ({})",
            messages.filled(MessageKey::CompleteBuckets, &places)
        )
    });
    let description = format!(
        "{}: {} {value}{}{before}",
        series.name,
        messages.text(total.kind.name()),
        change::spoken(shown, messages)
    );
    let pressed = if series.hidden { "false" } else { "true" };
    dom::set(&line.element, "aria-pressed", pressed);
    dom::set(&line.element, "title", &description);
    line.fill(
        &Line {
            color: series.color,
            name: &cut_name(&series.name),
            value: &value,
            share: "",
            earlier: "",
            change: shown,
        },
        messages,
    )
}

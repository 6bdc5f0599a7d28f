//! The legend: one button a series, which shows or hides it.

use super::ViewListener;
use super::change::{self, Shown};
use super::legend_table::{self, COLUMNS_MARK, LegendTable};
use super::on_demand::OnDemand;
use crate::error::Error;
use crate::format::{self, Labels};
use crate::frame::{Frame, FrameSeries, Trend};
use crate::hit::cut_name;
use crate::messages::{MessageKey, Messages};
use crate::palette::Rgba;
use crate::run::compare::ComparisonStatus;
use crate::web::browser::dom::{self, TextPart};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{Element, HtmlElement};

/// The styles' name for a series' colour.
const SERIES_COLOR: &str = "--_series";

/// Its styles draw the swatch and the value: a page has many entries, and each of their elements
/// counts.
struct Entry {
    item: HtmlElement,
    /// The button, which has the name as its text.
    name: TextPart,
    color: Option<Rgba>,
    change: OnDemand<HtmlElement>,
    earlier: OnDemand<HtmlElement>,
}

pub(super) struct Legend {
    root: HtmlElement,
    on_event: ViewListener,
    table: OnDemand<LegendTable>,
    entries: Vec<Entry>,
    keys: Keys,
}

/// Series keys by the entries of a legend.
#[derive(Clone)]
pub(super) struct Keys {
    root: HtmlElement,
    keys: Rc<RefCell<Vec<String>>>,
}

impl Keys {
    /// Of the entry that `target` is in.
    pub(super) fn of(&self, target: &Element) -> Option<String> {
        let item = target.closest("li").ok()??;
        let index = dom::children(&self.root).position(|child| *child == item)?;
        self.keys.borrow().get(index).cloned()
    }

    pub(super) fn all(&self) -> Vec<String> {
        self.keys.borrow().clone()
    }
}

impl Legend {
    pub(super) fn new(root: &HtmlElement, on_event: ViewListener) -> Self {
        Self {
            root: root.clone(),
            on_event,
            table: OnDemand::default(),
            entries: Vec::new(),
            keys: Keys {
                root: root.clone(),
                keys: Rc::default(),
            },
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn keys(&self) -> Keys {
        self.keys.clone()
    }

    /// Shows the entries of more than one series, and of a single one where its total `is_compared`;
    /// as a table where it `is_table`.
    pub(super) fn show(
        &mut self,
        frame: Option<&Frame>,
        (is_compared, is_table): (bool, bool),
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
        if self.entries.len() != series.len() {
            self.resize(series.len())?;
        }
        let is_table = is_table && !series.is_empty();
        let make = || LegendTable::new(&self.root, &self.on_event);
        let order = match self.table.made_if(is_table, make)? {
            Some(table) => table.show(frame.filter(|_| is_table), labels),
            None => Vec::new(),
        };
        dom::toggle(&self.root, COLUMNS_MARK, is_table);
        let at = |place: usize| series.get(order.get(place).copied().unwrap_or(place));
        for (place, entry) in self.entries.iter_mut().enumerate() {
            let Some(one) = at(place) else {
                continue;
            };
            entry.fill(one, labels)?;
            if is_table {
                legend_table::fill_values(&entry.item, one, labels)?;
            }
            let is_offered = one.earlier.is_some() && series.len() > 1;
            // A line that is visible alone has its earlier period beside it anyway.
            let is_useful = stacked || (visible > 1 && !one.hidden);
            entry.fill_earlier(one, labels.messages(), is_offered && is_useful)?;
        }
        let keys = (0..series.len()).filter_map(|place| Some(at(place)?.key.clone()));
        *self.keys.keys.borrow_mut() = keys.collect();
        Ok(())
    }

    fn resize(&mut self, count: usize) -> Result<(), Error> {
        dom::cut_children(&self.root, count);
        self.entries.truncate(count);
        while self.entries.len() < count {
            let entry = Entry::new()?;
            dom::append(&self.root, &entry.item)?;
            self.entries.push(entry);
        }
        // All buttons are one stop of the tab key: that which was it may have gone.
        if let Some(first) = self.entries.first() {
            first.name.element.set_tab_index(0);
        }
        Ok(())
    }
}

/// A series that stands alone has a legend for the change of its total.
fn has_change(frame: &Frame) -> bool {
    frame.series.iter().any(|series| series.change.is_some())
}

impl Entry {
    fn new() -> Result<Self, Error> {
        let item = dom::copy_of("legend entry", || {
            let item = dom::create("li", "", "")?;
            dom::set(&item, "role", "none");
            let button = dom::button("entry name", "")?;
            dom::set(&button, "tabindex", "-1");
            dom::append(&item, &button)?;
            Ok(item)
        })?;
        let button = dom::children(&item).next();
        let button = button.ok_or_else(|| dom::refused("a copied entry lacks its button"))?;
        Ok(Self {
            item,
            name: TextPart::new(button),
            color: None,
            change: OnDemand::default(),
            earlier: OnDemand::default(),
        })
    }

    fn fill(&mut self, series: &FrameSeries, labels: &dyn Labels) -> Result<(), Error> {
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
        let button = &self.name.element;
        dom::set_bool(button, "aria-pressed", !series.hidden);
        dom::set(button, "title", &description);
        if self.color != Some(series.color) {
            self.color = Some(series.color);
            dom::style(button, SERIES_COLOR, &series.color.to_string());
        }
        self.name.set(&cut_name(&series.name));
        dom::set(&self.item, "data-value", &value);
        let make = || appended(&self.item, change::create()?);
        if let Some(change) = self.change.made_if(shown.is_some(), make)? {
            change::fill(change, shown, messages);
        }
        Ok(())
    }

    /// The button that draws the earlier period of a series among others. Series of a stack
    /// are drawn alone with it: see [`super::pointer`].
    fn fill_earlier(
        &mut self,
        series: &FrameSeries,
        messages: &Messages,
        is_offered: bool,
    ) -> Result<(), Error> {
        let make = || appended(&self.item, earlier_button()?);
        let Some(button) = self.earlier.made_if(is_offered, make)? else {
            return Ok(());
        };
        button.set_hidden(!is_offered);
        let name = messages.filled(MessageKey::EarlierOf, &[("name", &series.name)]);
        dom::set(button, "title", &name);
        dom::set(button, "aria-label", &name);
        dom::set_bool(button, "aria-pressed", series.shows_earlier);
        dom::style(button, SERIES_COLOR, &series.color.to_string());
        Ok(())
    }
}

fn appended(parent: &HtmlElement, element: HtmlElement) -> Result<HtmlElement, Error> {
    dom::append(parent, &element)?;
    Ok(element)
}

fn earlier_button() -> Result<HtmlElement, Error> {
    let button = dom::button("show-earlier", "")?;
    dom::set(&button, "tabindex", "-1");
    dom::append(&button, &*dom::create("i", "dash", "")?)?;
    Ok(button)
}

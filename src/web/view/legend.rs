//! The legend: one button a series, which shows or hides it.

use super::change::{self, Shown};
use super::on_demand::OnDemand;
use super::plot::Picture;
use super::{ViewEvent, ViewListener};
use crate::error::Error;
use crate::format::{self, Labels};
use crate::frame::{Frame, FrameSeries, Trend};
use crate::hit::cut_name;
use crate::interaction::{self, Press};
use crate::messages::{MessageKey, Messages};
use crate::palette::Rgba;
use crate::run::compare::ComparisonStatus;
use crate::web::browser::dom::{self, TextPart};
use crate::web::browser::observers::Listener;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent};

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
    entries: Vec<Entry>,
    keys: Rc<RefCell<Vec<String>>>,
}

impl Legend {
    pub(super) fn new(root: &HtmlElement) -> Self {
        Self {
            root: root.clone(),
            entries: Vec::new(),
            keys: Rc::default(),
        }
    }

    /// What a press on an entry means goes by what is drawn.
    pub(super) fn listener(
        &self,
        picture: Rc<RefCell<Picture>>,
        on_event: ViewListener,
    ) -> Result<Listener, Error> {
        let (root, keys) = (self.root.clone(), Rc::clone(&self.keys));
        Listener::passive(&self.root, "click", move |event| {
            let target = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok());
            let Some(target) = target else {
                return;
            };
            let Some(key) = key_of(&target, &root, &keys.borrow()) else {
                return;
            };
            let on_earlier = matches!(target.closest(".show-earlier"), Ok(Some(_)));
            let (with_modifier, clicks) =
                event.dyn_ref().map_or((false, 1), |mouse: &MouseEvent| {
                    let with_modifier = mouse.alt_key() || mouse.ctrl_key() || mouse.meta_key();
                    (with_modifier, mouse.detail())
                });
            let press = interaction::press(with_modifier, clicks, on_earlier, is_stacked(&picture));
            let all = || keys.borrow().clone();
            on_event(match press {
                Press::Toggle => ViewEvent::Toggled(key),
                Press::Earlier => ViewEvent::EarlierToggled(key),
                Press::Solo => ViewEvent::Soloed { key, all: all() },
            });
        })
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
        dom::cut_children(&self.root, series.len());
        self.entries.truncate(series.len());
        while self.entries.len() < series.len() {
            let entry = Entry::new()?;
            dom::append(&self.root, &entry.item)?;
            self.entries.push(entry);
        }
        for (entry, one) in self.entries.iter_mut().zip(series) {
            entry.fill(one, labels)?;
            let is_offered = one.earlier.is_some() && series.len() > 1;
            // A line that is visible alone has its earlier period beside it anyway.
            let is_useful = stacked || (visible > 1 && !one.hidden);
            entry.fill_earlier(one, labels.messages(), is_offered && is_useful)?;
        }
        *self.keys.borrow_mut() = series.iter().map(|series| series.key.clone()).collect();
        Ok(())
    }
}

/// The series key of the entry that `target` is in.
fn key_of(target: &Element, root: &HtmlElement, keys: &[String]) -> Option<String> {
    let item = target.closest("li").ok()??;
    let index = dom::children(root).position(|child| *child == item)?;
    keys.get(index).cloned()
}

fn is_stacked(picture: &RefCell<Picture>) -> bool {
    let picture = picture.try_borrow();
    picture.is_ok_and(|picture| picture.frame.as_ref().is_some_and(|frame| frame.stacked))
}

/// A series that stands alone has a legend for the change of its total.
fn has_change(frame: &Frame) -> bool {
    frame.series.iter().any(|series| series.change.is_some())
}

impl Entry {
    fn new() -> Result<Self, Error> {
        let item = dom::copy_of("legend entry", || {
            let item = dom::create("li", "", "")?;
            dom::append(&item, &*dom::button("entry name", "")?)?;
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
        dom::set(button, "aria-pressed", pressed(!series.hidden));
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
        dom::set(button, "aria-pressed", pressed(series.shows_earlier));
        dom::style(button, SERIES_COLOR, &series.color.to_string());
        Ok(())
    }
}

fn appended(parent: &HtmlElement, element: HtmlElement) -> Result<HtmlElement, Error> {
    dom::append(parent, &element)?;
    Ok(element)
}

fn pressed(is_pressed: bool) -> &'static str {
    if is_pressed { "true" } else { "false" }
}

fn earlier_button() -> Result<HtmlElement, Error> {
    let button = dom::button("show-earlier", "")?;
    dom::append(&button, &*dom::create("i", "dash", "")?)?;
    Ok(button)
}

//! The legend as a table: what stands for each series in columns, in an order that the viewer
//! chooses. The rows are the legend's own entries.

use super::table::place_of;
use super::{ViewEvent, ViewListener, sort};
use crate::error::Error;
use crate::format::{self, Labels};
use crate::frame::series_figures::FIGURES;
use crate::frame::{Frame, FrameSeries};
use crate::web::browser::dom;
use crate::web::browser::observers::Listener;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// On the legend while it is a table.
pub(super) const COLUMNS_MARK: &str = "data-columns";
/// What the styles know a column by.
const COLUMN: &str = "data-column";
const CELL: &str = "value";
/// Fits the words at the top of a column.
const LEAST_LETTERS: usize = 5;

/// A column of the head, the names first, and whether its highest comes first.
type Sort = Option<(usize, bool)>;

pub(super) struct LegendTable {
    root: HtmlElement,
    head: HtmlElement,
    sort: Rc<Cell<Sort>>,
    _pressed: Listener,
}

impl LegendTable {
    /// The head, before the entries, in the widget's `root`.
    #[inline(never)]
    pub(super) fn new(entries: &HtmlElement, on_event: &ViewListener) -> Result<Self, Error> {
        let root = entries.parent_element().and_then(|it| it.dyn_into().ok());
        let root: HtmlElement = root.ok_or_else(|| dom::refused("a legend stands nowhere"))?;
        let head = dom::create("div", "legend-head", "")?;
        dom::append(&head, &*dom::button("sort", "")?)?;
        fill_columns(&head, || dom::button("sort", ""))?;
        root.insert_before(&head, Some(entries))
            .map_err(dom::refused_by)?;
        let sort = Rc::<Cell<Sort>>::default();
        let (turned, listened, told) = (Rc::clone(&sort), head.clone(), Rc::clone(on_event));
        let pressed = Listener::passive(&head, "click", move |event| {
            if let Some(place) = place_of(&listened, &event, "button") {
                turned.set(turn(turned.get(), place));
                told(ViewEvent::Sorted);
            }
        })?;
        Ok(Self {
            root,
            head,
            sort,
            _pressed: pressed,
        })
    }

    /// Shows the head where there are series, and says in which order they stand; nothing where it is their own.
    #[inline(never)]
    pub(super) fn show(&self, frame: Option<&Frame>, labels: &dyn Labels) -> Vec<usize> {
        self.head.set_hidden(frame.is_none());
        let Some(frame) = frame else {
            return Vec::new();
        };
        let sort = self.sort.get();
        for (place, button) in dom::children(&self.head).enumerate() {
            let key = place.checked_sub(1).and_then(|at| FIGURES.get(at));
            dom::text(&button, key.map_or("", |key| labels.messages().text(*key)));
            dom::set(&button, "data-sort", sort::direction(of(sort, place), ""));
        }
        let mut letters = LEAST_LETTERS;
        for series in &frame.series {
            for value in series.figures() {
                letters = text(series, value, labels).chars().count().max(letters);
            }
        }
        let width = [&letters.to_string(), "ch"].concat();
        dom::style(&self.root, "--_column", &width);
        match sort {
            Some((column, is_descending)) => frame.series_by(column, is_descending),
            None => Vec::new(),
        }
    }
}

/// The values of a series behind its name.
#[inline(never)]
pub(super) fn fill_values(
    item: &HtmlElement,
    series: &FrameSeries,
    labels: &dyn Labels,
) -> Result<(), Error> {
    let has_cells = dom::children(item).any(|part| part.class_name() == CELL);
    if !has_cells {
        fill_columns(item, || dom::create("span", CELL, ""))?;
    }
    let mut values = series.figures().into_iter();
    for part in dom::children(item) {
        if part.class_name() == CELL {
            let value = values.next().unwrap_or(f64::NAN);
            dom::text(&part, &text(series, value, labels));
        }
    }
    Ok(())
}

fn fill_columns(row: &HtmlElement, make: fn() -> Result<HtmlElement, Error>) -> Result<(), Error> {
    for column in 0..FIGURES.len() {
        let cell = make()?;
        dom::set(&cell, COLUMN, &column.to_string());
        dom::append(row, &cell)?;
    }
    Ok(())
}

fn text(series: &FrameSeries, value: f64, labels: &dyn Labels) -> String {
    match value.is_nan() {
        true => String::new(),
        false => format::tooltip(value, series.unit, labels.numbers()),
    }
}

/// Numbers begin with the highest, names with the first.
fn turn(sort: Sort, place: usize) -> Sort {
    let turned = sort::turned(of(sort, place), place > 0);
    turned.map(|is_descending| (place, is_descending))
}

/// The order of that column.
fn of(sort: Sort, place: usize) -> Option<bool> {
    let own = sort.filter(|(sorted, _)| *sorted == place);
    own.map(|(_, is_descending)| is_descending)
}

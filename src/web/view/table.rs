//! Rows and columns as a table of the page: sortable, selectable, copied as one.

use super::change::{self, Shown};
use super::pointer::is_shifted;
use super::{Target, ViewEvent, ViewListener, sort};
use crate::error::Error;
use crate::format::{self, Labels};
use crate::frame::{Change, ShownCell, ShownColumn, TableFrame};
use crate::hit::cut_name;
use crate::run::compare::ComparisonStatus;
use crate::web::browser::dom;
use crate::web::browser::observers::Listener;
use crate::web::page::options;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

/// The viewer's order. A column is known by its field, so that the order outlives a refresh.
#[derive(Clone, PartialEq)]
pub(super) struct Sort {
    field: String,
    is_descending: bool,
}

/// The columns as shown last and the order of their rows.
#[derive(Default)]
struct Order {
    columns: Vec<(String, bool)>,
    sort: Option<Sort>,
    /// The indexes of the rows, as they stand there.
    rows: Vec<usize>,
}

pub(super) struct TableBox {
    root: HtmlElement,
    head: HtmlElement,
    rows: HtmlElement,
    order: Rc<RefCell<Order>>,
    _pressed: Listener,
    _chosen: Listener,
}

impl TableBox {
    pub(super) fn new(parent: &HtmlElement, on_event: ViewListener) -> Result<Self, Error> {
        let root = dom::create("div", "rows-and-columns", "")?;
        let table = dom::create("table", "table", "table")?;
        let (head, row) = (dom::create("thead", "", "")?, dom::create("tr", "", "")?);
        let rows = dom::create("tbody", "", "")?;
        dom::append(&head, &row)?;
        dom::append(&table, &head)?;
        dom::append(&table, &rows)?;
        dom::append(&root, &table)?;
        // A region that scrolls can be reached by keys.
        dom::set(&root, "tabindex", "0");
        dom::set(&root, "role", "region");
        root.set_hidden(true);
        dom::append(parent, &root)?;
        let order: Rc<RefCell<Order>> = Rc::default();
        let pressed = Rc::clone(&order);
        let (told, listened, shown) = (Rc::clone(&on_event), rows.clone(), Rc::clone(&order));
        let chosen = Listener::passive(&rows, "click", move |event| {
            let Some(place) = place_of(&listened, &event, "tr") else {
                return;
            };
            let row = shown.try_borrow().ok().and_then(|order| {
                let row = *order.rows.get(place)?;
                Some(Target::Row(row, order.rows.len()))
            });
            if let Some(target) = row {
                let opens = is_shifted(&event);
                told(ViewEvent::Chosen { target, opens });
            }
        })?;
        let listened = row.clone();
        let listener = Listener::passive(&row, "click", move |event| {
            let place = place_of(&listened, &event, "th");
            let turned = place.is_some_and(|place| {
                pressed
                    .try_borrow_mut()
                    .is_ok_and(|mut order| order.turn(place))
            });
            if turned {
                on_event(ViewEvent::Sorted);
            }
        })?;
        Ok(Self {
            root,
            head: row,
            rows,
            order,
            _pressed: listener,
            _chosen: chosen,
        })
    }

    /// The viewer's order of its rows, where there is one.
    pub(super) fn sort(&self) -> Option<Sort> {
        self.order.borrow().sort.clone()
    }

    /// What scrolls, and takes keys.
    pub(super) fn element(&self) -> &HtmlElement {
        &self.root
    }

    /// Shows the table under its title, or goes away.
    pub(super) fn show(
        &self,
        table: Option<&TableFrame>,
        title: &str,
        labels: &dyn Labels,
    ) -> Result<(), Error> {
        self.root.set_hidden(table.is_none());
        match table {
            Some(table) => self.fill(table, title, labels),
            None => Ok(()),
        }
    }

    #[inline(never)]
    fn fill(&self, table: &TableFrame, title: &str, labels: &dyn Labels) -> Result<(), Error> {
        dom::set(&self.root, "aria-label", title);
        let letters = table.letters(labels);
        self.tell_columns(table, &letters);
        let mut order = self.order.borrow_mut();
        order.columns = table
            .columns
            .iter()
            .map(|column| (column.field.clone(), column.is_number))
            .collect();
        dom::resize_children(&self.head, table.columns.len(), header)?;
        for (cell, column) in dom::children(&self.head).zip(&table.columns) {
            fill_header(&cell, column, order.sort.as_ref());
        }
        let bars = table.bars();
        order.rows = order.sorted(table);
        let rows = &order.rows;
        dom::resize_children(&self.rows, rows.len(), || dom::create("tr", "", ""))?;
        for (element, &row) in dom::children(&self.rows).zip(rows) {
            fill_row(&element, table, row, labels)?;
            for (at, cell) in dom::children(&element).enumerate() {
                let letters = letters.get(at).copied().unwrap_or_default();
                dom::style(&cell, "--_letters", &letters.to_string());
                dom::style(&cell, "--_percent", &bars.percent(row, at).to_string());
            }
        }
        Ok(())
    }
}

impl TableBox {
    /// The styles give columns of numbers their letters, and share the rest among those of text.
    fn tell_columns(&self, table: &TableFrame, letters: &[usize]) {
        let sum = |of_numbers: bool| -> usize {
            let columns = table.columns.iter().zip(letters);
            let columns = columns.filter(|(column, _)| column.is_number == of_numbers);
            columns.map(|(_, letters)| letters).sum()
        };
        dom::style(&self.root, "--_numbers", &sum(true).to_string());
        dom::style(&self.root, "--_texts", &sum(false).max(1).to_string());
    }
}

impl Order {
    /// Numbers begin with the highest, texts with the first; the third press gives the
    /// server's own order back.
    fn turn(&mut self, place: usize) -> bool {
        let Some((field, is_number)) = self.columns.get(place) else {
            return false;
        };
        let own = self.sort.as_ref().filter(|sort| sort.field == *field);
        let turned = sort::turned(own.map(|sort| sort.is_descending), *is_number);
        self.sort = turned.map(|is_descending| Sort {
            field: field.clone(),
            is_descending,
        });
        true
    }

    fn sorted(&self, table: &TableFrame) -> Vec<usize> {
        let column = self.sort.as_ref().and_then(|sort| {
            let mut fields = table.columns.iter();
            let place = fields.position(|column| column.field == sort.field)?;
            Some((place, sort.is_descending))
        });
        match column {
            Some((place, is_descending)) => table.ordered_by(place, is_descending),
            None => (0..table.rows.len()).collect(),
        }
    }
}

/// The place among its children of the one that an event came from. What is a link leads
/// elsewhere.
pub(super) fn place_of(parent: &HtmlElement, event: &Event, tag: &str) -> Option<usize> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    if target.local_name() == "a" {
        return None;
    }
    let child = target.closest(tag).ok()??;
    dom::children(parent).position(|other| *other == child)
}

fn header() -> Result<HtmlElement, Error> {
    let cell = dom::create("th", "", "")?;
    dom::set(&cell, "scope", "col");
    let button = dom::button("sort", "")?;
    dom::append(&cell, &button)?;
    Ok(cell)
}

fn fill_header(cell: &HtmlElement, column: &ShownColumn, sort: Option<&Sort>) {
    let sort = sort.filter(|sort| sort.field == column.field);
    let direction = sort::direction(sort.map(|sort| sort.is_descending), "none");
    dom::set(cell, "aria-sort", direction);
    dom::toggle(cell, "data-number", column.is_number);
    if let Some(button) = dom::children(cell).next() {
        dom::text(&button, &cut_name(&column.name));
        dom::set(&button, "title", &column.name);
    }
}

fn fill_row(
    element: &HtmlElement,
    table: &TableFrame,
    row: usize,
    labels: &dyn Labels,
) -> Result<(), Error> {
    let cells = table.rows.get(row).map_or(&[][..], Vec::as_slice);
    let changes = table.changes.get(row).map_or(&[][..], Vec::as_slice);
    let is_new = table.standings.get(row) == Some(&ComparisonStatus::New);
    let options = options::usable();
    dom::resize_children(element, table.columns.len(), || dom::create("td", "", ""))?;
    for (at, (item, column)) in dom::children(element).zip(&table.columns).enumerate() {
        let cell = cells.get(at).unwrap_or(&ShownCell::None);
        let change = changes.get(at).copied().flatten();
        dom::toggle(&item, "data-number", column.is_number);
        let link = cell.link().map(str::to_owned);
        let link = link.or_else(|| cell.sentry_link(column, options.sentry_url.as_deref()?));
        fill_value(&item, link.as_deref(), &cell.text(column, labels))?;
        fill_change(&item, change, is_new && at == 0, column, labels)?;
    }
    Ok(())
}

/// The first child of a cell: its text, or the link that it is.
fn fill_value(item: &HtmlElement, link: Option<&str>, text: &str) -> Result<(), Error> {
    let tag = if link.is_some() { "a" } else { "span" };
    let known = dom::children(item)
        .next()
        .filter(|child| child.local_name() == tag);
    let value = match known {
        Some(value) => value,
        None => {
            item.set_text_content(None);
            let value = dom::create(tag, "cell", "")?;
            dom::append(item, &value)?;
            value
        }
    };
    if let Some(address) = link {
        dom::set(&value, "href", address);
        dom::set(&value, "target", "_blank");
        dom::set(&value, "rel", "noopener noreferrer");
    }
    dom::text(&value, &cut_name(text));
    dom::set(&value, "title", text);
    Ok(())
}

/// The second child of a cell, where there is a change to show.
fn fill_change(
    item: &HtmlElement,
    change: Option<Change>,
    is_new: bool,
    column: &ShownColumn,
    labels: &dyn Labels,
) -> Result<(), Error> {
    let text = change.map(|change| format::change(&change.delta, column.unit, labels.numbers()));
    let text = text.or_else(|| is_new.then(change::new_group));
    let shown = dom::children(item).nth(1);
    let Some(text) = text else {
        if let Some(shown) = shown {
            shown.remove();
        }
        return Ok(());
    };
    let shown = match shown {
        Some(shown) => shown,
        None => {
            let made = change::create()?;
            dom::append(item, &made)?;
            made
        }
    };
    let sense = change.map_or(crate::frame::Trend::Neutral, |change| change.sense());
    change::fill(
        &shown,
        Some(Shown { text: &text, sense }),
        labels.messages(),
    );
    Ok(())
}

//! The tooltip: it lies in the browser's top layer, so that no ancestor of the element
//! can cut it off, and says by a live region what it shows.

use super::change::{self, Shown};
use super::series_line::{self, Line};
use crate::convert;
use crate::error::Error;
use crate::hit::{Tooltip, TooltipRow, place_tooltip};
use crate::messages::{MessageKey, Messages};
use crate::web::browser::dom;
use crate::web::browser::globals;
use js_sys::Array;
use std::cell::Cell;
use web_sys::HtmlElement;

pub(super) struct TooltipBox {
    root: HtmlElement,
    rows: HtmlElement,
    when: HtmlElement,
    /// The bucket that it is compared with.
    against: HtmlElement,
    /// The same in one line, for a screen reader.
    readout: HtmlElement,
    is_open: Cell<bool>,
}

impl TooltipBox {
    pub(super) fn new(parent: &HtmlElement) -> Result<Self, Error> {
        let tooltip = Self {
            root: dom::create("div", "tooltip", "tooltip")?,
            rows: dom::create("ul", "rows", "")?,
            when: dom::create("time", "when", "")?,
            against: dom::create("p", "against", "")?,
            readout: dom::create("div", "readout", "")?,
            is_open: Cell::new(false),
        };
        dom::set(&tooltip.root, "popover", "manual");
        dom::set(&tooltip.root, "aria-hidden", "true");
        dom::set(&tooltip.readout, "aria-live", "polite");
        dom::append(&tooltip.root, &tooltip.rows)?;
        dom::append(&tooltip.root, &tooltip.when)?;
        dom::append(&tooltip.root, &tooltip.against)?;
        dom::append(parent, &tooltip.root)?;
        dom::append(parent, &tooltip.readout)?;
        Ok(tooltip)
    }

    /// Shows `content` beside a place of the viewport (CSS pixels).
    pub(super) fn show(
        &self,
        content: &Tooltip,
        nearest: Option<&str>,
        place: (f64, f64),
        messages: &Messages,
    ) -> Result<(), Error> {
        dom::resize_children(&self.rows, content.rows.len(), || {
            series_line::create("li", "row")
        })?;
        for (item, row) in dom::children(&self.rows).zip(&content.rows) {
            dom::toggle(&item, "data-nearest", nearest == Some(row.key.as_str()));
            series_line::fill(
                &item,
                &Line {
                    color: row.color,
                    name: &row.name,
                    value: &row.value,
                    earlier: row.earlier.as_deref().unwrap_or_default(),
                    change: change_of(row),
                },
                messages,
            );
        }
        let when = match content.incomplete {
            true => messages.filled(MessageKey::Incomplete, &[("time", &content.time)]),
            false => content.time.clone(),
        };
        dom::text(&self.when, &when);
        dom::set(&self.when, "datetime", &iso(content.start));
        self.show_against(content, messages);
        if !self.is_open.replace(true) {
            drop(self.root.show_popover());
        }
        self.place(place);
        Ok(())
    }

    /// Says it to a screen reader, or nothing.
    pub(super) fn announce(&self, content: Option<&Tooltip>, messages: &Messages) {
        let readout = content.map(|content| sentence(content, messages));
        dom::text(&self.readout, &readout.unwrap_or_default());
    }

    fn show_against(&self, content: &Tooltip, messages: &Messages) {
        self.against.set_hidden(content.earlier_time.is_none());
        let word = match content.by_whole_buckets {
            true => MessageKey::AgainstWholeBuckets,
            false => MessageKey::Against,
        };
        let earlier = content.earlier_time.as_deref().unwrap_or_default();
        dom::text(&self.against, &messages.filled(word, &[("time", earlier)]));
    }

    pub(super) fn hide(&self) {
        if self.is_open.replace(false) {
            drop(self.root.hide_popover());
            dom::text(&self.readout, "");
        }
    }

    fn place(&self, place: (f64, f64)) {
        let size = (
            f64::from(self.root.offset_width()),
            f64::from(self.root.offset_height()),
        );
        let zoom = dom::zoom(&self.root);
        let mut viewport = dom::viewport(&self.root);
        viewport.right /= zoom;
        viewport.bottom /= zoom;
        let placed = place_tooltip((place.0 / zoom, place.1 / zoom), size, viewport);
        let (x, y) = (
            convert::int(placed.x.round()),
            convert::int(placed.y.round()),
        );
        dom::style(&self.root, "transform", &format!("translate({x}px, {y}px)"));
    }
}

fn change_of(row: &TooltipRow) -> Option<Shown<'_>> {
    let change = row.change.as_ref()?;
    Some(Shown {
        text: &change.text,
        sense: change.sense,
    })
}

fn sentence(content: &Tooltip, messages: &Messages) -> String {
    let values: Vec<String> = content
        .rows
        .iter()
        .map(|row| {
            format!(
                "{} {}{}",
                row.name,
                row.value,
                change::spoken(change_of(row), messages)
            )
        })
        .collect();
    format!("{}: {}", content.time, values.join(", "))
}

fn iso(secs: i64) -> String {
    let date = globals::date(secs as f64 * 1000.0);
    let text = date.and_then(|date| globals::call(&date, "toISOString", &Array::new()));
    text.and_then(|text| text.as_string()).unwrap_or_default()
}

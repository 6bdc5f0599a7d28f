//! The tooltip: it lies in the browser's top layer, so that no ancestor of the element
//! can cut it off, and says by a live region what it shows.

use super::series_line;
use crate::error::Error;
use crate::hit::{Tooltip, Viewport, place_tooltip};
use crate::web::dom;
use std::cell::Cell;
use web_sys::HtmlElement;

pub(super) struct TooltipBox {
    root: HtmlElement,
    rows: HtmlElement,
    when: HtmlElement,
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
            readout: dom::create("div", "readout", "")?,
            is_open: Cell::new(false),
        };
        dom::set(&tooltip.root, "popover", "manual");
        dom::set(&tooltip.root, "aria-hidden", "true");
        dom::set(&tooltip.readout, "aria-live", "polite");
        dom::append(&tooltip.root, &tooltip.rows)?;
        dom::append(&tooltip.root, &tooltip.when)?;
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
    ) -> Result<(), Error> {
        dom::resize_children(&self.rows, content.rows.len(), || {
            series_line::create("li", "row")
        })?;
        for (item, row) in dom::children(&self.rows).zip(&content.rows) {
            dom::toggle(&item, "data-nearest", nearest == Some(row.key.as_str()));
            series_line::fill(&item, row.color, &row.name, &row.value);
        }
        let note = if content.incomplete {
            ", incomplete"
        } else {
            ""
        };
        dom::text(&self.when, &format!("{}{note}", content.time));
        dom::set(&self.when, "datetime", &iso(content.start));
        dom::text(&self.readout, &sentence(content));
        if !self.is_open.replace(true) {
            drop(self.root.show_popover());
        }
        self.place(place);
        Ok(())
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
        let placed = place_tooltip(place, size, viewport());
        dom::style(
            &self.root,
            "transform",
            &format!("translate({}px, {}px)", placed.x.round(), placed.y.round()),
        );
    }
}

fn sentence(content: &Tooltip) -> String {
    let values: Vec<String> = content
        .rows
        .iter()
        .map(|row| format!("{} {}", row.name, row.value))
        .collect();
    format!("{}: {}", content.time, values.join(", "))
}

fn iso(secs: i64) -> String {
    let date = js_sys::Date::new(&(secs as f64 * 1000.0).into());
    // `toISOString` throws on a moment beyond the calendar.
    if date.get_time().is_nan() {
        return String::new();
    }
    date.to_iso_string().into()
}

fn viewport() -> Viewport {
    let side = |size: Result<wasm_bindgen::JsValue, _>| {
        size.ok().and_then(|size| size.as_f64()).unwrap_or_default()
    };
    let (right, bottom) = web_sys::window()
        .map(|window| (side(window.inner_width()), side(window.inner_height())))
        .unwrap_or_default();
    Viewport {
        left: 0.0,
        top: 0.0,
        right,
        bottom,
    }
}

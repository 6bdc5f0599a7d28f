//! The tooltip: it lies in the browser's top layer, so that no ancestor of the element
//! can cut it off.

use super::change::{self, Shown};
use super::series_line::{self, Line, SeriesLine};
use crate::convert;
use crate::error::Error;
use crate::hit::{Tooltip, TooltipRow, Viewport, place_tooltip};
use crate::messages::{MessageKey, Messages};
use crate::web::browser::dom::{self, TextPart};
use crate::web::browser::globals;
use crate::web::browser::observers::SizeWatch;
use js_sys::Array;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::HtmlElement;

pub(super) struct TooltipBox {
    root: HtmlElement,
    rows: HtmlElement,
    lines: Vec<SeriesLine>,
    when: TextPart,
    /// The bucket that it is compared with.
    against: TextPart,
    is_open: bool,
    position: Rc<Position>,
    _size: SizeWatch,
}

/// Where a tooltip stands. Its size is read when the browser has laid it out anyway; until
/// then it has the size that it had last.
#[derive(Default)]
struct Position {
    size: Cell<(f64, f64)>,
    beside: Cell<Option<((f64, f64), Viewport)>>,
}

impl TooltipBox {
    pub(super) fn new(parent: &HtmlElement) -> Result<Self, Error> {
        let root = dom::create("div", "tooltip", "tooltip")?;
        let rows = dom::create("ul", "rows", "")?;
        let when = dom::create("time", "when", "")?;
        let against = dom::create("p", "against", "")?;
        dom::set(&root, "popover", "manual");
        dom::set(&root, "aria-hidden", "true");
        for part in [&rows, &when, &against] {
            dom::append(&root, part)?;
        }
        dom::append(parent, &root)?;
        let position = Rc::<Position>::default();
        let (seen, placed) = (root.clone(), Rc::clone(&position));
        let size = SizeWatch::new(&root, move |_| placed.resized(&seen))?;
        Ok(Self {
            root,
            rows,
            lines: Vec::new(),
            when: TextPart::new(when),
            against: TextPart::new(against),
            is_open: false,
            position,
            _size: size,
        })
    }

    /// Shows `content` beside a place of the viewport (CSS pixels).
    pub(super) fn show(
        &mut self,
        content: &Tooltip,
        nearest: Option<&str>,
        place: (f64, f64),
        messages: &Messages,
    ) -> Result<(), Error> {
        // Before anything is written: to read a box afterwards would force a layout.
        self.position.beside(&self.root, place);
        series_line::resize(&mut self.lines, content.rows.len(), &self.rows, row)?;
        for (line, row) in self.lines.iter_mut().zip(&content.rows) {
            let is_nearest = nearest == Some(row.key.as_str());
            dom::toggle(&line.element, "data-nearest", is_nearest);
            line.fill(
                &Line {
                    color: row.color,
                    name: &row.name,
                    value: &row.value,
                    earlier: row.earlier.as_deref().unwrap_or_default(),
                    change: change_of(row),
                },
                messages,
            )?;
        }
        match content.incomplete {
            true => self
                .when
                .set(&messages.filled(MessageKey::Incomplete, &[("time", &content.time)])),
            false => self.when.set(&content.time),
        }
        dom::set(&self.when.element, "datetime", &iso(content.start));
        self.show_against(content, messages);
        if !std::mem::replace(&mut self.is_open, true) {
            drop(self.root.show_popover());
        }
        self.position.place(&self.root);
        Ok(())
    }

    fn show_against(&mut self, content: &Tooltip, messages: &Messages) {
        self.against
            .element
            .set_hidden(content.earlier_time.is_none());
        let word = match content.by_whole_buckets {
            true => MessageKey::AgainstWholeBuckets,
            false => MessageKey::Against,
        };
        if let Some(earlier) = &content.earlier_time {
            self.against
                .set(&messages.filled(word, &[("time", earlier)]));
        }
    }

    pub(super) fn hide(&mut self) {
        if std::mem::take(&mut self.is_open) {
            drop(self.root.hide_popover());
        }
    }
}

impl Position {
    /// It belongs beside `place` from now on.
    fn beside(&self, root: &HtmlElement, place: (f64, f64)) {
        let zoom = dom::zoom(root);
        let mut viewport = dom::viewport(root);
        viewport.right /= zoom;
        viewport.bottom /= zoom;
        let place = (place.0 / zoom, place.1 / zoom);
        self.beside.set(Some((place, viewport)));
    }

    fn resized(&self, root: &HtmlElement) {
        let size = (
            f64::from(root.offset_width()),
            f64::from(root.offset_height()),
        );
        // Without a size it is closed, and opens with much the same content.
        if size.0 > 0.0 && self.size.replace(size) != size {
            self.place(root);
        }
    }

    fn place(&self, root: &HtmlElement) {
        let Some((place, viewport)) = self.beside.get() else {
            return;
        };
        let placed = place_tooltip(place, self.size.get(), viewport);
        let (x, y) = (
            convert::int(placed.x.round()),
            convert::int(placed.y.round()),
        );
        dom::style(root, "transform", &format!("translate({x}px, {y}px)"));
    }
}

fn row() -> Result<(HtmlElement, SeriesLine), Error> {
    let row = dom::copy_of("tooltip row", || series_line::skeleton("li", "row"))?;
    Ok((row.clone(), SeriesLine::new(row)?))
}

fn change_of(row: &TooltipRow) -> Option<Shown<'_>> {
    let change = row.change.as_ref()?;
    Some(Shown {
        text: &change.text,
        sense: change.sense,
    })
}

/// The same in one line, for a screen reader.
pub(super) fn sentence(content: &Tooltip, messages: &Messages) -> String {
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

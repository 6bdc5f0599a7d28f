//! The tooltip: it lies in the browser's top layer, so that no ancestor of the element
//! can cut it off.

use super::change::{self, Shown};
use super::series_line::{Line, SeriesLine};
use super::{Target, ViewEvent, ViewListener};
use crate::convert;
use crate::error::Error;
use crate::hit::{Beside, Tooltip, TooltipRow, Viewport, place_tooltip};
use crate::messages::{MessageKey, Messages};
use crate::palette::Rgba;
use crate::web::browser::dom::{self, TextPart};
use crate::web::browser::globals;
use crate::web::browser::observers::{Listener, SizeWatch};
use js_sys::Array;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::HtmlElement;

pub(super) struct TooltipBox {
    root: HtmlElement,
    rows: HtmlElement,
    lines: Vec<(SeriesLine, Kind)>,
    when: TextPart,
    /// The bucket that it is compared with.
    against: TextPart,
    annotations: TextPart,
    is_open: bool,
    is_pinned: bool,
    position: Rc<Position>,
    /// What opens the events of what is pinned, where that is offered.
    opener: Option<Listener>,
    _size: SizeWatch,
}

/// What a line of a tooltip is about.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Series,
    /// The series that is pointed at.
    Nearest,
    /// Series that are not listed, or all of them.
    Sum,
}

/// Where a tooltip stands. Its size is read when the browser has laid it out anyway; until
/// then it has the size that it had last.
#[derive(Default)]
struct Position {
    size: Cell<(f64, f64)>,
    beside: Cell<Option<(Beside, Viewport)>>,
}

impl TooltipBox {
    pub(super) fn new(parent: &HtmlElement) -> Result<Self, Error> {
        let root = dom::create("div", "tooltip", "tooltip")?;
        let when = dom::create("time", "when", "")?;
        let against = dom::create("p", "against", "")?;
        let annotations = dom::create("p", "annotations", "")?;
        let rows = dom::create("ul", "rows", "")?;
        dom::set(&root, "popover", "manual");
        dom::set(&root, "aria-hidden", "true");
        for part in [&when, &against, &annotations, &rows] {
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
            annotations: TextPart::new(annotations),
            is_open: false,
            is_pinned: false,
            position,
            opener: None,
            _size: size,
        })
    }

    /// Shows `content` beside a place of the viewport (CSS pixels); pinned, it can be scrolled
    /// and copied from.
    pub(super) fn show(
        &mut self,
        content: &Tooltip,
        place: (Beside, Viewport),
        is_pinned: bool,
        messages: &Messages,
    ) -> Result<(), Error> {
        // Before anything is written: to read a box afterwards would force a layout.
        self.position.beside(&self.root, place);
        if std::mem::replace(&mut self.is_pinned, is_pinned) != is_pinned {
            dom::toggle(&self.root, "data-pinned", is_pinned);
            self.root.set_scroll_top(0);
        }
        self.show_rows(content, messages)?;
        match content.incomplete {
            true => self
                .when
                .set(&messages.filled(MessageKey::Incomplete, &[("time", &content.time)])),
            false => self.when.set(&content.time),
        }
        dom::set(&self.when.element, "datetime", &iso(content.start));
        self.show_against(content, messages);
        self.annotations.set(&content.annotations);
        if !std::mem::replace(&mut self.is_open, true) {
            drop(self.root.show_popover());
        }
        self.position.place(&self.root);
        Ok(())
    }

    fn show_rows(&mut self, content: &Tooltip, messages: &Messages) -> Result<(), Error> {
        let rest = content.rest.as_ref().map(|rest| {
            let count = [("count", rest.count.as_str())];
            (messages.filled(MessageKey::MoreSeries, &count), &rest.value)
        });
        let total = content.total.as_ref();
        let total = total.map(|total| (messages.text(MessageKey::Total).to_owned(), total));
        let sums = [rest, total];
        let sums = sums.iter().flatten().map(|(name, value)| {
            let line = Line {
                color: Rgba::TRANSPARENT,
                name,
                value,
                share: "",
                earlier: "",
                change: None,
            };
            (line, Kind::Sum)
        });
        let rows = content.rows.iter().map(|row| {
            let line = Line {
                color: row.color,
                name: &row.name,
                value: &row.value,
                share: row.share.as_deref().unwrap_or_default(),
                earlier: row.earlier.as_deref().unwrap_or_default(),
                change: change_of(row),
            };
            let kind = match row.is_nearest {
                true => Kind::Nearest,
                false => Kind::Series,
            };
            (line, kind)
        });
        let mut shown = 0;
        for (content, kind) in rows.chain(sums) {
            if self.lines.len() == shown {
                let line = SeriesLine::new()?;
                dom::append(&self.rows, &line.element)?;
                self.lines.push((line, Kind::Series));
            }
            if let Some((line, before)) = self.lines.get_mut(shown) {
                if std::mem::replace(before, kind) != kind {
                    dom::set(&line.element, "data-kind", kind.name());
                }
                line.fill(&content, messages)?;
            }
            shown += 1;
        }
        self.lines.truncate(shown);
        dom::cut_children(&self.rows, shown);
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

    /// Offers to show the events of what is pinned: the styles hide the button from other tooltips.
    #[inline(never)]
    pub(super) fn offer_events(
        &mut self,
        messages: &Messages,
        on_event: &ViewListener,
    ) -> Result<(), Error> {
        if self.opener.is_some() {
            return Ok(());
        }
        let button = dom::button("item", "open-events")?;
        dom::text(&button, messages.text(MessageKey::OpenEvents));
        dom::append(&self.root, &button)?;
        let on_event = Rc::clone(on_event);
        let opener = Listener::passive(&button, "click", move |_| {
            on_event(ViewEvent::Chosen {
                target: Target::Marked,
                opens: true,
            });
        })?;
        self.opener = Some(opener);
        Ok(())
    }

    pub(super) fn hide(&mut self) {
        if std::mem::take(&mut self.is_open) {
            drop(self.root.hide_popover());
        }
    }
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Series => "series",
            Kind::Nearest => "nearest",
            Kind::Sum => "sum",
        }
    }
}

impl Position {
    /// It belongs beside `place` from now on.
    fn beside(&self, root: &HtmlElement, (place, mut viewport): (Beside, Viewport)) {
        let zoom = dom::zoom(root);
        viewport.right /= zoom;
        viewport.bottom /= zoom;
        let place = Beside {
            left: place.left / zoom,
            right: place.right / zoom,
            top: place.top / zoom,
            bottom: place.bottom / zoom,
            y: place.y / zoom,
        };
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
        let Some((beside, viewport)) = self.beside.get() else {
            return;
        };
        let (x, y) = place_tooltip(beside, self.size.get(), viewport);
        let (x, y) = (convert::int(x.round()), convert::int(y.round()));
        dom::style(root, "transform", &format!("translate({x}px, {y}px)"));
    }
}

fn change_of(row: &TooltipRow) -> Option<Shown<'_>> {
    let change = row.change.as_ref()?;
    Some(Shown {
        text: &change.text,
        sense: change.sense,
    })
}

/// The same in one line, for a screen reader; of the series alone that keys have marked.
pub(super) fn sentence(content: &Tooltip, messages: &Messages) -> String {
    let marked = content.rows.iter().find(|row| row.is_nearest);
    let rows = marked.map_or(content.rows.as_slice(), std::slice::from_ref);
    let mut values = Vec::new();
    if !content.annotations.is_empty() {
        values.push(content.annotations.clone());
    }
    for row in rows {
        let change = change::spoken(change_of(row), messages);
        values.push(format!("{} {}{change}", row.name, row.value));
    }
    if marked.is_none()
        && let Some(rest) = &content.rest
    {
        let count = [("count", rest.count.as_str())];
        let more = messages.filled(MessageKey::MoreSeries, &count);
        values.push(format!("{more} {}", rest.value).trim_end().to_owned());
    }
    if marked.is_none()
        && let Some(total) = &content.total
    {
        values.push(format!("{} {total}", messages.text(MessageKey::Total)));
    }
    format!("{}: {}", content.time, values.join(", "))
}

fn iso(secs: i64) -> String {
    let date = globals::date(secs as f64 * 1000.0);
    let text = date.and_then(|date| globals::call(&date, "toISOString", &Array::new()));
    text.and_then(|text| text.as_string()).unwrap_or_default()
}

//! The data of a chart as a table in its place, as long as the viewer wants it.

use super::pointer::key_of;
use super::table::{Sort, TableBox};
use super::{ViewEvent, ViewListener};
use crate::error::Error;
use crate::format::Labels;
use crate::frame::Frame;
use crate::interaction::Key;
use crate::web::browser::observers::Listener;
use std::rc::Rc;
use web_sys::HtmlElement;

/// On the widget while the data of its chart stands there as a table.
pub(super) const TABLE_MARK: &str = "data-table";

/// Whether the data of a chart stands in its place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TableView {
    Off,
    Opens,
    On,
}

pub(super) struct DataTable {
    shown: TableBox,
    /// What it is filled with, in which order: each paint of the widget comes here, and thousands
    /// of cells are not made anew for a resize.
    filled: Option<(Rc<Frame>, Option<Sort>)>,
    _keys: Listener,
}

impl DataTable {
    #[inline(never)]
    pub(super) fn new(parent: &HtmlElement, on_event: ViewListener) -> Result<Self, Error> {
        let shown = TableBox::new(parent, Rc::clone(&on_event))?;
        let keys = Listener::active(shown.element(), "keydown", move |event| {
            if matches!(key_of(&event), Some(Key::Table | Key::Leave)) {
                event.prevent_default();
                on_event(ViewEvent::TableToggled);
            }
        })?;
        Ok(Self {
            shown,
            filled: None,
            _keys: keys,
        })
    }

    /// Shows the data of a chart, or goes away.
    #[inline(never)]
    pub(super) fn show(
        &mut self,
        frame: Option<&Rc<Frame>>,
        title: &str,
        labels: &dyn Labels,
    ) -> Result<(), Error> {
        let wanted = frame.map(|frame| (Rc::clone(frame), self.shown.sort()));
        let is_filled = match (&self.filled, &wanted) {
            (Some((known, order)), Some((frame, sort))) => {
                Rc::ptr_eq(known, frame) && order == sort
            }
            _ => false,
        };
        self.filled = wanted;
        if is_filled {
            return Ok(());
        }
        let table = frame.map(|frame| frame.data_table(labels));
        self.shown.show(table.as_ref(), title, labels)
    }

    /// Keys work in it at once.
    pub(super) fn focus(&self) {
        drop(self.shown.element().focus());
    }
}

//! The data of a chart as a table in its place, as long as the viewer wants it.

use super::table::TableBox;
use super::{ViewEvent, ViewListener};
use crate::error::Error;
use crate::format::Labels;
use crate::frame::Frame;
use crate::interaction::{self, Key};
use crate::web::browser::observers::Listener;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

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
    _keys: Listener,
}

impl DataTable {
    #[inline(never)]
    pub(super) fn new(parent: &HtmlElement, on_event: ViewListener) -> Result<Self, Error> {
        let shown = TableBox::new(parent, Rc::clone(&on_event))?;
        let keys = Listener::active(shown.element(), "keydown", move |event| {
            let pressed = event.dyn_ref::<KeyboardEvent>();
            let key = pressed.and_then(|it| interaction::key(&it.key(), false, it.ctrl_key()));
            if matches!(key, Some(Key::Table | Key::Leave)) {
                event.prevent_default();
                on_event(ViewEvent::TableToggled);
            }
        })?;
        Ok(Self { shown, _keys: keys })
    }

    /// Shows the data of a chart, or goes away.
    #[inline(never)]
    pub(super) fn show(
        &self,
        frame: Option<&Frame>,
        title: &str,
        labels: &dyn Labels,
    ) -> Result<(), Error> {
        let table = frame.map(|frame| frame.data_table(labels));
        self.shown.show(table.as_ref(), title, labels)
    }

    /// Keys work in it at once.
    pub(super) fn focus(&self) {
        drop(self.shown.element().focus());
    }
}

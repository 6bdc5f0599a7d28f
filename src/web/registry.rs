//! The widgets of a page, by the handles that JavaScript holds.

use crate::web::handles::{Handle, Handles};
use crate::web::page::{broadcast, lifecycle};
use crate::web::widget::Widget;
use std::cell::RefCell;
use std::rc::Rc;

thread_local! {
    static WIDGETS: RefCell<Handles<Rc<Widget>>> = RefCell::default();
}

/// Keeps a widget made from its own handle. It is made outside of the table: it asks for the
/// page's options.
pub fn insert(make: impl FnOnce(Handle) -> Rc<Widget>) -> Option<Handle> {
    let handle = WIDGETS.with_borrow_mut(Handles::reserve)?;
    let widget = make(handle);
    broadcast::subscribe(Rc::downgrade(&widget) as _);
    WIDGETS.with_borrow_mut(|widgets| widgets.put(handle, widget));
    Some(handle)
}

/// The widget of a handle, while it is connected.
pub fn widget(handle: Handle) -> Option<Rc<Widget>> {
    WIDGETS.with_borrow(|widgets| widgets.get(handle).cloned())
}

/// Ends the widget of a handle: its requests, timers, listeners and its DOM.
pub fn remove(handle: Handle) {
    if let Some(widget) = WIDGETS.with_borrow_mut(|widgets| widgets.remove(handle)) {
        broadcast::unsubscribe(&(Rc::downgrade(&widget) as _));
        widget.end();
    }
}

/// Ends one widget, or, where there is none, the listening. False when nothing is left.
pub fn end() -> bool {
    let first = WIDGETS.with_borrow(|widgets| widgets.iter().next().map(|it| it.handle));
    match first {
        Some(handle) => remove(handle),
        None => lifecycle::end(),
    }
    first.is_some()
}

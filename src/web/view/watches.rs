//! What changes without a viewer: the size of the box, whether it is near the visible part of the
//! page, lost pixels.

use super::{ViewEvent, ViewListener, sparkline};
use crate::error::Error;
use crate::web::browser::observers::{ContentSize, Listener, SizeWatch, VisibilityWatch};
use std::cell::Cell;
use std::rc::Rc;
use web_sys::HtmlElement;

pub(super) struct Watches {
    _size: SizeWatch,
    _visibility: VisibilityWatch,
    _contexts: Listener,
}

impl Watches {
    pub(super) fn new(
        (root, body): (&HtmlElement, &HtmlElement),
        is_low: &Rc<Cell<bool>>,
        size: &Rc<Cell<Option<ContentSize>>>,
        on_event: &ViewListener,
    ) -> Result<Self, Error> {
        let (root, is_low) = (root.clone(), Rc::clone(is_low));
        let (size, resized) = (Rc::clone(size), Rc::clone(on_event));
        let (seen, restored) = (Rc::clone(on_event), Rc::clone(on_event));
        Ok(Self {
            _size: SizeWatch::new(body, move |now| {
                is_low.set(sparkline::is_low(&root));
                if size.replace(Some(now)) != Some(now) {
                    resized(ViewEvent::Resized);
                }
            })?,
            _visibility: VisibilityWatch::new(body, move |is_near| {
                seen(ViewEvent::Visible(is_near));
            })?,
            // It does not bubble, and canvases come and go: caught on its way down.
            _contexts: Listener::captured(body, "contextrestored", move |_| {
                restored(ViewEvent::Restyled);
            })?,
        })
    }
}

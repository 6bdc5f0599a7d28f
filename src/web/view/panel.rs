//! A button in the head that opens a small panel: in the browser's top layer, closed by
//! Escape or a press elsewhere.

use crate::convert;
use crate::error::Error;
use crate::web::browser::dom;
use crate::web::browser::observers::Listener;
use web_sys::HtmlElement;

pub(super) struct Panel {
    pub button: HtmlElement,
    pub content: HtmlElement,
    _opened: Listener,
}

impl Panel {
    /// A button before `next`; `name` is its class and tells it from other panels.
    pub(super) fn new(next: &HtmlElement, name: &str) -> Result<Self, Error> {
        let button = dom::button(&format!("opener {name}"), "")?;
        dom::set(&button, "popovertarget", name);
        if let Some(head) = next.parent_node() {
            head.insert_before(&button, Some(next))
                .map_err(dom::refused_by)?;
        }
        Self::of(button, name)
    }

    /// What a button of this name opens.
    pub(super) fn of(button: HtmlElement, name: &str) -> Result<Self, Error> {
        let content = dom::create("div", &format!("panel {name}-panel"), "")?;
        dom::set(&content, "id", name);
        dom::set(&content, "popover", "auto");
        dom::insert_after(&button, &content)?;
        let (opener, opened) = (button.clone(), content.clone());
        let listener = Listener::passive(&content, "toggle", move |_| place(&opener, &opened))?;
        Ok(Self {
            button,
            content,
            _opened: listener,
        })
    }

    /// Takes button and panel away, or gives the button back.
    pub(super) fn set_present(&self, is_present: bool) {
        self.button.set_hidden(!is_present);
        if !is_present {
            self.close();
        }
    }

    /// Beside its button, after its content has changed.
    pub(super) fn place(&self) {
        place(&self.button, &self.content);
    }

    pub(super) fn close(&self) {
        // Throws where it is closed already.
        drop(self.content.hide_popover());
    }
}

fn place(button: &HtmlElement, panel: &HtmlElement) {
    let size = (
        f64::from(panel.offset_width()),
        f64::from(panel.offset_height()),
    );
    if size.0 <= 0.0 {
        return;
    }
    let zoom = dom::zoom(panel);
    let beside = button.get_bounding_client_rect();
    let viewport = dom::viewport(panel);
    let x = (beside.right() / zoom - size.0)
        .min(viewport.right / zoom - size.0 - EDGE)
        .max(EDGE);
    let below = beside.bottom() / zoom + GAP;
    let is_room = below + size.1 + EDGE <= viewport.bottom / zoom;
    let y = match is_room {
        true => below,
        false => (beside.top() / zoom - GAP - size.1).max(EDGE),
    };
    let (x, y) = (convert::int(x.round()), convert::int(y.round()));
    dom::style(panel, "transform", &format!("translate({x}px, {y}px)"));
}

/// Between button and panel, in CSS pixels.
const GAP: f64 = 6.0;
/// Between panel and the viewport's edge.
const EDGE: f64 = 8.0;

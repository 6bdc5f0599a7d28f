//! A few buttons side by side, of which one is pressed.

use crate::error::Error;
use crate::web::browser::dom;
use crate::web::browser::observers::Listener;
use std::rc::Rc;
use web_sys::HtmlElement;

pub(super) struct Choice {
    pub group: HtmlElement,
    _pressed: Vec<Listener>,
}

impl Choice {
    /// Two buttons in `parent`; whoever presses one is told its index.
    pub(super) fn new(parent: &HtmlElement, on_choice: Rc<dyn Fn(usize)>) -> Result<Self, Error> {
        let group = dom::create("div", "sides", "")?;
        dom::set(&group, "role", "group");
        dom::append(parent, &group)?;
        let mut pressed = Vec::new();
        for index in 0..2 {
            let button = dom::button("side", "")?;
            dom::append(&group, &button)?;
            let on_choice = Rc::clone(&on_choice);
            pressed.push(Listener::passive(&button, "click", move |_| {
                on_choice(index);
            })?);
        }
        Ok(Self {
            group,
            _pressed: pressed,
        })
    }

    /// Shows which one is in force, if any, under these names; `label` is that of the group.
    pub(super) fn show(&self, chosen: Option<usize>, label: &str, names: [&str; 2]) {
        dom::set(&self.group, "aria-label", label);
        for ((index, button), name) in dom::children(&self.group).enumerate().zip(names) {
            dom::text(&button, name);
            dom::set_bool(&button, "aria-pressed", chosen == Some(index));
        }
    }
}

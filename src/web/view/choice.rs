//! A few buttons side by side, of which one is pressed.

use crate::error::Error;
use crate::web::dom;
use crate::web::observe::Listener;
use std::rc::Rc;
use web_sys::HtmlElement;

pub(super) struct Choice {
    pub group: HtmlElement,
    _pressed: Vec<Listener>,
}

impl Choice {
    /// Buttons of these names in `parent`, called `label` as a group; whoever presses one
    /// is told its index.
    pub(super) fn new(
        parent: &HtmlElement,
        label: &str,
        names: [&str; 2],
        on_choice: Rc<dyn Fn(usize)>,
    ) -> Result<Self, Error> {
        let group = dom::create("div", "sides", "")?;
        dom::set(&group, "role", "group");
        dom::set(&group, "aria-label", label);
        dom::append(parent, &group)?;
        let mut pressed = Vec::new();
        for (index, name) in names.into_iter().enumerate() {
            let button = dom::create("button", "side", "")?;
            dom::set(&button, "type", "button");
            dom::text(&button, name);
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

    /// Shows which one is in force, if any.
    pub(super) fn show(&self, chosen: Option<usize>) {
        for (index, button) in dom::children(&self.group).enumerate() {
            let is_pressed = chosen == Some(index);
            let pressed = if is_pressed { "true" } else { "false" };
            dom::set(&button, "aria-pressed", pressed);
        }
    }
}

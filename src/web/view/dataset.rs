//! The dataset switch of a mixed widget: which side it was found to be of, why, and the
//! other one.

use super::panel::Panel;
use super::{ViewEvent, ViewListener};
use crate::decision::{Decision, SplitDataset, SplitSource};
use crate::error::Error;
use crate::web::dom;
use crate::web::observe::Listener;
use std::rc::Rc;
use web_sys::HtmlElement;

/// What a viewer can choose.
const SIDES: [SplitDataset; 2] = [SplitDataset::ErrorEvents, SplitDataset::TransactionLike];

pub(super) struct DatasetSwitch {
    panel: Rc<Panel>,
    warning: HtmlElement,
    label: HtmlElement,
    reason: HtmlElement,
    sides: Vec<(SplitDataset, HtmlElement)>,
    _pressed: Vec<Listener>,
}

impl DatasetSwitch {
    pub(super) fn new(parent: &HtmlElement, on_event: ViewListener) -> Result<Self, Error> {
        let panel = Rc::new(Panel::new(parent, "dataset")?);
        let warning = dom::create("span", "warning", "")?;
        dom::set(&warning, "role", "img");
        // Sentry's own label of the sign.
        dom::set(&warning, "aria-label", "Dataset split warning");
        let label = dom::create("span", "label", "")?;
        dom::append(&panel.button, &warning)?;
        dom::append(&panel.button, &label)?;
        let reason = dom::create("p", "reason", "")?;
        let group = dom::create("div", "sides", "")?;
        dom::set(&group, "role", "group");
        dom::set(&group, "aria-label", "Dataset");
        dom::append(&panel.content, &reason)?;
        dom::append(&panel.content, &group)?;
        let mut sides = Vec::new();
        let mut pressed = Vec::new();
        for side in SIDES {
            let button = dom::create("button", "side", "")?;
            dom::set(&button, "type", "button");
            dom::text(&button, side.label());
            dom::append(&group, &button)?;
            let (panel, on_event) = (Rc::clone(&panel), Rc::clone(&on_event));
            pressed.push(Listener::passive(&button, "click", move |_| {
                panel.close();
                on_event(ViewEvent::DatasetChosen(side));
            })?);
            sides.push((side, button));
        }
        Ok(Self {
            panel,
            warning,
            label,
            reason,
            sides,
            _pressed: pressed,
        })
    }

    /// Shows the decision in force, or goes away.
    pub(super) fn show(&self, decision: Option<&Decision>) {
        self.panel.set_present(decision.is_some());
        let Some(decision) = decision else {
            return;
        };
        let reason = decision.reason();
        self.warning
            .set_hidden(decision.source != SplitSource::Forced);
        dom::text(&self.label, decision.dataset.label());
        dom::set(&self.panel.button, "title", &reason);
        dom::text(&self.reason, &reason);
        for (side, button) in &self.sides {
            let is_pressed = *side == decision.dataset;
            dom::set(
                button,
                "aria-pressed",
                if is_pressed { "true" } else { "false" },
            );
        }
    }
}

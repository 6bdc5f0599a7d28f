//! The dataset switch of a mixed widget: which side it was found to be of, why, and the
//! other one.

use super::choice::Choice;
use super::panel::Panel;
use super::{ViewEvent, ViewListener};
use crate::decision::{Decision, SplitDataset, SplitSource};
use crate::error::Error;
use crate::messages::{MessageKey, Messages};
use crate::web::browser::dom;
use crate::web::browser::observers::Listener;
use std::rc::Rc;
use web_sys::HtmlElement;

/// What a viewer can choose.
const SIDES: [SplitDataset; 2] = [SplitDataset::ErrorEvents, SplitDataset::TransactionLike];

pub(super) struct DatasetSwitch {
    panel: Rc<Panel>,
    warning: HtmlElement,
    label: HtmlElement,
    reason: HtmlElement,
    sides: Choice,
    anew: HtmlElement,
    _doubted: Listener,
}

impl DatasetSwitch {
    /// Before `next` in the head.
    pub(super) fn new(next: &HtmlElement, on_event: ViewListener) -> Result<Self, Error> {
        let panel = Rc::new(Panel::new(next, "dataset")?);
        let warning = dom::create("span", "warning", "")?;
        dom::set(&warning, "role", "img");
        let label = dom::create("span", "label", "")?;
        dom::append(&panel.button, &warning)?;
        dom::append(&panel.button, &label)?;
        let reason = dom::create("p", "reason", "")?;
        dom::append(&panel.content, &reason)?;
        let (shown, doubt) = (Rc::clone(&panel), Rc::clone(&on_event));
        let choose = move |index: usize| {
            shown.close();
            if let Some(side) = SIDES.get(index) {
                on_event(ViewEvent::DatasetChosen(*side));
            }
        };
        let sides = Choice::new(&panel.content, Rc::new(choose))?;
        let anew = dom::button("anew", "")?;
        dom::append(&panel.content, &anew)?;
        let shown = Rc::clone(&panel);
        let doubted = Listener::passive(&anew, "click", move |_| {
            shown.close();
            doubt(ViewEvent::DatasetDoubted);
        })?;
        Ok(Self {
            sides,
            anew,
            _doubted: doubted,
            panel,
            warning,
            label,
            reason,
        })
    }

    pub(super) fn button(&self) -> &HtmlElement {
        &self.panel.button
    }

    /// Shows the decision in force, or goes away.
    pub(super) fn show(&self, decision: Option<&Decision>, messages: &Messages) {
        self.panel.set_present(decision.is_some());
        let Some(decision) = decision else {
            return;
        };
        let reason = decision.reason(messages);
        dom::set(
            &self.warning,
            "aria-label",
            messages.text(MessageKey::DatasetWarning),
        );
        self.warning
            .set_hidden(decision.source != SplitSource::Forced);
        dom::text(&self.label, messages.text(decision.dataset.label()));
        dom::set(&self.panel.button, "title", &reason);
        dom::text(&self.reason, &reason);
        let chosen = SIDES.iter().position(|side| *side == decision.dataset);
        dom::text(&self.anew, messages.text(MessageKey::FindOutAgain));
        let names = SIDES.map(|side| messages.text(side.label()));
        self.sides
            .show(chosen, messages.text(MessageKey::Dataset), names);
    }
}

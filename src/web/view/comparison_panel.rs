//! What the chart is compared with: how far back, the period itself or why there is none,
//! and the order by change.

use super::choice::Choice;
use super::panel::Panel;
use super::{ViewEvent, ViewListener};
use crate::error::Error;
use crate::format::{self, Labels};
use crate::frame::Rank;
use crate::hit;
use crate::messages::MessageKey;
use crate::time::{Offset, TimeRange};
use crate::web::browser::dom;
use std::rc::Rc;
use web_sys::HtmlElement;

/// The orders that a viewer can choose.
const RANKS: [(Rank, MessageKey); 2] = [
    (Rank::AsAnswered, MessageKey::AsRanked),
    (Rank::ByChange, MessageKey::ByChange),
];

/// What is compared with.
#[derive(Clone, Copy)]
pub struct Comparison<'a> {
    /// How far back.
    pub offset: Offset,
    /// The earlier period, once it is there.
    pub earlier: Option<TimeRange>,
    /// The range of an answer that has the earlier numbers beside its own.
    pub given: Option<TimeRange>,
    /// Why there is none.
    pub refused: &'a [String],
    /// There is something to order by change.
    pub can_rank: bool,
    /// The order in use.
    pub rank: Rank,
    /// Epoch seconds.
    pub now: i64,
}

impl Comparison<'_> {
    /// There is no comparison at all.
    pub(super) fn is_refused(&self) -> bool {
        self.earlier.is_none() && !self.refused.is_empty()
    }

    fn sentence(&self, labels: &dyn Labels) -> String {
        let earlier_of = |range| self.offset.earlier_range(range, labels.zone());
        let earlier = self.earlier.or(self.given.map(earlier_of));
        let period = earlier.map(|earlier| {
            let period = hit::period(earlier, self.now, labels);
            let places = [("period", &*period)];
            labels.messages().filled(MessageKey::ComparedWith, &places)
        });
        if period.is_none() && self.refused.is_empty() {
            return labels
                .messages()
                .text(MessageKey::ComparisonComing)
                .to_owned();
        }
        let all: Vec<String> = period
            .into_iter()
            .chain(self.refused.iter().cloned())
            .collect();
        all.join(" ")
    }
}

pub(super) struct ComparisonPanel {
    panel: Rc<Panel>,
    warning: HtmlElement,
    dash: HtmlElement,
    label: HtmlElement,
    reason: HtmlElement,
    order: Choice,
}

impl ComparisonPanel {
    /// Before `next` in the head.
    pub(super) fn new(next: &HtmlElement, on_event: ViewListener) -> Result<Self, Error> {
        let panel = Rc::new(Panel::new(next, "compared")?);
        let warning = dom::create("span", "warning", "")?;
        dom::set(&warning, "aria-hidden", "true");
        // The look of an earlier period in the chart.
        let dash = dom::create("i", "dash", "")?;
        let label = dom::create("span", "label", "")?;
        for part in [&warning, &dash, &label] {
            dom::append(&panel.button, part)?;
        }
        let reason = dom::create("p", "reason", "")?;
        dom::append(&panel.content, &reason)?;
        let shown = Rc::clone(&panel);
        let choose = move |index: usize| {
            shown.close();
            if let Some((rank, _)) = RANKS.get(index) {
                on_event(ViewEvent::Ranked(*rank));
            }
        };
        Ok(Self {
            order: Choice::new(&panel.content, Rc::new(choose))?,
            panel,
            warning,
            dash,
            label,
            reason,
        })
    }

    pub(super) fn button(&self) -> &HtmlElement {
        &self.panel.button
    }

    /// Shows what is compared with, or goes away.
    pub(super) fn show(&self, comparison: Option<Comparison<'_>>, labels: &dyn Labels) {
        self.panel.set_present(comparison.is_some());
        let Some(comparison) = comparison else {
            return;
        };
        let messages = labels.messages();
        let is_refused = comparison.is_refused();
        self.warning.set_hidden(!is_refused);
        self.dash.set_hidden(is_refused);
        let label = match is_refused {
            true => messages.text(MessageKey::Uncompared).to_owned(),
            false => {
                let (span, offset) = (
                    format::earlier_by(comparison.offset),
                    comparison.offset.to_string(),
                );
                messages.filled(MessageKey::Versus, &[("span", &span), ("offset", &offset)])
            }
        };
        dom::text(&self.label, &label);
        let sentence = comparison.sentence(labels);
        dom::set(&self.panel.button, "title", &sentence);
        dom::text(&self.reason, &sentence);
        self.order.group.set_hidden(!comparison.can_rank);
        let chosen = RANKS.iter().position(|(rank, _)| *rank == comparison.rank);
        let names = RANKS.map(|(_, word)| messages.text(word));
        self.order
            .show(chosen, messages.text(MessageKey::Order), names);
    }
}

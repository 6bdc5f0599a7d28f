//! What a viewer chooses in the menu: the width of buckets, the form of the legend.

use super::Widget;
use crate::messages::MessageKey;
use crate::time::{Interval, ladder};
use crate::web::browser::intl;
use crate::web::page::options;
use crate::web::view::IntervalChoice;

impl Widget {
    /// Offers them in the menu.
    pub(super) fn offer_intervals(&self) {
        let choices = self.intervals();
        self.with_view(|view| view.offer_intervals(&choices));
    }

    /// Buckets of that width, or of the usual one.
    pub(super) fn choose_interval(&self, interval: Option<Interval>) {
        let width = interval.map(|interval| interval.to_string());
        self.with_view(|view| view.choose("interval", width.as_deref()));
    }

    /// The legend as a table, or as a list again.
    pub(super) fn turn_legend(&self) {
        let is_table = self.given.borrow().inputs.attributes.has_legend_table;
        self.with_view(|view| view.choose("legend", (!is_table).then_some("table")));
    }

    fn intervals(&self) -> Vec<IntervalChoice> {
        let given = self.given.borrow();
        let attributes = &given.inputs.attributes;
        let usual = options::usable()
            .messages
            .text(MessageKey::Automatic)
            .to_owned();
        let mut choices = vec![IntervalChoice {
            interval: None,
            name: usual,
            is_chosen: attributes.interval.is_none(),
        }];
        let (resolved, state) = (self.resolved.borrow(), self.state.borrow());
        if let Some((scope, shown)) = resolved.scope.as_ref().zip(state.shown()) {
            let offered = ladder::choices(scope.range.at(shown.started_at));
            choices.extend(offered.map(|secs| IntervalChoice {
                interval: Some(Interval::from_secs(secs)),
                name: intl::span(secs, attributes.locale.as_deref()),
                is_chosen: attributes.interval.is_some_and(|it| it.secs() == secs),
            }));
        }
        choices
    }
}

//! How a split begins: what is known already, and what has to be asked.

use super::event_type::{EVENT_TYPE, told};
use super::slots::{Slot, Slots};
use super::{Split, SplitStep, Stage, infer, is_mixed, sides};
use crate::config::{DatasetSource, SplitOptions, SplitPolicy, WidgetConfig, WidgetType};
use crate::decision::{Decision, Evidence, SplitDataset, SplitSource};
use crate::request::{Purpose, RequestPlan};

impl Split {
    /// Begins with the widget's own requests. `stored` is what was decided before, if it
    /// still holds; `now` is epoch seconds.
    pub fn begin(
        config: &WidgetConfig,
        plans: Vec<RequestPlan>,
        stored: Option<&Decision>,
        options: SplitOptions,
        now: i64,
    ) -> (Self, SplitStep) {
        let mut split = Self {
            slots: vec![Slots::default(); plans.len()],
            plans,
            policy: options.policy,
            stage: Stage::Plain,
            decision: None,
            note: None,
            widget: fingerprint(config),
            refusal: None,
        };
        let stored = stored.filter(|stored| split.is_still_said(stored, options, now));
        let asks_metrics = split.plans.first().is_some_and(sides::asks_metrics);
        if !is_mixed(config) {
            let ask = split.one_sided(config, stored);
            return split.opened(ask, false);
        }
        // The whole text that is asked, filters of the page and of the dashboard included.
        let said = options.names.then(|| told(&split.searches())).flatten();
        let is_said = said.flatten().is_some();
        if let Some(stored) = stored.filter(|it| !is_said || it.source == SplitSource::User) {
            return split.decided_before(stored.clone(), false);
        }
        if options.server && asks_metrics {
            let ask = split.plans.clone();
            return split.opened(ask, false);
        }
        let named = options.names.then(|| infer(config)).flatten();
        let by_text = match said {
            Some(side) => side.map(|side| (side, EVENT_TYPE.to_owned())),
            None => named.clone(),
        };
        if let Some((dataset, field)) = by_text {
            let evidence = Evidence {
                field: Some(field),
                ..split.evidence(now)
            };
            let decision = Decision {
                dataset,
                source: SplitSource::Inferred,
                evidence,
            };
            // What a filter around the widget says is no word of the widget's own.
            let is_own = named.is_some_and(|(own, _)| own == dataset);
            return split.decided_before(decision, is_own);
        }
        split.stage = Stage::Undecided;
        let ask = split
            .plans
            .iter()
            .flat_map(|plan| {
                [
                    sides::errors(plan, Purpose::SplitErrors),
                    sides::original(plan),
                ]
            })
            .collect();
        split.opened(ask, false)
    }

    /// The search texts that are asked, one a query.
    fn searches(&self) -> Vec<&str> {
        let plans = self.plans.iter();
        plans.filter_map(|plan| plan.pair("query")).collect()
    }

    fn opened(mut self, ask: Vec<RequestPlan>, keep: bool) -> (Self, SplitStep) {
        self.wait_for(&ask);
        let step = self.step(ask, keep);
        (self, step)
    }

    pub(super) fn wait_for(&mut self, ask: &[RequestPlan]) {
        for plan in ask {
            if let Some(slots) = self.slots.get_mut(plan.query_index) {
                slots.settle(plan.purpose, Slot::Waiting);
            }
        }
    }

    /// What was decided before still says something of this widget, by these options.
    fn is_still_said(&self, stored: &Decision, options: SplitOptions, now: i64) -> bool {
        let by_names = stored.evidence.field.is_some();
        let of_policy = match (stored.source, stored.dataset) {
            (SplitSource::Forced, _) => options.policy == SplitPolicy::Errors,
            (SplitSource::Inferred, SplitDataset::Discover) => {
                options.policy == SplitPolicy::Undecided
            }
            _ => true,
        };
        let evidence = &stored.evidence;
        let of_widget = evidence.widget == self.widget;
        let of_data =
            (evidence.has_errors, evidence.has_transactions) != (Some(false), Some(false));
        let is_of_now = of_widget && of_policy && of_data && (options.names || !by_names);
        stored.holds_at(now) && (stored.source == SplitSource::User || is_of_now)
    }

    fn decided_before(mut self, decision: Decision, keep: bool) -> (Self, SplitStep) {
        let ask = self
            .plans
            .iter()
            .map(|plan| sides::decided(plan, &decision))
            .collect();
        self.decision = Some(decision);
        self.opened(ask, keep)
    }

    /// A widget whose type already names its side, unless the viewer chose another.
    fn one_sided(&mut self, config: &WidgetConfig, stored: Option<&Decision>) -> Vec<RequestPlan> {
        let own = match config.widget_type {
            WidgetType::ErrorEvents => SplitDataset::ErrorEvents,
            WidgetType::TransactionLike => SplitDataset::TransactionLike,
            WidgetType::Discover | WidgetType::Spans | WidgetType::Logs => {
                return self.plans.clone();
            }
        };
        let chosen = stored.filter(|decision| decision.source == SplitSource::User);
        if let Some(chosen) = chosen.filter(|decision| decision.dataset != own) {
            self.decision = Some(chosen.clone());
            let overridden = |plan| sides::overridden(plan, chosen.dataset);
            return self.plans.iter().map(overridden).collect();
        }
        self.decision = Some(Decision {
            dataset: own,
            source: source_of(config.dataset_source),
            // Neither asked for nor decided here, and nobody said when.
            evidence: Evidence::default(),
        });
        self.plans.clone()
    }
}

/// Who chose the type of a widget that has one: an unknown chooser is a person.
fn source_of(source: DatasetSource) -> SplitSource {
    match source {
        DatasetSource::Unknown | DatasetSource::User => SplitSource::User,
        DatasetSource::Inferred => SplitSource::Inferred,
        DatasetSource::Forced => SplitSource::Forced,
        DatasetSource::SplitVersion1 | DatasetSource::SplitVersion2 => SplitSource::Server,
    }
}

/// Tells the questions of a widget from those it had before it was edited (FNV-1a).
pub(super) fn fingerprint(config: &WidgetConfig) -> u32 {
    let mut print = 0x811c_9dc5_u32;
    let mut add = |text: &str| {
        for byte in text.bytes().chain([0]) {
            print = (print ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    };
    for query in &config.queries {
        add(&query.conditions);
        for field in query.fields.iter().chain(&query.aggregates) {
            add(field);
        }
        query.columns.iter().for_each(|column| add(column));
    }
    print
}

//! How a split begins: what is known already, and what has to be asked.

use super::slots::{Slot, Slots};
use super::{Split, SplitStep, Stage, infer, is_mixed, sides};
use crate::config::{DatasetSource, SplitOptions, WidgetConfig, WidgetType};
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
        };
        let stored = stored.filter(|decision| decision.holds_at(now));
        let asks_metrics = split.plans.first().is_some_and(sides::asks_metrics);
        if !is_mixed(config) {
            let ask = split.one_sided(config, stored, now);
            return split.opened(ask, false);
        }
        if let Some(stored) = stored {
            return split.decided_before(stored.clone(), false);
        }
        if options.server && asks_metrics {
            let ask = split.plans.clone();
            return split.opened(ask, false);
        }
        if let Some((dataset, field)) = options.names.then(|| infer(config)).flatten() {
            let evidence = Evidence {
                field: Some(field),
                decided_at: now,
                ..Evidence::default()
            };
            let decision = Decision {
                dataset,
                source: SplitSource::Inferred,
                evidence,
            };
            return split.decided_before(decision, true);
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

    fn opened(mut self, ask: Vec<RequestPlan>, keep: bool) -> (Self, SplitStep) {
        for plan in &ask {
            if let Some(slots) = self.slots.get_mut(plan.query_index) {
                slots.settle(plan.purpose, Slot::Waiting);
            }
        }
        let step = self.step(ask, keep);
        (self, step)
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
    fn one_sided(
        &mut self,
        config: &WidgetConfig,
        stored: Option<&Decision>,
        now: i64,
    ) -> Vec<RequestPlan> {
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
            evidence: Evidence {
                decided_at: now,
                ..Evidence::default()
            },
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

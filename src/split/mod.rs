//! Errors or transactions: which side a widget on the mixed dataset belongs to.
//!
//! A pure machine: it returns requests and takes what came of them. Where decisions
//! are kept, and how the viewer sees and changes them, does not belong here.

mod begin;
mod event_type;
mod evidence;
mod fields;
mod names;
mod refused;
mod sides;
mod slots;
mod step;

#[cfg(test)]
mod tests;

pub use evidence::{Seen, has_data};
pub use fields::{filters_by_aggregate, search_fields};
pub use names::infer;
pub use sides::{is_choosable, is_metrics_enhanced, is_mixed};
pub use step::{Show, SplitStep};

use crate::config::SplitPolicy;
use crate::decision::{Asked, Decision, Evidence, SplitDataset, SplitSource};
use crate::decode::Decoded;
use crate::error::Error;
use crate::request::{Purpose, RequestPlan};
use slots::{Slot, Slots};

/// How far the split is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// One plain query; nothing to find out.
    Plain,
    /// Evidence is being gathered.
    Undecided,
    /// Both sides have data: the transactions query is under way.
    Third,
    /// Decided: the errors side is shown.
    Errors,
    /// Decided: the original query is shown.
    Original,
    /// Decided for both: the original query on the mixed dataset is shown.
    Mixed,
    /// Something failed: the plain query is shown.
    FellBack,
}

/// The split of one widget, for one run of its requests.
#[derive(Debug)]
pub struct Split {
    plans: Vec<RequestPlan>,
    policy: SplitPolicy,
    stage: Stage,
    slots: Vec<Slots>,
    decision: Option<Decision>,
    note: Option<String>,
    /// Fingerprint of the widget's queries.
    widget: u32,
    /// Why a side could not be asked.
    refusal: Option<Error>,
}

impl Split {
    /// Takes what came of a request; `now` is epoch seconds.
    pub fn answered(
        &mut self,
        plan: &RequestPlan,
        answer: Result<&Decoded, &Error>,
        now: i64,
    ) -> SplitStep {
        let slot = match answer {
            Ok(decoded) => Slot::Seen(Seen::of(decoded)),
            Err(error) => Slot::Failed {
                again: error.is_transient(),
            },
        };
        if let Some(slots) = self.slots.get_mut(plan.query_index) {
            slots.settle(plan.purpose, slot);
        }
        if let (Err(error), Stage::Undecided | Stage::Third) = (answer, self.stage) {
            return self.fall_back(error);
        }
        match self.stage {
            Stage::Undecided => self.weigh(now),
            Stage::Third => self.weigh_third(now),
            Stage::FellBack => {
                let ask = self.ask_plain_where_failed();
                self.step(ask, false)
            }
            Stage::Mixed if answer.is_err() => {
                self.note = Some(fell_back_because(answer.err()));
                self.step(Vec::new(), false)
            }
            Stage::Plain => self.answered_plain(plan, answer, now),
            Stage::Errors | Stage::Original | Stage::Mixed => self.step(Vec::new(), false),
        }
    }

    /// The step as it stands, asking nothing.
    pub fn standing(&self) -> SplitStep {
        self.step(Vec::new(), false)
    }

    /// Errors and original: what do they say so far?
    fn weigh(&mut self, now: i64) -> SplitStep {
        if self.honour_server(now) {
            self.stage = Stage::Original;
            return self.step(Vec::new(), true);
        }
        let (errors, originals) = (
            self.seen(Purpose::SplitErrors),
            self.seen(Purpose::SplitOriginal),
        );
        let (Some(errors), Some(originals)) = (errors, originals) else {
            return self.step(Vec::new(), false);
        };
        let evidence = Evidence {
            has_errors: Some(errors.iter().any(|seen| seen.has_data)),
            has_transactions: Some(originals.iter().any(|seen| seen.has_data)),
            used_metrics: Some(originals.iter().any(|seen| seen.used_metrics)),
            ..self.evidence(now)
        };
        let both = evidence.has_errors == Some(true) && evidence.has_transactions == Some(true);
        if both && evidence.used_metrics == Some(false) {
            self.stage = Stage::Third;
            let ask = self
                .plans
                .iter()
                .map(|plan| sides::transactions(plan, Purpose::SplitTransactions))
                .collect();
            return self.step(ask, false);
        }
        self.decide(evidence)
    }

    /// The original query held both sides, so transactions were asked for alone.
    fn weigh_third(&mut self, now: i64) -> SplitStep {
        let Some(transactions) = self.seen(Purpose::SplitTransactions) else {
            return self.step(Vec::new(), false);
        };
        let has_transactions = transactions.iter().any(|seen| seen.has_data);
        self.decide(Evidence {
            has_errors: Some(true),
            has_transactions: Some(has_transactions),
            used_metrics: Some(false),
            ..self.evidence(now)
        })
    }

    /// What was asked so far, and what came back.
    fn evidence(&self, now: i64) -> Evidence {
        let mut asked = Vec::new();
        for (plan, slots) in self.plans.iter().zip(&self.slots) {
            for (slot, plan) in [
                (slots.errors, sides::errors(plan, plan.purpose)),
                (slots.original, plan.clone()),
                (slots.transactions, sides::transactions(plan, plan.purpose)),
                (slots.plain, plan.clone()),
            ] {
                let text = |name| plan.pair(name).unwrap_or_default().to_owned();
                asked.extend(slot.seen().map(|seen| Asked {
                    dataset: text("dataset"),
                    query: text("query"),
                    has_data: seen.has_data,
                }));
            }
        }
        Evidence {
            decided_at: now,
            asked,
            widget: self.widget,
            ..Evidence::default()
        }
    }

    fn decide(&mut self, evidence: Evidence) -> SplitStep {
        let sides = (
            evidence.has_errors == Some(true),
            evidence.has_transactions == Some(true),
        );
        let decided = match (sides, self.policy) {
            ((true, false), _) => Some((SplitDataset::ErrorEvents, SplitSource::Inferred)),
            ((false, true), _) => Some((SplitDataset::TransactionLike, SplitSource::Inferred)),
            (_, SplitPolicy::Errors) => Some((SplitDataset::ErrorEvents, SplitSource::Forced)),
            ((true, true), SplitPolicy::Undecided) => {
                Some((SplitDataset::Discover, SplitSource::Inferred))
            }
            ((false, false), SplitPolicy::Undecided) => None,
        };
        self.stage = match decided {
            Some((SplitDataset::ErrorEvents, _)) => Stage::Errors,
            Some((SplitDataset::Discover, _)) => Stage::Mixed,
            Some((SplitDataset::TransactionLike, _)) | None => Stage::Original,
        };
        self.decision = decided.map(|(dataset, source)| Decision {
            dataset,
            source,
            evidence,
        });
        let ask = self.ask_mixed();
        // What no data says is over with the first event.
        let keep = self.decision.is_some() && sides != (false, false);
        self.step(ask, keep)
    }

    /// "Both" shows the original text on the mixed dataset, which may be what was asked anyway.
    fn ask_mixed(&mut self) -> Vec<RequestPlan> {
        if self.stage != Stage::Mixed {
            return Vec::new();
        }
        if !self.plans.first().is_some_and(sides::asks_metrics) {
            self.stage = Stage::Original;
            return Vec::new();
        }
        self.plans.iter().map(sides::mixed).collect()
    }

    /// A decision of the server's own goes before ours, and after a person's. True where it
    /// is news.
    fn honour_server(&mut self, now: i64) -> bool {
        let decided = self.slots.iter().find_map(Slots::server_decision);
        let Some(dataset) = decided else {
            return false;
        };
        let is_final = self.decision.as_ref().is_some_and(|known| {
            known.source == SplitSource::User
                || (known.source, known.dataset) == (SplitSource::Server, dataset)
        });
        if !is_final {
            self.decision = Some(Decision {
                dataset,
                source: SplitSource::Server,
                evidence: self.evidence(now),
            });
        }
        !is_final
    }

    fn fall_back(&mut self, error: &Error) -> SplitStep {
        self.stage = Stage::FellBack;
        self.note = Some(fell_back_because(Some(error)));
        let ask = self.ask_plain_where_failed();
        self.step(ask, false)
    }

    /// The original query is the plain one already; only where it failed for a passing
    /// reason is it asked once more.
    fn ask_plain_where_failed(&mut self) -> Vec<RequestPlan> {
        let mut ask = Vec::new();
        for (plan, slots) in self.plans.iter().zip(&mut self.slots) {
            if slots.original == (Slot::Failed { again: true }) && slots.plain == Slot::Unasked {
                slots.plain = Slot::Waiting;
                ask.push(plan.clone());
            }
        }
        ask
    }

    /// What every query's answer of a purpose says, once all are there.
    fn seen(&self, purpose: Purpose) -> Option<Vec<Seen>> {
        self.slots
            .iter()
            .map(|slots| slots.of(purpose).seen())
            .collect()
    }

    fn step(&self, ask: Vec<RequestPlan>, keep: bool) -> SplitStep {
        SplitStep {
            ask,
            show: self.show(),
            decision: self.decision.clone(),
            keep,
            note: self.note.clone(),
        }
    }

    fn show(&self) -> Vec<Show> {
        // Under this policy errors with data are what is shown in the end, whatever the
        // other answers say: so they need not be waited for.
        let errors_win = self.policy == SplitPolicy::Errors
            && self.slots.iter().any(|slots| slots.errors.has_data());
        self.plans
            .iter()
            .zip(&self.slots)
            .map(|(plan, slots)| match self.stage {
                Stage::Plain => slots.show_plain(plan.purpose),
                Stage::Undecided | Stage::Third if errors_win => slots.show_errors(),
                Stage::Undecided | Stage::Third => Show::Nothing,
                Stage::Errors => slots.show_errors_or_original(),
                Stage::Original => slots.show_original(),
                Stage::Mixed => slots.show_mixed(plan.purpose),
                Stage::FellBack => slots.show_fallback(plan.purpose, errors_win),
            })
            .collect()
    }
}

fn fell_back_because(error: Option<&Error>) -> String {
    let why = error.map(ToString::to_string).unwrap_or_default();
    format!("errors and transactions could not be told apart, all events are shown: {why}")
}

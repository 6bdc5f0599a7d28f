//! Errors or transactions: which side a widget on the mixed dataset belongs to.
//!
//! A pure step: from the widget's requests and the answers so far to what is needed, what is
//! decided and which request each query shows. Where decisions are kept, and how the viewer
//! sees and changes them, does not belong here.

mod event_type;
mod fields;
mod names;
mod sides;
mod start;

#[cfg(test)]
mod tests;

pub use fields::{filters_by_aggregate, search_fields};
pub use names::infer;
pub use sides::{is_choosable, is_metrics_enhanced, is_mixed};

use crate::config::SplitPolicy;
use crate::decision::{Decision, Evidence, EvidenceQuery, SplitDataset, SplitSource};
use crate::error::Error;
use crate::request::{Purpose, RequestPlan};
use crate::run::answers::{Lookup, Reply};
use start::SplitStart;
use std::rc::Rc;

/// What the split of a widget has to find out, as far as that is known before any answer.
#[derive(Debug)]
pub struct SplitSpec {
    /// The widget's own requests, one for each query.
    plans: Vec<Rc<RequestPlan>>,
    policy: SplitPolicy,
    /// Fingerprint of the widget's queries.
    widget: u32,
    /// When it is asked, epoch seconds.
    now: i64,
    start: SplitStart,
}

/// What the answers so far come to.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct SplitStep {
    /// The request that each query shows, once no other answer can replace it.
    pub sides: Vec<Option<Rc<RequestPlan>>>,
    /// The decision in force, where there is one.
    pub decision: Option<Decision>,
    /// The decision is new and worth keeping.
    pub keep: bool,
    /// Something inside the split failed and the plain query was taken instead; in words.
    pub note: Option<String>,
}

/// A request and what came of it.
struct RequestReply<'a> {
    plan: Rc<RequestPlan>,
    reply: Reply<'a>,
}

impl<'a> RequestReply<'a> {
    fn of(plan: Rc<RequestPlan>, lookup: &mut Lookup<'a>) -> Self {
        let reply = lookup.ask(&plan);
        Self { plan, reply }
    }

    fn has_data(&self) -> bool {
        self.reply.facts().is_some_and(|facts| facts.has_data)
    }

    /// Why it failed, now or before it was asked once more.
    fn failure(&self) -> Option<&'a Error> {
        self.reply.error().or(self.reply.failed_before())
    }
}

/// The requests by which one query distinguishes errors from transactions.
struct Query<'a> {
    errors: RequestReply<'a>,
    original: RequestReply<'a>,
    transactions: Option<RequestReply<'a>>,
}

impl<'a> Query<'a> {
    fn requests(&self) -> impl Iterator<Item = &RequestReply<'a>> {
        [&self.errors, &self.original]
            .into_iter()
            .chain(&self.transactions)
    }
}

impl SplitSpec {
    /// What the answers so far come to.
    pub fn evaluate(&self, lookup: &mut Lookup) -> SplitStep {
        match &self.start {
            SplitStart::DecidedSides(known) => self.known(known, lookup),
            SplitStart::Undecided(asked) => self.undecided(asked, lookup),
        }
    }

    /// One plain query each, whose side is known already.
    ///
    /// A side is the widget's own text with a condition added, and a server that cannot read
    /// it complains of the whole. So the widget's own text is asked then: what is wrong with
    /// it is said in the words of its author, and if nothing is, all events are shown.
    fn known(&self, known: &start::DecidedSides, lookup: &mut Lookup) -> SplitStep {
        let mut refusal = None;
        let mut shown = Vec::new();
        for (own, side) in self.plans.iter().zip(&known.sides) {
            let mut request = RequestReply::of(Rc::clone(side), lookup);
            let refused = request.reply.error().filter(|_| own != side);
            if let Some(error) = refused.filter(|error| error.status() == Some(400)) {
                request = RequestReply::of(Rc::clone(own), lookup);
                refusal = refusal.or(request.reply.answer().map(|_| error));
            }
            shown.push(request);
        }
        let decided = known.decision.as_ref().filter(|_| refusal.is_none());
        let by_server = self.by_server(decided, shown.iter());
        SplitStep {
            keep: by_server.is_some() || (known.is_new && decided.is_some()),
            decision: by_server.or(decided.cloned()),
            note: refusal.map(fell_back_because),
            sides: shown
                .into_iter()
                .map(|request| Some(request.plan))
                .collect(),
        }
    }

    /// Errors, the original query and where needed transactions: what do they say so far?
    fn undecided(&self, asked: &[start::UndecidedRequests], lookup: &mut Lookup) -> SplitStep {
        let mut queries: Vec<Query> = asked
            .iter()
            .map(|sides| Query {
                errors: RequestReply::of(Rc::clone(&sides.errors), lookup),
                original: RequestReply::of(Rc::clone(&sides.original), lookup),
                transactions: None,
            })
            .collect();
        if let Some(decision) = self.by_server(None, queries.iter().map(|query| &query.original)) {
            let sides = queries.into_iter().map(|query| query.original);
            return SplitStep {
                sides: sides.map(answered).collect(),
                decision: Some(decision),
                keep: true,
                note: None,
            };
        }
        let errors = combined_facts(queries.iter().map(|query| &query.errors));
        let originals = combined_facts(queries.iter().map(|query| &query.original));
        let (Some(errors), Some(originals), false) = (errors, originals, has_failed(&queries))
        else {
            return self.awaiting(&queries, lookup);
        };
        let mut has_transactions = originals.has_data;
        if errors.has_data && originals.has_data && !originals.used_metrics {
            // The original query held both sides, so transactions are asked for alone.
            for (query, plan) in queries.iter_mut().zip(&self.plans) {
                let transactions = sides::transactions(plan, Purpose::SplitTransactions);
                query.transactions = Some(RequestReply::of(Rc::new(transactions), lookup));
            }
            let transactions = combined_facts(queries.iter().flat_map(|query| &query.transactions));
            let (Some(transactions), false) = (transactions, has_failed(&queries)) else {
                return self.awaiting(&queries, lookup);
            };
            has_transactions = transactions.has_data;
        }
        let requests = queries.iter().flat_map(Query::requests);
        let evidence = Evidence {
            has_errors: Some(errors.has_data),
            has_transactions: Some(has_transactions),
            used_metrics: Some(originals.used_metrics),
            ..self.evidence(requests)
        };
        self.decide(queries, evidence, lookup)
    }

    /// Something is not answered yet, or failed. A failure ends the split for this run: the
    /// original query, which is the plain one already, is shown, and asked once more where
    /// it failed for a passing reason.
    fn awaiting(&self, queries: &[Query], lookup: &mut Lookup) -> SplitStep {
        // Under this policy errors with data are what is shown in the end, whatever the
        // other answers say: so they need not be waited for, and stay until the plain query
        // is there.
        let errors_win = self.policy == SplitPolicy::Errors
            && queries.iter().any(|query| query.errors.has_data());
        let failure = queries
            .iter()
            .find_map(|query| query.requests().find_map(RequestReply::failure));
        let sides = self.plans.iter().zip(queries).map(|(plan, query)| {
            let errors = Some(&query.errors).filter(|errors| errors_win && is_answered(errors));
            let errors = errors.map(|errors| Rc::clone(&errors.plan));
            if failure.is_none() {
                return errors;
            }
            let first = query.original.reply;
            let reply = lookup.ask_twice(plan);
            let is_second =
                first.failed_before().is_some() || (first.error().is_some() && reply.is_waiting());
            let plain = match is_second {
                true => plan,
                false => &query.original.plan,
            };
            match reply.answer() {
                None if errors.is_some() => errors,
                None if reply.is_waiting() && !is_second => None,
                _ => Some(Rc::clone(plain)),
            }
        });
        SplitStep {
            sides: sides.collect(),
            note: failure.map(fell_back_because),
            ..SplitStep::default()
        }
    }

    fn decide(&self, queries: Vec<Query>, evidence: Evidence, lookup: &mut Lookup) -> SplitStep {
        let has_data = (
            evidence.has_errors == Some(true),
            evidence.has_transactions == Some(true),
        );
        let decided = match (has_data, self.policy) {
            ((true, false), _) => Some((SplitDataset::ErrorEvents, SplitSource::Inferred)),
            ((false, true), _) => Some((SplitDataset::TransactionLike, SplitSource::Inferred)),
            (_, SplitPolicy::Errors) => Some((SplitDataset::ErrorEvents, SplitSource::Forced)),
            ((true, true), SplitPolicy::Undecided) => {
                Some((SplitDataset::Discover, SplitSource::Inferred))
            }
            ((false, false), SplitPolicy::Undecided) => None,
        };
        let mut note = None;
        let sides = self
            .plans
            .iter()
            .zip(queries)
            .map(|(plan, query)| match decided {
                // Unless their answer is so empty that there is not even a zero to draw.
                Some((SplitDataset::ErrorEvents, _)) if !is_blank(&query.errors) => {
                    query.errors.plan
                }
                // "Both" shows the original text on the mixed dataset, which may be what was
                // asked anyway.
                Some((SplitDataset::Discover, _)) if sides::asks_metrics(plan) => {
                    let mixed = RequestReply::of(Rc::new(sides::mixed(plan)), lookup);
                    match mixed.reply.error() {
                        Some(error) => {
                            note.get_or_insert_with(|| fell_back_because(error));
                            query.original.plan
                        }
                        None => mixed.plan,
                    }
                }
                _ => query.original.plan,
            });
        SplitStep {
            sides: sides.map(Some).collect(),
            // What no data says is over with the first event.
            keep: decided.is_some() && has_data != (false, false),
            decision: decided.map(|(dataset, source)| Decision {
                dataset,
                source,
                evidence,
            }),
            note,
        }
    }

    /// A decision of the server's own goes before ours, and after a person's. `None` where
    /// there is none, or it is no news.
    fn by_server<'r, 'a: 'r>(
        &self,
        known: Option<&Decision>,
        requests: impl Iterator<Item = &'r RequestReply<'a>> + Clone,
    ) -> Option<Decision> {
        let mut facts = requests.clone().filter_map(|request| request.reply.facts());
        let dataset = facts.find_map(|facts| facts.server)?;
        let is_final = known.is_some_and(|known| {
            known.source == SplitSource::User
                || (known.source, known.dataset) == (SplitSource::Server, dataset)
        });
        (!is_final).then(|| Decision {
            dataset,
            source: SplitSource::Server,
            evidence: self.evidence(requests),
        })
    }

    /// What was asked, and what came back.
    fn evidence<'r, 'a: 'r>(
        &self,
        requests: impl Iterator<Item = &'r RequestReply<'a>>,
    ) -> Evidence {
        let asked = requests.filter_map(|RequestReply { plan, reply }| {
            let text = |name| plan.pair(name).unwrap_or_default().to_owned();
            let facts = reply.facts()?;
            Some(EvidenceQuery {
                dataset: text("dataset"),
                query: text("query"),
                has_data: facts.has_data,
            })
        });
        Evidence {
            decided_at: self.now,
            asked: asked.collect(),
            widget: self.widget,
            ..Evidence::default()
        }
    }
}

/// What the answers of one side say together, once all are there.
struct SideFacts {
    has_data: bool,
    used_metrics: bool,
}

fn combined_facts<'r, 'a: 'r>(
    requests: impl Iterator<Item = &'r RequestReply<'a>>,
) -> Option<SideFacts> {
    let mut all = SideFacts {
        has_data: false,
        used_metrics: false,
    };
    for request in requests {
        let facts = request.reply.facts()?;
        all.has_data |= facts.has_data;
        all.used_metrics |= facts.used_metrics;
    }
    Some(all)
}

fn has_failed(queries: &[Query]) -> bool {
    queries
        .iter()
        .any(|query| query.requests().any(|it| it.failure().is_some()))
}

fn is_answered(request: &&RequestReply) -> bool {
    request.reply.answer().is_some()
}

fn is_blank(request: &RequestReply) -> bool {
    request.reply.facts().is_some_and(|facts| facts.is_blank)
}

/// The request, once its answer is there.
fn answered(request: RequestReply) -> Option<Rc<RequestPlan>> {
    (!request.reply.is_waiting()).then_some(request.plan)
}

fn fell_back_because(error: &Error) -> String {
    format!("the dataset could not be determined, so all events are shown: {error}")
}

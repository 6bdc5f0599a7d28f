//! What the answers of a run come to: what is needed next, and what there is to show.

use super::INGESTION_DELAY_SECS;
use super::answers::{Answers, Lookup, Reply};
use super::compare::{self, CompareProgress, CompareSpec, CompareStep, Comparison, Viewer};
use super::groups::{self, Pages};
use super::sparkline;
use super::split::{SplitSpec, SplitStep};
use crate::config::{Scope, SplitOptions, WidgetConfig, WidgetType};
use crate::decision::{Decision, SplitDataset};
use crate::decode::Decoded;
use crate::error::Error;
use crate::request::{RequestKey, RequestPlan, group_limit, plan};
use crate::time::{Offset, Zone};
use std::rc::Rc;

/// What a widget wants to know.
#[derive(Clone, Debug)]
pub struct QuerySpec {
    /// The widget.
    pub config: Rc<WidgetConfig>,
    /// Organization, projects, environments, filters, range.
    pub scope: Scope,
    /// How errors and transactions are distinguished.
    pub split: SplitOptions,
    /// What was decided before.
    pub stored: Option<Decision>,
    /// The earlier period to compare with.
    pub compare: Option<Offset>,
    /// A number has a line of its values below it.
    pub has_sparkline: bool,
    /// The viewer's zone, over the range and the earlier one.
    pub zone: Zone,
}

impl QuerySpec {
    /// Whether the answers to both are the same but for the moment of asking.
    pub fn asks_the_same(&self, other: &Self) -> bool {
        self.config == other.config
            && self.scope == other.scope
            && self.compare == other.compare
            && self.has_sparkline == other.has_sparkline
    }
}

/// A spec at the moment of asking, with what follows from these two alone.
#[derive(Debug)]
pub struct PreparedSpec {
    spec: QuerySpec,
    now: i64,
    split: SplitSpec,
}

impl PreparedSpec {
    /// Prepares a spec to be asked at `now` (epoch seconds). What the server would refuse is
    /// refused here.
    pub fn new(spec: QuerySpec, now: i64) -> Result<Self, Error> {
        let plans = plan(&spec.config, &spec.scope, spec.scope.range, now)?;
        let stored = spec.stored.as_ref();
        let split = SplitSpec::new(&spec.config, plans, stored, spec.split, now);
        Ok(Self { spec, now, split })
    }
}

/// What there is to show of one query.
#[derive(Clone, Debug, Default)]
pub struct QueryView {
    /// The answer: all pages of groups that are there, as one.
    pub answer: Option<Rc<Decoded>>,
    /// Why there is none.
    pub error: Option<Error>,
    /// The comparison with the earlier period, once it is there.
    pub comparison: Option<Comparison>,
    /// Why there is no comparison, where one was requested.
    pub no_comparison: Option<String>,
    /// The values behind a number, once they are there.
    pub sparkline: Option<Rc<Decoded>>,
    /// What is not whole, in words for the viewer.
    pub notes: Vec<String>,
}

/// What a step comes to, and everything that it looked up for that.
#[derive(Clone, Debug, Default, PartialEq)]
struct Evaluated<T> {
    value: T,
    asked: Vec<RequestKey>,
}

/// The request that one query shows, and what follows from it.
#[derive(Clone, Debug, Default, PartialEq)]
struct QueryStep {
    shown: Option<Rc<RequestPlan>>,
    pages: Pages,
    compare: Option<CompareStep>,
    sparkline: Option<Rc<RequestPlan>>,
}

/// What the answers so far come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evaluation {
    split: Evaluated<SplitStep>,
    queries: Vec<Evaluated<QueryStep>>,
}

/// Evaluates a run from its answers alone: what they come to, and what is needed next.
pub fn evaluate(spec: &PreparedSpec, answers: &Answers) -> (Evaluation, Vec<Rc<RequestPlan>>) {
    let mut evaluation = Evaluation::default();
    let needs = evaluation.update(spec, answers, None);
    (evaluation, needs)
}

impl Evaluation {
    /// Evaluates again after the outcome of `changed`, or everything, and returns what is
    /// needed next. A step depends on nothing but what it looked up, so those that looked up
    /// something else are not done again.
    pub(super) fn update(
        &mut self,
        spec: &PreparedSpec,
        answers: &Answers,
        changed: Option<RequestKey>,
    ) -> Vec<Rc<RequestPlan>> {
        let depends = |asked: &[RequestKey]| changed.is_none_or(|key| asked.contains(&key));
        let mut needs = Vec::new();
        if depends(&self.split.asked) {
            let mut lookup = Lookup::new(answers);
            self.split.value = spec.split.evaluate(&mut lookup);
            self.split.asked = lookup.asked;
            needs = lookup.needs;
        }
        let sides = &self.split.value.sides;
        self.queries.resize_with(sides.len(), Evaluated::default);
        for (index, (query, side)) in self.queries.iter_mut().zip(sides).enumerate() {
            if query.value.shown != *side || depends(&query.asked) {
                let mut lookup = Lookup::new(answers);
                query.value = spec.query(index, side.as_ref(), &mut lookup);
                query.asked = lookup.asked;
                // While what is shown has failed nothing new follows from it.
                let has_failed = |side: &Rc<RequestPlan>| {
                    let is_asked_again = needs.iter().any(|need| need.asks_the_same(side));
                    answers.of(side).error().is_some() && !is_asked_again
                };
                if !side.as_ref().is_some_and(has_failed) {
                    needs.extend(lookup.needs);
                }
            }
        }
        needs
    }

    /// The chart can appear: every query has something to show, or has failed.
    pub(super) fn is_showable(&self, answers: &Answers) -> bool {
        let replies = || self.shown(answers);
        replies().all(|reply| reply.is_some_and(|reply| !reply.is_waiting()))
            && replies().flatten().any(|reply| reply.answer().is_some())
    }

    /// Query by query, whether its outcome is awaited.
    pub(super) fn waiting(&self, answers: &Answers) -> impl Iterator<Item = bool> {
        let replies = self.shown(answers);
        replies.map(|reply| reply.is_none_or(|reply| reply.is_waiting()))
    }

    /// Why queries have nothing to show.
    pub(super) fn errors<'a>(&self, answers: &'a Answers) -> impl Iterator<Item = &'a Error> {
        self.shown(answers).flatten().filter_map(Reply::error)
    }

    fn shown<'a>(&self, answers: &'a Answers) -> impl Iterator<Item = Option<Reply<'a>>> {
        let sides = self.split.value.sides.iter();
        sides.map(|side| side.as_ref().map(|plan| answers.of(plan)))
    }

    /// What there is to show, query by query, at `now` (epoch seconds).
    pub(super) fn views(&self, spec: &PreparedSpec, answers: &Answers, now: i64) -> Vec<QueryView> {
        let viewer = Viewer {
            zone: &spec.spec.zone,
            widget_type: self.widget_type(spec),
            complete_until: now - INGESTION_DELAY_SECS,
        };
        let queries = self.queries.iter();
        queries
            .map(|query| query.value.view(answers, viewer))
            .collect()
    }

    /// What the split comes to.
    pub(super) fn split(&self) -> &SplitStep {
        &self.split.value
    }

    /// The widget's type, or the side that a mixed one was found to be of.
    pub(super) fn widget_type(&self, spec: &PreparedSpec) -> WidgetType {
        let decision = self.split.value.decision.as_ref();
        match decision.map(|decision| decision.dataset) {
            Some(SplitDataset::ErrorEvents) => WidgetType::ErrorEvents,
            Some(SplitDataset::TransactionLike) => WidgetType::TransactionLike,
            Some(SplitDataset::Discover) | None => spec.spec.config.widget_type,
        }
    }
}

impl PreparedSpec {
    /// What follows from showing the answer to `side`, which need not be waited for.
    fn query(
        &self,
        index: usize,
        side: Option<&Rc<RequestPlan>>,
        lookup: &mut Lookup,
    ) -> QueryStep {
        let Some(plan) = side else {
            return QueryStep::default();
        };
        let config = &self.spec.config;
        let query = config.queries.get(index);
        let groups = query.map_or(0, |query| group_limit(config, query));
        QueryStep {
            pages: groups::evaluate(plan, groups, lookup),
            compare: self.spec.compare.map(|offset| {
                let spec = CompareSpec {
                    plan,
                    groups,
                    offset,
                    zone: &self.spec.zone,
                    now: self.now,
                };
                compare::evaluate(spec, lookup)
            }),
            sparkline: match self.spec.has_sparkline {
                true => sparkline::evaluate(plan, (config, &self.spec.scope), self.now, lookup),
                false => None,
            },
            shown: Some(Rc::clone(plan)),
        }
    }
}

impl QueryStep {
    fn view(&self, answers: &Answers, viewer: Viewer) -> QueryView {
        let Some(plan) = &self.shown else {
            return QueryView::default();
        };
        let reply = answers.of(plan);
        let Some(first) = reply.answer() else {
            // What follows from an answer says nothing without it.
            return QueryView {
                error: reply.error().cloned(),
                ..QueryView::default()
            };
        };
        let answer = self.pages.merged(first, answers);
        let mut view = QueryView {
            notes: self.pages.notes(answers),
            ..QueryView::default()
        };
        if let Some(compare) = &self.compare {
            let (progress, missing) = compare.progress(answers);
            let is_complete = missing.is_empty();
            view.notes.extend(missing);
            match progress {
                CompareProgress::Asking => {}
                CompareProgress::Refused(why) => view.no_comparison = Some(why),
                CompareProgress::Ready => {
                    let compared = compare.comparison(&answer, answers, is_complete, viewer);
                    view.comparison = Some(compared);
                }
            }
        } else {
            view.comparison = Comparison::inline(&answer, plan, viewer);
        }
        let sparkline = self.sparkline.as_ref();
        view.sparkline = sparkline.and_then(|plan| answers.of(plan).answer().cloned());
        view.answer = Some(answer);
        view
    }
}

//! How a split opens: what is known already, and what has to be asked.

use super::event_type::{EVENT_TYPE, sides_in_searches};
use super::{SplitSpec, infer, is_mixed, sides};
use crate::config::{DatasetSource, SplitOptions, SplitPolicy, WidgetConfig, WidgetType};
use crate::decision::{Decision, Evidence, SplitDataset, SplitSource};
use crate::fnv::fnv1a_of_texts;
use crate::request::{Purpose, RequestPlan};
use std::rc::Rc;

/// What is known before any answer.
#[derive(Debug)]
pub(super) enum SplitStart {
    /// Each query asks one request.
    DecidedSides(DecidedSides),
    /// Evidence has to be gathered.
    Undecided(Vec<UndecidedRequests>),
}

/// What each query of an undecided widget asks first.
#[derive(Debug)]
pub(super) struct UndecidedRequests {
    pub errors: Rc<RequestPlan>,
    pub original: Rc<RequestPlan>,
}

/// A side that need not be found out.
#[derive(Debug, Default)]
pub(super) struct DecidedSides {
    /// The request of each query.
    pub sides: Vec<Rc<RequestPlan>>,
    pub decision: Option<Decision>,
    /// It was decided just now.
    pub is_new: bool,
}

impl SplitSpec {
    /// The split of the widget's own requests. `stored` is what was decided before, if it
    /// still holds; `now` is epoch seconds.
    pub fn new(
        config: &WidgetConfig,
        plans: Vec<RequestPlan>,
        stored: Option<&Decision>,
        options: SplitOptions,
        now: i64,
    ) -> Self {
        let mut split = Self {
            plans: plans.into_iter().map(Rc::new).collect(),
            policy: options.policy,
            widget: fingerprint(config),
            now,
            start: SplitStart::Undecided(Vec::new()),
        };
        let stored = stored.filter(|stored| split.still_holds(stored, options));
        let known = match is_mixed(config) {
            true => split.known_side(config, stored, options),
            false => Some(split.one_sided(config, stored)),
        };
        let sides = |plan: &Rc<RequestPlan>| UndecidedRequests {
            errors: Rc::new(sides::errors(plan, Purpose::SplitErrors)),
            original: Rc::new(sides::original(plan)),
        };
        split.start = match known {
            Some(known) => SplitStart::DecidedSides(known),
            None => SplitStart::Undecided(split.plans.iter().map(sides).collect()),
        };
        split
    }

    /// What is known of a mixed widget.
    fn known_side(
        &self,
        config: &WidgetConfig,
        stored: Option<&Decision>,
        options: SplitOptions,
    ) -> Option<DecidedSides> {
        // The whole text that is asked, filters of the page and of the dashboard included.
        let of_text = options
            .names
            .then(|| sides_in_searches(&self.searches()))
            .flatten();
        let has_side = of_text.flatten().is_some();
        if let Some(stored) = stored.filter(|it| !has_side || it.source == SplitSource::User) {
            return Some(self.decided(stored.clone(), false));
        }
        if options.server
            && self
                .plans
                .first()
                .is_some_and(|plan| sides::asks_metrics(plan))
        {
            return Some(DecidedSides {
                sides: self.plans.clone(),
                ..DecidedSides::default()
            });
        }
        let named = options.names.then(|| infer(config)).flatten();
        let (dataset, field) = match of_text {
            Some(side) => (side?, EVENT_TYPE.to_owned()),
            None => named.clone()?,
        };
        let decision = Decision {
            dataset,
            source: SplitSource::Inferred,
            evidence: Evidence {
                field: Some(field),
                ..self.evidence(std::iter::empty())
            },
        };
        // What a filter around the widget says is no word of the widget's own.
        let is_own = named.is_some_and(|(own, _)| own == dataset);
        Some(self.decided(decision, is_own))
    }

    /// The search texts that are asked, one a query.
    fn searches(&self) -> Vec<&str> {
        let plans = self.plans.iter();
        plans.filter_map(|plan| plan.pair("query")).collect()
    }

    /// What was decided before still says something of this widget, by these options.
    fn still_holds(&self, stored: &Decision, options: SplitOptions) -> bool {
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
        stored.is_valid_at(self.now) && (stored.source == SplitSource::User || is_of_now)
    }

    fn decided(&self, decision: Decision, is_new: bool) -> DecidedSides {
        let decided = |plan: &Rc<RequestPlan>| Rc::new(sides::decided(plan, &decision));
        DecidedSides {
            sides: self.plans.iter().map(decided).collect(),
            decision: Some(decision),
            is_new,
        }
    }

    /// A widget whose type already names its side, unless the viewer chose another.
    fn one_sided(&self, config: &WidgetConfig, stored: Option<&Decision>) -> DecidedSides {
        let own = match config.widget_type {
            WidgetType::ErrorEvents => Some(SplitDataset::ErrorEvents),
            WidgetType::TransactionLike => Some(SplitDataset::TransactionLike),
            _ => None,
        };
        let is_other = |decision: &&Decision| {
            decision.source == SplitSource::User && Some(decision.dataset) != own
        };
        if let Some(chosen) = stored.filter(|_| own.is_some()).filter(is_other) {
            let overridden =
                |plan: &Rc<RequestPlan>| Rc::new(sides::overridden(plan, chosen.dataset));
            return DecidedSides {
                sides: self.plans.iter().map(overridden).collect(),
                decision: Some(chosen.clone()),
                is_new: false,
            };
        }
        DecidedSides {
            sides: self.plans.clone(),
            decision: own.map(|dataset| Decision {
                dataset,
                source: source_of(config.dataset_source),
                // Neither asked for nor decided here, at no known time.
                evidence: Evidence::default(),
            }),
            is_new: false,
        }
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

/// A hash of a widget's queries: another one means that the widget was edited.
pub(super) fn fingerprint(config: &WidgetConfig) -> u32 {
    let texts = config.queries.iter().flat_map(|query| {
        let fields = query.fields.iter().chain(&query.aggregates);
        std::iter::once(&query.conditions)
            .chain(fields)
            .chain(&query.columns)
    });
    let hash = fnv1a_of_texts(texts.map(String::as_str));
    u32::try_from(hash >> 32).unwrap_or_default()
}

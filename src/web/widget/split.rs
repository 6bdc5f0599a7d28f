//! Decisions of the split: read before a mixed widget asks, kept when new, told to the page.

use super::Widget;
use crate::config::WidgetConfig;
use crate::decision::{Decision, Evidence, SplitDataset, SplitSource, store_key};
use crate::error::Error;
use crate::run::split::is_choosable;
use crate::state::{Dirty, Event};
use crate::web::js_value::to_js;
use crate::web::late;
use crate::web::metrics::record_for;
use crate::web::net::dashboard_writer::{self, PendingSave};
use crate::web::net::server_clock;
use crate::web::net::url;
use crate::web::page::options;
use crate::web::storage::decisions;
use std::rc::Rc;

/// What is known of errors or transactions in this page.
#[derive(Default)]
pub(super) struct DecisionMemory {
    /// The decision, and of which widget where.
    known: Option<(Rc<WidgetConfig>, Place, Decision)>,
    /// What was decided before is to be found out again.
    bypasses_stored: bool,
    /// Why the decision is not in the dashboard, where it should be.
    pub(super) not_saved: Option<String>,
}

impl DecisionMemory {
    /// Whether it is to be found out again, once.
    pub(super) fn take_anew(&mut self) -> bool {
        std::mem::take(&mut self.bypasses_stored)
    }
}

impl Widget {
    /// What was decided before, for a widget whose dataset may be another than its own.
    pub(super) fn stored_decision(&self, config: &WidgetConfig) -> Option<Decision> {
        if !is_choosable(config) {
            return None;
        }
        if let Some(decision) = self.known_for(config) {
            return Some(decision);
        }
        let stored = decisions::get(&self.decision_key()?);
        let hits = u64::from(stored.is_some());
        record_for(&self.host, |recorder| {
            recorder.cache("decisions", "get", hits, 1 - hits);
        });
        if let Some(decision) = &stored {
            self.remember(decision);
        }
        stored
    }

    pub(super) fn is_turn(&self, turn: u32) -> bool {
        self.turn.get() == turn
    }

    fn remember(&self, decision: &Decision) {
        let known = self.resolved.borrow().config.clone().zip(self.place());
        let known = known.map(|(config, place)| (config, place, decision.clone()));
        self.decisions.borrow_mut().known = known;
    }

    /// The viewer's word counts from now on, here and for the next time.
    pub(super) fn choose_dataset(&self, dataset: SplitDataset) {
        let decision = Decision {
            dataset,
            source: SplitSource::User,
            evidence: Evidence {
                decided_at: server_clock::now_secs(),
                ..Evidence::default()
            },
        };
        self.keep_decision(&decision);
        self.configure(true);
    }

    /// Forgets what was decided, by whomever, and finds out again.
    pub fn decide_anew(&self) {
        let key = self.decision_key();
        {
            let mut decisions = self.decisions.borrow_mut();
            decisions.known = None;
            decisions.bypasses_stored = true;
        }
        self.forget_dashboard();
        if let Some(key) = key {
            decisions::delete(&key);
        }
        self.configure(true);
    }

    fn known_for(&self, config: &WidgetConfig) -> Option<Decision> {
        let here = self.place();
        let decisions = self.decisions.borrow();
        let (of, place, decision) = decisions.known.as_ref()?;
        (**of == *config && Some(place) == here.as_ref()).then(|| decision.clone())
    }

    /// Keeps a new decision for the next time, for all tabs and, where the page wants so, in
    /// the dashboard.
    pub(super) fn keep_decision(&self, decision: &Decision) {
        self.remember(decision);
        self.save_decision(decision);
        if let Some(key) = self.decision_key() {
            let decision = decision.clone();
            // Nobody reads it before the next load.
            late::when_here(Box::new(move || decisions::keep(&key, &decision)));
        }
    }

    /// A server that decided has written it down itself.
    fn save_decision(&self, decision: &Decision) {
        let saves = options::usable().split.save;
        if !saves || decision.source == SplitSource::Server {
            return;
        }
        let path = self.dashboard.borrow().path.clone();
        let config = self.resolved.borrow().config.clone();
        let (Some(path), Some(config)) = (path, config) else {
            return;
        };
        let done = self.callback(|widget: &Widget, saved: Result<(), Error>| widget.saved(saved));
        match self.call(&path, &[]) {
            Ok(dashboard) => dashboard_writer::save(PendingSave {
                dashboard,
                widget_id: config.id.clone(),
                decision: decision.clone(),
                done: Box::new(done),
            }),
            Err(error) => done(Err(error)),
        }
    }

    /// A decision that could not be saved is still the one in force: the chart stays as it is.
    fn saved(&self, saved: Result<(), Error>) {
        let note = saved.as_ref().err().map(|error| {
            let why = error.to_string();
            ["The dataset could not be saved to the dashboard: ", &why].concat()
        });
        if saved.is_ok() {
            self.forget_dashboard();
        }
        self.decisions.borrow_mut().not_saved = note;
        if let Err(error) = saved {
            self.host.dispatch_error(&error);
        }
        self.dispatch(Event::Restyled(Dirty::Paint));
    }

    /// Tells the page of a decision that it does not know yet, or that there is none any more.
    pub(super) fn announce_split(&self) {
        let decision = {
            let state = self.state.borrow();
            state.shown().and_then(|shown| shown.decision.clone())
        };
        if *self.last_announced_split.borrow() == decision {
            return;
        }
        self.last_announced_split.replace(decision.clone());
        self.host
            .dispatch_event("events-stats-split", &to_js(&decision));
    }

    /// The key of the widget's decision in the store, where it has an id.
    fn decision_key(&self) -> Option<String> {
        let (base, org, id) = self.place()?;
        (!id.is_empty()).then(|| store_key(&absolute(&base), &org, &id))
    }

    /// Base address, organization and widget id.
    fn place(&self) -> Option<Place> {
        let options = options::options().ok()?;
        let given = self.given.borrow();
        let resolved = self.resolved.borrow();
        let own = resolved.config.as_ref()?.id.as_str();
        let of_element = given.inputs.attributes.widget_id.as_deref();
        let id = Some(own).filter(|id| !id.is_empty()).or(of_element);
        Some((
            given.inputs.base_url(&options).to_owned(),
            resolved.scope.as_ref()?.org.clone(),
            id.unwrap_or_default().to_owned(),
        ))
    }
}

/// Base address, organization and widget id.
pub(super) type Place = (String, String, String);

/// Two pages of one server may name it differently, and two servers alike.
fn absolute(base: &str) -> String {
    url::address(base, "", &[]).unwrap_or_else(|_| base.to_owned())
}

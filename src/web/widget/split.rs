//! Decisions of the split: read before a mixed widget asks, kept when new, told to the page.

use super::Widget;
use crate::config::WidgetConfig;
use crate::decision::{Asked, Decision, Evidence, SplitDataset, SplitSource, store_key};
use crate::inquiry::Question;
use crate::split::is_mixed;
use crate::state::Event;
use crate::store::{Room, Store as _};
use crate::web::page;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

impl Widget {
    /// Goes on with the question once it is known what was decided before. Only a mixed
    /// widget has to know, and no wait is longer than the store's patience.
    pub(super) fn with_stored_decision(
        &self,
        mut question: Box<Question>,
        go_on: impl Fn(&Widget, Box<Question>) + 'static,
    ) {
        if !is_mixed(&question.config) {
            return go_on(self, question);
        }
        if let Some(decision) = self.chosen_for(&question.config) {
            question.stored = Some(decision);
            return go_on(self, question);
        }
        let Some(key) = self.decision_key() else {
            return go_on(self, question);
        };
        self.tell(Event::Awaiting);
        let itself = self.itself.clone();
        spawn_local(async move {
            let kept = page::store().get(Room::Decisions, &key).await;
            let text = kept
                .ok()
                .flatten()
                .and_then(|bytes| String::from_utf8(bytes).ok());
            question.stored = text.as_deref().and_then(Decision::from_text);
            // Meanwhile the widget may have gone, or have been configured otherwise.
            if let Some(widget) = itself.upgrade()
                && widget.is_still_asking(&question)
            {
                go_on(&widget, question);
            }
        });
    }

    /// The viewer's word counts from now on, here and for the next time.
    pub(super) fn choose_dataset(&self, dataset: SplitDataset) {
        let decision = Decision {
            dataset,
            source: SplitSource::User,
            evidence: Evidence {
                decided_at: (js_sys::Date::now() / 1_000.0) as i64,
                ..Evidence::default()
            },
        };
        {
            let mut given = self.given.borrow_mut();
            let config = given.config.clone();
            given.chosen = config.zip(Some(decision.clone()));
        }
        self.keep_decision(&decision);
        self.configure();
    }

    fn chosen_for(&self, config: &WidgetConfig) -> Option<Decision> {
        let given = self.given.borrow();
        let (of, decision) = given.chosen.as_ref()?;
        (**of == *config).then(|| decision.clone())
    }

    /// Keeps a new decision for the next time, for all tabs.
    pub(super) fn keep_decision(&self, decision: &Decision) {
        let (Some(key), text) = (self.decision_key(), decision.to_text()) else {
            return;
        };
        spawn_local(async move {
            // A decision that is not kept is found anew.
            drop(
                page::store()
                    .put(Room::Decisions, &key, text.as_bytes())
                    .await,
            );
        });
    }

    /// Tells the page of a decision that it does not know yet.
    pub(super) fn announce_split(&self) {
        let decision = {
            let state = self.state.borrow();
            state.shown().and_then(|shown| shown.decision.clone())
        };
        if *self.told_split.borrow() == decision {
            return;
        }
        self.told_split.replace(decision.clone());
        if let Some(decision) = decision {
            self.host
                .tell_event("events-stats-split", &members(&decision));
        }
    }

    fn is_still_asking(&self, question: &Question) -> bool {
        let given = self.given.borrow();
        given.config.as_ref() == Some(&question.config)
            && given.scope.as_ref() == Some(&question.scope)
    }

    fn decision_key(&self) -> Option<String> {
        let options = page::options().ok()?;
        let given = self.given.borrow();
        let base = given.attributes.base_url.as_deref();
        let base = base.or(options.base_url.as_deref()).unwrap_or("/");
        let id = &given.config.as_ref()?.id;
        let org = &given.scope.as_ref()?.org;
        (!id.is_empty()).then(|| store_key(base, org, id))
    }
}

fn members(decision: &Decision) -> [(&'static str, JsValue); 3] {
    let flag = |flag: Option<bool>| flag.map_or(JsValue::NULL, JsValue::from_bool);
    let known = &decision.evidence;
    let field = known.field.as_deref();
    let asked: Array = known.asked.iter().map(asked_object).collect();
    let evidence = Object::new();
    for (name, value) in [
        ("field", field.map_or(JsValue::NULL, JsValue::from_str)),
        ("hasErrors", flag(known.has_errors)),
        ("hasTransactions", flag(known.has_transactions)),
        ("usedMetrics", flag(known.used_metrics)),
        ("decidedAt", (known.decided_at as f64).into()),
        ("asked", asked.into()),
    ] {
        drop(Reflect::set(&evidence, &name.into(), &value));
    }
    [
        ("dataset", decision.dataset.name().into()),
        ("source", decision.source.name().into()),
        ("evidence", evidence.into()),
    ]
}

fn asked_object(asked: &Asked) -> Object {
    let object = Object::new();
    for (name, value) in [
        ("dataset", JsValue::from_str(&asked.dataset)),
        ("query", JsValue::from_str(&asked.query)),
        ("hasData", asked.has_data.into()),
    ] {
        drop(Reflect::set(&object, &name.into(), &value));
    }
    object
}

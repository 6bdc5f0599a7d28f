//! A widget's part of what is kept: where its answers lie, looking for them, keeping them.

use super::Widget;
use crate::cache::{CacheScope, CachedResponse};
use crate::config::Options;
use crate::decode::Decoded;
use crate::request::RequestPlan;
use crate::state::{Event, Rules, RunId};
use crate::web::net::fetch;
use crate::web::net::server_clock;
use crate::web::net::url;
use crate::web::page::options;
use crate::web::storage::response_cache::ResponseCache;
use gloo_timers::callback::Timeout;
use std::rc::Rc;

/// Longest wait for a kept answer before the server is asked, in milliseconds.
const LOOKUP_TIMEOUT_MS: u32 = 150;

/// What the host has decided for all widgets.
pub(super) fn rules(options: &Options) -> Rules {
    Rules {
        retry: options.retry,
        uses_cache: options.cache.is_on,
        keeps_refused: options.cache.keep_on_refusal,
    }
}

impl Widget {
    /// Looks for a kept answer.
    pub(super) fn recall(&self, run: RunId, index: usize, plan: &RequestPlan) {
        let done = self.callback(move |widget: &Widget, cached: Option<CachedResponse>| {
            widget.dispatch(Event::CacheLookupDone { run, index, cached });
        });
        let Some(response_cache) = self.response_cache() else {
            return done(None);
        };
        if index == 0 && response_cache.database.is_some() {
            let is_slow =
                self.callback(move |widget, ()| widget.dispatch(Event::CacheLookupTimedOut(run)));
            let limit = Timeout::new(LOOKUP_TIMEOUT_MS, move || is_slow(()));
            self.timers.cache_lookup.replace(Some(limit));
        }
        response_cache.recall(plan, done);
    }

    /// Keeps the answer to `plan`, which is asked now, unless the server forbids it.
    pub(super) fn keeper(&self, plan: &RequestPlan) -> impl Fn(&Rc<Decoded>, bool) + use<> {
        let (response_cache, plan) = (self.response_cache(), plan.clone());
        let (started_at, skew_ms) = (self.state.borrow().started_at(), server_clock::skew_ms());
        move |answer, is_no_store| {
            let Some(response_cache) = &response_cache else {
                return;
            };
            if is_no_store {
                return response_cache.forget_one(&plan);
            }
            // The answer itself may have told that the clock was wrong.
            let corrected_ms = server_clock::skew_ms() - skew_ms;
            let kept = CachedResponse {
                answer: Rc::clone(answer),
                started_at: started_at + corrected_ms / 1_000,
                loaded_at_ms: server_clock::now_ms(),
            };
            response_cache.keep(&plan, kept);
        }
    }

    /// Forgets the answers to `plans`, or everything of the organization.
    pub(super) fn forget(&self, plans: &[RequestPlan], all: bool) {
        if let Some(response_cache) = self.response_cache() {
            response_cache.forget(plans, all);
        }
    }

    /// Where this widget's answers are kept; nowhere where the host keeps none.
    fn response_cache(&self) -> Option<ResponseCache> {
        let options = options::options()
            .ok()
            .filter(|options| options.cache.is_on)?;
        let given = self.given.borrow();
        let inputs = &given.inputs;
        let base = url::address(inputs.base_url(&options), "", &[]).ok()?;
        let (own, hosts) = (inputs.fetch.clone(), options::fetch(&options, &base));
        let id = inputs.attributes.widget_id.as_deref().unwrap_or_default();
        // Over a reload no function is the same: the place where it was given stands for it.
        let lasting_fetch = match (&own, &hosts) {
            (Some(_), _) => format!("own/{id}"),
            (None, Some(_)) => "host".to_owned(),
            (None, None) => "page".to_owned(),
        };
        let memory = CacheScope {
            cache_key: options.cache_key.clone().unwrap_or_default(),
            fetch: fetch::number_of(own.or(hosts).as_ref()).to_string(),
            base,
            org: self.organization(),
        };
        Some(ResponseCache {
            database: (!memory.cache_key.is_empty()).then(|| CacheScope {
                fetch: lasting_fetch,
                ..memory.clone()
            }),
            memory,
            most_bytes: options.cache.max_bytes,
        })
    }
}

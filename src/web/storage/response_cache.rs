//! Kept answers: in the page's memory, and in the browser's database where the host names the
//! signed-in user.

use super::opened::store;
use crate::cache::{CacheScope, CachedResponse, MemoryCache};
use crate::request::RequestPlan;
use crate::web::late;
use crate::web::net::server_clock;
use crate::web::recorder::{Stopwatch, recorder};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Name of the cache in metrics.
const NAME: &str = "responses";

thread_local! {
    static MEMORY: RefCell<MemoryCache> = RefCell::default();
    /// How often something was forgotten: what was read before that is not put back.
    static FORGOTTEN: Cell<u32> = const { Cell::new(0) };
}

/// Where a widget's answers are kept.
#[derive(Clone, Debug)]
pub struct ResponseCache {
    /// In memory.
    pub memory: CacheScope,
    /// In the database, where they outlive the page.
    pub database: Option<CacheScope>,
    /// Size of all answers together.
    pub most_bytes: u32,
}

impl ResponseCache {
    /// Looks for the answer to `plan`; `done` is called once: at once where memory has it or
    /// there is nowhere else to look, else when the database has answered, however late.
    pub fn recall(&self, plan: &RequestPlan, done: impl FnOnce(Option<CachedResponse>) + 'static) {
        let key = self.memory.key(plan);
        let found = with(|memory| memory.get(&key).cloned()).flatten();
        let Some(place) = self.database.as_ref().filter(|_| found.is_none()) else {
            looked(found.is_some());
            return done(found);
        };
        let (stored_as, most_bytes) = (place.key(plan), self.most_bytes);
        let before = FORGOTTEN.get();
        let done: Box<dyn FnOnce(Option<CachedResponse>)> = Box::new(move |cached| {
            let cached = cached.filter(|_| FORGOTTEN.get() == before);
            if let Some(cached) = cached.clone() {
                with(|memory| memory.put(&key, cached, server_clock::now_ms(), most_bytes));
            }
            looked(cached.is_some());
            done(cached);
        });
        late::soon(Box::new(move || read_stored(stored_as, done)));
    }

    /// Keeps the answer to `plan`, in place of an older one.
    pub fn keep(&self, plan: &RequestPlan, cached: CachedResponse) {
        let key = self.memory.key(plan);
        let is_known = |known: &CachedResponse| Rc::ptr_eq(&known.answer, &cached.answer);
        // Widgets that share a request each bring its answer.
        if with(|memory| memory.get(&key).is_some_and(is_known)) != Some(false) {
            return;
        }
        let watch = Stopwatch::start();
        let stored = self
            .database
            .as_ref()
            .map(|place| (place.key(plan), cached.to_bytes()));
        let (at_ms, most_bytes) = (cached.loaded_at_ms, self.most_bytes);
        let count = with(|memory| {
            memory.put(&key, cached, server_clock::now_ms(), most_bytes);
            memory.len()
        });
        recorder().cache_state(NAME, "put", watch.ms(), count.unwrap_or_default());
        if let Some((key, bytes)) = stored {
            late::when_here(Box::new(move || {
                write_stored(key, bytes, at_ms, most_bytes)
            }));
        }
    }

    /// Forgets the answer to `plan` over that very range.
    pub fn forget_one(&self, plan: &RequestPlan) {
        self.forget_by(|place| vec![place.key(plan)]);
    }

    /// Forgets the answers to `plans` over all ranges, or with `all` everything of the
    /// organization.
    pub fn forget(&self, plans: &[RequestPlan], all: bool) {
        self.forget_by(|place| match all {
            true => vec![place.prefix()],
            false => plans.iter().map(|plan| place.subject(plan)).collect(),
        });
    }

    fn forget_by(&self, prefixes: impl Fn(&CacheScope) -> Vec<String>) {
        FORGOTTEN.set(FORGOTTEN.get().wrapping_add(1));
        with(|memory| memory.forget(&prefixes(&self.memory)));
        if let Some(stored) = self.database.as_ref().map(prefixes) {
            late::when_here(Box::new(move || forget_stored(stored)));
        }
    }
}

fn read_stored(key: String, done: Box<dyn FnOnce(Option<CachedResponse>)>) {
    spawn_local(async move {
        let bytes = store().answer(&key).await;
        done(bytes.as_deref().and_then(CachedResponse::from_bytes));
    });
}

fn write_stored(key: String, bytes: Vec<u8>, at_ms: i64, most_bytes: u32) {
    spawn_local(async move {
        // What is not kept is asked for again.
        drop(store().keep_answer(&key, &bytes, at_ms, most_bytes).await);
    });
}

fn forget_stored(prefixes: Vec<String>) {
    spawn_local(async move { drop(store().forget_answers(&prefixes).await) });
}

/// Forgets what is known here, after the store was emptied.
pub fn clear() {
    FORGOTTEN.set(FORGOTTEN.get().wrapping_add(1));
    with(MemoryCache::clear);
}

fn looked(is_hit: bool) {
    recorder().cache(NAME, "get", is_hit.into(), (!is_hit).into());
}

/// Held only inside `work`, which calls nothing foreign; should it be held all the same,
/// nothing is kept rather than a panic.
fn with<T>(work: impl FnOnce(&mut MemoryCache) -> T) -> Option<T> {
    MEMORY.with(|memory| {
        memory
            .try_borrow_mut()
            .ok()
            .map(|mut memory| work(&mut memory))
    })
}

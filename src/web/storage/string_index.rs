//! The page's string indexer: short numbers that stand for names in tags of metrics.

use crate::indexer::{FetchType, Indexer};
use crate::web::recorder::{Stopwatch, recorder};
use std::cell::RefCell;

thread_local! {
    static INDEXER: RefCell<Indexer> = RefCell::new(Indexer::default());
}

/// The number of a string among those of an organization at `api`: the same on every page.
pub fn id_of(api: &str, organization: &str, string: &str) -> Option<u64> {
    let watch = Stopwatch::start();
    let (id, found, size) = INDEXER.with(|indexer| {
        let mut indexer = indexer.try_borrow_mut().ok()?;
        let org = crate::indexer::org_id(api, organization);
        let (id, found) = indexer.record(org, string);
        Some((id, found, indexer.len()))
    })?;
    let is_new = u64::from(found == FetchType::FirstSeen);
    recorder().cache("strings", "get", 1 - is_new, is_new);
    recorder().cache_state("strings", "get", watch.ms(), size);
    Some(id)
}

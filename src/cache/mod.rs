//! Responses cached for a while: how long each counts as fresh, under which keys, and which goes
//! first when there is no more room.
//!
//! Where the bytes lie (the page's memory, the browser's database) is up to the edge; what
//! is shown of a cached response is `state`'s.

mod entry;
mod eviction_index;
mod freshness;
mod key;
mod memory;

#[cfg(test)]
mod tests;

pub use eviction_index::{EVICTION_INDEX_KEY, EvictionIndex, EvictionOutcome};
pub use freshness::{Freshness, LONGEST_KEPT_MS, freshness};
pub use key::{CacheScope, is_no_store};
pub use memory::MemoryCache;

use crate::decode::Decoded;
use std::rc::Rc;

/// An answer, and of when it is.
#[derive(Clone, Debug, PartialEq)]
pub struct CachedResponse {
    /// The answer.
    pub answer: Rc<Decoded>,
    /// When its run was begun, epoch seconds: what "the last 24 h" meant.
    pub started_at: i64,
    /// When it came, epoch milliseconds.
    pub loaded_at_ms: i64,
}

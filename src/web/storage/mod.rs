//! What outlives a request or the page: answers, decisions, and numbers of strings.

mod database;
pub mod decisions;
mod opened;
mod page_store;
pub mod response_cache;
mod responses;
pub mod string_index;

pub use opened::{lasting_store, set_lasting, store};
pub use page_store::PageStore;

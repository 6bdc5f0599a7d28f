//! The store in use: opened when first needed.

use super::page_store::PageStore;
use std::cell::RefCell;

/// Name of the database.
const DATABASE: &str = "events-stats-widget";

struct Current {
    is_lasting: bool,
    store: Option<PageStore>,
}

thread_local! {
    static CURRENT: RefCell<Current> = const {
        RefCell::new(Current {
            is_lasting: true,
            store: None,
        })
    };
}

/// The page's store, opened when first needed; closed where nothing is to be kept.
pub fn store() -> PageStore {
    CURRENT.with_borrow_mut(|current| {
        let open = match current.is_lasting {
            true => lasting_store,
            false => PageStore::closed,
        };
        current.store.get_or_insert_with(open).clone()
    })
}

/// Whether anything may be kept beyond the page.
pub(super) fn may_last() -> bool {
    CURRENT.with_borrow(|current| current.is_lasting)
}

/// Lets what is kept outlive the page, or not; says whether that is new.
pub fn set_lasting(is_lasting: bool) -> bool {
    CURRENT.with_borrow_mut(|current| {
        let is_new = std::mem::replace(&mut current.is_lasting, is_lasting) != is_lasting;
        if is_new {
            current.store = None;
        }
        is_new
    })
}

/// The browser's database, whatever the options say now: it may hold what was kept before.
pub fn lasting_store() -> PageStore {
    PageStore::open(DATABASE)
}

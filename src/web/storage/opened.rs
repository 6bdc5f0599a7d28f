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
pub fn set_lasting(is_lasting: bool) {
    CURRENT.with_borrow_mut(|current| {
        if std::mem::replace(&mut current.is_lasting, is_lasting) != is_lasting {
            current.store = None;
        }
    });
}

/// The browser's database, whatever the options say now: it may hold what was kept before.
pub fn lasting_store() -> PageStore {
    PageStore::open(DATABASE)
}

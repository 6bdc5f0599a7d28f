//! A key-value store of bytes, and its implementation in memory.
//!
//! Callers decide what is stored and for how long; the persistent implementation is in
//! `web::storage`.

use crate::error::Error;
use crate::sorted::SortedMap;
use std::cell::RefCell;
use std::future::Future;

/// A named part of a store, with a key space of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StoreTable {
    /// Answers, as columns.
    Answers,
    /// Outcomes of the errors/transactions split.
    Decisions,
}

impl StoreTable {
    /// All tables.
    pub const ALL: [StoreTable; 2] = [StoreTable::Answers, StoreTable::Decisions];

    /// Its name in a database.
    pub fn name(self) -> &'static str {
        match self {
            StoreTable::Answers => "answers",
            StoreTable::Decisions => "decisions",
        }
    }
}

/// A key-value store of bytes. Any operation may fail, and no chart may wait for one:
/// a store that fails counts as empty.
pub trait Store {
    /// The bytes under `key`, where there are any.
    fn get(
        &self,
        table: StoreTable,
        key: &str,
    ) -> impl Future<Output = Result<Option<Vec<u8>>, Error>>;

    /// Keeps `bytes` under `key`, in place of what was there.
    fn put(
        &self,
        table: StoreTable,
        key: &str,
        bytes: &[u8],
    ) -> impl Future<Output = Result<(), Error>>;

    /// Forgets what is under `key`.
    fn delete(&self, table: StoreTable, key: &str) -> impl Future<Output = Result<(), Error>>;

    /// All keys of a table, in order.
    fn keys(&self, table: StoreTable) -> impl Future<Output = Result<Vec<String>, Error>>;

    /// Removes everything from all tables.
    fn clear(&self) -> impl Future<Output = Result<(), Error>>;
}

/// The store that ends with the page.
#[derive(Debug, Default)]
pub struct MemoryStore {
    entries: RefCell<SortedMap<(StoreTable, String), Vec<u8>>>,
}

impl MemoryStore {
    /// Everything kept, leaving nothing.
    pub fn take(&self) -> impl Iterator<Item = (StoreTable, String, Vec<u8>)> + use<> {
        let entries = self.entries.take();
        entries
            .into_iter()
            .map(|((table, key), bytes)| (table, key, bytes))
    }
}

impl Store for MemoryStore {
    async fn get(&self, table: StoreTable, key: &str) -> Result<Option<Vec<u8>>, Error> {
        let entries = self.entries.borrow();
        Ok(entries.get(&(table, key.to_owned())).cloned())
    }

    async fn put(&self, table: StoreTable, key: &str, bytes: &[u8]) -> Result<(), Error> {
        let mut entries = self.entries.borrow_mut();
        entries.insert((table, key.to_owned()), bytes.to_vec());
        Ok(())
    }

    async fn delete(&self, table: StoreTable, key: &str) -> Result<(), Error> {
        self.entries.borrow_mut().remove(&(table, key.to_owned()));
        Ok(())
    }

    async fn keys(&self, table: StoreTable) -> Result<Vec<String>, Error> {
        let entries = self.entries.borrow();
        let of_room = entries.keys().filter(|(other, _)| *other == table);
        Ok(of_room.map(|(_, key)| key.clone()).collect())
    }

    async fn clear(&self) -> Result<(), Error> {
        self.entries.borrow_mut().clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    /// The twin never waits.
    fn now<T>(future: impl Future<Output = Result<T, Error>>) -> T {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(value)) => value,
            _ => panic!("the twin waited or failed"),
        }
    }

    #[test]
    fn rooms_are_apart_and_clear_empties_all() {
        let store = MemoryStore::default();
        now(store.put(StoreTable::Answers, "k", b"a"));
        now(store.put(StoreTable::Decisions, "k", b"s"));
        assert_eq!(
            now(store.get(StoreTable::Answers, "k")).as_deref(),
            Some(&b"a"[..])
        );
        now(store.delete(StoreTable::Answers, "k"));
        assert_eq!(now(store.get(StoreTable::Answers, "k")), None);
        assert_eq!(now(store.keys(StoreTable::Decisions)), ["k"]);
        now(store.clear());
        assert_eq!(now(store.keys(StoreTable::Decisions)), Vec::<String>::new());
    }
}

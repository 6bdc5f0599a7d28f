//! Keeping bytes under a key, and the twin that keeps them in memory.
//!
//! What is kept and for how long is decided by those who keep it; the form that outlives
//! the page stands in `web::storage`.

use crate::error::Error;
use crate::sorted::SortedMap;
use std::cell::RefCell;
use std::future::Future;

/// A named part of a store; keys of one room never meet those of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Room {
    /// Answers, as columns.
    Answers,
    /// Outcomes of the errors/transactions split.
    Decisions,
    /// Ids of strings.
    Strings,
}

impl Room {
    /// All rooms.
    pub const ALL: [Room; 3] = [Room::Answers, Room::Decisions, Room::Strings];

    /// Its name in a database.
    pub fn name(self) -> &'static str {
        match self {
            Room::Answers => "answers",
            Room::Decisions => "decisions",
            Room::Strings => "strings",
        }
    }
}

/// Keeps bytes under a key. Any operation may fail, and none may be waited for by a chart:
/// a store that fails is a store that has nothing.
pub trait Store {
    /// The bytes under `key`, where there are any.
    fn get(&self, room: Room, key: &str) -> impl Future<Output = Result<Option<Vec<u8>>, Error>>;

    /// Keeps `bytes` under `key`, in place of what was there.
    fn put(&self, room: Room, key: &str, bytes: &[u8]) -> impl Future<Output = Result<(), Error>>;

    /// Forgets what is under `key`.
    fn delete(&self, room: Room, key: &str) -> impl Future<Output = Result<(), Error>>;

    /// All keys of a room, in their order.
    fn keys(&self, room: Room) -> impl Future<Output = Result<Vec<String>, Error>>;

    /// Forgets everything in all rooms.
    fn clear(&self) -> impl Future<Output = Result<(), Error>>;
}

/// The store that ends with the page.
#[derive(Debug, Default)]
pub struct MemoryStore {
    entries: RefCell<SortedMap<(Room, String), Vec<u8>>>,
}

impl MemoryStore {
    /// Everything kept, leaving nothing.
    pub fn take(&self) -> impl Iterator<Item = (Room, String, Vec<u8>)> + use<> {
        let entries = self.entries.take();
        entries
            .into_iter()
            .map(|((room, key), bytes)| (room, key, bytes))
    }
}

impl Store for MemoryStore {
    async fn get(&self, room: Room, key: &str) -> Result<Option<Vec<u8>>, Error> {
        let entries = self.entries.borrow();
        Ok(entries.get(&(room, key.to_owned())).cloned())
    }

    async fn put(&self, room: Room, key: &str, bytes: &[u8]) -> Result<(), Error> {
        let mut entries = self.entries.borrow_mut();
        entries.insert((room, key.to_owned()), bytes.to_vec());
        Ok(())
    }

    async fn delete(&self, room: Room, key: &str) -> Result<(), Error> {
        self.entries.borrow_mut().remove(&(room, key.to_owned()));
        Ok(())
    }

    async fn keys(&self, room: Room) -> Result<Vec<String>, Error> {
        let entries = self.entries.borrow();
        let of_room = entries.keys().filter(|(other, _)| *other == room);
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
        now(store.put(Room::Answers, "k", b"a"));
        now(store.put(Room::Strings, "k", b"s"));
        assert_eq!(
            now(store.get(Room::Answers, "k")).as_deref(),
            Some(&b"a"[..])
        );
        now(store.delete(Room::Answers, "k"));
        assert_eq!(now(store.get(Room::Answers, "k")), None);
        assert_eq!(now(store.keys(Room::Strings)), ["k"]);
        now(store.clear());
        assert_eq!(now(store.keys(Room::Strings)), Vec::<String>::new());
    }
}

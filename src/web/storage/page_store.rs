//! The page's database: opened when first needed, and waited for by nobody who has something to
//! show. Where it does not open, nothing is kept: the page has it in memory.

use super::database::IndexedStore;
use crate::error::{Error, ErrorKind};
use crate::web::recorder;
use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};
use wasm_bindgen_futures::spawn_local;

/// Longest wait for the database to open: a busy machine opens one late, and one that never
/// opens may not hold what waits for it for ever. In milliseconds.
const LONGEST_OPENING_MS: u32 = 10_000;

/// How often a write is tried; reads are not tried again.
const WRITE_ATTEMPTS: u32 = 2;

/// Name of the database's one table, in metrics as well.
pub(super) const TABLE: &str = "answers";

enum Backing {
    Pending(Vec<Waker>),
    Open(Rc<IndexedStore>),
    /// It failed to open, or had to be closed for another tab.
    Closed,
}

/// Answers that outlive the page.
#[derive(Clone)]
pub struct PageStore(Rc<RefCell<Backing>>);

impl PageStore {
    /// Opens the database `name`.
    pub fn open(name: &str) -> Self {
        let store = Self(Rc::new(RefCell::new(Backing::Pending(Vec::new()))));
        let (opening, name) = (store.clone(), name.to_owned());
        spawn_local(async move {
            let closed = opening.clone();
            let on_close = move || closed.change(Backing::Closed);
            opening.change(match IndexedStore::open(&name, on_close).await {
                Ok(database) => Backing::Open(Rc::new(database)),
                Err(_) => Backing::Closed,
            });
        });
        store
    }

    /// A store that keeps nothing.
    pub fn closed() -> Self {
        Self(Rc::new(RefCell::new(Backing::Closed)))
    }

    /// The answer under `key`, however long it takes.
    pub async fn answer(&self, key: &str) -> Option<Vec<u8>> {
        let database = self.database().await.ok()??;
        let read = || database.answer(key);
        let read = recorder::database("query", TABLE, 1, read).await;
        read.ok().flatten()
    }

    /// Keeps an answer that came at `at_ms` (epoch milliseconds), all of them together in
    /// `most_bytes`; the oldest go first, and a newer one stays.
    pub async fn keep_answer(
        &self,
        key: &str,
        bytes: &[u8],
        at_ms: i64,
        most_bytes: u32,
    ) -> Result<(), Error> {
        let Some(database) = self.database().await? else {
            return Ok(());
        };
        let write = || database.keep_answer(key, bytes, at_ms, most_bytes);
        recorder::database("insert", TABLE, WRITE_ATTEMPTS, write).await
    }

    /// Forgets all answers whose keys begin with one of `prefixes`.
    pub async fn forget_answers(&self, prefixes: &[String]) -> Result<(), Error> {
        let Some(database) = self.database().await? else {
            return Ok(());
        };
        let delete = || database.forget_answers(prefixes);
        recorder::database("delete", TABLE, WRITE_ATTEMPTS, delete).await
    }

    /// Forgets all answers.
    pub async fn clear(&self) -> Result<(), Error> {
        let Some(database) = self.database().await? else {
            return Ok(());
        };
        recorder::database("delete", "all", WRITE_ATTEMPTS, || database.clear()).await
    }

    /// The database, once it is known whether there is one.
    async fn database(&self) -> Result<Option<Rc<IndexedStore>>, Error> {
        let opened = poll_fn(|context| match &mut *self.0.borrow_mut() {
            Backing::Open(database) => Poll::Ready(Some(Rc::clone(database))),
            Backing::Closed => Poll::Ready(None),
            Backing::Pending(waiting) => {
                waiting.push(context.waker().clone());
                Poll::Pending
            }
        });
        match select(pin!(opened), pin!(TimeoutFuture::new(LONGEST_OPENING_MS))).await {
            Either::Left((database, _)) => Ok(database),
            Either::Right(_) => Err(ErrorKind::Store {
                operation: "open",
                detail: format!("no response within {LONGEST_OPENING_MS} ms"),
            }
            .into()),
        }
    }

    fn change(&self, to: Backing) {
        if let Backing::Pending(waiting) = self.0.replace(to) {
            for waker in waiting {
                waker.wake();
            }
        }
    }
}

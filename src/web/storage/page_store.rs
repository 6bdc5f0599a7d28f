//! The store of a page: IndexedDB where it opens in time, its twin in memory until then and
//! otherwise. Nothing waits for it longer than [`DATABASE_TIMEOUT_MS`].

use super::database::IndexedStore;
use crate::decision::may_replace;
use crate::error::{Error, ErrorKind};
use crate::store::{MemoryStore, Store, StoreTable};
use crate::web::recorder;
use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};
use wasm_bindgen_futures::spawn_local;

/// Longest wait for the database: to open, and for one operation. In milliseconds.
pub const DATABASE_TIMEOUT_MS: u32 = 150;

/// Longest wait of those whom nobody waits for: a busy machine opens a database late, and one
/// that never opens may not hold what waits for it for ever. In milliseconds.
const LONGEST_OPENING_MS: u32 = 10_000;

/// How often a write is tried; reads are not tried again, since somebody waits for them.
pub(super) const WRITE_ATTEMPTS: u32 = 2;

#[derive(Clone)]
enum Backing {
    Opening,
    Database(Rc<IndexedStore>),
    Memory,
}

struct Shared {
    backing: Backing,
    /// The database may still come, though its twin has taken over.
    is_opening: bool,
    waiting: Vec<Waker>,
}

/// A store that works from its first moment.
#[derive(Clone)]
pub struct PageStore {
    shared: Rc<RefCell<Shared>>,
    pub(super) memory: Rc<MemoryStore>,
}

impl PageStore {
    /// Opens the database `name`. The twin takes over when it throws, hangs or is blocked,
    /// and when another tab needs it closed.
    pub fn open(name: &str) -> Self {
        let store = Self::in_memory();
        store.shared.borrow_mut().is_opening = true;
        store.change(Backing::Opening);
        let opening = store.clone();
        let name = name.to_owned();
        spawn_local(async move {
            opening.open_database(&name).await;
            opening.shared.borrow_mut().is_opening = false;
            opening.wake();
        });
        store
    }

    /// A store that ends with the page.
    pub fn in_memory() -> Self {
        Self {
            shared: Rc::new(RefCell::new(Shared {
                backing: Backing::Memory,
                is_opening: false,
                waiting: Vec::new(),
            })),
            memory: Rc::default(),
        }
    }

    /// Whether what is kept outlives the page, as far as is known now.
    pub fn is_lasting(&self) -> bool {
        matches!(self.shared.borrow().backing, Backing::Database(_))
    }

    /// What is under `key`, however long it takes: for those who do not wait, or no longer.
    pub async fn get_patiently(
        &self,
        table: StoreTable,
        key: &str,
    ) -> Result<Option<Vec<u8>>, Error> {
        match self.database().await {
            Some(database) => {
                let read = || database.get(table, key);
                recorder::database("query", table.name(), 1, read).await
            }
            None => self.memory.get(table, key).await,
        }
    }

    /// Keeps a decision of the split, unless it would take a person's place.
    pub async fn keep_decision(&self, key: &str, text: &[u8]) -> Result<(), Error> {
        let kept = self.get_patiently(StoreTable::Decisions, key).await?;
        match kept.is_none_or(|kept| may_replace(&kept, text)) {
            true => self.put(StoreTable::Decisions, key, text).await,
            false => Ok(()),
        }
    }

    async fn open_database(&self, name: &str) {
        let closed = self.clone();
        let database = pin!(IndexedStore::open(name, move || closed.use_memory()));
        let timeout = pin!(TimeoutFuture::new(DATABASE_TIMEOUT_MS));
        match select(database, timeout).await {
            Either::Left((Ok(database), _)) => self.use_database(database).await,
            Either::Left((Err(_), _)) => self.use_memory(),
            Either::Right(((), database)) => {
                self.use_memory();
                // Late is better than never: what was kept meanwhile moves over.
                if let Ok(database) = database.await {
                    self.use_database(database).await;
                }
            }
        }
    }

    async fn use_database(&self, database: IndexedStore) {
        let database = Rc::new(database);
        self.change(Backing::Database(Rc::clone(&database)));
        for (table, key, bytes) in self.memory.take() {
            // An entry lost here is an entry to fetch again.
            drop(match table {
                StoreTable::Decisions => self.keep_decision(&key, &bytes).await,
                _ => database.put(table, &key, &bytes).await,
            });
        }
    }

    fn use_memory(&self) {
        self.change(Backing::Memory);
    }

    fn change(&self, backing: Backing) {
        self.shared.borrow_mut().backing = backing;
        self.wake();
    }

    fn wake(&self) {
        let waiting = std::mem::take(&mut self.shared.borrow_mut().waiting);
        for waker in waiting {
            waker.wake();
        }
    }

    /// The database, once it is known whether there is one in time.
    pub(super) async fn database(&self) -> Option<Rc<IndexedStore>> {
        self.opened(false).await
    }

    /// The database, however late it opens, within [`LONGEST_OPENING_MS`]: for what nobody
    /// waits for, and what the twin in memory would lose.
    pub(super) async fn late_database(&self) -> Option<Rc<IndexedStore>> {
        let opened = pin!(self.opened(true));
        match select(opened, pin!(TimeoutFuture::new(LONGEST_OPENING_MS))).await {
            Either::Left((database, _)) => database,
            Either::Right(_) => None,
        }
    }

    async fn opened(&self, waits_for_late: bool) -> Option<Rc<IndexedStore>> {
        poll_fn(|context| {
            let mut shared = self.shared.borrow_mut();
            let is_awaited = waits_for_late && shared.is_opening;
            match &shared.backing {
                Backing::Database(database) => Poll::Ready(Some(Rc::clone(database))),
                Backing::Memory if !is_awaited => Poll::Ready(None),
                Backing::Memory | Backing::Opening => {
                    shared.waiting.push(context.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await
    }
}

impl Store for PageStore {
    async fn get(&self, table: StoreTable, key: &str) -> Result<Option<Vec<u8>>, Error> {
        match self.database().await {
            Some(database) => {
                let read = || {
                    let (database, key) = (Rc::clone(&database), key.to_owned());
                    in_time("get", async move { database.get(table, &key).await })
                };
                recorder::database("query", table.name(), 1, read).await
            }
            None => self.memory.get(table, key).await,
        }
    }

    async fn put(&self, table: StoreTable, key: &str, bytes: &[u8]) -> Result<(), Error> {
        match self.database().await {
            // Nobody waits for a write, and giving it up half-way would gain nothing.
            Some(database) => {
                let write = || database.put(table, key, bytes);
                recorder::database("insert", table.name(), WRITE_ATTEMPTS, write).await
            }
            None => self.memory.put(table, key, bytes).await,
        }
    }

    async fn delete(&self, table: StoreTable, key: &str) -> Result<(), Error> {
        match self.database().await {
            Some(database) => {
                let delete = || database.delete(table, key);
                recorder::database("delete", table.name(), WRITE_ATTEMPTS, delete).await
            }
            None => self.memory.delete(table, key).await,
        }
    }

    async fn keys(&self, table: StoreTable) -> Result<Vec<String>, Error> {
        match self.database().await {
            Some(database) => {
                let read = || {
                    let database = Rc::clone(&database);
                    in_time("get", async move { database.keys(table).await })
                };
                recorder::database("query", table.name(), 1, read).await
            }
            None => self.memory.keys(table).await,
        }
    }

    async fn clear(&self) -> Result<(), Error> {
        self.memory.clear().await?;
        match self.database().await {
            Some(database) => {
                recorder::database("delete", "all", WRITE_ATTEMPTS, || database.clear()).await
            }
            None => Ok(()),
        }
    }
}

/// What is given up goes on unheard: the database would call into what is no longer there.
async fn in_time<T: 'static>(
    operation: &'static str,
    work: impl Future<Output = Result<T, Error>> + 'static,
) -> Result<T, Error> {
    match select(
        Box::pin(work),
        pin!(TimeoutFuture::new(DATABASE_TIMEOUT_MS)),
    )
    .await
    {
        Either::Left((outcome, _)) => outcome,
        Either::Right(((), late)) => {
            spawn_local(async move { drop(late.await) });
            Err(ErrorKind::Store {
                operation,
                detail: format!("no response within {DATABASE_TIMEOUT_MS} ms"),
            }
            .into())
        }
    }
}

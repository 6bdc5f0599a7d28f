//! The indexer on the page's store: strings to ids, and the colours of series for as long as
//! the database lasts. No picture waits for any of it.

use super::opened::store;
use crate::convert;
use crate::error::Error;
use crate::indexer::{
    CAPACITY, CacheSettings, Indexer, KeyCollection, KeyResult, KeyResults, OrgId, RecordStep,
    StringEntry, database, excess,
};
use crate::sorted::{SortedMap, SortedSet};
use crate::store::{Store as _, StoreTable};
use crate::web::browser::globals;
use crate::web::late;
use crate::web::net::server_clock;
use crate::web::recorder::{Stopwatch, recorder};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// What the strings of series keys begin with: they are no tags, and never shared strings.
const COLOR: &str = "color/";

type Slots = SortedMap<String, usize>;

struct State {
    indexer: Indexer,
    /// Colour slots by organization and series key; what the database holds, once it is read.
    slots: SortedMap<OrgId, Rc<Slots>>,
    /// Organizations whose slots were read or are being read.
    begun: SortedSet<OrgId>,
    /// Strings in the database that were not used today yet.
    unused: SortedMap<OrgId, SortedSet<String>>,
}

thread_local! {
    static ON_CHANGE: Cell<Option<fn(OrgId)>> = const { Cell::new(None) };
    static STATE: RefCell<State> = RefCell::new(State {
        indexer: Indexer::new(CacheSettings::default()),
        slots: SortedMap::new(),
        begun: SortedSet::new(),
        unused: SortedMap::new(),
    });
}

/// Calls `listener` whenever a series of an organization has another colour than before.
pub fn on_change(listener: fn(OrgId)) {
    ON_CHANGE.set(Some(listener));
}

/// Reads the colours of an organization, once, while the answer is still on its way; when there
/// is time where nothing `depends` on them yet.
pub fn preload(org: OrgId, depends: bool) {
    if depends {
        late::fetch();
    }
    if with(|state| state.begun.insert(org)) == Some(true) {
        late::when_here(Box::new(move || go_through(org, false)));
    }
}

/// The colour slots known of an organization's series.
pub fn slots(org: OrgId) -> Rc<Slots> {
    with(|state| state.slots.get(&org).cloned())
        .flatten()
        .unwrap_or_default()
}

/// Keeps the colours that series were drawn with. Where the database has others, because
/// another tab was first, those count, and the organization's widgets are drawn again.
pub fn remember(org: OrgId, drawn: Vec<(String, usize)>) {
    mark_used(org, &drawn);
    let known = slots(org);
    let new: Vec<(String, usize)> = drawn
        .into_iter()
        .filter(|(key, _)| !known.contains_key(key))
        .collect();
    if new.is_empty() {
        return;
    }
    // At once, so that the next widget draws them in the same colours.
    keep(org, &new);
    late::when_here(Box::new(move || write_colors(org, new)));
}

fn write_colors(org: OrgId, new: Vec<(String, usize)>) {
    spawn_local(async move {
        if let Ok(kept) = record_colors(org, &new).await {
            keep(org, &kept);
        }
    });
}

/// The lasting id of a string, as a metric's tag.
pub async fn id_of(org: OrgId, string: &str) -> Result<Option<u64>, Error> {
    let strings = [string.to_owned()];
    let (results, _) = record(org, &strings, &Slots::new()).await?;
    Ok(results.get(org, string))
}

/// The string of an id: shared strings first, then the database.
pub async fn string_of(org: OrgId, id: u64) -> Result<Option<String>, Error> {
    let shared = with(|state| state.indexer.reverse_resolve(id)).flatten();
    match shared {
        Some(shared) => Ok(Some(shared.to_owned())),
        None => {
            let entries = store()
                .all_entries(org, convert::small_of(CAPACITY) * 2)
                .await?;
            Ok(database::string_of(entries, id))
        }
    }
}

/// Forgets an organization's strings, here and in the store: who asks may not see them any more.
pub fn forget(org: OrgId) {
    with(|state| {
        state.indexer.cache().clear();
        state.slots.remove(&org);
        state.unused.remove(&org);
    });
    late::when_here(Box::new(move || go_through(org, true)));
}

/// Forgets what is known here, after the store was emptied.
pub fn clear() {
    with(|state| {
        state.indexer.cache().clear();
        state.slots.clear();
        state.begun.clear();
        state.unused.clear();
    });
}

/// The ids of many strings: from the cache, from the database, created; each step asks only
/// for what is still missing. `slots` are kept with strings that are created.
async fn record(
    org: OrgId,
    strings: &[String],
    slots: &Slots,
) -> Result<(KeyResults, SortedMap<String, Option<u16>>), Error> {
    let watch = Stopwatch::start();
    let keys: KeyCollection = strings.iter().map(|string| (org, string.clone())).collect();
    let Some(mut recording) = with(|state| state.indexer.bulk_record(&keys, globals::now_ms()))
    else {
        return Ok((KeyResults::default(), SortedMap::new()));
    };
    let mut known = SortedMap::new();
    loop {
        let (missing, creates) = match recording.step() {
            RecordStep::Done => break,
            RecordStep::Read(missing) => (missing, false),
            RecordStep::Create(missing) => (missing, true),
        };
        let missing: Vec<String> = missing.as_tuples().map(|(_, it)| it.to_owned()).collect();
        let store = store();
        let entries = if creates {
            let slot_of = |string: &String| u16::try_from(*slots.get(string)?).ok();
            let pending: Vec<(String, Option<u16>)> = missing
                .iter()
                .map(|string| (string.clone(), slot_of(string)))
                .collect();
            let created = store.create(org, &pending, today()).await?;
            created.into_iter().map(Some).collect()
        } else {
            store.entries(org, &missing).await?
        };
        let found: Vec<KeyResult> = missing
            .iter()
            .zip(&entries)
            .map(|(string, entry)| KeyResult::new(org, string, entry.map(|entry| entry.id)))
            .collect();
        for (string, entry) in missing.into_iter().zip(entries) {
            if let Some(entry) = entry {
                known.insert(string, entry.slot);
            }
        }
        let at = (globals::now_ms(), globals::random());
        let outcome = with(|state| {
            if creates {
                state.indexer.created(&mut recording, found, at)
            } else {
                state.indexer.read(&mut recording, found, at);
                Ok(())
            }
        });
        outcome.unwrap_or(Ok(()))?;
    }
    let hits = strings.len().saturating_sub(known.len()) as u64;
    let size = with(|state| state.indexer.cache().len()).unwrap_or_default();
    recorder().cache("strings", "get", hits, known.len() as u64);
    recorder().cache_state("strings", "get", watch.ms(), size);
    Ok((recording.results().clone(), known))
}

async fn record_colors(
    org: OrgId,
    drawn: &[(String, usize)],
) -> Result<Vec<(String, usize)>, Error> {
    let shown: Slots = drawn
        .iter()
        .map(|(key, slot)| (format!("{COLOR}{key}"), *slot))
        .collect();
    let strings: Vec<String> = shown.keys().cloned().collect();
    let (_, known) = record(org, &strings, &shown).await?;
    Ok(drawn
        .iter()
        .map(|(key, slot)| {
            let kept = known.get(&format!("{COLOR}{key}")).copied().flatten();
            (key.clone(), kept.map_or(*slot, usize::from))
        })
        .collect())
}

/// Reads all strings of an organization, and keeps their colours and their number in bounds, or
/// deletes them. Where that fails, series get the colours of their first sight again.
fn go_through(org: OrgId, deletes: bool) {
    spawn_local(async move { drop(read_all(org, deletes).await) });
}

async fn read_all(org: OrgId, deletes: bool) -> Result<(), Error> {
    let store = store();
    // Some more than are kept, to see what is too many.
    let entries = store
        .all_entries(org, convert::small_of(CAPACITY) * 2)
        .await?;
    let gone: Vec<String> = if deletes {
        entries.into_iter().map(|(string, _)| string).collect()
    } else {
        take_colors(org, &entries);
        excess(entries, today())
    };
    for string in gone {
        let key = crate::indexer::database_key(org, &string);
        store.delete(StoreTable::Strings, &key).await?;
    }
    Ok(())
}

fn take_colors(org: OrgId, entries: &[(String, StringEntry)]) {
    let colors: Vec<(String, usize)> = entries
        .iter()
        .filter_map(|(string, entry)| {
            Some((string.strip_prefix(COLOR)?.to_owned(), entry.slot?.into()))
        })
        .collect();
    keep(org, &colors);
    let today = today();
    let older = entries.iter().filter(|(_, entry)| entry.day != today);
    let older: SortedSet<String> = older.map(|(string, _)| string.clone()).collect();
    with(|state| state.unused.insert(org, older));
}

/// Marks what is drawn as used today, so that it is kept for longer; once a day each.
fn mark_used(org: OrgId, drawn: &[(String, usize)]) {
    let used = with(|state| {
        let unused = state.unused.get_mut(&org)?;
        let drawn = drawn.iter().map(|(key, _)| format!("{COLOR}{key}"));
        let used: Vec<String> = drawn.filter(|string| unused.remove(string)).collect();
        (!used.is_empty()).then_some(used)
    });
    if let Some(used) = used.flatten() {
        late::when_here(Box::new(move || write_used(org, used)));
    }
}

fn write_used(org: OrgId, used: Vec<String>) {
    spawn_local(async move {
        // What is not marked goes a little earlier.
        drop(store().touch(org, &used, today()).await);
    });
}

fn today() -> u16 {
    u16::try_from(server_clock::now_secs() / crate::time::DAY).unwrap_or_default()
}

/// Keeps slots. Whoever may have drawn a series in another one draws it again.
fn keep(org: OrgId, slots: &[(String, usize)]) {
    let changed = with(|state| {
        let known = Rc::make_mut(state.slots.get_or_insert_with(org, Rc::default));
        let changed = slots
            .iter()
            .any(|(key, slot)| known.get(key).is_some_and(|known| known != slot));
        known.extend(slots.iter().cloned());
        while known.len() > CAPACITY {
            known.pop_last();
        }
        changed
    });
    if changed == Some(true)
        && let Some(listener) = ON_CHANGE.get()
    {
        listener(org);
    }
}

/// Held only inside `work`, which calls nothing foreign.
fn with<T>(work: impl FnOnce(&mut State) -> T) -> Option<T> {
    STATE.with(|state| {
        state
            .try_borrow_mut()
            .ok()
            .map(|mut state| work(&mut state))
    })
}

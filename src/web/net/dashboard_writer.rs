//! Writes decisions of the split into the dashboards they belong to.
//!
//! A dashboard is put as a whole, so it is fetched right before, one at a time, and widgets
//! that decide together are written together. Which body is put stands in `decision`.

use crate::decision::{Decision, dashboard_body};
use crate::error::Error;
use crate::json::Json;
use crate::web::late;
use crate::web::net::transport::{self, Bytes, Call};
use gloo_timers::future::TimeoutFuture;
use std::cell::{Cell, RefCell};
use wasm_bindgen_futures::spawn_local;

/// Widgets of a page that decide within this time are written together, in milliseconds.
const GATHER_MS: u32 = 1_000;

/// A decision to be written.
pub struct PendingSave {
    /// The dashboard's address.
    pub dashboard: Call,
    /// The widget in it.
    pub widget_id: String,
    /// What to write.
    pub decision: Decision,
    /// Told what came of it.
    pub done: Box<dyn Fn(Result<(), Error>)>,
}

thread_local! {
    static PENDING: RefCell<Vec<PendingSave>> = const { RefCell::new(Vec::new()) };
    static IS_WRITING: Cell<bool> = const { Cell::new(false) };
}

/// Writes a decision, soon.
pub fn save(save: PendingSave) {
    PENDING.with(|pending| pending.borrow_mut().push(save));
    if !IS_WRITING.replace(true) {
        spawn_local(async {
            match late::here().await {
                Ok(()) => write_all(),
                Err(error) => give_up(&error),
            }
        });
    }
}

#[inline(never)]
fn write_all() {
    spawn_local(async {
        TimeoutFuture::new(GATHER_MS).await;
        while let Some(pending) = of_one_dashboard() {
            let saved = write(&pending).await;
            for save in pending {
                (save.done)(saved.clone());
            }
        }
        IS_WRITING.set(false);
    });
}

/// What writes is not here, and will not be: the next decision tries again.
fn give_up(error: &Error) {
    IS_WRITING.set(false);
    for save in PENDING.take() {
        (save.done)(Err(error.clone()));
    }
}

fn of_one_dashboard() -> Option<Vec<PendingSave>> {
    PENDING.with(|pending| {
        let mut pending = pending.borrow_mut();
        let first = pending.first()?.dashboard.clone();
        let (same, others) = pending.drain(..).partition(|save: &PendingSave| {
            (&save.dashboard.url, &save.dashboard.fetch) == (&first.url, &first.fetch)
        });
        *pending = others;
        Some(same)
    })
}

async fn write(pending: &[PendingSave]) -> Result<(), Error> {
    let Some(PendingSave { dashboard, .. }) = pending.first() else {
        return Ok(());
    };
    let mut bytes = Bytes::default();
    // An older one that the browser has kept would take back what others have changed.
    transport::send_anew(dashboard, &mut bytes).await?;
    let decisions = pending.iter();
    let decisions = decisions.map(|save| (save.widget_id.clone(), save.decision.clone()));
    let decisions: Vec<_> = decisions.collect();
    if let Some(body) = dashboard_body(&Json::parse(bytes.take())?, &decisions) {
        transport::put(dashboard, &body).await?;
    }
    Ok(())
}

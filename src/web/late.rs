//! The late piece of the module: what a first chart does not need comes a moment later.
//!
//! It has what ordinary charts were not seen to run (`docs/decisions/pieces.md`). To call that
//! before it is here makes the instance anew, so whatever leads there by design asks here first.
//! A module that was not cut, as tests have it, is complete from the beginning.

use crate::error::{Error, ErrorKind};
use crate::web::js_error::reason;
use js_sys::{Function, Promise};
use std::cell::{Cell, RefCell};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

thread_local! {
    static IS_HERE: Cell<bool> = const { Cell::new(true) };
    static LOADER: RefCell<Option<Function>> = const { RefCell::new(None) };
    static WAITING: RefCell<Vec<Work>> = const { RefCell::new(Vec::new()) };
}

/// What is done once the late piece is here.
pub type Work = Box<dyn FnOnce()>;

/// The late piece is not here yet: `loader` fetches it, and promises to say when it is.
pub fn expect(loader: Function) {
    IS_HERE.set(false);
    LOADER.set(Some(loader));
}

/// The late piece is here: does what has waited for it.
pub fn arrived() {
    IS_HERE.set(true);
    for work in WAITING.take() {
        work();
    }
}

/// Whether functions of the late piece may be called.
pub fn is_here() -> bool {
    IS_HERE.get()
}

/// Waits for the late piece, which is fetched at once where it is not on its way.
pub async fn here() -> Result<(), Error> {
    if is_here() {
        return Ok(());
    }
    let loader = LOADER.with(|loader| loader.try_borrow().ok()?.clone());
    let Some(loader) = loader else {
        return Ok(());
    };
    let failed = |thrown: JsValue| -> Error {
        ErrorKind::Piece {
            detail: reason(&thrown),
        }
        .into()
    };
    let promise: Promise = loader
        .call0(&JsValue::UNDEFINED)
        .map_err(failed)?
        .unchecked_into();
    JsFuture::from(promise).await.map(drop).map_err(failed)
}

/// Does `work` when the late piece is here, now or later. Nobody waits for it: where the piece
/// never comes, it is not done. A box, so that the work is not inlined into this piece.
pub fn when_here(work: Work) {
    match is_here() {
        true => work(),
        false => WAITING.with_borrow_mut(|waiting| waiting.push(work)),
    }
}

/// The same, and fetches the late piece at once.
pub fn soon(work: Work) {
    when_here(work);
    fetch();
}

/// Fetches the late piece at once, where it is not here.
pub fn fetch() {
    if !is_here() {
        spawn_local(async { drop(here().await) });
    }
}

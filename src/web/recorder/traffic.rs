//! What the network, the decoder and the painters last took, for whoever inspects a widget.
//! A widget asks for it in the same breath in which it hears of an answer or has drawn.

use crate::inspector::{Stages, Traffic};
use crate::web::browser::globals::monotonic_ms;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

/// Answers are asked for the moment after they came: few are enough.
const CAPACITY: usize = 32;

struct Answered {
    url: String,
    at_ms: f64,
    traffic: Traffic,
}

thread_local! {
    static ANSWERED: RefCell<VecDeque<Answered>> = RefCell::default();
    static STAGES: Cell<Stages> = const { Cell::new(Stages { layout_ms: None, paint_ms: None }) };
}

/// What was seen of the answer from `url`, unless it was there before `since_ms` (of
/// [`monotonic_ms`]): then nothing was sent for it.
pub fn traffic_of(url: &str, since_ms: f64) -> Option<Traffic> {
    ANSWERED.with(|answered| {
        let answered = answered.try_borrow().ok()?;
        let newest = answered.iter().rev().find(|it| it.url == url)?;
        (newest.at_ms >= since_ms).then_some(newest.traffic)
    })
}

/// The stages of the drawing that has just ended; the next one begins with none.
pub fn take_stages() -> Stages {
    STAGES.take()
}

/// An answer from `url`, or the lack of one.
pub fn answered(url: &str, status: Option<u16>, network_ms: f64) {
    with(|answered| {
        if answered.len() >= CAPACITY {
            answered.pop_front();
        }
        answered.push_back(Answered {
            url: url.to_owned(),
            at_ms: monotonic_ms(),
            traffic: Traffic {
                status,
                network_ms,
                ..Traffic::default()
            },
        });
    });
}

/// The answer from `url` was decoded.
pub fn decoded(url: &str, bytes: u64, ms: f64) {
    with(|answered| {
        if let Some(newest) = answered.iter_mut().rev().find(|it| it.url == url) {
            newest.traffic.bytes = bytes;
            newest.traffic.decode_ms = Some(ms);
        }
    });
}

/// A stage of drawing has ended.
pub fn drawn(stage: &str, ms: f64) {
    let mut stages = STAGES.get();
    match stage {
        "layout" => stages.layout_ms = Some(ms),
        _ => stages.paint_ms = Some(ms),
    }
    STAGES.set(stages);
}

/// Held only inside `work`, which calls nothing foreign.
fn with(work: impl FnOnce(&mut VecDeque<Answered>)) {
    ANSWERED.with(|answered| {
        if let Ok(mut answered) = answered.try_borrow_mut() {
            work(&mut answered);
        }
    });
}

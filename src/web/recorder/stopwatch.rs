//! Measuring what the edge does: requests, operations on the store, stages of drawing.

use super::current::recorder;
use super::traffic;
use crate::error::Error;
use crate::metrics::Operation;
use crate::web::browser::globals::monotonic_ms;
use std::future::Future;

/// Time since it was started.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(f64);

impl Stopwatch {
    /// Starts now.
    pub fn start() -> Self {
        Self(monotonic_ms())
    }

    /// Milliseconds so far.
    pub fn ms(self) -> f64 {
        monotonic_ms() - self.0
    }

    /// A success that took until now.
    pub fn succeeded(self) -> Operation<'static> {
        Operation {
            duration_ms: Some(self.ms()),
            error_type: None,
        }
    }

    /// How something went that took until now.
    pub fn went<T>(self, outcome: &Result<T, Error>) -> Operation<'static> {
        Operation {
            duration_ms: Some(self.ms()),
            error_type: outcome.as_ref().err().map(error_type),
        }
    }
}

/// The name of a failure, for a tag.
pub fn error_type(error: &Error) -> &'static str {
    error.code()
}

/// Measures a stage of drawing.
pub fn stage<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let watch = Stopwatch::start();
    let done = work();
    let ms = watch.ms();
    recorder().stage(name, ms);
    traffic::drawn(name, ms);
    done
}

/// Makes an operation on the store, at most `attempts` times until one succeeds, and records
/// how it went.
pub async fn database<T, F: Future<Output = Result<T, Error>>>(
    operation: &'static str,
    table: &'static str,
    attempts: u32,
    attempt: impl Fn() -> F,
) -> Result<T, Error> {
    let watch = Stopwatch::start();
    let mut retries = 0;
    let outcome = loop {
        match attempt().await {
            Err(_) if retries + 1 < attempts => retries += 1,
            outcome => break outcome,
        }
    };
    recorder().database(operation, table, retries, watch.went(&outcome));
    outcome
}

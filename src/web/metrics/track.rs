//! Measuring what the edge does: requests, operations on the store, stages of drawing.

use super::clock::monotonic_ms;
use super::{metrics, recorder, traffic};
use crate::error::Error;
use crate::metrics::{Operation, endpoint_of, track_response_metric};
use crate::web::net::body::Sink;
use crate::web::net::transport::Reply;
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

    /// Records an HTTP call that ends now, and gives its outcome on unchanged.
    pub fn response(
        self,
        method: &str,
        url: &str,
        outcome: Result<Reply, Error>,
    ) -> Result<Reply, Error> {
        let status = match &outcome {
            Ok(reply) => Some(reply.status),
            Err(error) => error.status(),
        };
        let ms = self.ms();
        recorder().api(endpoint_of(url), method, status, ms);
        traffic::answered(url, status, ms);
        track_response_metric(&metrics(), outcome, |_| Some(true))
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

/// A sink that knows how long it was at work: decoding happens while bytes arrive.
pub struct Timed<S> {
    sink: S,
    spent_ms: f64,
    bytes: u64,
}

impl<S: Sink> Timed<S> {
    /// Nothing spent yet.
    pub fn new(sink: S) -> Self {
        Self {
            sink,
            spent_ms: 0.0,
            bytes: 0,
        }
    }

    /// Ends with `last`, and records all the time spent decoding the answer from `url`.
    pub fn finish<T>(self, url: &str, last: impl FnOnce(S) -> T) -> T {
        let watch = Stopwatch::start();
        let done = last(self.sink);
        let ms = self.spent_ms + watch.ms();
        recorder().stage("decode", ms);
        traffic::decoded(url, self.bytes, ms);
        done
    }
}

impl<S: Sink> Sink for Timed<S> {
    fn window(&mut self, len: usize) -> &mut [u8] {
        self.sink.window(len)
    }

    fn commit(&mut self, len: usize) -> Result<(), Error> {
        let watch = Stopwatch::start();
        let outcome = self.sink.commit(len);
        self.bytes += len as u64;
        self.spent_ms += watch.ms();
        outcome
    }
}

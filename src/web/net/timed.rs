//! How long decoding took, though it happens while bytes arrive.

use super::body::Sink;
use crate::error::Error;
use crate::web::recorder::{Stopwatch, recorder, traffic};

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

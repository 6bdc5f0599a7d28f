//! The last requests of one widget.

use super::redact;
use crate::error::Error;

/// What the network and the decoder saw of one request.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Traffic {
    /// Status of the answer, where there was one.
    pub status: Option<u16>,
    /// Until the last byte, in milliseconds.
    pub network_ms: f64,
    /// In the decoder, in milliseconds.
    pub decode_ms: Option<f64>,
    /// Bytes of the body.
    pub bytes: u64,
}

/// One request of a widget.
#[derive(Clone, Debug, PartialEq)]
pub struct LoggedRequest {
    id: u64,
    /// When it was asked, epoch seconds.
    pub at_secs: i64,
    url: String,
    /// Milliseconds until the widget had its answer, waiting for its turn included; `None`
    /// while it has none.
    pub took_ms: Option<f64>,
    /// Code of the failure, where it failed.
    pub failure: Option<&'static str>,
    /// `None` where nothing was sent for it: the answer was known already.
    pub traffic: Option<Traffic>,
}

impl LoggedRequest {
    /// The address, made safe.
    pub fn address(&self) -> String {
        redact::address(&self.url)
    }
}

/// The last requests, oldest first.
#[derive(Clone, Debug, Default)]
pub struct RequestLog {
    requests: Vec<LoggedRequest>,
    begun: u64,
}

impl RequestLog {
    /// Most requests kept.
    pub const CAPACITY: usize = 20;

    /// A request is asked for. The number ends it.
    pub fn begin(&mut self, at_secs: i64, url: &str) -> u64 {
        self.begun += 1;
        if self.requests.len() >= Self::CAPACITY {
            self.requests.remove(0);
        }
        self.requests.push(LoggedRequest {
            id: self.begun,
            at_secs,
            url: url.to_owned(),
            took_ms: None,
            failure: None,
            traffic: None,
        });
        self.begun
    }

    /// It has ended, so long after it was asked for.
    pub fn end(&mut self, id: u64, took_ms: f64, error: Option<&Error>, traffic: Option<Traffic>) {
        if let Some(request) = self.requests.iter_mut().find(|it| it.id == id) {
            request.took_ms = Some(took_ms);
            request.failure = error.map(Error::code);
            request.traffic = traffic;
        }
    }

    /// Those under way are given up for newer ones.
    pub fn give_up(&mut self) {
        for request in &mut self.requests {
            if request.took_ms.is_none() && request.failure.is_none() {
                request.failure = Some("aborted");
            }
        }
    }

    /// All kept, newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = &LoggedRequest> {
        self.requests.iter().rev()
    }

    /// Requests since the widget came, those no longer kept included.
    pub fn count(&self) -> u64 {
        self.begun
    }
}

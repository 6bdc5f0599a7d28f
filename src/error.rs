//! The one error type of the crate: what failed, as facts.
//!
//! Where an error is shown or how it crosses into JavaScript does not belong
//! here: `state` decides the first, `web::api` does the second.

use std::fmt;

/// An error of any stage, one word in size.
///
/// The text says what was expected and what was found; [`Error::code`] is the
/// stable name that pages branch on.
#[derive(Clone, Debug, PartialEq)]
pub struct Error(Box<ErrorKind>);

/// What went wrong, with the facts that a reader needs to fix it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A configuration value is wrong. `key` is its path, such as `queries[0].aggregates`.
    Config {
        /// Path of the value in the configuration.
        key: String,
        /// What would have been accepted.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// A request that the server would refuse was not sent; `detail` is the server's own wording.
    Request {
        /// The refusal, in Sentry's words.
        detail: String,
    },
    /// The body is not JSON, or not JSON of the expected form, at a byte offset.
    Decode {
        /// Offset of the offending byte from the start of the body.
        offset: u64,
        /// What the decoder was ready to read.
        expected: String,
        /// What it met.
        found: String,
    },
    /// The body ended inside a value.
    Truncated {
        /// Bytes received.
        received: u64,
    },
    /// The body nests deeper than the decoder follows.
    TooDeep {
        /// Deepest nesting allowed.
        limit: u32,
    },
    /// The body is larger than allowed.
    TooLarge {
        /// Largest body allowed, in bytes.
        limit_bytes: u64,
    },
    /// The server answered with a status that is no success.
    Http {
        /// HTTP status.
        status: u16,
        /// The server's message: trimmed text, never markup.
        detail: String,
        /// How long the server asked to wait, in milliseconds, where it said so.
        retry_after_ms: Option<u64>,
    },
    /// No answer: connection refused or cut, or forbidden by cross-origin rules.
    Network {
        /// The browser's reason, or the rejection of the host's own `fetch`.
        detail: String,
    },
    /// No answer within the time limit.
    Timeout {
        /// The limit, in milliseconds.
        limit_ms: u64,
    },
    /// The request was given up because a newer one replaced it or the widget left.
    Aborted,
    /// The browser's database refused an operation.
    Store {
        /// What was tried: `open`, `get`, `put`, `delete`, `clear`.
        operation: &'static str,
        /// The browser's reason.
        detail: String,
    },
    /// A metric was not taken; no chart is concerned.
    Metric {
        /// The backend's reason.
        detail: String,
    },
    /// The picture could not be drawn.
    Paint {
        /// The browser's reason.
        detail: String,
    },
    /// The late piece of the module, which something needs, could not be loaded.
    Piece {
        /// The loader's reason.
        detail: String,
    },
    /// The module stopped on a defect of its own.
    Panicked {
        /// Message and place of the panic.
        detail: String,
    },
}

impl Error {
    /// Whether a configuration value is not wrong but not there.
    pub fn is_missing(&self) -> bool {
        matches!(self.kind(), ErrorKind::Config { found, .. } if found == "nothing")
    }

    /// An error in the configuration value at `key`.
    #[cold]
    pub fn config(
        key: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        ErrorKind::Config {
            key: key.into(),
            expected: expected.into(),
            found: found.into(),
        }
        .into()
    }

    /// A request that is refused before it is sent, in the server's own words.
    #[cold]
    pub fn request(detail: impl Into<String>) -> Self {
        ErrorKind::Request {
            detail: detail.into(),
        }
        .into()
    }

    /// A body that does not read as expected at `offset`.
    #[cold]
    pub fn decode(offset: u64, expected: impl Into<String>, found: impl Into<String>) -> Self {
        ErrorKind::Decode {
            offset,
            expected: expected.into(),
            found: found.into(),
        }
        .into()
    }

    /// The facts.
    pub fn kind(&self) -> &ErrorKind {
        &self.0
    }

    /// Stable name for programs, part of the public interface.
    pub fn code(&self) -> &'static str {
        match self.kind() {
            ErrorKind::Config { .. } => "config",
            ErrorKind::Request { .. } => "request",
            ErrorKind::Decode { .. } => "decode",
            ErrorKind::Truncated { .. } => "truncated",
            ErrorKind::TooDeep { .. } => "too_deep",
            ErrorKind::TooLarge { .. } => "too_large",
            ErrorKind::Http { status, .. } => http_code(*status),
            ErrorKind::Network { .. } => "network",
            ErrorKind::Timeout { .. } => "timeout",
            ErrorKind::Aborted => "aborted",
            ErrorKind::Store { .. } => "store",
            ErrorKind::Metric { .. } => "metric",
            ErrorKind::Paint { .. } => "paint",
            ErrorKind::Piece { .. } => "wasm_piece",
            ErrorKind::Panicked { .. } => "panic",
        }
    }

    /// HTTP status of the answer, where there was one.
    pub fn status(&self) -> Option<u16> {
        match self.kind() {
            ErrorKind::Http { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// How long the server asked to wait, in milliseconds, where it said so.
    pub fn retry_after_ms(&self) -> Option<u64> {
        match self.kind() {
            ErrorKind::Http { retry_after_ms, .. } => *retry_after_ms,
            _ => None,
        }
    }

    /// The request was given up on purpose; nothing to show.
    pub fn is_aborted(&self) -> bool {
        matches!(self.kind(), ErrorKind::Aborted)
    }

    /// The server does not know the viewer, or does not let the viewer in.
    pub fn is_access(&self) -> bool {
        matches!(self.status(), Some(401 | 403))
    }

    /// Asking again, later, may succeed: network failures, time limits, 408, 429 and 5xx.
    pub fn is_transient(&self) -> bool {
        match self.kind() {
            ErrorKind::Network { .. } | ErrorKind::Timeout { .. } | ErrorKind::Truncated { .. } => {
                true
            }
            ErrorKind::Http { status, .. } => matches!(status, 408 | 429 | 500..),
            _ => false,
        }
    }
}

fn http_code(status: u16) -> &'static str {
    match status {
        400 => "bad_request",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "not_found",
        429 => "rate_limited",
        500.. => "server",
        _ => "http",
    }
}

impl From<ErrorKind> for Error {
    #[cold]
    fn from(kind: ErrorKind) -> Self {
        Self(Box::new(kind))
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind() {
            ErrorKind::Config {
                key,
                expected,
                found,
            } => write!(f, "`{key}`: expected {expected}, found {found}"),
            ErrorKind::Request { detail } => f.write_str(detail),
            ErrorKind::Decode {
                offset,
                expected,
                found,
            } => write!(
                f,
                "the response could not be read at byte {offset}: expected {expected}, found {found}"
            ),
            ErrorKind::Truncated { received } => {
                write!(f, "the response ended early, after {received} bytes")
            }
            ErrorKind::TooDeep { limit } => {
                write!(f, "the response is nested deeper than {limit} levels")
            }
            ErrorKind::TooLarge { limit_bytes } => {
                write!(f, "the response is larger than {limit_bytes} bytes")
            }
            ErrorKind::Http { status, detail, .. } if detail.is_empty() => {
                write!(f, "the server responded with status {status}")
            }
            ErrorKind::Http { detail, .. } => f.write_str(detail),
            ErrorKind::Network { detail } => write!(f, "no response from the server: {detail}"),
            ErrorKind::Timeout { limit_ms } => {
                write!(f, "no response from the server within {limit_ms} ms")
            }
            ErrorKind::Aborted => f.write_str("the request was canceled"),
            ErrorKind::Store { operation, detail } => {
                write!(f, "the browser's database failed to {operation}: {detail}")
            }
            ErrorKind::Metric { detail } | ErrorKind::Piece { detail } => f.write_str(detail),
            ErrorKind::Paint { detail } => write!(f, "the chart could not be drawn: {detail}"),
            ErrorKind::Panicked { detail } => {
                write!(f, "the module stopped unexpectedly: {detail}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_was_expected_and_found() {
        let error = Error::config("queries[0].aggregates", "a list of strings", "number 3");
        assert_eq!(
            error.to_string(),
            "`queries[0].aggregates`: expected a list of strings, found number 3"
        );
        assert_eq!(error.code(), "config");
    }

    #[test]
    fn only_transient_failures_are_worth_another_try() {
        let http = |status| {
            Error::from(ErrorKind::Http {
                status,
                detail: String::new(),
                retry_after_ms: None,
            })
        };
        for status in [429, 500, 502, 503, 504] {
            assert!(http(status).is_transient(), "{status}");
        }
        for status in [400, 401, 403, 404, 405] {
            assert!(!http(status).is_transient(), "{status}");
        }
        assert!(http(401).is_access() && http(403).is_access() && !http(404).is_access());
    }

    #[test]
    fn is_one_word() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }
}

//! The shape of an answer that the page gives in place of a request's.

use crate::chart;
use crate::config::WidgetConfig;
use crate::decode::{Decoded, Decoder, Limits};
use crate::error::Error;
use crate::request::Expect;
use crate::web::net::body;
use crate::web::net::server_clock;
use js_sys::Uint8Array;

pub use crate::chart::anything;

/// What the first request of a configuration would expect of its answer.
pub fn expected(config: &WidgetConfig) -> Expect {
    chart::expected(config, 0, server_clock::now_secs())
}

/// Decodes an answer that the page gave.
pub fn decode(expect: Expect, response: &Uint8Array) -> Result<Decoded, Error> {
    let mut decoder = Decoder::new(expect, Limits::default());
    body::pour(response, &mut decoder)?;
    decoder.finish()
}

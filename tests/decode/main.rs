//! Tests of the decoder from outside: recorded bodies, every quirk, properties.

#![allow(clippy::unwrap_used)]

mod fixtures;
mod quirks;
mod reference;
mod support;
mod wrong;

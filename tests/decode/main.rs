//! Tests of the decoder from outside: recorded bodies, every quirk, properties.

#![allow(clippy::unwrap_used)]

mod accuracy;
mod bounds;
mod fixtures;
mod property;
mod quirks;
mod reference;
mod repeated;
mod support;
mod table;
mod writer;
mod wrong;

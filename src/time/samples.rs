//! Moments and a zone for tests.

use super::{Zone, parse_moment};

pub(crate) fn at(text: &str) -> i64 {
    parse_moment(text).unwrap()
}

/// Berlin, 2024: summer time from 31 March 01:00 UTC to 27 October 01:00 UTC.
pub(crate) fn berlin() -> Zone {
    Zone::new(vec![
        (at("2024-03-31T01:00:00Z"), 7200),
        (at("2024-10-27T01:00:00Z"), 3600),
        (at("2023-10-29T01:00:00Z"), 3600),
    ])
}

//! Strings that are the same for everybody, and answered before any look-up.
//!
//! Ids lie from 2^63 upwards, out of the way of those made of strings. An id, once
//! given, is never changed or used again: append only.

const BASE: u64 = 1 << 63;

/// Shared strings in the order of their ids.
pub const SHARED_STRINGS: &[&str] = &[
    "",
    "Other",
    "None",
    "environment",
    "release",
    "transaction",
    "level",
    "error.type",
    "fatal",
    "error",
    "warning",
    "info",
    "debug",
    "production",
    "staging",
    "success",
    "failure",
    "true",
    "false",
    "result",
    "instance",
    "plugin",
    "stage",
    "decode",
    "layout",
    "paint",
];

/// The id of a shared string.
pub fn shared_id(string: &str) -> Option<u64> {
    let index = SHARED_STRINGS.iter().position(|&shared| shared == string)?;
    Some(BASE + index as u64)
}

/// The shared string of an id.
pub fn shared_string(id: u64) -> Option<&'static str> {
    let index = usize::try_from(id.checked_sub(BASE)?).ok()?;
    SHARED_STRINGS.get(index).copied()
}

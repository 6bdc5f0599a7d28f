//! JSON: tokens from bytes in chunks, and a small tree for configuration and other
//! bodies that are no series.
//!
//! Series never become trees: `decode` reads them straight into columns. Object
//! members keep their order and repeated keys, so that a reader can report both.

pub mod format_f64;
pub mod lexer;
pub mod parse_f64;
mod tree;
mod write;

use crate::error::Error;
pub use format_f64::format_f64;
pub use parse_f64::parse_f64;
pub use tree::TreeReader;

/// Nesting that [`Json::parse`] follows.
pub const MAX_DEPTH: u32 = 64;

/// Values that [`Json::parse`] keeps.
pub const MAX_VALUES: u64 = 1_000_000;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// Any number, as the nearest `f64`.
    Number(f64),
    /// Text.
    Text(String),
    /// `[...]`
    List(Vec<Json>),
    /// `{...}`, members in the order written.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Reads a whole document, text or bytes, of at most [`MAX_DEPTH`] levels and
    /// [`MAX_VALUES`] values.
    pub fn parse(document: impl AsRef<[u8]>) -> Result<Self, Error> {
        let mut reader = TreeReader::new(MAX_DEPTH, MAX_VALUES);
        reader.push(document.as_ref())?;
        reader.finish()
    }

    /// What this is, in words: `a text`, `null`.
    pub fn kind(&self) -> &'static str {
        match self {
            Json::Null => "null",
            Json::Bool(_) => "a boolean",
            Json::Number(_) => "a number",
            Json::Text(_) => "a string",
            Json::List(_) => "a list",
            Json::Object(_) => "an object",
        }
    }

    /// The member of that name; of repeated names the last, as in JavaScript.
    pub fn get(&self, name: &str) -> Option<&Json> {
        match self {
            Json::Object(members) => members
                .iter()
                .rev()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text, where this is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Json::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, where this is one.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Json::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The boolean, where this is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Json::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The items, where this is a list.
    pub fn as_list(&self) -> Option<&[Json]> {
        match self {
            Json::List(items) => Some(items),
            _ => None,
        }
    }

    /// The members, where this is an object.
    pub fn as_object(&self) -> Option<&[(String, Json)]> {
        match self {
            Json::Object(members) => Some(members),
            _ => None,
        }
    }
}

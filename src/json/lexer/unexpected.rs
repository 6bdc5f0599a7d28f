//! What was expected where something else was found, in words.

use super::{Lexer, State};
use crate::error::Error;

impl Lexer {
    #[cold]
    pub(super) fn unexpected(&self, byte: u8, here: u64) -> Error {
        let expected = match self.state {
            State::Start { .. } | State::Value => "a value".to_owned(),
            State::ValueOrEnd => "a value or `]`".to_owned(),
            State::Key => "a key".to_owned(),
            State::KeyOrEnd => "a key or `}`".to_owned(),
            State::Colon => "`:`".to_owned(),
            State::After if self.in_object() => "`,` or `}`".to_owned(),
            State::After => "`,` or `]`".to_owned(),
            State::Done => "the end of the response".to_owned(),
            State::Text { .. } => "a character or the end of a string".to_owned(),
            State::Escape { .. } => "an escape such as `\\n`".to_owned(),
            State::Unicode { .. } => "a hexadecimal digit".to_owned(),
            State::Number => "a number".to_owned(),
            State::Literal { keyword, .. } => format!("`{}`", keyword.text()),
            State::Skip | State::SkipText | State::SkipEscape => "the end of a value".to_owned(),
        };
        let found = match byte {
            b'N' if self.expects_value() => "`NaN`, which is not valid JSON".to_owned(),
            b'I' if self.expects_value() => "`Infinity`, which is not valid JSON".to_owned(),
            b'!'..=b'~' => format!("`{}`", char::from(byte)),
            _ => format!("byte 0x{byte:02X}"),
        };
        Error::decode(here, expected, found)
    }

    fn expects_value(&self) -> bool {
        matches!(self.state, State::Value | State::ValueOrEnd)
    }
}

//! What was expected where something else was found, in words.

use super::{Lexer, LexerState};
use crate::error::Error;

impl Lexer {
    #[cold]
    pub(super) fn unexpected(&self, byte: u8, here: u64) -> Error {
        let expected = match self.state {
            LexerState::Start { .. } | LexerState::Value => "a value".to_owned(),
            LexerState::ValueOrEnd => "a value or `]`".to_owned(),
            LexerState::Key => "a key".to_owned(),
            LexerState::KeyOrEnd => "a key or `}`".to_owned(),
            LexerState::Colon => "`:`".to_owned(),
            LexerState::After if self.in_object() => "`,` or `}`".to_owned(),
            LexerState::After => "`,` or `]`".to_owned(),
            LexerState::Done => "the end of the response".to_owned(),
            LexerState::Text { .. } => "a character or the end of a string".to_owned(),
            LexerState::Escape { .. } => "an escape such as `\\n`".to_owned(),
            LexerState::Unicode { .. } => "a hexadecimal digit".to_owned(),
            LexerState::Number => "a number".to_owned(),
            LexerState::Literal { keyword, .. } => format!("`{}`", keyword.text()),
            LexerState::Skip | LexerState::SkipText | LexerState::SkipEscape => {
                "the end of a value".to_owned()
            }
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
        matches!(self.state, LexerState::Value | LexerState::ValueOrEnd)
    }
}

//! Texts and their escapes, across chunks.
//!
//! Half a surrogate pair becomes U+FFFD, as in JavaScript's `TextDecoder`.

use super::{Lexer, LexerState, TextSource, TokenKind};
use crate::error::Error;

impl Lexer {
    pub(super) fn text(
        &mut self,
        is_key: bool,
        chunk: &[u8],
        at: &mut usize,
    ) -> Result<Option<TokenKind>, Error> {
        let begin = *at;
        let rest = chunk.get(begin..).unwrap_or_default();
        let length = rest
            .iter()
            .position(|&byte| byte == b'"' || byte == b'\\' || byte < b' ');
        let part = rest.get(..length.unwrap_or(rest.len())).unwrap_or_default();
        let stop = rest.get(part.len()).copied();
        *at += part.len() + usize::from(stop.is_some());
        let whole = stop == Some(b'"') && self.scratch.is_empty() && self.surrogate.is_none();
        if !whole {
            self.spill(part);
        }
        match stop {
            Some(b'"') => {
                self.flush_surrogate();
                if is_key {
                    self.state = LexerState::Colon;
                } else {
                    self.end_value();
                }
                self.place = if whole {
                    TextSource::Chunk(begin..begin + part.len())
                } else {
                    TextSource::Scratch
                };
                Ok(Some(if is_key {
                    TokenKind::Key
                } else {
                    TokenKind::Text
                }))
            }
            Some(b'\\') => {
                self.state = LexerState::Escape { is_key };
                Ok(None)
            }
            Some(byte) => Err(self.unexpected(byte, self.earlier + *at as u64 - 1)),
            None => Ok(None),
        }
    }

    /// Keeps bytes of a text that do not lie in one piece.
    fn spill(&mut self, part: &[u8]) {
        if !part.is_empty() {
            self.flush_surrogate();
            // One byte more than is kept, so that the text is known to be longer.
            let room = self
                .max_text
                .saturating_add(1)
                .saturating_sub(self.scratch.len());
            self.scratch
                .extend_from_slice(part.get(..room).unwrap_or(part));
        }
    }

    fn push_char(&mut self, letter: char) {
        self.spill(letter.encode_utf8(&mut [0; 4]).as_bytes());
    }

    fn flush_surrogate(&mut self) {
        if self.surrogate.take().is_some() {
            self.repaired = true;
            self.push_char(char::REPLACEMENT_CHARACTER);
        }
    }

    pub(super) fn escape(&mut self, is_key: bool, byte: u8, here: u64) -> Result<(), Error> {
        let letter = match byte {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.state = LexerState::Unicode {
                    is_key,
                    digits: 0,
                    code: 0,
                };
                return Ok(());
            }
            _ => return Err(self.unexpected(byte, here)),
        };
        self.push_char(letter);
        self.state = LexerState::Text { is_key };
        Ok(())
    }

    pub(super) fn unicode(
        &mut self,
        is_key: bool,
        digits: u8,
        code: u16,
        byte: u8,
        here: u64,
    ) -> Result<(), Error> {
        let Some(digit) = char::from(byte)
            .to_digit(16)
            .and_then(|digit| u16::try_from(digit).ok())
        else {
            return Err(self.unexpected(byte, here));
        };
        let code = (code << 4) | digit;
        if digits < 3 {
            self.state = LexerState::Unicode {
                is_key,
                digits: digits + 1,
                code,
            };
            return Ok(());
        }
        self.state = LexerState::Text { is_key };
        self.push_unit(code);
        Ok(())
    }

    /// One UTF-16 unit of an escape: pairs become one letter, halves alone U+FFFD.
    fn push_unit(&mut self, unit: u16) {
        match (self.surrogate, unit) {
            (Some(high), 0xDC00..=0xDFFF) => {
                self.surrogate = None;
                let letter = char::decode_utf16([high, unit]).next().and_then(Result::ok);
                self.push_char(letter.unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            (_, 0xD800..=0xDBFF) => {
                self.flush_surrogate();
                self.surrogate = Some(unit);
            }
            (_, unit) => {
                let letter = char::from_u32(u32::from(unit));
                self.repaired |= letter.is_none();
                self.push_char(letter.unwrap_or(char::REPLACEMENT_CHARACTER));
            }
        }
    }
}

//! `true`, `false`, `null` and numbers, cut anywhere by the end of a chunk.

use super::{Kind, Lexer, Place, State, excerpt};
use crate::error::Error;
use crate::json::number;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Word {
    True,
    False,
    Null,
}

impl Word {
    pub(super) fn text(self) -> &'static str {
        match self {
            Word::True => "true",
            Word::False => "false",
            Word::Null => "null",
        }
    }
}

impl Lexer {
    pub(super) fn literal(
        &mut self,
        word: Word,
        matched: u8,
        byte: u8,
        here: u64,
    ) -> Result<Option<Kind>, Error> {
        let text = word.text().as_bytes();
        let next = usize::from(matched);
        if text.get(next) != Some(&byte) {
            return Err(self.unexpected(byte, here));
        }
        if next + 1 < text.len() {
            self.state = State::Literal {
                word,
                matched: matched + 1,
            };
            return Ok(None);
        }
        self.end_value();
        Ok(Some(match word {
            Word::True => Kind::Bool(true),
            Word::False => Kind::Bool(false),
            Word::Null => Kind::Null,
        }))
    }

    pub(super) fn number_part(
        &mut self,
        chunk: &[u8],
        at: &mut usize,
    ) -> Result<Option<Kind>, Error> {
        let begin = *at;
        let rest = chunk.get(begin..).unwrap_or_default();
        let length = rest
            .iter()
            .position(|byte| !matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
        let part = rest.get(..length.unwrap_or(rest.len())).unwrap_or_default();
        *at += part.len();
        if length.is_none() {
            self.scratch.extend_from_slice(part);
            if self.scratch.len() > self.max_text {
                return Err(self.no_number(&self.scratch));
            }
            return Ok(None);
        }
        if self.scratch.is_empty() {
            return self.end_number(Place::Chunk(begin..*at), part).map(Some);
        }
        self.scratch.extend_from_slice(part);
        self.end_number(Place::Scratch, &[]).map(Some)
    }

    pub(super) fn end_number(&mut self, place: Place, part: &[u8]) -> Result<Kind, Error> {
        let text = match place {
            Place::Chunk(_) => part,
            Place::Scratch => &self.scratch,
        };
        let number = match text.len() > self.max_text {
            true => None,
            false => number::parse(text),
        };
        let Some(number) = number else {
            return Err(self.no_number(text));
        };
        self.end_value();
        self.number = number;
        self.place = place;
        Ok(Kind::Number)
    }

    fn no_number(&self, text: &[u8]) -> Error {
        let found = excerpt(&String::from_utf8_lossy(text));
        Error::decode(self.token_start, "a number", found)
    }
}

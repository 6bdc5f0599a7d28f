//! `true`, `false`, `null` and numbers, cut anywhere by the end of a chunk.

use super::{Lexer, LexerState, TextSource, TokenKind, excerpt};
use crate::error::Error;
use crate::json::parse_f64;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Keyword {
    True,
    False,
    Null,
}

impl Keyword {
    pub(super) fn text(self) -> &'static str {
        match self {
            Keyword::True => "true",
            Keyword::False => "false",
            Keyword::Null => "null",
        }
    }
}

impl Lexer {
    pub(super) fn literal(
        &mut self,
        keyword: Keyword,
        matched: u8,
        byte: u8,
        here: u64,
    ) -> Result<Option<TokenKind>, Error> {
        let text = keyword.text().as_bytes();
        let next = usize::from(matched);
        if text.get(next) != Some(&byte) {
            return Err(self.unexpected(byte, here));
        }
        if next + 1 < text.len() {
            self.state = LexerState::Literal {
                keyword,
                matched: matched + 1,
            };
            return Ok(None);
        }
        self.end_value();
        Ok(Some(match keyword {
            Keyword::True => TokenKind::Bool(true),
            Keyword::False => TokenKind::Bool(false),
            Keyword::Null => TokenKind::Null,
        }))
    }

    pub(super) fn number_part(
        &mut self,
        chunk: &[u8],
        at: &mut usize,
    ) -> Result<Option<TokenKind>, Error> {
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
            return self
                .end_number(TextSource::Chunk(begin..*at), part)
                .map(Some);
        }
        self.scratch.extend_from_slice(part);
        self.end_number(TextSource::Scratch, &[]).map(Some)
    }

    pub(super) fn end_number(
        &mut self,
        place: TextSource,
        part: &[u8],
    ) -> Result<TokenKind, Error> {
        let text = match place {
            TextSource::Chunk(_) => part,
            TextSource::Scratch => &self.scratch,
        };
        let number = match text.len() > self.max_text {
            true => None,
            false => parse_f64(text),
        };
        let Some(number) = number else {
            return Err(self.no_number(text));
        };
        self.end_value();
        self.number = number;
        self.place = place;
        Ok(TokenKind::Number)
    }

    fn no_number(&self, text: &[u8]) -> Error {
        let found = excerpt(&String::from_utf8_lossy(text));
        Error::decode(self.token_start, "a number", found)
    }
}

//! Passing over what nobody reads, at the speed of a search for brackets.

use super::{Lexer, LexerState};
use crate::error::Error;

impl Lexer {
    /// Passes over what the container just opened holds; its [`TokenKind::Close`](super::Kind::Close) does not come either.
    ///
    /// Only brackets and texts are looked at there: what nobody reads may hold anything.
    pub fn skip_container(&mut self) {
        self.skipped_depth = self.open.len();
        self.state = LexerState::Skip;
    }

    /// Runs through a container that nobody reads, as far as the chunk goes.
    pub(super) fn skip(&mut self, chunk: &[u8], at: &mut usize) -> Result<(), Error> {
        loop {
            let rest = chunk.get(*at..).unwrap_or_default();
            let is_mark = |byte: &u8| match self.state {
                LexerState::SkipText => matches!(byte, b'"' | b'\\'),
                LexerState::SkipEscape => true,
                _ => matches!(byte, b'"' | b'{' | b'}' | b'[' | b']'),
            };
            let Some(length) = rest.iter().position(is_mark) else {
                *at = chunk.len();
                return Ok(());
            };
            let here = self.earlier + (*at + length) as u64;
            let mark = rest.get(length).copied().unwrap_or_default();
            *at += length + 1;
            self.state = match (self.state, mark) {
                (LexerState::SkipText, b'\\') => LexerState::SkipEscape,
                (LexerState::SkipText, _) => LexerState::Skip,
                (LexerState::SkipEscape, _) | (_, b'"') => LexerState::SkipText,
                (_, b'{' | b'[') => {
                    self.open(mark == b'{', here)?;
                    LexerState::Skip
                }
                _ => {
                    if self.in_object() != (mark == b'}') {
                        self.state = LexerState::After;
                        return Err(self.unexpected(mark, here));
                    }
                    self.close(here);
                    if self.open.len() < self.skipped_depth {
                        return Ok(());
                    }
                    LexerState::Skip
                }
            };
        }
    }
}

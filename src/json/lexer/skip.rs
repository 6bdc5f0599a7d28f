//! Passing over what nobody reads, at the speed of a search for brackets.

use super::{Lexer, State};
use crate::error::Error;

impl Lexer {
    /// Passes over what the container just opened holds; its [`TokenKind::Close`](super::Kind::Close) does not come either.
    ///
    /// Only brackets and texts are looked at there: what nobody reads may hold anything.
    pub fn skip_container(&mut self) {
        self.skipped_depth = self.open.len();
        self.state = State::Skip;
    }

    /// Runs through a container that nobody reads, as far as the chunk goes.
    pub(super) fn skip(&mut self, chunk: &[u8], at: &mut usize) -> Result<(), Error> {
        loop {
            let rest = chunk.get(*at..).unwrap_or_default();
            let is_mark = |byte: &u8| match self.state {
                State::SkipText => matches!(byte, b'"' | b'\\'),
                State::SkipEscape => true,
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
                (State::SkipText, b'\\') => State::SkipEscape,
                (State::SkipText, _) => State::Skip,
                (State::SkipEscape, _) | (_, b'"') => State::SkipText,
                (_, b'{' | b'[') => {
                    self.open(mark == b'{', here)?;
                    State::Skip
                }
                _ => {
                    if self.in_object() != (mark == b'}') {
                        self.state = State::After;
                        return Err(self.unexpected(mark, here));
                    }
                    self.close(here);
                    if self.open.len() < self.skipped_depth {
                        return Ok(());
                    }
                    State::Skip
                }
            };
        }
    }
}

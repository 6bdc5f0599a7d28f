//! The steps that make up nearly all of a body, each without a detour: separators,
//! texts without escapes and small whole numbers that lie in the chunk whole.
//!
//! What does not fit is left where it stands, for the other steps.

use super::{Lexer, LexerState, TextSource, TokenKind};

/// Digits that `f64` always holds exactly.
const EXACT_DIGITS: usize = 15;

impl Lexer {
    /// Takes separators and the token behind them, where both are plain.
    #[inline(always)]
    pub(super) fn quick(&mut self, byte: u8, chunk: &[u8], at: &mut usize) -> Option<TokenKind> {
        let mut byte = byte;
        match (self.state, byte) {
            (LexerState::After, b',') => {
                self.state = match self.in_object() {
                    true => LexerState::Key,
                    false => LexerState::Value,
                };
                *at += 1;
                byte = *chunk.get(*at)?;
            }
            (LexerState::Colon, b':') => {
                self.state = LexerState::Value;
                *at += 1;
                byte = *chunk.get(*at)?;
            }
            _ => {}
        }
        match (self.state, byte) {
            (LexerState::Key | LexerState::KeyOrEnd, b'"') => {
                self.quick_text(TokenKind::Key, chunk, at)
            }
            (LexerState::Value | LexerState::ValueOrEnd, b'"') => {
                self.quick_text(TokenKind::Text, chunk, at)
            }
            (LexerState::Value | LexerState::ValueOrEnd, b'1'..=b'9') => {
                self.quick_number(chunk, at)
            }
            _ => None,
        }
    }

    fn quick_text(&mut self, kind: TokenKind, chunk: &[u8], at: &mut usize) -> Option<TokenKind> {
        let begin = *at + 1;
        let length = chunk
            .get(begin..)?
            .iter()
            .position(|&byte| byte == b'"' || byte == b'\\' || byte < b' ')?;
        let end = begin + length;
        if chunk.get(end) != Some(&b'"') {
            return None;
        }
        self.begin(LexerState::Colon, self.earlier + *at as u64);
        if kind == TokenKind::Text {
            self.end_value();
        }
        self.place = TextSource::Chunk(begin..end);
        *at = end + 1;
        Some(kind)
    }

    fn quick_number(&mut self, chunk: &[u8], at: &mut usize) -> Option<TokenKind> {
        let mut number = 0u64;
        for (length, byte) in chunk.get(*at..)?.iter().enumerate() {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                if matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-') {
                    return None;
                }
                self.token_start = self.earlier + *at as u64;
                self.end_value();
                self.number = number as f64;
                self.place = TextSource::Chunk(*at..*at + length);
                *at += length;
                return Some(TokenKind::Number);
            }
            if length == EXACT_DIGITS {
                return None;
            }
            number = number * 10 + u64::from(digit);
        }
        None
    }
}

//! Bytes in chunks of any size to JSON tokens.
//!
//! Knows the grammar and nothing of what a body means. No recursion, no look-ahead:
//! each byte is read once, a token cut by the end of a chunk is kept and continued.

mod quick;
mod scalar;
mod skip;
mod text;
mod token;
mod unexpected;

pub(crate) use token::excerpt;
pub use token::{Text, Token, TokenKind};

use crate::error::{Error, ErrorKind};
use scalar::Keyword;
use std::ops::Range;

/// Where the text of a token lies.
#[derive(Clone, Debug)]
enum TextSource {
    Chunk(Range<usize>),
    Scratch,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum LexerState {
    /// Before the first byte: a byte order mark may come.
    Start {
        mark: usize,
    },
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Colon,
    /// After a value inside a container.
    After,
    /// After the outermost value.
    Done,
    Text {
        is_key: bool,
    },
    Escape {
        is_key: bool,
    },
    Unicode {
        is_key: bool,
        digits: u8,
        code: u16,
    },
    Number,
    Literal {
        keyword: Keyword,
        matched: u8,
    },
    /// Inside a container that nobody reads.
    Skip,
    SkipText,
    SkipEscape,
}

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Reads tokens of one body. After an error it must not be asked again.
#[derive(Debug)]
pub struct Lexer {
    state: LexerState,
    /// Open containers, outermost first: `true` for an object.
    open: Vec<bool>,
    max_depth: u32,
    max_text: usize,
    /// Depth of the container being skipped.
    skipped_depth: usize,
    /// Beginning of a token that an earlier chunk cut, or a text that holds escapes.
    scratch: Vec<u8>,
    repaired: bool,
    /// First half of a surrogate pair, waiting for the second.
    surrogate: Option<u16>,
    /// Text of the last token, and its value where it is a number.
    place: TextSource,
    number: f64,
    token_start: u64,
    /// Bytes of earlier chunks.
    earlier: u64,
}

impl Lexer {
    /// A lexer that follows at most `max_depth` levels of nesting.
    pub fn new(max_depth: u32) -> Self {
        Self {
            state: LexerState::Start { mark: 0 },
            open: Vec::new(),
            max_depth,
            max_text: usize::MAX,
            skipped_depth: 0,
            scratch: Vec::new(),
            repaired: false,
            surrogate: None,
            place: TextSource::Scratch,
            number: 0.0,
            token_start: 0,
            earlier: 0,
        }
    }

    /// The same, of longer texts only the first `max_text` bytes; a longer number is an error.
    pub fn keeping(mut self, max_text: usize) -> Self {
        self.max_text = max_text;
        self
    }

    /// The next token of `chunk` at `at`, which moves behind it; `None` when the chunk is
    /// used up. The same chunk must be passed until then.
    ///
    /// What the token holds is asked with [`Lexer::token`]: moving all of it through two
    /// layers of results is what costs most.
    #[inline]
    pub fn next(&mut self, chunk: &[u8], at: &mut usize) -> Result<Option<TokenKind>, Error> {
        let found = self.find(chunk, at)?;
        if found.is_none() {
            self.earlier += chunk.len() as u64;
        }
        Ok(found)
    }

    /// The token just found in `chunk`.
    #[inline]
    pub fn token<'a>(&'a self, kind: TokenKind, chunk: &'a [u8]) -> Token<'a> {
        let bytes = match &self.place {
            TextSource::Chunk(range) => chunk.get(range.clone()).unwrap_or_default(),
            TextSource::Scratch => &self.scratch,
        };
        let text = Text {
            bytes: bytes.get(..self.max_text).unwrap_or(bytes),
            repaired: self.repaired || bytes.len() > self.max_text,
        };
        match kind {
            TokenKind::OpenObject => Token::OpenObject,
            TokenKind::OpenList => Token::OpenList,
            TokenKind::Close => Token::Close,
            TokenKind::Key => Token::Key(text),
            TokenKind::Text => Token::Text(text),
            TokenKind::Number => Token::Number(self.number, bytes),
            TokenKind::Bool(flag) => Token::Bool(flag),
            TokenKind::Null => Token::Null,
        }
    }

    /// Where the token just found begins, in bytes from the start of the body.
    pub fn token_start(&self) -> u64 {
        self.token_start
    }

    /// Says that the body ends here. A number standing alone ends only now.
    pub fn finish(&mut self) -> Result<Option<TokenKind>, Error> {
        match self.state {
            LexerState::Done => Ok(None),
            LexerState::Number if self.open.is_empty() => {
                self.end_number(TextSource::Scratch, &[]).map(Some)
            }
            _ => Err(ErrorKind::Truncated {
                received: self.earlier,
            }
            .into()),
        }
    }

    fn find(&mut self, chunk: &[u8], at: &mut usize) -> Result<Option<TokenKind>, Error> {
        while let Some(&byte) = chunk.get(*at) {
            if let Some(found) = self.quick(byte, chunk, at) {
                return Ok(Some(found));
            }
            let Some(&byte) = chunk.get(*at) else {
                break;
            };
            let here = self.earlier + *at as u64;
            let found = match self.state {
                LexerState::Text { is_key } => self.text(is_key, chunk, at)?,
                LexerState::Number => self.number_part(chunk, at)?,
                LexerState::Skip | LexerState::SkipText | LexerState::SkipEscape => {
                    self.skip(chunk, at)?;
                    None
                }
                LexerState::Start { mark } => {
                    self.start(mark, byte, here, at)?;
                    None
                }
                state => {
                    *at += 1;
                    match state {
                        LexerState::Escape { is_key } => {
                            self.escape(is_key, byte, here)?;
                            None
                        }
                        LexerState::Unicode {
                            is_key,
                            digits,
                            code,
                        } => {
                            self.unicode(is_key, digits, code, byte, here)?;
                            None
                        }
                        LexerState::Literal { keyword, matched } => {
                            self.literal(keyword, matched, byte, here)?
                        }
                        _ if matches!(byte, b' ' | b'\n' | b'\r' | b'\t') => None,
                        _ => self.structure(byte, here, at)?,
                    }
                }
            };
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// A byte outside of any token.
    fn structure(
        &mut self,
        byte: u8,
        here: u64,
        at: &mut usize,
    ) -> Result<Option<TokenKind>, Error> {
        match (self.state, byte) {
            (LexerState::Value | LexerState::ValueOrEnd, b'{') => {
                self.open(true, here).map(|()| Some(TokenKind::OpenObject))
            }
            (LexerState::Value | LexerState::ValueOrEnd, b'[') => {
                self.open(false, here).map(|()| Some(TokenKind::OpenList))
            }
            (LexerState::ValueOrEnd, b']') | (LexerState::KeyOrEnd, b'}') => {
                Ok(Some(self.close(here)))
            }
            (LexerState::After, b'}') if self.in_object() => Ok(Some(self.close(here))),
            (LexerState::After, b']') if !self.in_object() => Ok(Some(self.close(here))),
            (LexerState::After, b',') => {
                self.state = if self.in_object() {
                    LexerState::Key
                } else {
                    LexerState::Value
                };
                Ok(None)
            }
            (LexerState::Colon, b':') => {
                self.state = LexerState::Value;
                Ok(None)
            }
            (LexerState::Key | LexerState::KeyOrEnd, b'"') => {
                self.begin(LexerState::Text { is_key: true }, here);
                Ok(None)
            }
            (LexerState::Value | LexerState::ValueOrEnd, _) => {
                self.scalar(byte, here, at).map(|()| None)
            }
            _ => Err(self.unexpected(byte, here)),
        }
    }

    fn scalar(&mut self, byte: u8, here: u64, at: &mut usize) -> Result<(), Error> {
        let literal = |keyword| LexerState::Literal {
            keyword,
            matched: 1,
        };
        let state = match byte {
            b'"' => LexerState::Text { is_key: false },
            b'-' | b'0'..=b'9' => {
                *at -= 1;
                LexerState::Number
            }
            b't' => literal(Keyword::True),
            b'f' => literal(Keyword::False),
            b'n' => literal(Keyword::Null),
            _ => return Err(self.unexpected(byte, here)),
        };
        self.begin(state, here);
        Ok(())
    }

    fn begin(&mut self, state: LexerState, here: u64) {
        self.state = state;
        self.token_start = here;
        self.scratch.clear();
        self.repaired = false;
        self.surrogate = None;
    }

    fn open(&mut self, object: bool, here: u64) -> Result<(), Error> {
        if self.open.len() >= self.max_depth as usize {
            return Err(ErrorKind::TooDeep {
                limit: self.max_depth,
            }
            .into());
        }
        self.open.push(object);
        self.token_start = here;
        self.state = if object {
            LexerState::KeyOrEnd
        } else {
            LexerState::ValueOrEnd
        };
        Ok(())
    }

    fn close(&mut self, here: u64) -> TokenKind {
        self.open.pop();
        self.token_start = here;
        self.end_value();
        TokenKind::Close
    }

    fn in_object(&self) -> bool {
        self.open.last().copied().unwrap_or_default()
    }

    fn end_value(&mut self) {
        self.state = if self.open.is_empty() {
            LexerState::Done
        } else {
            LexerState::After
        };
    }

    fn start(&mut self, mark: usize, byte: u8, here: u64, at: &mut usize) -> Result<(), Error> {
        if BYTE_ORDER_MARK.get(mark) == Some(&byte) {
            self.state = LexerState::Start { mark: mark + 1 };
            *at += 1;
        } else if mark == 0 || mark == BYTE_ORDER_MARK.len() {
            self.state = LexerState::Value;
        } else {
            return Err(self.unexpected(byte, here));
        }
        Ok(())
    }
}

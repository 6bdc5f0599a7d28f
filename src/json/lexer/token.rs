//! What the lexer hands out.

/// What a token is; the rest of it stands in the lexer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TokenKind {
    /// `{`
    OpenObject,
    /// `[`
    OpenList,
    /// `}` or `]`
    Close,
    /// Name of an object's member.
    Key,
    /// Text value.
    Text,
    /// Number value.
    Number,
    /// `true`, `false`
    Bool(bool),
    /// `null`
    Null,
}

/// One token. Texts and numbers borrow from the chunk where they lie in it whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Token<'a> {
    /// `{`
    OpenObject,
    /// `[`
    OpenList,
    /// `}` or `]`
    Close,
    /// Name of an object's member.
    Key(Text<'a>),
    /// Text value.
    Text(Text<'a>),
    /// Number value and how it is written.
    Number(f64, &'a [u8]),
    /// `true`, `false`
    Bool(bool),
    /// `null`
    Null,
}

/// Text with its escapes undone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Text<'a> {
    pub(super) bytes: &'a [u8],
    /// A half of a surrogate pair stood alone and became U+FFFD.
    pub(super) repaired: bool,
}

impl<'a> Text<'a> {
    /// The bytes, UTF-8 unless the body was not.
    pub fn bytes(self) -> &'a [u8] {
        self.bytes
    }

    /// The text, with U+FFFD for each ill-formed sequence, and whether there was one.
    pub fn read(self) -> (String, bool) {
        match std::str::from_utf8(self.bytes) {
            Ok(text) => (text.to_owned(), self.repaired),
            Err(_) => (String::from_utf8_lossy(self.bytes).into_owned(), true),
        }
    }
}

/// Text from a body for an error or a note: short and in backticks.
pub(crate) fn excerpt(text: &str) -> String {
    const LIMIT: usize = 40;
    let mut short: String = text
        .chars()
        .take(LIMIT)
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    if text.chars().nth(LIMIT).is_some() {
        short.push('…');
    }
    format!("`{short}`")
}

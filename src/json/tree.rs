//! Tokens to a [`Json`] tree, without recursion.
//!
//! What a document means does not belong here.

use super::Json;
use super::lexer::{Lexer, Token};
use crate::error::Error;

/// Reads one document in chunks into a tree.
#[derive(Debug)]
pub struct TreeReader {
    lexer: Lexer,
    tree: Tree,
    max_values: u64,
}

impl TreeReader {
    /// A reader that follows at most `max_depth` levels of nesting and keeps at most
    /// `max_values` values: a tree takes more room than its text.
    pub fn new(max_depth: u32, max_values: u64) -> Self {
        Self {
            lexer: Lexer::new(max_depth),
            tree: Tree::default(),
            max_values,
        }
    }

    /// The same, of longer texts only the first `max_text` bytes.
    pub fn keeping(mut self, max_text: usize) -> Self {
        self.lexer = self.lexer.keeping(max_text);
        self
    }

    /// Reads the next bytes.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), Error> {
        let mut at = 0;
        while let Some(kind) = self.lexer.next(chunk, &mut at)? {
            self.tree.token(self.lexer.token(kind, chunk));
            if self.tree.values > self.max_values {
                let limit = format!("at most {} values", self.max_values);
                return Err(Error::decode(self.lexer.token_start(), limit, "more"));
            }
        }
        Ok(())
    }

    /// The tree, once all bytes were pushed.
    pub fn finish(mut self) -> Result<Json, Error> {
        if let Some(kind) = self.lexer.finish()? {
            self.tree.token(self.lexer.token(kind, &[]));
        }
        Ok(self.tree.root.unwrap_or(Json::Null))
    }
}

#[derive(Debug, Default)]
struct Tree {
    /// Containers that are open, each with the name of the member being read.
    open: Vec<(Json, String)>,
    root: Option<Json>,
    /// Values so far, those of open containers included.
    values: u64,
}

impl Tree {
    fn token(&mut self, token: Token<'_>) {
        self.values += u64::from(!matches!(token, Token::Close | Token::Key(_)));
        match token {
            Token::OpenObject => self.open.push((Json::Object(Vec::new()), String::new())),
            Token::OpenList => self.open.push((Json::List(Vec::new()), String::new())),
            Token::Close => {
                if let Some((container, _)) = self.open.pop() {
                    self.place(container);
                }
            }
            Token::Key(text) => {
                if let Some((_, name)) = self.open.last_mut() {
                    *name = text.read().0;
                }
            }
            Token::Text(text) => self.place(Json::Text(text.read().0)),
            Token::Number(number, _) => self.place(Json::Number(number)),
            Token::Bool(flag) => self.place(Json::Bool(flag)),
            Token::Null => self.place(Json::Null),
        }
    }

    fn place(&mut self, value: Json) {
        match self.open.last_mut() {
            Some((Json::Object(members), name)) => members.push((std::mem::take(name), value)),
            Some((Json::List(items), _)) => items.push(value),
            _ => self.root = Some(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::json::{MAX_DEPTH, MAX_VALUES};

    fn text(text: &str) -> Json {
        Json::Text(text.to_owned())
    }

    #[test]
    fn reads_every_kind_of_value() {
        let document = r#" {"a": [1, -2.5e3, true, false, null, "x"], "": {}, "a": []} "#;
        let found = Json::parse(document).unwrap();
        let list = Json::List(vec![
            Json::Number(1.0),
            Json::Number(-2500.0),
            Json::Bool(true),
            Json::Bool(false),
            Json::Null,
            text("x"),
        ]);
        assert_eq!(
            found,
            Json::Object(vec![
                ("a".to_owned(), list),
                (String::new(), Json::Object(Vec::new())),
                ("a".to_owned(), Json::List(Vec::new())),
            ])
        );
        assert_eq!(found.get("a"), Some(&Json::List(Vec::new())));
        assert_eq!(Json::parse("3").unwrap(), Json::Number(3.0));
        assert_eq!(Json::parse("\u{feff}[]").unwrap(), Json::List(Vec::new()));
    }

    #[test]
    fn escapes_and_surrogates() {
        for (document, expected) in [
            (r#""\"\\\/\b\f\n\r\t\u00e9""#, "\"\\/\u{8}\u{c}\n\r\té"),
            (r#""\ud83d\ude00""#, "😀"),
            (r#""\ud83dx""#, "\u{fffd}x"),
            (r#""\ud83d""#, "\u{fffd}"),
            (r#""\ude00\ud83d\ud83d\ude00""#, "\u{fffd}\u{fffd}😀"),
            (r#""\ud83d\n""#, "\u{fffd}\n"),
            (r#""""#, ""),
        ] {
            assert_eq!(Json::parse(document).unwrap(), text(expected), "{document}");
            for cut in 0..document.len() {
                let mut reader = TreeReader::new(MAX_DEPTH, MAX_VALUES);
                reader.push(&document.as_bytes()[..cut]).unwrap();
                reader.push(&document.as_bytes()[cut..]).unwrap();
                assert_eq!(reader.finish().unwrap(), text(expected), "{document} {cut}");
            }
        }
        assert_eq!(Json::parse(b"\"a\xFFb\"").unwrap(), text("a\u{fffd}b"));
    }

    #[test]
    fn says_where_and_why_a_document_is_wrong() {
        for (document, offset, expected, found) in [
            ("nul", 3, "", ""),
            ("", 0, "", ""),
            ("[1,]", 3, "a value", "`]`"),
            ("[1 2]", 3, "`,` or `]`", "`2`"),
            ("{1:2}", 1, "a key or `}`", "`1`"),
            ("{\"a\":1,}", 7, "a key", "`}`"),
            ("{\"a\" 1}", 5, "`:`", "`1`"),
            ("[01]", 1, "a number", "`01`"),
            ("[-]", 1, "a number", "`-`"),
            (
                "[NaN]",
                1,
                "a value or `]`",
                "`NaN`, which is not valid JSON",
            ),
            (
                "{\"a\":Infinity}",
                5,
                "a value",
                "`Infinity`, which is not valid JSON",
            ),
            ("[-Infinity]", 1, "a number", "`-`"),
            ("trux", 3, "`true`", "`x`"),
            ("[] x", 3, "the end of the response", "`x`"),
            (
                "\"\u{1}\"",
                1,
                "a character or the end of a string",
                "byte 0x01",
            ),
            (r#""\x""#, 2, "an escape such as `\\n`", "`x`"),
            (r#""\u12g4""#, 5, "a hexadecimal digit", "`g`"),
        ] {
            let wanted = if expected.is_empty() {
                ErrorKind::Truncated { received: offset }.into()
            } else {
                Error::decode(offset, expected, found)
            };
            assert_eq!(Json::parse(document).unwrap_err(), wanted, "{document}");
        }
    }

    #[test]
    fn nesting_has_a_limit() {
        let deep = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
        assert!(Json::parse(deep(MAX_DEPTH as usize)).is_ok());
        let error = Json::parse("[".repeat(100_000)).unwrap_err();
        assert_eq!(error.code(), "too_deep");
    }
}

//! A search text in the pieces that its logic is made of: terms, operators, parentheses.
//!
//! What a term means is not settled here. Quotes, lists in brackets and the arguments of an
//! aggregate belong to their term, as in Sentry's grammar, so that an `OR` in them is none.

/// A piece of a search text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `AND`
    And,
    /// `OR`
    Or,
    /// A filter or a word.
    Term(&'a str),
}

/// The pieces of a search text in their order.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let (piece, length) = match rest.chars().next()? {
            '(' => (Piece::Open, 1),
            ')' => (Piece::Close, 1),
            _ => {
                let length = term_length(rest);
                let term = rest.get(..length).unwrap_or(rest);
                let piece = match term {
                    word if word.eq_ignore_ascii_case("and") => Piece::And,
                    word if word.eq_ignore_ascii_case("or") => Piece::Or,
                    term => Piece::Term(term),
                };
                (piece, length)
            }
        };
        rest = rest.get(length..).unwrap_or_default();
        Some(piece)
    })
}

/// Every parenthesis has its other half.
pub fn is_balanced(text: &str) -> bool {
    let mut depth = 0_usize;
    for piece in pieces(text) {
        match piece {
            Piece::Open => depth += 1,
            Piece::Close if depth == 0 => return false,
            Piece::Close => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

/// An `OR` stands outside of all parentheses: what is written beside it is an alternative.
pub fn has_alternatives(text: &str) -> bool {
    let mut depth = 0_i64;
    pieces(text).any(|piece| {
        match piece {
            Piece::Open => depth += 1,
            Piece::Close => depth -= 1,
            _ => {}
        }
        depth <= 0 && piece == Piece::Or
    })
}

/// Length in bytes of the term that `text` begins with.
fn term_length(text: &str) -> usize {
    let mut before = '!';
    let mut at = 0;
    while let Some(rest) = text.get(at..)
        && let Some(letter) = rest.chars().next()
    {
        let length = match letter {
            '"' if !is_within_word(before) => quoted_length(rest).unwrap_or(1),
            '[' => list_length(rest).unwrap_or(1),
            '(' => match argument_length(text, at) {
                Some(length) => length,
                None => break,
            },
            ')' => break,
            letter if letter.is_whitespace() => break,
            letter => letter.len_utf8(),
        };
        before = letter;
        at += length;
    }
    at.max(1)
}

/// A quote after such a letter is a letter of the word itself.
fn is_within_word(before: char) -> bool {
    !matches!(before, '!' | ':' | '=' | '<' | '>' | '\u{f00d}')
}

/// Up to the closing quote; `None` where there is none.
fn quoted_length(text: &str) -> Option<usize> {
    let mut before = '\\';
    let end = text.find(|letter: char| {
        let ends = letter == '"' && before != '\\';
        before = letter;
        ends
    });
    Some(end? + 1)
}

/// Up to the closing bracket; `None` where there is none.
fn list_length(text: &str) -> Option<usize> {
    let mut at = 1;
    loop {
        let rest = text.get(at..)?;
        at += match rest.chars().next()? {
            ']' => return Some(at + 1),
            '"' => quoted_length(rest).unwrap_or(1),
            letter => letter.len_utf8(),
        };
    }
}

/// The arguments of an aggregate filter, `(…)` with a colon behind it. Any other parenthesis
/// ends the word before it.
fn argument_length(text: &str, at: usize) -> Option<usize> {
    let name = text.get(..at)?.trim_start_matches('!');
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    if name.is_empty() || !name.chars().all(is_name) {
        return None;
    }
    let rest = text.get(at..)?;
    let length = rest.find(')')? + 1;
    rest.get(length..)?.starts_with(':').then_some(length)
}

#[cfg(test)]
mod tests {
    use super::Piece::{And, Close, Open, Or, Term};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_come_apart_at_their_logic() {
        for (text, expected) in [
            ("", &[][..]),
            ("a:1 b", &[Term("a:1"), Term("b")]),
            (
                "a:1 or b AND c",
                &[Term("a:1"), Or, Term("b"), And, Term("c")],
            ),
            (
                "(a OR b)c",
                &[Open, Term("a"), Or, Term("b"), Close, Term("c")],
            ),
            ("a:\"x OR y\" OR z", &[Term("a:\"x OR y\""), Or, Term("z")]),
            ("\"say \\\" OR\" z", &[Term("\"say \\\" OR\""), Term("z")]),
            (
                "!a:[x, \"y]\", OR] b",
                &[Term("!a:[x, \"y]\", OR]"), Term("b")],
            ),
            (
                "count_if(a, b):>1 x",
                &[Term("count_if(a, b):>1"), Term("x")],
            ),
            (
                "word(a OR b)",
                &[Term("word"), Open, Term("a"), Or, Term("b"), Close],
            ),
            (
                "order:1 ORx andy",
                &[Term("order:1"), Term("ORx"), Term("andy")],
            ),
            // An open quote and one within a word are letters.
            ("a:\"x OR y", &[Term("a:\"x"), Or, Term("y")]),
            ("5\" OR 6\"", &[Term("5\""), Or, Term("6\"")]),
            ("tags[a:b]:x", &[Term("tags[a:b]:x")]),
        ] {
            assert_eq!(pieces(text).collect::<Vec<_>>(), expected, "{text}");
        }
    }

    #[test]
    fn alternatives_are_outside_of_parentheses() {
        for (text, alternatives, balanced) in [
            ("a OR b", true, true),
            ("a (b OR c)", false, true),
            ("(a OR b) or c", true, true),
            ("((a) OR (b))", false, true),
            ("m:\"a OR b\"", false, true),
            ("m:[a, OR]", false, true),
            ("a) OR (b", true, false),
            ("(a OR b", false, false),
            ("a b)", false, false),
            ("m:\"(\" a", false, true),
        ] {
            assert_eq!(has_alternatives(text), alternatives, "{text}");
            assert_eq!(is_balanced(text), balanced, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_to_its_end(text in "[\\PC]{0,40}|[a-z:()!\"\\[\\] ,|.OR\\\\]{0,60}") {
            prop_assert!(pieces(&text).count() <= text.len());
        }
    }
}

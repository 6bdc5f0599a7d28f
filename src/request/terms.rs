//! A search text in the pieces that its logic is made of: terms, operators, parentheses.
//!
//! What a term means is not settled here. Quotes, lists in brackets and the arguments of an
//! aggregate belong to their term, as in Sentry's grammar, so that an `OR` in them is none.

/// A piece of a search text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchToken<'a> {
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

/// Takes the first piece off a search text.
#[inline(never)]
pub fn take<'a>(text: &mut &'a str) -> Option<SearchToken<'a>> {
    let rest = text.trim_ascii_start();
    let length = match rest.as_bytes().first()? {
        b'(' | b')' => 1,
        _ => term_length(rest.as_bytes()),
    };
    let (term, rest) = rest.split_at_checked(length).unwrap_or((rest, ""));
    *text = rest;
    Some(match term {
        "(" => SearchToken::Open,
        ")" => SearchToken::Close,
        word if word.eq_ignore_ascii_case("and") => SearchToken::And,
        word if word.eq_ignore_ascii_case("or") => SearchToken::Or,
        term => SearchToken::Term(term),
    })
}

/// What a search text is made of, as far as text may be put beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchStructure {
    /// Every parenthesis has its other half.
    pub is_balanced: bool,
    /// An `OR` stands outside of all parentheses: what is written beside it is an alternative.
    pub has_alternatives: bool,
}

/// The shape of a search text.
pub fn shape(mut text: &str) -> SearchStructure {
    let mut depth = 0_i32;
    let mut shape = SearchStructure {
        is_balanced: true,
        has_alternatives: false,
    };
    while let Some(token) = take(&mut text) {
        match token {
            SearchToken::Open => depth += 1,
            SearchToken::Close => depth -= 1,
            SearchToken::Or => shape.has_alternatives |= depth <= 0,
            SearchToken::And | SearchToken::Term(_) => {}
        }
        shape.is_balanced &= depth >= 0;
    }
    shape.is_balanced &= depth == 0;
    shape
}

/// Key and value of a filter, `None` for a word of free text. An aggregate's arguments are
/// part of its key; what negates it is of neither.
pub fn filter(term: &str) -> Option<(&str, &str)> {
    let term = term.strip_prefix('!').unwrap_or(term);
    if let Some(quoted) = term.strip_prefix('"') {
        let (key, rest) = quoted.split_once('"')?;
        return Some((key, rest.strip_prefix(':')?));
    }
    let mut depth = 0_i32;
    let at = term.bytes().position(|byte| {
        match byte {
            b'[' | b'(' => depth += 1,
            b']' | b')' => depth -= 1,
            _ => {}
        }
        depth <= 0 && byte == b':'
    })?;
    Some((term.get(..at)?, term.get(at + 1..)?))
}

/// Length of the term that a text begins with.
fn term_length(text: &[u8]) -> usize {
    let mut before = b'!';
    let mut at = 0;
    while let Some(rest) = text.get(at..)
        && let Some(&byte) = rest.first()
    {
        at += match byte {
            // Elsewhere a quote is a letter of the word itself.
            b'"' if b"!:=<>".contains(&before) => closed_length(rest, b'"'),
            b'[' => closed_length(rest, b']'),
            b'(' if is_name(text.get(..at)) && is_key(rest) => closed_length(rest, b')'),
            b'(' | b')' => break,
            byte if byte.is_ascii_whitespace() => break,
            _ => 1,
        };
        before = byte;
    }
    at.max(1)
}

/// Up to the byte that closes what the first one opens, quotes within counted as one; just
/// the first one where nothing does.
fn closed_length(text: &[u8], close: u8) -> usize {
    let mut at = 1;
    while let Some(&byte) = text.get(at) {
        at += 1;
        match byte {
            byte if byte == close => return at,
            b'\\' if text.get(at) == Some(&b'"') => at += 1,
            b'"' => at += closed_length(text.get(at - 1..).unwrap_or_default(), b'"') - 1,
            _ => {}
        }
    }
    1
}

fn is_name(text: Option<&[u8]>) -> bool {
    let name = text.unwrap_or_default();
    let name = name.strip_prefix(b"!").unwrap_or(name);
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    !name.is_empty() && name.iter().all(is_letter)
}

/// The parenthesis holds the arguments of an aggregate filter: a colon follows it.
fn is_key(text: &[u8]) -> bool {
    text.get(closed_length(text, b')')) == Some(&b':')
}

#[cfg(test)]
mod tests {
    use super::SearchToken::{And, Close, Open, Or, Term};
    use super::*;
    use proptest::prelude::*;

    fn pieces(mut text: &str) -> Vec<SearchToken<'_>> {
        std::iter::from_fn(|| take(&mut text)).collect()
    }

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
            assert_eq!(pieces(text), expected, "{text}");
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
            let shape = shape(text);
            assert_eq!(shape.has_alternatives, alternatives, "{text}");
            assert_eq!(shape.is_balanced, balanced, "{text}");
        }
    }

    #[test]
    fn filters_have_a_key_and_a_value() {
        for (term, expected) in [
            ("a:1", Some(("a", "1"))),
            ("!a.b:\"x:y\"", Some(("a.b", "\"x:y\""))),
            ("\"a:b\":c", Some(("a:b", "c"))),
            ("tags[a:b]:c", Some(("tags[a:b]", "c"))),
            ("p95(a:b):>1", Some(("p95(a:b)", ">1"))),
            ("\"a:b\"", None),
            ("word", None),
        ] {
            assert_eq!(filter(term), expected, "{term}");
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_to_its_end(text in "[\\PC]{0,40}|[a-z:()!\"\\[\\] ,|.OR\\\\]{0,60}") {
            prop_assert!(pieces(&text).len() <= text.len());
            for token in pieces(&text) {
                if let Term(term) = token {
                    filter(term);
                }
            }
        }
    }
}

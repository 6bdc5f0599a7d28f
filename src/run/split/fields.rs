//! Whole names of the fields in search texts and columns: keys of filters and aggregate
//! filters, columns, arguments of functions.

use crate::request::terms::{SearchToken, filter, take};
use crate::sentry::field::{function_parts, is_equation};
use crate::substring::is_word_letter;

/// Names of the fields that a search text filters by.
pub fn search_fields(search: &str) -> Vec<String> {
    scan(search).0
}

/// The search text has a condition on an aggregate (`count():>4`), which hides groups.
pub fn filters_by_aggregate(search: &str) -> bool {
    scan(search).1
}

/// Fields, and whether there is a condition on an aggregate.
fn scan(mut search: &str) -> (Vec<String>, bool) {
    let mut fields = Vec::new();
    let mut by_aggregate = false;
    while let Some(token) = take(&mut search) {
        let SearchToken::Term(term) = token else {
            continue;
        };
        match filter(term) {
            Some(("has", value)) => fields.push(value.trim_matches('"').to_owned()),
            Some((key, _)) => match function_parts(key) {
                Some((function, arguments)) => {
                    by_aggregate = true;
                    fields.extend(argument_fields(function, arguments));
                }
                None => fields.push(key.to_owned()),
            },
            None => {}
        }
    }
    (fields, by_aggregate)
}

/// Names of the fields in a column, a function or an equation.
pub(super) fn column_fields(column: &str) -> Vec<String> {
    if !column.contains('(') && !is_equation(column) {
        return vec![column.to_owned()];
    }
    let mut fields = Vec::new();
    let mut text = Scanner(column.strip_prefix("equation|").unwrap_or(column));
    while let Some(letter) = text.peek() {
        if letter == '"' {
            text.quoted();
            continue;
        }
        let name = text.key();
        if text.peek() == Some('(') && !name.is_empty() {
            let arguments = text.arguments();
            fields.extend(argument_fields(name, arguments));
        } else if name.is_empty() {
            text.next();
        } else {
            fields.push(name.to_owned());
        }
    }
    fields
}

/// Arguments that may be fields. Of `count_if` and its like only the first is one,
/// the others are a comparison.
fn argument_fields(function: &str, arguments: &str) -> Vec<String> {
    let count = if function.ends_with("_if") {
        1
    } else {
        usize::MAX
    };
    arguments
        .split(',')
        .take(count)
        .map(|argument| argument.trim().to_owned())
        .filter(|argument| !argument.is_empty())
        .collect()
}

/// The rest of a text that is being read.
struct Scanner<'a>(&'a str);

impl<'a> Scanner<'a> {
    fn peek(&self) -> Option<char> {
        self.0.chars().next()
    }

    fn next(&mut self) {
        let mut letters = self.0.chars();
        letters.next();
        self.0 = letters.as_str();
    }

    fn eat(&mut self, letter: char) -> bool {
        match self.0.strip_prefix(letter) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.0.split_at_checked(length).unwrap_or((self.0, ""));
        self.0 = rest;
        taken
    }

    /// Letters of a field name; brackets keep what is in them.
    fn key(&mut self) -> &'a str {
        let mut in_brackets = false;
        let end = self.0.find(|letter: char| {
            match letter {
                '[' => in_brackets = true,
                ']' => in_brackets = false,
                _ => {}
            }
            !in_brackets && letter != ']' && !is_name_letter(letter)
        });
        self.take(end.unwrap_or(self.0.len()))
    }

    /// A quoted text, without its quotes.
    fn quoted(&mut self) -> &'a str {
        self.eat('"');
        let mut before = ' ';
        let end = self.0.find(|letter: char| {
            let ends = letter == '"' && before != '\\';
            before = letter;
            ends
        });
        let text = self.take(end.unwrap_or(self.0.len()));
        self.eat('"');
        text
    }

    /// What stands between a parenthesis and the one that closes it.
    fn arguments(&mut self) -> &'a str {
        let mut depth = 0_u32;
        let end = self.0.find(|letter: char| {
            match letter {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0
        });
        let text = self.take(end.unwrap_or(self.0.len()));
        self.eat(')');
        text.strip_prefix('(').unwrap_or(text)
    }
}

fn is_name_letter(letter: char) -> bool {
    is_word_letter(letter) || matches!(letter, '.' | '-' | '[')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fields_of_a_search() {
        for (search, fields) in [
            ("", &[][..]),
            ("level:error", &["level"]),
            ("!level:[error, fatal] other", &["level"]),
            ("(a:1 OR b:2) AND !c:\"x level:y\"", &["a", "b", "c"]),
            ("has:level !has:error.type", &["level", "error.type"]),
            (
                "p95(transaction.duration):>5s x:1",
                &["transaction.duration", "x"],
            ),
            ("count_if(a,equals,level):>3", &["a"]),
            ("\"my:key\":3 \"just text\"", &["my:key"]),
            ("tags[level]:x tags[a:b]:y", &["tags[level]", "tags[a:b]"]),
            ("level error something(level)", &[]),
            ("url:http://level:80/x y:1", &["url", "y"]),
            ("timestamp:>2024-01-01T00:00:00", &["timestamp"]),
            ("::( )) \"", &[""]),
        ] {
            let found = search_fields(search);
            let found: Vec<&str> = found.iter().map(String::as_str).collect();
            assert_eq!(found, fields, "{search}");
        }
    }

    #[test]
    fn conditions_on_aggregates() {
        for (search, expected) in [
            ("count():>4", true),
            ("a:1 (b:2 OR p95(x):<3)", true),
            ("count", false),
            ("count() more", false),
            ("message:\"count():>4\"", false),
        ] {
            assert_eq!(filters_by_aggregate(search), expected, "{search}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(text in "[\\PC]{0,40}|[a-z:()!\"\\[\\] ,|.]{0,60}") {
            search_fields(&text);
            column_fields(&text);
            column_fields(&format!("equation|{text}"));
        }
    }
}

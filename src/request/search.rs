//! Search texts: joining and quoting by the rules of Sentry's search language.

use super::terms::shape;
use crate::substring;
use std::borrow::Cow;

/// The search text of a query within dashboard filters: the conditions in parentheses
/// only where there are filters, a space, the filters, those with alternatives in
/// parentheses too.
pub fn with_filters(conditions: &str, filters: &[String]) -> String {
    let conditions = conditions.trim();
    let filters: Vec<Cow<'_, str>> = filters
        .iter()
        .map(|filter| filter.trim())
        .filter(|filter| !filter.is_empty())
        .map(|filter| match shape(filter).has_alternatives {
            true => enclosed(filter),
            false => Cow::Borrowed(filter),
        })
        .collect();
    if filters.is_empty() {
        return conditions.to_owned();
    }
    let filters = filters.join(" ");
    if conditions.is_empty() {
        filters
    } else {
        [&enclosed(conditions), " ", &filters].concat()
    }
}

/// `(query) AND condition`, without empty parentheses.
pub fn and(query: &str, condition: &str) -> String {
    let query = query.trim();
    if query.is_empty() {
        condition.to_owned()
    } else {
        [&enclosed(query), " AND ", condition].concat()
    }
}

/// The text in parentheses. One whose own do not match stays as it is: together they might
/// match, and mean something wider, where the server is to refuse it.
fn enclosed(text: &str) -> Cow<'_, str> {
    match shape(text).is_balanced {
        true => Cow::Owned(["(", text, ")"].concat()),
        false => Cow::Borrowed(text),
    }
}

/// A value in quotes, so that it means just itself.
///
/// In Sentry's language `\"` is a quote and `\*` a star; any other backslash means
/// itself, as long as the value has no wildcard. So two things cannot be said, a
/// backslash at the end and one right before a star: there a wildcard stands in,
/// which matches a little more, and every backslash is doubled because of it.
pub fn quote(value: &str) -> String {
    let trimmed = value.trim_end_matches('\\');
    let has_wildcard = !is_exact(value);
    let mut quoted = String::from("\"");
    let mut before = ' ';
    for letter in trimmed.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '*' if before == '\\' => quoted.push('*'),
            '*' => quoted.push_str("\\*"),
            '\\' if has_wildcard => quoted.push_str("\\\\"),
            other => quoted.push(other),
        }
        before = letter;
    }
    quoted.push_str(if trimmed.len() < value.len() {
        "*\""
    } else {
        "\""
    });
    quoted
}

/// Whether [`quote`] matches the value alone, without a wildcard.
pub fn is_exact(value: &str) -> bool {
    !value.ends_with('\\') && substring::find(value, "\\*").is_none()
}

/// The key of a filter as the language takes it, or `None` where it has no way to say it.
pub fn filter_key(field: &str) -> Option<String> {
    let is_plain = |text: &str, more: &str| {
        !text.is_empty()
            && text
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || more.contains(letter))
    };
    let in_brackets = ["tags[", "flags["]
        .into_iter()
        .find_map(|open| field.strip_prefix(open)?.strip_suffix(']'));
    if let Some(inner) = in_brackets {
        let name = inner.split_once(',').map_or(inner, |(name, _)| name);
        return is_plain(name, "_.:-").then(|| field.to_owned());
    }
    if is_plain(field, "_.-") {
        Some(field.to_owned())
    } else {
        is_plain(field, "_.:-").then(|| format!("\"{field}\""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_put_parentheses_around_conditions() {
        let filters = |texts: &[&str]| {
            texts
                .iter()
                .map(|text| (*text).to_owned())
                .collect::<Vec<_>>()
        };
        for (conditions, texts, expected) in [
            ("a:1", &[][..], "a:1"),
            (
                "a:1 OR b:2",
                &["release:\"x\""][..],
                "(a:1 OR b:2) release:\"x\"",
            ),
            ("", &["release:\"x\""][..], "release:\"x\""),
            (" ", &["", " "][..], ""),
            ("a:1", &["x:1 ", "y:2"][..], "(a:1) x:1 y:2"),
            ("a:1", &["x:1 OR y:2"][..], "(a:1) (x:1 OR y:2)"),
            (
                "a:1 OR b:2",
                &["x:1 or y:2", "z:3"][..],
                "(a:1 OR b:2) (x:1 or y:2) z:3",
            ),
            ("", &["x:1 OR y:2", "z:3"][..], "(x:1 OR y:2) z:3"),
            ("a:1", &["(x:1 OR y:2) z:3"][..], "(a:1) (x:1 OR y:2) z:3"),
            ("a:1", &["(x:1) OR (y:2)"][..], "(a:1) ((x:1) OR (y:2))"),
            ("a:1", &["m:\"x OR y\""][..], "(a:1) m:\"x OR y\""),
            // These would match with more than was written around them.
            ("a:1", &["x:1) OR (y:2"][..], "(a:1) x:1) OR (y:2"),
            ("a:1) OR (b:2", &["x:1"][..], "a:1) OR (b:2 x:1"),
        ] {
            assert_eq!(with_filters(conditions, &filters(texts)), expected);
        }
    }

    #[test]
    fn and_makes_no_empty_parentheses() {
        assert_eq!(and("", "x:1"), "x:1");
        assert_eq!(and(" ", "x:1"), "x:1");
        assert_eq!(and("a:1 OR b:2", "x:1"), "(a:1 OR b:2) AND x:1");
        assert_eq!(and("a:1) OR (b:2", "x:1"), "a:1) OR (b:2 AND x:1");
    }

    #[test]
    fn values_are_quoted() {
        for (value, quoted) in [
            ("plain", r#""plain""#),
            ("", r#""""#),
            ("a b,c", r#""a b,c""#),
            ("say \"hi\"", r#""say \"hi\"""#),
            ("a*b", r#""a\*b""#),
            (r"C:\dir\file", r#""C:\dir\file""#),
            (r"C:\\dir", r#""C:\\dir""#),
            (r#"a\"b"#, r#""a\\"b""#),
            (r"ends\", r#""ends*""#),
            (r"C:\dir\\", r#""C:\\dir*""#),
            (r"a\*b", r#""a\\*b""#),
            (r#"*\"\"#, r#""\*\\\"*""#),
            ("two\nlines", "\"two\nlines\""),
        ] {
            assert_eq!(quote(value), quoted, "{value}");
        }
    }

    #[test]
    fn keys_of_filters() {
        for (field, key) in [
            ("release", Some("release")),
            ("tags[a.b-c]", Some("tags[a.b-c]")),
            ("tags[a,number]", Some("tags[a,number]")),
            ("a:b", Some("\"a:b\"")),
            ("my tag", None),
            ("tags[my tag]", None),
            ("straße", None),
            ("", None),
        ] {
            assert_eq!(filter_key(field).as_deref(), key, "{field}");
        }
    }
}

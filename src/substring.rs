//! Looking for a text in a text, at little weight in the module.
//!
//! The standard library's search for a string is made for long ones; it brings tables and the
//! words of its own panics, and so does `str::split_at`. Together these are 7 KB that nothing
//! else needs. What is looked for here is a few bytes long.

/// Where `what` begins in `text`, in bytes.
pub fn find(text: &str, what: &str) -> Option<usize> {
    find_by(text, what, <[u8]>::eq)
}

/// The same, whatever the case of ASCII letters.
pub fn find_ignoring_case(text: &str, what: &str) -> Option<usize> {
    find_by(text, what, <[u8]>::eq_ignore_ascii_case)
}

fn find_by(text: &str, what: &str, is_same: fn(&[u8], &[u8]) -> bool) -> Option<usize> {
    let mut windows = text.as_bytes().windows(what.len().max(1));
    windows.position(|window| is_same(window, what.as_bytes()))
}

/// A letter, a digit, or `_`. All that is not ASCII counts as a letter: to know better takes tables of
/// the standard library that nothing else needs.
pub fn is_word_letter(letter: char) -> bool {
    !letter.is_ascii() || letter.is_ascii_alphanumeric() || letter == '_'
}

/// What stands before the first `what`, and behind it.
pub fn split_once<'a>(text: &'a str, what: &str) -> Option<(&'a str, &'a str)> {
    let (before, rest) = text.split_at_checked(find(text, what)?)?;
    Some((before, rest.strip_prefix(what)?))
}

/// What stands between each `what` and the next.
pub fn split<'a>(text: &'a str, what: &'a str) -> impl Iterator<Item = &'a str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let (piece, next) = split_once(text, what).unzip();
        rest = next;
        Some(piece.unwrap_or(text))
    })
}

/// The text with `with` in place of every `what`.
pub fn replace(text: &str, what: &str, with: &str) -> String {
    split(text, what).collect::<Vec<_>>().join(with)
}

/// The text up to `at`, in bytes, and from there on; all of it and nothing where no letter
/// begins there.
pub fn split_at(text: &str, at: usize) -> (&str, &str) {
    text.split_at_checked(at).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_the_standard_library_finds() {
        for text in ["", "a", "aab", "é://ü://", "://", "&amp;&lt;&amp;", "ab"] {
            for what in ["a", "ab", "://", "&amp;", "ü"] {
                assert_eq!(find(text, what), text.find(what), "{text} {what}");
                assert_eq!(split_once(text, what), text.split_once(what));
                assert_eq!(replace(text, what, "x"), text.replace(what, "x"));
            }
        }
        assert_eq!(find_ignoring_case("<p></ScRipt>", "</script"), Some(3));
    }

    #[test]
    fn splits_between_letters_only() {
        assert_eq!(split_at("aé", 1), ("a", "é"));
        assert_eq!(split_at("aé", 2), ("aé", ""));
        assert_eq!(split_at("aé", 9), ("aé", ""));
    }
}

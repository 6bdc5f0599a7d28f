//! Request plans as addresses and as keys.

use super::{RequestKey, RequestPlan};
use crate::decision::SplitDataset;
use crate::fnv::fnv1a_of_texts;
use crate::substring;

/// Longest address (path and query) that is asked for; proxies refuse longer ones from 8 KB on.
pub const ADDRESS_MAX_BYTES: usize = 6 * 1024;

/// Pairs as `application/x-www-form-urlencoded`, byte for byte as `URLSearchParams` writes them.
pub fn encode(pairs: &[(String, String)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        push_encoded(&mut text, name);
        text.push('=');
        push_encoded(&mut text, value);
    }
    text
}

fn push_encoded(text: &mut String, raw: &str) {
    for byte in raw.bytes() {
        match byte {
            b' ' => text.push('+'),
            b'*' | b'.' => text.push(char::from(byte)),
            _ => push_escaped(text, byte),
        }
    }
}

/// The byte, percent-encoded unless it is safe anywhere in a URL.
fn push_escaped(text: &mut String, byte: u8) {
    if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') {
        return text.push(char::from(byte));
    }
    let hex = |half: u8| {
        char::from_digit(u32::from(half), 16).map_or('0', |digit| digit.to_ascii_uppercase())
    };
    text.extend(['%', hex(byte >> 4), hex(byte & 15)]);
}

/// A text as one segment of a path. Browsers leave the folder for `..` and for `%2E%2E` too,
/// so a segment of dots alone is escaped twice: a server finds nothing under it.
pub fn path_segment(raw: &str) -> String {
    let mut text = String::new();
    for byte in raw.bytes() {
        match byte {
            b'.' | b'~' => text.push(char::from(byte)),
            _ => push_escaped(&mut text, byte),
        }
    }
    if matches!(raw, "." | "..") {
        text = substring::replace(&text, ".", "%252E");
    }
    text
}

/// A path of Sentry's within an organization, below the address of its API or of its pages.
/// `place` goes in as it is.
pub fn organization_path(organization: &str, place: &str) -> String {
    let organization = path_segment(organization);
    ["/organizations/", &organization, "/", place, "/"].concat()
}

impl RequestPlan {
    /// Path and query, to be put after the base address.
    pub fn address(&self) -> String {
        format!("{}?{}", self.path, encode(&self.pairs))
    }

    /// What is really asked, as a hash: path and query pairs.
    pub fn key(&self) -> RequestKey {
        let pairs = self.pairs.iter().flat_map(|(name, value)| [name, value]);
        let texts = std::iter::once(&self.path).chain(pairs);
        RequestKey(fnv1a_of_texts(texts.map(String::as_str)))
    }

    /// Both ask the same within a base address, whatever for.
    pub fn asks_the_same(&self, other: &Self) -> bool {
        self.path == other.path && self.pairs == other.pairs
    }

    /// What it is about, by the name that the server has for it. `side` is what was decided about a
    /// widget that may be about either.
    pub fn dataset(&self, side: Option<SplitDataset>) -> &str {
        match side {
            Some(SplitDataset::ErrorEvents) => "errors",
            Some(SplitDataset::TransactionLike) => "transactions",
            _ => self.pair("dataset").unwrap_or("discover"),
        }
    }

    /// The value of a parameter that counts on the server: of a repeated one, the last.
    pub fn pair(&self, name: &str) -> Option<&str> {
        self.pairs
            .iter()
            .rfind(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// All values of a parameter, in order.
    pub fn pairs_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// Puts one value in place of whatever a parameter had, where it stood.
    pub fn set_pair(&mut self, name: &str, value: impl Into<String>) {
        let at = self.pairs.iter().position(|(known, _)| known == name);
        self.remove_pair(name);
        let pair = (name.to_owned(), value.into());
        match at {
            Some(at) => self.pairs.insert(at.min(self.pairs.len()), pair),
            None => self.pairs.push(pair),
        }
    }

    /// Takes a parameter out.
    pub fn remove_pair(&mut self, name: &str) {
        self.pairs.retain(|(known, _)| known != name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn writes_what_url_search_params_write() {
        let list = pairs(&[
            ("yAxis", "equation|count() / 2"),
            ("query", "a+b \"ü\" %&=*~"),
            ("x", ""),
        ]);
        assert_eq!(
            encode(&list),
            "yAxis=equation%7Ccount%28%29+%2F+2&query=a%2Bb+%22%C3%BC%22+%25%26%3D*%7E&x="
        );
    }

    #[test]
    fn path_segments_stay_segments() {
        assert_eq!(path_segment("acme"), "acme");
        assert_eq!(path_segment("a/b c?#"), "a%2Fb%20c%3F%23");
        assert_eq!(path_segment("a.b"), "a.b");
        assert_eq!(path_segment(".."), "%252E%252E");
        assert_eq!(path_segment("%%"), "%25%25");
    }

    /// Decodes as a form-urlencoded server does.
    fn decode(text: &str) -> Vec<(String, String)> {
        let part = |text: &str| {
            let mut bytes = Vec::new();
            let mut rest = text.as_bytes();
            while let Some((&first, tail)) = rest.split_first() {
                rest = tail;
                match first {
                    b'+' => bytes.push(b' '),
                    b'%' => {
                        let digits = std::str::from_utf8(&tail[..2]).unwrap();
                        bytes.push(u8::from_str_radix(digits, 16).unwrap());
                        rest = &tail[2..];
                    }
                    other => bytes.push(other),
                }
            }
            String::from_utf8(bytes).unwrap()
        };
        text.split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap();
                (part(name), part(value))
            })
            .collect()
    }

    proptest! {
        #[test]
        fn every_list_of_pairs_makes_the_round_trip(
            list in proptest::collection::vec(("\\PC{1,8}", "[\\PC\\n\\t%+&= ]{0,16}"), 0..6)
        ) {
            prop_assert_eq!(decode(&encode(&list)), list);
        }
    }
}

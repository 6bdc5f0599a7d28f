//! The widget's own texts by name, so that a host can say them in its own words or language.
//!
//! Errors name keys and values and come from many places, the server among them; they are
//! no part of this.

mod key;

pub use key::MessageKey;

use crate::sorted::SortedMap;

/// The full stop that a sentence lacks; one in Japanese ends with its own.
pub fn stop_after(text: &str) -> &'static str {
    match text.ends_with(['.', '!', '?', '。', '！', '？']) {
        true => "",
        false => ".",
    }
}

/// The texts in use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Messages(SortedMap<MessageKey, String>);

impl Messages {
    /// Says `text` in place of the English one.
    pub fn replace(&mut self, key: MessageKey, text: &str) {
        self.0.insert(key, text.to_owned());
    }

    /// The text, its places not filled.
    pub fn text(&self, key: MessageKey) -> &str {
        self.0.get(&key).map_or(key.english(), String::as_str)
    }

    /// The text with its places (`{name}`) filled. A place that nothing is known of stays as
    /// it is written.
    pub fn filled(&self, key: MessageKey, places: &[(&str, &str)]) -> String {
        let mut rest = self.text(key);
        let mut filled = String::with_capacity(rest.len());
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let place = after.split_once('}').and_then(|(name, after)| {
                let known = places.iter().find(|(known, _)| *known == name)?;
                Some((known.1, after))
            });
            rest = match place {
                Some((value, after)) => {
                    filled.push_str(value);
                    after
                }
                None => {
                    filled.push('{');
                    after
                }
            };
        }
        filled.push_str(rest);
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hosts_words_stand_in_place_of_ours() {
        let mut messages = Messages::default();
        assert_eq!(messages.text(MessageKey::NoData), "No Data");
        messages.replace(MessageKey::NoData, "Keine Daten");
        assert_eq!(messages.text(MessageKey::NoData), "Keine Daten");
    }

    #[test]
    fn a_sentence_has_one_stop() {
        for (text, stop) in [
            ("a", "."),
            ("a.", ""),
            ("a?", ""),
            ("です。", ""),
            ("", "."),
        ] {
            assert_eq!(stop_after(text), stop, "{text}");
        }
    }

    #[test]
    fn places_are_filled_once() {
        let mut messages = Messages::default();
        let places = [("failed", "1"), ("count", "{reason}"), ("reason", "a {b}")];
        assert_eq!(
            messages.filled(MessageKey::SomeFailed, &places),
            "1 of {reason} queries failed: a {b}"
        );
        messages.replace(MessageKey::NextTry, "{} {time {what} {time}{time");
        let filled = messages.filled(MessageKey::NextTry, &[("time", "12:00")]);
        assert_eq!(filled, "{} {time {what} 12:00{time");
    }

    #[test]
    fn each_name_is_that_of_one_text() {
        let names: Vec<&str> = MessageKey::NAMES.split('`').skip(1).step_by(2).collect();
        assert_eq!(names.len(), MessageKey::KEYS.len());
        for (name, key) in names.into_iter().zip(MessageKey::KEYS) {
            assert_eq!(MessageKey::named(name), Some(*key), "{name}");
            assert_ne!(key.english(), "", "{name}");
        }
        for name in ["", ", ", "`", "nothing", "loading`, `loadingSince"] {
            assert_eq!(MessageKey::named(name), None, "{name}");
        }
    }

    #[test]
    fn the_packages_types_have_every_name() {
        let types = include_str!("../../www/element/index.d.ts");
        for name in MessageKey::NAMES.split('`').skip(1).step_by(2) {
            assert!(types.contains(&format!("| '{name}'")), "{name}");
        }
    }
}

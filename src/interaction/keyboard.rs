//! Keys on a focused chart.

use crate::hit::CursorStep;

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Move the mark. The page does nothing else with the key.
    CursorStep(CursorStep),
    /// Take mark and drag away. The page may close something else with the same press.
    Leave,
}

/// What a key means, by its name in `KeyboardEvent.key`. `None` where it is none of ours:
/// another key, or one of the browser's own, with Alt, Ctrl or Meta.
pub fn key(name: &str, with_modifier: bool) -> Option<Key> {
    Some(match name {
        _ if with_modifier => return None,
        "ArrowLeft" => Key::CursorStep(CursorStep::Previous),
        "ArrowRight" => Key::CursorStep(CursorStep::Next),
        "PageUp" => Key::CursorStep(CursorStep::PreviousPage),
        "PageDown" => Key::CursorStep(CursorStep::NextPage),
        "Home" => Key::CursorStep(CursorStep::First),
        "End" => Key::CursorStep(CursorStep::Last),
        "Escape" => Key::Leave,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_step_and_what_belongs_to_the_page_is_left_alone() {
        assert_eq!(
            key("ArrowLeft", false),
            Some(Key::CursorStep(CursorStep::Previous))
        );
        assert_eq!(key("End", false), Some(Key::CursorStep(CursorStep::Last)));
        assert_eq!(key("Escape", false), Some(Key::Leave));
        for (name, with_modifier) in [
            ("ArrowLeft", true),
            ("Escape", true),
            ("Tab", false),
            ("a", false),
        ] {
            assert_eq!(key(name, with_modifier), None, "{name}");
        }
    }
}

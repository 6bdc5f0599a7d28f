//! Text from outside, made harmless for XML.

use std::fmt::{self, Write};

/// Shows a text with markup characters as references, and without the control characters
/// that XML 1.0 forbids.
pub(super) struct Escaped<'t>(pub(super) &'t str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for letter in self.0.chars() {
            match letter {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\t' | '\n' | '\r' => f.write_str(" ")?,
                '\u{0}'..='\u{1f}' | '\u{7f}' | '\u{fffe}' | '\u{ffff}' => {
                    f.write_str("\u{fffd}")?
                }
                _ => f.write_char(letter)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_control_characters_are_no_markup_any_more() {
        let text = "</text><script>alert('\u{0}\u{1b}')</script>&\"\n]]>é🦀";
        assert_eq!(
            Escaped(text).to_string(),
            "&lt;/text&gt;&lt;script&gt;alert(&#39;\u{fffd}\u{fffd}&#39;)&lt;/script&gt;&amp;&quot; ]]&gt;é🦀"
        );
    }
}

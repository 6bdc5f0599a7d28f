//! A tree back to text.

use super::{Json, format_f64};
use std::fmt;

/// Compact JSON. A number that is not finite is written `null`, for JSON has none.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Json::Null => f.write_str("null"),
            Json::Bool(flag) => write!(f, "{flag}"),
            Json::Number(number) if number.is_finite() => f.write_str(&format_f64(*number)),
            Json::Number(_) => f.write_str("null"),
            Json::Text(text) => write_text(f, text),
            Json::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    write!(f, "{comma}{item}")?;
                }
                f.write_str("]")
            }
            Json::Object(members) => {
                f.write_str("{")?;
                for (index, (key, value)) in members.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { "," })?;
                    write_text(f, key)?;
                    write!(f, ":{value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("\"")?;
    for letter in text.chars() {
        match letter {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            control if u32::from(control) < 0x20 => write!(f, "\\u{:04x}", u32::from(control))?,
            plain => write!(f, "{plain}")?,
        }
    }
    f.write_str("\"")
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Json::Text(text.to_owned())
    }
}

impl From<f64> for Json {
    fn from(number: f64) -> Self {
        Json::Number(number)
    }
}

impl From<Vec<Json>> for Json {
    fn from(items: Vec<Json>) -> Self {
        Json::List(items)
    }
}

impl Json {
    /// An object of these members, in this order. A list, so that there is one of this function.
    #[inline(never)]
    pub fn object(members: Vec<(&str, Json)>) -> Self {
        let mut owned = Vec::with_capacity(members.len());
        for (key, value) in members {
            owned.push((key.to_owned(), value));
        }
        Json::Object(owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let tree = Json::object(vec![
            ("text \"quoted\" \\ \u{1}\n", "ümläut 🦀 \u{2028}".into()),
            (
                "numbers",
                vec![0.1.into(), (-5.0).into(), 1e21.into(), 1e-7.into()].into(),
            ),
            ("flags", vec![Json::Bool(true), Json::Null].into()),
            (
                "empty",
                vec![Json::object(vec![]), Json::List(vec![])].into(),
            ),
        ]);
        assert_eq!(Json::parse(tree.to_string()), Ok(tree));
    }

    #[test]
    fn numbers_that_json_lacks_are_null() {
        assert_eq!(Json::from(f64::NAN).to_string(), "null");
        assert_eq!(Json::from(f64::INFINITY).to_string(), "null");
    }
}

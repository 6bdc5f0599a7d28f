//! Reads a JSON tree with the path of each value at hand, so that a wrong one is named.

use crate::convert;
use crate::error::Error;
use crate::json::{Json, format_f64};

/// Longest piece of a found text that an error repeats.
const FOUND_MAX_CHARS: usize = 60;

/// A value and the path that leads to it (`queries[0].aggregates`).
#[derive(Clone, Debug)]
pub(crate) struct ConfigReader<'a> {
    json: &'a Json,
    path: String,
}

impl<'a> ConfigReader<'a> {
    /// The root of a tree; `path` is empty for a whole configuration.
    pub fn root(json: &'a Json, path: &str) -> Self {
        Self {
            json,
            path: path.to_owned(),
        }
    }

    /// The value itself.
    pub fn json(&self) -> &'a Json {
        self.json
    }

    /// The path, as errors name it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The value is not what it should be.
    pub fn wrong(&self, expected: &str) -> Error {
        let path = match self.path.as_str() {
            "" => "config",
            path => path,
        };
        Error::config(path, expected, describe(self.json))
    }

    /// The value lacks a member it needs.
    pub fn lacks(&self, name: &str, expected: &str) -> Error {
        Error::config(self.path_of(name), expected, "nothing")
    }

    /// Members by name.
    pub fn object(&self, expected: &str) -> Result<&'a [(String, Json)], Error> {
        self.json.as_object().ok_or_else(|| self.wrong(expected))
    }

    /// The member of that name; null counts as absent.
    pub fn member(&self, name: &str) -> Option<ConfigReader<'a>> {
        let json = self.json.get(name)?;
        (*json != Json::Null).then(|| ConfigReader {
            json,
            path: self.path_of(name),
        })
    }

    /// The items of a list.
    pub fn items(&self, expected: &str) -> Result<Vec<ConfigReader<'a>>, Error> {
        let items = self.json.as_list().ok_or_else(|| self.wrong(expected))?;
        let readers = items.iter().enumerate().map(|(index, json)| ConfigReader {
            json,
            path: format!("{}[{index}]", self.path),
        });
        Ok(readers.collect())
    }

    /// A text.
    pub fn text(&self) -> Result<&'a str, Error> {
        self.json.as_text().ok_or_else(|| self.wrong("a string"))
    }

    /// A text or a number, as text: ids come in both forms.
    pub fn id(&self) -> Result<String, Error> {
        match self.json {
            Json::Text(text) => Ok(text.trim().to_owned()),
            Json::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
                Ok(format_f64(*number))
            }
            _ => Err(self.wrong("an id: a string or an integer")),
        }
    }

    /// `true` or `false`.
    pub fn flag(&self) -> Result<bool, Error> {
        self.json
            .as_bool()
            .ok_or_else(|| self.wrong("`true` or `false`"))
    }

    /// A finite number.
    pub fn number(&self) -> Result<f64, Error> {
        self.json
            .as_number()
            .filter(|number| number.is_finite())
            .ok_or_else(|| self.wrong("a number"))
    }

    /// A whole number within bounds, also as digits in a text.
    pub fn whole(&self, bounds: std::ops::RangeInclusive<u32>) -> Result<u32, Error> {
        let number = match self.json {
            Json::Number(number) if number.fract() == 0.0 => Some(*number),
            Json::Text(text) => text.trim().parse::<u32>().ok().map(f64::from),
            _ => None,
        };
        number
            .filter(|&number| {
                number >= f64::from(*bounds.start()) && number <= f64::from(*bounds.end())
            })
            .map(convert::small)
            .ok_or_else(|| {
                self.wrong(&format!(
                    "an integer from {} to {}",
                    bounds.start(),
                    bounds.end()
                ))
            })
    }

    /// A list of texts; null items count as empty texts.
    pub fn texts(&self) -> Result<Vec<String>, Error> {
        let mut texts = Vec::new();
        for item in self.items("a list of strings")? {
            texts.push(match item.json {
                Json::Null => String::new(),
                _ => item.text()?.to_owned(),
            });
        }
        Ok(texts)
    }

    /// One of the names of a table.
    pub fn one_of<T: Copy>(&self, table: &[(&str, T)]) -> Result<T, Error> {
        self.json
            .as_text()
            .and_then(|text| {
                table
                    .iter()
                    .find(|(name, _)| *name == text)
                    .map(|&(_, value)| value)
            })
            .ok_or_else(|| self.wrong(&names_of(table)))
    }

    /// An object with none but these members.
    pub fn only_keys(&self, expected: &str, keys: &[&str]) -> Result<(), Error> {
        for (key, _) in self.object(expected)? {
            if !keys.contains(&key.as_str()) {
                let table: Vec<(&str, ())> = keys.iter().map(|&key| (key, ())).collect();
                return Err(Error::config(
                    self.path_of(key),
                    names_of(&table),
                    "an unknown key",
                ));
            }
        }
        Ok(())
    }

    fn path_of(&self, name: &str) -> String {
        match self.path.as_str() {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        }
    }
}

/// "one of `a`, `b`".
pub(crate) fn names_of<T>(table: &[(&str, T)]) -> String {
    let names: Vec<String> = table.iter().map(|(name, _)| format!("`{name}`")).collect();
    format!("one of {}", names.join(", "))
}

/// A found value in words.
pub(crate) fn describe(json: &Json) -> String {
    match json {
        Json::Null => "null".to_owned(),
        Json::Bool(flag) => format!("`{flag}`"),
        Json::Number(number) => format!("the number {}", format_f64(*number)),
        Json::Text(text) => describe_text(text),
        Json::List(items) => format!("a list of {}", items.len()),
        Json::Object(_) => "an object".to_owned(),
    }
}

/// A found text in words, cut where it is long.
pub(crate) fn describe_text(text: &str) -> String {
    if text.is_empty() {
        return "an empty string".to_owned();
    }
    match text.char_indices().nth(FOUND_MAX_CHARS) {
        Some((cut, _)) => format!("`{}…`", text.get(..cut).unwrap_or_default()),
        None => format!("`{text}`"),
    }
}

//! A table's cells as text, as links and in order.

use super::{BigNumber, ShownCell, ShownColumn, TableFrame};
use crate::format::{self, Labels, NO_VALUE, TimeStyle, Unit};
use crate::json::Json;
use crate::request::search::quote;
use crate::request::{encode, organization_path, path_segment};
use crate::sorted;
use crate::substring;
use crate::time::parse_moment;
use std::cmp::Ordering;

/// What stands in place of an empty string.
const EMPTY_TEXT: &str = "(empty string)";
/// What stands for no issue among short ids (Sentry).
const NO_ISSUE: &str = "unknown";

impl ShownCell {
    /// The cell in words and figures.
    pub fn text(&self, column: &ShownColumn, labels: &dyn Labels) -> String {
        match self {
            ShownCell::None => NO_VALUE.to_owned(),
            ShownCell::Number(value) => format::tooltip(*value, column.unit, labels.numbers()),
            ShownCell::Text(text) => words_of(text, column.unit, labels),
            ShownCell::Bool(flag) => flag.to_string(),
        }
    }

    /// The address that the cell is, where it is one of the web: `https` or `http`, no
    /// other scheme, and nothing around it.
    pub fn link(&self) -> Option<&str> {
        let ShownCell::Text(text) = self else {
            return None;
        };
        let (scheme, rest) = substring::split_once(text, "://")?;
        let is_web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
        let is_plain = |letter: char| !letter.is_whitespace() && !letter.is_control();
        let has_host = rest.starts_with(|first| substring::is_word_letter(first) || first == '[');
        (is_web && has_host && rest.chars().all(is_plain)).then_some(text)
    }

    /// Where Sentry shows what the cell names: an issue, a trace, a release, a replay.
    pub fn sentry_link(&self, column: &ShownColumn, sentry_url: &str) -> Option<String> {
        let ShownCell::Text(text) = self else {
            return None;
        };
        let base = sentry_url.trim_end_matches('/');
        match &column.sentry_page {
            _ if matches!(&**text, "" | NO_ISSUE) => None,
            SentryPage::None => None,
            SentryPage::OfValue(path) => Some([base, path, &path_segment(text), "/"].concat()),
            SentryPage::Dashboard {
                path,
                field,
                dataset,
            } => {
                let filter = filter_for(field, text, dataset).to_string();
                let query = encode(&[("globalFilter".to_owned(), filter)]);
                Some([base, path, "?", &query].concat())
            }
        }
    }

    fn is_none(&self) -> bool {
        match self {
            ShownCell::None => true,
            ShownCell::Number(value) => value.is_nan(),
            ShownCell::Text(_) | ShownCell::Bool(_) => false,
        }
    }

    /// Numbers before truths before texts; texts without regard to case.
    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (ShownCell::Number(a), ShownCell::Number(b)) => a.total_cmp(b),
            (ShownCell::Bool(a), ShownCell::Bool(b)) => a.cmp(b),
            (ShownCell::Text(a), ShownCell::Text(b)) => {
                a.chars().map(lower).cmp(b.chars().map(lower))
            }
            _ => self.kind().cmp(&other.kind()),
        }
    }

    fn kind(&self) -> u8 {
        match self {
            ShownCell::Number(_) => 0,
            ShownCell::Bool(_) => 1,
            ShownCell::Text(_) => 2,
            ShownCell::None => 3,
        }
    }
}

/// Sentry: the filter by which a linked dashboard shows one value alone.
fn filter_for(field: &str, value: &str, dataset: &str) -> Json {
    let text = |text: &str| Json::Text(text.to_owned());
    let tag = vec![
        ("key", text(field)),
        ("name", text(field)),
        ("kind", text("tag")),
    ];
    Json::object(vec![
        ("dataset", text(dataset)),
        ("tag", Json::object(tag)),
        ("value", Json::Text([field, ":", &quote(value)].concat())),
        ("isTemporary", Json::Bool(true)),
    ])
}

/// Where Sentry shows what the values of a column name, below its own address.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum SentryPage {
    /// Nowhere.
    #[default]
    None,
    /// Each on a page of its own, whose path the value ends.
    OfValue(String),
    /// On a dashboard that the author linked, narrowed to the value.
    Dashboard {
        /// Its path.
        path: String,
        /// What is narrowed.
        field: String,
        /// `widgetType` of the widgets in it that are.
        dataset: &'static str,
    },
}

/// The page for the values of a field; `linked` is the dashboard that its author linked.
pub(super) fn sentry_page(
    field: &str,
    organization: &str,
    linked: Option<(&str, &'static str)>,
) -> SentryPage {
    if let Some((id, dataset)) = linked {
        let place = ["dashboard/", &path_segment(id)].concat();
        return SentryPage::Dashboard {
            path: organization_path(organization, &place),
            field: field.to_owned(),
            dataset,
        };
    }
    let place = match field {
        "issue" => "issues",
        "trace" => "performance/trace",
        "release" => "releases",
        "replayId" | "replay.id" | "replay_id" => "replays",
        _ => return SentryPage::None,
    };
    SentryPage::OfValue(organization_path(organization, place))
}

/// The small letter of a Latin, Greek or Cyrillic one, where there is one. The tables for
/// all scripts would weigh as much as all tables here together.
fn lower(letter: char) -> char {
    let code = u32::from(letter);
    let small = match letter {
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' | 'Α'..='Ρ' | 'Σ'..='Ϋ' | 'А'..='Я' => {
            code + 32
        }
        'Ÿ' => code - 121,
        'Ѐ'..='Џ' => code + 80,
        'Ā'..='Į' | 'Ĳ'..='Ķ' | 'Ŋ'..='Ŷ' => code | 1,
        'Ĺ'..='Ň' | 'Ź'..='Ž' => code + code % 2,
        _ => code,
    };
    char::from_u32(small).unwrap_or(letter)
}

impl TableFrame {
    /// Indexes of the rows ordered by a column. Rows that are equal there keep the
    /// server's order; rows without a value come last either way.
    pub fn ordered_by(&self, column: usize, is_descending: bool) -> Vec<usize> {
        let cell = |row: usize| self.rows.get(row).and_then(|cells| cells.get(column));
        let mut rows: Vec<usize> = (0..self.rows.len()).collect();
        sorted::sort_by(&mut rows, |&a, &b| {
            let (Some(a), Some(b)) = (cell(a), cell(b)) else {
                return Ordering::Equal;
            };
            let by_absence = a.is_none().cmp(&b.is_none());
            by_absence.then_with(|| match is_descending {
                _ if a.is_none() => Ordering::Equal,
                true => b.compare(a),
                false => a.compare(b),
            })
        });
        rows
    }
}

impl BigNumber {
    /// The number in words and figures, as exact as it is worth.
    pub fn exact(&self, labels: &dyn Labels) -> String {
        match (self.value, &self.text) {
            (Some(value), _) => format::figure(value, self.unit, labels.numbers()),
            (None, Some(text)) => words_of(text, self.unit, labels),
            (None, None) => NO_VALUE.to_owned(),
        }
    }
}

fn words_of(text: &str, unit: Unit, labels: &dyn Labels) -> String {
    match text {
        "" => EMPTY_TEXT.to_owned(),
        text => moment(text, unit, labels)
            .or_else(|| list(text, unit))
            .unwrap_or_else(|| text.to_owned()),
    }
}

/// The items of a list, one after the other. What is a text by its column stays as it is.
fn list(text: &str, unit: Unit) -> Option<String> {
    if unit == Unit::Text || !text.starts_with('[') {
        return None;
    }
    let json = Json::parse(text).ok()?;
    let words = json.as_list()?.iter().map(|item| match item {
        Json::Text(text) => text.clone(),
        Json::Null => NO_VALUE.to_owned(),
        other => other.to_string(),
    });
    let words: Vec<String> = words.collect();
    Some(match words.is_empty() {
        true => NO_VALUE.to_owned(),
        false => words.join(", "),
    })
}

fn moment(text: &str, unit: Unit, labels: &dyn Labels) -> Option<String> {
    let secs = (unit == Unit::Date).then(|| parse_moment(text)).flatten()?;
    let time = |style| labels.time(secs, style);
    Some(format!(
        "{} {} {}",
        time(TimeStyle::LongDate),
        time(TimeStyle::Second),
        time(TimeStyle::ZoneName)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::FixedLabels;

    #[test]
    fn small_letters_are_those_of_the_standard_library() {
        let scripts = ['\0'..='į', 'Ĳ'..='ſ', 'Α'..='ώ', 'Ѐ'..='џ'];
        for letter in scripts.into_iter().flatten() {
            let expected: Vec<char> = letter.to_lowercase().collect();
            assert_eq!([lower(letter)], expected[..], "{letter}");
        }
    }

    fn column(unit: Unit) -> ShownColumn {
        ShownColumn {
            name: String::new(),
            field: String::new(),
            unit,
            is_number: false,
            sentry_page: SentryPage::None,
        }
    }

    fn text(text: &str) -> ShownCell {
        ShownCell::Text(text.to_owned())
    }

    #[test]
    fn what_a_cell_names_is_linked_where_sentry_shows_it() {
        for (field, value, expected) in [
            ("issue", "SHOP-1", Some("issues/SHOP-1/")),
            ("issue", "unknown", None),
            ("trace", "0af7", Some("performance/trace/0af7/")),
            (
                "release",
                "shop@1.0+2/x",
                Some("releases/shop%401.0%2B2%2Fx/"),
            ),
            ("replayId", "9c", Some("replays/9c/")),
            ("release", "", None),
            ("title", "SHOP-1", None),
        ] {
            let column = ShownColumn {
                sentry_page: sentry_page(field, "a b", None),
                ..column(Unit::Text)
            };
            let link = text(value).sentry_link(&column, "https://sentry.example/");
            let begins = "https://sentry.example/organizations/a%20b/";
            let expected = expected.map(|rest| [begins, rest].concat());
            assert_eq!(link, expected, "{field} {value}");
        }
        let release = ShownColumn {
            sentry_page: sentry_page("release", "a", None),
            ..column(Unit::Text)
        };
        assert_eq!(ShownCell::None.sentry_link(&release, "https://s"), None);
    }

    #[test]
    fn a_linked_dashboard_is_narrowed_to_the_value() {
        let column = ShownColumn {
            sentry_page: sentry_page("release", "a", Some(("7/x", "spans"))),
            ..column(Unit::Text)
        };
        let link = text("say \"1\"").sentry_link(&column, "https://s").unwrap();
        let (address, filter) = link.split_once("?globalFilter=").unwrap();
        assert_eq!(address, "https://s/organizations/a/dashboard/7%2Fx/");
        let expected = encode(&[(
            String::new(),
            r#"{"dataset":"spans","tag":{"key":"release","name":"release","kind":"tag"},"value":"release:\"say \\\"1\\\"\"","isTemporary":true}"#.to_owned(),
        )]);
        assert_eq!(["=", filter].concat(), expected);
        assert_eq!(text("").sentry_link(&column, "https://s"), None);
    }

    #[test]
    fn cells_in_words_and_figures() {
        for (cell, unit, messages) in [
            (ShownCell::None, Unit::Integer, "—"),
            (ShownCell::Number(f64::NAN), Unit::Integer, "—"),
            (ShownCell::Number(1234.0), Unit::Integer, "1,234"),
            (ShownCell::Number(1500.0), Unit::Duration, "1.50s"),
            (ShownCell::Bool(true), Unit::Boolean, "true"),
            (text(""), Unit::Text, "(empty string)"),
            (text("<b>"), Unit::Text, "<b>"),
            (
                text("2026-02-05T13:05:09+00:00"),
                Unit::Date,
                "Feb 5, 2026 1:05:09 PM UTC",
            ),
            (text("yesterday"), Unit::Date, "yesterday"),
            (text("2026-02-05"), Unit::Text, "2026-02-05"),
            (text(r#"["TypeError"]"#), Unit::Number, "TypeError"),
            (text(r#"["A \"b\"",null,3]"#), Unit::Number, "A \"b\", —, 3"),
            (text("[]"), Unit::Number, "—"),
            (text("[broken"), Unit::Number, "[broken"),
            (text(r#"["a"]"#), Unit::Text, r#"["a"]"#),
        ] {
            assert_eq!(cell.text(&column(unit), &FixedLabels::utc()), messages);
        }
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        for (address, is_link) in [
            ("https://example.com/a?b=c#d", true),
            ("HTTP://example.com", true),
            ("http://[::1]/", true),
            ("javascript:alert(1)", false),
            ("javascript://example.com/%0aalert(1)", false),
            ("data:text/html,x", false),
            ("https:example.com", false),
            ("https://", false),
            ("https:///x", false),
            (" https://example.com", false),
            ("https://example.com/a b", false),
            ("https://example.com/\nx", false),
            ("//example.com", false),
            ("/orders/https://example.com", false),
        ] {
            assert_eq!(text(address).link().is_some(), is_link, "{address}");
        }
        assert_eq!(ShownCell::Number(1.0).link(), None);
    }

    #[test]
    fn rows_without_a_value_come_last_either_way() {
        let cells = [
            text("b"),
            ShownCell::None,
            text("A"),
            ShownCell::Number(2.0),
            ShownCell::Number(10.0),
            text("B"),
        ];
        let table = TableFrame {
            rows: cells.into_iter().map(|cell| vec![cell]).collect(),
            ..TableFrame::default()
        };
        assert_eq!(table.ordered_by(0, false), [3, 4, 2, 0, 5, 1]);
        assert_eq!(table.ordered_by(0, true), [0, 5, 2, 4, 3, 1]);
        assert_eq!(table.ordered_by(9, true), [0, 1, 2, 3, 4, 5]);
    }
}

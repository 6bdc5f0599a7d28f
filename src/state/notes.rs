//! What is not whole about what is shown, in sentences that the viewer can open.

use super::{QuerySnapshot, Snapshot};
use crate::config::WidgetConfig;
use crate::decode::Note;
use crate::messages::{MessageKey, Messages, stop_after};
use crate::run::compare::{Comparison, EarlierOnlyGroup};

/// So many groups of the earlier period are named; the others are counted.
const MOST_NAMES: usize = 5;

/// All notes of what is shown, each once, what failed first.
pub fn of(shown: &Snapshot, config: &WidgetConfig, messages: &Messages) -> Vec<String> {
    let mut notes = Vec::new();
    for (at, query) in shown.queries.iter().enumerate() {
        if query.error.is_some() || query.is_previous_answer {
            of_failure(query, &name(at, config, messages), messages, &mut notes);
        }
    }
    if let Some(note) = &shown.split_note {
        add(sentence(note), &mut notes);
    }
    for query in &shown.queries {
        for note in &query.notes {
            add(sentence(note), &mut notes);
        }
    }
    for query in &shown.queries {
        if let Some(comparison) = &query.comparison {
            of_comparison(comparison, messages, &mut notes);
        }
    }
    for answer in shown.answers() {
        for note in &answer.notes {
            add(of_decoder(note, messages), &mut notes);
        }
    }
    notes
}

#[inline(never)]
fn add(note: String, notes: &mut Vec<String>) {
    if !notes.contains(&note) {
        notes.push(note);
    }
}

#[inline(never)]
fn of_failure(query: &QuerySnapshot, name: &str, messages: &Messages, notes: &mut Vec<String>) {
    if let Some(error) = &query.error {
        let places = [("query", name), ("reason", &error.to_string())];
        let note = messages.filled(MessageKey::QueryFailed, &places);
        add(sentence(&note), notes);
    }
    if query.is_previous_answer {
        let note = messages.filled(MessageKey::OlderAnswer, &[("query", name)]);
        add(note, notes);
    }
}

/// `Query 2 (“Checkout”)`
pub(super) fn name(query_index: usize, config: &WidgetConfig, messages: &Messages) -> String {
    let query = config.queries.get(query_index);
    let given = query.map_or("", |query| query.name.as_str());
    let key = match given.is_empty() {
        true => MessageKey::Query,
        false => MessageKey::NamedQuery,
    };
    let number = (query_index + 1).to_string();
    messages.filled(key, &[("number", &number), ("name", given)])
}

/// Why queries have no comparison, each reason once.
pub fn no_comparison(shown: &Snapshot, messages: &Messages) -> Vec<String> {
    let mut reasons = Vec::new();
    for query in &shown.queries {
        if let Some(why) = &query.no_comparison {
            let reason = messages.filled(MessageKey::NoComparison, &[("reason", why)]);
            add(sentence(&reason), &mut reasons);
        }
    }
    reasons
}

#[inline(never)]
fn of_comparison(comparison: &Comparison, messages: &Messages, notes: &mut Vec<String>) {
    if comparison.by_whole_buckets {
        add(messages.text(MessageKey::WholeBuckets).to_owned(), notes);
    }
    for (is_gone, key) in [
        (true, MessageKey::GoneGroups),
        (false, MessageKey::LeftGroups),
    ] {
        let of_kind = |group: &&EarlierOnlyGroup| group.is_gone == is_gone;
        let groups = comparison.gone.iter().filter(of_kind);
        let names = named(groups.map(|group| group.key.as_str()), messages);
        if let Some(names) = names {
            add(messages.filled(key, &[("names", &names)]), notes);
        }
    }
}

fn named<'a>(names: impl Iterator<Item = &'a str>, messages: &Messages) -> Option<String> {
    let keys: Vec<&str> = names.collect();
    let (named, rest) = keys.split_at(keys.len().min(MOST_NAMES));
    match (named, rest.len()) {
        ([], _) => None,
        (named, 0) => Some(named.join(", ")),
        (named, more) => {
            let places = [("names", &*named.join(", ")), ("count", &more.to_string())];
            Some(messages.filled(MessageKey::AndMore, &places))
        }
    }
}

/// Series whose own unit no axis has.
pub fn on_plain_axis<'a>(
    names: impl Iterator<Item = &'a str>,
    messages: &Messages,
) -> Option<String> {
    let names = named(names, messages)?;
    Some(messages.filled(MessageKey::PlainAxis, &[("names", &names)]))
}

#[inline(never)]
fn of_decoder(note: &Note, messages: &Messages) -> String {
    match note.count {
        0 | 1 => sentence(&note.detail),
        count => {
            let places = [("note", &*note.detail), ("count", &count.to_string())];
            sentence(&messages.filled(MessageKey::ManyTimes, &places))
        }
    }
}

/// With a capital and a full stop.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut letters = text.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let stop = stop_after(text);
    format!("{}{}{stop}", first.to_ascii_uppercase(), letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Json;

    fn config() -> WidgetConfig {
        let json = r#"{"displayType": "line", "queries": [
            {"name": "", "aggregates": ["count()"]},
            {"name": "Checkout", "aggregates": ["count()"]}]}"#;
        WidgetConfig::from_json(&Json::parse(json).unwrap()).unwrap()
    }

    #[test]
    fn queries_are_named_as_their_author_named_them() {
        assert_eq!(name(0, &config(), &Messages::default()), "Query 1");
        assert_eq!(
            name(1, &config(), &Messages::default()),
            "Query 2 (“Checkout”)"
        );
        assert_eq!(name(7, &config(), &Messages::default()), "Query 8");
    }

    #[test]
    fn what_was_dropped_is_counted() {
        let note = |count| Note {
            code: "row_time",
            count,
            detail: "row 3: expected a time, found none".to_owned(),
        };
        let once = "Row 3: expected a time, found none.";
        assert_eq!(of_decoder(&note(1), &Messages::default()), once);
        let often = "Row 3: expected a time, found none (4 times).";
        assert_eq!(of_decoder(&note(4), &Messages::default()), often);
    }

    #[test]
    fn a_refused_comparison_says_why() {
        let query = QuerySnapshot {
            no_comparison: Some("results grouped by time cannot be compared".to_owned()),
            notes: vec!["fewer groups are available than requested: no network.".to_owned()],
            ..QuerySnapshot::default()
        };
        let shown = Snapshot {
            queries: vec![query.clone(), QuerySnapshot::default(), query],
            ..Snapshot::default()
        };
        let fewer = "Fewer groups are available than requested: no network.";
        let notes = of(&shown, &config(), &Messages::default());
        assert_eq!(notes, [fewer], "each note once");
        let why = "Comparison not available: results grouped by time cannot be compared.";
        assert_eq!(
            no_comparison(&shown, &Messages::default()),
            [why],
            "each reason once"
        );
    }

    #[test]
    fn groups_that_went_are_named_up_to_five() {
        let gone = |key: &str, is_gone| EarlierOnlyGroup {
            key: key.to_owned(),
            earlier: Vec::new(),
            is_gone,
        };
        let mut comparison = Comparison {
            gone: vec![gone("a", true), gone("b", false)],
            ..Comparison::default()
        };
        let notes = |comparison: &Comparison| {
            let mut notes = Vec::new();
            of_comparison(comparison, &Messages::default(), &mut notes);
            notes
        };
        assert_eq!(
            notes(&comparison),
            [
                "Only in the earlier period: a.",
                "No longer in the top groups: b."
            ]
        );
        comparison.gone = (0..7).map(|at| gone(&at.to_string(), true)).collect();
        assert_eq!(
            notes(&comparison),
            ["Only in the earlier period: 0, 1, 2, 3, 4 and 2 more."]
        );
    }
}

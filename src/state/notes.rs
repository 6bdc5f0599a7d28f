//! What is not whole about what is shown, in sentences that the viewer can open.

use super::{Shown, ShownQuery};
use crate::compare::{Comparison, GoneGroup};
use crate::config::WidgetConfig;
use crate::decode::Note;

/// So many groups of the earlier period are named; the others are counted.
const MOST_NAMES: usize = 5;

/// All notes of what is shown, each once, what failed first.
pub fn of(shown: &Shown, config: &WidgetConfig) -> Vec<String> {
    let queries = || shown.queries.iter();
    let failed = queries().enumerate().flat_map(|(at, query)| {
        let name = name(at, config);
        let failed = query
            .error
            .iter()
            .map(|error| sentence(&format!("{name} failed: {error}")));
        let older = format!("{name} shows its older answer.");
        failed
            .chain(query.is_kept.then_some(older))
            .collect::<Vec<_>>()
    });
    let decoded = shown
        .answers()
        .flat_map(|answer| answer.notes.iter().map(of_decoder));
    let mut notes: Vec<String> = Vec::new();
    let all = failed
        .chain(shown.split_note.iter().map(|note| sentence(note)))
        .chain(queries().flat_map(of_query))
        .chain(
            queries()
                .filter_map(|query| query.comparison.as_ref())
                .flat_map(of_comparison),
        )
        .chain(decoded);
    for note in all {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes
}

/// `Query 2 (“Checkout”)`
fn name(query_index: usize, config: &WidgetConfig) -> String {
    let query = config.queries.get(query_index);
    let given = query.map_or("", |query| query.name.as_str());
    match given.is_empty() {
        true => format!("Query {}", query_index + 1),
        false => format!("Query {} (“{given}”)", query_index + 1),
    }
}

fn of_query(query: &ShownQuery) -> Vec<String> {
    query.notes.iter().map(|note| sentence(note)).collect()
}

/// Why queries have no comparison, each reason once.
pub fn no_comparison(shown: &Shown) -> Vec<String> {
    let mut reasons: Vec<String> = Vec::new();
    for why in shown
        .queries
        .iter()
        .filter_map(|one| one.no_comparison.as_ref())
    {
        let reason = sentence(&format!("There is no comparison: {why}"));
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons
}

fn of_comparison(comparison: &Comparison) -> Vec<String> {
    let whole = comparison.by_whole_buckets.then(|| {
        "The earlier period is moved by whole buckets, since they are too wide for the offset."
            .to_owned()
    });
    let names = |is_gone: bool| {
        let of_kind = |group: &&GoneGroup| group.is_gone == is_gone;
        named(comparison.gone.iter().filter(of_kind))
    };
    let gone = names(true).map(|names| format!("Gone since the earlier period: {names}."));
    let left = names(false).map(|names| format!("No longer among the top: {names}."));
    whole.into_iter().chain(gone).chain(left).collect()
}

fn named<'a>(groups: impl Iterator<Item = &'a GoneGroup>) -> Option<String> {
    let keys: Vec<&str> = groups.map(|group| group.key.as_str()).collect();
    let (named, rest) = keys.split_at(keys.len().min(MOST_NAMES));
    match (named, rest.len()) {
        ([], _) => None,
        (named, 0) => Some(named.join(", ")),
        (named, more) => Some(format!("{} and {more} more", named.join(", "))),
    }
}

fn of_decoder(note: &Note) -> String {
    match note.count {
        0 | 1 => sentence(&note.detail),
        count => sentence(&format!("{} ({count} times in all)", note.detail)),
    }
}

/// With a capital and a full stop.
fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut letters = text.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let stop = if text.ends_with(['.', '!', '?']) {
        ""
    } else {
        "."
    };
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
        assert_eq!(name(0, &config()), "Query 1");
        assert_eq!(name(1, &config()), "Query 2 (“Checkout”)");
        assert_eq!(name(7, &config()), "Query 8");
    }

    #[test]
    fn what_was_dropped_is_counted() {
        let note = |count| Note {
            code: "row_time",
            count,
            detail: "row 3: expected a time, found none".to_owned(),
        };
        let once = "Row 3: expected a time, found none.";
        assert_eq!(of_decoder(&note(1)), once);
        let often = "Row 3: expected a time, found none (4 times in all).";
        assert_eq!(of_decoder(&note(4)), often);
    }

    #[test]
    fn a_refused_comparison_says_why() {
        let query = ShownQuery {
            no_comparison: Some("groups of time have no earlier period".to_owned()),
            notes: vec!["there are fewer groups than wished: no network.".to_owned()],
            ..ShownQuery::default()
        };
        let fewer = "There are fewer groups than wished: no network.";
        assert_eq!(of_query(&query), [fewer]);
        let shown = Shown {
            queries: vec![query.clone(), ShownQuery::default(), query],
            ..Shown::restored(Vec::new(), 0)
        };
        let why = "There is no comparison: groups of time have no earlier period.";
        assert_eq!(no_comparison(&shown), [why], "each reason once");
    }

    #[test]
    fn groups_that_went_are_named_up_to_five() {
        let gone = |key: &str, is_gone| GoneGroup {
            key: key.to_owned(),
            earlier: Vec::new(),
            is_gone,
        };
        let mut comparison = Comparison {
            gone: vec![gone("a", true), gone("b", false)],
            ..Comparison::default()
        };
        assert_eq!(
            of_comparison(&comparison),
            [
                "Gone since the earlier period: a.",
                "No longer among the top: b."
            ]
        );
        comparison.gone = (0..7).map(|at| gone(&at.to_string(), true)).collect();
        assert_eq!(
            of_comparison(&comparison),
            ["Gone since the earlier period: 0, 1, 2, 3, 4 and 2 more."]
        );
    }
}

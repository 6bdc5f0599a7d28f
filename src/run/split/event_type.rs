//! The side that a search text itself asks for, by its conditions on `event.type`.

use crate::decision::SplitDataset;
use crate::request::terms::{SearchToken, filter, take};

/// The field whose values are the two sides.
pub(super) const EVENT_TYPE: &str = "event.type";

/// The one type that is no error (Sentry: errors are everything but transactions).
const TRANSACTION: &str = "transaction";
/// Sides of which events may pass: a bit each.
type Sides = u8;
const ERROR_SIDE: Sides = 1;
const TRANSACTION_SIDE: Sides = 2;
const BOTH: Sides = ERROR_SIDE | TRANSACTION_SIDE;

/// What the search texts of a widget's queries say of `event.type`: `None` where they leave
/// it alone, `Some(None)` where they name it and yet do not come to one side.
pub(super) fn sides_in_searches(searches: &[&str]) -> Option<Option<SplitDataset>> {
    let mut sides = searches.iter().filter_map(|search| sides_in_search(search));
    let first = sides.next()?;
    Some(first.filter(|_| sides.all(|other| other == first)))
}

fn sides_in_search(mut search: &str) -> Option<Option<SplitDataset>> {
    let mut is_named = false;
    let mut is_balanced = true;
    // Of the parentheses around: alternatives that are whole, and the one under way.
    let mut outer = Vec::new();
    let (mut whole, mut under_way) = (0, BOTH);
    while let Some(token) = take(&mut search) {
        match token {
            SearchToken::Or => (whole, under_way) = (whole | under_way, BOTH),
            SearchToken::And => {}
            SearchToken::Term(term) => {
                let sides = sides_of(term);
                is_named |= sides != BOTH;
                under_way &= sides;
            }
            SearchToken::Open => {
                outer.push((whole, under_way));
                (whole, under_way) = (0, BOTH);
            }
            SearchToken::Close => match outer.pop() {
                Some((above, beside)) => {
                    (whole, under_way) = (above, beside & (whole | under_way));
                }
                None => is_balanced = false,
            },
        }
    }
    is_balanced &= outer.is_empty();
    is_named.then_some(match whole | under_way {
        ERROR_SIDE if is_balanced => Some(SplitDataset::ErrorEvents),
        TRANSACTION_SIDE if is_balanced => Some(SplitDataset::TransactionLike),
        _ => None,
    })
}

/// The sides that one term lets through.
fn sides_of(term: &str) -> Sides {
    let Some((EVENT_TYPE, value)) = filter(term) else {
        return BOTH;
    };
    let is_unlike = value.starts_with("!=");
    let value = value.trim_start_matches(['!', '=']);
    let list = value
        .strip_prefix('[')
        .and_then(|list| list.strip_suffix(']'));
    let mut sides = 0;
    for item in list.unwrap_or(value).split(',') {
        let item = item.trim_matches([' ', '"']);
        sides |= match item {
            item if item.eq_ignore_ascii_case(TRANSACTION) => TRANSACTION_SIDE,
            // Nothing, wildcards, and operators of newer servers may mean either.
            item if item.is_empty() || item.contains(['*', '<', '>', '\u{f00d}']) => return BOTH,
            _ => ERROR_SIDE,
        };
    }
    match term.starts_with('!') != is_unlike {
        false => sides,
        // Other types of errors are left, whichever are left out.
        true if sides & TRANSACTION_SIDE != 0 => ERROR_SIDE,
        true => BOTH,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use SplitDataset::{ErrorEvents, TransactionLike};
    use proptest::prelude::*;

    const ERRORS: Option<Option<SplitDataset>> = Some(Some(ErrorEvents));
    const TRANSACTIONS: Option<Option<SplitDataset>> = Some(Some(TransactionLike));
    const UNDECIDED: Option<Option<SplitDataset>> = Some(None);

    #[test]
    fn a_search_that_names_the_type_asks_for_a_side() {
        for (search, expected) in [
            ("", None),
            ("level:error message:x", None),
            ("event.type:transaction", TRANSACTIONS),
            ("event.type:error", ERRORS),
            ("event.type:default", ERRORS),
            ("event.type:csp a:1", ERRORS),
            ("event.type:[error, default]", ERRORS),
            ("event.type:[transaction]", TRANSACTIONS),
            ("event.type:[error,transaction]", None),
            ("!event.type:transaction", ERRORS),
            ("event.type:!=transaction", ERRORS),
            ("event.type:=transaction", TRANSACTIONS),
            ("!event.type:[transaction, error]", ERRORS),
            ("!event.type:error", None),
            ("!event.type:[error, csp]", None),
            ("event.type:\"transaction\"", TRANSACTIONS),
            ("\"event.type\":transaction", TRANSACTIONS),
            ("event.type:Transaction", TRANSACTIONS),
            // What a wildcard matches is for the data to say.
            ("event.type:trans*", None),
            ("!event.type:[trans*, error]", None),
            ("event.type:*", None),
            ("event.type:\"\"", None),
            ("has:event.type", None),
            ("!has:event.type", None),
            // Another field, and no field at all.
            ("tags[event.type]:transaction", None),
            ("my.event.type:transaction", None),
            ("event.types:transaction", None),
            ("message:\"event.type:transaction\"", None),
            ("\"event.type:transaction\"", None),
            ("event.type", None),
        ] {
            assert_eq!(sides_in_searches(&[search]), expected, "{search}");
        }
    }

    #[test]
    fn the_logic_around_it_counts() {
        for (search, expected) in [
            ("a:1 event.type:transaction b:2", TRANSACTIONS),
            ("a:1 AND (b:2 OR c:3) AND event.type:error", ERRORS),
            ("(event.type:error OR event.type:csp)", ERRORS),
            (
                "((event.type:transaction) OR (event.type:transaction a:1))",
                TRANSACTIONS,
            ),
            ("event.type:error OR event.type:transaction", UNDECIDED),
            ("event.type:transaction OR a:1", UNDECIDED),
            ("(event.type:transaction OR a:1) b:2", UNDECIDED),
            (
                "(event.type:transaction OR a:1) event.type:transaction",
                TRANSACTIONS,
            ),
            (
                "(event.type:transaction OR event.type:error) !event.type:transaction",
                ERRORS,
            ),
            ("event.type:error event.type:transaction", UNDECIDED),
            ("event.type:error or event.type:default", ERRORS),
            ("message:\"a OR b\" event.type:error", ERRORS),
            ("message:\"a ( b\" event.type:error", ERRORS),
            ("count(a):>1 event.type:error", ERRORS),
            // What the server refuses says nothing.
            ("event.type:error)", UNDECIDED),
            ("(event.type:error", UNDECIDED),
            ("a:1) OR (event.type:error", UNDECIDED),
        ] {
            assert_eq!(sides_in_searches(&[search]), expected, "{search}");
        }
        let deep = "(".repeat(100_000) + "event.type:error" + &")".repeat(100_000);
        assert_eq!(sides_in_searches(&[&deep]), ERRORS);
    }

    #[test]
    fn the_queries_of_a_widget_have_one_side() {
        let (error, transaction) = ("event.type:error", "event.type:transaction");
        for (searches, expected) in [
            (&[error, "a:1"][..], ERRORS),
            (&["", transaction], TRANSACTIONS),
            (&[error, "!event.type:transaction"], ERRORS),
            (&[error, transaction], UNDECIDED),
            (&[error, "event.type:error OR a:1"], UNDECIDED),
            (&["a", "b"], None),
        ] {
            assert_eq!(sides_in_searches(searches), expected, "{searches:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(text in "[\\PC]{0,40}|(event\\.type:|!|[a-z():\"\\[\\], *OR]){0,40}") {
            sides_in_searches(&[&text]);
        }
    }
}

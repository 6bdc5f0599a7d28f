//! Evidence is gathered: what is asked, decided and shown.

use super::*;
use Purpose::{Series, SplitErrors, SplitOriginal, SplitTransactions};
use SplitDataset::{Discover, ErrorEvents, TransactionLike};
use SplitPolicy::{Errors, Undecided};
use SplitSource::{Forced, Inferred};

#[test]
fn errors_and_original_are_asked_at_once() {
    let game = Game::undecided(Errors);
    assert_eq!(
        asked(&game.step.ask),
        [
            (SplitErrors, "discover", "(a:1) AND !event.type:transaction"),
            (SplitOriginal, "metricsEnhanced", "a:1"),
        ]
    );
    game.shows(Show::Nothing).decides(None);
}

#[test]
fn empty_queries_make_no_empty_parentheses() {
    let game = Game::begin(&config(r#"{"queries": [{}]}"#), None, options(Errors));
    assert_eq!(
        asked(&game.step.ask),
        [
            (SplitErrors, "discover", "!event.type:transaction"),
            (SplitOriginal, "", ""),
        ]
    );
}

/// (errors body, original body, transactions body where asked, policy) -> decision, shown.
#[test]
fn the_table_of_decisions() {
    let rows = [
        (
            DATA,
            ZERO,
            None,
            Errors,
            Some((ErrorEvents, Inferred)),
            SplitErrors,
        ),
        (
            ZERO,
            DATA,
            None,
            Errors,
            Some((TransactionLike, Inferred)),
            SplitOriginal,
        ),
        (
            ZERO,
            METRICS,
            None,
            Errors,
            Some((TransactionLike, Inferred)),
            SplitOriginal,
        ),
        (
            ZERO,
            ZERO,
            None,
            Errors,
            Some((ErrorEvents, Forced)),
            SplitErrors,
        ),
        (
            DATA,
            METRICS,
            None,
            Errors,
            Some((ErrorEvents, Forced)),
            SplitErrors,
        ),
        (
            DATA,
            DATA,
            Some(DATA),
            Errors,
            Some((ErrorEvents, Forced)),
            SplitErrors,
        ),
        (
            DATA,
            DATA,
            Some(ZERO),
            Errors,
            Some((ErrorEvents, Inferred)),
            SplitErrors,
        ),
        (
            DATA,
            ZERO,
            None,
            Undecided,
            Some((ErrorEvents, Inferred)),
            SplitErrors,
        ),
        (
            ZERO,
            DATA,
            None,
            Undecided,
            Some((TransactionLike, Inferred)),
            SplitOriginal,
        ),
        (ZERO, ZERO, None, Undecided, None, SplitOriginal),
        (
            DATA,
            DATA,
            Some(ZERO),
            Undecided,
            Some((ErrorEvents, Inferred)),
            SplitErrors,
        ),
    ];
    for (errors, original, third, policy, decision, shown) in rows {
        for errors_first in [true, false] {
            let mut game = Game::undecided(policy);
            game = if errors_first {
                game.answer(SplitErrors, errors)
                    .answer(SplitOriginal, original)
            } else {
                game.answer(SplitOriginal, original)
                    .answer(SplitErrors, errors)
            };
            if let Some(third) = third {
                let ask = asked(&game.step.ask);
                assert_eq!(
                    ask,
                    [(
                        SplitTransactions,
                        "discover",
                        "(a:1) AND event.type:transaction"
                    )]
                );
                game = game.answer(SplitTransactions, third);
            }
            game.decides(decision)
                .shows(Show::Answer(shown))
                .asks_no_more();
            // A decision from no data is shown and not kept.
            let has_data = errors != ZERO || original != ZERO;
            assert_eq!(game.step.keep, decision.is_some() && has_data);
            assert_eq!(game.step.note, None);
        }
    }
}

#[test]
fn both_sides_undecided_ask_the_mixed_dataset_once_more() {
    for third in [None, Some(DATA)] {
        let original = if third.is_some() { DATA } else { METRICS };
        let mut game = Game::undecided(Undecided)
            .answer(SplitErrors, DATA)
            .answer(SplitOriginal, original);
        if let Some(third) = third {
            game = game.answer(SplitTransactions, third);
        }
        game.decides(Some((Discover, Inferred)))
            .shows(Show::Nothing);
        assert_eq!(asked(&game.step.ask), [(Series, "discover", "a:1")]);
        game.answer(Series, DATA)
            .shows(Show::Answer(Series))
            .asks_no_more();
    }
    // On the mixed dataset that question was asked already.
    let game = Game::begin(&mixed_widget("discover"), None, options(Undecided))
        .answer(SplitErrors, DATA)
        .answer(SplitOriginal, DATA)
        .answer(SplitTransactions, DATA);
    game.decides(Some((Discover, Inferred)))
        .shows(Show::Answer(SplitOriginal))
        .asks_no_more();
}

#[test]
fn errors_with_data_are_shown_at_once_and_stay() {
    let game = Game::undecided(Errors).answer(SplitErrors, DATA);
    game.shows(Show::Answer(SplitErrors));
    let game = game.answer(SplitOriginal, DATA);
    game.shows(Show::Answer(SplitErrors));
    game.answer(SplitTransactions, DATA)
        .shows(Show::Answer(SplitErrors));
}

#[test]
fn nothing_is_shown_that_could_be_replaced() {
    Game::undecided(Errors)
        .answer(SplitErrors, ZERO)
        .shows(Show::Nothing);
    Game::undecided(Errors)
        .answer(SplitOriginal, DATA)
        .shows(Show::Nothing);
    Game::undecided(Undecided)
        .answer(SplitErrors, DATA)
        .shows(Show::Nothing);
    Game::undecided(Undecided)
        .answer(SplitOriginal, ZERO)
        .shows(Show::Nothing);
}

#[test]
fn evidence_says_what_was_seen() {
    let game = Game::undecided(Errors)
        .answer(SplitErrors, DATA)
        .answer(SplitOriginal, METRICS);
    let evidence = game.step.decision.unwrap().evidence;
    let asked = |dataset: &str, query: &str| EvidenceQuery {
        dataset: dataset.to_owned(),
        query: query.to_owned(),
        has_data: true,
    };
    assert_eq!(
        evidence,
        Evidence {
            field: None,
            has_errors: Some(true),
            has_transactions: Some(true),
            used_metrics: Some(true),
            decided_at: NOW,
            asked: vec![
                asked("discover", "(a:1) AND !event.type:transaction"),
                asked("metricsEnhanced", "a:1"),
            ],
            widget: start::fingerprint(&mixed_widget("metricsEnhanced")),
        }
    );
}

#[test]
fn evidence_of_three_questions_says_which_had_data() {
    let game = Game::undecided(Errors)
        .answer(SplitErrors, DATA)
        .answer(SplitOriginal, DATA)
        .answer(SplitTransactions, ZERO);
    let asked = game.step.decision.unwrap().evidence.asked;
    let data: Vec<bool> = asked.iter().map(|asked| asked.has_data).collect();
    assert_eq!(data, [true, true, false]);
    assert_eq!(asked[2].query, "(a:1) AND event.type:transaction");
}

#[test]
fn void_errors_show_the_original() {
    let grouped = config(
        r#"{"queries": [{"aggregates": ["count()"], "columns": ["release"]}],
            "params": {"dataset": "metricsEnhanced"}}"#,
    );
    let game = Game::begin(&grouped, None, options(Errors))
        .answer(SplitErrors, "{}")
        .answer(SplitOriginal, "{}");
    game.decides(Some((ErrorEvents, Forced)))
        .shows(Show::Answer(SplitOriginal));
}

#[test]
fn several_queries_are_one_widget() {
    let widget = config(r#"{"queries": [{"conditions": "a"}, {"conditions": "b"}]}"#);
    let mut game = Game::begin(&widget, None, options(Errors));
    assert_eq!(game.step.ask.len(), 4);
    for body in [ZERO, DATA] {
        game = game.answer(SplitErrors, body);
    }
    assert_eq!(game.step.show, [Show::Answer(SplitErrors); 2]);
    for body in [ZERO, ZERO] {
        game = game.answer(SplitOriginal, body);
    }
    game.decides(Some((ErrorEvents, Inferred))).asks_no_more();
}

#[test]
fn tables_are_split_too() {
    let widget =
        config(r#"{"displayType": "table", "queries": [{"fields": ["title", "count()"]}]}"#);
    let rows = r#"{"data": [{"title": "x", "count()": 2}], "meta": {"fields": {}}}"#;
    let none = r#"{"data": [], "meta": {"fields": {}}}"#;
    let game = Game::begin(&widget, None, options(Errors))
        .answer(SplitErrors, none)
        .answer(SplitOriginal, rows);
    game.decides(Some((TransactionLike, Inferred)))
        .shows(Show::Answer(SplitOriginal));
}

//! Something fails: the plain query is taken.

use super::*;
use Purpose::{Series, SplitErrors, SplitOriginal, SplitTransactions};
use SplitPolicy::{Errors, Undecided};

#[test]
fn failed_errors_fall_back_to_the_plain_query_under_way() {
    let game = Game::undecided(Errors).fail(SplitErrors, 500);
    game.shows(Show::Nothing).decides(None);
    assert!(game.step.note.is_some());
    let game = game.answer(SplitOriginal, DATA);
    game.shows(Show::Answer(SplitOriginal))
        .decides(None)
        .asks_no_more();
    assert!(game.step.note.is_some() && !game.step.keep);
}

#[test]
fn a_failed_original_is_asked_once_more_as_the_plain_query() {
    let game = Game::undecided(Errors)
        .answer(SplitErrors, DATA)
        .fail(SplitOriginal, 502);
    assert_eq!(asked(&game.step.ask), [(Series, "metricsEnhanced", "a:1")]);
    // Errors were on screen: they stay until the plain query is there.
    game.shows(Show::Answer(SplitErrors)).decides(None);
    let game = game.answer(Series, DATA);
    game.shows(Show::Answer(Series))
        .decides(None)
        .asks_no_more();
    let game = Game::undecided(Errors)
        .fail(SplitOriginal, 502)
        .fail(Series, 502)
        .answer(SplitErrors, DATA);
    game.shows(Show::Answer(SplitErrors)).asks_no_more();
}

#[test]
fn a_refused_original_is_not_asked_again() {
    let game = Game::undecided(Errors)
        .fail(SplitErrors, 400)
        .fail(SplitOriginal, 400);
    game.shows(Show::Failed).decides(None).asks_no_more();
}

/// `level:error` is an error field, so that their side is asked.
fn named() -> Game {
    let widget = config(r#"{"queries": [{"conditions": "level:error"}]}"#);
    Game::begin(&widget, None, options(Errors))
}

#[test]
fn a_refused_side_is_asked_in_the_widgets_own_words() {
    let game = named().fail(Series, 400);
    assert_eq!(asked(&game.step.ask), [(Series, "", "level:error")]);
    game.shows(Show::Nothing);
    assert_eq!(game.step.note, None);
    let answered = game.answer(Series, DATA);
    answered
        .shows(Show::Answer(Series))
        .decides(None)
        .asks_no_more();
    assert!(answered.step.note.is_some());
    // Refused as well: there is nothing but its error.
    let game = named().fail(Series, 400).fail(Series, 400);
    game.shows(Show::Failed).asks_no_more();
    assert_eq!(game.step.note, None);
}

#[test]
fn only_a_refused_text_is_asked_otherwise() {
    for status in [401, 404, 429, 500] {
        named()
            .fail(Series, status)
            .shows(Show::Failed)
            .asks_no_more();
    }
}

#[test]
fn failed_transactions_fall_back_to_the_original() {
    let game = Game::undecided(Errors)
        .answer(SplitErrors, DATA)
        .answer(SplitOriginal, DATA)
        .fail(SplitTransactions, 500);
    game.shows(Show::Answer(SplitOriginal))
        .decides(None)
        .asks_no_more();
    assert!(game.step.note.is_some());
}

#[test]
fn a_failed_mixed_query_shows_the_original() {
    let game = Game::undecided(Undecided)
        .answer(SplitErrors, DATA)
        .answer(SplitOriginal, METRICS)
        .fail(Series, 500);
    game.shows(Show::Answer(SplitOriginal)).asks_no_more();
    assert!(game.step.note.is_some());
}

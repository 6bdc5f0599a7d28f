//! Tests of the split: what is asked, decided and shown, answer by answer.

use super::*;
use crate::config::{Scope, SplitOptions};
use crate::decode::decode;
use crate::error::ErrorKind;
use crate::json::Json;
use crate::request::plan;
use crate::time::{DAY, RangeChoice};

const NOW: i64 = 1_700_000_000;

const DATA: &str = r#"{"data": [[60, [{"count": 3}]]]}"#;
const ZERO: &str = r#"{"data": [[60, [{"count": 0}]]]}"#;
const METRICS: &str = r#"{"data": [[60, [{"count": 3}]]], "isMetricsData": true}"#;

fn config(text: &str) -> WidgetConfig {
    WidgetConfig::from_json(&Json::parse(text).unwrap()).unwrap()
}

fn mixed_widget(dataset: &str) -> WidgetConfig {
    config(&format!(
        r#"{{"id": "42", "queries": [{{"aggregates": ["count()"], "conditions": "a:1"}}],
            "params": {{"dataset": "{dataset}"}}}}"#
    ))
}

fn options(policy: SplitPolicy) -> SplitOptions {
    SplitOptions {
        policy,
        ..SplitOptions::default()
    }
}

/// A split in the hands of a test that plays the server.
struct Game {
    split: Split,
    step: SplitStep,
    asked: Vec<RequestPlan>,
}

impl Game {
    fn begin(config: &WidgetConfig, stored: Option<&Decision>, options: SplitOptions) -> Self {
        let scope = Scope {
            org: "acme".to_owned(),
            ..Scope::default()
        };
        let plans = plan(config, &scope, RangeChoice::default(), NOW).unwrap();
        let (split, step) = Split::begin(config, plans, stored, options, NOW);
        Self {
            split,
            asked: step.ask.clone(),
            step,
        }
    }

    fn undecided(policy: SplitPolicy) -> Self {
        Self::begin(&mixed_widget("metricsEnhanced"), None, options(policy))
    }

    fn take(&mut self, purpose: Purpose) -> RequestPlan {
        let found = self.asked.iter().position(|plan| plan.purpose == purpose);
        let found = found.unwrap_or_else(|| panic!("{purpose:?} was not asked: {:?}", self.asked));
        self.asked.remove(found)
    }

    fn answer(mut self, purpose: Purpose, body: &str) -> Self {
        let plan = self.take(purpose);
        let decoded = decode(plan.expect.clone(), body.as_bytes()).unwrap();
        self.step = self.split.answered(&plan, Ok(&decoded), NOW);
        self.asked.extend(self.step.ask.clone());
        self
    }

    fn fail(mut self, purpose: Purpose, status: u16) -> Self {
        let plan = self.take(purpose);
        let error = Error::from(ErrorKind::Http {
            status,
            detail: "no".to_owned(),
            retry_after_ms: None,
        });
        self.step = self.split.answered(&plan, Err(&error), NOW);
        self.asked.extend(self.step.ask.clone());
        self
    }

    fn shows(&self, show: Show) -> &Self {
        assert_eq!(self.step.show, [show]);
        self
    }

    fn decides(&self, expected: Option<(SplitDataset, SplitSource)>) -> &Self {
        let decision = self.step.decision.as_ref();
        assert_eq!(
            decision.map(|decision| (decision.dataset, decision.source)),
            expected
        );
        self
    }

    fn asks_no_more(&self) -> &Self {
        assert_eq!(self.asked, []);
        self
    }
}

fn asked(plans: &[RequestPlan]) -> Vec<(Purpose, &str, &str)> {
    let pair = |plan: &'static str| plan;
    plans
        .iter()
        .map(|plan| {
            (
                plan.purpose,
                plan.pair(pair("dataset")).unwrap_or(""),
                plan.pair(pair("query")).unwrap_or(""),
            )
        })
        .collect()
}

use Purpose::{Series, SplitErrors, SplitOriginal, SplitTransactions};
use SplitDataset::{Discover, ErrorEvents, TransactionLike};
use SplitPolicy::{Errors, Undecided};
use SplitSource::{Forced, Inferred, Server, User};

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
            assert_eq!(game.step.keep, decision.is_some());
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
    assert_eq!(
        evidence,
        Evidence {
            field: None,
            has_errors: Some(true),
            has_transactions: Some(true),
            used_metrics: Some(true),
            decided_at: NOW,
        }
    );
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
fn a_stored_decision_asks_once() {
    let stored = |dataset, source, used_metrics| Decision {
        dataset,
        source,
        evidence: Evidence {
            used_metrics,
            decided_at: NOW - DAY,
            ..Evidence::default()
        },
    };
    for (decision, widget_dataset, dataset, query) in [
        (
            stored(ErrorEvents, Inferred, None),
            "metricsEnhanced",
            "discover",
            "(a:1) AND !event.type:transaction",
        ),
        (
            stored(TransactionLike, Inferred, None),
            "metricsEnhanced",
            "metricsEnhanced",
            "a:1",
        ),
        (
            stored(TransactionLike, Inferred, None),
            "discover",
            "discover",
            "a:1",
        ),
        (
            stored(Discover, Inferred, None),
            "metricsEnhanced",
            "discover",
            "a:1",
        ),
        (
            stored(TransactionLike, User, None),
            "discover",
            "discover",
            "(a:1) AND event.type:transaction",
        ),
        (
            stored(TransactionLike, User, Some(true)),
            "metricsEnhanced",
            "metricsEnhanced",
            "a:1",
        ),
        (
            stored(TransactionLike, User, Some(false)),
            "metricsEnhanced",
            "discover",
            "(a:1) AND event.type:transaction",
        ),
    ] {
        let game = Game::begin(
            &mixed_widget(widget_dataset),
            Some(&decision),
            options(Errors),
        );
        assert_eq!(asked(&game.step.ask), [(Series, dataset, query)]);
        game.decides(Some((decision.dataset, decision.source)))
            .shows(Show::Nothing);
        assert!(!game.step.keep);
        game.answer(Series, DATA)
            .shows(Show::Answer(Series))
            .asks_no_more();
    }
    let expired = Decision {
        evidence: Evidence::default(),
        ..stored(ErrorEvents, Inferred, None)
    };
    let game = Game::begin(&mixed_widget("discover"), Some(&expired), options(Errors));
    assert_eq!(game.step.ask.len(), 2);
}

#[test]
fn names_decide_without_asking() {
    let widget = config(r#"{"queries": [{"conditions": "level:error"}]}"#);
    let game = Game::begin(&widget, None, options(Errors));
    game.decides(Some((ErrorEvents, Inferred)));
    assert!(game.step.keep);
    assert_eq!(
        asked(&game.step.ask),
        [(
            Series,
            "discover",
            "(level:error) AND !event.type:transaction"
        )]
    );
    assert_eq!(
        game.step
            .decision
            .as_ref()
            .unwrap()
            .evidence
            .field
            .as_deref(),
        Some("level")
    );
    let off = SplitOptions {
        names: false,
        ..options(Errors)
    };
    assert_eq!(Game::begin(&widget, None, off).step.ask.len(), 2);
}

#[test]
fn a_type_of_one_side_is_the_users() {
    for (widget_type, source, expected) in [
        ("error-events", "user", Some((ErrorEvents, User))),
        ("error-events", "unknown", Some((ErrorEvents, User))),
        ("error-events", "forced", Some((ErrorEvents, Forced))),
        (
            "transaction-like",
            "inferred",
            Some((TransactionLike, Inferred)),
        ),
        (
            "transaction-like",
            "split_version_2",
            Some((TransactionLike, Server)),
        ),
        ("spans", "user", None),
    ] {
        let widget = config(&format!(
            r#"{{"widgetType": "{widget_type}", "datasetSource": "{source}", "queries": [{{}}]}}"#
        ));
        let game = Game::begin(&widget, None, options(Errors));
        assert_eq!(game.step.ask.len(), 1);
        game.decides(expected);
        assert!(!game.step.keep);
    }
}

#[test]
fn the_viewer_overrides_a_type() {
    let chosen = Decision {
        dataset: TransactionLike,
        source: User,
        evidence: Evidence::default(),
    };
    let widget =
        config(r#"{"widgetType": "error-events", "datasetSource": "forced", "queries": [{}]}"#);
    let game = Game::begin(&widget, Some(&chosen), options(Errors));
    assert_eq!(asked(&game.step.ask), [(Series, "transactions", "")]);
    game.decides(Some((TransactionLike, User)));
    // A decision that nobody chose does not.
    let inferred = Decision {
        source: Inferred,
        evidence: Evidence {
            decided_at: NOW,
            ..Evidence::default()
        },
        ..chosen
    };
    let game = Game::begin(&widget, Some(&inferred), options(Errors));
    assert_eq!(asked(&game.step.ask), [(Series, "errors", "")]);
}

#[test]
fn the_servers_own_decision_is_honoured() {
    let split = r#"{"data": [[60, [{"count": 3}]]], "meta": {"fields": {}, "discoverSplitDecision": "transaction-like"}}"#;
    let by_server = SplitOptions {
        server: true,
        ..options(Errors)
    };
    let game = Game::begin(&mixed_widget("metricsEnhanced"), None, by_server);
    assert_eq!(asked(&game.step.ask), [(Series, "metricsEnhanced", "a:1")]);
    let game = game.answer(Series, split);
    game.decides(Some((TransactionLike, Server)))
        .shows(Show::Answer(Series));
    assert!(!game.step.keep);
    // Also in the middle of our own split.
    let game = Game::undecided(Errors).answer(SplitOriginal, split);
    game.decides(Some((TransactionLike, Server)))
        .shows(Show::Answer(SplitOriginal));
    game.answer(SplitErrors, DATA)
        .decides(Some((TransactionLike, Server)))
        .shows(Show::Answer(SplitOriginal))
        .asks_no_more();
}

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

//! The side is known: stored, named, told by the widget or by the server.

use super::*;
use Purpose::{Series, SplitErrors, SplitOriginal};
use SplitDataset::{Discover, ErrorEvents, TransactionLike};
use SplitPolicy::Errors;
use SplitSource::{Forced, Inferred, Server, User};

#[test]
fn a_stored_decision_asks_once() {
    let stored = |dataset, source, used_metrics| Decision {
        dataset,
        source,
        evidence: Evidence {
            used_metrics,
            decided_at: NOW - DAY,
            widget: start::fingerprint(&mixed_widget("discover")),
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
        let policy = match decision.dataset {
            Discover => SplitPolicy::Undecided,
            ErrorEvents | TransactionLike => Errors,
        };
        let widget = mixed_widget(widget_dataset);
        let game = Game::begin(&widget, Some(&decision), options(policy));
        assert_eq!(asked(&game.step.ask), [(Series, dataset, query)]);
        game.decides(Some((decision.dataset, decision.source)))
            .shows(Show::Nothing);
        assert!(!game.step.keep);
        game.answer(Series, DATA)
            .shows(Show::Answer(Series))
            .asks_no_more();
    }
}

#[test]
fn what_was_decided_before_may_say_nothing_any_more() {
    let widget = mixed_widget("discover");
    let stored = Decision {
        dataset: ErrorEvents,
        source: Inferred,
        evidence: Evidence {
            decided_at: NOW - DAY,
            widget: start::fingerprint(&widget),
            ..Evidence::default()
        },
    };
    let with = |change: fn(&mut Decision)| {
        let mut changed = stored.clone();
        change(&mut changed);
        changed
    };
    let by_names_off = SplitOptions {
        names: false,
        ..options(Errors)
    };
    let undecided = options(SplitPolicy::Undecided);
    for (why, decision, options, requests) in [
        ("holds", stored.clone(), options(Errors), 1),
        (
            "expired",
            with(|it| it.evidence.decided_at = 0),
            options(Errors),
            2,
        ),
        (
            "the widget was edited",
            with(|it| it.evidence.widget += 1),
            options(Errors),
            2,
        ),
        (
            "names are off",
            with(|it| it.evidence.field = Some("a".to_owned())),
            by_names_off,
            2,
        ),
        (
            "this policy forces nothing",
            with(|it| it.source = Forced),
            undecided,
            2,
        ),
        (
            "this policy leaves nothing mixed",
            with(|it| it.dataset = Discover),
            options(Errors),
            2,
        ),
        (
            "it was drawn from no data",
            with(|it| {
                it.source = Forced;
                it.evidence.has_errors = Some(false);
                it.evidence.has_transactions = Some(false);
            }),
            options(Errors),
            2,
        ),
        (
            "one side had data",
            with(|it| {
                it.evidence.has_errors = Some(true);
                it.evidence.has_transactions = Some(false);
            }),
            options(Errors),
            1,
        ),
        (
            "a person's word counts for good",
            with(|it| {
                it.source = User;
                it.evidence = Evidence::default();
            }),
            undecided,
            1,
        ),
    ] {
        let game = Game::begin(&widget, Some(&decision), options);
        assert_eq!(game.step.ask.len(), requests, "{why}");
    }
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

/// (search of the widget, filter around it) -> decision, what is asked, whether it is kept.
#[test]
fn the_type_of_events_in_the_search_decides() {
    for (search, filter, decision, query, keeps) in [
        (
            "event.type:transaction",
            "",
            TransactionLike,
            "event.type:transaction",
            true,
        ),
        (
            "event.type:error a:1",
            "",
            ErrorEvents,
            "(event.type:error a:1) AND !event.type:transaction",
            true,
        ),
        (
            "a:1",
            "event.type:transaction",
            TransactionLike,
            "(a:1) event.type:transaction",
            false,
        ),
        // The filter leaves nothing but what it names, whatever a name would say.
        (
            "level:error",
            "event.type:transaction",
            TransactionLike,
            "(level:error) event.type:transaction",
            false,
        ),
    ] {
        let json = format!(r#"{{"queries": [{{"conditions": "{search}"}}]}}"#);
        let widget = config(&json);
        let scope = Scope {
            org: "acme".to_owned(),
            filters: vec![filter.to_owned()],
            ..Scope::default()
        };
        let plans = plan(&widget, &scope, RangeChoice::default(), NOW).unwrap();
        // An older decision that goes against the text says nothing any more.
        let stored = Decision {
            dataset: match decision {
                ErrorEvents => TransactionLike,
                _ => ErrorEvents,
            },
            source: Inferred,
            evidence: Evidence {
                decided_at: NOW,
                widget: start::fingerprint(&widget),
                ..Evidence::default()
            },
        };
        for stored in [None, Some(&stored)] {
            let step = first_step(&widget, plans.clone(), stored, options(Errors));
            assert_eq!(
                asked(&step.ask),
                [(Series, "", query)].map(|(purpose, _, query)| {
                    let dataset = if decision == ErrorEvents {
                        "discover"
                    } else {
                        ""
                    };
                    (purpose, dataset, query)
                })
            );
            let found = step.decision.unwrap();
            assert_eq!((found.dataset, found.source), (decision, Inferred));
            assert_eq!(found.evidence.field.as_deref(), Some("event.type"));
            assert_eq!(step.keep, keeps, "{search} {filter}");
        }
        let chosen = Decision {
            source: User,
            ..stored
        };
        let step = first_step(&widget, plans.clone(), Some(&chosen), options(Errors));
        assert_eq!(step.decision.unwrap().dataset, chosen.dataset);
        let by_data = SplitOptions {
            names: false,
            ..options(Errors)
        };
        let step = first_step(&widget, plans, None, by_data);
        assert_eq!(step.ask.len(), 2, "names do not decide");
    }
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
    // Once it has decided, a server does not say so again.
    assert!(game.step.keep);
    // What a person chose, no server changes.
    let chosen = Decision {
        dataset: ErrorEvents,
        source: User,
        evidence: Evidence::default(),
    };
    let game = Game::begin(&mixed_widget("metricsEnhanced"), Some(&chosen), by_server);
    game.answer(Series, split)
        .decides(Some((ErrorEvents, User)));
    // Also in the middle of our own split.
    let game = Game::undecided(Errors).answer(SplitOriginal, split);
    game.decides(Some((TransactionLike, Server)))
        .shows(Show::Answer(SplitOriginal));
    game.answer(SplitErrors, DATA)
        .decides(Some((TransactionLike, Server)))
        .shows(Show::Answer(SplitOriginal))
        .asks_no_more();
}

//! A configuration that could not be had, refusals, silence: how a widget goes on by itself.

use super::*;

#[test]
fn a_configuration_that_could_not_be_fetched_is_fetched_again() {
    let mut driven = Driven::new();
    driven
        .dispatch(Event::AwaitingConfiguration)
        .dispatch(configuration_failed(http(503)));
    assert_eq!(driven.armed(), Some(500));
    driven.dispatch(Event::Alarm);
    assert!(driven.effects.contains(&Effect::Configure {
        is_user_initiated: false
    }));
    driven.dispatch(Event::Misconfigured(Error::config(
        "queries", "a list", "a string",
    )));
    assert_eq!(driven.armed(), None);
    assert!(
        driven
            .dispatch(Event::Refresh)
            .effects
            .contains(&Effect::Configure {
                is_user_initiated: true
            })
    );
}

fn configuration_failed(error: Error) -> Event {
    Event::ConfigurationFailed { error, chance: 0.5 }
}

#[test]
fn a_dashboard_that_could_not_be_had_is_asked_for_like_data() {
    let configure = Effect::Configure {
        is_user_initiated: false,
    };
    let network = ErrorKind::Network {
        detail: String::new(),
    };
    let undecodable = Error::decode(0, "a value", "`<`");
    let no_dashboard = Error::config("widgets", "a list of widgets", "nothing");
    for error in [
        http(503),
        http(429),
        network.into(),
        undecodable,
        no_dashboard,
    ] {
        let mut driven = Driven::new();
        driven.dispatch(Event::RefreshEvery {
            interval_ms: 60_000,
        });
        let mut context = Vec::new();
        for _ in 0..6 {
            driven
                .dispatch(Event::AwaitingConfiguration)
                .dispatch(configuration_failed(error.clone()));
            context.extend(driven.armed());
            assert!(driven.dispatch(Event::Alarm).effects.contains(&configure));
        }
        let expected = [500, 1_000, 2_000, 4_000, 60_000, 60_000];
        assert_eq!(context, expected, "{error}");
        driven
            .dispatch(Event::AwaitingConfiguration)
            .dispatch(configured(1));
        driven.answer(1, 0, Ok(number()));
        assert_eq!(driven.state.status(), WidgetStatus::Ready);
        assert_eq!(driven.armed(), Some(60_000));
    }
}

#[test]
fn those_who_wait_for_a_dashboard_wait_alike_and_are_served_by_a_neighbour() {
    let mut driven = Driven::new();
    driven
        .dispatch(Event::AwaitingConfiguration)
        .dispatch(Event::ConfigurationFailed {
            error: http(503),
            chance: 0.25,
        });
    assert_eq!(driven.armed(), Some(250), "by the chance they share");
    let effects = &driven.dispatch(Event::DashboardLoaded).effects;
    assert!(effects.contains(&Effect::Configure {
        is_user_initiated: false
    }));
    driven.dispatch(Event::AwaitingConfiguration);
    assert_eq!(driven.dispatch(Event::DashboardLoaded).effects, []);
    driven.dispatch(configured(1));
    assert_eq!(driven.dispatch(Event::DashboardLoaded).effects, []);
}

#[test]
fn a_dashboard_that_fails_later_takes_nothing_away() {
    let mut driven = Driven::started(1);
    driven.answer(1, 0, Ok(number()));
    driven
        .dispatch(Event::AwaitingConfiguration)
        .dispatch(configuration_failed(http(502)));
    assert_eq!(driven.state.status(), WidgetStatus::Stale);
    assert!(driven.state.shown().is_some());
    assert_eq!(driven.armed(), Some(500));
}

#[test]
fn a_refusal_is_asked_again_slowly_where_the_host_wants_so() {
    let rule = |refused| Rules {
        retry: Retry {
            refused,
            ..Retry::default()
        },
        ..Rules::default()
    };
    for (refused, status, armed) in [
        (Retry::default().refused, 404, Some(180_000)),
        (Retry::default().refused, 403, None),
        (Retry::default().refused, 401, None),
        ([true; 3], 401, Some(180_000)),
        ([false, true, false], 403, Some(180_000)),
        ([false; 3], 404, None),
    ] {
        let mut of_data = Driven::started(1);
        of_data.dispatch(Event::RulesChanged(rule(refused)));
        of_data.dispatch(Event::RefreshEvery {
            interval_ms: 10_000,
        });
        of_data.answer(1, 0, Err(http(status)));
        assert_eq!(of_data.armed(), armed, "{status}");
        assert_eq!(of_data.dispatch(Event::Refresh).sent(), [(RunId(2), 0)]);
        let mut of_dashboard = Driven::new();
        of_dashboard.dispatch(Event::RulesChanged(rule(refused)));
        of_dashboard.dispatch(configuration_failed(http(status)));
        assert_eq!(of_dashboard.armed(), armed, "{status} of the dashboard");
    }
    let mut rarely = Driven::started(1);
    rarely.dispatch(Event::RefreshEvery {
        interval_ms: 3_600_000,
    });
    rarely.answer(1, 0, Err(http(404)));
    assert_eq!(rarely.armed(), Some(3_600_000), "no more often than before");
}

/// When somebody looks at the age of the data again.
fn watched(driven: &Driven) -> Option<u64> {
    driven.effects.iter().find_map(|effect| match effect {
        Effect::ArmAge { after_ms } => Some(*after_ms),
        _ => None,
    })
}

#[test]
fn stale_looks_stale_after_one_and_a_half_refresh_intervals() {
    let mut driven = Driven::started(1);
    driven.dispatch(Event::RefreshEvery {
        interval_ms: 60_000,
    });
    driven.answer(1, 0, Ok(number()));
    assert_eq!(watched(&driven), Some(90_000));
    let status =
        |driven: &Driven| status_text::of(&driven.state, &Default::default(), driven.now_ms);
    // Out of sight nothing is asked.
    driven
        .dispatch(Event::Visible(false))
        .dispatch(Event::Alarm);
    driven.now_ms += 89_999;
    driven.dispatch(Event::AgeCheck);
    assert_eq!(
        (driven.state.status(), watched(&driven)),
        (WidgetStatus::Ready, Some(1))
    );
    assert_eq!(status(&driven).detail, "");
    driven.now_ms += 1;
    driven.dispatch(Event::AgeCheck);
    assert_eq!(
        (driven.state.status(), watched(&driven)),
        (WidgetStatus::Stale, Some(60_000))
    );
    assert_eq!(status(&driven).detail, "The data is from 1 minute ago.");
    assert!(status(&driven).can_retry);
    driven.now_ms += 3_600_000;
    driven.dispatch(Event::AgeCheck);
    assert_eq!(status(&driven).detail, "The data is from 1 hour ago.");
    driven.dispatch(Event::Visible(true));
    driven.answer(2, 0, Err(http(500)));
    assert!(
        status(&driven)
            .detail
            .ends_with("The data is from 1 hour ago.")
    );
    driven.dispatch(Event::Refresh).answer(3, 0, Ok(number()));
    assert_eq!(
        (driven.state.status(), watched(&driven)),
        (WidgetStatus::Ready, Some(90_000))
    );
    assert_eq!(status(&driven).detail, "");
}

#[test]
fn silence_and_a_clock_put_back_make_no_chart_look_fresh() {
    let mut driven = Driven::started(1);
    driven.dispatch(Event::RefreshEvery {
        interval_ms: 60_000,
    });
    driven.answer(1, 0, Ok(number()));
    driven.now_ms += 60_000;
    assert_eq!(driven.dispatch(Event::Alarm).sent(), [(RunId(2), 0)]);
    driven.now_ms += 60_000;
    let at = Now {
        now_ms: driven.now_ms - 3_600_000,
        mono_ms: driven.now_ms,
        skew_ms: 0,
        random: 0.5,
    };
    driven.state.step(at, Event::AgeCheck);
    let status = status_text::of(&driven.state, &Default::default(), at.mono_ms);
    assert_eq!(driven.state.status(), WidgetStatus::Stale);
    assert_eq!(status.detail, "The data is from 2 minutes ago.");
}

#[test]
fn what_has_no_refresh_or_comes_from_the_page_has_no_age() {
    let mut never = Driven::started(1);
    never.answer(1, 0, Ok(number()));
    assert_eq!(watched(&never), None);
    let mut given = Driven::new();
    given.dispatch(Event::RefreshEvery {
        interval_ms: 60_000,
    });
    given.dispatch(Event::ResponseAssigned(Ok(Rc::new(number()))));
    assert_eq!(watched(&given), None);
}

#[test]
fn what_is_to_be_found_out_anew_is_asked_whatever_is_kept() {
    let mut driven = Driven::new();
    driven.dispatch(Event::RulesChanged(Rules {
        uses_cache: true,
        ..Rules::default()
    }));
    driven.dispatch(Event::Configured {
        spec: spec(1, "{}"),
        keeps_shown: true,
        bypasses_stored: true,
    });
    let is_user_initiated = |effect: &Effect| {
        matches!(
            effect,
            Effect::Send {
                is_user_initiated: true,
                ..
            }
        )
    };
    assert!(driven.effects.iter().any(is_user_initiated));
    driven.answer(1, 0, Ok(number())).dispatch(Event::Refresh);
    assert!(driven.effects.iter().any(is_user_initiated));
    driven.answer(2, 0, Err(http(503))).dispatch(Event::Alarm);
    assert!(
        !driven.effects.iter().any(is_user_initiated),
        "nobody waits for it"
    );
}

#[test]
fn what_waits_for_a_closed_origin_is_at_rest() {
    let mut driven = Driven::started(1);
    driven.draw();
    assert_eq!(driven.state.settled(false), None);
    assert_eq!(driven.state.settled(true), Some(true));
    driven.answer(1, 0, Err(http(429)));
    assert_eq!(driven.state.settled(false), None, "the words");
    driven.draw();
    assert_eq!(driven.state.settled(false), Some(true));
}

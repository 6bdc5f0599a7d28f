//! Seven days of a page on a wall, on a fake clock: thirty widgets, a server, a network, and
//! everything that befalls them. The step function and the pool are the real ones; only time,
//! chance and the wire are made up, so that a run is the same whenever it runs.

#![allow(clippy::unwrap_used)]

mod outside;
mod page;

use events_stats_widget::state::WidgetStatus;
use outside::{DAY, HOUR, Happening, MINUTE, Outside, SECOND};
use page::{Page, WIDGETS};

/// Friday before the clocks of Berlin go forward, 00:00 UTC.
const BEGIN_MS: i64 = 1_774_569_600_000;

/// A week with everything in it: (time from the beginning, what happens).
fn week() -> Vec<(i64, Happening)> {
    use Happening::*;
    vec![
        (6 * HOUR, ServerFails { for_ms: 4 * MINUTE }),
        (10 * HOUR, Offline),
        (10 * HOUR + 20 * MINUTE, Online),
        (20 * HOUR, PageHidden),
        (DAY + 7 * HOUR, PageShown),
        (DAY + 9 * HOUR, Scrolled { seen: 10 }),
        (DAY + 11 * HOUR, Scrolled { seen: WIDGETS }),
        // Sunday, 01:00 UTC: the clocks change.
        (
            3 * DAY + 8 * HOUR,
            ClockPut {
                off_ms: 10 * MINUTE,
            },
        ),
        (4 * DAY + 8 * HOUR, ClockPut { off_ms: 0 }),
        (4 * DAY + 12 * HOUR, ServerLimits { for_ms: 3 * MINUTE }),
        (
            4 * DAY + 20 * HOUR,
            Sleep {
                for_ms: 11 * HOUR,
                timers_run: false,
            },
        ),
        (
            5 * DAY + 20 * HOUR,
            Sleep {
                for_ms: 11 * HOUR,
                timers_run: true,
            },
        ),
        (
            6 * DAY + 9 * HOUR,
            ClockPut {
                off_ms: -10 * MINUTE,
            },
        ),
        (
            6 * DAY + 10 * HOUR,
            ServerFails {
                for_ms: 90 * SECOND,
            },
        ),
    ]
}

/// Runs until `at` from the beginning and says that every widget shows the newest data then.
fn all_is_well(page: &mut Page, at: i64) {
    page.run_until(at);
    assert!(page.is_clock_right(), "the server's clock is believed");
    for (index, widget) in page.widgets.iter().enumerate() {
        let (look, error) = (widget.state.status(), widget.state.error());
        let since_load = page.elapsed_since_load(index);
        assert!(
            matches!(look, WidgetStatus::Ready | WidgetStatus::Stale) && error.is_none(),
            "widget {index} at {} h: {look:?}, {error:?}",
            at / HOUR
        );
        let longest = widget.longest_ms() + page::LATENCY_MS;
        assert!(since_load <= longest, "widget {index}: {since_load} ms");
    }
}

#[test]
fn a_week_loses_nothing_and_asks_no_more_than_it_should() {
    let mut page = Page::new(BEGIN_MS, week());
    // After each trouble the slowest refresh is waited for: by then all must be new again.
    let round = 66 * MINUTE;
    for calm in [
        5 * HOUR,
        6 * HOUR + 4 * MINUTE + round,
        10 * HOUR + 20 * MINUTE + round,
        DAY + 7 * HOUR + round,
        DAY + 11 * HOUR + round,
        2 * DAY,
        2 * DAY + HOUR + round,
        3 * DAY,
        3 * DAY + 8 * HOUR + round,
        4 * DAY + 8 * HOUR + round,
        4 * DAY + 12 * HOUR + 3 * MINUTE + round,
        5 * DAY + 7 * HOUR + round,
        6 * DAY + 7 * HOUR + round,
        6 * DAY + 10 * HOUR + 2 * MINUTE + round,
        7 * DAY,
    ] {
        all_is_well(&mut page, calm);
    }
    assert!(page.runs > 50_000, "{} runs", page.runs);
    assert_eq!(page.sent, page.answered + page.given_up + page.under_way());
}

#[test]
fn the_same_week_twice_is_the_same_week() {
    let run = || {
        let mut page = Page::new(BEGIN_MS, week());
        page.run_until(12 * HOUR);
        (page.sent, page.answered, page.given_up, page.runs)
    };
    assert_eq!(run(), run());
}

#[test]
fn calm_hours_hold_one_run_an_interval_and_widget() {
    let mut page = Page::new(BEGIN_MS, Vec::new());
    page.run_until(HOUR);
    let before = page.runs;
    page.run_until(25 * HOUR);
    let expected: f64 = page
        .widgets
        .iter()
        .map(|widget| (DAY as f64) / (widget.interval_ms as f64 + page::LATENCY_MS as f64 / 2.0))
        .sum();
    let ratio = (page.runs - before) as f64 / expected;
    assert!((0.97..1.03).contains(&ratio), "{ratio}");
}

#[test]
fn a_laptop_that_wakes_asks_once_for_each_widget() {
    for timers_run in [false, true] {
        let nap = Happening::Sleep {
            for_ms: 11 * HOUR,
            timers_run,
        };
        let mut page = Page::new(BEGIN_MS, vec![(HOUR, nap)]);
        page.run_until(HOUR);
        let before = page.sent;
        page.run_until(12 * HOUR + 10 * SECOND);
        let burst = page.sent - before;
        // What was under way when it fell asleep is tried again besides.
        assert!(burst <= WIDGETS + 5, "{burst} requests after waking");
        assert!(timers_run || burst < WIDGETS, "the timers stood still too");
    }
}

#[test]
fn an_outage_of_the_server_is_not_made_worse() {
    for (outage, most_each) in [(SECOND, 3), (4 * MINUTE, 10), (HOUR, 67)] {
        let fails = Happening::ServerFails { for_ms: outage };
        let mut page = Page::new(BEGIN_MS, vec![(HOUR, fails)]);
        page.run_until(HOUR);
        let before: Vec<_> = page.widgets.iter().map(|widget| widget.sent).collect();
        page.run_until(HOUR + outage);
        for (widget, before) in page.widgets.iter().zip(before) {
            // Five tries in a row, then one each time a refresh is due.
            let sent = widget.sent - before;
            assert!(sent <= most_each, "{sent} requests in {outage} ms");
            assert_ne!(widget.state.status(), WidgetStatus::Error);
        }
    }
}

#[test]
fn too_many_requests_quiet_the_whole_page() {
    let limits = Happening::ServerLimits {
        for_ms: 10 * MINUTE,
    };
    let mut page = Page::new(BEGIN_MS, vec![(HOUR, limits)]);
    page.run_until(HOUR);
    let before = page.started;
    page.run_until(HOUR + 10 * MINUTE);
    // It asks for a minute of patience each time; five may have been under way each time.
    let sent = page.started - before;
    assert!(sent <= 11 * 5, "{sent} requests");
    all_is_well(&mut page, HOUR + 10 * MINUTE + 67 * MINUTE);
}

#[test]
fn a_page_opened_into_a_fault_heals_by_itself_with_one_request_for_all() {
    for for_ms in [SECOND, MINUTE, 20 * MINUTE] {
        let until_ms = BEGIN_MS + for_ms;
        let none = Outside::default;
        for outside in [
            Outside {
                fails_until_ms: until_ms,
                ..none()
            },
            Outside {
                limits_until_ms: until_ms,
                ..none()
            },
            Outside {
                garbles_until_ms: until_ms,
                ..none()
            },
            Outside {
                is_offline: true,
                ..none()
            },
        ] {
            // Nobody is told that the network is back.
            let mut page = Page::opened_into(outside, BEGIN_MS, Vec::new());
            page.run_until(for_ms);
            page.outside.is_offline = false;
            // One and a tenth of the shortest refresh, or what the server asks for.
            page.run_until(for_ms + 70 * SECOND);
            for (index, widget) in page.widgets.iter().enumerate() {
                assert_eq!(
                    widget.state.status(),
                    WidgetStatus::Ready,
                    "widget {index}, {for_ms} ms"
                );
            }
            // Five tries in a row, then one for each of the four intervals.
            let most = 6 + 2 * (for_ms / MINUTE) as usize;
            assert!(
                page.dashboards <= most,
                "{} for {for_ms} ms",
                page.dashboards
            );
        }
    }
}

#[test]
fn an_hour_of_patience_is_five_minutes_and_a_wish_is_tried_at_once() {
    let limits = Happening::ServerLimits {
        for_ms: 10 * MINUTE,
    };
    let patient = Outside {
        patience_ms: 3_600_000,
        ..Outside::default()
    };
    let mut page = Page::opened_into(patient, BEGIN_MS, vec![(HOUR, limits)]);
    page.run_until(HOUR + 9 * MINUTE);
    for (index, widget) in page.widgets.iter().enumerate() {
        let is_late = page.elapsed_since_load(index) > widget.interval_ms * 3 / 2;
        let look = widget.state.status();
        assert_eq!(widget.state.is_overdue(), is_late, "widget {index}");
        assert!(
            !is_late || look == WidgetStatus::Stale,
            "widget {index}: {look:?}"
        );
    }
    assert!(
        page.widgets
            .iter()
            .filter(|widget| widget.state.is_overdue())
            .count()
            > 7
    );
    // Nobody but the one who asks is tried while the server wants to be left alone.
    let before = page.started;
    page.wish(0);
    page.run_until(HOUR + 9 * MINUTE + 5 * SECOND);
    assert_eq!(page.started - before, 1);
    assert!(page.widgets[0].state.error().is_some());
    page.run_until(HOUR + 10 * MINUTE);
    page.wish(1);
    page.run_until(HOUR + 10 * MINUTE + 5 * SECOND);
    assert_eq!(
        page.widgets[1].state.status(),
        WidgetStatus::Ready,
        "and that opens it again"
    );
    all_is_well(&mut page, HOUR + 16 * MINUTE + 67 * MINUTE);
}

#[test]
fn a_clock_that_is_put_by_an_hour_silences_nobody() {
    for off_ms in [-HOUR, HOUR, -DAY] {
        let put = Happening::ClockPut { off_ms };
        let limits = Happening::ServerLimits { for_ms: 2 * MINUTE };
        let mut page = Page::new(BEGIN_MS, vec![(HOUR, limits), (HOUR + MINUTE, put)]);
        all_is_well(&mut page, HOUR + 2 * MINUTE + 67 * MINUTE);
    }
}

#[test]
fn whatever_is_answered_every_widget_comes_to_rest() {
    let mad = Outside {
        is_mad: true,
        ..Outside::default()
    };
    let mut page = Page::opened_into(mad, BEGIN_MS, week());
    // That it holds is looked at after every step.
    page.run_until(DAY);
    page.outside.is_mad = false;
    page.run_until(DAY + 5 * MINUTE);
    for index in 0..WIDGETS {
        page.wish(index);
    }
    all_is_well(&mut page, DAY + 6 * MINUTE);
}

//! Ticks at round local times: seconds, minutes, hours, days, weeks, months, years.

mod step;

use crate::convert;
use crate::format::TimeStyle;
use crate::time::civil::Civil;
use crate::time::{DAY, HOUR, Local, Zone};

use step::TickStep;

const MOST_TICKS: usize = 200;
/// Fewer do not say how long the axis is.
const FEWEST_TICKS: usize = 3;

/// One tick of a time axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeTick {
    /// Instant, epoch seconds.
    pub at: i64,
    /// How it is labelled: by the coarsest thing that begins there.
    pub style: TimeStyle,
}

/// What bounds the number of ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeTickLimits {
    /// About so many ticks at most.
    pub count: usize,
    /// No two ticks closer than this: the bucket's width.
    pub smallest_step_secs: i64,
}

/// Ticks from `start` to `end` (epoch seconds, both included) at round times of the
/// zone's wall clock. A time that the wall clock skips has no tick; one that it shows
/// twice has it the first time. Days and longer begin at local midnight, or where the clock
/// skips that, at the first moment after it; weeks on Monday.
pub fn time_ticks(start: i64, end: i64, zone: &Zone, limits: TimeTickLimits) -> Vec<TimeTick> {
    // The calendar ends with the year 9999.
    const FAR: i64 = 253_000_000_000;
    let (start, end) = (start.clamp(-FAR, FAR), end.clamp(-FAR, FAR));
    if start >= end || limits.count == 0 {
        return Vec::new();
    }
    let (step, finer) = TickStep::choose(end - start, limits);
    let ticks = multiples(start, end, zone, step, limits.count);
    let Some(finer) = finer.filter(|_| ticks.len() < FEWEST_TICKS) else {
        return ticks;
    };
    // Not all of a finer step, where as many have room.
    let mut some = multiples(start, end, zone, finer, 2 * limits.count);
    let every = some.len().div_ceil(limits.count + 1).max(1);
    let (mut place, mut kept) = (0, 0);
    while place < some.len() {
        some.swap(kept, place);
        place += every;
        kept += 1;
    }
    some.truncate(kept);
    if kept > ticks.len() { some } else { ticks }
}

/// Ticks at the multiples of a step, about `count`.
fn multiples(start: i64, end: i64, zone: &Zone, step: TickStep, count: usize) -> Vec<TimeTick> {
    let first = step.floor(zone.local(start).min(zone.local(end)));
    let most = 2 * convert::signed(count.clamp(2, MOST_TICKS)) + 4;
    let mut ticks: Vec<TimeTick> = Vec::new();
    let mut year = None;
    for local in (first..first + most).map(|number| step.local(number)) {
        let at = match zone.to_utc(local) {
            Local::Single(at) | Local::Doubled { earlier: at, .. } => at,
            // A day begins with the first moment that its clock shows.
            Local::Missing { after } if local.rem_euclid(DAY) == 0 => after,
            Local::Missing { .. } => continue,
        };
        if at > end {
            break;
        }
        if at >= start && ticks.last().is_none_or(|last| last.at < at) {
            let style = match style_of(local, &mut year) {
                TimeStyle::Minute if step.secs() >= HOUR => TimeStyle::Hour,
                style => style,
            };
            ticks.push(TimeTick { at, style });
        }
    }
    ticks
}

/// Days say their year where it begins, and the first ones after that.
fn style_of(local: i64, year: &mut Option<i64>) -> TimeStyle {
    if local.rem_euclid(DAY) == 0 {
        let date = Civil::from_secs(local);
        let before = year.replace(date.year);
        let is_first = before.is_some_and(|before| before != date.year);
        return if is_first || (date.month, date.day) == (1, 1) {
            TimeStyle::YearStart
        } else {
            TimeStyle::Day
        };
    }
    if local.rem_euclid(60) == 0 {
        TimeStyle::Minute
    } else {
        TimeStyle::Second
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{format_moment, parse_moment};
    use proptest::prelude::*;

    fn at(text: &str) -> i64 {
        parse_moment(text).unwrap()
    }

    fn new_york() -> Zone {
        Zone::new(vec![
            (at("2024-11-03T06:00:00Z"), -18_000),
            (at("2025-03-09T07:00:00Z"), -14_400),
            (at("2025-11-02T06:00:00Z"), -18_000),
        ])
    }

    fn local_ticks(start: &str, end: &str, zone: &Zone, count: usize) -> Vec<String> {
        let limits = TimeTickLimits {
            count,
            smallest_step_secs: 1,
        };
        time_ticks(at(start), at(end), zone, limits)
            .iter()
            .map(|tick| format_moment(zone.local(tick.at)).replace(":00:00", "h"))
            .collect()
    }

    #[test]
    fn the_coarsest_step_that_gives_enough_ticks() {
        let utc = Zone::utc();
        for (end, boundary) in [
            ("2025-01-01T00:05:00Z", 60),
            ("2025-01-01T01:00:00Z", 60),
            ("2025-01-01T06:00:00Z", 3600),
            ("2025-01-02T00:00:00Z", 3600),
            ("2025-01-08T00:00:00Z", DAY),
            ("2025-01-31T00:00:00Z", DAY),
        ] {
            let limits = TimeTickLimits {
                count: 5,
                smallest_step_secs: 1,
            };
            let ticks = time_ticks(at("2025-01-01T00:00:00Z"), at(end), &utc, limits);
            assert!((2..=8).contains(&ticks.len()), "{end}: {}", ticks.len());
            assert!(ticks.iter().all(|tick| tick.at % boundary == 0), "{end}");
        }
    }

    #[test]
    fn months_and_years_begin_on_their_first_day() {
        let utc = Zone::utc();
        assert_eq!(
            local_ticks("2025-01-01", "2025-04-01", &utc, 5),
            [
                "2025-01-01T00h",
                "2025-02-01T00h",
                "2025-03-01T00h",
                "2025-04-01T00h"
            ]
        );
        assert_eq!(
            local_ticks("2025-01-01", "2026-01-01", &utc, 5),
            [
                "2025-01-01T00h",
                "2025-04-01T00h",
                "2025-07-01T00h",
                "2025-10-01T00h",
                "2026-01-01T00h"
            ]
        );
        assert_eq!(
            local_ticks("2015-06-01", "2026-01-01", &utc, 5),
            ["2016", "2018", "2020", "2022", "2024", "2026"]
                .map(|year| format!("{year}-01-01T00h"))
        );
        assert_eq!(local_ticks("2022-12-31", "2025-02-01", &utc, 5).len(), 5);
    }

    #[test]
    fn days_follow_the_wall_clock_through_a_change() {
        let zone = new_york();
        for (start, end, change, hours) in [
            (
                "2025-03-07T05:00:00Z",
                "2025-03-12T04:00:00Z",
                "2025-03-09",
                23,
            ),
            (
                "2025-10-31T04:00:00Z",
                "2025-11-05T05:00:00Z",
                "2025-11-02",
                25,
            ),
        ] {
            let limits = TimeTickLimits {
                count: 6,
                smallest_step_secs: 1,
            };
            let ticks = time_ticks(at(start), at(end), &zone, limits);
            assert!(ticks.iter().all(|tick| zone.local(tick.at) % DAY == 0));
            let day = ticks
                .iter()
                .position(|tick| zone.local(tick.at) == at(change))
                .unwrap();
            assert_eq!(ticks[day + 1].at - ticks[day].at, hours * 3600);
        }
    }

    #[test]
    fn a_skipped_hour_has_no_tick_and_a_doubled_one_has_one() {
        let zone = new_york();
        assert_eq!(
            local_ticks("2025-03-09T05:00:00Z", "2025-03-09T10:00:00Z", &zone, 6),
            [
                "2025-03-09T00h",
                "2025-03-09T01h",
                "2025-03-09T03h",
                "2025-03-09T04h",
                "2025-03-09T05h",
                "2025-03-09T06h"
            ]
        );
        assert_eq!(
            local_ticks("2025-11-02T04:00:00Z", "2025-11-02T08:00:00Z", &zone, 6),
            [
                "2025-11-02T00h",
                "2025-11-02T01h",
                "2025-11-02T02h",
                "2025-11-02T03h"
            ]
        );
    }

    #[test]
    fn a_day_without_midnight_begins_with_its_first_moment() {
        let santiago = Zone::new(vec![
            (at("2026-04-05T03:00:00Z"), -14_400),
            (at("2026-09-06T04:00:00Z"), -10_800),
        ]);
        let cairo = Zone::new(vec![
            (at("2025-10-30T21:00:00Z"), 7_200),
            (at("2026-04-23T22:00:00Z"), 10_800),
        ]);
        for (zone, change) in [
            (&santiago, "2026-09-06T04:00:00Z"),
            (&cairo, "2026-04-23T22:00:00Z"),
        ] {
            let change = at(change);
            // From a step of minutes to one of weeks; the day of the change begins at 1 o'clock.
            for (before, after, count) in [
                (2 * 3600, 2 * 3600, 8),
                (DAY, DAY, 8),
                (3 * DAY, 3 * DAY, 8),
                (0, 7 * DAY, 8),
            ] {
                let limits = TimeTickLimits {
                    count,
                    smallest_step_secs: 1,
                };
                let ticks = time_ticks(change - before, change + after, zone, limits);
                let found = ticks.iter().find(|tick| tick.at == change);
                assert_eq!(
                    found.map(|tick| tick.style),
                    Some(TimeStyle::Day),
                    "{before}"
                );
            }
        }
    }

    #[test]
    fn odd_offsets_have_ticks_at_their_own_hours() {
        for offset in [19_800, 20_700, -34_200] {
            let zone = Zone::fixed(offset);
            let limits = TimeTickLimits {
                count: 5,
                smallest_step_secs: 1,
            };
            let start = at("2025-01-15T00:00:00Z") - i64::from(offset);
            let ticks = time_ticks(start, start + DAY, &zone, limits);
            assert!(ticks.iter().all(|tick| zone.local(tick.at) % 3600 == 0));
            assert_eq!(ticks[0].style, TimeStyle::Day);
        }
    }

    #[test]
    fn no_tick_is_finer_than_a_bucket() {
        let limits = TimeTickLimits {
            count: 12,
            smallest_step_secs: DAY,
        };
        let ticks = time_ticks(at("2025-01-01"), at("2025-01-03"), &Zone::utc(), limits);
        assert_eq!(ticks.len(), 3);
    }

    #[test]
    fn three_ticks_wherever_three_fit() {
        let utc = Zone::utc();
        for days in 2..120 {
            for count in 3..9 {
                let limits = TimeTickLimits {
                    count,
                    smallest_step_secs: 3600,
                };
                for start in ["2025-01-01T05:00:00Z", "2025-02-27T17:00:00Z"].map(at) {
                    let ticks = time_ticks(start, start + days * DAY, &utc, limits);
                    assert!(ticks.len() >= 3, "{days} days, {count}: {}", ticks.len());
                }
            }
        }
        assert_eq!(
            local_ticks("2025-11-14", "2025-11-27", &utc, 5)[..3],
            ["2025-11-14T00h", "2025-11-17T00h", "2025-11-20T00h"]
        );
    }

    #[test]
    fn the_first_tick_of_a_year_says_so() {
        let limits = TimeTickLimits {
            count: 6,
            smallest_step_secs: 3600,
        };
        let ticks = time_ticks(at("2025-12-24"), at("2026-01-09"), &Zone::utc(), limits);
        let styles = ticks
            .iter()
            .map(|tick| (tick.style, tick.at >= at("2026-01-01")));
        let years: Vec<usize> = styles
            .enumerate()
            .filter(|(_, (style, _))| *style == TimeStyle::YearStart)
            .map(|(index, _)| index)
            .collect();
        let first = ticks.iter().position(|tick| tick.at >= at("2026-01-01"));
        assert_eq!(years, [first.unwrap()]);
    }

    #[test]
    fn nothing_where_there_is_no_time() {
        let limits = TimeTickLimits {
            count: 5,
            smallest_step_secs: 1,
        };
        assert!(time_ticks(7, 7, &Zone::utc(), limits).is_empty());
        assert!(time_ticks(8, 7, &Zone::utc(), limits).is_empty());
    }

    proptest! {
        #[test]
        fn any_range_ends_in_few_ascending_ticks_inside(
            start in any::<i64>(), width in any::<i64>(), count in 0usize..50,
            smallest in any::<i64>(), offset in any::<i32>(),
        ) {
            let limits = TimeTickLimits { count, smallest_step_secs: smallest };
            let zone = Zone::new(vec![(0, offset), (start, 0)]);
            let end = start.saturating_add(width);
            let ticks = time_ticks(start, end, &zone, limits);
            prop_assert!(ticks.len() <= 2 * count + 8);
            prop_assert!(ticks.is_sorted_by(|a, b| a.at < b.at));
            prop_assert!(ticks.iter().all(|tick| (start..=end).contains(&tick.at)));
        }

        #[test]
        fn ranges_of_dashboards_have_enough_ticks(
            start in 1_600_000_000i64..1_900_000_000, secs in 60i64..100_000_000, count in 3usize..20,
        ) {
            let limits = TimeTickLimits { count, smallest_step_secs: 1 };
            let ticks = time_ticks(start, start + secs, &new_york(), limits);
            prop_assert!(ticks.len() <= count + 1, "{}", ticks.len());
            prop_assert!(ticks.len() >= count / 4, "{}", ticks.len());
        }
    }
}

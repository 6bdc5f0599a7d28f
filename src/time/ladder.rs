//! Interval ladders: the bucket width that fits a range.
//!
//! Sentry: the front end's for charts, the server's own default, and the bounds of an interval
//! that was chosen. Which of them holds for a widget
//! is up to `request`.

use super::{DAY, HOUR, MINUTE, TimeRange};

/// Steps of a ladder: from this length on, this width.
type Steps = [(i64, i64)];

/// "More than an hour" and "more than a day" mean one whole minute more, as in Sentry.
const OVER_HOUR: i64 = HOUR + MINUTE;
const OVER_DAY: i64 = DAY + MINUTE;

const FRONT_END: &Steps = &[
    (60 * DAY, 4 * HOUR),
    (30 * DAY, HOUR),
    (OVER_DAY, 30 * MINUTE),
    (OVER_HOUR, 5 * MINUTE),
    (i64::MIN, MINUTE),
];
/// The server's own: its two shortest steps do look swapped, and are not.
const SERVER: &Steps = &[
    (60 * DAY, DAY),
    (30 * DAY, 4 * HOUR),
    (DAY + 1, HOUR),
    (HOUR + 1, 5 * MINUTE),
    (i64::MIN, 15 * MINUTE),
];
/// Narrowest that keeps a series at a thousand points or fewer.
const NARROWEST: &Steps = &[
    (30 * DAY, 3 * HOUR),
    (14 * DAY, HOUR),
    (4 * DAY, 30 * MINUTE),
    (2 * DAY, 10 * MINUTE),
    (12 * HOUR, 5 * MINUTE),
    (i64::MIN, MINUTE),
];
/// Sentry: widths that its users choose among.
const CHOICES: [i64; 8] = [
    MINUTE,
    5 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    3 * HOUR,
    12 * HOUR,
    DAY,
];

/// A line of more points than this turns to wool where it has the width of a number.
const OVERVIEW_BUCKETS: i64 = 120;

fn step(steps: &Steps, length: i64) -> i64 {
    steps
        .iter()
        .find(|&&(from, _)| length >= from)
        .map_or(MINUTE, |&(_, width)| width)
}

/// Bucket width in seconds of a range so many seconds long, as Sentry's charts have it (its
/// fidelity `high`); a negative length takes the narrowest.
pub fn front_end(length: i64) -> i64 {
    step(FRONT_END, length)
}

/// Bucket width that the server takes when it is given none, or one it cannot use.
pub fn server_default(range: TimeRange) -> i64 {
    step(SERVER, range.secs())
}

/// A width that the viewer chose: no narrower than the range bears. A wider one than
/// would be offered stays.
pub fn clamp_choice(width: i64, range: TimeRange) -> i64 {
    width.max(step(NARROWEST, range.secs()))
}

/// Widths that a viewer is offered: of Sentry's own choice those that the range bears, and that
/// are less than all of it.
pub fn choices(range: TimeRange) -> impl Iterator<Item = i64> {
    let narrowest = clamp_choice(0, range);
    let is_offered = move |width: &i64| *width >= narrowest && *width < range.secs();
    CHOICES.into_iter().filter(is_offered)
}

/// The narrowest of those widths in which a small picture shows a range as a whole.
pub fn overview(range: TimeRange) -> i64 {
    let fits = |width: &i64| range.secs() <= width.saturating_mul(OVERVIEW_BUCKETS);
    CHOICES.into_iter().find(fits).unwrap_or(DAY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::WEEK;

    #[test]
    fn widths_of_the_front_end() {
        for (length, width) in [
            (90 * DAY, 4 * HOUR),
            (60 * DAY, 4 * HOUR),
            (60 * DAY - 1, HOUR),
            (30 * DAY, HOUR),
            (14 * DAY, 30 * MINUTE),
            (2 * DAY, 30 * MINUTE),
            (DAY + MINUTE, 30 * MINUTE),
            (DAY, 5 * MINUTE),
            (HOUR + MINUTE, 5 * MINUTE),
            (HOUR, MINUTE),
            (-5, MINUTE),
        ] {
            assert_eq!(front_end(length), width, "{length}");
        }
    }

    #[test]
    fn widths_of_an_overview() {
        for (length, width) in [
            (HOUR, MINUTE),
            (2 * HOUR + 1, 5 * MINUTE),
            (DAY, 15 * MINUTE),
            (WEEK, 3 * HOUR),
            (14 * DAY, 3 * HOUR),
            (30 * DAY, 12 * HOUR),
            (90 * DAY, DAY),
            (1_000 * DAY, DAY),
        ] {
            let range = TimeRange::new(0, length).unwrap();
            assert_eq!(overview(range), width, "{length}");
        }
    }

    #[test]
    fn the_servers_default() {
        for (length, width) in [
            (60 * DAY, DAY),
            (30 * DAY, 4 * HOUR),
            (DAY + 1, HOUR),
            (DAY, 5 * MINUTE),
            (2 * HOUR, 5 * MINUTE),
            (HOUR, 15 * MINUTE),
        ] {
            let range = TimeRange::new(0, length).unwrap();
            assert_eq!(server_default(range), width, "{length}");
        }
    }

    #[test]
    fn what_is_offered_is_what_the_range_bears() {
        let offered = |length| {
            let range = TimeRange::new(0, length).unwrap();
            choices(range).collect::<Vec<_>>()
        };
        assert_eq!(offered(HOUR), CHOICES[..4]);
        assert_eq!(offered(DAY), CHOICES[1..7]);
        assert_eq!(offered(14 * DAY), CHOICES[4..]);
        assert_eq!(offered(90 * DAY), CHOICES[5..]);
        assert_eq!(offered(MINUTE), [0; 0]);
    }

    #[test]
    fn a_choice_is_held_to_what_the_range_bears() {
        for (width, length, held) in [
            (5 * MINUTE, 14 * DAY, HOUR),
            (12 * HOUR, 14 * DAY, 12 * HOUR),
            (DAY, WEEK, DAY),
            (WEEK, 30 * DAY, WEEK),
        ] {
            assert_eq!(
                clamp_choice(width, TimeRange::new(0, length).unwrap()),
                held
            );
        }
    }
}

//! Interval ladders: the bucket width that fits a range.
//!
//! Sentry: the front end's three fidelities, the server's own default, and the
//! bounds of an interval that the viewer chose. Which of them holds for a widget
//! is up to `request`.

use super::{DAY, HOUR, MINUTE, TimeRange};

/// Steps of a ladder: from this length on, this width.
type Steps = [(i64, i64)];

/// "More than an hour" and "more than a day" mean one whole minute more, as in Sentry.
const OVER_HOUR: i64 = HOUR + MINUTE;
const OVER_DAY: i64 = DAY + MINUTE;

const HIGH: &Steps = &[
    (60 * DAY, 4 * HOUR),
    (30 * DAY, HOUR),
    (OVER_DAY, 30 * MINUTE),
    (OVER_HOUR, 5 * MINUTE),
    (i64::MIN, MINUTE),
];
const MEDIUM: &Steps = &[
    (60 * DAY, DAY),
    (30 * DAY, 4 * HOUR),
    (OVER_DAY, HOUR),
    (OVER_HOUR, 15 * MINUTE),
    (i64::MIN, 5 * MINUTE),
];
const LOW: &Steps = &[
    (60 * DAY, 2 * DAY),
    (30 * DAY, DAY),
    (14 * DAY, 12 * HOUR),
    (OVER_DAY, 6 * HOUR),
    (OVER_HOUR, HOUR),
    (i64::MIN, 10 * MINUTE),
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
/// Widest that is worth offering.
const WIDEST: &Steps = &[
    (30 * DAY, 12 * HOUR),
    (14 * DAY, 6 * HOUR),
    (4 * DAY, 3 * HOUR),
    (2 * DAY, HOUR),
    (12 * HOUR, 30 * MINUTE),
    (6 * HOUR, 10 * MINUTE),
    (5 * MINUTE, 5 * MINUTE),
    (i64::MIN, MINUTE),
];
/// Ranges that are offered whole days.
const DAYS_FROM: i64 = 14 * DAY;

/// Widths that a viewer may choose from (Sentry: the interval menu of its explore pages).
pub const CHOICES: [i64; 9] = [
    MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    30 * MINUTE,
    HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
];

/// How finely a range is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fidelity {
    /// The finest.
    High,
    /// The usual.
    Medium,
    /// The coarsest.
    Low,
}

fn step(steps: &Steps, length: i64) -> i64 {
    steps
        .iter()
        .find(|&&(from, _)| length >= from)
        .map_or(MINUTE, |&(_, width)| width)
}

/// Bucket width in seconds of a range so many seconds long; a negative length takes the finest.
pub fn by_fidelity(fidelity: Fidelity, length: i64) -> i64 {
    let steps = match fidelity {
        Fidelity::High => HIGH,
        Fidelity::Medium => MEDIUM,
        Fidelity::Low => LOW,
    };
    step(steps, length)
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

/// Those of [`CHOICES`] that suit the range.
pub fn choices(range: TimeRange) -> impl Iterator<Item = i64> {
    let (narrowest, widest) = (step(NARROWEST, range.secs()), step(WIDEST, range.secs()));
    CHOICES.into_iter().filter(move |&width| {
        (narrowest..=widest).contains(&width) || (width == DAY && range.secs() >= DAYS_FROM)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::WEEK;

    #[test]
    fn fidelities() {
        for (length, high, medium, low) in [
            (90 * DAY, 4 * HOUR, DAY, 2 * DAY),
            (60 * DAY, 4 * HOUR, DAY, 2 * DAY),
            (60 * DAY - 1, HOUR, 4 * HOUR, DAY),
            (30 * DAY, HOUR, 4 * HOUR, DAY),
            (14 * DAY, 30 * MINUTE, HOUR, 12 * HOUR),
            (2 * DAY, 30 * MINUTE, HOUR, 6 * HOUR),
            (DAY + MINUTE, 30 * MINUTE, HOUR, 6 * HOUR),
            (DAY, 5 * MINUTE, 15 * MINUTE, HOUR),
            (HOUR + MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR),
            (HOUR, MINUTE, 5 * MINUTE, 10 * MINUTE),
            (-5, MINUTE, 5 * MINUTE, 10 * MINUTE),
        ] {
            assert_eq!(by_fidelity(Fidelity::High, length), high, "{length}");
            assert_eq!(by_fidelity(Fidelity::Medium, length), medium, "{length}");
            assert_eq!(by_fidelity(Fidelity::Low, length), low, "{length}");
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
    fn choices_suit_the_range() {
        for (length, widths) in [
            (MINUTE, vec![MINUTE]),
            (HOUR, vec![MINUTE, 5 * MINUTE]),
            (DAY, vec![5 * MINUTE, 10 * MINUTE, 30 * MINUTE]),
            (WEEK, vec![30 * MINUTE, HOUR, 3 * HOUR]),
            (14 * DAY, vec![HOUR, 3 * HOUR, 6 * HOUR, DAY]),
            (30 * DAY, vec![3 * HOUR, 6 * HOUR, 12 * HOUR, DAY]),
        ] {
            let range = TimeRange::new(0, length).unwrap();
            assert_eq!(choices(range).collect::<Vec<_>>(), widths, "{length}");
        }
        for length in [
            HOUR,
            23 * HOUR,
            DAY,
            6 * DAY,
            WEEK,
            13 * DAY,
            29 * DAY,
            90 * DAY,
        ] {
            let range = TimeRange::new(0, length).unwrap();
            assert!(
                choices(range).all(|width| length / width < 1000),
                "{length}"
            );
        }
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

//! A change as text, with its direction beside it: readable without colour.

use super::decimal::{Decimal, NumberLocale};
use super::unit::Unit;
use crate::run::compare::{Delta, Percent};
use crate::time::Offset;

/// Where a value went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// It rose.
    Up,
    /// It fell.
    Down,
    /// It did not change, within the digits shown.
    Same,
    /// There was nothing before.
    New,
}

impl Direction {
    /// An arrow for it; no change and new have their own signs.
    pub fn arrow(self) -> &'static str {
        match self {
            Direction::Up => "▲",
            Direction::Down => "▼",
            Direction::Same => "=",
            Direction::New => "✦",
        }
    }
}

/// A change in words and figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeText {
    /// Where the value went.
    pub direction: Direction,
    /// `+12.5%`, `-3 pp`, `+0.4/s`; in English `new` and `no change`.
    pub text: String,
}

/// How far back an earlier period lies: `1 week earlier`, `previous period`.
pub fn earlier_by(offset: Offset) -> String {
    if offset == Offset::Previous {
        return "previous period".to_owned();
    }
    let text = offset.to_string();
    let amount = text.trim_end_matches(|letter: char| !letter.is_ascii_digit());
    let unit = match text.as_bytes().last() {
        Some(b'm') => "minute",
        Some(b'h') => "hour",
        Some(b'd') => "day",
        Some(b'w') => "week",
        Some(b'M') => "month",
        Some(b'y') => "year",
        _ => "second",
    };
    let plural = if amount == "1" { "" } else { "s" };
    format!("{amount} {unit}{plural} earlier")
}

/// Percent with at most two decimals (one from ten, none from a thousand percent on);
/// shares change by percentage points (`pp`), rates by their own unit.
pub fn change(delta: &Delta, unit: Unit, locale: &NumberLocale) -> ChangeText {
    let change_text = |direction, text: &str| ChangeText {
        direction,
        text: text.to_owned(),
    };
    match delta.percent {
        Percent::New => change_text(Direction::New, "new"),
        Percent::NoChange => change_text(Direction::Same, "no change"),
        Percent::Value(percent) => signed(percent, decimals(percent), "%", locale),
        Percent::None => match unit {
            Unit::Percentage | Unit::PercentChange => {
                signed(delta.absolute * 100.0, 2, " pp", locale)
            }
            _ if delta.absolute == 0.0 => change_text(Direction::Same, "no change"),
            _ => amount(delta.absolute, unit, locale),
        },
    }
}

fn decimals(percent: f64) -> i32 {
    match percent.abs() {
        size if size < 10.0 => 2,
        size if size < 1000.0 => 1,
        _ => 0,
    }
}

/// The sign is written before the digits; a number that rounds to nothing has none.
fn signed(number: f64, decimals: i32, suffix: &str, locale: &NumberLocale) -> ChangeText {
    let rounded = Decimal::new(number.abs()).round(decimals);
    let (direction, sign) = match rounded.is_zero() {
        true => (Direction::Same, ""),
        false if number < 0.0 => (Direction::Down, "-"),
        false => (Direction::Up, "+"),
    };
    ChangeText {
        direction,
        text: format!("{sign}{}{suffix}", rounded.text(0, true, locale)),
    }
}

fn amount(absolute: f64, unit: Unit, locale: &NumberLocale) -> ChangeText {
    let (direction, sign) = if absolute < 0.0 {
        (Direction::Down, "-")
    } else {
        (Direction::Up, "+")
    };
    ChangeText {
        direction,
        text: format!("{sign}{}", super::tooltip(absolute.abs(), unit, locale)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::RatePer;

    #[test]
    fn how_far_back_in_words() {
        for (text, words) in [
            ("previous", "previous period"),
            ("45s", "45 seconds earlier"),
            ("90m", "90 minutes earlier"),
            ("1h", "1 hour earlier"),
            ("24h", "1 day earlier"),
            ("1w", "1 week earlier"),
            ("4w", "4 weeks earlier"),
            ("1M", "1 month earlier"),
            ("12M", "1 year earlier"),
            ("2y", "2 years earlier"),
        ] {
            assert_eq!(earlier_by(Offset::parse(text).unwrap()), words);
        }
    }

    #[test]
    fn the_table_of_texts() {
        for (now, before, points, unit, arrow, text) in [
            (3.0, 2.0, false, Unit::Integer, "▲", "+50%"),
            (1.0, 3.0, false, Unit::Integer, "▼", "-66.7%"),
            (2.0, 2.0, false, Unit::Integer, "=", "0%"),
            (0.0, 0.0, false, Unit::Integer, "=", "no change"),
            (5.0, 0.0, false, Unit::Integer, "✦", "new"),
            (1e9, 1e9 + 1.0, false, Unit::Integer, "=", "0%"),
            (1e6, 1.0, false, Unit::Integer, "▲", "+99,999,900%"),
            (1025.0, 1000.0, false, Unit::Duration, "▲", "+2.5%"),
            (0.125, 0.1, true, Unit::Percentage, "▲", "+2.5 pp"),
            (0.1, 0.1, true, Unit::Percentage, "=", "0 pp"),
            (
                1.5,
                2.0,
                true,
                Unit::Rate(RatePer::Minute),
                "▼",
                "-0.500/min",
            ),
            (
                2.0,
                2.0,
                true,
                Unit::Rate(RatePer::Minute),
                "=",
                "no change",
            ),
        ] {
            let delta = Delta::between(now, before, points).unwrap();
            let change_text = change(&delta, unit, &NumberLocale::english());
            assert_eq!(
                (change_text.direction.arrow(), change_text.text.as_str()),
                (arrow, text)
            );
        }
    }
}

//! Numbers as decimal digits: rounding, grouping, and the reader's separators.
//!
//! Rounding works on the shortest decimal text of a number, halves away from zero,
//! so that 1.005 with two decimals is 1.01, as a reader of the number expects.

use crate::convert;
use crate::json::format_f64::{Digits, shortest};

/// How numbers are written in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberLocale {
    /// Before the fraction.
    pub decimal: String,
    /// Between groups of digits; empty for none.
    pub group: String,
    /// Digits before the first group mark at least: 2 leaves `1234` ungrouped (Spanish, Polish).
    pub min_grouping: usize,
    /// Groups after the last three digits hold two (Hindi) instead of three.
    pub indian_groups: bool,
    /// The language's zero; the other digits follow it.
    pub zero: char,
}

impl NumberLocale {
    /// `1,234,567.8`
    pub fn english() -> Self {
        Self {
            decimal: ".".to_owned(),
            group: ",".to_owned(),
            min_grouping: 1,
            indian_groups: false,
            zero: '0',
        }
    }

    /// ASCII digits in the language's own.
    pub fn digits(&self, ascii: &str) -> String {
        ascii.chars().map(|digit| self.digit(digit)).collect()
    }

    fn digit(&self, ascii: char) -> char {
        ascii
            .to_digit(10)
            .and_then(|value| char::from_u32(self.zero as u32 + value))
            .unwrap_or(ascii)
    }
}

impl Default for NumberLocale {
    fn default() -> Self {
        Self::english()
    }
}

/// A finite number as sign, digits and the place of the point: `0.DIGITS × 10^point`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    negative: bool,
    /// Digits 0 to 9, the first and the last not zero; empty for zero.
    digits: Vec<u8>,
    point: i32,
}

impl Decimal {
    /// The shortest decimal that reads back as the same number. Non-finite numbers are zero.
    pub(super) fn new(value: f64) -> Self {
        let Digits {
            negative,
            digits,
            point,
        } = shortest(value);
        Self {
            negative,
            digits,
            point,
        }
    }

    /// At most so many digits after the point.
    pub(super) fn round(mut self, fraction: i32) -> Self {
        self.keep(self.point.saturating_add(fraction), true);
        self
    }

    /// At most so many digits after the point, the rest cut off.
    pub(super) fn truncate(mut self, fraction: i32) -> Self {
        self.keep(self.point.saturating_add(fraction), false);
        self
    }

    /// At most so many digits from the first that is not zero.
    pub(super) fn significant(mut self, digits: i32) -> Self {
        self.keep(digits, true);
        self
    }

    /// Digits before the point, at least one.
    pub(super) fn integer_digits(&self) -> i32 {
        self.point.max(1)
    }

    /// Nothing is left of it.
    pub(super) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// Place of the first digit that is not zero: 3 for 712, 0 for 0.712, -1 for 0.0712.
    pub(super) fn magnitude(&self) -> i32 {
        self.point
    }

    /// Divides by a power of ten, without error.
    pub(super) fn shift_down(mut self, places: i32) -> Self {
        if !self.digits.is_empty() {
            self.point -= places;
        }
        self
    }

    /// The text, with at least `min_fraction` digits after the point.
    pub(super) fn text(&self, min_fraction: usize, grouped: bool, locale: &NumberLocale) -> String {
        let point = convert::length(self.point);
        let leading_zeros = convert::length(-self.point);
        let mut text = String::new();
        if self.negative && !self.digits.is_empty() {
            text.push('-');
        }
        let integer: Vec<u8> = (0..point.max(1))
            .map(|place| match point {
                0 => 0,
                _ => self.digits.get(place).copied().unwrap_or(0),
            })
            .collect();
        for (place, &digit) in integer.iter().enumerate() {
            if grouped && place > 0 && ends_group(integer.len() - place, integer.len(), locale) {
                text.push_str(&locale.group);
            }
            text.push(locale.digit((b'0' + digit) as char));
        }
        let written = self.digits.get(point..).unwrap_or_default();
        let length = match written.len() {
            0 => 0,
            length => length + leading_zeros,
        };
        if length.max(min_fraction) > 0 {
            text.push_str(&locale.decimal);
            let zeros = std::iter::repeat_n(0, leading_zeros.min(length.max(min_fraction)));
            let fraction = zeros.chain(written.iter().copied());
            let padded = fraction.chain(std::iter::repeat(0));
            for digit in padded.take(length.max(min_fraction)) {
                text.push(locale.digit((b'0' + digit) as char));
            }
        }
        text
    }

    fn keep(&mut self, count: i32, rounds: bool) {
        let Ok(count) = usize::try_from(count) else {
            self.digits.clear();
            self.trim();
            return;
        };
        if count >= self.digits.len() {
            return;
        }
        let up = rounds && self.digits.get(count).is_some_and(|&digit| digit >= 5);
        self.digits.truncate(count);
        if up {
            self.carry();
        }
        self.trim();
    }

    fn carry(&mut self) {
        for digit in self.digits.iter_mut().rev() {
            if *digit < 9 {
                *digit += 1;
                return;
            }
            *digit = 0;
        }
        self.digits.insert(0, 1);
        self.point += 1;
    }

    fn trim(&mut self) {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        let zeros = self.digits.iter().take_while(|&&digit| digit == 0).count();
        self.digits.drain(..zeros);
        self.point -= convert::int_of(zeros);
        if self.digits.is_empty() {
            self.point = 0;
        }
    }
}

/// Whether a group mark stands before the digit that has `remaining` digits from it on.
fn ends_group(remaining: usize, length: usize, locale: &NumberLocale) -> bool {
    if locale.group.is_empty() || length < 3 + locale.min_grouping {
        return false;
    }
    if locale.indian_groups {
        remaining == 3 || (remaining > 3 && remaining % 2 == 1)
    } else {
        remaining.is_multiple_of(3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rounded(value: f64, fraction: i32) -> String {
        Decimal::new(value)
            .round(fraction)
            .text(0, true, &NumberLocale::english())
    }

    #[test]
    fn rounds_halves_away_from_zero() {
        for (value, fraction, text) in [
            (1.005, 2, "1.01"),
            (0.5, 0, "1"),
            (-0.5, 0, "-1"),
            (0.4, 0, "0"),
            (-0.004, 2, "0"),
            (999.995, 2, "1,000"),
            (0.05, 0, "0"),
            (0.05, 1, "0.1"),
            (0.04, 1, "0"),
            (1e21, 0, "1,000,000,000,000,000,000,000"),
            (5e-324, 3, "0"),
            (0.0, 2, "0"),
        ] {
            assert_eq!(rounded(value, fraction), text, "{value} {fraction}");
        }
    }

    #[test]
    fn writes_as_the_language_does() {
        let german = NumberLocale {
            decimal: ",".to_owned(),
            group: ".".to_owned(),
            ..NumberLocale::english()
        };
        let spanish = NumberLocale {
            min_grouping: 2,
            ..german.clone()
        };
        let hindi = NumberLocale {
            indian_groups: true,
            ..NumberLocale::english()
        };
        let arabic = NumberLocale {
            zero: '٠',
            ..NumberLocale::english()
        };
        let text = |value, locale: &NumberLocale| Decimal::new(value).text(2, true, locale);
        assert_eq!(text(1234567.5, &german), "1.234.567,50");
        assert_eq!(text(1234.0, &spanish), "1234,00");
        assert_eq!(text(12345.0, &spanish), "12.345,00");
        assert_eq!(text(12345678.0, &hindi), "1,23,45,678.00");
        assert_eq!(text(1203.25, &arabic), "١,٢٠٣.٢٥");
    }

    #[test]
    fn pads_fractions() {
        let text = |value: f64, min| Decimal::new(value).text(min, false, &NumberLocale::english());
        assert_eq!(text(0.0, 2), "0.00");
        assert_eq!(text(0.001, 2), "0.001");
        assert_eq!(text(712.0, 2), "712.00");
        assert_eq!(text(0.05, 4), "0.0500");
    }

    proptest! {
        #[test]
        fn agrees_with_the_standard_library(value in -1e6f64..1e6, fraction in 0usize..6) {
            let ours = Decimal::new(value)
                .round(fraction as i32)
                .text(fraction, false, &NumberLocale::english());
            let back: f64 = ours.parse().unwrap();
            let theirs: f64 = format!("{value:.fraction$}").parse().unwrap();
            prop_assert!((back - theirs).abs() <= 1.01 * 10f64.powi(-(fraction as i32)));
            prop_assert!((back - value).abs() <= 0.5000001 * 10f64.powi(-(fraction as i32)) + value.abs() * 1e-15);
        }

        #[test]
        fn any_number_has_a_text(bits in any::<u64>(), fraction in -400i32..400, digits in -5i32..30) {
            let value = f64::from_bits(bits);
            let locale = NumberLocale::english();
            prop_assert!(!Decimal::new(value).round(fraction).text(0, true, &locale).is_empty());
            prop_assert!(!Decimal::new(value).significant(digits).text(3, true, &locale).is_empty());
        }
    }
}

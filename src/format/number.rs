//! Counts, plain numbers, percentages, scores and money.

use super::decimal::{Decimal, NumberLocale};

/// Sentry's abbreviation: thousands to trillions; whole from 11
/// units on or where it divides, else one decimal, cut off and not rounded.
pub(super) fn abbreviated(value: f64, locale: &NumberLocale) -> String {
    match abbreviation(value) {
        Some((places, suffix)) => {
            let short = Decimal::new(value).shift_down(places);
            let decimals = i32::from((value / 10f64.powi(places)).abs() < 11.0);
            short.truncate(decimals).text(0, false, locale) + suffix
        }
        None => Decimal::new(value).round(3).text(0, true, locale),
    }
}

fn abbreviation(value: f64) -> Option<(i32, &'static str)> {
    [(12, "T"), (9, "B"), (6, "M"), (3, "K")]
        .into_iter()
        .find(|&(places, _)| value.abs() >= 10f64.powi(places))
}

/// Whole numbers abbreviated, others in full.
pub(super) fn plain(value: f64, locale: &NumberLocale) -> String {
    if value == value.trunc() {
        abbreviated(value, locale)
    } else {
        full(value, locale)
    }
}

/// Every digit there is, grouped. Digits past the 15th are noise of the arithmetic.
pub(super) fn full(value: f64, locale: &NumberLocale) -> String {
    Decimal::new(value).significant(15).text(0, true, locale)
}

/// At most four decimals; values below 0.0001 keep four significant digits.
pub(super) fn exact(value: f64, locale: &NumberLocale) -> String {
    let number = Decimal::new(value);
    let number = if value.abs() < 1e-4 {
        number.significant(4)
    } else {
        number.round(4)
    };
    number.text(0, true, locale)
}

/// A fraction as a percentage with at most so many decimals.
pub(super) fn percentage(value: f64, decimals: i32, locale: &NumberLocale) -> String {
    Decimal::new(value)
        .shift_down(-2)
        .round(decimals)
        .text(0, true, locale)
        + "%"
}

/// A fraction as a percentage with its sign; no change has none.
pub(super) fn percent_change(value: f64, locale: &NumberLocale) -> String {
    let text = percentage(value, 2, locale);
    if value > 0.0 && text != locale.digits("0%") {
        format!("+{text}")
    } else {
        text
    }
}

/// No decimals.
pub(super) fn rounded(value: f64, locale: &NumberLocale) -> String {
    at_most(value, 0, locale)
}

/// So many decimals at most.
pub(super) fn at_most(value: f64, decimals: i32, locale: &NumberLocale) -> String {
    Decimal::new(value).round(decimals).text(0, true, locale)
}

/// US dollars: abbreviated, rounded to two decimals; less than a dollar keeps three
/// significant digits, so that small costs stay visible.
pub(super) fn currency(value: f64, locale: &NumberLocale) -> String {
    let sign = if value < 0.0 { "-" } else { "" };
    let size = value.abs();
    if size < 1.0 {
        let cents = Decimal::new(size).significant(3);
        return format!("{sign}${}", cents.text(0, true, locale));
    }
    // Rounding may lead into the next unit: $999,999 are $1M and not $1,000K.
    let units = [(0, ""), (3, "K"), (6, "M"), (9, "B"), (12, "T")];
    let short = |places: i32| Decimal::new(size).shift_down(places).round(2);
    let unit = units
        .iter()
        .find(|&&(places, _)| short(places).integer_digits() <= 3);
    let &(places, suffix) = unit.unwrap_or(&(12, "T"));
    let text = short(places).text(0, true, locale) + suffix;
    format!("{sign}${text}")
}

/// Abbreviated without loss.
pub(super) fn tick(value: f64, locale: &NumberLocale) -> String {
    if value.abs() >= 1e15 {
        return scientific(value, locale);
    }
    match abbreviation(value) {
        Some((places, suffix)) => {
            let short = Decimal::new(value).significant(15).shift_down(places);
            short.text(0, false, locale) + suffix
        }
        None => full(value, locale),
    }
}

/// Dollars, abbreviated without loss.
pub(super) fn currency_tick(value: f64, locale: &NumberLocale) -> String {
    let sign = if value < 0.0 { "-" } else { "" };
    format!("{sign}${}", tick(value.abs(), locale))
}

/// A fraction as a percentage without loss.
pub(super) fn full_percentage(value: f64, locale: &NumberLocale) -> String {
    if value.abs() >= 1e13 {
        return scientific(value * 100.0, locale) + "%";
    }
    let number = Decimal::new(value).significant(15).shift_down(-2);
    number.text(0, true, locale) + "%"
}

/// `2.5e300`
fn scientific(value: f64, locale: &NumberLocale) -> String {
    let number = Decimal::new(value).significant(15);
    let exponent = number.magnitude() - 1;
    let mantissa = number.shift_down(exponent).text(0, false, locale);
    mantissa + "e" + &locale.digits(&exponent.to_string())
}

//! Rates, always in the unit they were asked in, so that `epm()` stays per minute.

use super::decimal::{Decimal, NumberLocale};
use super::unit::RatePer;
use crate::convert;

/// At most six significant digits.
pub(super) fn axis(value: f64, per: RatePer, locale: &NumberLocale) -> String {
    compact(value, 6, 0, locale) + suffix(per)
}

/// Three significant digits, zeros included.
pub(super) fn tooltip(value: f64, per: RatePer, locale: &NumberLocale) -> String {
    if value == 0.0 {
        return locale.digits("0") + suffix(per);
    }
    compact(value, 3, 3, locale) + suffix(per)
}

fn suffix(per: RatePer) -> &'static str {
    match per {
        RatePer::Second => "/s",
        RatePer::Minute => "/min",
        RatePer::Hour => "/hr",
    }
}

/// Thousands to trillions as a letter; the letter is chosen after rounding, so that
/// 999,999.9 with three digits is `1.00M` and not `1000K`.
fn compact(value: f64, most: i32, least: i32, locale: &NumberLocale) -> String {
    let rounded = Decimal::new(value).significant(most);
    let power = ((rounded.integer_digits() - 1) / 3).clamp(0, 4);
    let letter = ["", "K", "M", "B", "T"]
        .get(convert::length(power))
        .copied()
        .unwrap_or_default();
    let short = rounded.shift_down(power * 3);
    let decimals = convert::length(least - short.magnitude());
    short.text(decimals, false, locale) + letter
}

//! Values as text: on an axis (short) and in tooltips, legends and tables (exact).
//!
//! The cases follow Sentry's own formatters. Dates and times are made by
//! [`Labels`], which the page implements.

mod change;
mod decimal;
mod duration;
mod labels;
mod number;
mod rate;
mod release;
mod size;
mod unit;

pub use change::{ChangeText, Direction, change, earlier_by};
pub use decimal::NumberLocale;
pub use duration::DurationStep;
pub use labels::{FixedLabels, Labels, TimeStyle, in_american_english};
pub use release::release;
pub use unit::{RatePer, SizeBase, Unit};

/// What stands in place of a value that is not there.
pub const NO_VALUE: &str = "—";

/// A value on an axis: short.
///
/// Zero is `0` whatever the unit; a value that is no finite number is [`NO_VALUE`].
pub fn axis(value: f64, unit: Unit, locale: &NumberLocale) -> String {
    if !value.is_finite() {
        return NO_VALUE.to_owned();
    }
    if value == 0.0 {
        return locale.digits("0");
    }
    match unit {
        Unit::Integer => number::abbreviated(value, locale),
        Unit::Number | Unit::Boolean | Unit::Score => number::plain(value, locale),
        Unit::Percentage | Unit::PercentChange => number::percentage(value, 3, locale),
        Unit::Duration => duration::axis(value, locale),
        Unit::Size(base) => size::text(value, base, locale),
        Unit::Rate(per) => rate::axis(value, per, locale),
        Unit::Currency => number::currency(value, locale),
        Unit::Date | Unit::Text => number::plain(value, locale),
        Unit::Null => NO_VALUE.to_owned(),
    }
}

/// A tick of an axis: as short as [`axis`], but never short of what tells it from its
/// neighbours: 12,500 is `12.5K`. Ticks of durations are [`DurationStep::label`]s.
pub fn tick(value: f64, unit: Unit, locale: &NumberLocale) -> String {
    if !value.is_finite() || value == 0.0 {
        return axis(value, unit, locale);
    }
    match unit {
        Unit::Percentage | Unit::PercentChange => number::full_percentage(value, locale),
        Unit::Size(base) => size::short(value, base, locale),
        Unit::Currency => number::currency_tick(value, locale),
        Unit::Duration | Unit::Rate(_) | Unit::Null => axis(value, unit, locale),
        _ => number::tick(value, locale),
    }
}

/// A fraction of a whole, short: `12.3%`.
pub fn share(fraction: f64, locale: &NumberLocale) -> String {
    number::percentage(fraction, 1, locale)
}

/// A value that stands alone, large: with the decimals that its unit is worth. There are no
/// parts of a user.
pub fn figure(value: f64, unit: Unit, locale: &NumberLocale) -> String {
    match unit {
        Unit::Integer if value.is_finite() && value.abs() >= 10.0 => number::rounded(value, locale),
        Unit::Integer | Unit::Number if value.is_finite() && value.abs() >= 1.0 => {
            number::at_most(value, 2, locale)
        }
        Unit::Duration if value == 0.0 => locale.digits("0ms"),
        _ => tooltip(value, unit, locale),
    }
}

/// A value in a tooltip, a legend or a table: as exact as it is worth.
pub fn tooltip(value: f64, unit: Unit, locale: &NumberLocale) -> String {
    if !value.is_finite() {
        return NO_VALUE.to_owned();
    }
    match unit {
        Unit::Integer | Unit::Number | Unit::Date | Unit::Text => number::exact(value, locale),
        Unit::Percentage => number::percentage(value, 2, locale),
        Unit::PercentChange => number::percent_change(value, locale),
        Unit::Duration => duration::tooltip(value, locale),
        Unit::Size(base) => size::text(value, base, locale),
        Unit::Rate(per) => rate::tooltip(value, per, locale),
        Unit::Score => number::rounded(value, locale),
        Unit::Currency => number::currency(value, locale),
        Unit::Boolean => if value == 0.0 { "false" } else { "true" }.to_owned(),
        Unit::Null => NO_VALUE.to_owned(),
    }
}

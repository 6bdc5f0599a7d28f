//! Durations: the unit a value is written in, and the one unit of a whole axis.

use super::decimal::{Decimal, NumberLocale};

/// A unit that durations are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DurationStep {
    /// `ns`
    Nanosecond,
    /// `μs`
    Microsecond,
    /// `ms`
    Millisecond,
    /// `s`
    Second,
    /// `min`
    Minute,
    /// `hr`
    Hour,
    /// `d`
    Day,
    /// `wk`
    Week,
    /// `mo`
    Month,
    /// `yr`
    Year,
}

const STEPS: [DurationStep; 10] = [
    DurationStep::Year,
    DurationStep::Month,
    DurationStep::Week,
    DurationStep::Day,
    DurationStep::Hour,
    DurationStep::Minute,
    DurationStep::Second,
    DurationStep::Millisecond,
    DurationStep::Microsecond,
    DurationStep::Nanosecond,
];

impl DurationStep {
    /// Length in milliseconds. A month is a twelfth of 365.25 days and a year 12 of those,
    /// in tooltips; an axis counts years of 365 days. Both are Sentry's.
    pub fn millis(self) -> f64 {
        match self {
            DurationStep::Nanosecond => 1e-6,
            DurationStep::Microsecond => 1e-3,
            DurationStep::Millisecond => 1.0,
            DurationStep::Second => 1e3,
            DurationStep::Minute => 6e4,
            DurationStep::Hour => 3.6e6,
            DurationStep::Day => 8.64e7,
            DurationStep::Week => 6.048e8,
            DurationStep::Month => 2_629_800_000.0,
            DurationStep::Year => 31_557_600_000.0,
        }
    }

    fn axis_millis(self) -> f64 {
        match self {
            DurationStep::Month => 30.0 * 8.64e7,
            DurationStep::Year => 365.0 * 8.64e7,
            other => other.millis(),
        }
    }

    /// Abbreviation, the same in every language here.
    pub fn suffix(self) -> &'static str {
        match self {
            DurationStep::Nanosecond => "ns",
            DurationStep::Microsecond => "μs",
            DurationStep::Millisecond => "ms",
            DurationStep::Second => "s",
            DurationStep::Minute => "min",
            DurationStep::Hour => "hr",
            DurationStep::Day => "d",
            DurationStep::Week => "wk",
            DurationStep::Month => "mo",
            DurationStep::Year => "yr",
        }
    }

    /// The largest unit, up to weeks, of which `millis` holds at least one.
    fn of(millis: f64) -> Self {
        STEPS
            .into_iter()
            .skip_while(|step| *step > DurationStep::Week)
            .find(|step| millis >= step.millis())
            .unwrap_or(DurationStep::Nanosecond)
    }

    /// The one unit for all ticks of an axis over values from `min` to `max` milliseconds:
    /// that of a fifth of the range; where the middle value would have more than six
    /// digits in it, that of the middle value. Milliseconds where there is no range.
    pub fn for_axis(min: f64, max: f64) -> Self {
        let fifth = (max - min) / 5.0;
        if !fifth.is_finite() || fifth <= 0.0 {
            return DurationStep::Millisecond;
        }
        let middle = (max + min) / 2.0;
        let step = Self::of(fifth);
        if (middle / step.millis()).abs() >= 999_999.5 {
            Self::of(middle.abs())
        } else {
            step
        }
    }

    /// A tick in this unit, with as many decimals as it needs and no more than three.
    pub fn label(self, millis: f64, locale: &NumberLocale) -> String {
        if millis == 0.0 {
            return locale.digits("0");
        }
        Decimal::new(millis / self.millis())
            .round(3)
            .text(0, true, locale)
            + self.suffix()
    }
}

/// A duration by itself on an axis: its largest unit, at most three decimals.
pub(super) fn axis(millis: f64, locale: &NumberLocale) -> String {
    if millis == 0.0 {
        return locale.digits("0");
    }
    let step = STEPS
        .into_iter()
        .find(|step| millis.abs() >= step.axis_millis())
        .unwrap_or(DurationStep::Nanosecond);
    Decimal::new(millis / step.axis_millis())
        .round(3)
        .text(0, true, locale)
        + step.suffix()
}

/// A duration in a tooltip: its largest unit down to microseconds, two decimals; nothing has none.
pub(super) fn tooltip(millis: f64, locale: &NumberLocale) -> String {
    if millis == 0.0 {
        return locale.digits("0") + "ms";
    }
    let step = STEPS
        .into_iter()
        .find(|step| millis.abs() >= step.millis())
        .unwrap_or(DurationStep::Microsecond)
        .max(DurationStep::Microsecond);
    Decimal::new(millis / step.millis())
        .round(2)
        .text(2, false, locale)
        + step.suffix()
}

//! "Good, meh, poor" bands behind a chart.

use crate::config::{Thresholds, WidgetConfig};
use crate::format::Unit;
use crate::messages::{MessageKey, Messages};
use crate::sentry::field::is_equation;
use crate::sentry::functions::{Combine, combine_over_time};

/// How good the values of a band are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BandLevel {
    /// "Good"
    Good,
    /// "Meh"
    Meh,
    /// "Poor"
    Poor,
}

impl BandLevel {
    /// What styles know it by.
    pub fn name(self) -> &'static str {
        match self {
            BandLevel::Good => "good",
            BandLevel::Meh => "meh",
            BandLevel::Poor => "poor",
        }
    }

    /// The word for it.
    pub fn word(self) -> MessageKey {
        match self {
            BandLevel::Good => MessageKey::Good,
            BandLevel::Meh => MessageKey::Meh,
            BandLevel::Poor => MessageKey::Poor,
        }
    }
}

/// One band, in the unit of the left axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Lower bound.
    pub from: f64,
    /// Upper bound; open where `None`.
    pub to: Option<f64>,
    /// How good.
    pub level: BandLevel,
    /// The word for it, which stands in it.
    pub word: String,
}

/// The bands from low to high. A bound that is zero, negative or no number counts as
/// unset (Sentry); so does a second bound that does not lie above the first.
pub(super) fn bands(
    config: &WidgetConfig,
    unit: Unit,
    bucket_secs: Option<i64>,
    messages: &Messages,
) -> Vec<Band> {
    let Some(thresholds) = &config.thresholds else {
        return Vec::new();
    };
    let factor = thresholds.unit.as_deref().map_or(1.0, |name| {
        match (Unit::read(unit.family(), Some(name)), unit) {
            ((Unit::Rate(of), _), Unit::Rate(per)) => per.secs() / of.secs(),
            ((_, factor), _) => factor,
        }
    }) * growth(config, thresholds, bucket_secs);
    let bound = |value: Option<f64>| {
        value
            .map(|value| value * factor)
            .filter(|value| value.is_finite() && *value > 0.0)
    };
    let first = bound(thresholds.max1);
    let second = bound(thresholds.max2).filter(|second| first.is_none_or(|first| first < *second));
    let mut levels = [BandLevel::Good, BandLevel::Meh, BandLevel::Poor];
    if thresholds.high_is_good {
        levels.reverse();
    }
    let [low, middle, high] = levels;
    let band = |from, to, level: BandLevel| Band {
        from,
        to,
        level,
        word: messages.text(level.word()).to_owned(),
    };
    match (first, second) {
        (None, None) => Vec::new(),
        (Some(first), None) => vec![band(0.0, Some(first), low), band(first, None, middle)],
        (None, Some(second)) => vec![band(0.0, Some(second), middle), band(second, None, high)],
        (Some(first), Some(second)) => vec![
            band(0.0, Some(first), low),
            band(first, Some(second), middle),
            band(second, None, high),
        ],
    }
}

/// How much more a bucket holds than the window that the bounds are meant for. Sentry:
/// only counts, sums and equations grow with the time they are taken over.
fn growth(config: &WidgetConfig, thresholds: &Thresholds, bucket_secs: Option<i64>) -> f64 {
    let grows = |axis: &String| is_equation(axis) || combine_over_time(axis) == Combine::Sum;
    let mut queries = config.queries.iter();
    match (thresholds.window, bucket_secs) {
        (Some(window), Some(secs)) if queries.all(|query| query.aggregates.iter().all(grows)) => {
            secs as f64 / window.secs() as f64
        }
        _ => 1.0,
    }
}

/// The band that a value lies in; a bound belongs to the band below it (Sentry).
pub(super) fn level(bands: &[Band], value: f64) -> Option<BandLevel> {
    let mut bands = bands.iter();
    bands
        .find(|band| band.to.is_none_or(|to| value <= to))
        .map(|band| band.level)
}

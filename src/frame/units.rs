//! Which of the two value axes each series belongs to, and the unit of each axis.

use super::{AxisSide, Frame, FrameSeries};
use crate::format::{RatePer, Unit};
use crate::sorted;

/// Sentry: one type, all left; two types, the more frequent left and the other right;
/// more types, the most frequent left and all others right as plain numbers; where the
/// most frequent is the plain number, all left. Of equally frequent types the first counts.
pub(super) fn assign_sides(series: &mut [FrameSeries]) -> (Unit, Option<Unit>) {
    unify_prefixes(series);
    let mut families: Vec<(Unit, usize)> = Vec::new();
    for series in series.iter() {
        match families
            .iter_mut()
            .find(|(unit, _)| unit.family() == series.unit.family())
        {
            Some((_, count)) => *count += 1,
            None => families.push((series.unit, 1)),
        }
    }
    sorted::sort_by_key(&mut families, |&(_, count)| std::cmp::Reverse(count));
    let (left, right) = match families.as_slice() {
        [] => return (Unit::Number, None),
        [(only, _)] => (*only, None),
        [(Unit::Number, _), ..] => (Unit::Number, None),
        [(left, _), (right, _)] => (*left, Some(*right)),
        [(left, _), ..] => (*left, Some(Unit::Number)),
    };
    if right.is_some() {
        for series in series {
            if series.unit.family() != left.family() {
                series.side = AxisSide::Right;
            }
        }
    }
    (left, right)
}

impl Frame {
    /// Names of the series that are drawn as plain numbers although they have a unit.
    pub fn on_plain_axis(&self) -> impl Iterator<Item = &str> {
        let is_plain = |series: &&FrameSeries| {
            self.value_axis(series.side).unit == Unit::Number && has_sign(series.unit)
        };
        self.visible()
            .filter(is_plain)
            .map(|series| series.name.as_str())
    }
}

/// Its values do not say the same without it.
fn has_sign(unit: Unit) -> bool {
    matches!(
        unit,
        Unit::Duration
            | Unit::Size(_)
            | Unit::Rate(_)
            | Unit::Percentage
            | Unit::PercentChange
            | Unit::Currency
    )
}

/// Rates of different spans are counted per second and sizes get one kind of prefix, so
/// that a family has one unit.
fn unify_prefixes(series: &mut [FrameSeries]) {
    let mut rates = series.iter().filter_map(|series| match series.unit {
        Unit::Rate(per) => Some(per),
        _ => None,
    });
    let first = rates.next();
    let mixed_rates = rates.any(|per| Some(per) != first);
    let base = series.iter().find_map(|series| match series.unit {
        Unit::Size(base) => Some(base),
        _ => None,
    });
    for series in series {
        match (series.unit, base) {
            (Unit::Rate(per), _) if mixed_rates => per_second(series, per),
            (Unit::Size(_), Some(base)) => series.unit = Unit::Size(base),
            _ => {}
        }
    }
}

fn per_second(series: &mut FrameSeries, per: RatePer) {
    let scale = |value: &mut f64| *value /= per.secs();
    series.values.iter_mut().for_each(scale);
    series.earlier.iter_mut().flatten().for_each(scale);
    let summary = &mut series.summary;
    for value in [
        &mut summary.total,
        &mut summary.average,
        &mut summary.min,
        &mut summary.max,
        &mut summary.last,
    ] {
        scale(value);
    }
    if let Some(change) = &mut series.change {
        change.divide(per.secs());
    }
    series.unit = Unit::Rate(RatePer::Second);
}

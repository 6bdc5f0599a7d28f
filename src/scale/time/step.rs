//! Distances of ticks on a time axis: from a second to a hundred thousand years.

use super::{MOST_TICKS, TimeTickLimits};
use crate::convert;
use crate::time::DAY;
use crate::time::civil::{civil_from_days, days_from_civil};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Secs(i64),
    Days(i64),
    Months(i64),
    Years(i64),
}

const STEPS: [Step; 26] = [
    Step::Secs(1),
    Step::Secs(2),
    Step::Secs(5),
    Step::Secs(10),
    Step::Secs(15),
    Step::Secs(30),
    Step::Secs(60),
    Step::Secs(120),
    Step::Secs(300),
    Step::Secs(600),
    Step::Secs(900),
    Step::Secs(1800),
    Step::Secs(3600),
    Step::Secs(2 * 3600),
    Step::Secs(3 * 3600),
    Step::Secs(4 * 3600),
    Step::Secs(6 * 3600),
    Step::Secs(12 * 3600),
    Step::Days(1),
    Step::Days(2),
    Step::Days(7),
    Step::Days(14),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
];

/// 5 January 1970, a Monday.
const MONDAY: i64 = 4;

impl Step {
    pub(super) fn secs(self) -> i64 {
        match self {
            Step::Secs(secs) => secs,
            Step::Days(days) => days * DAY,
            Step::Months(months) => months.saturating_mul(2_629_746),
            Step::Years(years) => years.saturating_mul(31_556_952),
        }
    }

    pub(super) fn choose(span: i64, limits: TimeTickLimits) -> Self {
        let count = convert::signed(limits.count.clamp(1, MOST_TICKS));
        let fits = |step: Step| {
            span / step.secs() < count.max(2) && step.secs() >= limits.smallest_step_secs.min(DAY)
        };
        STEPS
            .into_iter()
            .chain(
                (0..5)
                    .flat_map(|power| [1, 2, 5].map(|years| Step::Years(years * 10i64.pow(power)))),
            )
            .find(|&step| fits(step))
            .unwrap_or(Step::Years(100_000))
    }

    /// Number of the step that holds a local time.
    pub(super) fn floor(self, local: i64) -> i64 {
        let days = local.div_euclid(DAY);
        match self {
            Step::Secs(secs) => local.div_euclid(secs),
            Step::Days(step @ (7 | 14)) => (days - MONDAY).div_euclid(step),
            Step::Days(step) => days.div_euclid(step),
            Step::Months(step) => {
                let (year, month, _) = civil_from_days(days);
                (year * 12 + i64::from(month) - 1).div_euclid(step)
            }
            Step::Years(step) => civil_from_days(days).0.div_euclid(step),
        }
    }

    /// Local time at which the step of that number begins.
    pub(super) fn local(self, number: i64) -> i64 {
        let first_of = |year: i64, month: u8| days_from_civil(year, month, 1) * DAY;
        match self {
            Step::Secs(secs) => number.saturating_mul(secs),
            Step::Days(step @ (7 | 14)) => (number * step + MONDAY) * DAY,
            Step::Days(step) => number * step * DAY,
            Step::Months(step) => {
                let months = number * step;
                first_of(
                    months.div_euclid(12),
                    months.rem_euclid(12).to_le_bytes()[0] + 1,
                )
            }
            Step::Years(step) => first_of(number.saturating_mul(step), 1),
        }
    }
}

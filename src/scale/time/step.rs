//! Distances of ticks on a time axis: from a second to a hundred thousand years.

use super::{MOST_TICKS, TimeTickLimits};
use crate::convert;
use crate::time::DAY;
use crate::time::civil::{civil_from_days, days_from_civil};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TickStep {
    Secs(i64),
    Days(i64),
    Months(i64),
    Years(i64),
}

const STEPS: [TickStep; 28] = [
    TickStep::Secs(1),
    TickStep::Secs(2),
    TickStep::Secs(5),
    TickStep::Secs(10),
    TickStep::Secs(15),
    TickStep::Secs(30),
    TickStep::Secs(60),
    TickStep::Secs(120),
    TickStep::Secs(300),
    TickStep::Secs(600),
    TickStep::Secs(900),
    TickStep::Secs(1800),
    TickStep::Secs(3600),
    TickStep::Secs(2 * 3600),
    TickStep::Secs(3 * 3600),
    TickStep::Secs(4 * 3600),
    TickStep::Secs(6 * 3600),
    TickStep::Secs(8 * 3600),
    TickStep::Secs(12 * 3600),
    TickStep::Days(1),
    TickStep::Days(2),
    TickStep::Days(3),
    TickStep::Days(7),
    TickStep::Days(14),
    TickStep::Months(1),
    TickStep::Months(2),
    TickStep::Months(3),
    TickStep::Months(6),
];

const YEARS: [i64; 3] = [1, 2, 5];

/// 5 January 1970, a Monday.
const MONDAY: i64 = 4;

impl TickStep {
    pub(super) fn secs(self) -> i64 {
        match self {
            TickStep::Secs(secs) => secs,
            TickStep::Days(days) => days * DAY,
            TickStep::Months(months) => months.saturating_mul(2_629_746),
            TickStep::Years(years) => years.saturating_mul(31_556_952),
        }
    }

    /// The finest step with no more ticks than there is room for, and the one before it, where
    /// a bucket is not wider.
    pub(super) fn choose(span: i64, limits: TimeTickLimits) -> (Self, Option<Self>) {
        let count = convert::signed(limits.count.clamp(1, MOST_TICKS));
        let smallest = limits.smallest_step_secs.min(DAY);
        let (mut step, mut finer) = (TickStep::Secs(1), None);
        for number in 0..STEPS.len() + YEARS.len() * 5 {
            step = Self::numbered(number);
            if step.secs() < smallest {
                continue;
            }
            if span / step.secs() < count.max(2) {
                break;
            }
            finer = Some(step);
        }
        (step, finer)
    }

    /// The steps from the finest on: those of the list, then 1, 2, 5, 10 and so on years.
    fn numbered(number: usize) -> Self {
        STEPS.get(number).copied().unwrap_or_else(|| {
            let years = number - STEPS.len();
            let power = (0..years / YEARS.len()).fold(1, |power, _| power * 10);
            TickStep::Years(YEARS.get(years % YEARS.len()).unwrap_or(&1) * power)
        })
    }

    /// Number of the step that holds a local time.
    pub(super) fn floor(self, local: i64) -> i64 {
        let days = local.div_euclid(DAY);
        match self {
            TickStep::Secs(secs) => local.div_euclid(secs),
            TickStep::Days(step @ (7 | 14)) => (days - MONDAY).div_euclid(step),
            TickStep::Days(step) => days.div_euclid(step),
            TickStep::Months(step) => {
                let (year, month, _) = civil_from_days(days);
                (year * 12 + i64::from(month) - 1).div_euclid(step)
            }
            TickStep::Years(step) => civil_from_days(days).0.div_euclid(step),
        }
    }

    /// Local time at which the step of that number begins.
    pub(super) fn local(self, number: i64) -> i64 {
        let first_of = |year: i64, month: u8| days_from_civil(year, month, 1) * DAY;
        match self {
            TickStep::Secs(secs) => number.saturating_mul(secs),
            TickStep::Days(step @ (7 | 14)) => (number * step + MONDAY) * DAY,
            TickStep::Days(step) => number * step * DAY,
            TickStep::Months(step) => {
                let months = number * step;
                first_of(
                    months.div_euclid(12),
                    months.rem_euclid(12).to_le_bytes()[0] + 1,
                )
            }
            TickStep::Years(step) => first_of(number.saturating_mul(step), 1),
        }
    }
}

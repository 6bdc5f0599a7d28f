//! Ticks at round local times: seconds, minutes, hours, days, weeks, months, years.

use crate::format::TimeStyle;
use crate::zone::{Date, Zone};

/// One tick of a time axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeTick {
    /// Instant, epoch seconds.
    pub at: i64,
    /// How it is labelled: by the coarsest thing that begins there.
    pub style: TimeStyle,
}

/// What bounds the number of ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeTickLimits {
    /// About so many ticks at most.
    pub count: usize,
    /// No two ticks closer than this: the bucket's width.
    pub smallest_step_secs: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
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

const DAY: i64 = 86_400;
const MONDAY: i64 = 4;

impl Step {
    fn secs(self) -> i64 {
        match self {
            Step::Secs(secs) => secs,
            Step::Days(days) => days * DAY,
            Step::Months(months) => months.saturating_mul(2_629_746),
            Step::Years(years) => years.saturating_mul(31_556_952),
        }
    }

    fn choose(span: i64, limits: TimeTickLimits) -> Self {
        let count = limits.count.clamp(1, 200) as i64;
        let fits = |step: Step| {
            span / step.secs() < count.max(2) && step.secs() >= limits.smallest_step_secs.min(DAY)
        };
        let mut years = 1i64;
        STEPS
            .into_iter()
            .find(|&step| fits(step))
            .unwrap_or_else(|| {
                for factor in [2, 5, 2].into_iter().cycle().take(40) {
                    if fits(Step::Years(years)) {
                        break;
                    }
                    // 1, 2, 10, 20, ...: the factors 2, 5 take turns.
                    years = years.saturating_mul(factor);
                }
                Step::Years(years)
            })
    }

    /// Number of the step that holds a local time.
    fn floor(self, local: i64) -> i64 {
        let days = local.div_euclid(DAY);
        match self {
            Step::Secs(secs) => local.div_euclid(secs),
            Step::Days(step @ (7 | 14)) => (days - MONDAY).div_euclid(step),
            Step::Days(step) => days.div_euclid(step),
            Step::Months(step) => {
                let date = Date::from_days(days);
                (date.year * 12 + i64::from(date.month) - 1).div_euclid(step)
            }
            Step::Years(step) => Date::from_days(days).year.div_euclid(step),
        }
    }

    /// Local time at which the step of that number begins.
    fn local(self, number: i64) -> i64 {
        let first_of = |year: i64, month: u32| {
            Date {
                year,
                month,
                day: 1,
            }
            .midnight()
        };
        match self {
            Step::Secs(secs) => number.saturating_mul(secs),
            Step::Days(step @ (7 | 14)) => (number * step + MONDAY) * DAY,
            Step::Days(step) => number * step * DAY,
            Step::Months(step) => {
                let months = number * step;
                first_of(months.div_euclid(12), months.rem_euclid(12) as u32 + 1)
            }
            Step::Years(step) => first_of(number.saturating_mul(step), 1),
        }
    }
}

/// Ticks from `start` to `end` (epoch seconds, both included) at round times of the
/// zone's wall clock. A time that the wall clock skips has no tick; one that it shows
/// twice has it the first time. Days and longer begin at local midnight, weeks on Monday.
pub fn time_ticks(start: i64, end: i64, zone: &Zone, limits: TimeTickLimits) -> Vec<TimeTick> {
    // Past the year 100 000 nothing is a time any more.
    const FAR: i64 = 3_000_000_000_000;
    let (start, end) = (start.clamp(-FAR, FAR), end.clamp(-FAR, FAR));
    if start >= end || limits.count == 0 {
        return Vec::new();
    }
    let step = Step::choose(end - start, limits);
    let first = step.floor(zone.local(start).min(zone.local(end)));
    let mut ticks: Vec<TimeTick> = Vec::new();
    for number in first..first + 2 * limits.count.clamp(2, 200) as i64 + 4 {
        let local = step.local(number);
        let at = zone.instant(local);
        let follows = ticks.last().is_none_or(|last| last.at < at);
        if at > end {
            break;
        }
        if at >= start && follows && zone.local(at) == local {
            ticks.push(TimeTick {
                at,
                style: style_of(local),
            });
        }
    }
    ticks
}

fn style_of(local: i64) -> TimeStyle {
    if local.rem_euclid(DAY) == 0 {
        let date = Date::of(local);
        return if (date.month, date.day) == (1, 1) {
            TimeStyle::YearStart
        } else {
            TimeStyle::Day
        };
    }
    if local.rem_euclid(60) == 0 {
        TimeStyle::Minute
    } else {
        TimeStyle::Second
    }
}

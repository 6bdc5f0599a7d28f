//! Which bucket width a chart asks for.

use crate::config::{DisplayType, WidgetType};
use crate::time::ladder::{clamp_choice, front_end, server_default};
use crate::time::{DAY, Interval, MINUTE, TimeRange};

/// More bins than this make the width a matter of the ladder (Sentry: dashboard widgets).
/// It is a trigger and no cap: 24 hours at 5 minutes keep their 288 buckets.
const MAX_BINS: i64 = 66;

/// Most buckets that the server answers with, over all top events together.
pub const MAX_ROLLUP_POINTS: i64 = 10_000;

/// What dashboards start from; without a start it is five minutes.
pub const DASHBOARD_START_SECS: i64 = MINUTE;

/// What decides on a width besides the range.
#[derive(Clone, Copy, Debug)]
pub struct IntervalRule {
    /// How the widget is drawn.
    pub display_type: DisplayType,
    /// What it asks.
    pub widget_type: WidgetType,
    /// Width to start from.
    pub start: Option<Interval>,
    /// Width that the viewer chose.
    pub chosen: Option<Interval>,
    /// Top events asked for, 0 for none.
    pub top_events: u32,
}

impl IntervalRule {
    /// The width for a range.
    pub fn width(self, range: TimeRange) -> Interval {
        let width = match self.chosen {
            Some(chosen) => Interval::from_secs(clamp_choice(chosen.secs(), range)),
            None => self.by_range(range),
        };
        if is_too_narrow(width.secs(), range, self.top_events) {
            // The server would fall back to its own ladder, silently.
            Interval::from_secs(server_default(range))
        } else {
            width
        }
    }

    fn by_range(self, range: TimeRange) -> Interval {
        let daily_bars = self.display_type == DisplayType::Bar
            && matches!(
                self.widget_type,
                WidgetType::Discover | WidgetType::TransactionLike
            );
        let start = if daily_bars {
            Interval::from_secs(DAY)
        } else {
            self.start
                .unwrap_or_else(|| Interval::from_secs(5 * MINUTE))
        };
        let high = front_end(range.secs());
        // Compared by multiplication: a division would round bins away.
        if range.secs() > start.secs().saturating_mul(MAX_BINS) && start.secs() < high {
            Interval::from_secs(high)
        } else {
            start
        }
    }
}

/// The server would refuse that many buckets and take its own width.
pub fn is_too_narrow(width: i64, range: TimeRange, top_events: u32) -> bool {
    let lines = i64::from(top_events.max(1));
    range.secs().saturating_mul(lines) > MAX_ROLLUP_POINTS.saturating_mul(width.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{HOUR, WEEK};

    fn rule() -> IntervalRule {
        IntervalRule {
            display_type: DisplayType::Line,
            widget_type: WidgetType::ErrorEvents,
            start: Interval::parse("1m"),
            chosen: None,
            top_events: 0,
        }
    }

    fn range(secs: i64) -> TimeRange {
        TimeRange::new(0, secs).unwrap()
    }

    #[test]
    fn the_66_bin_rule() {
        for (secs, width) in [
            (HOUR, "1m"),
            (66 * MINUTE, "1m"),
            (67 * MINUTE, "5m"),
            (DAY, "5m"),
            (2 * DAY, "30m"),
            (WEEK, "30m"),
            (14 * DAY, "30m"),
            (30 * DAY, "1h"),
            (90 * DAY, "4h"),
        ] {
            assert_eq!(rule().width(range(secs)).to_string(), width, "{secs}");
        }
    }

    #[test]
    fn a_coarser_start_stays() {
        let start = |text: &str| IntervalRule {
            start: Interval::parse(text),
            ..rule()
        };
        assert_eq!(start("1d").width(range(90 * DAY)).to_string(), "1d");
        assert_eq!(start("12h").width(range(90 * DAY)).to_string(), "12h");
        assert_eq!(start("15m").width(range(DAY)).to_string(), "15m");
        assert_eq!(start("1h").width(range(2 * DAY)).to_string(), "1h");
        let none = IntervalRule {
            start: None,
            ..rule()
        };
        assert_eq!(none.width(range(HOUR)).to_string(), "5m");
    }

    #[test]
    fn mixed_and_transaction_bars_are_daily() {
        let bars = |widget_type| IntervalRule {
            display_type: DisplayType::Bar,
            widget_type,
            ..rule()
        };
        for (widget_type, width) in [
            (WidgetType::Discover, "1d"),
            (WidgetType::TransactionLike, "1d"),
            (WidgetType::ErrorEvents, "5m"),
            (WidgetType::Spans, "5m"),
            (WidgetType::Logs, "5m"),
            (WidgetType::TraceMetrics, "5m"),
        ] {
            assert_eq!(bars(widget_type).width(range(DAY)).to_string(), width);
        }
    }

    #[test]
    fn the_viewers_choice_is_held_within_bounds() {
        let chosen = |text: &str| IntervalRule {
            chosen: Interval::parse(text),
            display_type: DisplayType::Bar,
            widget_type: WidgetType::Discover,
            ..rule()
        };
        assert_eq!(chosen("3h").width(range(30 * DAY)).to_string(), "3h");
        assert_eq!(chosen("1m").width(range(30 * DAY)).to_string(), "3h");
        assert_eq!(chosen("1d").width(range(WEEK)).to_string(), "1d");
    }

    #[test]
    fn the_servers_limit_of_points() {
        for (secs, width, top_events, too_narrow) in [
            (7200, 1, 0, false),
            (7200, 1, 2, true),
            (1999, 1, 5, false),
            (10_000, 1, 1, false),
            (10_001, 1, 1, true),
        ] {
            assert_eq!(is_too_narrow(width, range(secs), top_events), too_narrow);
        }
        let rule = IntervalRule {
            start: Interval::parse("1s"),
            top_events: 200,
            ..rule()
        };
        // 60 points for each of 200 lines are allowed only in number, not at one second.
        assert_eq!(rule.width(range(60)).to_string(), "15m");
    }
}

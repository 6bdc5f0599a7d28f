//! The range that a request asks for, read back from its parameters.

use super::RequestPlan;
use crate::time::{DAY, Interval, TimeRange, format_moment, parse_moment};

/// What the server takes where a request names no range.
const DEFAULT_RANGE_SECS: i64 = 90 * DAY;

impl RequestPlan {
    /// The range this request means at `now` (epoch seconds).
    pub fn range(&self, now: i64) -> TimeRange {
        let ago = |name: &str| Some(now - Interval::parse(self.pair(name)?)?.secs());
        let moment = |name: &str| parse_moment(self.pair(name)?);
        let (start, end) = match ago("statsPeriod") {
            Some(start) => (Some(start), Some(now)),
            None => (
                ago("statsPeriodStart").or_else(|| moment("start")),
                ago("statsPeriodEnd").or_else(|| moment("end")),
            ),
        };
        let end = end.unwrap_or(now);
        let start = start.unwrap_or(end - DEFAULT_RANGE_SECS);
        TimeRange::new(start, end).unwrap_or(TimeRange {
            start: end - DEFAULT_RANGE_SECS,
            end,
        })
    }

    /// Whether this request means the same range whenever it is asked.
    pub fn is_fixed(&self) -> bool {
        const MOVING: [&str; 3] = ["statsPeriod", "statsPeriodStart", "statsPeriodEnd"];
        let moment = |name: &str| self.pair(name).and_then(parse_moment).is_some();
        MOVING.iter().all(|name| self.pair(name).is_none()) && moment("start") && moment("end")
    }

    /// The same request over a fixed range.
    pub fn over(&self, range: TimeRange) -> Self {
        const RANGE: [&str; 5] = [
            "statsPeriod",
            "statsPeriodStart",
            "statsPeriodEnd",
            "start",
            "end",
        ];
        let mut moved = self.clone();
        let at = self
            .pairs
            .iter()
            .position(|(name, _)| RANGE.contains(&name.as_str()))
            .unwrap_or(0);
        moved
            .pairs
            .retain(|(name, _)| !RANGE.contains(&name.as_str()));
        let at = at.min(moved.pairs.len());
        let bounds = [("start", range.start), ("end", range.end)];
        let bounds = bounds.map(|(name, secs)| (name.to_owned(), format_moment(secs)));
        moved.pairs.splice(at..at, bounds);
        moved
    }
}

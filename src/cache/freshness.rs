//! How long an answer counts as fresh.

use super::CachedResponse;
use crate::request::RequestPlan;
use crate::run::INGESTION_DELAY_SECS;
use crate::time::{DAY, HOUR, MINUTE};

/// Nothing is cached for longer, in milliseconds.
pub const LONGEST_KEPT_MS: i64 = 7 * DAY * 1_000;

/// The shortest time for which a stale answer is still worth showing, in seconds.
const SHORTEST_SHOWN_SECS: i64 = HOUR;

/// Clocks may differ by so much before a date from the future is taken for wrong.
const CLOCK_TOLERANCE_MS: i64 = MINUTE * 1_000;

/// Length of a range in seconds, and how long an answer over at least that stays fresh
/// (Sentry: stale times of widget queries).
const LADDER: [(i64, i64); 4] = [
    (60 * DAY, 15 * MINUTE),
    (30 * DAY, 10 * MINUTE),
    (DAY, 5 * MINUTE),
    (HOUR, 2 * MINUTE),
];

/// What a cached response is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Freshness {
    /// It serves in place of a request.
    Fresh,
    /// It serves until the newer answer is there.
    Stale,
    /// It says nothing any more of what is asked.
    Expired,
}

/// What an answer to `plan` is good for at `now_ms` (epoch milliseconds).
///
/// Two moments in the past never go stale (Sentry). A range that reached up to the moment of
/// asking, or past it, may still fill up, and goes by its length as "the last 24 h" does.
/// Once as much time has passed as the range is long, nothing of what is asked for now is in
/// the answer. Dates are bounded by now: an answer from the future says nothing of its age.
pub fn freshness(plan: &RequestPlan, cached: &CachedResponse, now_ms: i64) -> Freshness {
    let age_ms = now_ms.saturating_sub(cached.loaded_at_ms);
    let asked_ago_ms = now_ms.saturating_sub(cached.started_at.saturating_mul(1_000));
    if age_ms > LONGEST_KEPT_MS || age_ms.min(asked_ago_ms) < -DAY * 1_000 {
        return Freshness::Expired;
    }
    if age_ms.min(asked_ago_ms) < -CLOCK_TOLERANCE_MS {
        return Freshness::Stale;
    }
    let range = plan.range(cached.started_at);
    if plan.is_fixed() && range.end.saturating_add(INGESTION_DELAY_SECS) <= cached.started_at {
        return Freshness::Fresh;
    }
    let secs = range.secs();
    let fresh_secs = LADDER.iter().find(|(least, _)| secs >= *least);
    let fresh_ms = fresh_secs.map_or(MINUTE, |(_, fresh)| *fresh) * 1_000;
    match age_ms {
        // A clock was wrong, then or now.
        i64::MIN..0 => Freshness::Stale,
        age_ms if age_ms < fresh_ms => Freshness::Fresh,
        age_ms if plan.is_fixed() || age_ms < secs.max(SHORTEST_SHOWN_SECS) * 1_000 => {
            Freshness::Stale
        }
        _ => Freshness::Expired,
    }
}

//! When a failed request is tried again.
//!
//! Chance comes in as a number in `0.0..1.0`; nothing here reads a clock.

use super::retry_after::LONGEST_WAIT_MS;
use crate::config::Retry;
use crate::convert;
use crate::error::Error;

/// The wait in milliseconds before the next try after `failures` failures in a row (at
/// least one), or `None` where there were enough: exponential back-off, full jitter, a cap.
/// Whether another try is worth it is not asked here.
///
/// A wait that the server asked for is kept up to the longest there is, with the jitter on
/// top of it, so that those who were sent away together do not come back together.
pub fn retry_wait_ms(rule: Retry, error: &Error, failures: u32, random: f64) -> Option<u64> {
    if failures > rule.attempts {
        return None;
    }
    let doublings = failures.saturating_sub(1).min(31);
    let ceiling = (u64::from(rule.base_ms) << doublings).min(u64::from(rule.cap_ms));
    let jitter = convert::amount(ceiling as f64 * random);
    let asked_ms = error.retry_after_ms().unwrap_or(0);
    let most_ms = LONGEST_WAIT_MS.saturating_sub(jitter);
    Some(asked_ms.min(most_ms).saturating_add(jitter))
}

/// Whether a failure ends the refresh until somebody asks: the same question would be
/// refused again (Sentry: 401, 403, 404).
pub fn halts_refresh(error: &Error) -> bool {
    error
        .status()
        .is_some_and(|status| Retry::REFUSALS.contains(&status))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    fn http(status: u16, retry_after_ms: Option<u64>) -> Error {
        ErrorKind::Http {
            status,
            detail: String::new(),
            retry_after_ms,
        }
        .into()
    }

    #[test]
    fn waits_grow_to_the_cap_and_end() {
        let rule = Retry {
            attempts: 4,
            base_ms: 1_000,
            cap_ms: 30_000,
            ..Retry::default()
        };
        let error = http(503, None);
        let longest: Vec<_> = (1..=5)
            .map(|n| retry_wait_ms(rule, &error, n, 1.0))
            .collect();
        let expected = [Some(1_000), Some(2_000), Some(4_000), Some(8_000), None];
        assert_eq!(longest, expected);
        let patient = Retry {
            attempts: 100,
            ..rule
        };
        assert_eq!(retry_wait_ms(patient, &error, 90, 1.0), Some(30_000));
        let least = retry_wait_ms(rule, &error, 3, 0.0);
        assert_eq!(least, Some(0), "full jitter reaches zero");
    }

    #[test]
    fn a_wait_that_the_server_asked_for_is_kept() {
        let wait = |random| retry_wait_ms(Retry::default(), &http(429, Some(90_000)), 1, random);
        assert_eq!(wait(0.0), Some(90_000));
        assert_eq!(wait(0.5), Some(90_500));
    }

    #[test]
    fn no_server_silences_a_page_for_longer_than_five_minutes() {
        for asked in [300_000, 3_600_000, u64::MAX] {
            for random in [0.0, 0.5, 1.0] {
                let error = http(429, Some(asked));
                let wait = retry_wait_ms(Retry::default(), &error, 1, random);
                assert_eq!(wait, Some(300_000), "{asked} {random}");
            }
        }
    }

    #[test]
    fn refusals_end_the_refresh() {
        let halting: Vec<_> = [400, 401, 403, 404, 429, 500]
            .into_iter()
            .filter(|status| halts_refresh(&http(*status, None)))
            .collect();
        assert_eq!(halting, [401, 403, 404]);
    }
}

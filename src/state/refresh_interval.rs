//! When data are asked for again because they have grown old.

use crate::convert;

/// Part of the interval by which a refresh may come earlier or later, so that the
/// widgets of many pages do not ask in step.
const REFRESH_JITTER: f64 = 0.1;

/// The wait in milliseconds until the next refresh, counted from the last completion.
/// `None` for an interval of 0, which switches it off.
pub fn refresh_wait_ms(interval_ms: u64, random: f64) -> Option<u64> {
    if interval_ms == 0 {
        return None;
    }
    let interval = interval_ms as f64;
    Some(convert::amount(
        interval * (1.0 - REFRESH_JITTER + 2.0 * REFRESH_JITTER * random),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refresh_stays_within_a_tenth() {
        assert_eq!(refresh_wait_ms(0, 0.5), None);
        assert_eq!(refresh_wait_ms(60_000, 0.0), Some(54_000));
        assert_eq!(refresh_wait_ms(60_000, 0.5), Some(60_000));
        assert!(refresh_wait_ms(60_000, 0.999).unwrap() < 66_000);
    }
}

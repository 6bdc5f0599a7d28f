//! How far a page's clock is from the server's, from one answer's `Date`.

/// Milliseconds to add to the page's clock so that it agrees with the server's: the least
/// correction by which an answer stamped `date_ms` can lie between `sent_ms` and
/// `received_ms`, all in epoch milliseconds. 0 where the clocks agree as far as can be measured.
///
/// `Date` holds whole seconds, cut off.
pub fn skew_ms(date_ms: i64, sent_ms: i64, received_ms: i64) -> i64 {
    let latest_ms = date_ms.saturating_add(999);
    if received_ms < date_ms {
        date_ms.saturating_sub(received_ms)
    } else {
        latest_ms.saturating_sub(sent_ms).min(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_the_least_correction_that_explains_the_date() {
        const MINUTE: i64 = 60_000;
        for (date, sent, received, expected) in [
            (10_000, 10_300, 10_400, 0),
            (10_000, 9_000, 10_000, 0),
            (10_000, 10_999, 12_000, 0),
            (10_000, 8_000, 30_000, 0),
            (10_000, 9_000, 9_500, 500),
            (10_000, 11_500, 11_600, -501),
            (10 * MINUTE, 0, 200, 10 * MINUTE - 200),
            (0, 10 * MINUTE, 10 * MINUTE + 200, 999 - 10 * MINUTE),
        ] {
            assert_eq!(
                skew_ms(date, sent, received),
                expected,
                "{date} {sent} {received}"
            );
        }
    }
}

//! How long a server asks to wait, from the headers of its answer.

use crate::convert;

/// Longest wait that is kept, in milliseconds. A header may be wrong, and a wall display must
/// come back by itself.
pub const LONGEST_WAIT_MS: u64 = 300_000;

/// The wait in milliseconds that `Retry-After` (seconds, or a date that `parse_date` turns
/// into epoch milliseconds) or else `X-Sentry-Rate-Limit-Reset` (epoch seconds) asks for.
///
/// Sentry's rate limit middleware sends the second only, and pages of other origins can
/// read neither unless the server exposes them.
pub fn retry_after_ms(
    retry_after: Option<&str>,
    reset: Option<&str>,
    now_ms: i64,
    parse_date: impl Fn(&str) -> Option<f64>,
) -> Option<u64> {
    let now_ms = now_ms as f64;
    let from_retry_after = retry_after.map(str::trim).and_then(|text| {
        whole(text).map(|secs| secs * 1_000.0).or_else(|| {
            // A date names its day or month; a browser reads a bare number as a year.
            let is_date = text.contains(|letter: char| letter.is_ascii_alphabetic());
            let date_ms = is_date.then(|| parse_date(text)).flatten();
            date_ms.map(|date_ms| date_ms - now_ms)
        })
    });
    from_retry_after
        .or_else(|| {
            reset
                .and_then(|text| whole(text.trim()))
                .map(|secs| secs * 1_000.0 - now_ms)
        })
        .filter(|wait_ms| wait_ms.is_finite())
        .map(|wait_ms| convert::amount(wait_ms.clamp(0.0, LONGEST_WAIT_MS as f64)))
}

/// Digits alone; `str::parse::<f64>` would bring its tables into the module.
fn whole(text: &str) -> Option<f64> {
    text.parse::<u64>().ok().map(|number| number as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(retry_after: Option<&str>, reset: Option<&str>) -> Option<u64> {
        let date = |text: &str| match text {
            "a date" => Some(1_700_000_030_000.0),
            // As browsers read it: a month of 2001.
            "-1" => Some(978_303_600_000.0),
            _ => None,
        };
        retry_after_ms(retry_after, reset, 1_700_000_000_000, date)
    }

    #[test]
    fn reads_seconds_dates_and_sentrys_reset() {
        assert_eq!(wait(Some(" 120 "), None), Some(120_000));
        assert_eq!(wait(Some("a date"), None), Some(30_000));
        assert_eq!(wait(None, Some("1700000045")), Some(45_000));
        assert_eq!(wait(Some("7"), Some("1700000045")), Some(7_000));
        assert_eq!(wait(Some("soon"), Some("1700000045")), Some(45_000));
    }

    #[test]
    fn a_moment_gone_by_is_no_wait_and_nonsense_is_no_answer() {
        assert_eq!(wait(None, Some("1600000000")), Some(0));
        assert_eq!(wait(Some("99999999999"), None), Some(300_000));
        for text in ["", "-1", "1e3", "NaN", "soon"] {
            assert_eq!(wait(Some(text), None), None, "{text}");
        }
        assert_eq!(wait(None, None), None);
    }
}

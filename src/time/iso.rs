//! Moments as ISO 8601 text, in and out.

use super::civil::{Civil, days_from_civil, days_in_month};
use super::{DAY, HOUR, MINUTE};

/// Epoch seconds of an ISO 8601 text: a date, or date and time with `T` or a space,
/// seconds and their fraction optional, `Z` or an offset (`+02:00`, `+0200`, `+02`) at
/// the end. Without one it is UTC, as Sentry reads it. Fractions are cut off.
pub fn parse_moment(text: &str) -> Option<i64> {
    let text = text.trim();
    let (year, rest) = digits(text, 4)?;
    let (month, rest) = digits(rest.strip_prefix('-')?, 2)?;
    let (day, rest) = digits(rest.strip_prefix('-')?, 2)?;
    let month = u8::try_from(month).ok().filter(|m| (1..=12).contains(m))?;
    let day = u8::try_from(day)
        .ok()
        .filter(|day| (1..=days_in_month(year, month)).contains(day))?;
    let midnight = days_from_civil(year, month, day) * DAY;
    if rest.is_empty() {
        return Some(midnight);
    }
    let (clock, rest) = clock(rest.strip_prefix(['T', 't', ' '])?)?;
    Some(midnight + clock - offset(rest)?)
}

/// `2024-02-29T13:05:00`: the naive UTC form that Sentry's own front end sends.
pub fn format_moment(secs: i64) -> String {
    let civil = Civil::from_secs(secs);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
        civil.year,
        civil.month,
        civil.day,
        civil.hour(),
        civil.minute(),
        civil.second()
    )
}

fn digits(text: &str, count: usize) -> Option<(i64, &str)> {
    let (number, rest) = text.split_at_checked(count)?;
    number
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then_some(())?;
    Some((number.parse().ok()?, rest))
}

fn clock(text: &str) -> Option<(i64, &str)> {
    let (hour, rest) = digits(text, 2)?;
    let (minute, rest) = digits(rest.strip_prefix(':')?, 2)?;
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => digits(rest, 2)?,
        None => (0, rest),
    };
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => {
            let end = fraction
                .find(|letter: char| !letter.is_ascii_digit())
                .unwrap_or(fraction.len());
            (end > 0).then_some(())?;
            fraction.get(end..)?
        }
        None => rest,
    };
    // 23:59:60 is a legal leap second; it is the next minute's first second here.
    (hour < 24 && minute < 60 && second <= 60)
        .then_some((hour * HOUR + minute * MINUTE + second, rest))
}

fn offset(text: &str) -> Option<i64> {
    let (sign, rest) = match text.split_at_checked(1) {
        None => return Some(0),
        Some(("Z" | "z", "")) => return Some(0),
        Some(("+", rest)) => (1, rest),
        Some(("-", rest)) => (-1, rest),
        Some(_) => return None,
    };
    let (hours, rest) = digits(rest, 2)?;
    let (minutes, rest) = match rest {
        "" => (0, ""),
        _ => digits(rest.strip_prefix(':').unwrap_or(rest), 2)?,
    };
    (rest.is_empty() && hours < 24 && minutes < 60)
        .then_some(sign * (hours * HOUR + minutes * MINUTE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_iso_texts() {
        for (text, secs) in [
            ("1970-01-01", 0),
            ("1970-01-01T00:00:10", 10),
            ("1970-01-01 00:01", 60),
            ("1970-01-01T00:00:10.999Z", 10),
            ("1970-01-01T02:00:00+02:00", 0),
            ("1969-12-31T19:00:00-0500", 0),
            ("1970-01-01T05:30:00+05:30", 0),
            ("1970-01-01T01:00:00+01", 0),
            ("2024-02-29T12:00:00", 1_709_208_000),
            (" 2024-02-29T12:00:00z ", 1_709_208_000),
        ] {
            assert_eq!(parse_moment(text), Some(secs), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_moment() {
        for text in [
            "",
            "yesterday",
            "2024-02-30",
            "2023-02-29",
            "2024-13-01",
            "2024-00-10",
            "2024-1-1",
            "2024-01-01T25:00:00",
            "2024-01-01T10",
            "2024-01-01T10:00:00.",
            "2024-01-01T10:00:00+25:00",
            "2024-01-01T10:00:00Z+01:00",
            "2024-01-01T10:00:00 UTC",
            "２０２４-01-01",
            "1709208000",
        ] {
            assert_eq!(parse_moment(text), None, "{text}");
        }
    }

    #[test]
    fn writes_the_form_it_reads() {
        for secs in [0, -1, 1_709_208_001, 4_102_444_800] {
            assert_eq!(parse_moment(&format_moment(secs)), Some(secs));
        }
        assert_eq!(format_moment(1_709_208_000), "2024-02-29T12:00:00");
    }
}

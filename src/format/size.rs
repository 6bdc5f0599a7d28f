//! Sizes in bytes, with prefixes of 1024 (KiB) or 1000 (kB).

use super::decimal::{Decimal, NumberLocale};
use super::unit::SizeBase;

/// One decimal always for powers of 1024; at most two for powers of 1000. Both as in
/// Sentry, on axes and in tooltips alike.
pub(super) fn text(bytes: f64, base: SizeBase, locale: &NumberLocale) -> String {
    let sign = if bytes < 0.0 { "-" } else { "" };
    let (number, suffix) = scaled(bytes.abs(), base);
    let number = match base {
        SizeBase::Binary => Decimal::new(number).round(1).text(1, false, locale),
        SizeBase::Decimal => dynamic(number).text(0, true, locale),
    };
    format!("{sign}{number} {suffix}")
}

/// Without zeros at the end: `1 MiB`, `1.5 MiB`.
pub(super) fn short(bytes: f64, base: SizeBase, locale: &NumberLocale) -> String {
    let sign = if bytes < 0.0 { "-" } else { "" };
    let (number, suffix) = scaled(bytes.abs(), base);
    let number = Decimal::new(number).significant(15).text(0, true, locale);
    format!("{sign}{number} {suffix}")
}

/// The number of the largest unit that fits, and that unit.
fn scaled(bytes: f64, base: SizeBase) -> (f64, &'static str) {
    let (step, suffixes) = match base {
        SizeBase::Binary => (
            1024.0,
            ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"],
        ),
        SizeBase::Decimal => (
            1000.0,
            ["B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"],
        ),
    };
    let mut number = bytes;
    let mut suffix = "B";
    for larger in suffixes.into_iter().skip(1) {
        if number < step {
            break;
        }
        number /= step;
        suffix = larger;
    }
    (number, suffix)
}

/// At most two decimals; less than one keeps two significant digits.
fn dynamic(number: f64) -> Decimal {
    let decimal = Decimal::new(number);
    if number < 1.0 {
        decimal.significant(2)
    } else {
        decimal.round(2)
    }
}

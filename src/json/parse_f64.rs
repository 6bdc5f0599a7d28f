//! Digits to the nearest `f64`, without the tables of `str::parse`.
//!
//! Grammar is JSON's own. Which numbers a body may hold is up to the reader.

use crate::convert;
use std::ops::Range;
use std::sync::OnceLock;

/// Powers of ten that `f64` holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// Most digits that always fit into `u64`.
const MANTISSA_DIGITS: usize = 19;

/// Whole numbers up to here are exact in `f64`.
const EXACT: u64 = 1 << 53;

static SLOW_PARSE: OnceLock<fn(&str) -> f64> = OnceLock::new();

/// Says who reads the rare numbers that need more than two `f64` of precision:
/// over 19 digits, or a power of ten beyond 22. The first call counts.
///
/// Natively that is `str::parse`, and nothing needs to call this. In a browser the
/// edge passes `parseFloat`: the tables of `str::parse` would be a fifth of the module.
pub fn set_slow_parse(parse: fn(&str) -> f64) {
    let _first_call_counts = SLOW_PARSE.set(parse);
}

/// The nearest `f64` to a JSON number, infinite where it is too large for one;
/// `None` where the text is no JSON number.
pub fn parse_f64(text: &[u8]) -> Option<f64> {
    if let Some(number) = small_whole(text) {
        return Some(number);
    }
    let parts = NumberParts::read(text)?;
    let magnitude = match parts.decimal(text) {
        Some((mantissa, exponent)) => from_decimal(mantissa, exponent),
        None => None,
    };
    match magnitude {
        Some(magnitude) if parts.negative => Some(-magnitude),
        Some(magnitude) => Some(magnitude),
        None => parse_slow(text),
    }
}

/// Whole numbers of few digits, which are most of what there is.
fn small_whole(text: &[u8]) -> Option<f64> {
    let (digits, sign) = match text.split_first()? {
        (b'-', digits) => (digits, -1.0),
        _ => (text, 1.0),
    };
    let has_zero_first = digits.len() > 1 && digits.first() == Some(&b'0');
    if digits.is_empty() || digits.len() > 15 || has_zero_first {
        return None;
    }
    let mut number = 0u64;
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + u64::from(digit);
    }
    Some(number as f64 * sign)
}

/// Where the parts of a number stand in its text.
struct NumberParts {
    negative: bool,
    whole: Range<usize>,
    fraction: Range<usize>,
    exponent: i32,
}

impl NumberParts {
    fn read(text: &[u8]) -> Option<Self> {
        let negative = text.first() == Some(&b'-');
        let whole = digit_run(text, usize::from(negative));
        if whole.is_empty() || (whole.len() > 1 && text.get(whole.start) == Some(&b'0')) {
            return None;
        }
        let mut fraction = whole.end..whole.end;
        if text.get(whole.end) == Some(&b'.') {
            fraction = digit_run(text, whole.end + 1);
            if fraction.is_empty() {
                return None;
            }
        }
        let (exponent, end) = exponent(text, fraction.end)?;
        (end == text.len()).then_some(Self {
            negative,
            whole,
            fraction,
            exponent,
        })
    }

    /// Mantissa and power of ten, where the digits fit into `u64`.
    fn decimal(&self, text: &[u8]) -> Option<(u64, i32)> {
        let mut mantissa = 0u64;
        let mut significant = 0;
        for part in [&self.whole, &self.fraction] {
            for &digit in text.get(part.clone())? {
                mantissa = mantissa
                    .wrapping_mul(10)
                    .wrapping_add(u64::from(digit.wrapping_sub(b'0')));
                significant += usize::from(significant > 0 || digit != b'0');
                if significant > MANTISSA_DIGITS {
                    return None;
                }
            }
        }
        let places = i32::try_from(self.fraction.len()).ok()?;
        Some((mantissa, self.exponent.checked_sub(places)?))
    }
}

fn digit_run(text: &[u8], start: usize) -> Range<usize> {
    let digits = text.get(start..).unwrap_or_default();
    let length = digits
        .iter()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(digits.len());
    start..start + length
}

/// The exponent written at `start` (0 where none is) and where it ends.
fn exponent(text: &[u8], start: usize) -> Option<(i32, usize)> {
    if !matches!(text.get(start), Some(b'e' | b'E')) {
        return Some((0, start));
    }
    let sign = text.get(start + 1);
    let digits = digit_run(
        text,
        start + 1 + usize::from(matches!(sign, Some(b'+' | b'-'))),
    );
    if digits.is_empty() {
        return None;
    }
    let mut size = 0i32;
    for digit in text.get(digits.clone())? {
        size = size
            .saturating_mul(10)
            .saturating_add(i32::from(digit - b'0'));
    }
    let exponent = if sign == Some(&b'-') { -size } else { size };
    Some((exponent, digits.end))
}

/// The nearest `f64` to `mantissa * 10^exponent` for a mantissa of at most 19 digits,
/// or `None` where two `f64` of precision cannot tell which one is nearest.
#[inline]
pub(crate) fn from_decimal(mantissa: u64, exponent: i32) -> Option<f64> {
    if mantissa == 0 {
        return Some(0.0);
    }
    let power = *POWERS.get(usize::try_from(exponent.unsigned_abs()).ok()?)?;
    if mantissa <= EXACT {
        // Both operands are exact, so the one rounding is the right one.
        let mantissa = mantissa as f64;
        return Some(if exponent < 0 {
            mantissa / power
        } else {
            mantissa * power
        });
    }
    double_double(mantissa, power, exponent < 0)
}

/// The quotient or product as a sum of two `f64`, rounded once.
///
/// The sum is off by less than 2^-103 of its value: the remainder of the division
/// is exact, and what follows rounds three times on numbers below 2^-52 of it. If
/// moving the smaller half by 2^-101 either way does not change the rounding, the
/// exact value rounds to the same number.
fn double_double(mantissa: u64, power: f64, divide: bool) -> Option<f64> {
    const DOUBT: f64 = 1.0 / (1u128 << 101) as f64;
    let high = mantissa as f64;
    // What rounding left over, at most 2^10. `high` fits u64: 19 digits stay below 2^64.
    let low = mantissa.wrapping_sub(convert::amount(high)).cast_signed() as f64;
    let (value, rest) = if divide {
        let quotient = high / power;
        let (product, error) = exact_product(quotient, power);
        (quotient, (((high - product) - error) + low) / power)
    } else {
        let (product, error) = exact_product(high, power);
        (product, error + low * power)
    };
    let doubt = value * DOUBT;
    let nearest = value + (rest - doubt);
    (nearest == value + (rest + doubt)).then_some(nearest)
}

/// A product as the sum of two `f64`, exactly (Dekker).
fn exact_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    let (a_high, a_low) = halves(a);
    let (b_high, b_low) = halves(b);
    let error = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low;
    (product, error)
}

fn halves(number: f64) -> (f64, f64) {
    const SPLIT: f64 = ((1u64 << 27) + 1) as f64;
    let scaled = number * SPLIT;
    let high = scaled - (scaled - number);
    (high, number - high)
}

#[cold]
fn parse_slow(text: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(text).ok()?;
    match SLOW_PARSE.get() {
        Some(parse) => Some(parse(text)),
        None => parse_without_edge(text),
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn parse_without_edge(text: &str) -> Option<f64> {
    text.parse().ok()
}

/// Until the edge has set its own: right to about fifteen digits.
#[cfg(target_arch = "wasm32")]
fn parse_without_edge(text: &str) -> Option<f64> {
    let bytes = text.as_bytes();
    let parts = NumberParts::read(bytes)?;
    let mut exponent = parts.exponent;
    let mut number = 0.0f64;
    let fraction = bytes.get(parts.fraction.clone())?;
    for digit in bytes.get(parts.whole.clone())?.iter().chain(fraction) {
        number = number * 10.0 + f64::from(digit - b'0');
    }
    exponent = exponent.saturating_sub(i32::try_from(fraction.len()).ok()?);
    while exponent != 0 && number != 0.0 && number.is_finite() {
        let step = exponent.clamp(-22, 22);
        let power = *POWERS.get(step.unsigned_abs() as usize)?;
        number = if step < 0 {
            number / power
        } else {
            number * power
        };
        exponent -= step;
    }
    Some(if parts.negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar_is_that_of_json() {
        for text in [
            "", "-", "+1", "01", "-01", "1.", ".5", "1e", "1e+", "0x1", "1_0", "NaN", "1 ", "--1",
            "1.e5", "inf",
        ] {
            assert_eq!(parse_f64(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn edges_of_the_format() {
        for text in [
            "0",
            "-0",
            "0.0",
            "1e22",
            "1e23",
            "9007199254740993",
            "9007199254740992.5",
            "9007199254740993.0",
            "18446744073709551615",
            "18446744073709551616",
            "5e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "1e400",
            "-1e400",
            "1e-400",
            "0e99999999999",
            "0.1",
            "-0.3",
            "123456789012345678",
            "0.000000000000000000000000001",
            "100000000000000000000000",
            "1e99999999999",
            "8.5e-45",
            "4503599627370497.5",
            "4503599627370496.5",
            "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880",
        ] {
            let expected: f64 = text.parse().unwrap();
            let found = parse_f64(text.as_bytes()).unwrap();
            assert_eq!(found.to_bits(), expected.to_bits(), "{text}");
        }
    }

    #[test]
    fn doubtful_roundings_are_passed_on() {
        // Half way between two neighbours: the exact tie belongs to the slow path.
        assert_eq!(from_decimal(90_071_992_547_409_930, -1), None);
        assert_eq!(from_decimal(1, 23), None);
    }
}

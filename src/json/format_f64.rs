//! An `f64` to its shortest decimal digits, without the tables of `core::fmt`.
//!
//! How many digits a reader is shown is up to `format`.

use crate::convert;
use std::sync::OnceLock;

/// Whole numbers up to here are exact in `f64`.
const EXACT: f64 = 9_007_199_254_740_992.0;

static NUMBER_TEXT: OnceLock<fn(f64) -> String> = OnceLock::new();

/// Says who writes numbers that are not whole, as the shortest decimal that reads back
/// the same, with or without an exponent. The first call counts.
///
/// Natively that is `core::fmt`, and nothing needs to call this. In a browser the edge
/// passes `String`, which is there anyway.
pub fn set_number_text(write: fn(f64) -> String) {
    let _first_call_counts = NUMBER_TEXT.set(write);
}

/// A finite number as sign, digits and the place of the point: `0.DIGITS × 10^point`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digits {
    /// Below zero; also the zero that is.
    pub negative: bool,
    /// Digits 0 to 9, the first and the last not zero; empty for zero.
    pub digits: Vec<u8>,
    /// 3 for 712, 0 for 0.712, -1 for 0.0712; 0 for zero.
    pub point: i32,
}

/// The shortest decimal that reads back as the same number. Non-finite numbers are zero.
pub fn shortest(value: f64) -> Digits {
    let magnitude = if value.is_finite() { value.abs() } else { 0.0 };
    let text = if magnitude.fract() == 0.0 && magnitude < EXACT {
        convert::amount(magnitude).to_string()
    } else {
        match NUMBER_TEXT.get() {
            Some(write) => write(magnitude),
            None => write_without_edge(magnitude),
        }
    };
    let (digits, point) = read(&text);
    Digits {
        negative: value.is_finite() && value.is_sign_negative(),
        digits,
        point,
    }
}

/// The number as `f64`'s own `Display` writes it: the shortest digits, never an exponent.
pub fn format_f64(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    let number = shortest(value);
    let mut text = String::new();
    if value.is_sign_negative() {
        text.push('-');
    }
    if value.is_infinite() {
        return text + "inf";
    }
    let whole = usize::try_from(number.point).unwrap_or(0);
    let digit = |place| char::from(b'0' + number.digits.get(place).copied().unwrap_or(0));
    match whole {
        0 => text.push('0'),
        _ => text.extend((0..whole).map(digit)),
    }
    if number.digits.len() > whole {
        text.push('.');
        text.extend((number.point..0).map(|_| '0'));
        text.extend((whole..number.digits.len()).map(digit));
    }
    text
}

/// Digits and point of `123.4`, `1.234e2` or `1.234e+2`.
fn read(text: &str) -> (Vec<u8>, i32) {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits: Vec<u8> = whole
        .bytes()
        .chain(fraction.bytes())
        .map(|digit| digit.wrapping_sub(b'0'))
        .collect();
    let zeros = digits.iter().take_while(|&&digit| digit == 0).count();
    digits.drain(..zeros);
    while digits.last() == Some(&0) {
        digits.pop();
    }
    if digits.is_empty() {
        return (digits, 0);
    }
    let exponent = exponent.parse().unwrap_or(0);
    let point = convert::int_of(whole.len()) - convert::int_of(zeros);
    (digits, point.saturating_add(exponent))
}

#[cfg(not(target_arch = "wasm32"))]
fn write_without_edge(magnitude: f64) -> String {
    format!("{magnitude:e}")
}

/// Until the edge has set its own: fifteen digits.
#[cfg(target_arch = "wasm32")]
fn write_without_edge(magnitude: f64) -> String {
    let exponent = convert::int(magnitude.log10().floor()) - 14;
    // In two steps: the power alone may be no `f64`.
    let scaled = magnitude / 10f64.powi(exponent / 2) / 10f64.powi(exponent - exponent / 2);
    format!("{}e{exponent}", convert::amount(scaled.round()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_numbers_as_either_side_writes_them() {
        for (text, digits, point) in [
            ("0", &[][..], 0),
            ("1200", &[1, 2], 4),
            ("0.0105", &[1, 0, 5], -1),
            ("1.5e-7", &[1, 5], -6),
            ("1e+21", &[1], 22),
            ("123e2", &[1, 2, 3], 5),
        ] {
            assert_eq!(read(text), (digits.to_vec(), point), "{text}");
        }
    }

    #[test]
    fn writes_as_the_standard_library() {
        for value in [
            0.0,
            -0.0,
            1.0,
            -1.5,
            0.1,
            0.05,
            100.0,
            120.5,
            1e21,
            1.5e300,
            5e-324,
            1e-7,
            f64::MAX,
            9_007_199_254_740_993.0,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NAN,
            -f64::NAN,
        ] {
            assert_eq!(format_f64(value), value.to_string());
        }
    }

    proptest! {
        #[test]
        fn any_number_is_written_as_by_the_standard_library(bits in any::<u64>(), near in -1e6f64..1e6) {
            let any = f64::from_bits(bits);
            prop_assert_eq!(format_f64(any), any.to_string());
            prop_assert_eq!(format_f64(near), near.to_string());
        }
    }
}

//! Digits to numbers, eight at a time.
//!
//! Reads what a body nearly always holds; anything else is `None`, and the general path's.

use crate::convert;
use crate::json::parse_f64;

/// Digits of a time between 2001 and 2286, the only ones that templates read.
pub(super) const TIME_DIGITS: usize = 10;

/// Eight bytes at `at`, the first one lowest.
#[inline(always)]
pub(super) fn word(bytes: &[u8], at: usize) -> Option<u64> {
    let eight = bytes.get(at..)?.first_chunk::<8>()?;
    Some(u64::from_le_bytes(*eight))
}

/// Digits at the start of a word and how many they are, at most eight.
#[inline(always)]
fn leading_digits(word: u64) -> (u64, usize) {
    let values = word ^ 0x3030_3030_3030_3030;
    // High bit of each byte that is no digit; a carry spoils only bytes behind one.
    let others = (values.wrapping_add(0x7676_7676_7676_7676) | values) & 0x8080_8080_8080_8080;
    let count = (others.trailing_zeros() / 8) as usize;
    if count == 0 {
        return (0, 0);
    }
    // Bytes behind the digits leave, zeroes come in front.
    (eight_digits(values << (64 - 8 * count)), count)
}

/// The number that eight digit values make, the first one in the lowest byte: pairs,
/// then fours, then all.
#[inline(always)]
fn eight_digits(values: u64) -> u64 {
    const PAIR: u64 = 0x0000_00FF_0000_00FF;
    let pairs = values.wrapping_mul(10).wrapping_add(values >> 8);
    let outer = (pairs & PAIR).wrapping_mul(100 + (1_000_000 << 32));
    let inner = ((pairs >> 16) & PAIR).wrapping_mul(1 + (10_000 << 32));
    outer.wrapping_add(inner) >> 32
}

/// The number that ten digits make; what stands behind them is up to the caller.
#[inline(always)]
pub(super) fn ten_digits(bytes: &[u8], at: usize) -> Option<i64> {
    let (high, count) = leading_digits(word(bytes, at)?);
    let &[ninth, tenth] = bytes.get(at + 8..)?.first_chunk::<2>()?;
    let (ninth, tenth) = (ninth.wrapping_sub(b'0'), tenth.wrapping_sub(b'0'));
    // JSON knows no zero in front.
    let is_ten = count == 8 && high >= 10_000_000 && ninth < 10 && tenth < 10;
    is_ten.then(|| (high * 100 + u64::from(ninth) * 10 + u64::from(tenth)).cast_signed())
}

/// `null`, which columns hold as NaN, and its length.
#[inline(always)]
fn null(bytes: &[u8], at: usize) -> Option<(f64, usize)> {
    let found = bytes.get(at..)?.first_chunk::<4>()?;
    (found == b"null").then_some((f64::NAN, 4))
}

/// The number or null at `at` (NaN) and its length, where more bytes follow it.
#[inline(always)]
pub(super) fn number_or_null(bytes: &[u8], at: usize) -> Option<(f64, usize)> {
    // No closures: the build for size would call them.
    let plain = decimal(bytes, at);
    if plain.is_some() {
        return plain;
    }
    let null = null(bytes, at);
    if null.is_some() {
        return null;
    }
    signed_or_scaled(bytes, at)
}

/// A number with a sign, an exponent or many digits: `-12`, `5e-05`. Out of line, so that
/// the numbers most bodies hold alone are read as if there were no others.
#[cold]
#[inline(never)]
fn signed_or_scaled(bytes: &[u8], at: usize) -> Option<(f64, usize)> {
    const LONGEST: usize = 40;
    let rest = bytes.get(at..)?;
    let is_part = |byte: &u8| byte.is_ascii_digit() || b"-+.eE".contains(byte);
    let length = rest.iter().take(LONGEST).position(|byte| !is_part(byte))?;
    let number = parse_f64(rest.get(..length)?)?;
    number.is_finite().then_some((number, length))
}

/// A number without sign and exponent, of at most 19 digits, and its length.
#[inline(always)]
fn decimal(bytes: &[u8], at: usize) -> Option<(f64, usize)> {
    let first = word(bytes, at)?;
    let (mut mantissa, mut whole) = leading_digits(first);
    if whole == 8 {
        (mantissa, whole) = more_digits(bytes, at, mantissa, whole)?;
    }
    let zero_first = first & 0xFF == u64::from(b'0');
    if whole == 0 || whole > 19 || (zero_first && whole > 1) {
        return None;
    }
    match bytes.get(at + whole)? {
        b'.' => fraction(bytes, at, mantissa, whole),
        b'e' | b'E' => None,
        _ if whole <= 15 => Some((mantissa as f64, whole)),
        _ => Some((parse_f64::from_decimal(mantissa, 0)?, whole)),
    }
}

#[inline(always)]
fn fraction(bytes: &[u8], at: usize, mantissa: u64, whole: usize) -> Option<(f64, usize)> {
    let (mantissa, end) = more_digits(bytes, at, mantissa, whole + 1)?;
    let places = end - whole - 1;
    // `end` counts the point.
    if places == 0 || end > 20 || matches!(bytes.get(at + end)?, b'e' | b'E') {
        return None;
    }
    Some((
        parse_f64::from_decimal(mantissa, -convert::int_of(places))?,
        end,
    ))
}

/// Appends the digits at `at + length`, up to a length of 20 (19 digits and a point);
/// returns the mantissa and the new length.
#[inline(always)]
fn more_digits(
    bytes: &[u8],
    at: usize,
    mut mantissa: u64,
    mut length: usize,
) -> Option<(u64, usize)> {
    const POWERS: [u64; 9] = [
        1,
        10,
        100,
        1_000,
        10_000,
        100_000,
        1_000_000,
        10_000_000,
        100_000_000,
    ];
    loop {
        let (digits, count) = leading_digits(word(bytes, at + length)?);
        length += count;
        if length > 20 {
            return None;
        }
        mantissa = mantissa
            .wrapping_mul(*POWERS.get(count)?)
            .wrapping_add(digits);
        if count < 8 {
            return Some((mantissa, length));
        }
    }
}

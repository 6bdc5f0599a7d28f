//! Numbers from one kind to another, by name: none of these wraps or panics.
//!
//! A browser's `usize` has 32 bits and the host's 64, so a cast that is harmless in a native
//! test may cut a number in the page. Casts that lose anything are therefore denied (see the
//! head of the crate), and what has to lose something does so here: it is held to the bounds.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` from a floating-point number holds it to the bounds, and NaN becomes zero"
)]

/// A floating-point number, its fraction cut off.
pub fn whole(number: f64) -> i64 {
    number as i64
}

/// A floating-point number as an amount: never below zero.
pub fn amount(number: f64) -> u64 {
    number as u64
}

/// A floating-point number as a small amount: never below zero.
pub fn small(number: f64) -> u32 {
    number as u32
}

/// A floating-point number as a place in memory: never below zero.
pub fn index(number: f64) -> usize {
    number as usize
}

/// A coordinate or a power, its fraction cut off.
pub fn int(number: f64) -> i32 {
    number as i32
}

/// A number with half the digits, as fonts have it.
pub fn single(number: f64) -> f32 {
    number as f32
}

/// One channel of a colour.
pub fn byte(number: f64) -> u8 {
    number as u8
}

/// A number of things as a length: never below zero, and no more than memory has places.
pub fn length(number: impl TryInto<usize> + PartialOrd + Default) -> usize {
    let is_negative = number < Default::default();
    number
        .try_into()
        .unwrap_or(if is_negative { 0 } else { usize::MAX })
}

/// A length as a signed number.
pub fn signed(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// A length as a small signed number.
pub fn int_of(length: usize) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}

/// A length as a small number.
pub fn small_of(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_held_to_the_bounds() {
        assert_eq!(whole(1e300), i64::MAX);
        assert_eq!(whole(f64::NAN), 0);
        assert_eq!(amount(-5.0), 0);
        assert_eq!(small(5e9), u32::MAX);
        assert_eq!(int(-1e10), i32::MIN);
        assert_eq!(byte(256.0), 255);
        assert_eq!(index(-1.0), 0);
        assert_eq!(length(-1i64), 0);
        assert_eq!(length(-1i32), 0);
        assert_eq!(length(u64::MAX), usize::MAX);
        assert_eq!(length(7u64), 7);
        assert_eq!(signed(7), 7);
        assert_eq!(int_of(usize::MAX), i32::MAX);
        assert_eq!(small_of(usize::MAX), u32::MAX);
    }
}

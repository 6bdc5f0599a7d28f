//! The three inner loops that run over several numbers at a time.
//!
//! [`Scalar`] says what is meant and runs everywhere; [`Vector`] does the same on
//! 128-bit vectors, operation by operation, so that both give the same pixels.

mod scalar;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector;

use super::pixel::Pixel;
pub use scalar::Scalar;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub use vector::Vector;

/// The fastest lanes of this build.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub type Best = Vector;
/// The fastest lanes of this build.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub type Best = Scalar;

/// How a color meets what lies under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blend {
    /// Covers it, as ink does.
    Over,
    /// Adds to it: for areas that share an edge, so that the pixels of the edge add
    /// up to one whole and no seam shines through.
    Add,
}

/// Full coverage in fixed point: integers, so that sums come back to where they began.
pub const FULL: i32 = 1 << 26;
/// From there to a byte.
const TO_BYTE_SHIFT: u32 = 18;
const HALF_A_BYTE: i32 = 1 << (TO_BYTE_SHIFT - 1);

/// Coverage in fixed point as a byte.
#[inline(always)]
pub fn to_byte(level: i32) -> u8 {
    ((level + HALF_A_BYTE) >> TO_BYTE_SHIFT).clamp(0, 255) as u8
}

/// Four pixels of one column, or of one row.
pub type Four = [Pixel; 4];

/// Arithmetic on four floats, and the two loops over pixels.
pub trait Lanes: Copy {
    /// The same number four times.
    fn splat(value: f32) -> Self;
    /// Four numbers.
    fn load(values: &[f32; 4]) -> Self;
    /// The numbers.
    fn store(self, values: &mut [f32; 4]);
    /// Sum.
    fn add(self, other: Self) -> Self;
    /// Difference.
    fn sub(self, other: Self) -> Self;
    /// Product.
    fn mul(self, other: Self) -> Self;
    /// `other` where it is less, else `self`.
    fn lesser(self, other: Self) -> Self;
    /// `other` where it is greater, else `self`.
    fn greater(self, other: Self) -> Self;
    /// Square root.
    fn sqrt(self) -> Self;
    /// `chosen` where `self` is at least `limit`, else `otherwise`.
    fn where_at_least(self, limit: Self, chosen: Self, otherwise: Self) -> Self;

    /// The nearest bytes of numbers from 0 to 255.
    fn to_bytes(self) -> [u8; 4];

    /// Blends the premultiplied color `source` into premultiplied pixels, through coverage
    /// bytes. Pixels past the last whole four are left alone.
    fn blend(mode: Blend, pixels: &mut [Pixel], coverage: &[u8], source: Pixel);

    /// Sums second differences up to levels, twice, beginning at `start`, writes each level as
    /// a byte ([`to_byte`]) and clears the differences. Returns the last level and its slope.
    fn integrate(second: &mut [i32], bytes: &mut [u8], start: i32) -> (i32, i32);

    /// Takes four rows of four columns, puts `seed` in their place, and returns the rows.
    fn take_rows(columns: [&mut Four; 4], seed: &Four) -> [Four; 4];
}

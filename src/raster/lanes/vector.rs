//! The same on 128-bit vectors of WebAssembly.

use super::super::pixel::Pixel;
use super::{Blend, Four, HALF_A_BYTE, Lanes, TO_BYTE_SHIFT, to_byte};
use core::arch::wasm32::*;

/// Four floats in a vector.
#[derive(Clone, Copy, Debug)]
pub struct Vector(v128);

/// Coverage bytes that make up a vector.
const GROUP: usize = 16;

impl Lanes for Vector {
    #[inline(always)]
    fn splat(value: f32) -> Self {
        Self(f32x4_splat(value))
    }

    #[inline(always)]
    fn load(values: &[f32; 4]) -> Self {
        // SAFETY: four floats are as long as a vector, which may be read unaligned.
        Self(unsafe { v128_load(values.as_ptr().cast()) })
    }

    #[inline(always)]
    fn store(self, values: &mut [f32; 4]) {
        // SAFETY: four floats are as long as a vector, which may be written unaligned.
        unsafe { v128_store(values.as_mut_ptr().cast(), self.0) }
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(f32x4_add(self.0, other.0))
    }

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(f32x4_sub(self.0, other.0))
    }

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(f32x4_mul(self.0, other.0))
    }

    #[inline(always)]
    fn lesser(self, other: Self) -> Self {
        Self(f32x4_pmin(self.0, other.0))
    }

    #[inline(always)]
    fn greater(self, other: Self) -> Self {
        Self(f32x4_pmax(self.0, other.0))
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(f32x4_sqrt(self.0))
    }

    #[inline(always)]
    fn where_at_least(self, limit: Self, chosen: Self, otherwise: Self) -> Self {
        let mask = f32x4_ge(self.0, limit.0);
        Self(v128_bitselect(chosen.0, otherwise.0, mask))
    }

    #[inline]
    fn blend(mode: Blend, pixels: &mut [Pixel], coverage: &[u8], source: Pixel) {
        let ink = Ink::new(mode, source);
        let (groups, last_pixels) = pixels.as_chunks_mut::<GROUP>();
        let (coverages, last_coverage) = coverage.as_chunks::<GROUP>();
        for (pixels, coverage) in groups.iter_mut().zip(coverages) {
            ink.blend_group(pixels, coverage);
        }
        let (fours, _) = last_pixels.as_chunks_mut::<4>();
        let (coverages, _) = last_coverage.as_chunks::<4>();
        for (pixels, coverage) in fours.iter_mut().zip(coverages) {
            let bytes = u32::from_le_bytes(*coverage);
            if bytes != 0 {
                let coverage = u32x4_splat(bytes);
                ink.blend_four(
                    pixels,
                    spread::<0>(coverage),
                    spread::<0>(ink.rest(coverage)),
                );
            }
        }
    }

    #[inline]
    fn integrate(second: &mut [i32], bytes: &mut [u8], start: i32) -> (i32, i32) {
        let (mut level, mut slope) = (start, 0_i32);
        let (groups, last_second) = second.as_chunks_mut::<GROUP>();
        let (group_bytes, last_bytes) = bytes.as_chunks_mut::<GROUP>();
        for (second, bytes) in groups.iter_mut().zip(group_bytes) {
            if is_zero(second) {
                // No bend in these rows: an even ramp.
                ramp(bytes, level, slope);
                level += slope * GROUP as i32;
                continue;
            }
            (level, slope) = integrate_from(second, bytes, level, slope);
        }
        integrate_from(last_second, last_bytes, level, slope)
    }

    #[inline(always)]
    fn to_bytes(self) -> [u8; 4] {
        let whole = i32x4_trunc_sat_f32x4(f32x4_add(self.0, f32x4_splat(0.5)));
        let half = i16x8_narrow_i32x4(whole, whole);
        (i32x4_extract_lane::<0>(u8x16_narrow_i16x8(half, half)) as u32).to_le_bytes()
    }

    #[inline(always)]
    fn take_rows(columns: [&mut Four; 4], seed: &Four) -> [Four; 4] {
        let rows = transpose([
            load_four(columns[0]),
            load_four(columns[1]),
            load_four(columns[2]),
            load_four(columns[3]),
        ]);
        for column in columns {
            *column = *seed;
        }
        let mut taken = [*seed; 4];
        for (row, target) in rows.into_iter().zip(&mut taken) {
            store_four(row, target);
        }
        taken
    }
}

#[inline(always)]
fn load_four(pixels: &Four) -> v128 {
    // SAFETY: four pixels of four bytes are as long as a vector, which may be read unaligned.
    unsafe { v128_load(pixels.as_ptr().cast()) }
}

#[inline(always)]
fn store_four(value: v128, pixels: &mut Four) {
    // SAFETY: four pixels of four bytes are as long as a vector, which may be written unaligned.
    unsafe { v128_store(pixels.as_mut_ptr().cast(), value) }
}

/// One color, ready to be blended.
struct Ink {
    mode: Blend,
    source: Pixel,
    color: v128,
    alpha: v128,
}

impl Ink {
    #[inline(always)]
    fn new(mode: Blend, source: Pixel) -> Self {
        Self {
            mode,
            source,
            color: u32x4_splat(u32::from_le_bytes(source)),
            alpha: u8x16_splat(source[3]),
        }
    }

    /// What is left of the pixels under the given coverage.
    #[inline(always)]
    fn rest(&self, coverage: v128) -> v128 {
        v128_not(scale(self.alpha, coverage))
    }

    #[inline(always)]
    fn blend_group(&self, pixels: &mut [Pixel; GROUP], coverage: &[u8; GROUP]) {
        // SAFETY: sixteen bytes are as long as a vector, which may be read unaligned.
        let coverage = unsafe { v128_load(coverage.as_ptr().cast()) };
        if !v128_any_true(coverage) {
            return;
        }
        let rest = self.rest(coverage);
        if self.mode == Blend::Over && !v128_any_true(rest) {
            pixels.fill(self.source);
            return;
        }
        let (fours, _) = pixels.as_chunks_mut::<4>();
        let spread = [
            (spread::<0>(coverage), spread::<0>(rest)),
            (spread::<1>(coverage), spread::<1>(rest)),
            (spread::<2>(coverage), spread::<2>(rest)),
            (spread::<3>(coverage), spread::<3>(rest)),
        ];
        for (pixels, (coverage, rest)) in fours.iter_mut().zip(spread) {
            self.blend_four(pixels, coverage, rest);
        }
    }

    #[inline(always)]
    fn blend_four(&self, pixels: &mut Four, coverage: v128, rest: v128) {
        let under = load_four(pixels);
        let blended = match self.mode {
            Blend::Over => {
                let low = u16x8_add(
                    u16x8_extmul_low_u8x16(self.color, coverage),
                    u16x8_extmul_low_u8x16(under, rest),
                );
                let high = u16x8_add(
                    u16x8_extmul_high_u8x16(self.color, coverage),
                    u16x8_extmul_high_u8x16(under, rest),
                );
                u8x16_narrow_i16x8(div255(low), div255(high))
            }
            Blend::Add => u8x16_add_sat(under, scale(self.color, coverage)),
        };
        store_four(blended, pixels);
    }
}

#[inline(always)]
fn is_zero(second: &[i32; GROUP]) -> bool {
    let mut any = i32x4_splat(0);
    for four in second.as_chunks::<4>().0 {
        // SAFETY: four integers are as long as a vector, which may be read unaligned.
        any = v128_or(any, unsafe { v128_load(four.as_ptr().cast()) });
    }
    !v128_any_true(any)
}

/// Bytes of levels that rise by `slope`, the first one above `level`.
#[inline(always)]
fn ramp(bytes: &mut [u8; GROUP], level: i32, slope: i32) {
    let steps = i32x4_mul(i32x4_splat(slope), i32x4(1, 2, 3, 4));
    let first = i32x4_add(i32x4_splat(level.wrapping_add(HALF_A_BYTE)), steps);
    let four = |index: i32| {
        let level = i32x4_add(first, i32x4_splat(slope.wrapping_mul(4 * index)));
        i32x4_shr(level, TO_BYTE_SHIFT)
    };
    let low = i16x8_narrow_i32x4(four(0), four(1));
    let high = i16x8_narrow_i32x4(four(2), four(3));
    // SAFETY: sixteen bytes are as long as a vector, which may be written unaligned.
    unsafe { v128_store(bytes.as_mut_ptr().cast(), u8x16_narrow_i16x8(low, high)) }
}

#[inline(always)]
fn integrate_from(second: &mut [i32], bytes: &mut [u8], level: i32, slope: i32) -> (i32, i32) {
    let (mut level, mut slope) = (level, slope);
    for (second, byte) in second.iter_mut().zip(bytes) {
        slope += std::mem::take(second);
        level += slope;
        *byte = to_byte(level);
    }
    (level, slope)
}

/// Each of the four coverage bytes of a quarter, four times.
#[inline(always)]
fn spread<const QUARTER: u8>(coverage: v128) -> v128 {
    let first = QUARTER * 4;
    let lanes = u32x4_splat(u32::from_le_bytes([first, first + 1, first + 2, first + 3]));
    // Each lane holds the four indices; within a lane all bytes take its own one.
    let picks = i8x16_shuffle::<0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3>(lanes, lanes);
    i8x16_swizzle(coverage, picks)
}

/// Rounded product of bytes that stand for 0 to 1.
#[inline(always)]
fn scale(bytes: v128, by: v128) -> v128 {
    u8x16_narrow_i16x8(
        div255(u16x8_extmul_low_u8x16(bytes, by)),
        div255(u16x8_extmul_high_u8x16(bytes, by)),
    )
}

#[inline(always)]
fn div255(value: v128) -> v128 {
    let rounded = u16x8_add(value, u16x8_splat(128));
    u16x8_shr(u16x8_add(rounded, u16x8_shr(rounded, 8)), 8)
}

#[inline(always)]
fn transpose([a, b, c, d]: [v128; 4]) -> [v128; 4] {
    let ab_low = i32x4_shuffle::<0, 4, 1, 5>(a, b);
    let ab_high = i32x4_shuffle::<2, 6, 3, 7>(a, b);
    let cd_low = i32x4_shuffle::<0, 4, 1, 5>(c, d);
    let cd_high = i32x4_shuffle::<2, 6, 3, 7>(c, d);
    [
        i64x2_shuffle::<0, 2>(ab_low, cd_low),
        i64x2_shuffle::<1, 3>(ab_low, cd_low),
        i64x2_shuffle::<0, 2>(ab_high, cd_high),
        i64x2_shuffle::<1, 3>(ab_high, cd_high),
    ]
}

//! One number after the other: the meaning of [`Lanes`].

use super::super::pixel::{Pixel, div255};
use super::{Blend, Four, Lanes, to_byte};

/// Four floats in an array.
#[derive(Clone, Copy, Debug)]
pub struct Scalar([f32; 4]);

impl Scalar {
    #[inline]
    fn each(self, other: Self, operation: impl Fn(f32, f32) -> f32) -> Self {
        let ([a, b, c, d], [e, f, g, h]) = (self.0, other.0);
        Self([
            operation(a, e),
            operation(b, f),
            operation(c, g),
            operation(d, h),
        ])
    }
}

impl Lanes for Scalar {
    #[inline]
    fn splat(value: f32) -> Self {
        Self([value; 4])
    }

    #[inline]
    fn load(values: &[f32; 4]) -> Self {
        Self(*values)
    }

    #[inline]
    fn store(self, values: &mut [f32; 4]) {
        *values = self.0;
    }

    #[inline]
    fn add(self, other: Self) -> Self {
        self.each(other, |a, b| a + b)
    }

    #[inline]
    fn sub(self, other: Self) -> Self {
        self.each(other, |a, b| a - b)
    }

    #[inline]
    fn mul(self, other: Self) -> Self {
        self.each(other, |a, b| a * b)
    }

    #[inline]
    fn lesser(self, other: Self) -> Self {
        self.each(other, |a, b| if b < a { b } else { a })
    }

    #[inline]
    fn greater(self, other: Self) -> Self {
        self.each(other, |a, b| if a < b { b } else { a })
    }

    #[inline]
    fn sqrt(self) -> Self {
        Self(self.0.map(f32::sqrt))
    }

    #[inline]
    fn where_at_least(self, limit: Self, chosen: Self, otherwise: Self) -> Self {
        Self(std::array::from_fn(|lane| {
            if self.0[lane] >= limit.0[lane] {
                chosen.0[lane]
            } else {
                otherwise.0[lane]
            }
        }))
    }

    #[inline]
    fn blend(mode: Blend, pixels: &mut [Pixel], coverage: &[u8], source: Pixel) {
        let (fours, _) = pixels.as_chunks_mut::<4>();
        let (coverages, _) = coverage.as_chunks::<4>();
        for (pixels, coverage) in fours.iter_mut().zip(coverages) {
            for (pixel, &coverage) in pixels.iter_mut().zip(coverage) {
                match mode {
                    Blend::Over => blend_over(pixel, coverage, source),
                    Blend::Add => blend_add(pixel, coverage, source),
                }
            }
        }
    }

    #[inline]
    fn integrate(second: &mut [i32], bytes: &mut [u8], start: i32) -> (i32, i32) {
        let (mut level, mut slope) = (start, 0_i32);
        for (second, byte) in second.iter_mut().zip(bytes) {
            slope += std::mem::take(second);
            level += slope;
            *byte = to_byte(level);
        }
        (level, slope)
    }

    #[inline]
    fn to_bytes(self) -> [u8; 4] {
        self.0.map(|value| (value + 0.5) as u8)
    }

    #[inline]
    fn take_rows(columns: [&mut Four; 4], seed: &Four) -> [Four; 4] {
        let rows = std::array::from_fn(|row| std::array::from_fn(|column| columns[column][row]));
        for column in columns {
            *column = *seed;
        }
        rows
    }
}

#[inline]
fn blend_over(pixel: &mut Pixel, coverage: u8, source: Pixel) {
    if coverage == 0 {
        return;
    }
    if coverage == 255 && source[3] == 255 {
        *pixel = source;
        return;
    }
    let coverage = u16::from(coverage);
    let rest = u16::from(255 - div255(u16::from(source[3]) * coverage));
    for (under, source) in pixel.iter_mut().zip(source) {
        *under = div255(u16::from(source) * coverage + u16::from(*under) * rest);
    }
}

#[inline]
fn blend_add(pixel: &mut Pixel, coverage: u8, source: Pixel) {
    for (under, source) in pixel.iter_mut().zip(source) {
        *under = under.saturating_add(div255(u16::from(source) * u16::from(coverage)));
    }
}

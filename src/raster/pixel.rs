//! Pixels of four bytes: premultiplied while shapes are laid over one another,
//! straight (as `ImageData` wants them) when they leave.

/// Red, green, blue, alpha; byte order of `ImageData`.
pub type Pixel = [u8; 4];

/// No color at all.
pub const CLEAR: Pixel = [0; 4];

/// Rounded `value / 255` for values up to 255 * 255.
#[inline(always)]
pub(super) fn div255(value: u16) -> u8 {
    let rounded = value + 128;
    ((rounded + (rounded >> 8)) >> 8) as u8
}

/// Color channels scaled by alpha.
pub fn premultiply([red, green, blue, alpha]: Pixel) -> Pixel {
    let scale = |channel: u8| div255(u16::from(channel) * u16::from(alpha));
    [scale(red), scale(green), scale(blue), alpha]
}

/// The inverse of [`premultiply`], as far as rounding lets it be.
#[inline(always)]
pub fn unpremultiply([red, green, blue, alpha]: Pixel) -> Pixel {
    let Some(&scale) = RECIPROCALS.get(usize::from(alpha)) else {
        return CLEAR;
    };
    let unscale = |channel: u8| ((u32::from(channel) * scale + (1 << 15)) >> 16).min(255) as u8;
    [unscale(red), unscale(green), unscale(blue), alpha]
}

/// `255 / alpha` with 16 fraction bits; dividing is slower than looking up.
static RECIPROCALS: [u32; 256] = {
    let mut table = [0; 256];
    let mut alpha = 1;
    while alpha < 256 {
        table[alpha] = ((255 << 16) + alpha as u32 / 2) / alpha as u32;
        alpha += 1;
    }
    table
};

/// `source` laid over `under`, both premultiplied.
#[inline(always)]
pub fn over(source: Pixel, under: Pixel) -> Pixel {
    let rest = u16::from(255 - source[3]);
    std::array::from_fn(|channel| {
        source[channel].saturating_add(div255(u16::from(under[channel]) * rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opaque_and_clear_colors_pass_unchanged() {
        for channel in 0..=255 {
            let opaque = [channel, 7, 255 - channel, 255];
            assert_eq!(premultiply(opaque), opaque);
            assert_eq!(unpremultiply(opaque), opaque);
            assert_eq!(over(opaque, [1, 2, 3, 4]), opaque);
            assert_eq!(over(CLEAR, opaque), opaque);
        }
        assert_eq!(unpremultiply(CLEAR), CLEAR);
    }

    #[test]
    fn premultiplying_keeps_what_eight_bits_can_keep() {
        for alpha in 1..=255_u8 {
            for channel in 0..=255_u8 {
                let back = unpremultiply(premultiply([channel, 0, 0, alpha]));
                let unit = 255.0 / f32::from(alpha);
                assert!(
                    (f32::from(back[0]) - f32::from(channel)).abs() <= unit / 2.0 + 1.0,
                    "{channel} at {alpha} came back as {}",
                    back[0]
                );
                assert_eq!(premultiply(back), premultiply([channel, 0, 0, alpha]));
            }
        }
    }
}

//! One colour, eight bits a channel.

use std::fmt;

/// A colour with alpha; not premultiplied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Rgba {
    /// Red.
    pub r: u8,
    /// Green.
    pub g: u8,
    /// Blue.
    pub b: u8,
    /// Opacity, 255 opaque.
    pub a: u8,
}

impl Rgba {
    /// Nothing to see.
    pub const TRANSPARENT: Rgba = Rgba {
        r: 0,
        g: 0,
        b: 0,
        a: 0,
    };

    /// An opaque colour from `0xRRGGBB`.
    pub const fn opaque(hex: u32) -> Self {
        let [_, r, g, b] = hex.to_be_bytes();
        Self { r, g, b, a: 255 }
    }

    /// The same colour at another opacity.
    pub const fn with_alpha(self, a: u8) -> Self {
        Self { a, ..self }
    }

    /// The same colour, at whatever opacity.
    pub fn is_shade_of(self, other: Rgba) -> bool {
        self.with_alpha(0) == other.with_alpha(0)
    }

    /// Whether nothing shines through.
    pub const fn is_opaque(self) -> bool {
        self.a == 255
    }

    /// `share` parts in 255 of `other` mixed in, channel by channel.
    pub fn mix(self, other: Rgba, share: u8) -> Self {
        let blend = |from: u8, to: u8| {
            let share = u32::from(share);
            let sum = u32::from(from) * (255 - share) + u32::from(to) * share;
            ((sum + 127) / 255).to_le_bytes()[0]
        };
        Self {
            r: blend(self.r, other.r),
            g: blend(self.g, other.g),
            b: blend(self.b, other.b),
            a: blend(self.a, other.a),
        }
    }

    /// Reads `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`. Other forms of CSS are resolved by the page.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        let nibbles: Vec<u8> = digits
            .chars()
            .map(|digit| u8::try_from(digit.to_digit(16)?).ok())
            .collect::<Option<_>>()?;
        match *nibbles.as_slice() {
            [r, g, b] => Some(Self::new(r * 17, g * 17, b * 17, 255)),
            [r, g, b, a] => Some(Self::new(r * 17, g * 17, b * 17, a * 17)),
            [r, r2, g, g2, b, b2] => Some(Self::new(r * 16 + r2, g * 16 + g2, b * 16 + b2, 255)),
            [r, r2, g, g2, b, b2, a, a2] => Some(Self::new(
                r * 16 + r2,
                g * 16 + g2,
                b * 16 + b2,
                a * 16 + a2,
            )),
            _ => None,
        }
    }

    /// A colour from its channels.
    pub const fn new(r: u8, g: u8, b: u8, a: u8) -> Self {
        Self { r, g, b, a }
    }
}

/// CSS hexadecimal form: `#rrggbb`, with `aa` where not opaque.
impl fmt::Display for Rgba {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.r, self.g, self.b)?;
        if self.a != 255 {
            write!(f, "{:02x}", self.a)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_hexadecimal() {
        for text in ["#112233", "#11223344", "#000000", "#ffffff00"] {
            assert_eq!(Rgba::from_hex(text).unwrap().to_string(), text);
        }
        assert_eq!(Rgba::from_hex("#1af").unwrap(), Rgba::opaque(0x11aaff));
        assert_eq!(Rgba::from_hex(" #1af8 ").unwrap().a, 0x88);
        for text in ["", "#", "112233", "#12", "#12345", "#gg0000", "#é23", "red"] {
            assert!(Rgba::from_hex(text).is_none(), "{text}");
        }
    }

    #[test]
    fn mixes_from_one_end_to_the_other() {
        let (black, white) = (Rgba::opaque(0), Rgba::opaque(0xffffff));
        assert_eq!(black.mix(white, 0), black);
        assert_eq!(black.mix(white, 255), white);
        assert_eq!(black.mix(white, 51), Rgba::opaque(0x333333));
    }
}

//! Colours of series: which slot a series takes and which colour a slot has.
//!
//! Colours of everything else (text, grid, bands) belong to `theme`.

mod assign;
mod rgba;

pub use assign::assign_slots;
pub use rgba::Rgba;

/// Colours for series, by slot, and the neutral one of Other.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    slots: Vec<Rgba>,
    other: Rgba,
}

/// Categorical colours for light pages. Neighbours differ in lightness as well as
/// hue, so that they stay apart for readers who see fewer hues.
const LIGHT: [u32; 12] = [
    0x3b5bdb, 0xe8590c, 0x0ca678, 0xae3ec9, 0xf2b712, 0x1098ad, 0xe03131, 0x74b816, 0x6741d9,
    0xd6567f, 0x795548, 0x364fc7,
];

/// The same hues for dark pages, lighter and a little less saturated.
const DARK: [u32; 12] = [
    0x748ffc, 0xff922b, 0x38d9a9, 0xda77f2, 0xffd43b, 0x3bc9db, 0xff6b6b, 0xa9e34b, 0x9775fa,
    0xf783ac, 0xbc9a8c, 0xa5b4fc,
];

impl Palette {
    /// The palette of light pages.
    pub fn light() -> Self {
        Self::from_hex(&LIGHT, 0x868e96)
    }

    /// The palette of dark pages.
    pub fn dark() -> Self {
        Self::from_hex(&DARK, 0x909296)
    }

    /// A host's own colours. `None` where there are none.
    pub fn new(slots: Vec<Rgba>, other: Rgba) -> Option<Self> {
        (!slots.is_empty()).then_some(Self { slots, other })
    }

    fn from_hex(slots: &[u32], other: u32) -> Self {
        Self {
            slots: slots.iter().copied().map(Rgba::opaque).collect(),
            other: Rgba::opaque(other),
        }
    }

    /// Number of slots; at least one.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Never true.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Colour of a slot; slots past the end begin anew.
    pub fn color(&self, slot: usize) -> Rgba {
        self.slots
            .get(slot % self.slots.len().max(1))
            .copied()
            .unwrap_or(self.other)
    }

    /// Colour of Other.
    pub fn other(&self) -> Rgba {
        self.other
    }
}

//! Colours of series: which slot a series takes and which colour a slot has.
//!
//! Colours of everything else (text, grid, bands) belong to `theme`.

mod assign;
mod rgba;

pub use assign::assign_slots;
pub use rgba::Rgba;

use crate::sorted::SortedMap;

/// Colours for series, by slot, and the neutral one of Other.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    slots: Vec<Rgba>,
    /// So many of them a key has by itself; the rest are for charts with more groups.
    keyed: usize,
    other: Rgba,
    named: SortedMap<String, Rgba>,
}

/// Categorical colours for light pages, of one family: lightness and chroma (OKLCH) differ no more than
/// they must. All have a contrast of 3 and more to white, and any two of them, and each and Other's grey,
/// stay apart for readers with any of the three forms of colour blindness too: a test simulates them.
/// The first is the accent.
const LIGHT: [u32; 10] = [
    0x6158da, 0xd67903, 0x018299, 0xcd368c, 0x07a25f, 0x3493fa, 0xff5669, 0xaf6bd9, 0x826e01,
    0x7d2f56,
];

/// The same hues, slot by slot, for dark pages.
const DARK: [u32; 10] = [
    0x9598fd, 0xf19a40, 0x1dc9e1, 0xfc62b7, 0x39c377, 0x008ce4, 0xf05951, 0xb563ce, 0xedd630,
    0xfedbef,
];

/// The last two leave the family, as ten colours that stay apart in every sight must.
const KEYED: usize = 8;

/// Other's greys recede as far as a mark may.
const OTHER: [u32; 2] = [0x8c93a0, 0x6a6f7a];

impl Palette {
    /// The palette of light pages.
    pub fn light() -> Self {
        Self::from_hex(&LIGHT, OTHER[0])
    }

    /// The palette of dark pages.
    pub fn dark() -> Self {
        Self::from_hex(&DARK, OTHER[1])
    }

    /// A host's own colours. `None` where there are none.
    pub fn new(slots: Vec<Rgba>, other: Rgba) -> Option<Self> {
        (!slots.is_empty()).then_some(Self {
            keyed: slots.len(),
            slots,
            other,
            named: SortedMap::new(),
        })
    }

    fn from_hex(slots: &[u32], other: u32) -> Self {
        Self {
            slots: slots.iter().copied().map(Rgba::opaque).collect(),
            keyed: KEYED,
            other: Rgba::opaque(other),
            named: SortedMap::new(),
        }
    }

    /// The same palette with colours that a host gives to single series, by the name
    /// shown or by the group's key.
    pub fn with_named(mut self, named: SortedMap<String, Rgba>) -> Self {
        self.named = named;
        self
    }

    /// The host's own colour for a series of that name or key.
    pub fn named(&self, name: &str) -> Option<Rgba> {
        self.named.get(name).copied()
    }

    /// Number of slots; at least one.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Number of the slots that a key has by itself, the first ones; at least one.
    pub fn keyed(&self) -> usize {
        self.keyed
    }

    /// Never true.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Colour of a slot; slots past the end begin again.
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

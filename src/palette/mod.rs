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
    other: Rgba,
    named: SortedMap<String, Rgba>,
}

/// Categorical colours for light pages, of one family: lightness and chroma (OKLCH) differ no more than
/// they must. All have a contrast of 3 and more to white, and any two of them, and each and Other's grey,
/// stay apart for readers with any of the three forms of colour blindness too: a test simulates them.
/// The first is the accent. Neighbours differ most.
const LIGHT: [u32; 10] = [
    0x6158da, 0xd77a07, 0x018299, 0xb5507b, 0x01a257, 0x0695f5, 0xf95467, 0xad72d2, 0x8c7400,
    0xa12fb8,
];

/// The same hues, slot by slot, for dark pages.
const DARK: [u32; 10] = [
    0x9598fd, 0xd07b1b, 0x01bcd3, 0xf55faa, 0x58b46a, 0x008ce0, 0xec9793, 0xab66c2, 0xc7b10f,
    0xeca1fe,
];

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
            slots,
            other,
            named: SortedMap::new(),
        })
    }

    fn from_hex(slots: &[u32], other: u32) -> Self {
        Self {
            slots: slots.iter().copied().map(Rgba::opaque).collect(),
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

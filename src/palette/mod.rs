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

/// Categorical colours for light pages, all with a contrast of 3 and more to white. Any two of them, and each and Other's grey, stay
/// apart for readers with any of the three forms of colour blindness too: a test
/// simulates them. Neighbours differ most.
const LIGHT: [u32; 10] = [
    0x2954c2, 0xdd4d51, 0x0ca780, 0xa766d3, 0xaf9000, 0x5078fa, 0x973f33, 0x398509, 0xec60b1,
    0x804094,
];

/// The same hues, slot by slot, for dark pages.
const DARK: [u32; 10] = [
    0x5886f1, 0xcc625a, 0x36f3be, 0xb45fc0, 0xcbd13d, 0x90b3fc, 0xf4a898, 0x6db94b, 0xf67fcb,
    0xf4c3fe,
];

impl Palette {
    /// The palette of light pages.
    pub fn light() -> Self {
        Self::from_hex(&LIGHT, 0x797e85)
    }

    /// The palette of dark pages.
    pub fn dark() -> Self {
        Self::from_hex(&DARK, 0x8b8a92)
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

//! Handles: what JavaScript holds in place of a Rust value. A handle of a value that is
//! gone, or of an earlier one in the same place, finds nothing.

use crate::convert;

/// Place and generation in one number, which JavaScript keeps as it is.
pub type Handle = u32;

const INDEX_BITS: u32 = 16;
const INDEX_MASK: u32 = (1 << INDEX_BITS) - 1;

struct Slot<T> {
    generation: u16,
    value: Option<T>,
}

/// Values by handle.
pub struct Handles<T> {
    slots: Vec<Slot<T>>,
    free: Vec<u32>,
}

impl<T> Default for Handles<T> {
    fn default() -> Self {
        Self {
            slots: Vec::new(),
            free: Vec::new(),
        }
    }
}

impl<T> Handles<T> {
    /// Keeps a value made from its own handle. `None` when 65 536 are kept already.
    pub fn insert_with(&mut self, make: impl FnOnce(Handle) -> T) -> Option<Handle> {
        let handle = self.reserve()?;
        self.put(handle, make(handle));
        Some(handle)
    }

    /// A handle that finds nothing until a value is put there. `None` when 65 536 are in use.
    pub fn reserve(&mut self) -> Option<Handle> {
        let index = match self.free.pop() {
            Some(index) => index,
            None if convert::small_of(self.slots.len()) > INDEX_MASK => return None,
            None => {
                // Generations begin at 1, so that no handle is 0: JavaScript takes 0 for none.
                self.slots.push(Slot {
                    generation: 1,
                    value: None,
                });
                convert::small_of(self.slots.len()) - 1
            }
        };
        let slot = self.slots.get(index as usize)?;
        Some((u32::from(slot.generation) << INDEX_BITS) | index)
    }

    /// Puts a value where its handle was reserved.
    pub fn put(&mut self, handle: Handle, value: T) {
        if let Some(slot) = self.slots.get_mut((handle & INDEX_MASK) as usize)
            && u32::from(slot.generation) == handle >> INDEX_BITS
        {
            slot.value = Some(value);
        }
    }

    /// The value, where the handle is still its own.
    pub fn get(&self, handle: Handle) -> Option<&T> {
        self.slots
            .get((handle & INDEX_MASK) as usize)
            .filter(|slot| u32::from(slot.generation) == handle >> INDEX_BITS)
            .and_then(|slot| slot.value.as_ref())
    }

    /// Takes the value out; its handle finds nothing from here on.
    pub fn remove(&mut self, handle: Handle) -> Option<T> {
        self.get(handle)?;
        let index = handle & INDEX_MASK;
        let slot = self.slots.get_mut(index as usize)?;
        // A slot whose generations are used up is never used again.
        if let Some(next) = slot.generation.checked_add(1) {
            slot.generation = next;
            self.free.push(index);
        }
        slot.value.take()
    }

    /// All values.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.slots.iter().filter_map(|slot| slot.value.as_ref())
    }
}

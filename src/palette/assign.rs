//! Which slot of the palette a series takes.
//!
//! Sentry colours by position, so a series changes its colour when the number or
//! the rank of the series changes. Here the series' own key decides.

use crate::convert;
use crate::fnv::fnv1a;
use crate::sorted::{SortedMap, SortedSet};

/// One slot a key, in the order of `keys`; equal keys share a slot.
///
/// `remembered` holds slots of earlier answers. A key keeps its slot unless another key
/// shown beside it remembers the same one; of such two the first in the order of text
/// keeps it. Every other key starts at a slot hashed from its text and goes round to the
/// first that nobody shown has, if possible one that nobody remembers either. Rank has
/// no part in it. Once all slots are taken, they are shared evenly.
pub fn assign_slots(
    keys: &[&str],
    remembered: &SortedMap<String, usize>,
    slot_count: usize,
) -> Vec<usize> {
    let mut allocator = SlotAllocator::new(slot_count);
    let distinct: SortedSet<&str> = keys.iter().copied().collect();
    let mut slots: SortedMap<&str, usize> = SortedMap::new();
    for (key, &slot) in remembered.iter() {
        match distinct.contains(key.as_str()) {
            true if allocator.is_free(slot) || distinct.len() > slot_count => {
                slots.insert(key, allocator.allocate(slot));
            }
            true => {}
            false => allocator.reserve(slot),
        }
    }
    for &key in distinct.iter() {
        if !slots.contains_key(key) {
            slots.insert(key, allocator.allocate_near(fnv1a(key.bytes())));
        }
    }
    keys.iter()
        .map(|key| slots.get(key).copied().unwrap_or(0))
        .collect()
}

/// How often each slot is shown, and whether a key that is not shown remembers it.
struct SlotAllocator {
    slots: Vec<(usize, bool)>,
}

impl SlotAllocator {
    fn new(slot_count: usize) -> Self {
        Self {
            slots: vec![(0, false); slot_count.max(1)],
        }
    }

    fn is_free(&self, slot: usize) -> bool {
        self.slots
            .get(slot % self.slots.len())
            .is_some_and(|(shown, _)| *shown == 0)
    }

    fn allocate(&mut self, slot: usize) -> usize {
        let slot = slot % self.slots.len();
        if let Some((shown, _)) = self.slots.get_mut(slot) {
            *shown += 1;
        }
        slot
    }

    fn reserve(&mut self, slot: usize) {
        let slot = slot % self.slots.len();
        if let Some((_, reserved)) = self.slots.get_mut(slot) {
            *reserved = true;
        }
    }

    /// The least used slot that comes first, going round from the hash's own.
    fn allocate_near(&mut self, hash: u64) -> usize {
        let count = self.slots.len();
        let home = convert::length(hash % count as u64);
        let slot = (0..count)
            .map(|step| (home + step) % count)
            .min_by_key(|&slot| self.slots.get(slot).copied())
            .unwrap_or(home);
        self.allocate(slot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rank_has_no_part_in_it() {
        let none = SortedMap::new();
        let forward = assign_slots(&["a", "b", "c", "d"], &none, 12);
        let mut backward = assign_slots(&["d", "c", "b", "a"], &none, 12);
        backward.reverse();
        assert_eq!(forward, backward);
    }

    #[test]
    fn remembered_slots_stay() {
        let remembered = SortedMap::from([("b".to_owned(), 7), ("c".to_owned(), 32)]);
        let slots = assign_slots(&["a", "b", "c"], &remembered, 12);
        assert_eq!(slots[1..], [7, 8]);
        assert!(!slots[1..].contains(&slots[0]));
    }

    #[test]
    fn two_that_remember_one_slot_are_told_apart() {
        let remembered = SortedMap::from([("b".to_owned(), 7), ("c".to_owned(), 7)]);
        let slots = assign_slots(&["c", "b"], &remembered, 12);
        assert_eq!(slots[1], 7);
        assert_ne!(slots[0], 7);
    }

    #[test]
    fn newcomers_leave_the_slots_of_the_absent() {
        let remembered: SortedMap<String, usize> =
            (0..11).map(|slot| (format!("gone {slot}"), slot)).collect();
        assert_eq!(assign_slots(&["new"], &remembered, 12), [11]);
    }

    proptest! {
        #[test]
        fn slots_repeat_only_when_they_run_out(
            keys in proptest::collection::btree_set(".{0,6}", 1..30),
            count in 1usize..14,
        ) {
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            let slots = assign_slots(&keys, &SortedMap::new(), count);
            let mut uses = vec![0usize; count];
            for slot in slots {
                uses[slot] += 1;
            }
            let (min, max) = (uses.iter().min().unwrap(), uses.iter().max().unwrap());
            prop_assert!(max - min <= 1);
        }
    }
}

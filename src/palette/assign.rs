//! Which slot of the palette a series takes.
//!
//! Sentry colours by position, so a series changes its colour when the number or
//! the rank of the series changes. Here the series' own key decides.

use std::collections::{BTreeMap, BTreeSet};

/// One slot a key, in the order of `keys`; equal keys share a slot.
///
/// `fixed` holds slots given from outside (by the host, or remembered from an
/// earlier answer); they are taken as they are. Every other key starts at a slot
/// hashed from its text and moves on to the next free one. Those keys are handled
/// in the order of their text, so rank has no part in it. Once all slots are
/// taken, they are shared evenly.
pub fn assign_slots(
    keys: &[&str],
    fixed: &BTreeMap<String, usize>,
    slot_count: usize,
) -> Vec<usize> {
    let slot_count = slot_count.max(1);
    let mut uses = vec![0usize; slot_count];
    let mut slots: BTreeMap<&str, usize> = BTreeMap::new();
    let distinct: BTreeSet<&str> = keys.iter().copied().collect();
    for &key in &distinct {
        if let Some(&slot) = fixed.get(key) {
            let slot = slot % slot_count;
            slots.insert(key, slot);
            if let Some(count) = uses.get_mut(slot) {
                *count += 1;
            }
        }
    }
    for &key in &distinct {
        if !slots.contains_key(key) {
            slots.insert(key, take_slot(key, &mut uses));
        }
    }
    keys.iter()
        .map(|key| slots.get(key).copied().unwrap_or(0))
        .collect()
}

/// The least used slot that comes first, going round from the key's own.
fn take_slot(key: &str, uses: &mut [usize]) -> usize {
    let home = (fnv1a(key) % uses.len().max(1) as u64) as usize;
    let least = uses.iter().copied().min().unwrap_or(0);
    let slot = (0..uses.len())
        .map(|step| (home + step) % uses.len())
        .find(|&slot| uses.get(slot) == Some(&least))
        .unwrap_or(home);
    if let Some(count) = uses.get_mut(slot) {
        *count += 1;
    }
    slot
}

/// FNV-1a: the same on every machine and in every version, unlike `std`'s hasher.
fn fnv1a(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rank_has_no_part_in_it() {
        let none = BTreeMap::new();
        let forward = assign_slots(&["a", "b", "c", "d"], &none, 12);
        let mut backward = assign_slots(&["d", "c", "b", "a"], &none, 12);
        backward.reverse();
        assert_eq!(forward, backward);
    }

    #[test]
    fn remembered_slots_stay() {
        let fixed = BTreeMap::from([("b".to_owned(), 7), ("c".to_owned(), 31)]);
        let slots = assign_slots(&["a", "b", "c"], &fixed, 12);
        assert_eq!(slots[1..], [7, 7]);
        assert_ne!(slots[0], 7);
    }

    proptest! {
        #[test]
        fn slots_repeat_only_when_they_run_out(
            keys in proptest::collection::btree_set(".{0,6}", 1..30),
            count in 1usize..14,
        ) {
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            let slots = assign_slots(&keys, &BTreeMap::new(), count);
            let mut uses = vec![0usize; count];
            for slot in slots {
                uses[slot] += 1;
            }
            let (min, max) = (uses.iter().min().unwrap(), uses.iter().max().unwrap());
            prop_assert!(max - min <= 1);
        }
    }
}

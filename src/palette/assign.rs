//! Which slot of the palette a series takes.
//!
//! Sentry colours by position, so a series changes its colour when the number or
//! the rank of the series changes. Here the series' own key decides.

use crate::convert;
use crate::sorted::{SortedMap, SortedSet};
use md5::{Digest, Md5};

/// One slot a key, in the order of `keys`; equal keys share a slot.
///
/// A key has the slot that [`base_slot`] says, one of the `keyed` first ones, whatever was shown
/// before or elsewhere. Where several keys of one chart have the same one, the first in the order of
/// text keeps it, and the others take the next slots that are free, and the rest of all `slot_count`
/// at last. Rank has no part in it. Once no slot is free, keys share their own.
pub fn assign_slots(
    organization: &str,
    keys: &[&str],
    keyed: usize,
    slot_count: usize,
) -> Vec<usize> {
    let keyed = keyed.max(1);
    let slot_count = slot_count.max(keyed);
    let distinct: SortedSet<&str> = keys.iter().copied().collect();
    let mut is_taken = vec![false; slot_count];
    let mut take = |slot: usize| {
        let taken = is_taken.get_mut(slot)?;
        (!std::mem::replace(taken, true)).then_some(slot)
    };
    let mut slots: SortedMap<&str, usize> = SortedMap::new();
    let mut later = Vec::new();
    for &key in distinct.iter() {
        let base = base_slot(organization, key, keyed);
        slots.insert(key, base);
        if take(base).is_none() {
            later.push((key, base));
        }
    }
    for (key, base) in later {
        let mut next = (base..base + keyed).map(|slot| slot % keyed);
        let next = next.find_map(&mut take);
        let next = next.or_else(|| (keyed..slot_count).find_map(&mut take));
        slots.insert(key, next.unwrap_or(base));
    }
    keys.iter()
        .map(|key| slots.get(key).copied().unwrap_or(0))
        .collect()
}

/// The slot of a key where no other key of the chart has the same: the first eight bytes of the
/// MD5 of `organization:key`, as a number with the highest byte first, modulo the slots. The
/// same in every browser, on every machine and in every version.
fn base_slot(organization: &str, key: &str, slot_count: usize) -> usize {
    let mut digest = Md5::new();
    for text in [organization, ":", key] {
        digest.update(text.as_bytes());
    }
    let digest = digest.finalize();
    let first = digest.iter().take(8);
    let number = first.fold(0, |number: u64, byte| (number << 8) | u64::from(*byte));
    convert::length(number % slot_count as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The slots of the palettes: those that keys have by themselves, and all.
    const SLOTS: (usize, usize) = (8, 10);

    fn assigned(organization: &str, keys: &[&str]) -> Vec<usize> {
        assign_slots(organization, keys, SLOTS.0, SLOTS.1)
    }

    #[test]
    fn slots_are_those_of_another_implementation_of_md5() {
        let expected = [
            ("acme", "TypeError", 3),
            ("acme", "production,1.0", 1),
            ("other", "TypeError", 6),
            ("", "count()", 6),
            ("größe", "🦀", 4),
        ];
        for (organization, key, slot) in expected {
            let found = assigned(organization, &[key]);
            assert_eq!(found, [slot], "{organization}:{key}");
        }
    }

    #[test]
    fn rank_has_no_part_in_it() {
        let forward = assign_slots("acme", &["a", "b", "c", "d"], 3, 4);
        let mut backward = assign_slots("acme", &["d", "c", "b", "a"], 3, 4);
        backward.reverse();
        assert_eq!(forward, backward);
    }

    /// What all charts make of these groups, as places in charts where a group has its base slot.
    fn kept(charts: usize, shown: usize, groups: usize) -> (usize, usize) {
        let name = |number: usize| format!("release@{number}.{}", number % 7);
        let mut kept = 0;
        for chart in 0..charts {
            let chosen = (0..shown).map(|rank| name((chart * 37 + rank * 7919) % groups));
            let chosen: Vec<String> = chosen.collect();
            let keys: Vec<&str> = chosen.iter().map(String::as_str).collect();
            let slots = assigned("acme", &keys);
            let pairs = keys.iter().zip(slots);
            kept += pairs
                .filter(|(key, slot)| base_slot("acme", key, SLOTS.0) == *slot)
                .count();
        }
        (kept, charts * shown)
    }

    #[test]
    fn groups_keep_one_colour_over_thirty_charts() {
        for (shown, groups) in [(100, 100), (100, 150), (60, 100)] {
            let (kept, all) = kept(30, shown, groups);
            assert!(kept * 100 >= all * 95, "{shown}: {kept} of {all}");
        }
        // As many as have no slot of another: 78 in 100 of five, by the arithmetic of birthdays.
        let (kept, all) = kept(300, 5, 100);
        assert!(kept * 100 >= all * 74, "{kept} of {all}");
    }

    proptest! {
        #[test]
        fn a_slot_is_shared_only_when_none_is_free(
            keys in proptest::collection::btree_set(".{0,6}", 1..30),
            count in 1usize..14,
            spare in 0usize..4,
        ) {
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            let slots: std::collections::BTreeSet<usize> =
                assign_slots("acme", &keys, count, count + spare).into_iter().collect();
            prop_assert_eq!(slots.len(), keys.len().min(count + spare));
            prop_assert!(keys.len() > count || slots.iter().all(|&slot| slot < count));
        }

        #[test]
        fn the_first_of_a_slot_keeps_it(
            keys in proptest::collection::btree_set(".{0,6}", 1..30),
        ) {
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            let mut seen = std::collections::BTreeSet::new();
            for (key, slot) in keys.iter().zip(assigned("acme", &keys)) {
                let base = base_slot("acme", key, SLOTS.0);
                prop_assert!(!seen.insert(base) || slot == base);
            }
        }
    }
}

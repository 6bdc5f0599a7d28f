//! One stable merge sort, of indexes, for items of every type.

use std::cmp::Ordering;

/// Sorts items; equal ones stay as they stand.
pub fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// Sorts items by a key; equal ones stay as they stand.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |left, right| key(left).cmp(&key(right)));
}

/// Sorts items as `compare` says; equal ones stay as they stand.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut sources = order(items.len(), &by(items, &compare));
    // Each swap puts one item where it belongs for good.
    for place in 0..items.len() {
        let mut at = place;
        while let Some(source) = sources.get_mut(at) {
            let next = std::mem::replace(source, at);
            if next == place || next == at {
                break;
            }
            items.swap(at, next);
            at = next;
        }
    }
}

/// Of each item the index of the first that equals it.
pub fn first_equals<T>(items: &[T], compare: impl Fn(&T, &T) -> Ordering) -> Vec<usize> {
    let compare = by(items, &compare);
    let mut firsts = vec![0; items.len()];
    let mut first: Option<usize> = None;
    for index in order(items.len(), &compare) {
        let equal = first.filter(|&first| compare(first, index).is_eq());
        let own = equal.unwrap_or(index);
        if let Some(slot) = firsts.get_mut(index) {
            *slot = own;
        }
        first = Some(own);
    }
    firsts
}

fn by<T>(items: &[T], compare: &impl Fn(&T, &T) -> Ordering) -> impl Fn(usize, usize) -> Ordering {
    move |left, right| match (items.get(left), items.get(right)) {
        (Some(left), Some(right)) => compare(left, right),
        _ => Ordering::Equal,
    }
}

type Compare<'c> = dyn Fn(usize, usize) -> Ordering + 'c;

/// The indexes below `count` in ascending order. Runs that are in order already cost one
/// comparison.
#[inline(never)]
fn order(count: usize, compare: &Compare<'_>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut spare = Vec::new();
    let mut width = 1;
    while width < count {
        for run in order.chunks_mut(2 * width) {
            merge(run, width, &mut spare, compare);
        }
        width *= 2;
    }
    order
}

/// Merges the first `width` indexes, in order, with the rest, in order.
fn merge(run: &mut [usize], width: usize, spare: &mut Vec<usize>, compare: &Compare<'_>) {
    let (Some(left), Some(&first)) = (run.get(..width), run.get(width)) else {
        return;
    };
    if left.last().is_none_or(|&last| compare(last, first).is_le()) {
        return;
    }
    spare.clear();
    spare.extend_from_slice(left);
    let (mut place, mut right) = (0, width);
    let mut put = |run: &mut [usize], index: usize| {
        if let Some(slot) = run.get_mut(place) {
            *slot = index;
        }
        place += 1;
    };
    for &low in spare.iter() {
        while let Some(&high) = run.get(right)
            && compare(low, high).is_gt()
        {
            put(run, high);
            right += 1;
        }
        put(run, low);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn equal_items_stay_as_they_stand() {
        let mut items = vec![(1, 'a'), (0, 'b'), (1, 'c'), (0, 'd'), (1, 'e')];
        sort_by_key(&mut items, |item| item.0);
        assert_eq!(items, [(0, 'b'), (0, 'd'), (1, 'a'), (1, 'c'), (1, 'e')]);
    }

    #[test]
    fn what_is_in_order_costs_one_comparison_an_item() {
        let compared = std::cell::Cell::new(0);
        let mut items: Vec<u32> = (0..1000).collect();
        sort_by(&mut items, |left, right| {
            compared.set(compared.get() + 1);
            left.cmp(right)
        });
        assert!(compared.get() < items.len());
    }

    proptest! {
        #[test]
        fn sorts_as_the_standard_library(
            mut items in proptest::collection::vec((0u8..9, any::<u16>()), 0..200),
        ) {
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            sort_by_key(&mut items, |item| item.0);
            prop_assert_eq!(&items, &expected);
            items.reverse();
            expected.sort();
            sort(&mut items);
            prop_assert_eq!(items, expected);
        }

        #[test]
        fn finds_the_first_of_equals(items in proptest::collection::vec(0u8..9, 0..60)) {
            let firsts = first_equals(&items, u8::cmp);
            let expected: Vec<usize> = items
                .iter()
                .map(|item| items.iter().position(|other| other == item).unwrap())
                .collect();
            prop_assert_eq!(firsts, expected);
        }
    }
}

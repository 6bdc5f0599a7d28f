use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn keys(pairs: &[(OrgId, &str)]) -> KeyCollection {
    pairs
        .iter()
        .map(|&(org, string)| (org, string.to_owned()))
        .collect()
}

/// Sentry: `test_base_indexer.py`.
#[test]
fn a_collection_may_be_empty_and_counts_strings_of_all_organizations() {
    let none = KeyCollection::default();
    assert_eq!((none.size(), none.as_tuples().count()), (0, 0));
    assert_eq!(none.as_strings().count(), 0);
    let some = keys(&[(1, "a"), (1, "b"), (1, "c"), (2, "e"), (2, "f")]);
    assert_eq!(some.size(), 5);
    let strings: Vec<String> = some.as_strings().collect();
    assert_eq!(strings, ["1:a", "1:b", "1:c", "2:e", "2:f"]);
}

/// Sentry: `test_base_indexer.py`.
#[test]
fn results_narrow_what_is_left_step_by_step() {
    let wanted = keys(&[(1, "a"), (1, "b"), (1, "c"), (2, "e"), (2, "f")]);
    let mut results = KeyResults::default();
    assert!(results.mapping().is_empty() && results.mapped_strings().is_empty());
    assert_eq!(results.unmapped(&wanted), wanted);
    results.add(KeyResult::new(1, "a", Some(10)), FetchType::CacheHit);
    assert_eq!(
        results.mapped_strings(),
        SortedMap::from([("1:a".to_owned(), 10)])
    );
    assert_eq!(
        results.unmapped(&wanted),
        keys(&[(1, "b"), (1, "c"), (2, "e"), (2, "f")])
    );
    let rest = [(1, "b", 11), (1, "c", 0), (2, "e", 13), (2, "f", 14)];
    let rest = rest.map(|(org, string, id)| KeyResult::new(org, string, Some(id)));
    results.extend(rest, FetchType::FirstSeen);
    assert!(results.unmapped(&wanted).is_empty(), "zero is an id");
    assert_eq!(results.mapped_strings().len(), 5);
    assert_eq!(results.mapping().len(), 2);
}

/// Sentry: `test_base_indexer.py`.
#[test]
fn merged_results_still_know_how_each_was_found() {
    let of = |string: &str, id, found| {
        let mut results = KeyResults::default();
        results.add(KeyResult::new(1, string, id), found);
        results
    };
    let merged = of("cache", Some(1), FetchType::CacheHit)
        .merge(of("hardcode", Some(5), FetchType::Hardcoded))
        .merge(of("write", Some(7), FetchType::FirstSeen))
        .merge(of("cache", None, FetchType::FirstSeen));
    for (string, id, found) in [
        ("cache", 1, FetchType::CacheHit),
        ("hardcode", 5, FetchType::Hardcoded),
        ("write", 7, FetchType::FirstSeen),
    ] {
        assert_eq!(merged.get(1, string), Some(id));
        assert_eq!(merged.found(1, string), Some(found));
    }
    assert_eq!(merged.count(FetchType::Hardcoded), 1);
}

/// Sentry: `test_all_indexers.py`, `test_static_and_non_static_strings`.
#[test]
fn shared_strings_stand_beside_recorded_ones() {
    let mut indexer = Indexer::default();
    let results = indexer.bulk_record(&keys(&[
        (2, "release"),
        (2, "1.0.0"),
        (3, "production"),
        (3, "environment"),
        (3, "release"),
        (3, "2.0.0"),
    ]));
    for (org, string) in [(2, "release"), (3, "production"), (3, "environment")] {
        assert_eq!(results.get(org, string), shared_id(string));
        assert_eq!(results.found(org, string), Some(FetchType::Hardcoded));
    }
    for (org, string) in [(2, "1.0.0"), (3, "2.0.0")] {
        let id = indexer.resolve(org, string);
        assert_eq!(id, results.get(org, string));
        assert_eq!(indexer.reverse_resolve(org, id.unwrap()), Some(string));
        assert_eq!(results.found(org, string), Some(FetchType::FirstSeen));
    }
    assert_eq!(indexer.len(), 2, "shared strings are not kept");
    let distinct: BTreeSet<_> = SHARED_STRINGS.iter().collect();
    assert_eq!(distinct.len(), SHARED_STRINGS.len());
}

/// Sentry: `test_all_indexers.py`, `test_indexer` and `test_already_cached_plus_read_results`.
#[test]
fn organizations_share_no_ids_and_what_is_known_is_not_created() {
    let mut indexer = Indexer::default();
    indexer.bulk_record(&keys(&[(999, "hey")]));
    assert_eq!(indexer.resolve(1, "hey"), None);
    let results = indexer.bulk_record(&keys(&[(1, "hey"), (1, "hi"), (2, "hey")]));
    let distinct: BTreeSet<u64> = results.mapped_strings().values().copied().collect();
    assert_eq!(distinct.len(), 3, "no id twice");
    let more = indexer.bulk_record(&keys(&[(1, "hey"), (1, "bam")]));
    assert_eq!(more.found(1, "hey"), Some(FetchType::CacheHit));
    assert_eq!(more.found(1, "bam"), Some(FetchType::FirstSeen));
    assert_eq!(more.get(1, "hey"), results.get(1, "hey"));
}

/// Sentry: `test_all_indexers.py`, `test_resolve_and_reverse_resolve`.
#[test]
fn an_unknown_string_has_no_id_and_an_unknown_id_no_string() {
    let indexer = Indexer::default();
    assert_eq!(indexer.resolve(1, "beep"), None);
    assert_eq!(indexer.reverse_resolve(1, 1234), None);
    let other = shared_id("Other").unwrap();
    assert_eq!(indexer.resolve(9, "Other"), Some(other));
    assert_eq!(indexer.reverse_resolve(9, other), Some("Other"));
    assert!(indexer.is_empty());
}

#[test]
fn ids_are_those_of_another_implementation_of_md5() {
    // The first four bytes of md5("1:blah"), and the first eight of md5("a\nb").
    assert_eq!(Indexer::default().record(1, "blah").0, 0xb8d0_9fbd);
    assert_eq!(org_id("a", "b"), 0x8cde_b444_17f3_c268);
    assert_ne!(org_id("https://a/", "b"), org_id("https://b/", "b"));
}

#[test]
fn keys_and_results_are_written_as_at_the_origin() {
    assert_eq!(
        KeyResult::from_string("2:x:y", Some(5)),
        Some(KeyResult::new(2, "x:y", Some(5)))
    );
    assert_eq!(KeyResult::from_string("x", None), None);
    let codes = [
        FetchType::CacheHit,
        FetchType::Hardcoded,
        FetchType::FirstSeen,
    ];
    assert_eq!(codes.map(FetchType::code), ["c", "h", "f"]);
}

#[test]
fn a_page_that_never_ends_keeps_no_more_than_it_may() {
    let mut indexer = Indexer::default();
    let first = indexer.record(1, "first").0;
    for number in 0..CAPACITY * 2 {
        indexer.record(1, &number.to_string());
        assert!(indexer.len() <= CAPACITY);
    }
    assert_eq!(indexer.record(1, "first"), (first, FetchType::FirstSeen));
}

proptest! {
    /// Whatever is recorded, in whatever order: the same string of an organization always has
    /// the same id, and different ones different ids.
    #[test]
    fn agrees_with_a_plain_map(
        batches in prop::collection::vec(
            prop::collection::vec((0u64..3, "[a-c]{0,2}"), 0..6), 0..30),
    ) {
        let mut indexer = Indexer::default();
        let mut model: BTreeMap<(u64, String), u64> = BTreeMap::new();
        for batch in batches {
            let wanted: KeyCollection = batch.into_iter().collect();
            let results = indexer.bulk_record(&wanted);
            for (org, string) in wanted.as_tuples() {
                let id = results.get(org, string).unwrap();
                prop_assert_eq!(*model.entry((org, string.to_owned())).or_insert(id), id);
            }
        }
        let own: Vec<_> = model.iter().filter(|((_, string), _)| !string.is_empty()).collect();
        let distinct: BTreeSet<_> = own.iter().map(|((org, _), id)| (org, id)).collect();
        prop_assert_eq!(distinct.len(), own.len());
    }
}

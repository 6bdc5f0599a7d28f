//! The cases of Sentry's own suites of the string indexer: collections, results, its cache, and
//! all of it together.

use super::tests::{AT, Database, indexer, keys, run};
use super::*;
use crate::sorted::SortedMap;

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
    let rest = [(1, "b", 11), (1, "c", 12), (2, "e", 13), (2, "f", 14)];
    let rest = rest.map(|(org, string, id)| KeyResult::new(org, string, Some(id)));
    results.extend(rest, FetchType::DbRead);
    assert!(results.unmapped(&wanted).is_empty());
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
        .merge(of("read", Some(3), FetchType::DbRead))
        .merge(of("hardcode", Some(5), FetchType::Hardcoded))
        .merge(of("write", Some(7), FetchType::FirstSeen))
        .merge(of("cache", None, FetchType::DbRead));
    for (string, id, found) in [
        ("cache", 1, FetchType::CacheHit),
        ("read", 3, FetchType::DbRead),
        ("hardcode", 5, FetchType::Hardcoded),
        ("write", 7, FetchType::FirstSeen),
    ] {
        assert_eq!(merged.get(1, string), Some(id));
        assert_eq!(merged.found(1, string), Some(found));
    }
}

/// Sentry: `test_indexer_cache.py`.
#[test]
fn the_cache_gives_what_it_was_given_until_that_is_deleted() {
    let mut cache = Cache::new(CacheSettings::default());
    let both = keys(&[(1, "bye"), (1, "hello")]);
    let ids = |cache: &mut Cache| {
        let found = cache.get_many(&both, 0.0);
        found.iter().map(|result| result.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(&mut cache), [None, None]);
    let known = [
        KeyResult::new(1, "hello", Some(2)),
        KeyResult::new(1, "bye", Some(3)),
    ];
    cache.set_many(&known, AT);
    assert_eq!(ids(&mut cache), [Some(3), Some(2)]);
    cache.delete_many(&both);
    assert_eq!(ids(&mut cache), [None, None]);
}

/// Sentry: `test_all_indexers.py`, `test_static_and_non_static_strings`.
#[test]
fn shared_strings_stand_beside_recorded_ones() {
    let (mut indexer, mut database) = (indexer(), Database::default());
    let wanted = keys(&[
        (2, "release"),
        (2, "1.0.0"),
        (3, "production"),
        (3, "environment"),
        (3, "release"),
        (3, "2.0.0"),
    ]);
    let results = run(&mut indexer, &mut database, &wanted);
    for (org, string) in [(2, "release"), (3, "production"), (3, "environment")] {
        assert_eq!(results.get(org, string), shared_id(string));
        assert_eq!(results.found(org, string), Some(FetchType::Hardcoded));
    }
    for (org, string) in [(2, "1.0.0"), (3, "2.0.0")] {
        assert_eq!(
            indexer.resolve(org, string, 0.0).ok(),
            results.get(org, string)
        );
        assert_eq!(results.found(org, string), Some(FetchType::FirstSeen));
    }
}

/// Sentry: `test_all_indexers.py`, `test_indexer`.
#[test]
fn organizations_share_no_ids_and_no_cache() {
    let (mut indexer, mut database) = (indexer(), Database::default());
    run(&mut indexer, &mut database, &keys(&[(999, "hey")]));
    let first = keys(&[(1, "hello"), (1, "hey"), (1, "hi")]);
    let cached = indexer.cache().get_many(&first, 0.0);
    assert!(cached.iter().all(|result| result.id.is_none()));
    let mut wanted = first.clone();
    wanted.insert(2, "sup");
    let results = run(&mut indexer, &mut database, &wanted);
    let ids = results.mapped_strings();
    let distinct: std::collections::BTreeSet<_> = ids.values().collect();
    assert_eq!(distinct.len(), 4, "no overlapping ids");
    for result in indexer.cache().get_many(&wanted, 0.0) {
        assert_eq!(result.id, results.get(result.org, &result.string));
    }
    assert!(!results.mapping().contains_key(&999));
}

/// Sentry: `test_all_indexers.py`, `test_already_created_plus_written_results` and
/// `test_already_cached_plus_read_results`.
#[test]
fn cached_read_and_written_results_are_put_together() {
    let (mut indexer, mut database) = (indexer(), Database::default());
    let old = keys(&[(4, "v1.2.0"), (4, "v1.2.1")]);
    let known = run(&mut indexer, &mut database, &old);
    let mut more = old.clone();
    more.insert(4, "v1.2.2");
    let results = run(&mut indexer, &mut database, &more);
    for (org, string) in old.as_tuples() {
        assert_eq!(results.get(org, string), known.get(org, string));
        assert_eq!(results.found(org, string), Some(FetchType::CacheHit));
    }
    assert_eq!(results.found(4, "v1.2.2"), Some(FetchType::FirstSeen));

    let mut fresh = super::tests::indexer();
    fresh.cache().set(8, "beep", 10, AT);
    let writes = database.writes;
    let beep = run(&mut fresh, &mut database, &keys(&[(8, "beep")]));
    assert_eq!(beep.get(8, "beep"), Some(10));
    assert_eq!(database.writes, writes, "what is cached is not written");
    database.ids.insert((8, "bam".to_owned()), 77);
    let both = run(&mut fresh, &mut database, &keys(&[(8, "beep"), (8, "bam")]));
    assert_eq!(both.found(8, "beep"), Some(FetchType::CacheHit));
    assert_eq!(both.found(8, "bam"), Some(FetchType::DbRead));
    assert_eq!(both.get(8, "bam"), Some(77));
}

/// Sentry: `test_all_indexers.py`, `test_resolve_and_reverse_resolve`.
#[test]
fn a_string_recorded_again_keeps_its_id_and_an_unknown_one_has_none() {
    let (mut indexer, mut database) = (indexer(), Database::default());
    run(
        &mut indexer,
        &mut database,
        &keys(&[(1, "hello"), (1, "hi")]),
    );
    let id = indexer.resolve(1, "hello", 0.0).unwrap();
    let again = run(&mut indexer, &mut database, &keys(&[(1, "hello")]));
    assert_eq!(again.get(1, "hello"), Some(id));
    assert!(indexer.resolve(1, "beep", 0.0).is_err());
    assert_eq!(indexer.reverse_resolve(1234), None);
}

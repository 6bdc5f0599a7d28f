use super::*;
use crate::sorted::SortedMap;
use proptest::prelude::*;
use std::collections::BTreeMap;

pub(super) const AT: (f64, f64) = (0.0, 0.0);

pub(super) fn keys(pairs: &[(OrgId, &str)]) -> KeyCollection {
    pairs
        .iter()
        .map(|&(org, string)| (org, string.to_owned()))
        .collect()
}

/// What a database does, with ids counted from 0.
#[derive(Default)]
pub(super) struct Database {
    pub(super) ids: BTreeMap<(OrgId, String), u64>,
    reads: usize,
    pub(super) writes: usize,
}

impl Database {
    fn read(&mut self, keys: &KeyCollection) -> Vec<KeyResult> {
        self.reads += 1;
        keys.as_tuples()
            .map(|(org, string)| {
                let id = self.ids.get(&(org, string.to_owned())).copied();
                KeyResult::new(org, string, id)
            })
            .collect()
    }

    fn create(&mut self, keys: &KeyCollection) -> Vec<KeyResult> {
        self.writes += 1;
        for (org, string) in keys.as_tuples() {
            let next = self.ids.len() as u64;
            self.ids.entry((org, string.to_owned())).or_insert(next);
        }
        self.read(keys)
    }
}

pub(super) fn run(
    indexer: &mut Indexer,
    database: &mut Database,
    wanted: &KeyCollection,
) -> KeyResults {
    let mut recording = indexer.bulk_record(wanted, 0.0);
    loop {
        match recording.step() {
            RecordStep::Read(missing) => indexer.read(&mut recording, database.read(&missing), AT),
            RecordStep::Create(missing) => {
                let found = database.create(&missing);
                indexer.created(&mut recording, found, AT).unwrap();
            }
            RecordStep::Done => return recording.results().clone(),
        }
    }
}

pub(super) fn indexer() -> Indexer {
    Indexer::new(CacheSettings::default())
}

#[test]
fn each_step_asks_only_for_what_is_missing() {
    let (mut indexer, mut database) = (indexer(), Database::default());
    database.ids.insert((1, "known".to_owned()), 70);
    run(&mut indexer, &mut database, &keys(&[(1, "cached")]));
    let wanted = keys(&[(1, "cached"), (1, "known"), (2, "new"), (2, "Other")]);
    let mut recording = indexer.bulk_record(&wanted, 0.0);
    let missing = keys(&[(1, "known"), (2, "new")]);
    assert_eq!(recording.step(), RecordStep::Read(missing.clone()));
    indexer.read(&mut recording, database.read(&missing), AT);
    assert_eq!(recording.step(), RecordStep::Create(keys(&[(2, "new")])));
    let found = database.create(&keys(&[(2, "new")]));
    indexer.created(&mut recording, found, AT).unwrap();
    assert_eq!(recording.step(), RecordStep::Done);
    let results = recording.results();
    for (org, string, found) in [
        (1, "cached", FetchType::CacheHit),
        (1, "known", FetchType::DbRead),
        (2, "new", FetchType::FirstSeen),
        (2, "Other", FetchType::Hardcoded),
    ] {
        assert_eq!(results.found(org, string), Some(found), "{string}");
    }
    assert_eq!(results.get(1, "known"), Some(70));
}

#[test]
fn stops_early_when_the_cache_knows_everything() {
    let (mut indexer, mut database) = (indexer(), Database::default());
    let wanted = keys(&[(1, "a"), (1, "b")]);
    let first = run(&mut indexer, &mut database, &wanted);
    let asked = (database.reads, database.writes);
    let second = run(&mut indexer, &mut database, &wanted);
    assert_eq!((database.reads, database.writes), asked);
    assert_eq!(first.mapping(), second.mapping());
    assert_eq!(second.count(FetchType::CacheHit), 2);
}

#[test]
fn zero_is_an_id() {
    let (mut indexer, mut database) = (indexer(), Database::default());
    let results = run(&mut indexer, &mut database, &keys(&[(1, "first")]));
    assert_eq!(results.get(1, "first"), Some(0));
    assert!(results.unmapped(&keys(&[(1, "first")])).is_empty());
    assert_eq!(indexer.resolve(1, "first", 0.0), Ok(0));
}

#[test]
fn the_id_of_the_tab_that_was_faster_stands() {
    let (mut here, mut there, mut database) = (indexer(), indexer(), Database::default());
    let wanted = keys(&[(1, "race")]);
    let mut mine = here.bulk_record(&wanted, 0.0);
    let mut theirs = there.bulk_record(&wanted, 0.0);
    here.read(&mut mine, database.read(&wanted), AT);
    there.read(&mut theirs, database.read(&wanted), AT);
    let first = database.create(&wanted);
    there.created(&mut theirs, first, AT).unwrap();
    let second = database.create(&wanted);
    here.created(&mut mine, second, AT).unwrap();
    assert_eq!(
        mine.results().get(1, "race"),
        theirs.results().get(1, "race")
    );
    assert_eq!(database.ids.len(), 1);
}

#[test]
fn a_database_that_loses_what_it_created_is_an_error_and_not_a_loop() {
    let mut indexer = indexer();
    let wanted = keys(&[(1, "lost")]);
    let mut recording = indexer.bulk_record(&wanted, 0.0);
    indexer.read(&mut recording, vec![], AT);
    let error = indexer.created(&mut recording, vec![], AT).unwrap_err();
    assert_eq!(error.code(), "store");
    assert_eq!(recording.step(), RecordStep::Done);
}

#[test]
fn keys_and_results_are_written_as_at_the_origin() {
    let collection = keys(&[(1, "a"), (1, "b"), (2, "x:y")]);
    assert_eq!(collection.size(), 3);
    assert_eq!(
        collection.as_strings().collect::<Vec<_>>(),
        ["1:a", "1:b", "2:x:y"]
    );
    assert_eq!(
        KeyResult::from_string("2:x:y", Some(5)),
        Some(KeyResult::new(2, "x:y", Some(5)))
    );
    assert_eq!(KeyResult::from_string("x", None), None);
    let mut results = KeyResults::default();
    results.add(KeyResult::new(1, "a", Some(10)), FetchType::CacheHit);
    results.add(KeyResult::new(3, "gone", None), FetchType::CacheHit);
    assert_eq!(
        results.mapping(),
        SortedMap::from([(1, SortedMap::from([("a", 10)]))])
    );
    assert_eq!(results.unmapped(&collection), keys(&[(1, "b"), (2, "x:y")]));
    let codes = [
        FetchType::CacheHit,
        FetchType::Hardcoded,
        FetchType::DbRead,
        FetchType::FirstSeen,
    ]
    .map(FetchType::code);
    assert_eq!(codes, ["c", "h", "d", "f"]);
}

#[test]
fn cache_keys_hold_the_md5_of_organization_and_string() {
    let plain = CacheSettings::default();
    // md5("1:blah"), from another implementation.
    assert_eq!(
        cache_key(&plain, 1, "blah"),
        "indexer:org:str:b8d09fbdc8755cf8c68765cbbda85c3d"
    );
    let parted = CacheSettings {
        partition: "-wall".to_owned(),
        namespace: "br".to_owned(),
        ..plain
    };
    assert!(cache_key(&parted, 1, "blah").starts_with("indexer-wall:org:str:br:"));
}

#[test]
fn entries_end_between_their_lifetime_and_a_quarter_more() {
    let settings = CacheSettings {
        lifetime_ms: 1000.0,
        ..CacheSettings::default()
    };
    for (random, last_moment) in [(0.0, 999.0), (1.0, 1249.0)] {
        let mut cache = Cache::new(settings.clone());
        cache.set(1, "a", 7, (0.0, random));
        assert_eq!(cache.get(1, "a", last_moment), Some(7));
        assert_eq!(cache.get(1, "a", last_moment + 1.0), None);
    }
}

#[test]
fn another_version_is_not_found_and_misses_are_not_kept() {
    let mut cache = Cache::new(CacheSettings::default());
    cache.set_many(
        &[
            KeyResult::new(1, "a", Some(1)),
            KeyResult::new(1, "b", None),
        ],
        AT,
    );
    assert_eq!(cache.len(), 1);
    let wanted = keys(&[(1, "a"), (1, "b"), (2, "a")]);
    assert_eq!(
        cache.get_many(&wanted, 0.0),
        [
            KeyResult::new(1, "a", Some(1)),
            KeyResult::new(1, "b", None),
            KeyResult::new(2, "a", None)
        ]
    );
    assert_eq!(cache.hits_and_misses(), (1, 2));
    cache.delete(1, "a");
    assert_eq!(cache.get(1, "a", 0.0), None);
}

#[test]
fn the_longest_unused_go_first() {
    let mut cache = Cache::new(CacheSettings {
        capacity: 10,
        ..CacheSettings::default()
    });
    for id in 0..10 {
        cache.set(1, &id.to_string(), id, AT);
    }
    assert_eq!(cache.get(1, "0", 0.0), Some(0), "used again");
    cache.set(1, "10", 10, AT);
    assert!(cache.len() <= 10);
    assert_eq!(cache.get(1, "0", 0.0), Some(0));
    assert_eq!(cache.get(1, "10", 0.0), Some(10));
    assert_eq!(cache.get(1, "1", 0.0), None);
}

#[test]
fn shared_strings_come_before_everything() {
    let mut indexer = indexer();
    assert_eq!(
        indexer.resolve(9, "Other", 0.0),
        Ok(shared_id("Other").unwrap())
    );
    assert_eq!(
        indexer.reverse_resolve(shared_id("Other").unwrap()),
        Some("Other")
    );
    assert_eq!(indexer.reverse_resolve(0), None);
    assert_eq!(
        indexer.resolve(9, "unheard of", 0.0),
        Err("unheard of".to_owned())
    );
    assert_eq!(
        indexer.resolved(&KeyResult::new(9, "unheard of", None), AT),
        None
    );
    assert!(indexer.cache().is_empty(), "a miss is not kept");
    assert_eq!(
        indexer.resolved(&KeyResult::new(9, "unheard of", Some(3)), AT),
        Some(3)
    );
    assert_eq!(indexer.resolve(9, "unheard of", 0.0), Ok(3));
    let distinct: std::collections::BTreeSet<_> = SHARED_STRINGS.iter().collect();
    assert_eq!(distinct.len(), SHARED_STRINGS.len());
}

proptest! {
    /// Whatever is recorded, in whatever order and with however small a cache: the same
    /// string of an organization always has the same id, and different ones different ids.
    #[test]
    fn agrees_with_a_plain_map(
        batches in prop::collection::vec(
            prop::collection::vec((0u64..3, "[a-c]{0,2}"), 0..6), 0..30),
        capacity in 0usize..6,
    ) {
        let mut indexer = Indexer::new(CacheSettings { capacity, ..CacheSettings::default() });
        let mut database = Database::default();
        let mut model: BTreeMap<(u64, String), u64> = BTreeMap::new();
        for batch in batches {
            let wanted: KeyCollection = batch.into_iter().collect();
            let results = run(&mut indexer, &mut database, &wanted);
            for (org, string) in wanted.as_tuples() {
                let id = results.get(org, string).unwrap();
                prop_assert!(results.found(org, string).is_some());
                if let Some(shared) = shared_id(string) {
                    prop_assert_eq!(id, shared);
                } else {
                    prop_assert_eq!(*model.entry((org, string.to_owned())).or_insert(id), id);
                }
            }
        }
        let ids: std::collections::BTreeSet<_> = model.values().collect();
        prop_assert_eq!(ids.len(), model.len());
    }
}

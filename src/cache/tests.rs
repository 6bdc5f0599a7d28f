//! Freshness, keys, the eviction index and the memory cache, by table.

use super::*;
use crate::decode::decode;
use crate::request::{Endpoint, Expect, Purpose, RequestPlan};
use crate::time::{DAY, HOUR, MINUTE, format_moment};

const NOW: i64 = 1_700_000_000;
/// Later than all dates of these tests, in milliseconds.
const LATER: i64 = i64::MAX;

fn plan(pairs: &[(&str, &str)]) -> RequestPlan {
    RequestPlan {
        purpose: Purpose::Series,
        query_index: 0,
        path: "/api/0/organizations/acme/events-stats/".to_owned(),
        pairs: pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        expect: expect(),
    }
}

fn expect() -> Expect {
    Expect {
        endpoint: Endpoint::EventsStats,
        top_events: None,
        axes: vec!["count()".to_owned()],
        interval: None,
    }
}

fn between(start: i64, end: i64) -> RequestPlan {
    plan(&[
        ("start", &format_moment(start)),
        ("end", &format_moment(end)),
    ])
}

fn cached(loaded_at_ms: i64) -> CachedResponse {
    let body = br#"{"data": [[0, [{"count": 1.5}]], [60, [{"count": null}]]]}"#;
    CachedResponse {
        answer: Rc::new(decode(expect(), body).unwrap()),
        started_at: loaded_at_ms.div_euclid(1_000),
        loaded_at_ms,
    }
}

/// What an answer of `NOW` is good for so many seconds later.
fn after(plan: &RequestPlan, secs: i64) -> Freshness {
    freshness(plan, &cached(NOW * 1_000), (NOW + secs) * 1_000)
}

#[test]
fn fresh_times_follow_the_length_of_the_range() {
    for (period, fresh_secs, shown_secs) in [
        ("1m", MINUTE, HOUR),
        ("59m", MINUTE, HOUR),
        ("1h", 2 * MINUTE, HOUR),
        ("23h", 2 * MINUTE, 23 * HOUR),
        ("24h", 5 * MINUTE, DAY),
        ("1d", 5 * MINUTE, DAY),
        ("29d", 5 * MINUTE, 7 * DAY),
        ("30d", 10 * MINUTE, 7 * DAY),
        ("59d", 10 * MINUTE, 7 * DAY),
        ("60d", 15 * MINUTE, 7 * DAY),
        ("90d", 15 * MINUTE, 7 * DAY),
    ] {
        let plan = plan(&[("statsPeriod", period)]);
        assert_eq!(after(&plan, 0), Freshness::Fresh, "{period}");
        assert_eq!(after(&plan, fresh_secs - 1), Freshness::Fresh, "{period}");
        assert_eq!(after(&plan, fresh_secs), Freshness::Stale, "{period}");
        assert_eq!(after(&plan, shown_secs - 1), Freshness::Stale, "{period}");
        assert_eq!(after(&plan, shown_secs + 1), Freshness::Expired, "{period}");
        assert_eq!(after(&plan, -1), Freshness::Stale, "a clock was wrong");
    }
    // The server's own default: 90 days.
    assert_eq!(after(&plan(&[]), 15 * MINUTE - 1), Freshness::Fresh);
    assert_eq!(after(&plan(&[]), 15 * MINUTE), Freshness::Stale);
}

#[test]
fn what_lies_in_the_past_stays_fresh() {
    let past = between(NOW - 2 * DAY, NOW - DAY);
    assert_eq!(after(&past, 6 * DAY), Freshness::Fresh);
    assert_eq!(after(&past, 7 * DAY + 1), Freshness::Expired);
    // These may still have grown after they were asked for.
    for end in [NOW - 89, NOW, NOW + DAY] {
        let growing = between(end - 2 * HOUR, end);
        assert_eq!(after(&growing, MINUTE), Freshness::Fresh, "{end}");
        let growing = between(NOW - 2 * HOUR, end);
        assert_eq!(after(&growing, 5 * MINUTE), Freshness::Stale, "{end}");
        assert_eq!(after(&growing, 6 * DAY), Freshness::Stale, "{end}");
    }
    let settled = between(NOW - 2 * HOUR, NOW - 90);
    assert_eq!(after(&settled, DAY), Freshness::Fresh);
    // `statsPeriod` wins over moments.
    let both = plan(&[
        ("start", &format_moment(NOW - 2 * DAY)),
        ("end", &format_moment(NOW - DAY)),
        ("statsPeriod", "1h"),
    ]);
    assert_eq!(after(&both, 3 * MINUTE), Freshness::Stale);
}

fn place() -> CacheScope {
    CacheScope {
        cache_key: "user 7".to_owned(),
        fetch: "page".to_owned(),
        base: "https://a.test/".to_owned(),
        org: "acme".to_owned(),
    }
}

#[test]
fn keys_differ_by_everything_that_the_answer_depends_on() {
    let asked = plan(&[
        ("query", "a b"),
        ("statsPeriod", "24h"),
        ("yAxis", "count()"),
    ]);
    let elsewhere = |change: &dyn Fn(&mut CacheScope)| {
        let mut other = place();
        change(&mut other);
        other.key(&asked)
    };
    let of = |pairs: &[(&str, &str)]| place().key(&plan(pairs));
    let mut keys = vec![
        place().key(&asked),
        elsewhere(&|other| other.cache_key = "user 8".to_owned()),
        elsewhere(&|other| other.cache_key.clear()),
        elsewhere(&|other| other.fetch = "host".to_owned()),
        elsewhere(&|other| other.base = "https://b.test/".to_owned()),
        elsewhere(&|other| other.org = "other".to_owned()),
        // The border between two texts counts.
        elsewhere(&|other| (other.base, other.org) = ("https://a.test/a".into(), "cme".into())),
        of(&[
            ("query", "a b"),
            ("statsPeriod", "1h"),
            ("yAxis", "count()"),
        ]),
        of(&[("query", "a"), ("statsPeriod", "24h"), ("yAxis", "count()")]),
        of(&[("query", "a b"), ("statsPeriod", "24h"), ("yAxis", "epm()")]),
        of(&[("query", "a b"), ("statsPeriod", "24h")]),
        of(&[
            ("query", "a b"),
            ("statsPeriod", "24h"),
            ("yAxis", "count()"),
            ("interval", "5m"),
        ]),
        of(&[
            ("yAxis", "count()"),
            ("statsPeriod", "24h"),
            ("query", "a b"),
        ]),
    ];
    assert_eq!(place().key(&asked), keys[0], "the same asks for the same");
    let count = keys.len();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), count);
}

#[test]
fn keys_tell_user_place_and_request_by_their_beginning() {
    let (day, hour) = (
        plan(&[("statsPeriod", "24h")]),
        plan(&[("statsPeriod", "1h")]),
    );
    let subject = place().subject(&day);
    assert!(place().key(&day).starts_with(&subject));
    assert!(
        place().key(&hour).starts_with(&subject),
        "whatever its range"
    );
    assert!(subject.starts_with(&place().prefix()));
    assert!(place().prefix().contains("user 7"));
    let other = plan(&[("statsPeriod", "24h"), ("query", "x")]);
    assert!(!place().key(&other).starts_with(&subject));
    let longer = CacheScope {
        cache_key: "user 7/".to_owned(),
        ..place()
    };
    assert!(!longer.prefix().starts_with(&place().prefix()));
    assert!(!longer.key(&day).starts_with(EVICTION_INDEX_KEY));
}

#[test]
fn no_store_is_read_among_other_directives() {
    for (header, expected) in [
        ("no-store", true),
        ("private, No-Store", true),
        ("max-age=0,no-store ,x", true),
        ("", false),
        ("no-cache, max-age=0, must-revalidate", false),
        ("x-no-store, no-store=1", false),
    ] {
        assert_eq!(is_no_store(header), expected, "{header}");
    }
}

#[test]
fn the_oldest_go_first() {
    let mut index = EvictionIndex::default();
    let evicted = |noted: EvictionOutcome| match noted {
        EvictionOutcome::CachedResponse { evicted } => evicted,
        other => panic!("{other:?}"),
    };
    let none: [&str; 0] = [];
    assert_eq!(evicted(index.insert("b", 40, (2, LATER), 100)), none);
    assert_eq!(evicted(index.insert("a", 40, (1, LATER), 100)), none);
    assert_eq!(evicted(index.insert("c", 40, (3, LATER), 100)), ["a"]);
    // Asked again, it is young again.
    assert_eq!(evicted(index.insert("b", 40, (4, LATER), 100)), none);
    assert_eq!(evicted(index.insert("d", 50, (5, LATER), 100)), ["c"]);
    assert_eq!(evicted(index.insert("e", 100, (6, LATER), 100)), ["b", "d"]);
    assert_eq!((index.len(), index.bytes()), (1, 100));
    // What came late is cached where there is room, and is the first to go.
    assert_eq!(evicted(index.insert("f", 10, (0, LATER), 100)), ["e"]);
}

#[test]
fn a_newer_answer_is_never_overwritten_and_none_outgrows_the_limit() {
    let mut index = EvictionIndex::default();
    index.insert("a", 10, (5, LATER), 100);
    assert_eq!(
        index.insert("a", 20, (4, LATER), 100),
        EvictionOutcome::NewerExists
    );
    assert_eq!(index.bytes(), 10);
    assert_eq!(
        index.insert("a", 101, (6, LATER), 100),
        EvictionOutcome::TooLarge
    );
    assert!(index.is_empty(), "the old one is out of date all the same");
    assert_eq!(
        index.insert("a", usize::MAX, (7, LATER), u32::MAX - 1),
        EvictionOutcome::TooLarge
    );
}

#[test]
fn a_date_from_the_future_is_bounded_by_now() {
    let year_9999_ms = 253_370_764_800_000;
    let mut index = EvictionIndex::default();
    index.insert("a", 10, (year_9999_ms, year_9999_ms), 100);
    let replaced = index.insert("a", 20, (4, 5), 100);
    assert_eq!(
        replaced,
        EvictionOutcome::CachedResponse { evicted: vec![] }
    );
    // Nor does it stay longer than what came after it.
    index.insert("b", 70, (year_9999_ms, year_9999_ms), 100);
    let evicted = index.insert("c", 90, (6, 6), 100);
    let evicted_b = vec!["b".to_owned()];
    assert_eq!(
        evicted,
        EvictionOutcome::CachedResponse { evicted: evicted_b }
    );
    let mut memory = MemoryCache::default();
    memory.put("a", cached(year_9999_ms), 1, 1_000_000);
    assert!(memory.put("a", cached(2), 2, 1_000_000));
    assert_eq!(memory.get("a").unwrap().loaded_at_ms, 2);
}

#[test]
fn an_answer_from_the_future_is_never_fresh() {
    let day = plan(&[("statsPeriod", "24h")]);
    let past = between(NOW - 2 * DAY, NOW - DAY);
    for plan in [&day, &past] {
        assert_eq!(after(plan, -2 * MINUTE), Freshness::Stale);
        assert_eq!(after(plan, -HOUR), Freshness::Stale);
        assert_eq!(after(plan, -2 * DAY), Freshness::Expired);
        assert_eq!(after(plan, -8_000 * 365 * DAY), Freshness::Expired);
        let asked_later = CachedResponse {
            started_at: i64::MAX,
            ..cached(NOW * 1_000)
        };
        assert_eq!(
            freshness(plan, &asked_later, NOW * 1_000),
            Freshness::Expired
        );
    }
}

#[test]
fn many_small_answers_and_old_ones_go_too() {
    let mut index = EvictionIndex::default();
    for at in 0..300 {
        index.insert(&format!("k{at}"), 1, (at, LATER), 1_000_000);
    }
    assert_eq!(index.len(), 256);
    index.insert("new", 1, (299 + LONGEST_KEPT_MS, LATER), 1_000_000);
    assert_eq!(index.len(), 2, "what is older than a week is gone");
}

#[test]
fn a_ledger_is_read_as_it_was_written_and_nothing_else_is() {
    let mut index = EvictionIndex::default();
    for (key, at) in [("7:user/ä", -5), ("", 1_700_000_000_000), ("x", 3)] {
        index.insert(key, 1_000, (at, LATER), u32::MAX);
    }
    let bytes = index.to_bytes();
    assert_eq!(EvictionIndex::from_bytes(&bytes), Some(index));
    assert_eq!(
        EvictionIndex::from_bytes(&[1]),
        Some(EvictionIndex::default())
    );
    for wrong in [
        &[][..],
        &[9],
        &bytes[..bytes.len() - 1],
        &[1, 255, 255, 255, 255, 0],
    ] {
        assert_eq!(EvictionIndex::from_bytes(wrong), None, "{wrong:?}");
    }
}

#[test]
fn keys_are_forgotten_by_their_beginning() {
    let mut memory = MemoryCache::default();
    for key in ["1:a/x/1", "1:a/x/2", "1:a/y/1", "1:b/x/1"] {
        assert!(memory.put(key, cached(1), LATER, 1_000_000));
    }
    memory.forget(&["1:a/x/".to_owned()]);
    assert_eq!(memory.len(), 2);
    assert!(memory.get("1:a/x/1").is_none() && memory.get("1:a/y/1").is_some());
    memory.forget(&["1:a/".to_owned(), "none".to_owned()]);
    assert!(memory.get("1:a/y/1").is_none() && memory.get("1:b/x/1").is_some());
    memory.clear();
    assert!(memory.is_empty() && memory.get("1:b/x/1").is_none());
}

#[test]
fn memory_holds_what_fits() {
    let size = cached(0).memory_bytes() as u32;
    let mut memory = MemoryCache::default();
    for (key, at) in [("a", 1), ("b", 2), ("c", 3)] {
        assert!(memory.put(key, cached(at), LATER, 2 * size));
    }
    assert!(memory.get("a").is_none());
    assert_eq!(memory.get("c").unwrap().loaded_at_ms, 3);
    assert!(
        !memory.put("c", cached(2), LATER, 2 * size),
        "older than what is there"
    );
    assert_eq!(memory.get("c").unwrap().loaded_at_ms, 3);
    assert!(!memory.put("c", cached(4), LATER, size - 1));
    assert!(memory.get("c").is_none(), "out of date");
}

#[test]
fn a_kept_answer_is_read_as_it_was_written() {
    let answer = cached(1_700_000_000_123);
    let bytes = answer.to_bytes();
    assert_eq!(CachedResponse::from_bytes(&bytes), Some(answer));
    for len in 0..bytes.len() {
        assert_eq!(
            CachedResponse::from_bytes(&bytes[..len]),
            None,
            "cut at {len}"
        );
    }
}

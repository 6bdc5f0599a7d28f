use super::*;
use crate::decision::{Decision, Evidence, SplitDataset, SplitSource};
use crate::error::{Error, ErrorKind};
use crate::messages::{MessageKey, Messages};

const URL: &str = "https://u:p@charts.example.com/hidden-path/api/0/organizations/acme/events-stats/\
    ?yAxis=count%28%29&query=level%3Aerror+token%3Dabc&apiKey=hush&statsPeriod=24h#x";

#[test]
fn addresses_tell_what_was_asked_and_nothing_secret() {
    for (url, safe) in [
        (
            URL,
            "https://charts.example.com/…/api/0/organizations/acme/events-stats/\
             ?yAxis=count()&query=level:error token=…&apiKey=…&statsPeriod=24h",
        ),
        (
            "/api/0/organizations/a/events/",
            "/api/0/organizations/a/events/",
        ),
        ("https://a.example/", "https://a.example/"),
        ("https://a.example", "https://a.example"),
        ("https://a.example/x/secret?y", "https://a.example/…?y=…"),
        (
            "https://a.example/?0123456789012345678901234=1",
            "https://a.example/?…=…",
        ),
        (
            "https://a.example/api/0/?query=%zz%e4+a",
            "https://a.example/api/0/?query=%zz%e4+a",
        ),
        ("", ""),
    ] {
        assert_eq!(redact::address(url), safe, "{url}");
    }
    let long = format!("/api/0/?query={}", "ä".repeat(200));
    assert!(redact::address(&long).len() < 200);
    assert!(redact::address(&long).ends_with("ä…"));
}

#[test]
fn words_lose_keys_and_keep_the_rest() {
    for (text, safe) in [
        (
            "no response from the server: gone",
            "no response from the server: gone",
        ),
        ("Authorization: Bearer abc.def", "Authorization: Bearer …"),
        ("bearer  x1", "bearer  …"),
        ("auth_token=abc, next", "auth_token=…, next"),
        ("the token has expired", "the token has expired"),
        ("password:\"hunter2\"", "password:\"…\""),
        (
            "at https://me:pw@host/x?y and on",
            "at https://…@host/x?y and on",
        ),
        ("https://me:pw@host", "https://…@host"),
        (
            "user.email:jane.doe@example.com",
            "user.email:…@example.com",
        ),
        ("release:backend@1.4.2", "release:backend@1.4.2"),
        ("sntrys_0123456789abcdefghijklmn!", "…!"),
        (
            "transaction.duration p95(measurements.lcp)",
            "transaction.duration p95(measurements.lcp)",
        ),
        (
            "0123456789012345678901234567890",
            "0123456789012345678901234567890",
        ),
        ("", ""),
    ] {
        assert_eq!(redact::text_of(text), safe, "{text}");
    }
}

fn network() -> Error {
    ErrorKind::Network {
        detail: "refused, x-api-key: hush".to_owned(),
    }
    .into()
}

#[test]
fn the_log_keeps_the_last_requests_alone() {
    let mut log = RequestLog::default();
    let ids: Vec<u64> = (0..25).map(|at| log.begin(at, "/api/0/x/")).collect();
    assert_eq!(log.count(), 25);
    assert_eq!(log.newest_first().count(), RequestLog::CAPACITY);
    assert_eq!(log.newest_first().next().unwrap().at_secs, 24);
    log.end(ids[0], 1.0, None, None);
    assert!(log.newest_first().all(|request| request.took_ms.is_none()));
    log.end(ids[24], 7.0, Some(&network()), None);
    log.give_up();
    let failures: Vec<_> = log.newest_first().map(|request| request.failure).collect();
    assert_eq!(failures[..2], [Some("network"), Some("aborted")]);
}

fn log() -> RequestLog {
    let mut log = RequestLog::default();
    let at = 1_767_225_600;
    let first = log.begin(at, URL);
    let traffic = Traffic {
        status: Some(200),
        network_ms: 143.4,
        decode_ms: Some(0.128),
        bytes: 23_456,
    };
    log.end(first, 150.26, None, Some(traffic));
    let second = log.begin(at + 5, "/api/0/organizations/a/events/");
    let refused = Traffic {
        status: Some(429),
        network_ms: 12.34,
        ..Traffic::default()
    };
    let limited: Error = ErrorKind::Http {
        status: 429,
        detail: String::new(),
        retry_after_ms: None,
    }
    .into();
    log.end(second, 12.5, Some(&limited), Some(refused));
    let third = log.begin(at + 6, "/api/0/x/");
    log.end(third, 0.2, None, None);
    log.begin(at + 7, "/api/0/y/");
    log
}

#[test]
fn the_report_says_what_happened() {
    let log = log();
    let decision = Decision {
        dataset: SplitDataset::ErrorEvents,
        source: SplitSource::Inferred,
        evidence: Evidence {
            has_errors: Some(true),
            has_transactions: Some(false),
            decided_at: 1_767_225_600,
            ..Evidence::default()
        },
    };
    let error = network();
    let report = Report::new(&Facts {
        messages: &Messages::default(),
        widget: &[
            (MessageKey::Title, "Errors\nby token=abc".to_owned()),
            (MessageKey::DataFrom, String::new()),
        ],
        error: Some(&error),
        log: &log,
        stages: Stages {
            layout_ms: Some(1.0),
            paint_ms: None,
        },
        decision: Some(&decision),
        notes: &["Row 3: expected a time, found none.".to_owned()],
        counters: &[
            ("widget.api.call.count".to_owned(), 3.0),
            ("widget.cache.hits".to_owned(), 1234.0),
        ],
        dropped: 2,
        faults: (1, Some("Basic dXNlcg")),
    });
    assert_eq!(
        report.to_text(),
        "\
Widget
  Title: Errors by token=…
  Error: network: no response from the server: refused, x-api-key: …
Last requests
  00:00:07 UTC: in progress — /api/0/y/
  00:00:06 UTC: from cache, 0.2 ms total — /api/0/x/
  00:00:05 UTC: 429, rate_limited, 12.5 ms total, network 12.3 ms — /api/0/organizations/a/events/
  00:00:00 UTC: 200, 150 ms total, network 143 ms, decode 0.13 ms, 23.5 kB — \
https://charts.example.com/…/api/0/organizations/acme/events-stats/\
?yAxis=count()&query=level:error token=…&apiKey=…&statsPeriod=24h
Times
  Last request: 12.3 ms
  Decode: 0.13 ms
  Layout: 1 ms
Caches
  Responses from cache: 1 of the last 2
  Cache lookups of the page: 1234 hits, 0 misses
Dataset
  Dataset: error-events
  Decided by: inferred
  Reason: Only errors have data.
  Errors have data: yes
  Transactions have data: no
  Decided at: 2026-01-01T00:00:00 UTC
Notes
  1: Row 3: expected a time, found none.
Metrics since load
  widget.api.call.count: 3
  widget.cache.hits: 1234
  Dropped before sending: 2
  Failed to record: 1; first reason: Basic …
"
    );
}

fn nothing<'a>(messages: &'a Messages, log: &'a RequestLog) -> Facts<'a> {
    Facts {
        messages,
        widget: &[],
        error: None,
        log,
        stages: Stages::default(),
        decision: None,
        notes: &[],
        counters: &[],
        dropped: 0,
        faults: (0, None),
    }
}

#[test]
fn sections_without_lines_are_left_out() {
    let report = Report::new(&nothing(&Messages::default(), &RequestLog::default()));
    assert_eq!(report, Report::default());
    assert_eq!(report.to_text(), "");
}

#[test]
fn the_report_is_in_the_hosts_words() {
    let mut messages = Messages::default();
    for (key, text) in [
        (MessageKey::LastRequests, "Letzte Anfragen"),
        (MessageKey::InProgress, "läuft"),
        (MessageKey::Module, "Modul"),
        (MessageKey::Widget, "Diagramm"),
    ] {
        messages.replace(key, text);
    }
    let mut log = RequestLog::default();
    log.begin(1_767_225_600, "/api/0/x/");
    let report = Report::new(&Facts {
        widget: &[(MessageKey::Module, "1.0.0".to_owned())],
        ..nothing(&messages, &log)
    });
    assert_eq!(
        report.to_text(),
        "Diagramm\n  Modul: 1.0.0\nLetzte Anfragen\n  00:00:00 UTC: läuft — /api/0/x/\n"
    );
}

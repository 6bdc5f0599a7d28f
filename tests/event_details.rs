//! What the page gets of an event, as examples in `tests/fixtures/details/`: the types that
//! `www/element/index.d.ts` declares are held against them by `tests/package/consumer.test.mjs`.

#![allow(clippy::unwrap_used)]

use events_stats_widget::decision::{Decision, Evidence, EvidenceQuery, SplitDataset, SplitSource};
use events_stats_widget::event_details::{LoadDetail, SeriesDetail};
use events_stats_widget::metrics::{MetricKind, Sample, Tags, Trace};
use serde::Serialize;
use std::path::PathBuf;

/// Compares with the stored example; `UPDATE_GOLDENS=1` writes it anew.
fn golden(name: &str, detail: &impl Serialize) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/details");
    let path = folder.join(format!("{name}.json"));
    let found = serde_json::to_string_pretty(detail).unwrap() + "\n";
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(&path, &found).unwrap();
    }
    assert_eq!(found, std::fs::read_to_string(&path).unwrap(), "{name}");
}

#[test]
fn what_is_loaded() {
    golden(
        "load",
        &LoadDetail {
            state: "ready",
            series: 3,
        },
    );
}

#[test]
fn hidden_series() {
    golden("series", &SeriesDetail { hidden: vec![] });
    let hidden = vec!["count()", "__proto__"];
    golden("series-hidden", &SeriesDetail { hidden });
}

#[test]
fn a_decision_with_all_its_evidence() {
    golden("split", &full_decision());
}

#[test]
fn a_decision_without_evidence_has_all_members() {
    golden(
        "split-bare",
        &Decision {
            dataset: SplitDataset::ErrorEvents,
            source: SplitSource::Server,
            evidence: Evidence::default(),
        },
    );
}

#[test]
fn each_dataset_and_source_goes_by_its_name() {
    for (dataset, source, name) in [
        (SplitDataset::ErrorEvents, SplitSource::Inferred, "errors"),
        (
            SplitDataset::TransactionLike,
            SplitSource::Forced,
            "transactions",
        ),
        (SplitDataset::Discover, SplitSource::User, "both"),
    ] {
        let decision = Decision {
            dataset,
            source,
            ..full_decision()
        };
        golden(&format!("split-{name}"), &decision);
    }
}

#[test]
fn a_metric_with_and_without_what_it_may_lack() {
    let tags = Tags::new(&[("__proto__", "x"), ("shop", "south")]);
    let trace = Trace::from_header("0123456789abcdef0123456789abcdef-0123456789abcdef-1");
    let full = Sample {
        key: "sentry.took",
        kind: MetricKind::Timing,
        value: 0.25,
        instance: Some("card"),
        tags: &tags,
        unit: None,
        sample_rate: 0.5,
        at_ms: 1_764_300_000_000.0,
        trace: trace.as_ref(),
    };
    golden("metric", &full.for_host(&tags));
    let bare = Sample {
        kind: MetricKind::Counter,
        trace: None,
        ..full
    };
    golden("metric-bare", &bare.for_host(&Tags::default()));
}

fn full_decision() -> Decision {
    Decision {
        dataset: SplitDataset::Discover,
        source: SplitSource::Forced,
        evidence: Evidence {
            field: Some("error.type".to_owned()),
            has_errors: Some(true),
            has_transactions: Some(false),
            used_metrics: Some(false),
            decided_at: 1_764_300_000,
            asked: vec![EvidenceQuery {
                dataset: "errors".to_owned(),
                query: "level:error".to_owned(),
                has_data: true,
            }],
            widget: 7,
        },
    }
}

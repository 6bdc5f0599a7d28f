//! The cases of the suites that these rules come from: Sentry's metrics backends and middleware,
//! Datadog's own client.

use super::tests::{NO_TAGS, bench, tags_of};
use super::*;
use crate::config::DatadogVersion;

fn lines(record: impl Fn(&Metrics), settings: Settings) -> Vec<String> {
    let made = bench(Settings {
        prefix: String::new(),
        ..settings
    });
    record(&made.metrics);
    let samples = made.memory.samples();
    let line = |sample: &OwnedSample| dogstatsd_line(&sample.as_sample(), &Tags::default());
    samples.iter().map(line).collect()
}

/// datadogpy: `test_statsd.py`.
#[test]
fn lines_are_those_of_the_agents_own_client() {
    type Record = fn(&Metrics);
    let milliseconds = RecordOptions {
        unit: Some("millisecond"),
        ..NO_TAGS
    };
    let timing = move |metrics: &Metrics| metrics.timing("t", 123.0, milliseconds);
    assert_eq!(lines(timing, Settings::default()), ["t:123|ms"]);
    let cases: [(Record, &str); 7] = [
        (|it| it.gauge("gauge", 123.4, NO_TAGS), "gauge:123.4|g"),
        (|it| it.incr("page.views", 1.0, NO_TAGS), "page.views:1|c"),
        (|it| it.incr("page.views", 11.0, NO_TAGS), "page.views:11|c"),
        (
            |it| it.incr("page.views", -12.0, NO_TAGS),
            "page.views:-12|c",
        ),
        (
            |it| {
                let tags = &[("pipe|in", "tag")];
                it.gauge("gt", 123.4, RecordOptions { tags, ..NO_TAGS });
            },
            "gt:123.4|g|#pipe_in:tag",
        ),
        (
            |it| {
                let tags = &[("country", "españa")];
                it.incr("ct", 1.0, RecordOptions { tags, ..NO_TAGS });
            },
            "ct:1|c|#country:españa",
        ),
        (
            |it| {
                let call = RecordOptions {
                    tags: &[("sampled", "yes")],
                    sample_rate: Some(0.9),
                    ..NO_TAGS
                };
                it.gauge("gst", 23.0, call);
            },
            "gst:23|g|@0.9|#sampled:yes",
        ),
    ];
    for (record, line) in cases {
        assert_eq!(lines(record, Settings::default()), [line]);
    }
}

/// datadogpy: `test_sample_rate` and `test_default_sample_rate`.
#[test]
fn the_rate_of_a_call_counts_before_that_of_all() {
    let never = |it: &Metrics| {
        let sample_rate = Some(0.0);
        it.incr(
            "c",
            1.0,
            RecordOptions {
                sample_rate,
                ..NO_TAGS
            },
        );
    };
    assert!(lines(never, Settings::default()).is_empty());
    let share = Settings {
        sample_rate: 0.6,
        ..Settings::default()
    };
    let by_default = |it: &Metrics| it.incr("c", 1.0, NO_TAGS);
    assert_eq!(lines(by_default, share.clone()), ["c:1|c|@0.6"]);
    assert!(lines(never, share).is_empty());
}

/// datadogpy: `test_packet_buffer`: as many metrics as fit, none cut apart.
#[test]
fn datagrams_hold_whole_lines_in_their_order() {
    let all: Vec<String> = (0..500)
        .map(|index| format!("metric.{index}:{index}|c"))
        .collect();
    let (datagrams, too_long) = dogstatsd_pack(all.iter().map(String::as_str));
    assert_eq!(too_long, 0);
    assert!(datagrams.len() > 1);
    assert!(datagrams.iter().all(|it| it.len() <= MAX_DATAGRAM));
    let arrived: Vec<&str> = datagrams.iter().flat_map(|it| it.split('\n')).collect();
    assert_eq!(arrived, all);
}

/// Sentry: `test_datadog.py`; a plain `instance` becomes a tag, and a timing keeps its number.
#[test]
fn datadog_gets_key_value_and_instance() {
    let made = bench(Settings {
        prefix: "sentrytest.".to_owned(),
        ..Settings::default()
    });
    let instance = RecordOptions {
        instance: Some("bar"),
        ..NO_TAGS
    };
    made.metrics.incr("foo", 1.0, instance);
    made.metrics.timing("took", 30.0, instance);
    let samples = made.memory.samples();
    let body = datadog_series(&samples, &Tags::default(), DatadogVersion::V1, 10);
    let body = body.unwrap_or_default();
    for part in [
        r#""metric":"sentrytest.foo","type":"count","points":[[1767225600,1]],"interval":10,"tags":["instance:bar"]"#,
        r#""metric":"sentrytest.took.avg","type":"gauge","points":[[1767225600,30]],"tags":["instance:bar"]"#,
    ] {
        assert!(body.contains(part), "{body}");
    }
}

/// Sentry: `test_sentry_sdk.py`: amounts, units and tags arrive as they were given.
#[test]
fn amounts_units_tags_and_instances_arrive() {
    let made = bench(Settings {
        prefix: "test.".to_owned(),
        ..Settings::default()
    });
    let call = |unit| RecordOptions {
        tags: &[("x", "y")],
        unit,
        ..NO_TAGS
    };
    made.metrics.incr("foo", 2.0, call(Some("count")));
    made.metrics.incr("foo", 2.0, call(None));
    made.metrics.gauge("bar", 42.0, call(Some("bytes")));
    let unit = Some("millisecond");
    made.metrics.distribution("baz", 100.0, call(unit));
    let seen: Vec<_> = made.memory.samples();
    let seen: Vec<_> = seen
        .iter()
        .map(|it| (it.key.as_str(), it.value, it.unit.as_deref()))
        .collect();
    assert_eq!(
        seen,
        [
            ("test.foo", 2.0, Some("count")),
            ("test.foo", 2.0, None),
            ("test.bar", 42.0, Some("bytes")),
            ("test.baz", 100.0, unit),
        ]
    );
    let tags = made.memory.samples()[0]
        .tags
        .for_sending(&Tags::default(), Some("web"));
    let tags: Vec<_> = tags.iter().collect();
    assert_eq!(tags, [("instance", "web"), ("x", "y")]);
}

/// Sentry: `test_middleware.py`.
#[test]
fn illegal_tags_are_named_together_or_left_out() {
    let call = RecordOptions {
        tags: &[
            ("foo", "bar"),
            ("foo_id", "42"),
            ("project", "42"),
            ("event", "22"),
        ],
        ..NO_TAGS
    };
    let strict = bench(Settings {
        is_strict: true,
        ..Settings::default()
    });
    let legal = &[("foo", "bar")];
    let fine = RecordOptions {
        tags: legal,
        ..NO_TAGS
    };
    strict.metrics.incr("x", 1.0, fine);
    strict.metrics.incr("x", 1.0, call);
    assert_eq!(strict.memory.samples().len(), 1);
    assert_eq!(
        strict.metrics.faults().first.as_deref(),
        Some("discarded illegal metric tags: ['event', 'foo_id', 'project'] for metric 'x'")
    );
    let lenient = bench(Settings::default());
    lenient.metrics.incr("x", 1.0, call);
    assert_eq!(tags_of(&lenient.memory.samples()[0]), legal);
}

/// Sentry: `test_middleware.py`, `test_global`.
#[test]
fn scopes_begin_and_end_with_nothing() {
    let made = bench(Settings::default());
    let record = || made.metrics.incr("x", 1.0, NO_TAGS);
    record();
    {
        let _scope = made.metrics.scope(&[("tag_a", "123")]);
        record();
        let _inner = made.metrics.scope(&[("tag_b", "123")]);
        record();
    }
    record();
    let counts: Vec<usize> = made
        .memory
        .samples()
        .iter()
        .map(|it| it.tags.iter().count())
        .collect();
    assert_eq!(counts, [0, 1, 2, 0]);
}

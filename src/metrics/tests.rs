use super::*;
use crate::config::DatadogVersion;
use crate::error::{Error, ErrorKind};
use std::cell::Cell;

const HEADER: &str = "771a43a4192642f0b136d5159a501700-7d85d26a1a4b1b3e-1";

pub(super) struct FixedClock {
    ms: Cell<f64>,
    random: Cell<f64>,
}

impl Clock for FixedClock {
    fn monotonic_ms(&self) -> f64 {
        self.ms.get()
    }
    fn now_ms(&self) -> f64 {
        1_767_225_600_000.0 + self.ms.get()
    }
    fn random(&self) -> f64 {
        self.random.get()
    }
    fn trace(&self) -> Option<Trace> {
        Trace::from_header(HEADER)
    }
}

pub(super) struct Bench {
    clock: Rc<FixedClock>,
    pub(super) memory: MemoryBackend,
    pub(super) metrics: Metrics,
}

pub(super) fn bench(settings: Settings) -> Bench {
    let clock = Rc::new(FixedClock {
        ms: Cell::new(0.0),
        random: Cell::new(0.5),
    });
    let memory = MemoryBackend::new(100);
    let metrics = Metrics::new(settings, clock.clone(), Box::new(memory.clone()));
    Bench {
        clock,
        memory,
        metrics,
    }
}

pub(super) fn tags_of(sample: &OwnedSample) -> Vec<(&str, &str)> {
    sample.tags.iter().collect()
}

pub(super) const NO_TAGS: RecordOptions<'static> = RecordOptions {
    instance: None,
    tags: &[],
    unit: None,
    sample_rate: None,
    keep_internal: false,
};

#[test]
fn keys_carry_the_prefix() {
    let Bench {
        memory, metrics, ..
    } = bench(Settings::default());
    metrics.incr("jobs.done", 1.0, NO_TAGS);
    let samples = memory.samples();
    assert_eq!(samples[0].key, "sentry.jobs.done");
    assert_eq!(samples[0].kind, MetricKind::Counter);
}

#[test]
fn stronger_tags_win() {
    let Bench {
        memory, metrics, ..
    } = bench(Settings::default());
    metrics.set_all_widget_tags(&[("a", "all"), ("b", "all"), ("c", "all"), ("d", "all")]);
    let _outer = metrics.scope(&[("b", "outer"), ("c", "outer"), ("d", "outer")]);
    let _inner = metrics.scope(&[("c", "inner"), ("d", "inner")]);
    metrics.gauge(
        "g",
        1.0,
        RecordOptions {
            tags: &[("d", "call")],
            instance: Some("i"),
            ..NO_TAGS
        },
    );
    let samples = memory.samples();
    assert_eq!(
        tags_of(&samples[0]),
        [("a", "all"), ("b", "outer"), ("c", "inner"), ("d", "call")]
    );
    let own = Tags::new(&[("d", "backend"), ("instance", "backend")]);
    let sent = samples[0].tags.for_sending(&own, Some("i"));
    assert_eq!(sent.get("d"), Some("backend"));
    assert_eq!(sent.get("instance"), Some("i"));
}

#[test]
fn an_empty_instance_is_none() {
    let Bench {
        memory, metrics, ..
    } = bench(Settings::default());
    for (instance, expected) in [(None, None), (Some(""), None), (Some("i"), Some("i"))] {
        let call = RecordOptions {
            instance,
            keep_internal: true,
            ..NO_TAGS
        };
        metrics.incr("jobs", 1.0, call);
        let sample = memory.samples().pop().unwrap();
        assert_eq!(sample.instance.as_deref(), expected);
        let sent = Tags::default().for_sending(&Tags::default(), instance);
        assert_eq!(sent.get("instance"), expected);
    }
    let names: Vec<String> = metrics
        .internal()
        .iter()
        .map(|(name, sum)| format!("{name} {sum}"))
        .collect();
    assert_eq!(names, ["jobs 2", "jobs.i 1"]);
}

#[test]
fn a_scope_ends_with_all_that_was_entered_inside() {
    let Bench {
        memory, metrics, ..
    } = bench(Settings::default());
    let _kept = metrics.scope(&[("kept", "1")]);
    {
        let _scope = metrics.scope(&[("kept", "2")]);
        let _inner = metrics.scope(&[("added", "3")]);
        metrics.incr("inside", 1.0, NO_TAGS);
    }
    metrics.incr("outside", 1.0, NO_TAGS);
    let samples = memory.samples();
    assert_eq!(tags_of(&samples[0]), [("added", "3"), ("kept", "2")]);
    assert_eq!(tags_of(&samples[1]), [("kept", "1")]);
}

#[test]
fn denied_tags_are_dropped_or_refused() {
    let call = RecordOptions {
        tags: &[
            ("user_id", "1"),
            ("use_case_id", "2"),
            ("event", "3"),
            ("project", "4"),
            ("group", "5"),
            ("events", "6"),
            ("_id", "7"),
        ],
        ..NO_TAGS
    };
    let lenient = bench(Settings::default());
    lenient.metrics.incr("x", 1.0, call);
    assert_eq!(
        tags_of(&lenient.memory.samples()[0]),
        [("events", "6"), ("use_case_id", "2")]
    );
    assert_eq!(lenient.metrics.faults().count, 0);

    let strict = bench(Settings {
        is_strict: true,
        ..Settings::default()
    });
    strict.metrics.incr("x", 1.0, call);
    assert!(strict.memory.samples().is_empty());
    assert_eq!(
        strict.metrics.faults().first.as_deref(),
        Some(
            "discarded illegal metric tags: ['_id', 'event', 'group', 'project', 'user_id'] for metric 'x'"
        )
    );
}

#[test]
fn sampling_keeps_the_share_and_scales_what_it_keeps() {
    for (rate, random, kept) in [
        (1.0, 0.0, true),
        (0.25, 0.74, false),
        (0.25, 0.75, true),
        (0.25, 0.99, true),
        (0.0, 0.999, false),
        (2.0, 0.0, true),
    ] {
        let Bench {
            clock,
            memory,
            metrics,
        } = bench(Settings::default());
        clock.random.set(random);
        let call = RecordOptions {
            sample_rate: Some(rate),
            keep_internal: true,
            ..NO_TAGS
        };
        metrics.incr("x", 3.0, call);
        assert_eq!(memory.samples().len() == 1, kept, "{rate} {random}");
        let sum = if kept && rate < 1.0 {
            12.0
        } else if kept {
            3.0
        } else {
            0.0
        };
        assert_eq!(metrics.internal().get("x"), sum, "{rate} {random}");
    }
    assert_eq!(sample::scaled(1.0, 0.3), 3.0, "truncated, not rounded");
}

#[test]
fn only_what_is_asked_for_is_kept_in_memory() {
    let Bench { metrics, .. } = bench(Settings {
        skip_internal_prefixes: vec!["noisy.".to_owned()],
        ..Settings::default()
    });
    let keep = RecordOptions {
        keep_internal: true,
        ..NO_TAGS
    };
    metrics.incr("quiet", 1.0, NO_TAGS);
    metrics.incr("noisy.x", 1.0, keep);
    metrics.incr("jobs", 1.0, keep);
    metrics.incr(
        "jobs",
        2.0,
        RecordOptions {
            instance: Some("a"),
            ..keep
        },
    );
    metrics.gauge("level", 9.0, keep);
    let kept: Vec<(String, f64)> = metrics
        .internal()
        .iter()
        .map(|(name, sum)| (name.to_owned(), sum))
        .collect();
    assert_eq!(kept, [("jobs".to_owned(), 1.0), ("jobs.a".to_owned(), 2.0)]);
}

struct Failing;

impl Backend for Failing {
    fn record(&mut self, _: &Sample<'_>) -> Result<(), Error> {
        Err(ErrorKind::Network {
            detail: "gone".to_owned(),
        }
        .into())
    }
}

#[test]
fn a_failing_backend_breaks_neither_caller_nor_neighbours() {
    let clock = bench(Settings::default()).clock;
    let memory = MemoryBackend::new(10);
    let both = CompositeBackend::new(vec![Box::new(Failing), Box::new(memory.clone())]);
    let metrics = Metrics::new(Settings::default(), clock, Box::new(both));
    for _ in 0..1000 {
        metrics.incr("x", 1.0, NO_TAGS);
    }
    assert_eq!(memory.samples().len(), 10, "the oldest went first");
    assert_eq!(metrics.faults().count, 1000);
    assert_eq!(
        metrics.faults().first.as_deref(),
        Some("no response from the server: gone")
    );
}

#[test]
fn the_dummy_is_never_called_and_the_inspector_still_counts() {
    let clock = bench(Settings::default()).clock;
    let metrics = Metrics::new(Settings::default(), clock, Box::new(DummyBackend));
    metrics.incr(
        "x",
        1.0,
        RecordOptions {
            keep_internal: true,
            ..NO_TAGS
        },
    );
    assert_eq!(metrics.internal().get("x"), 1.0);
}

#[test]
fn a_response_is_counted_and_passed_on() {
    let Bench {
        memory, metrics, ..
    } = bench(Settings::default());
    let flag = |flag: &bool| Some(*flag);
    assert_eq!(
        track_response_metric(&metrics, Ok::<_, ()>(true), flag),
        Ok(true)
    );
    assert_eq!(
        track_response_metric(&metrics, Ok::<_, ()>(false), flag),
        Ok(false)
    );
    assert_eq!(
        track_response_metric(&metrics, Err::<bool, _>("x"), flag),
        Err("x")
    );
    assert_eq!(
        track_response_metric(&metrics, Ok::<_, ()>(()), |()| None),
        Ok(())
    );
    let samples = memory.samples();
    assert!(
        samples
            .iter()
            .all(|sample| sample.key == "sentry.data-forwarding.http_response")
    );
    assert!(
        samples
            .iter()
            .all(|sample| sample.tags.get("plugin") == Some(PLUGIN))
    );
    let success: Vec<_> = samples
        .iter()
        .filter_map(|sample| sample.tags.get("success"))
        .collect();
    assert_eq!(success, ["True", "False", "False", "None"]);
}

#[test]
fn datadog_bodies_add_up_counters_and_summarize_measurements() {
    let Bench {
        memory, metrics, ..
    } = bench(Settings::default());
    let half = RecordOptions {
        sample_rate: Some(0.5),
        tags: &[("k", "v")],
        ..NO_TAGS
    };
    metrics.incr("c", 1.0, half);
    metrics.incr("c", 2.0, half);
    metrics.gauge("g", 1.0, NO_TAGS);
    metrics.gauge("g", 5.0, NO_TAGS);
    for value in [4.0, 1.0, 3.0, 2.0] {
        metrics.distribution("d", value, NO_TAGS);
    }
    let own = Tags::new(&[("host", "wall")]);
    let samples = memory.samples();
    let body = datadog_series(&samples, &own, DatadogVersion::V1, 10).unwrap();
    let at = 1_767_225_600;
    assert!(body.contains(&format!(
        r#"{{"metric":"sentry.c","type":"count","points":[[{at},6]],"interval":10,"tags":["host:wall","k:v"]}}"#
    )), "{body}");
    assert!(body.contains(&format!(
        r#"{{"metric":"sentry.g","type":"gauge","points":[[{at},5]],"tags":["host:wall"]}}"#
    )));
    for (suffix, value) in [
        ("min", 1.0),
        ("max", 4.0),
        ("avg", 2.5),
        ("median", 2.0),
        ("95percentile", 4.0),
    ] {
        assert!(
            body.contains(&format!(
                r#""sentry.d.{suffix}","type":"gauge","points":[[{at},{value}]]"#
            )),
            "{suffix}"
        );
    }
    let body = datadog_series(&samples, &own, DatadogVersion::V2, 10).unwrap();
    assert!(body.contains(&format!(
        r#"{{"metric":"sentry.c","type":1,"points":[{{"timestamp":{at},"value":6}}],"interval":10,"tags":["host:wall","k:v"]}}"#
    )), "{body}");
    assert!(crate::json::Json::parse(&body).is_ok());
    assert_eq!(datadog_series(&[], &own, DatadogVersion::V1, 10), None);
}

#[test]
fn the_recording_helpers_keep_to_the_table() {
    let Bench {
        memory, metrics, ..
    } = bench(Settings::default());
    let recorder = Recorder::new(metrics);
    let failed = Operation {
        duration_ms: Some(1.0),
        error_type: Some("network"),
    };
    recorder.command("refresh", "button", failed);
    recorder.database("insert", "strings", 2, failed);
    recorder.api("events-stats", "GET", Some(429), 5.0);
    recorder.lifecycle("widget", "load", failed);
    recorder.cache("responses", "get", 2, 1);
    recorder.cache_state("responses", "put", 0.5, 7);
    recorder.task("refresh", "interval", failed);
    recorder.stage("decode", 0.2);
    let samples = memory.samples();
    let mut used = std::collections::BTreeSet::new();
    for sample in &samples {
        let key = sample.key.strip_prefix("sentry.widget.").unwrap();
        let definition = TABLE.iter().find(|entry| entry.key == key).unwrap();
        assert_eq!(definition.kind, sample.kind, "{key}");
        assert_eq!(
            definition.unit,
            sample.unit.as_deref().unwrap_or_default(),
            "{key}"
        );
        for (tag, _) in sample.tags.iter() {
            assert!(definition.attributes.contains(&tag), "{key}: {tag}");
        }
        used.insert(key.to_owned());
    }
    assert_eq!(
        used.len(),
        TABLE.len(),
        "every metric of the table is recorded"
    );
}

#[test]
fn a_trace_is_no_tag() {
    let Bench {
        memory, metrics, ..
    } = bench(Settings::default());
    metrics.incr("x", 1.0, NO_TAGS);
    let sample = &memory.samples()[0];
    let trace = sample.trace.as_ref().unwrap();
    assert_eq!(trace.span_id, "7d85d26a1a4b1b3e");
    assert!(sample.tags.is_empty());
}

#[test]
fn what_is_no_number_is_a_fault_and_not_a_metric() {
    let Bench {
        memory, metrics, ..
    } = bench(Settings::default());
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        metrics.gauge("x", value, NO_TAGS);
    }
    assert!(memory.samples().is_empty());
    assert_eq!(metrics.faults().count, 3);
}

#[test]
fn a_thousand_failures_are_reported_once() {
    let reports = Rc::new(RefCell::new(Vec::new()));
    let heard = Rc::clone(&reports);
    let metrics = Metrics::reporting(
        Settings::default(),
        bench(Settings::default()).clock,
        Box::new(Failing),
        Box::new(move |reason| heard.borrow_mut().push(reason.to_owned())),
    );
    for _ in 0..999 {
        metrics.incr("x", 1.0, NO_TAGS);
    }
    metrics.fail("the request failed later");
    assert_eq!(*reports.borrow(), ["no response from the server: gone"]);
    assert_eq!(metrics.faults().count, 1000);
}

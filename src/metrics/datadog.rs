//! Metrics as the bodies of Datadog's series API, aggregated over one flush.
//!
//! Keys for that API are headers and the edge's matter; they never come here.

use super::sample::{MetricKind, OwnedSample, scaled};
use super::tags::Tags;
use crate::config::DatadogVersion;
use crate::convert;
use crate::json::Json;
use crate::sorted::{self, SortedMap};

/// The body for the metrics of one flush, or `None` where there is nothing to send.
///
/// Counters add up, scaled by their rate; of a gauge the last value counts; timings and
/// distributions become `.count .min .max .avg .median .75percentile .85percentile
/// .95percentile .99percentile`,
/// since this API takes no raw measurements. `own` are the backend's configured tags;
/// `interval_secs` is the time since the last flush.
pub fn series(
    samples: &[OwnedSample],
    own: &Tags,
    version: DatadogVersion,
    interval_secs: u64,
) -> Option<String> {
    (!samples.is_empty()).then(|| body(&entries(samples, own, version, (interval_secs, None))))
}

/// The same in as many bodies as are needed for each to stay within `max_bytes`, but for an
/// entry that is longer by itself. `host` is what all series are of.
pub fn series_bodies(
    samples: &[OwnedSample],
    own: &Tags,
    version: DatadogVersion,
    (interval_secs, max_bytes): (u64, usize),
    host: Option<&str>,
) -> Vec<String> {
    let mut bodies = Vec::new();
    let mut entries = entries(samples, own, version, (interval_secs, host));
    while !entries.is_empty() {
        let mut room = max_bytes.saturating_sub(body(&[]).len());
        let fits = entries.iter().take_while(|entry| {
            let needed = entry.to_string().len() + 1;
            let has_room = needed <= room;
            room = room.saturating_sub(needed);
            has_room
        });
        let rest = entries.split_off(fits.count().max(1));
        bodies.push(body(&entries));
        entries = rest;
    }
    bodies
}

fn body(entries: &[Json]) -> String {
    Json::object(vec![("series", entries.to_vec().into())]).to_string()
}

fn entries(
    samples: &[OwnedSample],
    own: &Tags,
    version: DatadogVersion,
    of_all: (u64, Option<&str>),
) -> Vec<Json> {
    let mut groups: SortedMap<(&str, MetricKind, Tags), Vec<&OwnedSample>> = SortedMap::new();
    for sample in samples {
        let tags = sample.tags.for_sending(own, sample.instance.as_deref());
        groups
            .get_or_insert_with((&sample.key, sample.kind, tags), Vec::new)
            .push(sample);
    }
    let mut list = Vec::new();
    for ((key, kind, tags), group) in groups.iter() {
        for point in points(key, *kind, group) {
            list.push(point.to_json(tags, version, of_all));
        }
    }
    list
}

struct SeriesPoint {
    metric: String,
    is_count: bool,
    at_secs: f64,
    value: f64,
    unit: Option<String>,
}

impl SeriesPoint {
    fn to_json(
        &self,
        tags: &Tags,
        version: DatadogVersion,
        (interval_secs, host): (u64, Option<&str>),
    ) -> Json {
        let mut texts = Vec::new();
        for (key, value) in tags.iter() {
            texts.push(Json::Text([key, ":", value].concat()));
        }
        let mut members = vec![("metric", Json::from(self.metric.as_str()))];
        match version {
            DatadogVersion::V1 => {
                let name = if self.is_count { "count" } else { "gauge" };
                let point = Json::List(vec![self.at_secs.into(), self.value.into()]);
                members.push(("type", name.into()));
                members.push(("points", vec![point].into()));
            }
            DatadogVersion::V2 => {
                // 1 count, 3 gauge.
                let code = if self.is_count { 1.0 } else { 3.0 };
                let point = Json::object(vec![
                    ("timestamp", self.at_secs.into()),
                    ("value", self.value.into()),
                ]);
                members.push(("type", code.into()));
                members.push(("points", vec![point].into()));
                if let Some(unit) = &self.unit {
                    members.push(("unit", unit.as_str().into()));
                }
            }
        }
        if self.is_count {
            members.push(("interval", (interval_secs as f64).into()));
        }
        match (host, version) {
            (None, _) => {}
            (Some(host), DatadogVersion::V1) => members.push(("host", host.into())),
            (Some(host), DatadogVersion::V2) => {
                let resource = Json::object(vec![("type", "host".into()), ("name", host.into())]);
                members.push(("resources", vec![resource].into()));
            }
        }
        members.push(("tags", texts.into()));
        Json::object(members)
    }
}

fn points(key: &str, kind: MetricKind, group: &[&OwnedSample]) -> Vec<SeriesPoint> {
    let (mut at_secs, mut unit) = (0.0_f64, None);
    let (mut sum, mut weight, mut last) = (0.0, 0.0, f64::NAN);
    let mut values = Vec::new();
    for sample in group {
        at_secs = at_secs.max((sample.at_ms / 1000.0).floor());
        unit = unit.or_else(|| Some(sample.as_sample().unit_or_default()?.to_owned()));
        sum += scaled(sample.value, sample.sample_rate);
        weight += scaled(1.0, sample.sample_rate);
        last = sample.value;
        values.push(sample.value);
    }
    let mut points = Vec::new();
    let mut add = |suffix: &str, is_count: bool, value: f64| {
        points.push(SeriesPoint {
            metric: [key, suffix].concat(),
            is_count,
            at_secs,
            value,
            unit: if is_count { None } else { unit.clone() },
        });
    };
    match kind {
        MetricKind::Counter => add("", true, sum),
        MetricKind::Gauge => add("", false, last),
        MetricKind::Timing | MetricKind::Distribution => {
            let count = values.len() as f64;
            sorted::sort_by(&mut values, f64::total_cmp);
            let average = values.iter().sum::<f64>() / count;
            let at = |part: f64| {
                let index = convert::index((part * count).ceil().max(1.0)) - 1;
                values.get(index).copied().unwrap_or(f64::NAN)
            };
            for (suffix, is_count, value) in [
                (".count", true, weight),
                (".min", false, at(0.0)),
                (".max", false, at(1.0)),
                (".avg", false, average),
                (".median", false, at(0.5)),
                (".75percentile", false, at(0.75)),
                (".85percentile", false, at(0.85)),
                (".95percentile", false, at(0.95)),
                (".99percentile", false, at(0.99)),
            ] {
                add(suffix, is_count, value);
            }
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_has_a_place_of_its_own() {
        let sample = OwnedSample {
            key: "m".to_owned(),
            kind: MetricKind::Distribution,
            value: 1.0,
            instance: None,
            tags: Tags::new(&[("host", "tagged")]),
            unit: None,
            sample_rate: 1.0,
            at_ms: 0.0,
            trace: None,
        };
        for host in [None, Some("wall")] {
            for (version, name, expected) in [
                (DatadogVersion::V1, "host", r#""wall""#),
                (
                    DatadogVersion::V2,
                    "resources",
                    r#"[{"type":"host","name":"wall"}]"#,
                ),
            ] {
                let samples = std::slice::from_ref(&sample);
                let own = Tags::default();
                let bodies = series_bodies(samples, &own, version, (10, 60_000), host);
                let body = Json::parse(&bodies[0]).unwrap();
                for one in body.get("series").unwrap().as_list().unwrap() {
                    let found = one.get(name).map(Json::to_string);
                    assert_eq!(found.as_deref(), host.map(|_| expected));
                    assert_eq!(
                        one.get("tags").unwrap().to_string(),
                        r#"["host:tagged"]"#,
                        "a tag of that name is a tag"
                    );
                }
            }
        }
    }

    #[test]
    fn bodies_keep_within_their_size_and_lose_nothing() {
        let sample = |index: usize| OwnedSample {
            key: format!("metric.{index}"),
            kind: MetricKind::Counter,
            value: 1.0,
            instance: None,
            tags: Tags::default(),
            unit: None,
            sample_rate: 1.0,
            at_ms: 0.0,
            trace: None,
        };
        let samples: Vec<OwnedSample> = (0..100).map(sample).collect();
        let own = Tags::default();
        let count = |max_bytes| {
            let bodies = series_bodies(&samples, &own, DatadogVersion::V1, (10, max_bytes), None);
            let entries: usize = bodies
                .iter()
                .map(|body| Json::parse(body).unwrap())
                .map(|json| json.get("series").unwrap().as_list().unwrap().len())
                .sum();
            assert_eq!(entries, 100);
            assert!(max_bytes < 200 || bodies.iter().all(|body| body.len() <= max_bytes));
            bodies.len()
        };
        assert_eq!(count(1 << 20), 1);
        assert!(count(1_000) > 1);
        assert_eq!(count(1), 100, "what is too long goes alone");
        assert!(series_bodies(&[], &own, DatadogVersion::V2, (10, 1), None).is_empty());
    }
}

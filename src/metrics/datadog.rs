//! Metrics as the bodies of Datadog's series API, aggregated over one flush.
//!
//! Keys for that API are headers and the edge's matter; they never come here.

use super::sample::{Kind, OwnedSample};
use super::tags::Tags;
use crate::json::Json;
use std::collections::BTreeMap;

/// Which form of the series API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeriesVersion {
    /// `POST /api/v1/series`
    V1,
    /// `POST /api/v2/series`
    V2,
}

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
    version: SeriesVersion,
    interval_secs: u64,
) -> Option<String> {
    if samples.is_empty() {
        return None;
    }
    let mut groups: BTreeMap<(&str, Kind, Tags), Vec<&OwnedSample>> = BTreeMap::new();
    for sample in samples {
        let tags = sample.tags.for_sending(own, sample.instance.as_deref());
        groups
            .entry((&sample.key, sample.kind, tags))
            .or_default()
            .push(sample);
    }
    let mut list = Vec::new();
    for ((key, kind, tags), group) in &groups {
        for point in points(key, *kind, group) {
            list.push(point.to_json(tags, version, interval_secs));
        }
    }
    Some(Json::object([("series", list.into())]).to_string())
}

struct Point {
    metric: String,
    is_count: bool,
    at_secs: f64,
    value: f64,
    unit: Option<String>,
}

impl Point {
    fn to_json(&self, tags: &Tags, version: SeriesVersion, interval_secs: u64) -> Json {
        let tags: Vec<Json> = tags
            .iter()
            .map(|(key, value)| Json::Text(format!("{key}:{value}")))
            .collect();
        let mut members = vec![("metric", Json::from(self.metric.as_str()))];
        match version {
            SeriesVersion::V1 => {
                let name = if self.is_count { "count" } else { "gauge" };
                let point = Json::List(vec![self.at_secs.into(), self.value.into()]);
                members.push(("type", name.into()));
                members.push(("points", vec![point].into()));
            }
            SeriesVersion::V2 => {
                // 1 count, 3 gauge.
                let code = if self.is_count { 1.0 } else { 3.0 };
                let point = Json::object([
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
        members.push(("tags", tags.into()));
        Json::Object(
            members
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect(),
        )
    }
}

fn points(key: &str, kind: Kind, group: &[&OwnedSample]) -> Vec<Point> {
    let at_secs = group
        .iter()
        .map(|sample| (sample.at_ms / 1000.0).floor())
        .fold(0.0, f64::max);
    let unit = group
        .iter()
        .find_map(|sample| sample.unit.clone())
        .or_else(|| (kind == Kind::Timing).then(|| "second".to_owned()));
    let point = |suffix: &str, is_count: bool, value: f64| Point {
        metric: format!("{key}{suffix}"),
        is_count,
        at_secs,
        value,
        unit: if is_count { None } else { unit.clone() },
    };
    match kind {
        Kind::Counter => {
            let sum = group
                .iter()
                .map(|sample| sample.as_sample().scaled())
                .sum::<f64>();
            vec![point("", true, sum)]
        }
        Kind::Gauge => group
            .last()
            .map(|last| point("", false, last.value))
            .into_iter()
            .collect(),
        Kind::Timing | Kind::Distribution => {
            let mut values: Vec<f64> = group.iter().map(|sample| sample.value).collect();
            values.sort_by(f64::total_cmp);
            let count = values.len() as f64;
            let at = |part: f64| {
                let index = (part * count).ceil().max(1.0) as usize - 1;
                values.get(index).copied().unwrap_or(f64::NAN)
            };
            let weight: f64 = group
                .iter()
                .map(|sample| {
                    let one = OwnedSample {
                        value: 1.0,
                        ..(*sample).clone()
                    };
                    one.as_sample().scaled()
                })
                .sum();
            vec![
                point(".count", true, weight),
                point(".min", false, at(0.0)),
                point(".max", false, at(1.0)),
                point(".avg", false, values.iter().sum::<f64>() / count),
                point(".median", false, at(0.5)),
                point(".75percentile", false, at(0.75)),
                point(".85percentile", false, at(0.85)),
                point(".95percentile", false, at(0.95)),
                point(".99percentile", false, at(0.99)),
            ]
        }
    }
}

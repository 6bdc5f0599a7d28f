//! One recorded metric, as a backend receives it.

use super::tags::Tags;
use super::trace::Trace;
use serde::Serialize;

/// What a metric's numbers mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MetricKind {
    /// Adds up.
    Counter,
    /// The last one counts.
    Gauge,
    /// Durations.
    Timing,
    /// Measurements of any kind.
    Distribution,
}

impl MetricKind {
    /// Its name in words and for hosts.
    pub fn name(self) -> &'static str {
        match self {
            MetricKind::Counter => "counter",
            MetricKind::Gauge => "gauge",
            MetricKind::Timing => "timing",
            MetricKind::Distribution => "distribution",
        }
    }
}

/// One recorded metric.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample<'a> {
    /// Key with its prefix.
    pub key: &'a str,
    /// What the value means.
    pub kind: MetricKind,
    /// Amount of a counter; value of the others. Not yet scaled by the rate.
    pub value: f64,
    /// Which one of several things of a kind.
    pub instance: Option<&'a str>,
    /// Tags of scopes and call; neither the backend's own nor the instance.
    pub tags: &'a Tags,
    /// Unit, where the call named one.
    pub unit: Option<&'a str>,
    /// The rate at which this was kept, 0 to 1.
    pub sample_rate: f64,
    /// When, epoch milliseconds.
    pub at_ms: f64,
    /// The trace of the page, for backends that distinguish it from a tag: as a tag it would
    /// have as many values as there are calls.
    pub trace: Option<&'a Trace>,
}

/// A metric as a host sees it: what functions get, and `events-stats-metric` carries.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HostMetric<'a, T> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    value: f64,
    unit: Option<&'a str>,
    tags: T,
    sample_rate: f64,
    timestamp: f64,
    trace: Option<&'a Trace>,
}

impl Sample<'_> {
    /// What this one stands for: sampled counters count for those left out.
    /// Truncated to a whole number as at the origin, which spares the receiver fractions.
    pub fn scaled(&self) -> f64 {
        scaled(self.value, self.sample_rate)
    }

    /// The unit of the value: seconds for a timing that names none.
    pub fn unit_or_default(&self) -> Option<&str> {
        self.unit
            .or_else(|| (self.kind == MetricKind::Timing).then_some("second"))
    }

    /// The metric as a host sees it, with its tags in the form that the host gets.
    pub fn for_host<T>(&self, tags: T) -> HostMetric<'_, T> {
        HostMetric {
            name: self.key,
            kind: self.kind.name(),
            value: self.value,
            unit: self.unit_or_default(),
            tags,
            sample_rate: self.sample_rate,
            timestamp: self.at_ms,
            trace: self.trace,
        }
    }

    /// A copy that outlives the call.
    pub fn to_owned(&self) -> OwnedSample {
        OwnedSample {
            key: self.key.to_owned(),
            kind: self.kind,
            value: self.value,
            instance: self.instance.map(str::to_owned),
            tags: self.tags.clone(),
            unit: self.unit.map(str::to_owned),
            sample_rate: self.sample_rate,
            at_ms: self.at_ms,
            trace: self.trace.cloned(),
        }
    }
}

/// `int(amount / rate)` for a rate under 1.
pub(super) fn scaled(amount: f64, rate: f64) -> f64 {
    if rate > 0.0 && rate < 1.0 {
        (amount / rate).trunc()
    } else {
        amount
    }
}

/// A [`Sample`] that owns its texts.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnedSample {
    /// Key with its prefix.
    pub key: String,
    /// What the value means.
    pub kind: MetricKind,
    /// Amount or value, not scaled.
    pub value: f64,
    /// Which one of several things of a kind.
    pub instance: Option<String>,
    /// Tags of scopes and call.
    pub tags: Tags,
    /// Unit, where the call named one.
    pub unit: Option<String>,
    /// The rate at which this was kept.
    pub sample_rate: f64,
    /// When, epoch milliseconds.
    pub at_ms: f64,
    /// The trace of the page, where the backend asked for it.
    pub trace: Option<Trace>,
}

impl OwnedSample {
    /// The same, borrowed.
    pub fn as_sample(&self) -> Sample<'_> {
        Sample {
            key: &self.key,
            kind: self.kind,
            value: self.value,
            instance: self.instance.as_deref(),
            tags: &self.tags,
            unit: self.unit.as_deref(),
            sample_rate: self.sample_rate,
            at_ms: self.at_ms,
            trace: self.trace.as_ref(),
        }
    }
}

//! Measuring how long something took, and whether it succeeded.

use super::{Call, Metrics};

/// A running measurement. Records once: by [`Timer::finish`], or when dropped, as a failure,
/// since a guard that is dropped unfinished was left by an early return.
#[must_use = "the time is taken when this is finished or dropped"]
pub struct Timer {
    metrics: Metrics,
    key: String,
    instance: Option<String>,
    tags: Vec<(String, String)>,
    sample_rate: Option<f64>,
    started_ms: f64,
    is_recorded: bool,
}

impl Timer {
    pub(super) fn start(metrics: Metrics, key: &str, call: Call<'_>) -> Self {
        Self::template(metrics, key, call).again()
    }

    /// A measurement that never started and records nothing, to start others from.
    pub(super) fn template(metrics: Metrics, key: &str, call: Call<'_>) -> Self {
        Self {
            metrics,
            key: key.to_owned(),
            instance: call.instance.map(str::to_owned),
            tags: call
                .tags
                .iter()
                .map(|&(key, value)| (key.to_owned(), value.to_owned()))
                .collect(),
            sample_rate: call.sample_rate,
            started_ms: 0.0,
            is_recorded: true,
        }
    }

    /// A measurement that starts now with what this one started with.
    pub(super) fn again(&self) -> Self {
        Self {
            metrics: self.metrics.clone(),
            key: self.key.clone(),
            instance: self.instance.clone(),
            tags: self.tags.clone(),
            sample_rate: self.sample_rate,
            started_ms: self.metrics.clock().monotonic_ms(),
            is_recorded: false,
        }
    }

    /// Adds a tag, known only while the work is under way. `result` is set at the end
    /// whatever stands here.
    pub fn tag(&mut self, key: &str, value: &str) {
        self.tags.push((key.to_owned(), value.to_owned()));
    }

    /// Ends the measurement with the outcome and passes it on unchanged.
    pub fn finish<T, E>(mut self, outcome: Result<T, E>) -> Result<T, E> {
        self.record(outcome.is_ok());
        outcome
    }

    /// Ends the measurement as a success.
    pub fn succeed(mut self) {
        self.record(true);
    }

    fn record(&mut self, success: bool) {
        self.is_recorded = true;
        self.tag("result", if success { "success" } else { "failure" });
        let tags: Vec<(&str, &str)> = self
            .tags
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .collect();
        // Seconds, as at the origin, whose documentation says milliseconds.
        let secs = (self.metrics.clock().monotonic_ms() - self.started_ms) / 1000.0;
        let call = Call {
            instance: self.instance.as_deref(),
            tags: &tags,
            sample_rate: self.sample_rate,
            ..Call::default()
        };
        self.metrics.timing(&self.key, secs, call);
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if !self.is_recorded {
            self.record(false);
        }
    }
}

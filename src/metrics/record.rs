//! Recording helpers: what the module counts of its own work, under the names of
//! [`super::TABLE`], which a test holds them to.

use super::table::PREFIX;
use super::{Metrics, RecordOptions};

/// How an operation went.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Operation<'a> {
    /// How long it took, in milliseconds, where that was measured.
    pub duration_ms: Option<f64>,
    /// Name of the failure; `None` is a success.
    pub error_type: Option<&'a str>,
}

/// Records the module's own work under the names of [`super::TABLE`].
#[derive(Clone)]
pub struct Recorder(Metrics);

impl Recorder {
    /// A recorder into these metrics.
    pub fn new(metrics: Metrics) -> Self {
        Self(metrics)
    }

    /// A viewer's action on a widget.
    pub fn command(&self, command: &str, command_type: &str, went: Operation<'_>) {
        let tags = went.tagged(&[("command", command), ("command_type", command_type)]);
        self.measure("command.execution_time", went, &tags);
        self.count("command.usage", 1.0, &tags);
        self.fail("command.failures", went, &tags);
    }

    /// An operation on the browser's database: `query`, `insert`, `update`, `delete`.
    pub fn database(&self, operation: &str, table: &str, retries: u32, went: Operation<'_>) {
        let retry_count = retries.to_string();
        let mut tags = went.tagged(&[("operation", operation), ("table", table)]);
        if retries > 0 {
            tags.push(("retry_count", &retry_count));
            self.count("database.retries", f64::from(retries), &tags);
        }
        self.measure("database.operation.duration", went, &tags);
        self.count("database.operation.count", 1.0, &tags);
        self.fail("database.failures", went, &tags);
    }

    /// An HTTP call. `status` is `None` where there was no answer.
    pub fn api(&self, endpoint: &str, method: &str, status: Option<u16>, duration_ms: f64) {
        let status_code = status.map_or_else(|| "none".to_owned(), |status| status.to_string());
        let is_success = status.is_some_and(|status| (200..300).contains(&status));
        let tags = vec![
            ("service", "sentry"),
            ("endpoint", endpoint),
            ("method", method),
            ("status_code", status_code.as_str()),
            ("success", if is_success { "true" } else { "false" }),
        ];
        let went = Operation {
            duration_ms: Some(duration_ms),
            error_type: None,
        };
        self.measure("api.call.duration", went, &tags);
        self.count("api.call.count", 1.0, &tags);
        if status == Some(429) {
            self.count("api.rate_limits", 1.0, &tags);
        }
        if !is_success {
            self.count("api.failures", 1.0, &tags);
        }
    }

    /// A widget's `load`, `unload` or `reload`.
    pub fn lifecycle(&self, name: &str, operation: &str, went: Operation<'_>) {
        let tags = went.tagged(&[("component", name), ("operation", operation)]);
        self.count("lifecycle.operation.count", 1.0, &tags);
        self.measure("lifecycle.operation.duration", went, &tags);
        self.fail("lifecycle.failures", went, &tags);
    }

    /// A look into a cache: how many were found and how many not.
    pub fn cache(&self, name: &str, operation: &str, hits: u64, misses: u64) {
        let base = [("cache_name", name), ("operation", operation)];
        if hits > 0 {
            let tags = [&base[..], &[("hit", "true")]].concat();
            self.count("cache.hits", hits as f64, &tags);
        }
        if misses > 0 {
            let tags = [&base[..], &[("miss", "true")]].concat();
            self.count("cache.misses", misses as f64, &tags);
        }
    }

    /// How long an operation on a cache took, and how many entries it holds now.
    pub fn cache_state(&self, name: &str, operation: &str, duration_ms: f64, size: usize) {
        let tags = [("cache_name", name), ("operation", operation)];
        let went = Operation {
            duration_ms: Some(duration_ms),
            error_type: None,
        };
        self.measure("cache.operation.duration", went, &tags);
        let call = RecordOptions {
            tags: &tags[..1],
            ..RecordOptions::default()
        };
        self.0.gauge(&key("cache.size"), size as f64, call);
    }

    /// One cycle of something that repeats, such as a refresh.
    pub fn task(&self, name: &str, task_type: &str, went: Operation<'_>) {
        let tags = went.tagged(&[("task_name", name), ("task_type", task_type)]);
        self.measure("task.execution_time", went, &tags);
        self.count("task.executions", 1.0, &tags);
        self.fail("task.failures", went, &tags);
    }

    /// How long a stage took: `decode`, `layout`, `paint`.
    pub fn stage(&self, stage: &str, duration_ms: f64) {
        let went = Operation {
            duration_ms: Some(duration_ms),
            error_type: None,
        };
        self.measure("stage.duration", went, &[("stage", stage)]);
    }

    fn count(&self, name: &str, amount: f64, tags: &[(&str, &str)]) {
        let call = RecordOptions {
            tags,
            keep_internal: true,
            ..RecordOptions::default()
        };
        self.0.incr(&key(name), amount, call);
    }

    fn measure(&self, name: &str, went: Operation<'_>, tags: &[(&str, &str)]) {
        if let Some(duration_ms) = went.duration_ms {
            let call = RecordOptions {
                tags,
                unit: Some("millisecond"),
                ..RecordOptions::default()
            };
            self.0.distribution(&key(name), duration_ms, call);
        }
    }

    fn fail(&self, name: &str, went: Operation<'_>, tags: &[(&str, &str)]) {
        if went.error_type.is_some() {
            self.count(name, 1.0, tags);
        }
    }
}

impl<'a> Operation<'a> {
    fn tagged(&self, base: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let mut tags = base.to_vec();
        let is_success = self.error_type.is_none();
        tags.push(("success", if is_success { "true" } else { "false" }));
        if let Some(error_type) = self.error_type {
            tags.push(("error_type", error_type));
        }
        tags
    }
}

fn key(name: &str) -> String {
    format!("{PREFIX}{name}")
}

//! The one list of what the module counts: names, types, units and attributes. The
//! documentation is made from it.

use super::sample::MetricKind;

/// Key prefix of everything in [`TABLE`].
pub(super) const PREFIX: &str = "widget.";

/// An attribute that a helper adds as a tag.
pub type Attribute = &'static str;

/// One metric of the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Key below the prefix `widget.`.
    pub key: &'static str,
    /// What its numbers mean.
    pub kind: MetricKind,
    /// Unit, empty for plain counts.
    pub unit: &'static str,
    /// Attributes it may carry.
    pub attributes: &'static [Attribute],
    /// What is counted or measured.
    pub meaning: &'static str,
}

const fn counter(
    key: &'static str,
    attributes: &'static [Attribute],
    meaning: &'static str,
) -> Definition {
    Definition {
        key,
        kind: MetricKind::Counter,
        unit: "",
        attributes,
        meaning,
    }
}

const fn duration(
    key: &'static str,
    attributes: &'static [Attribute],
    meaning: &'static str,
) -> Definition {
    Definition {
        key,
        kind: MetricKind::Distribution,
        unit: "millisecond",
        attributes,
        meaning,
    }
}

const fn gauge(
    key: &'static str,
    attributes: &'static [Attribute],
    meaning: &'static str,
) -> Definition {
    Definition {
        key,
        kind: MetricKind::Gauge,
        unit: "",
        attributes,
        meaning,
    }
}

const COMMAND: &[Attribute] = &["command", "command_type", "success", "error_type", "widget"];
const DATABASE: &[Attribute] = &["operation", "table", "retry_count", "success", "error_type"];
const API: &[Attribute] = &["service", "endpoint", "method", "status_code", "success"];
const LIFECYCLE: &[Attribute] = &["component", "operation", "success", "error_type", "widget"];
const CACHE: &[Attribute] = &["cache_name", "operation", "hit", "miss"];
const TASK: &[Attribute] = &["task_name", "task_type", "success", "error_type", "widget"];
const STAGE: &[Attribute] = &["stage"];

/// Every metric of the module below its prefix.
pub const TABLE: &[Definition] = &[
    duration(
        "command.execution_time",
        COMMAND,
        "Duration of a user action, including the request it triggers",
    ),
    counter("command.usage", COMMAND, "User actions"),
    counter("command.failures", COMMAND, "Failed user actions"),
    duration(
        "database.operation.duration",
        DATABASE,
        "Duration of a database operation, including retries",
    ),
    counter("database.operation.count", DATABASE, "Database operations"),
    counter(
        "database.retries",
        DATABASE,
        "Retries of database operations",
    ),
    counter("database.failures", DATABASE, "Failed database operations"),
    duration(
        "api.call.duration",
        API,
        "Time from sending the request to the last byte",
    ),
    counter("api.call.count", API, "HTTP calls"),
    counter("api.rate_limits", API, "Responses with status 429"),
    counter(
        "api.failures",
        API,
        "Calls that failed or returned an error status",
    ),
    counter(
        "lifecycle.operation.count",
        LIFECYCLE,
        "Loads, unloads and reloads of widgets",
    ),
    duration(
        "lifecycle.operation.duration",
        LIFECYCLE,
        "How long the operation took; for a load, until the first chart is drawn",
    ),
    counter(
        "lifecycle.failures",
        LIFECYCLE,
        "Widgets that failed to load",
    ),
    counter("cache.hits", CACHE, "Cache hits"),
    counter("cache.misses", CACHE, "Cache misses"),
    duration(
        "cache.operation.duration",
        CACHE,
        "Duration of a cache operation",
    ),
    gauge("cache.size", CACHE, "Entries in a cache"),
    duration("task.execution_time", TASK, "Duration of a refresh"),
    counter("task.executions", TASK, "Refreshes"),
    counter("task.failures", TASK, "Failed refreshes"),
    duration(
        "stage.duration",
        STAGE,
        "Duration of a rendering stage: `decode`, `layout`, `paint`",
    ),
];

/// The one that keeps the whole name of its origin.
pub const HTTP_RESPONSE: Definition = counter(
    "data-forwarding.http_response",
    &["plugin", "success"],
    "Outcomes of all HTTP calls; `success` is `True`, `False`, or `None` for one not made",
);

/// [`TABLE`] and [`HTTP_RESPONSE`] as a table of the documentation.
pub fn markdown() -> String {
    let mut text = String::from("| Metric | Type | Unit | Attributes | Meaning |\n");
    text.push_str("| --- | --- | --- | --- | --- |\n");
    let all = TABLE.iter().map(|entry| (PREFIX, entry));
    for (prefix, entry) in all.chain([("", &HTTP_RESPONSE)]) {
        let attributes: Vec<String> = entry
            .attributes
            .iter()
            .map(|attribute| format!("`{attribute}`"))
            .collect();
        text.push_str(&format!(
            "| `{prefix}{}` | {} | {} | {} | {} |\n",
            entry.key,
            entry.kind.name(),
            entry.unit,
            attributes.join(", "),
            entry.meaning,
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_shows_this_table() {
        let documented = include_str!("README.md");
        let table = markdown();
        assert!(
            documented.contains(&table),
            "src/metrics/README.md needs this table:\n{table}"
        );
    }
}

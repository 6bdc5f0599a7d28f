//! The one list of what the module counts: names, types, units and attributes. The
//! documentation is made from it.

use super::sample::Kind;

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
    pub kind: Kind,
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
        kind: Kind::Counter,
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
        kind: Kind::Distribution,
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
        kind: Kind::Gauge,
        unit: "",
        attributes,
        meaning,
    }
}

const COMMAND: &[Attribute] = &["command", "command_type", "success", "error_type", "widget"];
const DATABASE: &[Attribute] = &["operation", "table", "retry_count", "success", "error_type"];
const API: &[Attribute] = &["service", "endpoint", "method", "status_code", "success"];
const COG: &[Attribute] = &["cog_name", "operation", "success", "error_type", "widget"];
const CACHE: &[Attribute] = &["cache_name", "operation", "hit", "miss"];
const TASK: &[Attribute] = &["task_name", "task_type", "success", "error_type", "widget"];
const STAGE: &[Attribute] = &["stage"];

/// Every metric of the module below its prefix.
pub const TABLE: &[Definition] = &[
    duration(
        "command.execution_time",
        COMMAND,
        "How long a viewer's action took; where it asks for data, until that is there",
    ),
    counter("command.usage", COMMAND, "Viewer's actions"),
    counter("command.failures", COMMAND, "Viewer's actions that failed"),
    duration(
        "database.operation.duration",
        DATABASE,
        "How long an operation on the browser's database took, retries included",
    ),
    counter(
        "database.operation.count",
        DATABASE,
        "Operations on the browser's database",
    ),
    counter("database.retries", DATABASE, "Attempts after the first"),
    counter("database.failures", DATABASE, "Operations given up"),
    duration(
        "api.call.duration",
        API,
        "Time from asking to the last byte",
    ),
    counter("api.call.count", API, "HTTP calls"),
    counter("api.rate_limits", API, "Answers with status 429"),
    counter(
        "api.failures",
        API,
        "Calls without an answer, or with a status that is no success",
    ),
    counter(
        "cog.operation.count",
        COG,
        "Widgets that came, went or were set up anew",
    ),
    duration(
        "cog.operation.duration",
        COG,
        "How long that took; of a load, until the first picture",
    ),
    counter("cog.failures", COG, "Widgets that could not be set up"),
    counter("cache.hits", CACHE, "Look-ups that found something"),
    counter("cache.misses", CACHE, "Look-ups that found nothing"),
    duration(
        "cache.operation.duration",
        CACHE,
        "How long an operation on a cache took",
    ),
    gauge("cache.size", CACHE, "Entries in a cache"),
    duration("task.execution_time", TASK, "How long a refresh took"),
    counter("task.executions", TASK, "Refreshes"),
    counter("task.failures", TASK, "Refreshes that failed"),
    duration(
        "stage.duration",
        STAGE,
        "How long a stage of drawing took: `decode`, `layout`, `paint`",
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

//! Response tracking: the outcome of every HTTP call, counted, and passed on unchanged.

use super::{Metrics, RecordOptions, table};

/// The counter, as its origin names it.
pub const HTTP_RESPONSE: &str = table::HTTP_RESPONSE.key;

/// The value of the `plugin` tag.
pub const PLUGIN: &str = "events-stats-widget";

/// Counts how a call went and gives its outcome on unchanged.
///
/// `success` says of a returned value whether it is one; `None` is a call that was not
/// made for want of configuration. An error is never a success, and is still an error for
/// the caller. Tag values are spelled as at the origin: `True`, `False`, `None`.
pub fn track_response_metric<T, E>(
    metrics: &Metrics,
    outcome: Result<T, E>,
    success: impl FnOnce(&T) -> Option<bool>,
) -> Result<T, E> {
    let success = match outcome.as_ref().map(success) {
        Ok(Some(true)) => "True",
        Ok(Some(false)) | Err(_) => "False",
        Ok(None) => "None",
    };
    metrics.incr(
        HTTP_RESPONSE,
        1.0,
        RecordOptions {
            tags: &[("plugin", PLUGIN), ("success", success)],
            keep_internal: true,
            ..RecordOptions::default()
        },
    );
    outcome
}

/// What of Sentry's API an address asks, such as `events-stats`: few values, so that it can
/// be a tag.
pub fn endpoint_of(url: &str) -> &'static str {
    const KNOWN: &[&str] = &[
        "events-stats",
        "events-timeseries",
        "events",
        "dashboards",
        "releases",
        "alert-rules",
        "incidents",
    ];
    let path = url.split(['?', '#']).next().unwrap_or_default();
    path.split('/')
        .filter_map(|segment| KNOWN.iter().find(|known| **known == segment))
        .next_back()
        .copied()
        .unwrap_or("other")
}

#[cfg(test)]
mod tests {
    use super::endpoint_of;

    #[test]
    fn addresses_become_few_names() {
        for (url, endpoint) in [
            (
                "https://s/api/0/organizations/a/events-stats/?x=/events/",
                "events-stats",
            ),
            ("/api/0/organizations/events/dashboards/1/", "dashboards"),
            ("/api/0/organizations/a/releases/stats/", "releases"),
            ("https://s/elsewhere", "other"),
        ] {
            assert_eq!(endpoint_of(url), endpoint, "{url}");
        }
    }
}

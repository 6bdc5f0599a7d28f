//! The option `metrics` of a page: where metrics go and what holds for all of them.
//!
//! A function of the host's is no data: the shell hands it over beside the options and
//! leaves its number here. Backends themselves are made at the edge.

use super::reader::{ConfigReader, names_of};
use crate::error::Error;
use crate::json::{Json, format_f64};
use std::fmt;

/// Most metrics kept by the memory backend where none is named.
const MEMORY_CAPACITY: u32 = 1_000;

/// A text that no log, error or `Debug` output shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself, for the one header it belongs in.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Which form of Datadog's series API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum DatadogVersion {
    /// `v1`
    #[default]
    V1,
    /// `v2`
    V2,
}

/// Where metrics go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BackendOption {
    /// `dummy`: nowhere.
    Dummy,
    /// `memory`: the last ones stay in the page.
    Memory {
        /// `capacity`
        capacity: u32,
    },
    /// `console`: the developer tools.
    Console,
    /// `datadog`: series as JSON to an address.
    Datadog {
        /// `url`: the address; Datadog's own, or a server that passes on.
        url: String,
        /// `version`
        version: DatadogVersion,
        /// `api_key`: sent as a header, never otherwise.
        api_key: Option<Secret>,
        /// `app_key`: sent as a header, never otherwise.
        app_key: Option<Secret>,
        /// `host`: what all series are of.
        host: Option<String>,
        /// `tags`: stronger than those of a call.
        tags: Vec<(String, String)>,
    },
    /// `dogstatsd`: lines to a relay that sends datagrams.
    DogStatsd {
        /// `url` of the relay; below the page's `baseUrl` where none is given.
        url: Option<String>,
        /// `statsd_host`: the agent that the relay is to send to, where it is not its own.
        host: Option<String>,
        /// `statsd_port`
        port: Option<u16>,
        /// `tags`: stronger than those of a call.
        tags: Vec<(String, String)>,
    },
    /// `sentry`: the page's own Sentry SDK, where it has one.
    Sentry,
    /// A function of the host's, by its number in the list beside the options.
    Function(u32),
}

/// How backends that send over HTTP hold metrics back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchOptions {
    /// `items`: sent with so many.
    pub items: u32,
    /// `waitMs`: sent so long after the first one.
    pub wait_ms: u32,
    /// `capacity`: most that wait while none can be sent.
    pub capacity: u32,
}

impl Default for BatchOptions {
    fn default() -> Self {
        Self {
            items: 400,
            wait_ms: 10_000,
            capacity: 1_000,
        }
    }
}

/// The option `metrics`.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricsOptions {
    /// `backend`: one or a list; none is `dummy`.
    pub backends: Vec<BackendOption>,
    /// `prefix`: put before every key.
    pub prefix: String,
    /// `sampleRate`: share of metrics that are kept, 0 to 1.
    pub sample_rate: f64,
    /// `tags` of all widgets.
    pub tags: Vec<(String, String)>,
    /// `strict`: refuse a metric with a denied tag instead of dropping the tag.
    pub is_strict: bool,
    /// `skipInternal`: `true`, or prefixes of keys that are not kept for the inspector.
    pub skip_internal: bool,
    /// `skipInternal` as a list.
    pub skip_internal_prefixes: Vec<String>,
    /// `batch`
    pub batch: BatchOptions,
}

impl Default for MetricsOptions {
    fn default() -> Self {
        Self {
            backends: Vec::new(),
            // Sentry: SENTRY_METRICS_PREFIX.
            prefix: "sentry.".to_owned(),
            sample_rate: 1.0,
            tags: Vec::new(),
            is_strict: false,
            skip_internal: false,
            skip_internal_prefixes: Vec::new(),
            batch: BatchOptions::default(),
        }
    }
}

const KEYS: &[&str] = &[
    "backend",
    "prefix",
    "sampleRate",
    "tags",
    "strict",
    "skipInternal",
    "batch",
];

impl MetricsOptions {
    pub(super) fn read(value: &ConfigReader) -> Result<Self, Error> {
        value.only_keys("an object", KEYS)?;
        let mut read = Self::default();
        if let Some(backend) = value.member("backend") {
            read.backends = read_backends(&backend)?;
        }
        if let Some(prefix) = value.member("prefix") {
            read.prefix = prefix.text()?.to_owned();
        }
        if let Some(rate) = value.member("sampleRate") {
            read.sample_rate = rate
                .number()
                .ok()
                .filter(|rate| (0.0..=1.0).contains(rate))
                .ok_or_else(|| rate.wrong("a number from 0 to 1"))?;
        }
        read.tags = read_tags(value)?;
        if let Some(strict) = value.member("strict") {
            read.is_strict = strict.flag()?;
        }
        if let Some(skip) = value.member("skipInternal") {
            match skip.json() {
                Json::Bool(flag) => read.skip_internal = *flag,
                Json::List(_) => read.skip_internal_prefixes = skip.texts()?,
                _ => return Err(skip.wrong("`true`, `false` or a list of key prefixes")),
            }
        }
        if let Some(batch) = value.member("batch") {
            read.batch = read_batch(&batch)?;
        }
        Ok(read)
    }
}

fn read_backends(value: &ConfigReader) -> Result<Vec<BackendOption>, Error> {
    match value.json() {
        Json::List(_) => value
            .items("a list of backends")?
            .iter()
            .map(read_backend)
            .collect(),
        _ => Ok(vec![read_backend(value)?]),
    }
}

/// The names of the backends, and the options each takes.
const BACKENDS: &[(&str, &[&str])] = &[
    ("dummy", &["name"]),
    ("memory", &["name", "capacity"]),
    ("console", &["name"]),
    (
        "datadog",
        &[
            "name", "url", "version", "host", "api_key", "app_key", "tags",
        ],
    ),
    (
        "dogstatsd",
        &["name", "url", "statsd_host", "statsd_port", "tags"],
    ),
    ("sentry", &["name"]),
    // The shell's own: what a page may give is the function itself.
    ("function", &["name", "index"]),
];

fn read_backend(value: &ConfigReader) -> Result<BackendOption, Error> {
    let named = match value.json() {
        Json::Text(_) => value.clone(),
        Json::Object(_) => value
            .member("name")
            .ok_or_else(|| value.lacks("name", &backend_names()))?,
        _ => return Err(value.wrong(&format!("a function, or {}", backend_names()))),
    };
    let name = named.json().as_text();
    let Some(&(name, keys)) = BACKENDS.iter().find(|(known, _)| Some(*known) == name) else {
        return Err(named.wrong(&backend_names()));
    };
    if matches!(value.json(), Json::Object(_)) {
        value.only_keys("an object", keys)?;
    }
    match name {
        "memory" => Ok(BackendOption::Memory {
            capacity: whole(value, "capacity", 1..=100_000, MEMORY_CAPACITY)?,
        }),
        "console" => Ok(BackendOption::Console),
        "datadog" => read_datadog(value),
        "dogstatsd" => read_dogstatsd(value),
        "sentry" => Ok(BackendOption::Sentry),
        "function" => value
            .member("index")
            .ok_or_else(|| value.wrong("a function"))?
            .whole(0..=u32::MAX)
            .map(BackendOption::Function),
        _ => Ok(BackendOption::Dummy),
    }
}

fn read_datadog(value: &ConfigReader) -> Result<BackendOption, Error> {
    Ok(BackendOption::Datadog {
        url: text(value, "url")?
            .filter(|url| !url.is_empty())
            .ok_or_else(|| value.lacks("url", "the URL of a series API"))?,
        version: value
            .member("version")
            .map_or(Ok(Default::default()), |v| {
                v.one_of(&[("v1", DatadogVersion::V1), ("v2", DatadogVersion::V2)])
            })?,
        api_key: secret(value, "api_key")?,
        app_key: secret(value, "app_key")?,
        host: text(value, "host")?.filter(|host| !host.is_empty()),
        tags: read_tags(value)?,
    })
}

fn read_dogstatsd(value: &ConfigReader) -> Result<BackendOption, Error> {
    let port = value
        .member("statsd_port")
        .map(|port| port.whole(1..=u32::from(u16::MAX)))
        .transpose()?;
    Ok(BackendOption::DogStatsd {
        url: text(value, "url")?,
        host: text(value, "statsd_host")?,
        port: port.and_then(|port| u16::try_from(port).ok()),
        tags: read_tags(value)?,
    })
}

fn read_batch(value: &ConfigReader) -> Result<BatchOptions, Error> {
    value.only_keys("an object", &["items", "waitMs", "capacity"])?;
    let default = BatchOptions::default();
    let read = BatchOptions {
        items: whole(value, "items", 1..=10_000, default.items)?,
        wait_ms: whole(value, "waitMs", 0..=3_600_000, default.wait_ms)?,
        capacity: whole(value, "capacity", 1..=100_000, default.capacity)?,
    };
    if read.capacity < read.items {
        let expected = format!("at least as many as `items`, {}", read.items);
        let key = format!("{}.capacity", value.path());
        return Err(Error::config(key, expected, read.capacity.to_string()));
    }
    Ok(read)
}

fn backend_names() -> String {
    let named: Vec<(&str, ())> = BACKENDS
        .iter()
        .filter(|(name, _)| *name != "function")
        .map(|(name, _)| (*name, ()))
        .collect();
    names_of(&named)
}

fn text(value: &ConfigReader, name: &str) -> Result<Option<String>, Error> {
    value
        .member(name)
        .map(|member| member.text().map(str::to_owned))
        .transpose()
}

/// What stands there in place of a secret is not repeated: it may be one all the same.
fn secret(value: &ConfigReader, name: &str) -> Result<Option<Secret>, Error> {
    let Some(member) = value.member(name) else {
        return Ok(None);
    };
    match member.json() {
        Json::Text(text) if is_header_value(text) => Ok(Some(Secret(text.clone()))),
        _ => Err(Error::config(
            member.path(),
            "a string of visible ASCII characters",
            "something else",
        )),
    }
}

fn is_header_value(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn whole(
    value: &ConfigReader,
    name: &str,
    bounds: std::ops::RangeInclusive<u32>,
    default: u32,
) -> Result<u32, Error> {
    value
        .member(name)
        .map_or(Ok(default), |member| member.whole(bounds))
}

/// Tags as an object of texts, numbers and flags by key.
fn read_tags(value: &ConfigReader) -> Result<Vec<(String, String)>, Error> {
    let Some(tags) = value.member("tags") else {
        return Ok(Vec::new());
    };
    let mut read = Vec::new();
    for (key, json) in tags.object("an object of tags")? {
        let text = match json {
            Json::Null => continue,
            Json::Text(text) => text.clone(),
            Json::Bool(flag) => flag.to_string(),
            Json::Number(number) => format_f64(*number),
            _ => {
                let tag = tags.member(key);
                return Err(tag.unwrap_or(tags).wrong("a string, a number or a boolean"));
            }
        };
        read.push((key.clone(), text));
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<MetricsOptions, String> {
        let json = Json::parse(json).unwrap();
        MetricsOptions::read(&ConfigReader::root(&json, "metrics"))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn every_backend_is_read_by_name_or_as_an_object() {
        let options = read(
            r#"{"backend": ["dummy", {"name": "memory", "capacity": 5}, "console", "sentry", "dogstatsd",
                {"name": "dogstatsd", "url": "/relay", "statsd_host": "agent", "statsd_port": 9125, "tags": {"a": 1}},
                {"name": "datadog", "url": "/series", "version": "v2", "api_key": "k", "host": "wall"},
                {"name": "function", "index": 0}]}"#,
        )
        .unwrap();
        let plain = BackendOption::DogStatsd {
            url: None,
            host: None,
            port: None,
            tags: Vec::new(),
        };
        let full = BackendOption::DogStatsd {
            url: Some("/relay".to_owned()),
            host: Some("agent".to_owned()),
            port: Some(9125),
            tags: vec![("a".to_owned(), "1".to_owned())],
        };
        let datadog = BackendOption::Datadog {
            url: "/series".to_owned(),
            version: DatadogVersion::V2,
            api_key: Some(Secret("k".to_owned())),
            app_key: None,
            host: Some("wall".to_owned()),
            tags: Vec::new(),
        };
        assert_eq!(
            options.backends,
            [
                BackendOption::Dummy,
                BackendOption::Memory { capacity: 5 },
                BackendOption::Console,
                BackendOption::Sentry,
                plain,
                full,
                datadog,
                BackendOption::Function(0)
            ]
        );
        assert_eq!(read(r#"{"backend": "console"}"#).unwrap().backends.len(), 1);
        assert_eq!(read("{}").unwrap(), MetricsOptions::default());
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (json, key) in [
            ("[]", "`metrics`"),
            (r#"{"backends": "dummy"}"#, "`metrics.backends`"),
            (r#"{"backend": "graphite"}"#, "`metrics.backend`"),
            (r#"{"backend": ["dummy", 7]}"#, "`metrics.backend[1]`"),
            (r#"{"backend": "datadog"}"#, "`metrics.backend.url`"),
            (
                r#"{"backend": {"name": "console", "url": ""}}"#,
                "`metrics.backend.url`",
            ),
            (
                r#"{"backend": {"name": "dogstatsd", "statsd_port": 0}}"#,
                "`metrics.backend.statsd_port`",
            ),
            (
                r#"{"backend": {"name": "datadog", "url": "/", "host": 7}}"#,
                "`metrics.backend.host`",
            ),
            (r#"{"sampleRate": 1.5}"#, "`metrics.sampleRate`"),
            (r#"{"tags": {"a": []}}"#, "`metrics.tags.a`"),
            (r#"{"skipInternal": "a"}"#, "`metrics.skipInternal`"),
            (
                r#"{"batch": {"items": 9, "capacity": 8}}"#,
                "`metrics.batch.capacity`",
            ),
        ] {
            let error = read(json).unwrap_err();
            assert!(error.contains(key), "{json}: {error}");
        }
    }

    #[test]
    fn a_secret_is_never_shown() {
        let wrong = r#"{"backend": {"name": "datadog", "url": "/", "app_key": "hush hush"}}"#;
        assert!(!read(wrong).unwrap_err().contains("hush"));
        let right = r#"{"backend": {"name": "datadog", "url": "/", "api_key": "hush"}}"#;
        let read = read(right).unwrap();
        assert!(!format!("{read:?}").contains("hush"));
    }
}

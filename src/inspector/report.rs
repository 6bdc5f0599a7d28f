//! Facts to lines, lines to text.

use super::log::{LoggedRequest, RequestLog};
use super::redact;
use crate::decision::Decision;
use crate::error::Error;
use crate::json::format_f64;
use crate::messages::Messages;
use crate::time::format_moment;

/// How long the last drawing took, by stage, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stages {
    /// Rectangles, ticks and labels.
    pub layout_ms: Option<f64>,
    /// Pixels.
    pub paint_ms: Option<f64>,
}

/// What is known of a widget and its page.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// Lines about the widget itself: name and value, in their order.
    pub widget: &'a [(&'static str, String)],
    /// What it failed at, where it failed.
    pub error: Option<&'a Error>,
    /// Its requests.
    pub log: &'a RequestLog,
    /// Its last drawing.
    pub stages: Stages,
    /// Errors or transactions, where that was a question.
    pub decision: Option<&'a Decision>,
    /// What is not whole about what it shows.
    pub notes: &'a [String],
    /// Counters of the page since it was loaded.
    pub counters: &'a [(String, f64)],
    /// Metrics that were taken and never arrived.
    pub dropped: u64,
    /// How often recording failed, and the first reason.
    pub faults: (u64, Option<&'a str>),
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRow {
    /// What it is about.
    pub name: String,
    /// What is known.
    pub value: String,
}

/// Lines under a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Heading.
    pub title: &'static str,
    /// Lines; a section without any is left out.
    pub rows: Vec<ReportRow>,
}

/// Everything the inspector says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report(pub Vec<Section>);

impl Report {
    /// Puts the facts into lines.
    pub fn new(facts: &Facts<'_>) -> Self {
        let sections = [
            ("Widget", widget(facts)),
            ("Last requests", requests(facts.log)),
            ("Times", times(facts)),
            ("Caches", caches(facts)),
            ("Dataset", split(facts.decision)),
            ("Notes", notes(facts.notes)),
            ("Metrics since load", metrics(facts)),
        ];
        let sections = sections.into_iter().filter(|(_, rows)| !rows.is_empty());
        Self(
            sections
                .map(|(title, rows)| Section { title, rows })
                .collect(),
        )
    }

    /// All lines as plain text, for a bug report.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for section in &self.0 {
            text.push_str(section.title);
            text.push('\n');
            for row in &section.rows {
                text.push_str("  ");
                text.push_str(&row.name);
                text.push_str(": ");
                // One line each, whatever a server wrote.
                text.push_str(&row.value.replace(char::is_control, " "));
                text.push('\n');
            }
        }
        text
    }
}

fn row(name: &str, value: String) -> ReportRow {
    ReportRow {
        name: name.to_owned(),
        value,
    }
}

fn widget(facts: &Facts<'_>) -> Vec<ReportRow> {
    let known = facts.widget.iter().filter(|(_, value)| !value.is_empty());
    let mut rows: Vec<ReportRow> = known
        .map(|(name, value)| row(name, redact::text_of(value)))
        .collect();
    if let Some(error) = facts.error {
        let reason = redact::text_of(&error.to_string());
        rows.push(row("Error", format!("{}: {reason}", error.code())));
    }
    rows
}

fn requests(log: &RequestLog) -> Vec<ReportRow> {
    let mut rows: Vec<ReportRow> = log.newest_first().map(request).collect();
    let kept = rows.len() as u64;
    if log.count() > kept {
        let older = (log.count() - kept).to_string();
        rows.push(row("Older requests", older));
    }
    rows
}

fn request(request: &LoggedRequest) -> ReportRow {
    let moment = format_moment(request.at_secs);
    let clock = moment.split('T').nth(1).unwrap_or_default();
    let mut facts = Vec::new();
    let traffic = request.traffic.unwrap_or_default();
    facts.extend(traffic.status.map(|status| status.to_string()));
    match (request.failure, request.took_ms) {
        (Some(code), _) => facts.push(code.to_owned()),
        (None, None) => facts.push("in progress".to_owned()),
        (None, Some(_)) if request.traffic.is_none() => facts.push("from cache".to_owned()),
        _ => {}
    }
    facts.extend(request.took_ms.map(|ms| format!("{} total", took(ms))));
    if request.traffic.is_some() {
        facts.push(format!("network {}", took(traffic.network_ms)));
    }
    facts.extend(traffic.decode_ms.map(|ms| format!("decode {}", took(ms))));
    if traffic.bytes > 0 {
        facts.push(format!("{} kB", short(traffic.bytes as f64 / 1_000.0)));
    }
    row(
        &format!("{clock} UTC"),
        format!("{} — {}", facts.join(", "), request.address()),
    )
}

fn times(facts: &Facts<'_>) -> Vec<ReportRow> {
    let last = |of: fn(&LoggedRequest) -> Option<f64>| facts.log.newest_first().find_map(of);
    let network = last(|request| request.traffic.map(|traffic| traffic.network_ms));
    let decode = last(|request| request.traffic?.decode_ms);
    [
        ("Last request", network),
        ("Decode", decode),
        ("Layout", facts.stages.layout_ms),
        ("Paint", facts.stages.paint_ms),
    ]
    .into_iter()
    .filter_map(|(name, ms)| Some(row(name, took(ms?))))
    .collect()
}

fn caches(facts: &Facts<'_>) -> Vec<ReportRow> {
    let ended = |request: &&LoggedRequest| request.took_ms.is_some() && request.failure.is_none();
    let answered = facts.log.newest_first().filter(ended).count();
    if answered == 0 {
        return Vec::new();
    }
    let known = |request: &&LoggedRequest| ended(request) && request.traffic.is_none();
    let unsent = facts.log.newest_first().filter(known).count();
    let sum = |name: &str| {
        let mut found = facts.counters.iter().filter(|(key, _)| key == name);
        found.next().map_or(0.0, |(_, sum)| *sum)
    };
    let (hits, misses) = (sum("widget.cache.hits"), sum("widget.cache.misses"));
    vec![
        row(
            "Responses from cache",
            format!("{unsent} of the last {answered}"),
        ),
        row(
            "Cache lookups of the page",
            format!("{} hits, {} misses", short(hits), short(misses)),
        ),
    ]
}

fn split(decision: Option<&Decision>) -> Vec<ReportRow> {
    let Some(decision) = decision else {
        return Vec::new();
    };
    let evidence = &decision.evidence;
    let mut rows = vec![
        row("Dataset", decision.dataset.name().to_owned()),
        row("Decided by", decision.source.name().to_owned()),
        // A report is read by others than the viewer: it stays as it is.
        row(
            "Reason",
            redact::text_of(&decision.reason(&Messages::default())),
        ),
    ];
    let flags = [
        ("Errors have data", evidence.has_errors),
        ("Transactions have data", evidence.has_transactions),
        ("Answered from metrics", evidence.used_metrics),
    ];
    rows.extend(flags.into_iter().filter_map(|(name, flag)| {
        let value = if flag? { "yes" } else { "no" };
        Some(row(name, value.to_owned()))
    }));
    rows.extend(evidence.asked.iter().map(|asked| {
        let came = if asked.has_data { "data" } else { "no data" };
        let place = match asked.dataset.as_str() {
            "" => "default dataset",
            dataset => dataset,
        };
        let query = redact::text_of(&asked.query);
        row("Asked", [place, ": ", &query, " → ", came].concat())
    }));
    if evidence.decided_at > 0 {
        let at = format_moment(evidence.decided_at);
        rows.push(row("Decided at", format!("{at} UTC")));
    }
    rows
}

fn notes(notes: &[String]) -> Vec<ReportRow> {
    let numbered = notes.iter().enumerate();
    numbered
        .map(|(index, note)| row(&format!("{}", index + 1), redact::text_of(note)))
        .collect()
}

fn metrics(facts: &Facts<'_>) -> Vec<ReportRow> {
    let counters = facts.counters.iter();
    let mut rows: Vec<ReportRow> = counters.map(|(name, sum)| row(name, short(*sum))).collect();
    if facts.dropped > 0 {
        rows.push(row("Dropped before sending", facts.dropped.to_string()));
    }
    let (faults, first) = facts.faults;
    if faults > 0 {
        let first = redact::text_of(first.unwrap_or_default());
        rows.push(row(
            "Failed to record",
            format!("{faults}; first reason: {first}"),
        ));
    }
    rows
}

fn took(ms: f64) -> String {
    format!("{} ms", short(ms))
}

/// Two decimals below ten, one below a hundred, none from there on.
fn short(value: f64) -> String {
    let places = match value.abs() {
        below if below < 10.0 => 100.0,
        below if below < 100.0 => 10.0,
        _ => 1.0,
    };
    format_f64((value * places).round() / places)
}

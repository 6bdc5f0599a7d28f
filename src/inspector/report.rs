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
        let mut report = Self::default();
        report.widget(facts);
        report.requests(facts.log);
        report.times(facts);
        report.caches(facts);
        report.split(facts.decision);
        report.notes(facts.notes);
        report.metrics(facts);
        report.0.retain(|section| !section.rows.is_empty());
        report
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

/// Lines, one after the other.
impl Report {
    #[inline(never)]
    fn begin(&mut self, title: &'static str) {
        self.0.push(Section {
            title,
            rows: Vec::new(),
        });
    }

    #[inline(never)]
    fn row(&mut self, name: &str, parts: &[&str]) {
        if let Some(section) = self.0.last_mut() {
            section.rows.push(ReportRow {
                name: name.to_owned(),
                value: parts.concat(),
            });
        }
    }

    fn widget(&mut self, facts: &Facts<'_>) {
        self.begin("Widget");
        for (name, value) in facts.widget {
            if !value.is_empty() {
                self.row(name, &[&redact::text_of(value)]);
            }
        }
        if let Some(error) = facts.error {
            let reason = redact::text_of(&error.to_string());
            self.row("Error", &[error.code(), ": ", &reason]);
        }
    }

    fn requests(&mut self, log: &RequestLog) {
        self.begin("Last requests");
        let mut kept = 0;
        for request in log.newest_first() {
            self.request(request);
            kept += 1;
        }
        if log.count() > kept {
            self.row("Older requests", &[&(log.count() - kept).to_string()]);
        }
    }

    fn request(&mut self, request: &LoggedRequest) {
        let moment = format_moment(request.at_secs);
        let clock = moment.split('T').nth(1).unwrap_or_default();
        let mut facts = String::new();
        let mut add = |parts: &[&str]| {
            if !facts.is_empty() {
                facts.push_str(", ");
            }
            facts.push_str(&parts.concat());
        };
        let traffic = request.traffic.unwrap_or_default();
        if let Some(status) = traffic.status {
            add(&[&status.to_string()]);
        }
        match (request.failure, request.took_ms) {
            (Some(code), _) => add(&[code]),
            (None, None) => add(&["in progress"]),
            (None, Some(_)) if request.traffic.is_none() => add(&["from cache"]),
            _ => {}
        }
        if let Some(ms) = request.took_ms {
            add(&[&took(ms), " total"]);
        }
        if request.traffic.is_some() {
            add(&["network ", &took(traffic.network_ms)]);
        }
        if let Some(ms) = traffic.decode_ms {
            add(&["decode ", &took(ms)]);
        }
        if traffic.bytes > 0 {
            add(&[&short(traffic.bytes as f64 / 1_000.0), " kB"]);
        }
        self.row(
            &[clock, " UTC"].concat(),
            &[&facts, " — ", &request.address()],
        );
    }

    fn times(&mut self, facts: &Facts<'_>) {
        self.begin("Times");
        let (mut network, mut decode) = (None, None);
        for traffic in facts.log.newest_first().filter_map(|it| it.traffic) {
            network = network.or(Some(traffic.network_ms));
            decode = decode.or(traffic.decode_ms);
        }
        for (name, ms) in [
            ("Last request", network),
            ("Decode", decode),
            ("Layout", facts.stages.layout_ms),
            ("Paint", facts.stages.paint_ms),
        ] {
            if let Some(ms) = ms {
                self.row(name, &[&took(ms)]);
            }
        }
    }

    fn caches(&mut self, facts: &Facts<'_>) {
        self.begin("Caches");
        let (mut answered, mut unsent) = (0_u32, 0_u32);
        for request in facts.log.newest_first() {
            if request.took_ms.is_some() && request.failure.is_none() {
                answered += 1;
                unsent += u32::from(request.traffic.is_none());
            }
        }
        if answered == 0 {
            return;
        }
        let sum = |name: &str| {
            let mut found = facts.counters.iter().filter(|(key, _)| key == name);
            short(found.next().map_or(0.0, |(_, sum)| *sum))
        };
        let (hits, misses) = (sum("widget.cache.hits"), sum("widget.cache.misses"));
        self.row(
            "Responses from cache",
            &[&unsent.to_string(), " of the last ", &answered.to_string()],
        );
        self.row(
            "Cache lookups of the page",
            &[&hits, " hits, ", &misses, " misses"],
        );
    }

    fn split(&mut self, decision: Option<&Decision>) {
        self.begin("Dataset");
        let Some(decision) = decision else {
            return;
        };
        let evidence = &decision.evidence;
        self.row("Dataset", &[decision.dataset.name()]);
        self.row("Decided by", &[decision.source.name()]);
        // A report is read by others than the viewer: it stays as it is.
        let reason = redact::text_of(&decision.reason(&Messages::default()));
        self.row("Reason", &[&reason]);
        for (name, flag) in [
            ("Errors have data", evidence.has_errors),
            ("Transactions have data", evidence.has_transactions),
            ("Answered from metrics", evidence.used_metrics),
        ] {
            if let Some(flag) = flag {
                self.row(name, &[if flag { "yes" } else { "no" }]);
            }
        }
        for asked in &evidence.asked {
            let came = if asked.has_data { "data" } else { "no data" };
            let place = match asked.dataset.as_str() {
                "" => "default dataset",
                dataset => dataset,
            };
            let query = redact::text_of(&asked.query);
            self.row("Asked", &[place, ": ", &query, " → ", came]);
        }
        if evidence.decided_at > 0 {
            let at = format_moment(evidence.decided_at);
            self.row("Decided at", &[&at, " UTC"]);
        }
    }

    fn notes(&mut self, notes: &[String]) {
        self.begin("Notes");
        for (index, note) in notes.iter().enumerate() {
            self.row(&(index + 1).to_string(), &[&redact::text_of(note)]);
        }
    }

    fn metrics(&mut self, facts: &Facts<'_>) {
        self.begin("Metrics since load");
        for (name, sum) in facts.counters {
            self.row(name, &[&short(*sum)]);
        }
        if facts.dropped > 0 {
            self.row("Dropped before sending", &[&facts.dropped.to_string()]);
        }
        let (faults, first) = facts.faults;
        if faults > 0 {
            let first = redact::text_of(first.unwrap_or_default());
            self.row(
                "Failed to record",
                &[&faults.to_string(), "; first reason: ", &first],
            );
        }
    }
}

fn took(ms: f64) -> String {
    [&short(ms), " ms"].concat()
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

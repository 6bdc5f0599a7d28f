//! Facts to lines, lines to text.

use super::log::{LoggedRequest, RequestLog};
use super::redact;
use crate::decision::Decision;
use crate::error::Error;
use crate::json::format_f64;
use crate::messages::{MessageKey, Messages};
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
    /// The texts in use.
    pub messages: &'a Messages,
    /// Lines about the widget itself: name and value, in their order.
    pub widget: &'a [(MessageKey, String)],
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
    pub title: String,
    /// Lines; a section without any is left out.
    pub rows: Vec<ReportRow>,
}

/// Everything the inspector says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report(pub Vec<Section>);

impl Report {
    /// Puts the facts into lines.
    pub fn new(facts: &Facts<'_>) -> Self {
        let mut lines = Lines {
            messages: facts.messages,
            sections: Vec::new(),
        };
        lines.widget(facts);
        lines.requests(facts.log);
        lines.times(facts);
        lines.caches(facts);
        lines.split(facts.decision);
        lines.notes(facts.notes);
        lines.metrics(facts);
        lines.sections.retain(|section| !section.rows.is_empty());
        Self(lines.sections)
    }

    /// All lines as plain text, for a bug report.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for section in &self.0 {
            text.push_str(&section.title);
            text.push('\n');
            for row in &section.rows {
                text.push_str("  ");
                text.push_str(&row.name);
                text.push_str(": ");
                // One line each, whatever a server wrote.
                for letter in row.value.chars() {
                    text.push(if letter.is_control() { ' ' } else { letter });
                }
                text.push('\n');
            }
        }
        text
    }
}

/// Lines, one after the other.
struct Lines<'a> {
    messages: &'a Messages,
    sections: Vec<Section>,
}

impl Lines<'_> {
    #[inline(never)]
    fn begin(&mut self, title: MessageKey) {
        self.sections.push(Section {
            title: self.messages.text(title).to_owned(),
            rows: Vec::new(),
        });
    }

    #[inline(never)]
    fn row(&mut self, name: MessageKey, parts: &[&str]) {
        self.named(self.messages.text(name).to_owned(), parts);
    }

    /// A line whose name is no text of ours.
    fn named(&mut self, name: String, parts: &[&str]) {
        if let Some(section) = self.sections.last_mut() {
            let value = parts.concat();
            section.rows.push(ReportRow { name, value });
        }
    }

    fn widget(&mut self, facts: &Facts<'_>) {
        self.begin(MessageKey::Widget);
        for (name, value) in facts.widget {
            if !value.is_empty() {
                self.row(*name, &[&redact::text_of(value)]);
            }
        }
        if let Some(error) = facts.error {
            let reason = redact::text_of(&error.to_string());
            self.row(MessageKey::ErrorReason, &[error.code(), ": ", &reason]);
        }
    }

    fn requests(&mut self, log: &RequestLog) {
        self.begin(MessageKey::LastRequests);
        let mut kept = 0;
        for request in log.newest_first() {
            self.request(request);
            kept += 1;
        }
        if log.count() > kept {
            let older = (log.count() - kept).to_string();
            self.row(MessageKey::OlderRequests, &[&older]);
        }
    }

    fn request(&mut self, request: &LoggedRequest) {
        let messages = self.messages;
        let moment = format_moment(request.at_secs);
        let clock = moment.split('T').nth(1).unwrap_or_default();
        let mut facts = String::new();
        let mut add = |fact: &str| {
            if !facts.is_empty() {
                facts.push_str(", ");
            }
            facts.push_str(fact);
        };
        let in_time = |key, ms| messages.filled(key, &[("time", &took(ms))]);
        let traffic = request.traffic.unwrap_or_default();
        if let Some(status) = traffic.status {
            add(&status.to_string());
        }
        match (request.failure, request.took_ms) {
            (Some(code), _) => add(code),
            (None, None) => add(messages.text(MessageKey::InProgress)),
            (None, Some(_)) if request.traffic.is_none() => {
                add(messages.text(MessageKey::FromCache));
            }
            _ => {}
        }
        if let Some(ms) = request.took_ms {
            add(&in_time(MessageKey::TotalTime, ms));
        }
        if request.traffic.is_some() {
            add(&in_time(MessageKey::NetworkTime, traffic.network_ms));
        }
        if let Some(ms) = traffic.decode_ms {
            add(&in_time(MessageKey::DecodeTime, ms));
        }
        if traffic.bytes > 0 {
            add(&[&short(traffic.bytes as f64 / 1_000.0), " kB"].concat());
        }
        let address = request.address();
        self.named([clock, " UTC"].concat(), &[&facts, " — ", &address]);
    }

    fn times(&mut self, facts: &Facts<'_>) {
        self.begin(MessageKey::Times);
        let (mut network, mut decode) = (None, None);
        for traffic in facts.log.newest_first().filter_map(|it| it.traffic) {
            network = network.or(Some(traffic.network_ms));
            decode = decode.or(traffic.decode_ms);
        }
        for (name, ms) in [
            (MessageKey::LastRequest, network),
            (MessageKey::Decode, decode),
            (MessageKey::Layout, facts.stages.layout_ms),
            (MessageKey::Paint, facts.stages.paint_ms),
        ] {
            if let Some(ms) = ms {
                self.row(name, &[&took(ms)]);
            }
        }
    }

    fn caches(&mut self, facts: &Facts<'_>) {
        self.begin(MessageKey::Caches);
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
        let (cached, count) = (unsent.to_string(), answered.to_string());
        let (hits, misses) = (sum("widget.cache.hits"), sum("widget.cache.misses"));
        for (name, value, places) in [
            (
                MessageKey::CachedResponses,
                MessageKey::CachedOf,
                [("cached", cached.as_str()), ("count", &count)],
            ),
            (
                MessageKey::CacheLookups,
                MessageKey::CacheCounts,
                [("hits", &hits), ("misses", &misses)],
            ),
        ] {
            let value = self.messages.filled(value, &places);
            self.row(name, &[&value]);
        }
    }

    fn split(&mut self, decision: Option<&Decision>) {
        self.begin(MessageKey::Dataset);
        let Some(decision) = decision else {
            return;
        };
        let messages = self.messages;
        let evidence = &decision.evidence;
        self.row(MessageKey::Dataset, &[decision.dataset.name()]);
        self.row(MessageKey::DecidedBy, &[decision.source.name()]);
        let reason = redact::text_of(&decision.reason(messages));
        self.row(MessageKey::Reason, &[&reason]);
        for (name, flag) in [
            (MessageKey::ErrorsHaveData, evidence.has_errors),
            (MessageKey::TransactionsHaveData, evidence.has_transactions),
            (MessageKey::FromMetrics, evidence.used_metrics),
        ] {
            if let Some(flag) = flag {
                let word = if flag {
                    MessageKey::Yes
                } else {
                    MessageKey::No
                };
                self.row(name, &[messages.text(word)]);
            }
        }
        for asked in &evidence.asked {
            let came = match asked.has_data {
                true => MessageKey::HasData,
                false => MessageKey::HasNoData,
            };
            let place = match asked.dataset.as_str() {
                "" => messages.text(MessageKey::DefaultDataset),
                dataset => dataset,
            };
            let query = redact::text_of(&asked.query);
            let parts = [place, ": ", &query, " → ", messages.text(came)];
            self.row(MessageKey::Asked, &parts);
        }
        if evidence.decided_at > 0 {
            let at = format_moment(evidence.decided_at);
            self.row(MessageKey::DecidedAt, &[&at, " UTC"]);
        }
    }

    fn notes(&mut self, notes: &[String]) {
        self.begin(MessageKey::NoteList);
        for (index, note) in notes.iter().enumerate() {
            self.named((index + 1).to_string(), &[&redact::text_of(note)]);
        }
    }

    fn metrics(&mut self, facts: &Facts<'_>) {
        self.begin(MessageKey::MetricsSinceLoad);
        for (name, sum) in facts.counters {
            self.named(name.clone(), &[&short(*sum)]);
        }
        if facts.dropped > 0 {
            self.row(MessageKey::DroppedMetrics, &[&facts.dropped.to_string()]);
        }
        let (faults, first) = facts.faults;
        if faults > 0 {
            let reason = redact::text_of(first.unwrap_or_default());
            let count = faults.to_string();
            let places = [("count", count.as_str()), ("reason", &reason)];
            let value = self.messages.filled(MessageKey::FirstReason, &places);
            self.row(MessageKey::FailedToRecord, &[&value]);
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

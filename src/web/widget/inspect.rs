//! What a widget keeps for its inspector, and the facts it gathers when one is opened.

use super::Widget;
use crate::error::Error;
use crate::inspector::{Facts, Report, RequestLog, Stages};
use crate::json::format_f64;
use crate::messages::{MessageKey, Messages};
use crate::time::format_moment;
use crate::web::browser::globals::monotonic_ms;
use crate::web::net::server_clock;
use crate::web::page::options;
use crate::web::recorder::{
    self,
    traffic::{take_stages, traffic_of},
};
use crate::web::storage::decisions;
use crate::web::view::View;
use std::cell::{Cell, RefCell};

/// What happened so far.
#[derive(Default)]
pub(super) struct History {
    log: RefCell<RequestLog>,
    stages: Cell<Stages>,
}

/// A request under way.
pub(super) struct SentRequest {
    id: u64,
    url: String,
    at_ms: f64,
}

impl History {
    /// A request is asked for.
    pub(super) fn asked(&self, url: &str) -> SentRequest {
        let at_secs = server_clock::now_secs();
        SentRequest {
            id: self.log.borrow_mut().begin(at_secs, url),
            url: url.to_owned(),
            at_ms: monotonic_ms(),
        }
    }

    /// It was answered, or has failed.
    pub(super) fn answered<T>(&self, asked: &SentRequest, outcome: &Result<T, Error>) {
        let took_ms = monotonic_ms() - asked.at_ms;
        let traffic = traffic_of(&asked.url, asked.at_ms);
        let error = outcome.as_ref().err();
        self.log.borrow_mut().end(asked.id, took_ms, error, traffic);
    }

    /// What is under way is given up.
    pub(super) fn gave_up(&self) {
        self.log.borrow_mut().give_up();
    }

    /// A drawing has ended.
    pub(super) fn drawn(&self) {
        let (new, mut known) = (take_stages(), self.stages.get());
        known.layout_ms = new.layout_ms.or(known.layout_ms);
        known.paint_ms = new.paint_ms.or(known.paint_ms);
        self.stages.set(known);
    }
}

impl Widget {
    /// Shows what is known where an inspector is open.
    pub(super) fn inspect_if_open(&self) {
        if self.with_view(View::is_inspected) == Some(true) {
            self.inspect();
        }
    }

    /// Shows what is known in the inspector.
    #[inline(never)]
    pub(super) fn inspect(&self) {
        let report = self.report_of_all();
        if let Some(Err(error)) = self.with_view(|view| view.show_report(report)) {
            self.host.dispatch_error(&error);
        }
    }

    fn report_of_all(&self) -> Report {
        let state = self.state.borrow();
        let options = options::usable();
        let messages = &options.messages;
        let metrics = recorder::metrics();
        let counters = metrics.internal();
        let counters: Vec<(String, f64)> = counters
            .iter()
            .map(|(name, sum)| (name.to_owned(), sum))
            .collect();
        let faults = metrics.faults();
        Report::new(&Facts {
            messages,
            widget: &self.facts(messages),
            error: state.error(),
            log: &self.history.log.borrow(),
            stages: self.history.stages.get(),
            decision: state.shown().and_then(|shown| shown.decision.as_ref()),
            notes: &self.notes(&state, messages),
            counters: &counters,
            dropped: metrics.dropped(),
            faults: (faults.count, faults.first.as_deref()),
        })
    }

    fn facts(&self, messages: &Messages) -> [(MessageKey, String); 8] {
        let state = self.state.borrow();
        let given = self.given.borrow();
        let resolved = self.resolved.borrow();
        let config = resolved.config.as_deref();
        let loaded = state.shown().map(|shown| shown.loaded_at_ms / 1_000);
        let tag = self.number().map(|number| format!("widget:{number}"));
        let store = match decisions::is_lasting() {
            true => MessageKey::InBrowser,
            false => MessageKey::InMemory,
        };
        [
            (MessageKey::Module, env!("CARGO_PKG_VERSION").to_owned()),
            (
                MessageKey::Widget,
                given
                    .inputs
                    .attributes
                    .widget_id
                    .clone()
                    .unwrap_or_default(),
            ),
            (
                MessageKey::Title,
                config.map_or_else(String::new, |config| config.title.clone()),
            ),
            (MessageKey::State, state.status().name().to_owned()),
            (
                MessageKey::DataFrom,
                loaded.map_or_else(String::new, |at| format!("{} UTC", format_moment(at))),
            ),
            (MessageKey::StoredIn, messages.text(store).to_owned()),
            (MessageKey::MetricsTag, tag.unwrap_or_default()),
            (MessageKey::Browser, browser(messages)),
        ]
    }
}

/// The browser and the resolution of its screen.
fn browser(messages: &Messages) -> String {
    let Some(window) = web_sys::window() else {
        return String::new();
    };
    let agent = window.navigator().user_agent().unwrap_or_default();
    let ratio = format_f64(window.device_pixel_ratio());
    let places = [("browser", agent.as_str()), ("ratio", &ratio)];
    messages.filled(MessageKey::PixelRatio, &places)
}

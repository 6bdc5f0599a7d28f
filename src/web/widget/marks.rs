//! Marks that a server knows of, asked for once the chart stands.

use super::Widget;
use crate::config::Attributes;
use crate::error::Error;
use crate::frame::marks::alerts::{self, Alerts};
use crate::frame::marks::{Marks, releases};
use crate::request::RequestPlan;
use crate::state::{Dirty, Event};
use crate::web::late;
use crate::web::net::request_pool::{Body, Form, Subscription};
use crate::web::net::server_clock;
use crate::web::net::transport::Call;
use crate::web::page::options;

/// Marks change more rarely than data: what came is used for so long, in milliseconds.
const FRESH_MS: i64 = 300_000;

/// What is done with a body.
type Read = Box<dyn FnOnce(&Widget, &[u8])>;

/// What is marked, in the order of [`ServerMarks`].
#[derive(Clone, Copy)]
enum Kind {
    Releases,
    Alerts,
}

const KINDS: [Kind; 2] = [Kind::Releases, Kind::Alerts];

/// What marks of each kind there are.
pub(super) type ServerMarks = [KindMarks; KINDS.len()];

#[derive(Default)]
pub(super) struct KindMarks {
    pub(super) marks: Marks,
    /// Why there are none.
    pub(super) fault: Option<String>,
    /// Where they were asked for, and when.
    asked: Option<(String, i64)>,
    request: Option<Subscription>,
}

impl Kind {
    fn is_wanted(self, attributes: &Attributes) -> bool {
        match self {
            Kind::Releases => attributes.releases,
            Kind::Alerts => attributes.alerts,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Kind::Releases => "releases",
            Kind::Alerts => "alerts",
        }
    }

    fn request(self, plan: &RequestPlan, organization: &str) -> (String, Vec<(String, String)>) {
        match self {
            Kind::Releases => releases::request(plan, organization),
            Kind::Alerts => alerts::rules_request(plan, organization),
        }
    }
}

impl Widget {
    /// Asks for the marks of the range that the element wants. What cannot be had costs the marks
    /// alone.
    pub(super) fn ask_for_marks(&self) {
        for kind in KINDS {
            if kind.is_wanted(&self.given.borrow().inputs.attributes) {
                let ask = self.callback(move |widget, ()| widget.ask_for(kind));
                late::when_here(Box::new(move || ask(())));
            } else if self.marks.borrow()[kind as usize].asked.is_some() {
                self.marks.borrow_mut()[kind as usize] = KindMarks::default();
                self.dispatch(Event::Restyled(Dirty::Data));
            }
        }
    }

    fn ask_for(&self, kind: Kind) {
        let Some(plan) = self.plans().into_iter().next() else {
            return;
        };
        let (path, pairs) = kind.request(&plan, &self.organization());
        let call = match self.call(&path, &pairs) {
            Ok(call) => call,
            Err(error) => return self.show_marks(kind, Err(error)),
        };
        let now = server_clock::monotonic_ms();
        let is_fresh = |(known, at): &(String, i64)| *known == call.url && now - at < FRESH_MS;
        if self.marks.borrow()[kind as usize]
            .asked
            .as_ref()
            .is_some_and(is_fresh)
        {
            return;
        }
        self.marks.borrow_mut()[kind as usize].asked = Some((call.url.clone(), now));
        let read = match kind {
            Kind::Releases => Widget::read_releases,
            Kind::Alerts => Widget::read_alerts,
        };
        self.ask_bytes(kind, call, Box::new(read));
    }

    fn read_releases(&self, body: &[u8]) {
        let annotations = releases::marks(body, &options::usable().messages);
        let marks = annotations.map(|annotations| Marks {
            annotations,
            thresholds: Vec::new(),
        });
        self.show_marks(Kind::Releases, marks);
    }

    /// Incidents are asked for where a rule is about what is shown.
    fn read_alerts(&self, rules: &[u8]) {
        let messages = options::usable().messages.clone();
        let side = {
            let state = self.state.borrow();
            let decision = state.shown().and_then(|shown| shown.decision.as_ref());
            decision.map(|decision| decision.dataset)
        };
        let plans = self.plans();
        let alerts = match Alerts::of(rules, &plans, side, &messages) {
            Ok(alerts) => alerts,
            Err(error) => return self.show_marks(Kind::Alerts, Err(error)),
        };
        let Some(plan) = plans.first().filter(|_| !alerts.is_empty()) else {
            return self.show_marks(Kind::Alerts, Ok(Marks::default()));
        };
        let (path, pairs) = alerts::incidents_request(plan, &self.organization());
        let call = match self.call(&path, &pairs) {
            Ok(call) => call,
            Err(error) => return self.show_marks(Kind::Alerts, Err(error)),
        };
        let read: Read = Box::new(move |widget, body| {
            widget.show_marks(Kind::Alerts, alerts.marks(body, &messages));
        });
        self.ask_bytes(Kind::Alerts, call, read);
    }

    fn ask_bytes(&self, kind: Kind, call: Call, read: Read) {
        let itself = self.weak_self.clone();
        let done = move |outcome: Result<Body, Error>| {
            let Some(widget) = itself.upgrade() else {
                return;
            };
            match outcome {
                Ok(Body::Bytes(bytes)) => read(&widget, &bytes),
                Ok(Body::Series { .. }) => {}
                Err(error) => widget.show_marks(kind, Err(error)),
            }
        };
        let request = self.ask(call, Form::Bytes, false, Box::new(done));
        let before = self.marks.borrow_mut()[kind as usize]
            .request
            .replace(request);
        drop(before);
    }

    fn show_marks(&self, kind: Kind, found: Result<Marks, Error>) {
        let (marks, fault) = match found {
            Ok(marks) => (marks, None),
            Err(error) => (
                Marks::default(),
                Some([kind.name(), ": ", &error.to_string()].concat()),
            ),
        };
        {
            let all = &mut self.marks.borrow_mut()[kind as usize];
            (all.marks, all.fault) = (marks, fault);
        }
        self.dispatch(Event::Restyled(Dirty::Data));
    }
}

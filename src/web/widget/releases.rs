//! Marks for releases, asked for once the chart stands.

use super::Widget;
use crate::config::Annotation;
use crate::error::Error;
use crate::frame::releases;
use crate::state::{Dirty, Event};
use crate::web::late;
use crate::web::net::request_pool::{Body, Form, Subscription};
use crate::web::net::server_clock;
use crate::web::page::options;

/// Releases are rarer than refreshes: what came is used for so long, in milliseconds.
const FRESH_MS: i64 = 300_000;

/// The releases that are marked on a chart.
#[derive(Default)]
pub(super) struct ReleaseMarks {
    pub(super) marks: Vec<Annotation>,
    /// Why there are none.
    pub(super) fault: Option<String>,
    /// Where they were asked for, and when.
    asked: Option<(String, i64)>,
    request: Option<Subscription>,
}

impl Widget {
    /// Asks for the releases of the range where the element wants them marked. What cannot be
    /// had costs the marks alone.
    pub(super) fn mark_releases(&self) {
        if self.given.borrow().inputs.attributes.releases {
            let ask = self.callback(|widget, ()| widget.ask_for_releases());
            late::when_here(Box::new(move || ask(())));
        } else if self.releases.borrow().asked.is_some() {
            self.releases.take();
            self.dispatch(Event::Restyled(Dirty::Data));
        }
    }

    fn ask_for_releases(&self) {
        let Some(plan) = self.plans().into_iter().next() else {
            return;
        };
        let (path, pairs) = releases::request(&plan, &self.organization());
        let call = match self.call(&path, &pairs) {
            Ok(call) => call,
            Err(error) => return self.show_releases(Err(error)),
        };
        let now = server_clock::monotonic_ms();
        let is_fresh = |(url, at): &(String, i64)| *url == call.url && now - at < FRESH_MS;
        if self.releases.borrow().asked.as_ref().is_some_and(is_fresh) {
            return;
        }
        self.releases.borrow_mut().asked = Some((call.url.clone(), now));
        let done = self.callback(|widget, outcome: Result<Body, Error>| {
            widget.show_releases(outcome.and_then(|body| match body {
                Body::Bytes(bytes) => releases::marks(&bytes, &options::usable().messages),
                Body::Series { .. } => Ok(Vec::new()),
            }));
        });
        let request = self.ask(call, Form::Bytes, false, done);
        let before = self.releases.borrow_mut().request.replace(request);
        drop(before);
    }

    fn show_releases(&self, found: Result<Vec<Annotation>, Error>) {
        let (marks, fault) = match found {
            Ok(marks) => (marks, None),
            Err(error) => (
                Vec::new(),
                Some(["releases: ", &error.to_string()].concat()),
            ),
        };
        {
            let mut releases = self.releases.borrow_mut();
            (releases.marks, releases.fault) = (marks, fault);
        }
        self.dispatch(Event::Restyled(Dirty::Data));
    }
}

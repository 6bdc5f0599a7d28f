//! What a widget asks of servers: put together, asked for in turn, held while it is wanted.

use super::Widget;
use crate::error::Error;
use crate::request::RequestPlan;
use crate::state::{Event, RunId};
use crate::web::net::request_pool::{self, Body, Form, Subscription};
use crate::web::net::transport::Call;
use crate::web::net::url;
use crate::web::page::options;

/// Called once with how a request went.
pub(super) type Done = Box<dyn FnOnce(Result<Body, Error>)>;

impl Widget {
    pub(super) fn send(
        &self,
        (run, index): (RunId, usize),
        plan: &RequestPlan,
        is_user_initiated: bool,
    ) {
        let keep = self.keeper(plan);
        let done = self.callback(move |widget: &Widget, outcome: Result<Body, Error>| {
            let answer = outcome.and_then(|body| match body {
                Body::Series {
                    decoded,
                    is_no_store,
                } => {
                    keep(&decoded, is_no_store);
                    Ok(decoded)
                }
                Body::Bytes(_) => Err(Error::decode(0, "series", "bytes")),
            });
            widget.dispatch(Event::Answered { run, index, answer });
        });
        match self.call(&plan.path, &plan.pairs) {
            Ok(call) => {
                let form = Form::Series(plan.expect.clone());
                let subscription = self.ask(call, form, is_user_initiated, Box::new(done));
                self.hold(run, subscription);
            }
            Err(error) => done(Err(error)),
        }
    }

    /// Those of an earlier run have ended: a page that stays open for months keeps none of them.
    fn hold(&self, run: RunId, subscription: Subscription) {
        let mut requests = self.requests.borrow_mut();
        let is_new = requests.last().is_some_and(|(of, _)| *of != run);
        let ended = if is_new {
            std::mem::take(&mut *requests)
        } else {
            Vec::new()
        };
        requests.push((run, subscription));
        drop(requests);
        drop(ended);
    }

    pub(super) fn call(&self, path: &str, pairs: &[(String, String)]) -> Result<Call, Error> {
        let options = options::options()?;
        let given = self.given.borrow();
        let url = url::address(given.inputs.base_url(&options), path, pairs)?;
        Ok(Call {
            fetch: given
                .inputs
                .fetch
                .clone()
                .or_else(|| options::fetch(&options, &url)),
            url,
            limits: options::limits(&options),
        })
    }

    /// Asks for `call` and keeps how it went; `done` is called once, never during this call.
    pub(super) fn ask(
        &self,
        call: Call,
        form: Form,
        is_user_initiated: bool,
        done: Done,
    ) -> Subscription {
        let asked = self.history.asked(&call.url);
        let itself = self.weak_self.clone();
        request_pool::request(
            call,
            form,
            (self.handle, is_user_initiated),
            move |outcome| {
                if let Some(widget) = itself.upgrade() {
                    widget.history.answered(&asked, &outcome);
                }
                done(outcome);
            },
        )
    }
}

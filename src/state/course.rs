//! The course of a run: which requests open it and which follow from the answers.
//!
//! This is where the split and the comparison are driven: they return plans, the state
//! machine turns plans into effects, the edge performs them.

use crate::config::{Scope, WidgetConfig};
use crate::decode::Decoded;
use crate::error::Error;
use crate::request::{RequestPlan, plan};
use std::rc::Rc;

/// What a widget asks, run by run.
pub trait Course {
    /// The requests that open a run at `now` (epoch seconds), or why none can be sent.
    fn begin(&mut self, now: i64) -> Result<Vec<RequestPlan>, Error>;

    /// Requests that follow from the answer to `plan` at `now` (epoch seconds).
    fn answered(&mut self, plan: &RequestPlan, decoded: &Decoded, now: i64) -> Vec<RequestPlan>;
}

/// The plain course: one request a query, nothing after it.
#[derive(Debug)]
pub struct Plain {
    /// What is asked.
    pub config: Rc<WidgetConfig>,
    /// Organization, projects, environments, filters.
    pub scope: Scope,
}

impl Course for Plain {
    fn begin(&mut self, now: i64) -> Result<Vec<RequestPlan>, Error> {
        plan(&self.config, &self.scope, self.scope.range, now)
    }

    fn answered(&mut self, _: &RequestPlan, _: &Decoded, _: i64) -> Vec<RequestPlan> {
        Vec::new()
    }
}

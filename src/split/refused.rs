//! The one plain query of a widget whose side is known already, and what to do when the
//! server refuses its text.

use super::{Split, SplitStep, fell_back_because};
use crate::decode::Decoded;
use crate::error::Error;
use crate::request::RequestPlan;

impl Split {
    /// Takes what came of a plain query.
    ///
    /// A side is the widget's own text with a condition added, and a server that cannot read
    /// it complains of the whole. So the widget's own text is asked then: what is wrong with
    /// it is said in the words of its author, and if nothing is, all events are shown.
    pub(super) fn answered_plain(
        &mut self,
        plan: &RequestPlan,
        answer: Result<&Decoded, &Error>,
        now: i64,
    ) -> SplitStep {
        let own = self.plans.get(plan.query_index);
        let is_own = own.is_none_or(|own| own == plan);
        let ask = match answer {
            Err(error) if error.status() == Some(400) && !is_own => {
                self.refusal = Some(error.clone());
                own.cloned()
            }
            Ok(_) if is_own && self.refusal.is_some() => {
                self.note = Some(fell_back_because(self.refusal.as_ref()));
                self.decision = None;
                None
            }
            _ => None,
        };
        let is_news = self.honour_server(now);
        let ask: Vec<RequestPlan> = ask.into_iter().collect();
        self.wait_for(&ask);
        self.step(ask, is_news)
    }
}

//! What a request may name, what an answer says, and what must hold at every step.

use super::*;

impl Page {
    /// What holds after every step, whatever happens.
    pub(super) fn check(&mut self) {
        assert!(self.on_the_wire.len() <= DEFAULT_CONCURRENCY);
        for (index, widget) in self.widgets.iter_mut().enumerate() {
            let is_pending = widget.state.phase() == Phase::Pending;
            assert_eq!(is_pending, !widget.waiting.is_empty(), "widget {index}");
            let is_refused = widget.state.error().is_some_and(Error::is_access);
            let is_shown = widget.state.shown().is_some();
            assert!(
                is_shown || !widget.was_shown || is_refused,
                "widget {index} lost its data"
            );
            widget.was_shown = is_shown;
            let is_paused = self.pool.is_paused(index as u32);
            widget.restless_since_ms = match widget.state.settled(is_paused) {
                Some(_) => None,
                None => widget.restless_since_ms.or(Some(self.now_ms)),
            };
            let since_ms = widget.restless_since_ms.unwrap_or(self.now_ms);
            let restless_ms = self.now_ms - since_ms;
            assert!(
                restless_ms <= LONGEST_UNREST_MS,
                "widget {index} finds no rest"
            );
            let goes_on = is_pending || widget.state.next_try_ms().is_some();
            assert!(
                goes_on || !widget.is_undisturbed,
                "widget {index} has come to a stop"
            );
        }
    }

    /// A week before is the same time of day by the clock of the wall, over the change of the
    /// clocks too; buckets of half an hour decide which moment is asked for.
    pub(super) fn names_a_present_moment(&self, plan: &RequestPlan) {
        let Some((_, end)) = plan.pairs.iter().find(|(name, _)| name == "end") else {
            return;
        };
        let zone = zone();
        let clock = self.believed_ms() / 1_000;
        let wanted = zone.local(clock) - WEEK_SECS;
        let asked = zone.local(parse_moment(end).unwrap());
        let off = (asked - wanted).abs();
        assert!(off <= 1_800 + LONGEST_ANSWER_SECS, "{end}: {off} s off");
    }

    pub(super) fn answer(&self, plan: &RequestPlan) -> Rc<Decoded> {
        let start = (self.now_ms / 1_000).div_euclid(3_600) * 3_600 - 3_600;
        let body = format!(
            r#"{{"data":[[{start},[{{"count":1}}]]],"end":{}}}"#,
            start + 3_600
        );
        Rc::new(decode(plan.expect.clone(), body.as_bytes()).unwrap())
    }
}

//! When to ask again: the alarm for another try or the refresh, and what is put off while
//! nobody could see it.

use super::{Effect, Now, refresh_interval, retry};
use crate::config::Retry;
use crate::error::Error;

/// What the alarm is armed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AlarmReason {
    Refresh,
    Retry,
}

/// What the next wait depends on besides what happened so far.
pub(super) struct RetryContext<'a> {
    pub rule: Retry,
    /// Why the last run failed, or a query of it.
    pub error: Option<&'a Error>,
    /// The same may be answered otherwise a moment later.
    pub may_pass: bool,
    /// There is something to ask again.
    pub can_refresh: bool,
    pub random: f64,
}

#[derive(Default)]
pub(super) struct Timers {
    pub interval_ms: u64,
    pub failures_in_row: u32,
    /// A refusal ended the refresh.
    pub is_halted: bool,
    pub is_unseen: bool,
    pub is_page_hidden: bool,
    alarm: Option<(AlarmReason, i64)>,
    /// An alarm went off while nobody could see the result.
    deferred: Option<AlarmReason>,
}

impl Timers {
    /// When the alarm goes off, by the monotonic clock.
    pub fn next_try_ms(&self) -> Option<i64> {
        self.alarm.map(|(_, at_ms)| at_ms)
    }

    /// The alarm went off: what for.
    pub fn take_alarm(&mut self) -> Option<AlarmReason> {
        self.alarm.take().map(|(reason, _)| reason)
    }

    pub fn disarm(&mut self, effects: &mut Vec<Effect>) {
        if self.alarm.take().is_some() {
            effects.push(Effect::Disarm);
        }
    }

    /// A new run begins: nothing is due and nothing is deferred.
    pub fn clear(&mut self, effects: &mut Vec<Effect>) {
        self.deferred = None;
        self.disarm(effects);
    }

    /// True where it is put off, since nobody could see the result.
    pub fn defers(&mut self, reason: AlarmReason, is_repeat: bool) -> bool {
        let is_put_off = is_repeat && (self.is_unseen || self.is_page_hidden);
        if is_put_off {
            self.deferred = Some(reason);
        }
        is_put_off
    }

    pub fn take_deferred(&mut self) -> Option<AlarmReason> {
        self.deferred.take()
    }

    /// Arms the alarm for what comes first: another try, or the refresh.
    pub fn rearm(&mut self, context: RetryContext, at: Now, effects: &mut Vec<Effect>) {
        let RetryContext { rule, random, .. } = context;
        let passing = context.error.filter(|_| context.may_pass);
        let retry_ms = passing
            .and_then(|error| retry::retry_wait_ms(rule, error, self.failures_in_row, random));
        let interval_ms = match context.error {
            Some(error) if self.is_halted => rule.refused_interval_ms(error, self.interval_ms),
            _ if context.can_refresh => self.interval_ms,
            _ => 0,
        };
        let refresh_ms = refresh_interval::refresh_wait_ms(interval_ms, random);
        // A server asked to wait: a refresh may not come before that either.
        let is_rate_limited = context
            .error
            .is_some_and(|error| error.status() == Some(429));
        let next = match (retry_ms, refresh_ms) {
            (Some(retry), Some(refresh)) if refresh < retry && !is_rate_limited => {
                Some((AlarmReason::Refresh, refresh))
            }
            (Some(retry), _) => Some((AlarmReason::Retry, retry)),
            (None, refresh) => refresh.map(|refresh| (AlarmReason::Refresh, refresh)),
        };
        match next {
            Some((_, after_ms)) => effects.push(Effect::Arm { after_ms }),
            None => self.disarm(effects),
        }
        self.alarm =
            next.map(|(reason, after_ms)| (reason, at.mono_ms.saturating_add_unsigned(after_ms)));
    }
}

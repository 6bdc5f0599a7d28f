//! What a viewer is told, and may do, where there is nothing to see yet or nothing at all.

use super::Widget;
use crate::messages::{MessageKey, Messages};
use crate::state::loading_text::{self, LoadingText};
use crate::state::{Dirty, Event, State, WidgetStatus};
use crate::time::{self, DAY, TimeRange};
use crate::web::browser::intl;
use crate::web::late;
use crate::web::net::server_clock;
use crate::web::view::ChartModel;

/// Nobody needs to hear of loading that is over before this, in milliseconds.
const QUIET_MS: u64 = 2_000;

impl Widget {
    /// What is said of loading, once it takes long. Until it is over, it is looked at again.
    pub(super) fn loading_text(&self, state: &State, chart: &ChartModel<'_>) -> LoadingText {
        if state.status() != WidgetStatus::Loading {
            self.loading_since_ms.take();
            self.timers.loading.take();
            return LoadingText::default();
        }
        let since_ms = self.loading_since_ms.get();
        if since_ms.is_none() {
            self.loading_since_ms
                .set(Some(server_clock::monotonic_ms()));
        }
        if self.timers.loading.borrow().is_none() {
            let look = self.timeout(QUIET_MS, Self::look_at_loading);
            self.timers.loading.replace(Some(look));
        }
        let is_long = since_ms.filter(|since_ms| is_long(*since_ms) && late::is_here());
        is_long.map_or_else(LoadingText::default, |since_ms| {
            self.long_loading_text(since_ms, state, chart)
        })
    }

    #[inline(never)]
    fn long_loading_text(
        &self,
        since_ms: i64,
        state: &State,
        chart: &ChartModel<'_>,
    ) -> LoadingText {
        let since_ms = server_clock::now_ms() - server_clock::monotonic_ms() + since_ms;
        let time = intl::clock_time(since_ms as f64, chart.locale, chart.time_zone);
        let resolved = self.resolved.borrow();
        loading_text::of(state, resolved.config.as_deref(), &time, chart.messages)
    }

    fn look_at_loading(&self) {
        self.timers.loading.take();
        late::soon(self.speak_again());
    }

    /// Says anew what there is to say.
    fn speak_again(&self) -> late::Work {
        let again = self.callback(|widget: &Self, ()| {
            widget.dispatch(Event::Restyled(Dirty::Paint));
        });
        Box::new(move || again(()))
    }

    /// What the button says that shows a longer range, where this one has nothing.
    pub(super) fn wider_in_words(&self, state: &State, messages: &Messages) -> String {
        if state.status() != WidgetStatus::Empty {
            return String::new();
        }
        if !late::is_here() {
            late::when_here(self.speak_again());
            return String::new();
        }
        self.wider(state).map_or_else(String::new, |(_, days)| {
            let locale = self.given.borrow().inputs.attributes.locale.clone();
            let span = intl::span(days * DAY, locale.as_deref());
            messages.filled(MessageKey::WiderRange, &[("span", &span)])
        })
    }

    #[inline(never)]
    fn wider(&self, state: &State) -> Option<(TimeRange, i64)> {
        let resolved = self.resolved.borrow();
        let range = resolved.scope.as_ref()?.range;
        time::wider(range.at(state.shown()?.started_at))
    }

    /// Shows the longer range, as a zoom does.
    pub(super) fn widen(&self) {
        let wider = self.wider(&self.state.borrow());
        if let Some((range, _)) = wider {
            self.host.choose_range(Some(range));
        }
    }
}

fn is_long(since_ms: i64) -> bool {
    let waited_ms = server_clock::monotonic_ms().saturating_sub(since_ms);
    waited_ms.unsigned_abs() >= QUIET_MS
}

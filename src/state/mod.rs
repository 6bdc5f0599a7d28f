//! One widget's life as a step function: `(State, Event) -> (State, Effects)`.
//!
//! Everything is decided here: what is asked and when, what may be shown, what must be
//! drawn. No clock and no I/O: time and chance come in with each event, and the edge
//! performs the effects in their order.

mod age;
mod cache_first;
mod dirty;
mod effect;
mod event;
mod fetching;
pub mod loading_text;
pub mod notes;
pub mod pool;
mod redraw;
mod refresh_interval;
mod retry;
pub mod retry_after;
mod run_controller;
mod snapshot;
pub mod source;
pub mod status_text;
mod timers;

#[cfg(test)]
mod cache_first_tests;
#[cfg(test)]
mod drawing_tests;
#[cfg(test)]
mod run_tests;
#[cfg(test)]
mod tests;

pub use dirty::Dirty;
pub use effect::Effect;
pub use event::Event;
pub use run_controller::Phase;
pub use snapshot::{QuerySnapshot, Snapshot};

use crate::config::Retry;
use crate::error::Error;
use crate::frame::Rank;
use crate::run::QueryRun;
use crate::sorted::SortedSet;
use fetching::Fetching;
use redraw::Redraw;

/// Number of a run. Only the newest run of a widget may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct RunId(pub u64);

/// Time and randomness, passed with every event.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    /// Epoch milliseconds, by the server's clock as far as it is known.
    pub now_ms: i64,
    /// How much of that is correction of the page's clock.
    pub skew_ms: i64,
    /// Milliseconds of a monotonic clock: all waits and ages go by it.
    pub mono_ms: i64,
    /// A fresh random number in `0.0..1.0`.
    pub random: f64,
}

/// What the host has decided for all widgets.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rules {
    /// How failed requests are asked again.
    pub retry: Retry,
    /// Kept answers are looked for before anything is asked.
    pub uses_cache: bool,
    /// What is shown outlives a 401 or a 403.
    pub keeps_refused: bool,
}

/// The marked bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Crosshair {
    /// Its index, where one is marked.
    pub bucket: Option<usize>,
    /// The viewer points at another chart of the group, not at this one.
    pub is_followed: bool,
    /// It stays, wherever the pointer goes.
    pub is_pinned: bool,
}

/// What the page sees of a widget: the element's `state` property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WidgetStatus {
    /// Nothing to ask yet.
    Idle,
    /// Nothing shown yet, and something under way.
    Loading,
    /// Shown and up to date.
    Ready,
    /// Shown, and newer data is under way or could not be had.
    Stale,
    /// Answered, and there is nothing to plot.
    Empty,
    /// Nothing to show, for a reason.
    Error,
}

impl WidgetStatus {
    /// The name in the public interface.
    pub fn name(self) -> &'static str {
        match self {
            WidgetStatus::Idle => "idle",
            WidgetStatus::Loading => "loading",
            WidgetStatus::Ready => "ready",
            WidgetStatus::Stale => "stale",
            WidgetStatus::Empty => "empty",
            WidgetStatus::Error => "error",
        }
    }
}

/// One widget's state.
#[derive(Default)]
pub struct State {
    fetching: Fetching,
    redraw: Redraw,
    is_page_hidden: bool,
    crosshair: Crosshair,
    hidden: SortedSet<String>,
    earlier_shown: SortedSet<String>,
    rank: Rank,
}

impl State {
    /// A widget that knows nothing yet.
    pub fn new(rules: Rules) -> Self {
        Self {
            fetching: Fetching::new(rules),
            ..Self::default()
        }
    }

    /// Takes one event and says what must be done.
    pub fn step(&mut self, at: Now, event: Event) -> Vec<Effect> {
        let mut effects = Vec::new();
        let dirty = match event {
            Event::Frame | Event::Flush => {
                self.draw(matches!(event, Event::Flush), &mut effects);
                Dirty::None
            }
            Event::Drawn { level, drawn } => {
                self.redraw.tried(level, drawn);
                Dirty::None
            }
            Event::Resized => {
                if self.redraw.resized() {
                    effects.push(Effect::RequestFrame);
                }
                Dirty::None
            }
            Event::Restyled(level) => level,
            Event::Hovered(bucket) => {
                self.hovered(bucket, &mut effects);
                Dirty::None
            }
            Event::Pinned(bucket) => {
                self.pinned(bucket, &mut effects);
                Dirty::None
            }
            Event::Followed(bucket) => {
                self.followed(bucket, &mut effects);
                Dirty::None
            }
            Event::Toggled(key) => {
                turn(&mut self.hidden, key);
                effects.push(Effect::AnnounceSeries);
                Dirty::Data
            }
            Event::EarlierToggled(key) => {
                turn(&mut self.earlier_shown, key);
                Dirty::Data
            }
            Event::Ranked(rank) => {
                self.rank = rank;
                Dirty::Data
            }
            Event::Soloed { key, all } => {
                self.solo(&key, all);
                effects.push(Effect::AnnounceSeries);
                Dirty::Data
            }
            Event::PageShown(shown) => {
                self.is_page_hidden = !shown;
                self.fetching.page_shown(shown, at, &mut effects)
            }
            event => self.fetching.step(at, event, &mut effects),
        };
        if dirty != Dirty::None && self.redraw.invalidate(dirty) {
            effects.push(Effect::RequestFrame);
        }
        self.fetching.watch_age(at, &mut effects);
        effects
    }

    /// What the page sees.
    pub fn status(&self) -> WidgetStatus {
        self.fetching.status()
    }

    /// What is shown, if anything.
    pub fn shown(&self) -> Option<&Snapshot> {
        self.fetching.shown.as_ref()
    }

    /// What failed last, while it matters.
    pub fn error(&self) -> Option<&Error> {
        self.fetching.error.as_ref()
    }

    /// The newest run, while there is one.
    pub fn run(&self) -> Option<&QueryRun> {
        self.fetching.runs.run()
    }

    /// Where in its life the newest run is.
    pub fn phase(&self) -> Phase {
        self.fetching.runs.phase
    }

    /// When the newest run was begun, epoch seconds: what "the last 24 h" means in it.
    pub fn started_at(&self) -> i64 {
        self.fetching.runs.started_at
    }

    /// When the next try or refresh is due, by the monotonic clock.
    pub fn next_try_ms(&self) -> Option<i64> {
        self.fetching.timers.next_try_ms()
    }

    /// No answer has come for longer than the refresh interval allows.
    pub fn is_overdue(&self) -> bool {
        self.fetching.age.is_overdue
    }

    /// The marked bucket.
    pub fn crosshair(&self) -> Crosshair {
        self.crosshair
    }

    /// Keys of the series that the viewer has hidden.
    pub fn hidden(&self) -> &SortedSet<String> {
        &self.hidden
    }

    /// Keys of the series whose earlier period the viewer wants to see among others.
    pub fn earlier_shown(&self) -> &SortedSet<String> {
        &self.earlier_shown
    }

    /// The order that the viewer wants.
    pub fn rank(&self) -> Rank {
        self.rank
    }

    /// Whether the widget is at rest: nothing in flight, and what can be drawn is drawn.
    /// Holds whether the picture on the screen is up to date; it is not for a box without
    /// area or in a background tab. With `is_paused` all that it asked waits until its origin
    /// opens again: that is waiting, as for another try.
    pub fn settled(&self, is_paused: bool) -> Option<bool> {
        if self.fetching.is_in_flight() && !is_paused {
            return None;
        }
        if self.redraw.is_drawable() && !self.is_page_hidden {
            return None;
        }
        Some(self.redraw.is_current())
    }

    fn draw(&mut self, is_flush: bool, effects: &mut Vec<Effect>) {
        if is_flush && self.redraw.is_frame_pending() {
            effects.push(Effect::CancelFrame);
        }
        match self.redraw.take() {
            Dirty::None => {}
            level => effects.push(Effect::Draw(level)),
        }
    }

    /// Within one bucket, too, a move can change the nearest series or a stretch dragged over.
    /// Whoever leaves this chart takes no mark away that another one set.
    fn hovered(&mut self, bucket: Option<usize>, effects: &mut Vec<Effect>) {
        let crosshair = self.crosshair;
        if crosshair.is_pinned {
            return;
        }
        if bucket.is_none() && (crosshair.bucket.is_none() || crosshair.is_followed) {
            return;
        }
        self.point_at(bucket, false, effects);
    }

    /// What is pinned stays until it is pinned elsewhere, or nowhere.
    fn pinned(&mut self, bucket: Option<usize>, effects: &mut Vec<Effect>) {
        self.crosshair.is_pinned = false;
        match bucket {
            Some(_) => self.point_at(bucket, true, effects),
            None => self.hovered(None, effects),
        }
    }

    fn point_at(&mut self, bucket: Option<usize>, is_pinned: bool, effects: &mut Vec<Effect>) {
        let now = Crosshair {
            bucket,
            is_followed: false,
            is_pinned,
        };
        let before = std::mem::replace(&mut self.crosshair, now);
        self.mark(effects);
        if before.bucket != bucket || before.is_followed {
            effects.push(Effect::ShareCrosshair { bucket });
        }
    }

    /// A chart that nobody can see follows nothing.
    fn followed(&mut self, bucket: Option<usize>, effects: &mut Vec<Effect>) {
        let bucket = bucket.filter(|_| !self.fetching.timers.is_unseen);
        let crosshair = self.crosshair;
        if crosshair.is_pinned || (bucket.is_none() && !crosshair.is_followed) {
            return;
        }
        let now = Crosshair {
            bucket,
            is_followed: true,
            is_pinned: false,
        };
        if std::mem::replace(&mut self.crosshair, now) != now {
            self.mark(effects);
        }
    }

    /// At once: browsers report the pointer once a frame. What is about to be drawn gets its
    /// crosshair with the rest.
    fn mark(&self, effects: &mut Vec<Effect>) {
        if self.redraw.is_current() {
            effects.push(Effect::Mark(self.crosshair));
        }
    }

    fn solo(&mut self, key: &str, all: Vec<String>) {
        let others: SortedSet<String> = all.into_iter().filter(|other| other != key).collect();
        self.hidden = if self.hidden == others {
            SortedSet::new()
        } else {
            others
        };
    }
}

/// Takes a key in, or out where it was in.
fn turn(keys: &mut SortedSet<String>, key: String) {
    if !keys.remove(&key) {
        keys.insert(key);
    }
}

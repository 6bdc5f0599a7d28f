//! A page of widgets without a browser: performs effects as the edge does, on a clock of its
//! own, and holds at every step what must always hold.

mod laws;
mod widgets;

use crate::outside::{Chance, HOUR, Happening, MINUTE, Outside};
use events_stats_widget::config::{Scope, SplitOptions, WidgetConfig};
use events_stats_widget::decode::{Decoded, decode};
use events_stats_widget::error::{Error, ErrorKind};
use events_stats_widget::json::Json;
use events_stats_widget::request::RequestPlan;
use events_stats_widget::run::QuerySpec;
use events_stats_widget::state::pool::{DEFAULT_CONCURRENCY, JobId, Pool, Ticket};
use events_stats_widget::state::{Effect, Event, Now, Phase, Rules, RunId, State};
use events_stats_widget::time::{Offset, Zone, parse_moment, skew_ms};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::rc::Rc;
use widgets::{spec, widget, zone};

pub const WIDGETS: usize = 30;
/// No answer takes longer.
pub const LATENCY_MS: i64 = 800;

/// Thirty widgets with three requests each, five at a time.
const LONGEST_UNREST_MS: i64 = 30 * 3 * LATENCY_MS / 5 + 5_000;

const DASHBOARD: &str = "dashboard";
const ORIGIN: &str = "https://sentry.example.com";
const INTERVALS_MS: [i64; 4] = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR];
/// 2026-03-29, 01:00 UTC.
const SUMMER_BEGINS: i64 = 1_774_746_000;
const WEEK_SECS: i64 = 7 * 86_400;
/// A comparison follows the answer that it compares with.
const LONGEST_ANSWER_SECS: i64 = 60;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Happens(usize),
    Alarm { widget: usize, armed: u64 },
    Frame { widget: usize },
    Aged { widget: usize, armed: u64 },
    Ends { job: JobId, sent_ms: i64 },
    Opens,
}

#[derive(Clone, Copy)]
struct Waiting {
    widget: usize,
    run: RunId,
    index: usize,
}

pub struct Widget {
    pub state: State,
    pub interval_ms: i64,
    pub sent: usize,
    waiting: BTreeMap<Ticket, Waiting>,
    armed: u64,
    age_armed: u64,
    run: RunId,
    /// Since when somebody who waits for rest would have waited.
    restless_since_ms: Option<i64>,
    loaded_ms: i64,
    concluded_ms: i64,
    /// Nothing has come in between since the last run was concluded.
    is_undisturbed: bool,
    is_seen: bool,
    was_shown: bool,
}

impl Widget {
    /// A refresh later than this has been forgotten.
    pub fn longest_ms(&self) -> i64 {
        self.interval_ms * 11 / 10
    }
}

pub struct Page {
    pub widgets: Vec<Widget>,
    /// Asked for by widgets; equal ones are one on the wire.
    pub sent: usize,
    pub started: usize,
    pub answered: usize,
    pub given_up: usize,
    pub runs: usize,
    begin_ms: i64,
    now_ms: i64,
    clock_off_ms: i64,
    /// What the server's `Date` told of the clock.
    skew_ms: i64,
    is_shown: bool,
    pub outside: Outside,
    pool: Pool,
    plans: BTreeMap<JobId, RequestPlan>,
    on_the_wire: BTreeMap<JobId, i64>,
    /// Those who wait for the dashboard, and when it came.
    dashboard_for: BTreeMap<Ticket, usize>,
    dashboard_ms: Option<i64>,
    /// Requests for the dashboard.
    pub dashboards: usize,
    queue: BinaryHeap<Reverse<(i64, u64, Due)>>,
    queued: u64,
    chance: Chance,
    week: Vec<(i64, Happening)>,
}

impl Page {
    pub fn new(begin_ms: i64, week: Vec<(i64, Happening)>) -> Self {
        Self::opened_into(Outside::default(), begin_ms, week)
    }

    /// A page that is opened while something is wrong.
    pub fn opened_into(outside: Outside, begin_ms: i64, week: Vec<(i64, Happening)>) -> Self {
        let mut page = Self {
            widgets: (0..WIDGETS).map(widget).collect(),
            sent: 0,
            started: 0,
            answered: 0,
            given_up: 0,
            runs: 0,
            begin_ms,
            now_ms: begin_ms,
            clock_off_ms: 0,
            skew_ms: 0,
            is_shown: true,
            outside,
            pool: Pool::default(),
            plans: BTreeMap::new(),
            on_the_wire: BTreeMap::new(),
            dashboard_for: BTreeMap::new(),
            dashboard_ms: None,
            dashboards: 0,
            queue: BinaryHeap::new(),
            queued: 0,
            chance: Chance::new(0x5EED),
            week,
        };
        for index in 0..page.week.len() {
            let at_ms = begin_ms + page.week[index].0;
            page.queue_at(at_ms, Due::Happens(index));
        }
        for index in 0..WIDGETS {
            let interval_ms = page.widgets[index].interval_ms as u64;
            page.dispatch(index, Event::RefreshEvery { interval_ms });
            page.configure(index, false);
        }
        page.pump();
        page
    }

    /// Lets time pass, up to so many milliseconds after the beginning.
    pub fn run_until(&mut self, elapsed_ms: i64) {
        let end_ms = self.begin_ms + elapsed_ms;
        while let Some(&Reverse((at_ms, _, due))) = self.queue.peek() {
            if at_ms > end_ms {
                break;
            }
            self.queue.pop();
            self.now_ms = self.now_ms.max(at_ms);
            self.take(due);
            self.pump();
            self.check();
        }
        self.now_ms = self.now_ms.max(end_ms);
    }

    pub fn elapsed_since_load(&self, widget: usize) -> i64 {
        self.now_ms - self.widgets[widget].loaded_ms
    }

    /// What the page takes for the time: its clock, corrected.
    pub fn believed_ms(&self) -> i64 {
        self.now_ms + self.clock_off_ms + self.skew_ms
    }

    pub fn is_clock_right(&self) -> bool {
        (self.believed_ms() - self.now_ms).abs() <= LATENCY_MS + 1_000
    }

    /// Requests asked for and not ended.
    pub fn under_way(&self) -> usize {
        self.widgets.iter().map(|widget| widget.waiting.len()).sum()
    }

    fn take(&mut self, due: Due) {
        match due {
            Due::Happens(index) => self.happens(self.week[index].1),
            Due::Alarm { widget, armed } if armed == self.widgets[widget].armed => {
                self.dispatch(widget, Event::Alarm);
            }
            Due::Aged { widget, armed } if armed == self.widgets[widget].age_armed => {
                self.dispatch(widget, Event::AgeCheck);
            }
            Due::Alarm { .. } | Due::Aged { .. } | Due::Opens => {}
            Due::Frame { widget } => self.dispatch(widget, Event::Frame),
            Due::Ends { job, sent_ms } => {
                // Given up meanwhile, or another request by now.
                if self.on_the_wire.get(&job) == Some(&sent_ms) {
                    self.end(job, sent_ms);
                }
            }
        }
    }

    fn happens(&mut self, happening: Happening) {
        for widget in &mut self.widgets {
            widget.is_undisturbed = false;
        }
        let now_ms = self.now_ms;
        match happening {
            Happening::Sleep { for_ms, timers_run } => self.sleep(for_ms, timers_run),
            Happening::Offline => self.outside.is_offline = true,
            Happening::Online => {
                self.outside.is_offline = false;
                self.outside.broken_before_ms = now_ms;
                self.tell_all(|| Event::Online);
            }
            Happening::PageHidden => self.show_page(false),
            Happening::PageShown => self.show_page(true),
            Happening::Scrolled { seen } => {
                for index in 0..WIDGETS {
                    self.widgets[index].is_seen = index < seen;
                    self.pool.set_visible(index as u32, index < seen);
                    self.dispatch(index, Event::Visible(index < seen));
                }
            }
            Happening::ClockPut { off_ms } => self.clock_off_ms = off_ms,
            Happening::ServerFails { for_ms } => self.outside.fails_until_ms = now_ms + for_ms,
            Happening::ServerLimits { for_ms } => self.outside.limits_until_ms = now_ms + for_ms,
        }
    }

    fn show_page(&mut self, shown: bool) {
        self.is_shown = shown;
        self.tell_all(|| Event::PageShown(shown));
    }

    fn sleep(&mut self, for_ms: i64, timers_run: bool) {
        self.now_ms += for_ms;
        self.outside.broken_before_ms = self.now_ms;
        let queue = std::mem::take(&mut self.queue);
        for Reverse((at_ms, _, due)) in queue {
            let stands_still =
                !timers_run && matches!(due, Due::Alarm { .. } | Due::Aged { .. } | Due::Opens);
            self.queue_at(if stands_still { at_ms + for_ms } else { at_ms }, due);
        }
    }

    fn tell_all(&mut self, event: impl Fn() -> Event) {
        for index in 0..WIDGETS {
            self.dispatch(index, event());
        }
    }

    /// A person asks this widget for new data.
    pub fn wish(&mut self, index: usize) {
        self.dispatch(index, Event::Refresh);
        self.pump();
    }

    fn configure(&mut self, index: usize, is_user_initiated: bool) {
        if self
            .dashboard_ms
            .is_some_and(|at| self.now_ms - at < MINUTE)
        {
            return self.configured(index);
        }
        self.dispatch(index, Event::AwaitingConfiguration);
        let widget = index as u32;
        let pool = &mut self.pool;
        let (_, ticket) = pool.subscribe(DASHBOARD, ORIGIN, widget, is_user_initiated);
        self.dashboard_for.insert(ticket, index);
    }

    fn configured(&mut self, index: usize) {
        let event = Event::Configured {
            spec: spec(index),
            keeps_shown: true,
            bypasses_stored: false,
        };
        self.dispatch(index, event);
    }

    fn end_dashboard(&mut self, tickets: &[Ticket], outcome: &Result<(), Error>) {
        self.dashboards += 1;
        let chance = self.chance.next();
        let waiting: Vec<usize> = tickets
            .iter()
            .filter_map(|ticket| self.dashboard_for.remove(ticket))
            .collect();
        if outcome.is_ok() {
            self.dashboard_ms = Some(self.now_ms);
            self.tell_all(|| Event::DashboardLoaded);
        }
        for index in waiting {
            match outcome {
                Ok(()) => self.configured(index),
                Err(error) => {
                    let error = error.clone();
                    self.dispatch(index, Event::ConfigurationFailed { error, chance });
                }
            }
        }
    }

    fn dispatch(&mut self, index: usize, event: Event) {
        let is_alarm = matches!(event, Event::Alarm);
        let at = Now {
            now_ms: self.believed_ms(),
            skew_ms: self.skew_ms,
            mono_ms: self.now_ms,
            random: self.chance.next(),
        };
        let was_pending = self.widgets[index].state.phase() == Phase::Pending;
        let effects = self.widgets[index].state.step(at, event);
        for effect in effects {
            self.perform(index, effect, is_alarm);
        }
        let widget = &mut self.widgets[index];
        if was_pending && widget.state.phase() != Phase::Pending {
            widget.concluded_ms = self.now_ms;
            let is_looked_at = self.is_shown && widget.is_seen;
            widget.is_undisturbed = is_looked_at && widget.state.error().is_none();
        }
    }

    fn perform(&mut self, index: usize, effect: Effect, is_alarm: bool) {
        match effect {
            Effect::Send {
                run,
                index: nth,
                plan,
                is_user_initiated,
            } => {
                self.begin_run(index, run, is_alarm);
                self.send(
                    Waiting {
                        widget: index,
                        run,
                        index: nth,
                    },
                    plan,
                    is_user_initiated,
                );
            }
            Effect::Configure { is_user_initiated } => self.configure(index, is_user_initiated),
            Effect::ArmAge { after_ms } => {
                let widget = &mut self.widgets[index];
                widget.age_armed += 1;
                let armed = widget.age_armed;
                let at_ms = self.now_ms + after_ms as i64;
                self.queue_at(
                    at_ms,
                    Due::Aged {
                        widget: index,
                        armed,
                    },
                );
            }
            Effect::Abort => {
                for (ticket, _) in std::mem::take(&mut self.widgets[index].waiting) {
                    self.given_up += 1;
                    if let Some(job) = self.pool.unsubscribe(ticket) {
                        self.on_the_wire.remove(&job);
                        self.plans.remove(&job);
                    }
                }
            }
            Effect::Arm { after_ms } => {
                self.widgets[index].armed += 1;
                let armed = self.widgets[index].armed;
                let at_ms = self.now_ms + after_ms as i64;
                self.queue_at(
                    at_ms,
                    Due::Alarm {
                        widget: index,
                        armed,
                    },
                );
            }
            Effect::Disarm => self.widgets[index].armed += 1,
            // A tab in the background gets its frame when it comes to the front.
            Effect::RequestFrame => self.queue_at(self.now_ms + 16, Due::Frame { widget: index }),
            Effect::Draw(level) => self.dispatch(index, Event::Drawn { level, drawn: true }),
            Effect::AnnounceLoad => self.widgets[index].loaded_ms = self.now_ms,
            _ => {}
        }
    }

    /// One run at a time, and no refresh before its time or after it.
    fn begin_run(&mut self, index: usize, run: RunId, is_alarm: bool) {
        let now_ms = self.now_ms;
        let widget = &mut self.widgets[index];
        assert!(
            widget.waiting.values().all(|waiting| waiting.run == run),
            "widget {index} has two runs under way"
        );
        if widget.run == run {
            return;
        }
        widget.run = run;
        self.runs += 1;
        let waited_ms = now_ms - widget.concluded_ms;
        if is_alarm && widget.is_undisturbed {
            let interval_ms = widget.interval_ms;
            let allowed = interval_ms * 9 / 10..=interval_ms * 11 / 10;
            assert!(
                allowed.contains(&waited_ms),
                "widget {index}: {waited_ms} ms"
            );
        }
    }

    fn send(&mut self, waiting: Waiting, plan: RequestPlan, is_user_initiated: bool) {
        self.names_a_present_moment(&plan);
        let key = format!("{}?{:?}", plan.path, plan.pairs);
        let (pool, widget) = (&mut self.pool, waiting.widget as u32);
        let (job, ticket) = pool.subscribe(&key, ORIGIN, widget, is_user_initiated);
        self.plans.entry(job).or_insert(plan);
        self.sent += 1;
        let widget = &mut self.widgets[waiting.widget];
        widget.sent += 1;
        widget.waiting.insert(ticket, waiting);
    }

    fn pump(&mut self) {
        for job in self.pool.start(self.now_ms) {
            self.on_the_wire.insert(job, self.now_ms);
            self.started += 1;
            let latency_ms = match self.outside.is_offline {
                true => 1,
                false => 20 + (self.chance.next() * (LATENCY_MS - 20) as f64) as i64,
            };
            let sent_ms = self.now_ms;
            self.queue_at(sent_ms + latency_ms, Due::Ends { job, sent_ms });
        }
        if let Some(at_ms) = self.pool.resumes_at_ms() {
            self.queue_at(at_ms.max(self.now_ms), Due::Opens);
        }
    }

    fn end(&mut self, job: JobId, sent_ms: i64) {
        self.on_the_wire.remove(&job);
        let outcome = self.outside.outcome(sent_ms, &mut self.chance);
        if !matches!(outcome.as_ref().map_err(Error::status), Err(None)) {
            let date_ms = self.now_ms.div_euclid(1_000) * 1_000;
            let by_page = |at_ms: i64| at_ms + self.clock_off_ms;
            self.skew_ms = skew_ms(date_ms, by_page(sent_ms), by_page(self.now_ms));
        }
        match &outcome {
            Ok(()) if self.pool.answered(job) => self.tell_all(|| Event::Online),
            Ok(()) => {}
            Err(error) => self.slow_down(error),
        }
        let tickets = self.pool.finish(job);
        self.pump();
        let Some(plan) = self.plans.remove(&job) else {
            return self.end_dashboard(&tickets, &outcome);
        };
        let answer = outcome.map(|()| self.answer(&plan));
        for ticket in tickets {
            let owner = self
                .widgets
                .iter_mut()
                .find_map(|widget| widget.waiting.remove(&ticket));
            let Some(Waiting { widget, run, index }) = owner else {
                continue;
            };
            self.answered += 1;
            self.dispatch(
                widget,
                Event::Answered {
                    run,
                    index,
                    answer: answer.clone(),
                },
            );
        }
    }

    fn slow_down(&mut self, error: &Error) {
        if let ErrorKind::Http {
            status: 429,
            retry_after_ms,
            ..
        } = error.kind()
        {
            let wait_ms = retry_after_ms.unwrap_or(0);
            self.pool.pause_origin(ORIGIN, self.now_ms, wait_ms);
        }
    }

    fn queue_at(&mut self, at_ms: i64, due: Due) {
        self.queued += 1;
        self.queue.push(Reverse((at_ms, self.queued, due)));
    }
}

//! One widget in the page: owns what the browser gave it, feeds events to `state` one at a
//! time and performs the effects. It decides nothing.

mod configure;
mod dashboard;
mod group;
mod inputs;
mod inspect;
mod intervals;
mod loading;
mod marks;
mod page_events;
mod requests;
mod response_cache;
mod selection;
mod settled;
mod show;
mod snapshot;
mod split;
mod telemetry;
mod texts;

use crate::config::Resolved;
use crate::convert;
use crate::decision::Decision;
use crate::error::Error;
use crate::state::{Dirty, Effect, Event, Now, RunId, State, WidgetStatus};
use crate::web::browser::globals;
use crate::web::handles::Handle;
use crate::web::host::Host;
use crate::web::net::request_pool::{self, Subscription};
use crate::web::net::server_clock;
use crate::web::page::options;
use crate::web::panic;
use crate::web::view::{Target, View, ViewEvent};
use dashboard::DashboardRef;
use gloo_render::{AnimationFrame, request_animation_frame};
use gloo_timers::callback::Timeout;
use inputs::Given;
use inspect::History;
use js_sys::Function;
use marks::ServerMarks;
use show::BuiltFrame;
use split::DecisionMemory;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use telemetry::Progress;
use web_sys::ShadowRoot;

/// One widget.
pub struct Widget {
    pub(super) handle: Handle,
    host: Host,
    weak_self: Weak<Widget>,
    state: RefCell<State>,
    /// Events wait here while one is taken: a callback may call back in at any time.
    inbox: RefCell<VecDeque<Event>>,
    is_dispatching: Cell<bool>,
    last_reported: RefCell<(WidgetStatus, Option<Error>)>,
    last_announced_split: RefCell<Option<Decision>>,
    given: RefCell<Given>,
    resolved: RefCell<Resolved>,
    /// The configuration in force as JSON, for the next instance.
    config_text: RefCell<String>,
    dashboard: RefCell<DashboardRef>,
    decisions: RefCell<DecisionMemory>,
    /// What is not shown though it was asked for, since the late piece could not be loaded.
    lacks: RefCell<Vec<String>>,
    /// The number of configurations so far.
    turn: Cell<u32>,
    /// Data of an earlier instance is shown.
    is_restored: Cell<bool>,
    /// Once the late piece is here.
    is_to_describe: Cell<bool>,
    /// What the page gave stands alone until the late piece compares it.
    is_to_compare: Cell<bool>,
    built: RefCell<BuiltFrame>,
    marks: RefCell<ServerMarks>,
    view: RefCell<Option<View>>,
    requests: RefCell<Vec<(RunId, Subscription)>>,
    config_request: RefCell<Option<Subscription>>,
    timers: Timers,
    animation_frame: RefCell<Option<AnimationFrame>>,
    /// Resolve the promises of `settled()`.
    settled_resolvers: RefCell<Vec<Function>>,
    /// When loading began, by the monotonic clock, while it goes on.
    loading_since_ms: Cell<Option<i64>>,
    progress: Progress,
    history: History,
}

/// Timers that run; each is given back when it is replaced or dropped.
#[derive(Default)]
struct Timers {
    /// Of [`Effect::Arm`].
    alarm: RefCell<Option<Timeout>>,
    /// Of [`Effect::ArmAge`].
    age: RefCell<Option<Timeout>>,
    /// Somebody waits for `settled()`: it is looked again after a while.
    settled: RefCell<Option<Timeout>>,
    /// How long cached answers are waited for.
    cache_lookup: RefCell<Option<Timeout>>,
    /// How long a configuration that is missing is waited for.
    missing_config: RefCell<Option<Timeout>>,
    /// What is shown is given to the element.
    give: RefCell<Option<Timeout>>,
    /// While it is loading, what is awaited is looked at again.
    loading: RefCell<Option<Timeout>>,
}

impl Timers {
    fn clear(&self) {
        let all = [
            &self.alarm,
            &self.age,
            &self.settled,
            &self.cache_lookup,
            &self.missing_config,
            &self.give,
            &self.loading,
        ];
        for timer in all {
            timer.take();
        }
    }
}

impl Widget {
    /// A widget without a view.
    pub fn new(handle: Handle, host: Host) -> Rc<Self> {
        Rc::new_cyclic(|weak_self| Self {
            handle,
            host,
            weak_self: weak_self.clone(),
            state: RefCell::default(),
            inbox: RefCell::default(),
            is_dispatching: Cell::new(false),
            last_reported: RefCell::new((WidgetStatus::Idle, None)),
            last_announced_split: RefCell::default(),
            given: RefCell::default(),
            resolved: RefCell::default(),
            config_text: RefCell::default(),
            dashboard: RefCell::default(),
            decisions: RefCell::default(),
            lacks: RefCell::default(),
            turn: Cell::new(0),
            is_restored: Cell::new(false),
            is_to_describe: Cell::new(false),
            is_to_compare: Cell::new(false),
            built: RefCell::default(),
            marks: RefCell::default(),
            view: RefCell::default(),
            requests: RefCell::default(),
            config_request: RefCell::default(),
            timers: Timers::default(),
            animation_frame: RefCell::default(),
            settled_resolvers: RefCell::default(),
            loading_since_ms: Cell::default(),
            progress: Progress::default(),
            history: History::default(),
        })
    }

    /// Builds the view in `root`, in place of whatever stands there.
    pub fn build(&self, root: &ShadowRoot) {
        root.set_text_content(None);
        let on_event = self.callback(Self::on_view_event);
        let options = options::usable();
        match View::new(root, Rc::new(on_event), &options) {
            Ok(view) => {
                self.view.replace(Some(view));
                let shown = crate::web::browser::dom::document()
                    .map_or(true, |document| !document.hidden());
                self.dispatch(Event::PageShown(shown));
                self.dispatch(Event::Restyled(Dirty::Data));
            }
            Err(error) => self.host.dispatch_error(&error),
        }
    }

    /// Gives everything back; whoever waits for rest is told that nothing is drawn.
    pub fn end(&self) {
        self.record_unload();
        self.dispatch(Event::Pinned(None));
        request_pool::forget(self.handle);
        self.requests.take();
        self.config_request.take();
        drop(self.marks.take());
        self.timers.clear();
        self.animation_frame.take();
        self.view.take();
        self.resolve_waiting(false);
    }

    /// Takes an event. While another one is being taken it waits its turn.
    pub fn dispatch(&self, event: Event) {
        if panic::has_panicked() {
            return;
        }
        self.inbox.borrow_mut().push_back(event);
        if self.is_dispatching.replace(true) {
            return;
        }
        while let Some(event) = self.next_event() {
            let at = Now {
                now_ms: server_clock::now_ms(),
                skew_ms: server_clock::skew_ms(),
                mono_ms: server_clock::monotonic_ms(),
                random: globals::random(),
            };
            let effects = self.state.borrow_mut().step(at, event);
            self.report();
            for effect in effects {
                self.perform(effect);
            }
        }
        self.is_dispatching.set(false);
        self.resolve_if_settled();
    }

    /// Makes ready for paper, at once, or goes back to the screen.
    pub fn print(&self, is_printing: bool) {
        self.dispatch(Event::Pinned(None));
        let options = options::usable();
        if let Ok(mut view) = self.view.try_borrow_mut()
            && let Some(view) = view.as_mut()
        {
            view.set_printing(is_printing, &options);
        }
        self.dispatch(Event::Restyled(Dirty::Data));
        if is_printing {
            self.dispatch(Event::Flush);
        }
    }

    /// Asks for new data, and for the configuration again where it is a dashboard's.
    pub fn refresh(&self) {
        self.forget_dashboard_if_failed();
        self.dispatch(Event::Refresh);
        self.look_at_dashboard();
    }

    fn next_event(&self) -> Option<Event> {
        self.inbox.borrow_mut().pop_front()
    }

    /// Tells the page what has changed, before any effect can ask it.
    fn report(&self) {
        let now = {
            let state = self.state.borrow();
            (state.status(), state.error().cloned())
        };
        if *self.last_reported.borrow() != now {
            self.last_reported.replace(now.clone());
            self.host.report_state(now.0.name(), now.1.as_ref());
        }
    }

    fn perform(&self, effect: Effect) {
        self.follow(&effect);
        match effect {
            Effect::Send {
                run,
                index,
                plan,
                is_user_initiated,
            } => self.send((run, index), &plan, is_user_initiated),
            Effect::LookUpCache { run, index, plan } => self.recall(run, index, &plan),
            Effect::Forget { plans, all } => self.forget(&plans, all),
            Effect::Configure { is_user_initiated } => self.configure(is_user_initiated),
            Effect::Abort => {
                self.history.gave_up();
                drop(self.requests.take());
            }
            Effect::Arm { after_ms } => {
                let alarm = self.timeout(after_ms, |widget| widget.dispatch(Event::Alarm));
                self.timers.alarm.replace(Some(alarm));
            }
            Effect::Disarm => drop(self.timers.alarm.take()),
            Effect::ArmAge { after_ms } => {
                let alarm = self.timeout(after_ms, |widget| widget.dispatch(Event::AgeCheck));
                self.timers.age.replace(Some(alarm));
            }
            Effect::RequestFrame => {
                let draw = self.callback(|widget, ()| widget.dispatch(Event::Frame));
                self.animation_frame
                    .replace(Some(request_animation_frame(move |_| draw(()))));
            }
            Effect::CancelFrame => drop(self.animation_frame.take()),
            Effect::Draw(level) => {
                let drawn = self.draw(level);
                self.dispatch(Event::Drawn { level, drawn });
            }
            Effect::Mark(crosshair) => self.mark(crosshair),
            Effect::StoreDecision(decision) => self.keep_decision(&decision),
            Effect::AnnounceLoad => {
                self.give_to_host_soon();
                self.announce_load();
                self.ask_for_marks();
                self.inspect_if_open();
            }
            Effect::AnnounceError(error) => {
                self.host.dispatch_error(&error);
                self.inspect_if_open();
            }
            Effect::AnnounceSeries => self.announce_series(),
            Effect::ShareCrosshair { bucket } => self.share_crosshair(bucket),
        }
    }

    /// What the viewer or the page did to the view.
    fn on_view_event(&self, event: ViewEvent) {
        let _command = self.command(&event);
        match event {
            ViewEvent::Resized => self.dispatch(Event::Resized),
            ViewEvent::Hovered(bucket) => self.dispatch(Event::Hovered(bucket)),
            ViewEvent::Pinned(bucket) => {
                self.dispatch(Event::Pinned(bucket));
                if bucket.is_some() {
                    self.choose(Target::Marked, false);
                }
            }
            ViewEvent::Chosen { target, opens } => self.choose(target, opens),
            ViewEvent::Scrolled | ViewEvent::Emphasized => {
                let crosshair = self.state.borrow().crosshair();
                self.mark(crosshair);
            }
            ViewEvent::Toggled(key) => self.dispatch(Event::Toggled(key)),
            ViewEvent::Soloed { key, all } => self.dispatch(Event::Soloed { key, all }),
            ViewEvent::EarlierToggled(key) => self.dispatch(Event::EarlierToggled(key)),
            ViewEvent::Ranked(rank) => self.dispatch(Event::Ranked(rank)),
            ViewEvent::DatasetChosen(dataset) => self.choose_dataset(dataset),
            ViewEvent::DatasetDoubted => self.decide_anew(),
            ViewEvent::TableToggled => self.toggle_table(),
            ViewEvent::IntervalsAsked => self.offer_intervals(),
            ViewEvent::IntervalChosen(interval) => self.choose_interval(interval),
            ViewEvent::LegendTurned => self.turn_legend(),
            ViewEvent::Sorted => self.dispatch(Event::Restyled(Dirty::Paint)),
            ViewEvent::Retried | ViewEvent::Refreshed => self.refresh(),
            ViewEvent::Inspected => self.inspect(),
            ViewEvent::ReportCopied { .. } | ViewEvent::Exported { .. } => {}
            ViewEvent::Restyled => self.restyle(),
            ViewEvent::Visible(visible) => {
                request_pool::set_visible(self.handle, visible);
                self.dispatch(Event::Visible(visible));
            }
            ViewEvent::Widened => self.widen(),
            ViewEvent::Selected(range) => self.host.choose_range(Some(range)),
            ViewEvent::Unselected => self.host.choose_range(None),
        }
    }

    /// What the view says, where there is one and nobody is changing it.
    fn with_view<T>(&self, ask: impl FnOnce(&View) -> T) -> Option<T> {
        let view = self.view.try_borrow().ok()?;
        view.as_ref().map(ask)
    }

    /// A function that does nothing once the widget is gone.
    fn callback<T>(&self, work: impl Fn(&Widget, T) + 'static) -> impl Fn(T) + 'static {
        let itself = self.weak_self.clone();
        move |argument| {
            if let Some(widget) = itself.upgrade() {
                work(&widget, argument);
            }
        }
    }

    fn timeout(&self, after_ms: u64, work: fn(&Widget)) -> Timeout {
        let wait_ms = convert::small_of(convert::length(after_ms)).min(i32::MAX.cast_unsigned());
        let work = self.callback(move |widget, ()| work(widget));
        Timeout::new(wait_ms, move || work(()))
    }
}

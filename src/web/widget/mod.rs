//! One widget in the page: owns what the browser gave it, feeds events to `state` one at a
//! time and performs the effects. It decides nothing.

mod cached;
mod colors;
mod configure;
mod group;
mod inspect;
mod keep;
mod page_events;
mod record;
mod show;
mod split;

use crate::convert;
use crate::decision::Decision;
use crate::error::Error;
use crate::request::RequestPlan;
use crate::state::{Dirty, Effect, Event, Now, RunId, State, WidgetStatus};
use crate::web::browser::globals;
use crate::web::handles::Handle;
use crate::web::host::Host;
use crate::web::net::request_pool::{self, Body, Form, Subscription};
use crate::web::net::server_clock;
use crate::web::net::transport::Call;
use crate::web::net::url;
use crate::web::page::options;
use crate::web::panic;
use crate::web::view::{View, ViewEvent};
use configure::Given;
use gloo_render::{AnimationFrame, request_animation_frame};
use gloo_timers::callback::Timeout;
use inspect::History;
use js_sys::{Function, Promise};
use record::Progress;
use show::Picture;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use wasm_bindgen::JsValue;
use web_sys::ShadowRoot;

/// How often rest is looked for while somebody waits for it, in milliseconds.
const LOOK_FOR_REST_MS: u64 = 500;

/// One widget.
pub struct Widget {
    pub(super) handle: Handle,
    host: Host,
    itself: Weak<Widget>,
    state: RefCell<State>,
    /// Events wait here while one is taken: a callback may call back in at any time.
    inbox: RefCell<VecDeque<Event>>,
    is_draining: Cell<bool>,
    /// What the page was told last.
    told: RefCell<(WidgetStatus, Option<Error>)>,
    told_split: RefCell<Option<Decision>>,
    given: RefCell<Given>,
    picture: RefCell<Picture>,
    view: RefCell<Option<View>>,
    requests: RefCell<Vec<(RunId, Subscription)>>,
    config_request: RefCell<Option<Subscription>>,
    alarm: RefCell<Option<Timeout>>,
    age_alarm: RefCell<Option<Timeout>>,
    /// Somebody waits for rest: it is looked for again after a while.
    unrest: RefCell<Option<Timeout>>,
    /// How long kept answers are waited for.
    patience: RefCell<Option<Timeout>>,
    /// How long a configuration that is missing is waited for.
    grace: RefCell<Option<Timeout>>,
    frame: RefCell<Option<AnimationFrame>>,
    waiting: RefCell<Vec<Function>>,
    progress: Progress,
    history: History,
}

impl Widget {
    /// A widget without a view.
    pub fn new(handle: Handle, host: Host) -> Rc<Self> {
        Rc::new_cyclic(|itself| Self {
            handle,
            host,
            itself: itself.clone(),
            state: RefCell::default(),
            inbox: RefCell::default(),
            is_draining: Cell::new(false),
            told: RefCell::new((WidgetStatus::Idle, None)),
            told_split: RefCell::default(),
            given: RefCell::default(),
            picture: RefCell::default(),
            view: RefCell::default(),
            requests: RefCell::default(),
            config_request: RefCell::default(),
            alarm: RefCell::default(),
            age_alarm: RefCell::default(),
            unrest: RefCell::default(),
            patience: RefCell::default(),
            grace: RefCell::default(),
            frame: RefCell::default(),
            waiting: RefCell::default(),
            progress: Progress::default(),
            history: History::default(),
        })
    }

    /// Builds the view in `root`, in place of whatever stands there.
    pub fn build(&self, root: &ShadowRoot) {
        root.set_text_content(None);
        let on_event = self.callback(Self::seen);
        let options = options::options().unwrap_or_default();
        match View::new(root, Rc::new(on_event), &options) {
            Ok(view) => {
                self.view.replace(Some(view));
                let shown = crate::web::browser::dom::document()
                    .map_or(true, |document| !document.hidden());
                self.tell(Event::PageShown(shown));
                self.tell(Event::Restyled(Dirty::Data));
            }
            Err(error) => self.host.tell_error(&error),
        }
    }

    /// Gives everything back; whoever waits for rest is told that nothing is drawn.
    pub fn end(&self) {
        self.record_unload();
        self.tell(Event::Hovered(None));
        self.lead();
        request_pool::forget(self.handle);
        self.requests.take();
        self.config_request.take();
        self.alarm.take();
        self.age_alarm.take();
        self.unrest.take();
        self.patience.take();
        self.grace.take();
        self.frame.take();
        self.view.take();
        self.resolve_waiting(false);
    }

    /// Takes an event. While another one is being taken it waits its turn.
    pub fn tell(&self, event: Event) {
        if panic::has_panicked() {
            return;
        }
        self.inbox.borrow_mut().push_back(event);
        if self.is_draining.replace(true) {
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
        self.is_draining.set(false);
        self.resolve_if_settled();
    }

    /// Makes ready for paper, at once, or goes back to the screen.
    pub fn print(&self, is_printing: bool) {
        self.tell(Event::Hovered(None));
        let options = options::options().unwrap_or_default();
        if let Ok(mut view) = self.view.try_borrow_mut()
            && let Some(view) = view.as_mut()
        {
            view.set_printing(is_printing, &options);
        }
        self.tell(Event::Restyled(Dirty::Data));
        if is_printing {
            self.tell(Event::Flush);
        }
    }

    /// Asks for new data, and for the configuration again where it is a dashboard's.
    pub fn refresh(&self) {
        self.forget_dashboard_if_failed();
        self.tell(Event::Refresh);
        self.look_at_dashboard();
    }

    /// Resolves when the widget is at rest.
    pub fn settled(&self) -> Promise {
        let promise = Promise::new(&mut |resolve, _| self.waiting.borrow_mut().push(resolve));
        self.resolve_if_settled();
        promise
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
        if *self.told.borrow() != now {
            self.told.replace(now.clone());
            self.host.tell_state(now.0.name(), now.1.as_ref());
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
                let alarm = self.timeout(after_ms, |widget| widget.tell(Event::Alarm));
                self.alarm.replace(Some(alarm));
            }
            Effect::Disarm => drop(self.alarm.take()),
            Effect::ArmAge { after_ms } => {
                let alarm = self.timeout(after_ms, |widget| widget.tell(Event::AgeCheck));
                self.age_alarm.replace(Some(alarm));
            }
            Effect::RequestFrame => {
                let draw = self.callback(|widget, ()| widget.tell(Event::Frame));
                self.frame
                    .replace(Some(request_animation_frame(move |_| draw(()))));
            }
            Effect::CancelFrame => drop(self.frame.take()),
            Effect::Draw(level) => {
                let drawn = self.draw(level);
                self.tell(Event::Drawn { level, drawn });
            }
            Effect::StoreDecision(decision) => self.keep_decision(&decision),
            Effect::AnnounceLoad => {
                self.give_to_host();
                self.announce_load();
                self.inspect_if_open();
            }
            Effect::AnnounceError(error) => {
                self.host.tell_error(&error);
                self.inspect_if_open();
            }
            Effect::AnnounceSeries => self.announce_series(),
        }
    }

    fn send(&self, (run, index): (RunId, usize), plan: &RequestPlan, is_user_initiated: bool) {
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
            widget.tell(Event::Answered { run, index, answer });
        });
        match self.call(&plan.path, &plan.pairs) {
            Ok(call) => {
                let form = Form::Series(plan.expect.clone());
                let subscription = self.ask(call, form, is_user_initiated, done);
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

    fn call(&self, path: &str, pairs: &[(String, String)]) -> Result<Call, Error> {
        let options = options::options()?;
        let given = self.given.borrow();
        let url = url::address(given.base(&options), path, pairs)?;
        Ok(Call {
            fetch: given
                .fetch
                .clone()
                .or_else(|| options::fetch(&options, &url)),
            url,
            limits: options::limits(&options),
        })
    }

    /// What the viewer or the page did to the view.
    fn seen(&self, event: ViewEvent) {
        let _command = self.command(&event);
        match event {
            ViewEvent::Resized => self.tell(Event::Resized),
            ViewEvent::Hovered(bucket) => {
                self.tell(Event::Hovered(bucket));
                self.lead();
            }
            ViewEvent::Toggled(key) => self.tell(Event::Toggled(key)),
            ViewEvent::Soloed { key, all } => self.tell(Event::Soloed { key, all }),
            ViewEvent::EarlierToggled(key) => self.tell(Event::EarlierToggled(key)),
            ViewEvent::Ranked(rank) => self.tell(Event::Ranked(rank)),
            ViewEvent::DatasetChosen(dataset) => self.choose_dataset(dataset),
            ViewEvent::DatasetDoubted => self.decide_anew(),
            ViewEvent::Sorted => self.tell(Event::Restyled(Dirty::Paint)),
            ViewEvent::Retried | ViewEvent::Refreshed => self.refresh(),
            ViewEvent::Inspected => self.inspect(),
            ViewEvent::ReportCopied { .. } => {}
            ViewEvent::Restyled => self.restyle(),
            ViewEvent::Visible(visible) => {
                request_pool::set_visible(self.handle, visible);
                self.tell(Event::Visible(visible));
            }
            ViewEvent::Selected(range) => self.host.choose_range(Some(range)),
            ViewEvent::Unselected => self.host.choose_range(None),
        }
    }

    /// A function that does nothing once the widget is gone.
    fn callback<T>(&self, work: impl Fn(&Widget, T) + 'static) -> impl Fn(T) + 'static {
        let itself = self.itself.clone();
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

    fn resolve_if_settled(&self) {
        let is_asking = self.config_request.borrow().is_some();
        if self.waiting.borrow().is_empty() || self.is_draining.get() || is_asking {
            return;
        }
        let settled = self
            .state
            .borrow()
            .settled(request_pool::is_paused(self.handle));
        if let Some(drawn) = settled {
            self.resolve_waiting(drawn);
        } else if self.unrest.borrow().is_none() {
            // An origin may have asked for patience meanwhile, and a browser gives no frames
            // to what it takes for out of sight.
            let look = self.timeout(LOOK_FOR_REST_MS, |widget| {
                widget.unrest.take();
                widget.tell(Event::Flush);
            });
            self.unrest.replace(Some(look));
        }
    }

    fn resolve_waiting(&self, drawn: bool) {
        self.unrest.take();
        for resolve in self.waiting.take() {
            // A promise's own resolver does not throw.
            drop(resolve.call1(&JsValue::UNDEFINED, &drawn.into()));
        }
    }
}

//! From what `state` shows to the view: the frame, the words, the announcements.

use super::Widget;
use super::configure::{Given, LOOKS};
use crate::convert;
use crate::decision::Decision;
use crate::decision::explanation::UNDECIDED;
use crate::decode::Decoded;
use crate::error::{Error, ErrorKind};
use crate::frame::{self, Frame, FrameInput, QueryComparison};
use crate::messages::Messages;
use crate::run::split::is_choosable;
use crate::sorted::SortedMap;
use crate::state::notes;
use crate::state::status_text::{self, StatusText};
use crate::state::{Dirty, Event, Phase, QuerySnapshot, Snapshot, State, WidgetStatus};
use crate::time::{RangeChoice, TimeRange};
use crate::web::browser::globals;
use crate::web::documents::Subject;
use crate::web::net::server_clock;
use crate::web::page::options;
use crate::web::storage::string_index;
use crate::web::view::{Against, Status, View, ViewModel};
use js_sys::{Array, Reflect};
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// The chart as built last.
#[derive(Default)]
pub(super) struct Picture {
    pub(super) frame: Option<Rc<Frame>>,
    /// Colour slots of an answer given by the page; others are the organization's.
    slots: SortedMap<String, usize>,
}

impl Widget {
    /// Draws from `level` on. False where the box has no area.
    pub(super) fn draw(&self, level: Dirty) -> bool {
        let Ok(mut view) = self.view.try_borrow_mut() else {
            return false;
        };
        let Some(view) = view.as_mut() else {
            return false;
        };
        if level == Dirty::Data {
            self.build_frame(view);
        }
        let outcome = self.show(view, level);
        self.history.drawn();
        match outcome {
            Ok(drawn) => drawn,
            Err(error) => {
                self.host.tell_error(&error);
                true
            }
        }
    }

    /// Reads the page's styles anew and draws with them.
    pub(super) fn restyle(&self) {
        if let Ok(mut view) = self.view.try_borrow_mut()
            && let Some(view) = view.as_mut()
        {
            view.restyle(&options::options().unwrap_or_default());
        }
        self.tell(Event::Restyled(LOOKS));
    }

    /// What a document of this widget is made of, whatever is on the screen.
    pub fn subject(&self) -> Result<Subject, Error> {
        let theme = match self.view.try_borrow() {
            Ok(view) => view.as_ref().map(|view| {
                self.build_frame(view);
                view.theme().clone()
            }),
            Err(_) => None,
        };
        let frame = self.picture.borrow().frame.clone();
        let (Some(theme), Some(frame)) = (theme, frame) else {
            let error = self.state.borrow().error().cloned();
            return Err(error.unwrap_or_else(nothing_shown));
        };
        let given = self.given.borrow();
        let title = given.config.as_ref().map(|config| config.title.clone());
        Ok(Subject {
            frame,
            title: title.unwrap_or_default(),
            theme,
            locale: given.attributes.locale.clone(),
            time_zone: given.time_zone().map(str::to_owned),
            messages: words_of_page(),
        })
    }

    pub(super) fn announce_load(&self) {
        self.announce_split();
        let state = self.state.borrow();
        let series = state.shown().map_or(0, series_count);
        let look = state.status().name();
        drop(state);
        self.host.tell_event(
            "events-stats-load",
            &[
                ("state", look.into()),
                ("series", convert::small_of(series).into()),
            ],
        );
    }

    pub(super) fn announce_series(&self) {
        let hidden: Array = self
            .state
            .borrow()
            .hidden()
            .iter()
            .map(|key| JsValue::from_str(key))
            .collect();
        self.host
            .tell_event("events-stats-series", &[("hidden", hidden.into())]);
    }

    fn build_frame(&self, view: &View) {
        let state = self.state.borrow();
        let given = self.given.borrow();
        let mut picture = self.picture.borrow_mut();
        let (Some(shown), Some(config)) = (state.shown(), given.config.as_ref()) else {
            picture.frame = None;
            return;
        };
        let range = given
            .scope
            .as_ref()
            .map_or_else(RangeChoice::default, |scope| scope.range);
        let answers: Vec<Option<&Decoded>> = shown
            .queries
            .iter()
            .map(|query| query.answer.as_deref())
            .collect();
        let earlier: Vec<QueryComparison> = shown.queries.iter().map(compared).collect();
        let org = self.organization(&given);
        let remembered = org.map(string_index::slots);
        let frame = frame::build(&FrameInput {
            config,
            answers: &answers,
            earlier: &earlier,
            range: range_shown(shown, range),
            now: shown.loaded_at_ms.div_euclid(1_000),
            hidden: state.hidden(),
            earlier_shown: state.earlier_shown(),
            palette: &view.theme().palette,
            slots: remembered.as_deref().unwrap_or(&picture.slots),
            rank: state.rank(),
            messages: &words_of_page(),
        });
        match org {
            Some(org) => self.remember_colors(org, &frame),
            None => {
                let drawn = frame.slots().map(|(key, slot)| (key.to_owned(), slot));
                picture.slots.extend(drawn);
            }
        }
        picture.frame = Some(Rc::new(frame));
    }

    fn show(&self, view: &mut View, level: Dirty) -> Result<bool, Error> {
        let state = self.state.borrow();
        let given = self.given.borrow();
        let picture = self.picture.borrow();
        let options = options::options().unwrap_or_default();
        let text = status_text::of(&state, &options.messages, server_clock::monotonic_ms());
        let locale = given.attributes.locale.as_deref();
        let time_zone = given.time_zone();
        let next_try = next_try(&state, locale, time_zone);
        let notes = given.notes(&state, &options.messages);
        let refused = state
            .shown()
            .map(|shown| notes::no_comparison(shown, &options.messages));
        let refused = refused.unwrap_or_default();
        let frame = picture.frame.as_ref();
        let model = ViewModel {
            title: given.config.as_ref().map_or("", |config| &config.title),
            status: status(&state, &text, &next_try),
            notes: &notes,
            decision: given.choosable(&state),
            against: given.against(&state, &refused, frame),
            frame,
            mark: state.crosshair(),
            locale,
            time_zone,
            painter: options.painter,
            messages: &options.messages,
        };
        view.show(&model, level)
    }
}

impl Given {
    pub(super) fn notes(&self, state: &State, messages: &Messages) -> Vec<String> {
        let shown = state.shown().zip(self.config.as_deref());
        let of_data = shown.map(|(shown, config)| notes::of(shown, config, messages));
        let of_attributes = self.attributes.notes.iter().chain(&self.not_saved).cloned();
        of_attributes.chain(of_data.unwrap_or_default()).collect()
    }

    /// What the chart is compared with, where there is one; an answer given by the page was
    /// asked for nowhere.
    fn against<'a>(
        &self,
        state: &State,
        refused: &'a [String],
        frame: Option<&Rc<Frame>>,
    ) -> Option<Against<'a>> {
        let is_asked = self.scope.is_some() && state.status() != WidgetStatus::Error;
        if !is_asked {
            return None;
        }
        let compared = |shown: &Snapshot| {
            let mut queries = shown.queries.iter();
            queries.find_map(|query| query.comparison.as_ref()?.earlier)
        };
        Some(Against {
            offset: self.attributes.compare?,
            earlier: state.shown().and_then(compared),
            refused,
            can_rank: frame.is_some_and(|frame| frame.can_sort_by_change()),
            rank: state.rank(),
            now: globals::now_secs(),
        })
    }

    /// The decision of the split, where the viewer may make another one.
    fn choosable<'a>(&self, state: &'a State) -> Option<&'a Decision> {
        self.config
            .as_deref()
            .filter(|config| is_choosable(config))?;
        // What a page or an earlier instance gave has no side until it is asked for.
        let shown = state.shown().filter(|_| self.scope.is_some())?;
        // A chart that is there before all answers are is about to be decided.
        let is_undecided = state.phase() != Phase::Pending || state.status() == WidgetStatus::Stale;
        let undecided = is_undecided.then_some(&UNDECIDED);
        shown.decision.as_ref().or(undecided)
    }
}

fn status<'a>(state: &State, status: &'a StatusText, next_try: &'a str) -> Status<'a> {
    let has_failed = !status.detail.is_empty();
    match state.status() {
        WidgetStatus::Idle => Status::Idle,
        WidgetStatus::Loading => Status::Loading,
        WidgetStatus::Ready if !has_failed => Status::Ready,
        WidgetStatus::Empty if !has_failed => Status::Empty,
        WidgetStatus::Ready | WidgetStatus::Stale | WidgetStatus::Empty => Status::Stale {
            why: &status.detail,
            next_try,
            can_retry: status.can_retry && has_failed,
        },
        WidgetStatus::Error => Status::Failed {
            what: &status.title,
            why: &status.detail,
            can_retry: status.can_retry,
        },
    }
}

/// When it is tried again, as a clock time in the viewer's language and zone.
fn next_try(state: &State, locale: Option<&str>, time_zone: Option<&str>) -> String {
    let (Some(at_ms), Some(_)) = (state.next_try_ms(), state.error()) else {
        return String::new();
    };
    let at_ms = server_clock::now_ms() + at_ms - server_clock::monotonic_ms();
    let options = js_sys::Object::new();
    let mut parts = vec![
        ("hour", "numeric"),
        ("minute", "2-digit"),
        ("second", "2-digit"),
    ];
    parts.extend(time_zone.map(|zone| ("timeZone", zone)));
    for (name, value) in parts {
        drop(Reflect::set(&options, &name.into(), &value.into()));
    }
    let locales = locale.map_or(JsValue::UNDEFINED, JsValue::from_str);
    // A wrong language or zone throws; the words do without the time then.
    let arguments = Array::of2(&locales, &options);
    globals::date(at_ms as f64)
        .and_then(|date| globals::call(&date, "toLocaleTimeString", &arguments)?.as_string())
        .unwrap_or_default()
}

fn compared(query: &QuerySnapshot) -> QueryComparison<'_> {
    match &query.comparison {
        Some(comparison) if !comparison.rows.is_empty() => QueryComparison::Rows(&comparison.rows),
        Some(comparison) if !comparison.series.is_empty() => {
            QueryComparison::Series(&comparison.series)
        }
        _ => QueryComparison::None,
    }
}

/// What was asked for; an answer given by the page says itself what it covers.
fn range_shown(shown: &Snapshot, asked: RangeChoice) -> TimeRange {
    let first = shown.answers().next().map(|answer| &answer.set);
    let own = first.and_then(|set| TimeRange::new(set.start?, set.end?).ok());
    match (asked, own) {
        (RangeChoice::Last(_), Some(own)) => own,
        _ => asked.at(shown.started_at),
    }
}

fn words_of_page() -> Rc<Messages> {
    options::options().unwrap_or_default().messages.clone()
}

fn nothing_shown() -> Error {
    ErrorKind::Paint {
        detail: "there is no data yet".to_owned(),
    }
    .into()
}

fn series_count(shown: &Snapshot) -> usize {
    shown.answers().map(|answer| answer.set.series.len()).sum()
}

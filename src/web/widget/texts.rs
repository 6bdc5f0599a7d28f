//! The texts of a widget's view: made when something is painted, not when the pointer moves.

use super::Widget;
use crate::decision::Decision;
use crate::decision::explanation::UNDECIDED;
use crate::error::Error;
use crate::frame::Frame;
use crate::messages::Messages;
use crate::run::split::is_choosable;
use crate::state::loading_text::LoadingText;
use crate::state::notes;
use crate::state::status_text::{self, StatusText};
use crate::state::{Phase, Snapshot, State, WidgetStatus};
use crate::time::{RangeChoice, TimeRange};
use crate::web::browser::intl;
use crate::web::late;
use crate::web::net::server_clock;
use crate::web::view::{ChartModel, Comparison, Status, TextModel, View};
use std::rc::Rc;

impl Widget {
    pub(super) fn show_texts(
        &self,
        view: &mut View,
        state: &State,
        chart: &ChartModel<'_>,
    ) -> Result<(), Error> {
        let messages = chart.messages;
        let text = status_text::of(state, messages, server_clock::monotonic_ms());
        let next_try = next_try(state, chart.locale, chart.time_zone);
        let loading = self.loading_text(state, chart);
        let refused = state
            .shown()
            .map(|shown| notes::no_comparison(shown, messages));
        let refused = refused.unwrap_or_default();
        let resolved = self.resolved.borrow();
        let unread = match resolved.config {
            Some(_) => String::new(),
            None => self.unread_title(),
        };
        let title = resolved.config.as_ref().map_or(&unread, |it| &it.title);
        let plain = chart.frame.map(|frame| frame.on_plain_axis());
        let plain = plain.and_then(|names| notes::on_plain_axis(names, messages));
        let mut notes = self.notes(state, messages);
        notes.extend(plain);
        let texts = TextModel {
            is_asked: self.is_asked(),
            wider: &self.wider_in_words(state, messages),
            title,
            description: resolved.config.as_ref().map_or("", |it| &it.description),
            has_legend_rows: resolved
                .config
                .as_ref()
                .is_some_and(|it| it.has_legend_rows),
            status: status(state, &text, &next_try, &loading),
            notes: &notes,
            zoom: (self.zoom(), server_clock::now_secs()),
            decision: self.choosable(state),
            comparison: self.comparison(state, &refused, chart.frame),
        };
        view.show_texts(&texts, chart)
    }

    /// What is not whole, in sentences.
    pub(super) fn notes(&self, state: &State, messages: &Messages) -> Vec<String> {
        let given = self.given.borrow();
        let resolved = self.resolved.borrow();
        let decisions = self.decisions.borrow();
        let shown = state.shown().zip(resolved.config.as_deref());
        let mut all = given.inputs.attributes.notes.clone();
        all.extend_from_slice(decisions.not_saved.as_slice());
        all.extend_from_slice(&self.lacks.borrow());
        for kind in self.marks.borrow().iter() {
            all.extend_from_slice(kind.fault.as_slice());
        }
        if let Some((shown, config)) = shown {
            all.append(&mut notes::of(shown, config, messages));
        }
        all
    }

    /// An answer given by the page was asked for nowhere.
    fn is_asked(&self) -> bool {
        self.resolved.borrow().scope.is_some()
    }

    /// What the viewer has zoomed into.
    fn zoom(&self) -> Option<TimeRange> {
        let is_zoomed = self.given.borrow().inputs.attributes.is_zoomed;
        let resolved = self.resolved.borrow();
        match resolved.scope.as_ref()?.range {
            RangeChoice::Fixed(range) if is_zoomed => Some(range),
            _ => None,
        }
    }

    /// What the chart is compared with, where there is one. An answer given by the page was
    /// asked for nowhere, and may have an earlier period all the same.
    fn comparison<'a>(
        &self,
        state: &State,
        refused: &'a [String],
        frame: Option<&Rc<Frame>>,
    ) -> Option<Comparison<'a>> {
        let given = frame.filter(|_| !self.is_asked());
        let given = given.filter(|frame| frame.series.iter().any(|one| one.earlier.is_some()));
        let is_known = self.is_asked() || given.is_some();
        if !is_known || state.status() == WidgetStatus::Error || !late::is_here() {
            return None;
        }
        Some(Comparison {
            offset: self.given.borrow().inputs.attributes.compare?,
            earlier: state.shown().and_then(Snapshot::earlier),
            given: given.map(|frame| frame.range),
            refused,
            can_rank: frame.is_some_and(|frame| frame.can_sort_by_change()),
            rank: state.rank(),
            now: server_clock::now_secs(),
        })
    }

    /// The decision of the split, where the viewer may make another one.
    fn choosable<'a>(&self, state: &'a State) -> Option<&'a Decision> {
        self.resolved
            .borrow()
            .config
            .as_deref()
            .filter(|config| is_choosable(config))?;
        // What a page or an earlier instance gave has no side until it is asked for.
        let shown = state.shown().filter(|_| self.is_asked())?;
        // A chart that is there before all answers are is about to be decided.
        let is_undecided = state.phase() != Phase::Pending || state.status() == WidgetStatus::Stale;
        let undecided = is_undecided.then_some(&UNDECIDED);
        shown.decision.as_ref().or(undecided)
    }
}

fn status<'a>(
    state: &State,
    text: &'a StatusText,
    next_try: &'a str,
    loading: &'a LoadingText,
) -> Status<'a> {
    let has_failed = !text.detail.is_empty();
    match state.status() {
        WidgetStatus::Idle => Status::Idle,
        WidgetStatus::Loading => Status::Loading {
            since: &loading.since,
            queries: &loading.queries,
        },
        WidgetStatus::Ready if !has_failed => Status::Ready,
        WidgetStatus::Empty if !has_failed => Status::Empty,
        WidgetStatus::Ready | WidgetStatus::Stale | WidgetStatus::Empty => Status::Stale {
            why: &text.detail,
            next_try,
            can_retry: text.can_retry && has_failed,
            is_passing: !has_failed || (state.error().is_none() && !text.can_retry),
        },
        WidgetStatus::Error => Status::Failed {
            what: &text.title,
            why: &text.detail,
            can_retry: text.can_retry,
        },
    }
}

/// When it is tried again, as a clock time in the viewer's language and zone.
fn next_try(state: &State, locale: Option<&str>, time_zone: Option<&str>) -> String {
    let (Some(at_ms), Some(_)) = (state.next_try_ms(), state.error()) else {
        return String::new();
    };
    let at_ms = server_clock::now_ms() + at_ms - server_clock::monotonic_ms();
    intl::clock_time(at_ms as f64, locale, time_zone)
}

//! From what `state` shows to the view: the frame, the messages, the announcements.

use super::Widget;
use crate::convert;
use crate::decode::Decoded;
use crate::error::{Error, ErrorKind};
use crate::event_details::{LoadDetail, SeriesDetail};
use crate::frame::{self, Frame, FrameInput, QueryComparison};
use crate::hit;
use crate::messages::Messages;
use crate::state::{Crosshair, Dirty, Event, QuerySnapshot, Snapshot};
use crate::time::{RangeChoice, TimeRange};
use crate::web::documents::Subject;
use crate::web::js_value::to_js;
use crate::web::late;
use crate::web::page::options;
use crate::web::view::{ChartModel, View};
use std::rc::Rc;

/// The chart as built last.
#[derive(Default)]
pub(super) struct BuiltFrame {
    pub(super) frame: Option<Rc<Frame>>,
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
            let pinned = self.pinned_moment();
            self.build_frame(view);
            self.pin_moment(pinned);
        }
        let outcome = self.show(view, level);
        self.history.drawn();
        match outcome {
            Ok(drawn) => {
                if level == Dirty::Data {
                    self.describe_soon(view);
                }
                drawn
            }
            Err(error) => {
                self.host.dispatch_error(&error);
                true
            }
        }
    }

    /// For a screen reader, which comes to it after the first picture.
    fn describe_soon(&self, view: &View) {
        if late::is_here() {
            self.describe(view);
        } else if !self.is_to_describe.replace(true) {
            let describe = self.callback(|widget, ()| {
                widget.with_view(|view| widget.describe(view));
            });
            late::when_here(Box::new(move || describe(())));
        }
    }

    fn describe(&self, view: &View) {
        if let Some(frame) = &self.built.borrow().frame {
            view.describe(frame);
        }
    }

    /// When the bucket begins whose tooltip stays.
    fn pinned_moment(&self) -> Option<i64> {
        let crosshair = self.state.borrow().crosshair();
        let bucket = crosshair.bucket.filter(|_| crosshair.is_pinned)?;
        let built = self.built.borrow();
        Some(built.frame.as_ref()?.bucket_range(bucket)?.start)
    }

    /// Newer data has other buckets: what is pinned stays at its moment, or goes with it.
    fn pin_moment(&self, moment_secs: Option<i64>) {
        let Some(moment_secs) = moment_secs else {
            return;
        };
        let bucket = {
            let built = self.built.borrow();
            let frame = built.frame.as_deref();
            frame.and_then(|frame| hit::bucket_of_time(frame, moment_secs))
        };
        if bucket != self.state.borrow().crosshair().bucket {
            self.dispatch(Event::Pinned(bucket));
        }
    }

    /// Moves the crosshair of what is drawn.
    pub(super) fn mark(&self, crosshair: Crosshair) {
        let marked = match self.view.try_borrow_mut() {
            Ok(mut view) => view.as_mut().map(|view| view.mark(crosshair)),
            Err(_) => None,
        };
        if let Some(Err(error)) = marked {
            self.host.dispatch_error(&error);
        }
    }

    /// The data as a table in the chart's place, or the chart again.
    pub(super) fn toggle_table(&self) {
        let toggle = self.callback(|widget: &Widget, ()| {
            if let Ok(mut view) = widget.view.try_borrow_mut()
                && let Some(view) = view.as_mut()
            {
                view.toggle_table();
            }
            widget.dispatch(Event::Restyled(Dirty::Layout));
        });
        late::soon(Box::new(move || toggle(())));
    }

    /// Reads the page's styles anew and draws with them.
    pub(super) fn restyle(&self) {
        if let Ok(mut view) = self.view.try_borrow_mut()
            && let Some(view) = view.as_mut()
        {
            view.restyle(&options::usable());
        }
        self.dispatch(Event::Restyled(Dirty::Data));
    }

    /// What a document of this widget is made of, whatever is on the screen.
    pub fn subject(&self) -> Result<Subject, Error> {
        let theme = self.with_view(|view| {
            self.build_frame(view);
            view.theme().clone()
        });
        let frame = self.built.borrow().frame.clone();
        let (Some(theme), Some(frame)) = (theme, frame) else {
            let error = self.state.borrow().error().cloned();
            return Err(error.unwrap_or_else(nothing_shown));
        };
        let inputs = &self.given.borrow().inputs;
        let resolved = self.resolved.borrow();
        let title = resolved.config.as_ref().map(|config| config.title.clone());
        let time_zone = inputs.time_zone(resolved.scope.as_ref());
        Ok(Subject {
            frame,
            title: title.unwrap_or_default(),
            theme,
            locale: inputs.attributes.locale.clone(),
            time_zone: time_zone.map(str::to_owned),
            messages: page_messages(),
        })
    }

    pub(super) fn announce_load(&self) {
        self.announce_split();
        let state = self.state.borrow();
        let series = state.shown().map_or(0, series_count);
        let look = state.status().name();
        drop(state);
        let detail = LoadDetail {
            state: look,
            series: convert::small_of(series),
        };
        self.host
            .dispatch_event("events-stats-load", &to_js(&detail));
    }

    pub(super) fn announce_series(&self) {
        let detail = {
            let state = self.state.borrow();
            let hidden = state.hidden().iter().map(String::as_str).collect();
            to_js(&SeriesDetail { hidden })
        };
        self.host.dispatch_event("events-stats-series", &detail);
    }

    fn build_frame(&self, view: &View) {
        let state = self.state.borrow();
        let resolved = self.resolved.borrow();
        let mut built = self.built.borrow_mut();
        let (Some(shown), Some(config)) = (state.shown(), resolved.config.as_ref()) else {
            built.frame = None;
            return;
        };
        let range = resolved
            .scope
            .as_ref()
            .map_or_else(RangeChoice::default, |scope| scope.range);
        let organization = self.organization();
        let axis_range = self.given.borrow().inputs.attributes.axis_range;
        let answers: Vec<Option<&Decoded>> = shown
            .queries
            .iter()
            .map(|query| query.answer.as_deref())
            .collect();
        let earlier: Vec<QueryComparison> = shown.queries.iter().map(compared).collect();
        let options = options::usable();
        let of_servers = self.marks.borrow();
        let marks = of_servers.each_ref().map(|kind| &kind.marks);
        let frame = frame::build(&FrameInput {
            config,
            answers: &answers,
            earlier: &earlier,
            sparkline: shown
                .queries
                .iter()
                .find_map(|query| query.sparkline.as_deref()),
            range: range_shown(shown, range),
            requested: resolved.scope.as_ref().map(|_| range.at(shown.started_at)),
            now: shown.loaded_at_ms.div_euclid(1_000),
            hidden: state.hidden(),
            earlier_shown: state.earlier_shown(),
            axis_range: axis_range.unwrap_or(config.axis_range),
            annotations: &options.annotations,
            marks: &marks,
            palette: &view.theme().palette,
            organization: &organization,
            rank: state.rank(),
            messages: &options.messages,
        });
        built.frame = Some(Rc::new(frame));
    }

    fn show(&self, view: &mut View, level: Dirty) -> Result<bool, Error> {
        let state = self.state.borrow();
        let inputs = &self.given.borrow().inputs;
        let resolved = self.resolved.borrow();
        let built = self.built.borrow();
        let options = options::usable();
        let chart = ChartModel {
            frame: built.frame.as_ref(),
            earlier: state.shown().and_then(Snapshot::earlier),
            crosshair: state.crosshair(),
            has_group_tooltip: inputs.attributes.group_tooltip,
            has_legend_table: inputs.attributes.has_legend_table,
            locale: inputs.attributes.locale.as_deref(),
            time_zone: inputs.time_zone(resolved.scope.as_ref()),
            painter: options.painter,
            messages: &options.messages,
        };
        self.show_texts(view, &state, &chart)?;
        view.show(&chart, level)
    }
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

fn page_messages() -> Rc<Messages> {
    options::usable().messages.clone()
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

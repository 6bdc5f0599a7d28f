//! What a widget records of itself: the viewer's actions, its refreshes, its coming and going.

use super::Widget;
use crate::metrics::{Operation, Recorder};
use crate::state::Effect;
use crate::web::late;
use crate::web::metrics::record_for;
use crate::web::net::url;
use crate::web::page::options;
use crate::web::recorder::{Stopwatch, metrics};
use crate::web::storage::string_index;
use crate::web::view::ViewEvent;
use std::cell::Cell;

/// Name of the widget in the metrics of loads and unloads.
const LIFECYCLE: &str = "widget";

/// How far a widget has come.
pub(super) struct Progress {
    made: Stopwatch,
    refresh: Cell<Option<Stopwatch>>,
    /// The viewer's action that began the refresh.
    command: Cell<Option<Action>>,
    has_loaded: Cell<bool>,
    /// Its number in the tag `widget`, once the late piece is here.
    number: Cell<Option<u64>>,
}

impl Default for Progress {
    fn default() -> Self {
        Self {
            made: Stopwatch::start(),
            refresh: Cell::default(),
            command: Cell::default(),
            has_loaded: Cell::default(),
            number: Cell::default(),
        }
    }
}

/// A viewer's action.
#[derive(Clone, Copy)]
struct Action {
    name: &'static str,
    kind: &'static str,
    watch: Stopwatch,
    error_type: Option<&'static str>,
}

/// A viewer's action under way; recorded when dropped, or where it asks for data, when those
/// are there or have failed.
pub(super) struct Command<'a> {
    widget: &'a Widget,
    action: Action,
}

impl Drop for Command<'_> {
    fn drop(&mut self) {
        let progress = &self.widget.progress;
        let asks = matches!(
            self.action.name,
            "retry" | "refresh" | "choose_dataset" | "decide_anew"
        );
        if asks && progress.refresh.get().is_some() {
            self.widget.end_command(Some("aborted"));
            progress.command.set(Some(self.action));
        } else {
            self.widget.record_command(self.action);
        }
    }
}

impl Widget {
    /// Measures what the viewer does. Moving the pointer, and what the page does by itself,
    /// is no action.
    pub(super) fn command(&self, event: &ViewEvent) -> Option<Command<'_>> {
        let mut error_type = None;
        let (name, kind) = match event {
            ViewEvent::Toggled(_) => ("toggle_series", "legend"),
            ViewEvent::Soloed { .. } => ("solo_series", "legend"),
            ViewEvent::EarlierToggled(_) => ("toggle_earlier", "legend"),
            ViewEvent::Ranked(_) => ("rank", "button"),
            ViewEvent::Selected(_) => ("select_range", "chart"),
            ViewEvent::Widened => ("select_range", "button"),
            ViewEvent::Retried => ("retry", "button"),
            ViewEvent::Refreshed => ("refresh", "menu"),
            ViewEvent::Inspected => ("inspect", "menu"),
            ViewEvent::ReportCopied { is_done } => {
                error_type = (!is_done).then_some("clipboard");
                ("copy_report", "menu")
            }
            ViewEvent::Exported { command, is_done } => {
                error_type = (!is_done).then_some("export");
                (*command, "menu")
            }
            ViewEvent::DatasetChosen(_) => ("choose_dataset", "head"),
            ViewEvent::DatasetDoubted => ("decide_anew", "head"),
            ViewEvent::TableToggled => ("toggle_table", "chart"),
            ViewEvent::LegendTurned => ("turn_legend", "menu"),
            ViewEvent::IntervalChosen(_) => ("choose_interval", "menu"),
            ViewEvent::Sorted => ("sort_rows", "table"),
            ViewEvent::Unselected => ("unselect_range", "chart"),
            _ => return None,
        };
        let action = Action {
            name,
            kind,
            watch: Stopwatch::start(),
            error_type,
        };
        Some(Command {
            widget: self,
            action,
        })
    }

    /// Follows refreshes by the effects that begin and end them.
    pub(super) fn follow(&self, effect: &Effect) {
        let refresh = &self.progress.refresh;
        match effect {
            Effect::Send { .. } | Effect::Configure { .. } => {
                let begun = refresh.get().unwrap_or_else(Stopwatch::start);
                refresh.set(Some(begun));
            }
            Effect::Abort => refresh.set(None),
            Effect::AnnounceLoad => self.refreshed(None),
            Effect::AnnounceError(error) => self.refreshed(Some(error.code())),
            _ => {}
        }
    }

    fn record_command(&self, action: Action) {
        let went = went(action.watch, action.error_type);
        self.record(|recorder| recorder.command(action.name, action.kind, went));
    }

    /// The action that waits for data has come to its end.
    fn end_command(&self, error_type: Option<&'static str>) {
        if let Some(action) = self.progress.command.take() {
            self.record_command(Action {
                error_type,
                ..action
            });
        }
    }

    /// The widget was set up anew.
    pub(super) fn record_reload(&self) {
        self.record(|recorder| recorder.lifecycle(LIFECYCLE, "reload", Operation::default()));
    }

    /// The widget leaves.
    pub(super) fn record_unload(&self) {
        self.end_command(Some("aborted"));
        self.record(|recorder| recorder.lifecycle(LIFECYCLE, "unload", Operation::default()));
    }

    fn refreshed(&self, error_type: Option<&'static str>) {
        let is_first = !self.progress.has_loaded.get();
        self.progress
            .has_loaded
            .set(!is_first || error_type.is_none());
        let watch = self.progress.refresh.take();
        self.end_command(error_type);
        self.record(|recorder| {
            if let Some(watch) = watch {
                let kind = if is_first { "first" } else { "repeat" };
                recorder.task("refresh", kind, went(watch, error_type));
            }
            if is_first {
                recorder.lifecycle(LIFECYCLE, "load", went(self.progress.made, error_type));
            }
        });
    }

    /// Finds the short number that tells this widget apart in metrics, here and on every page
    /// that shows it. Nothing waits for it; until it is there the tag is left out.
    pub(super) fn find_number(&self) {
        let itself = self.weak_self.clone();
        late::when_here(Box::new(move || {
            if let Some(widget) = itself.upgrade() {
                widget.progress.number.set(widget.number_of_id());
            }
        }));
    }

    fn number_of_id(&self) -> Option<u64> {
        let inputs = &self.given.borrow().inputs;
        let id = inputs.attributes.widget_id.as_deref()?;
        let options = options::options().ok()?;
        let api = url::address(inputs.base_url(&options), "", &[]).ok()?;
        string_index::id_of(&api, &self.organization(), &format!("widget/{id}"))
    }

    /// The value of the tag `widget`.
    pub(super) fn number(&self) -> Option<String> {
        self.progress.number.get().map(|number| number.to_string())
    }

    fn record(&self, work: impl FnOnce(&Recorder)) {
        let number = self.number();
        let _scope = number
            .as_deref()
            .map(|number| metrics().scope(&[("widget", number)]));
        record_for(&self.host, work);
    }
}

fn went(watch: Stopwatch, error_type: Option<&'static str>) -> Operation<'static> {
    Operation {
        error_type,
        ..watch.succeeded()
    }
}

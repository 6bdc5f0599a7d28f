//! The shadow DOM of one widget: title, canvases, legend, tooltip, messages.
//!
//! It shows what it is given and reports what the viewer does; what follows from that
//! is `state`'s to decide.

mod about;
mod change;
mod chip;
mod choice;
mod comparison_panel;
mod data_table;
mod dataset;
mod entries;
mod event;
mod head;
mod inspector;
mod labels;
mod legend;
mod legend_table;
mod menu;
mod menu_items;
mod model;
mod notes;
mod notice;
mod number;
mod on_demand;
mod panel;
mod plot;
mod pointer;
mod series_line;
mod skeleton;
mod sort;
mod sparkline;
mod status;
mod table;
mod theme;
mod tooltip;
mod watches;
mod zoom;

pub use comparison_panel::Comparison;
pub use event::{Target, ViewEvent, ViewListener};
pub use menu::IntervalChoice;
pub use model::{ChartModel, TextModel};
pub use status::Status;

use crate::config::Options;
use crate::error::Error;
use crate::format::Labels;
use crate::frame::{ChartKind, Frame, FrameContent};
use crate::hit;
use crate::inspector::Report;
use crate::layout::Size;
use crate::state::{Crosshair, Dirty};
use crate::theme::Theme;
use crate::web::browser::dom;
use crate::web::browser::observers::ContentSize;
use crate::web::late;
use data_table::{DataTable, TABLE_MARK, TableView};
use head::Head;
use labels::LabelsFor;
use legend::Legend;
use notice::Notice;
use number::NumberBox;
use on_demand::OnDemand;
use plot::{Brush, Plot};
use pointer::Pointers;
use skeleton::Skeleton;
use sparkline::Sparkline;
use status::Message;
use std::cell::Cell;
use std::rc::Rc;
use table::TableBox;
use theme::ThemeReader;
use wasm_bindgen::JsCast;
use watches::Watches;
use web_sys::{Element, HtmlElement, ShadowRoot};

/// Least resolution on paper, in device pixels a CSS pixel.
const PRINT_DPR: f64 = 2.0;

/// The shadow DOM of one widget. Dropping it gives everything back.
pub struct View {
    root: HtmlElement,
    head: Head,
    notice: Notice,
    /// Holds the chart, the table, the number and the message, one over the other.
    body: HtmlElement,
    plot: Plot,
    table: OnDemand<TableBox>,
    data: OnDemand<DataTable>,
    table_view: TableView,
    number: OnDemand<NumberBox>,
    message: OnDemand<Message>,
    legend: Legend,
    sparkline: Sparkline,
    on_event: ViewListener,
    reader: ThemeReader,
    theme: Theme,
    size: Rc<Cell<Option<ContentSize>>>,
    labels: Option<LabelsFor>,
    /// The box on paper, while the page is printed.
    printed: Option<ContentSize>,
    _watches: Watches,
    _pointers: Pointers,
}

impl View {
    /// Builds the shadow DOM below `shadow`, which holds nothing of ours yet.
    pub fn new(
        shadow: &ShadowRoot,
        on_event: ViewListener,
        options: &Options,
    ) -> Result<Self, Error> {
        let parts = Skeleton::new()?;
        dom::append(shadow, &parts.root)?;
        let plot = Plot::new(&parts)?;
        let legend = Legend::new(&parts.legend, Rc::clone(&on_event));
        let reader = ThemeReader::new(&parts.readout);
        let size = Rc::new(Cell::new(None));
        let sparkline = Sparkline::new(&parts.root, &parts.body);
        let watched = (&parts.root, &parts.body);
        Ok(Self {
            theme: reader.read(options),
            head: Head::new(&parts, Rc::clone(&on_event))?,
            notice: Notice::new(&parts.notice, Rc::clone(&on_event))?,
            table: OnDemand::default(),
            data: OnDemand::default(),
            table_view: TableView::Off,
            number: OnDemand::default(),
            message: OnDemand::default(),
            reader,
            labels: None,
            printed: None,
            _watches: Watches::new(watched, &sparkline.is_low, &size, &on_event)?,
            sparkline,
            _pointers: Pointers::new(&plot, &legend, Rc::clone(&on_event))?,
            size,
            plot,
            legend,
            root: parts.root,
            body: parts.body,
            on_event,
        })
    }

    /// Colours, font and widths as the page's styles have them.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// Reads the page's styles and options anew.
    pub fn restyle(&mut self, options: &Options) {
        self.theme = self.reader.read(options);
        self.plot.forget_painted();
    }

    /// On paper it is light, sharper than most screens, and of the size that its box has there:
    /// no observer tells of that, so it is measured whenever this is called.
    pub fn set_printing(&mut self, is_printing: bool, options: &Options) {
        dom::toggle(&self.root, "data-printing", is_printing);
        self.printed = is_printing.then(|| self.measure());
        self.restyle(options);
    }

    /// The chart's box, or `None` while it has no area.
    pub fn size(&self) -> Option<Size> {
        let known = self.printed.or(self.size.get());
        let mut size = known.unwrap_or_else(|| self.measure());
        if size.height_dev == 0 && self.stands_in_a_line() {
            dom::toggle(&self.root, "data-inline", true);
            size = self.measure();
        }
        (size.width_dev > 0 && size.height_dev > 0).then(|| Size {
            width_css: size.width_css,
            height_css: size.height_css,
            dpr: self.resolution(size),
        })
    }

    /// The viewer looks into the inspector.
    pub fn is_inspected(&self) -> bool {
        self.head.inspector.is_open()
    }

    /// Fills the inspector.
    pub fn show_report(&self, report: Report) -> Result<(), Error> {
        self.head.inspector.show(report)
    }

    /// Offers widths of buckets in the open menu.
    pub fn offer_intervals(&self, choices: &[IntervalChoice]) {
        self.head.menu.offer_intervals(choices);
    }

    /// As a control of the page would: what a viewer chose is seen in the element's attributes, and
    /// can be taken back. `None` takes it away.
    pub fn choose(&self, attribute: &str, value: Option<&str>) {
        let Some(host) = self.host() else {
            return;
        };
        match value {
            Some(value) => dom::set(&host, attribute, value),
            None => dom::toggle(&host, attribute, false),
        }
    }

    fn resolution(&self, size: ContentSize) -> f64 {
        let of_screen = f64::from(size.width_dev) / size.width_css;
        match self.printed {
            Some(_) => of_screen.max(PRINT_DPR),
            None => of_screen,
        }
    }

    /// The data as a table in the chart's place, or the chart again; keys go there.
    pub fn toggle_table(&mut self) {
        self.table_view = match self.table_view {
            TableView::Off => TableView::Opens,
            TableView::Opens | TableView::On => TableView::Off,
        };
        dom::toggle(&self.root, TABLE_MARK, self.table_view != TableView::Off);
        if self.table_view == TableView::Off {
            self.plot.element.set_hidden(false);
            drop(self.plot.element.focus());
        }
    }

    /// Shows the chart from `level` on. False where there is no area to draw on.
    pub fn show(&mut self, model: &ChartModel<'_>, level: Dirty) -> Result<bool, Error> {
        LabelsFor::refresh(&mut self.labels, model);
        let chart = model.frame.filter(|frame| is_chart(frame));
        self.fit(chart)?;
        let is_table = self.table_view != TableView::Off;
        match chart.filter(|_| !is_table) {
            Some(frame) => self.show_chart(frame, model, level),
            None => {
                let is_replaced = chart.is_some() || model.frame.is_some_and(replaces_chart);
                self.plot.clear(is_replaced);
                Ok(true)
            }
        }
    }

    /// Shows all that is DOM: texts, legend, table, number.
    pub fn show_texts(
        &mut self,
        texts: &TextModel<'_>,
        chart: &ChartModel<'_>,
    ) -> Result<(), Error> {
        LabelsFor::refresh(&mut self.labels, chart);
        let Some(LabelsFor { labels, .. }) = &self.labels else {
            return Ok(());
        };
        dom::set(&self.root, "data-state", texts.status.name());
        self.head.show(texts, labels)?;
        self.notice.show(texts.status, chart.messages)?;
        dom::set(&self.plot.element, "aria-label", texts.title);
        let frame = chart.frame.map(Rc::as_ref);
        let number = frame.and_then(|frame| frame.big_number.as_ref());
        let table = frame.and_then(|frame| frame.table.as_ref());
        let table = table.filter(|table| !table.rows.is_empty());
        let status = match texts.status {
            // A number that is not there is a dash, not a message.
            Status::Empty if number.is_some() => Status::Ready,
            status => status,
        };
        let (body, on_event) = (&self.body, || Rc::clone(&self.on_event));
        let make = || Message::new(body, on_event());
        if let Some(message) = self.message.made_if(Message::is_for(status), make)? {
            message.show(status, frame, (texts.is_asked, texts.wider), labels)?;
        }
        let make = || TableBox::new(body, on_event());
        if let Some(shown) = self.table.made_if(table.is_some(), make)? {
            shown.show(table, texts.title, labels)?;
        }
        let data = chart.frame.filter(|frame| is_chart(frame));
        let data = data.filter(|_| self.table_view != TableView::Off);
        let make = || DataTable::new(body, on_event());
        if let Some(shown) = self.data.made_if(data.is_some(), make)? {
            shown.show(data, texts.title, labels)?;
            if self.table_view == TableView::Opens {
                self.table_view = TableView::On;
                shown.focus();
            }
        }
        let make = || NumberBox::new(body);
        if let Some(shown) = self.number.made_if(number.is_some(), make)? {
            shown.show(number, labels)?;
        }
        let is_compared = texts.comparison.is_some_and(|it| !it.is_refused());
        let is_compared = is_compared && chart.frame.is_some_and(is_chart);
        dom::toggle(self.legend.root(), "data-rows", texts.has_legend_rows);
        self.legend
            .show(frame, (is_compared, chart.has_legend_table), labels)
    }

    /// Follows the widget's height: a low one has other parts.
    fn fit(&mut self, chart: Option<&Rc<Frame>>) -> Result<(), Error> {
        let is_observed = self.size.get().is_some();
        if !is_observed && chart.is_some() {
            // The chart's own box is measured next anyway.
            self.sparkline.is_low.set(sparkline::is_low(&self.root));
        }
        let has_changed = self.sparkline.follows();
        if let (Some(chart), Some(kept)) = (chart, &self.labels) {
            self.sparkline.show(chart, &kept.labels)?;
        }
        if has_changed && is_observed {
            self.size.set(Some(self.measure()));
        }
        Ok(())
    }

    fn show_chart(
        &mut self,
        frame: &Rc<Frame>,
        model: &ChartModel<'_>,
        level: Dirty,
    ) -> Result<bool, Error> {
        let (Some(size), Some(LabelsFor { labels, .. })) = (self.size(), &self.labels) else {
            return Ok(false);
        };
        let brush = Brush {
            theme: &self.theme,
            labels,
            painter: model.painter,
        };
        let lays_out = level >= Dirty::Layout || !self.plot.has_picture();
        self.plot.has_group_tooltip = model.has_group_tooltip;
        self.plot.draw(frame, size, brush, lays_out)?;
        self.mark(model.crosshair)?;
        Ok(true)
    }

    /// Moves crosshair, marks and tooltip on what is drawn: all of that is in the late piece, and
    /// nobody has pointed at anything before it is here.
    pub fn mark(&mut self, crosshair: Crosshair) -> Result<(), Error> {
        match &self.labels {
            Some(kept) if late::is_here() => self.plot.mark(crosshair, &self.theme, &kept.labels),
            _ => Ok(()),
        }
    }

    /// The marked bucket, and the index of the series that is pointed at.
    pub fn marked(&self) -> Option<(usize, Option<usize>)> {
        self.plot.marked()
    }

    /// Offers to show the events of what is pinned.
    pub fn offer_events(&mut self) -> Result<(), Error> {
        match &self.labels {
            Some(kept) => self
                .plot
                .offer_events(kept.labels.messages(), &self.on_event),
            None => Ok(()),
        }
    }

    /// Tells a screen reader what the chart shows as a whole.
    pub fn describe(&self, frame: &Frame) {
        if let Some(kept) = &self.labels {
            let description = hit::description(frame, &kept.labels);
            dom::set(&self.plot.element, "aria-description", &description);
        }
    }

    /// A page that resets every element (`* { all: unset }`) makes the element a part of a
    /// line of text, where our styles for its box count for nothing.
    fn stands_in_a_line(&self) -> bool {
        self.host()
            .and_then(|host| web_sys::window()?.get_computed_style(&host).ok()?)
            .and_then(|style| style.get_property_value("display").ok())
            .is_some_and(|display| display == "inline")
    }

    fn host(&self) -> Option<Element> {
        let root = self.root.get_root_node().dyn_into::<ShadowRoot>();
        root.ok().map(|shadow| shadow.host())
    }

    fn measure(&self) -> ContentSize {
        ContentSize::measured(&self.body)
    }
}

impl Drop for View {
    fn drop(&mut self) {
        self.root.remove();
    }
}

fn is_chart(frame: &Rc<Frame>) -> bool {
    !matches!(frame.kind, ChartKind::BigNumber | ChartKind::Table)
        && frame.content == FrameContent::Data
}

/// Something other than a chart, or nothing, stands where the chart would.
fn replaces_chart(frame: &Rc<Frame>) -> bool {
    matches!(frame.kind, ChartKind::BigNumber | ChartKind::Table)
}

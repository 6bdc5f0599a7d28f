//! The shadow DOM of one widget: title, canvases, legend, tooltip, messages.
//!
//! It shows what it is given and reports what the viewer does; what follows from that
//! is `state`'s to decide.

mod legend;
mod pointer;
mod series_line;
mod status;
mod theme;
mod tooltip;

pub use status::Status;

use crate::config::Painter;
use crate::error::Error;
use crate::format::Labels;
use crate::frame::{ChartKind, Frame, FrameContent};
use crate::hit;
use crate::layout::{self, Layout, Size};
use crate::scene;
use crate::state::Dirty;
use crate::theme::Theme;
use crate::time::TimeRange;
use crate::web::canvas::Layers;
use crate::web::dom;
use crate::web::intl::IntlLabels;
use crate::web::metrics::stage;
use crate::web::observe::{ContentSize, MediaWatch, SizeWatch, VisibilityWatch};
use legend::Legend;
use pointer::Pointers;
use status::{Head, Message};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use theme::ThemeReader;
use tooltip::TooltipBox;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ShadowRoot};

/// What the viewer or the page did.
#[derive(Clone, Debug, PartialEq)]
pub enum ViewEvent {
    /// The box has another size or resolution.
    Resized,
    /// The pointer or the key focus is at this bucket, or at none.
    Hovered(Option<usize>),
    /// A legend entry was pressed.
    Toggled(String),
    /// A legend entry was pressed for itself alone; all keys of the legend beside it.
    Soloed {
        /// The entry.
        key: String,
        /// All entries.
        all: Vec<String>,
    },
    /// A stretch of time was dragged over.
    Selected(TimeRange),
    /// "Try again" was pressed.
    Retried,
    /// The page's colour scheme changed.
    Restyled,
    /// The widget came near the visible part of the page, or left it.
    Visible(bool),
}

/// Everything a view shows.
#[derive(Clone, Copy)]
pub struct ViewModel<'a> {
    /// Title.
    pub title: &'a str,
    /// What the widget says of itself.
    pub status: Status<'a>,
    /// The chart, where there is one.
    pub frame: Option<&'a Rc<Frame>>,
    /// The marked bucket.
    pub hover: Option<usize>,
    /// Language, BCP 47.
    pub locale: Option<&'a str>,
    /// IANA zone.
    pub time_zone: Option<&'a str>,
    /// How series are painted.
    pub painter: Painter,
}

/// The shadow DOM of one widget. Dropping it gives everything back.
pub struct View {
    root: HtmlElement,
    head: Head,
    chart: HtmlElement,
    message: Message,
    legend: Legend,
    tooltip: TooltipBox,
    reader: ThemeReader,
    theme: Theme,
    layers: Layers,
    size: Rc<Cell<Option<ContentSize>>>,
    labels: Option<LabelsFor>,
    picture: Rc<RefCell<Picture>>,
    _watches: Watches,
    _pointers: Pointers,
}

/// What the pointer is compared with: the picture as last drawn.
#[derive(Default)]
struct Picture {
    layout: Option<Layout>,
    frame: Option<Rc<Frame>>,
    /// Pointer in CSS pixels from the chart's corner; `None` while the mark is moved by keys.
    pointer: Option<(f64, f64)>,
    hover: Option<usize>,
    /// Where a drag began and where it is now.
    drag: Option<(f64, f64)>,
}

struct LabelsFor {
    range: TimeRange,
    locale: Option<String>,
    time_zone: Option<String>,
    labels: IntlLabels,
}

struct Watches {
    _size: SizeWatch,
    _visibility: VisibilityWatch,
    _media: Option<MediaWatch>,
}

impl View {
    /// Builds the shadow DOM below `shadow`, which holds nothing of ours yet.
    pub fn new(shadow: &ShadowRoot, on_event: Rc<dyn Fn(ViewEvent)>) -> Result<Self, Error> {
        let root = dom::create("section", "widget", "widget")?;
        let head = Head::new(&root)?;
        let chart = dom::create("div", "chart", "chart")?;
        dom::set(&chart, "tabindex", "0");
        dom::set(&chart, "role", "group");
        dom::set(&chart, "dir", "ltr");
        dom::append(&root, &chart)?;
        let layers = Layers::new(&chart)?;
        let message = Message::new(&chart)?;
        let legend = Legend::new(&root)?;
        let tooltip = TooltipBox::new(&root)?;
        let reader = ThemeReader::new(&root)?;
        dom::append(shadow, &root)?;
        let size = Rc::new(Cell::new(None));
        let picture = Rc::new(RefCell::new(Picture::default()));
        let watches = Watches::new(&chart, &size, &on_event)?;
        let pointers = Pointers::new(&chart, &legend, message.retry_button(), &picture, on_event)?;
        Ok(Self {
            theme: reader.read(),
            root,
            head,
            chart,
            message,
            legend,
            tooltip,
            reader,
            layers,
            size,
            labels: None,
            picture,
            _watches: watches,
            _pointers: pointers,
        })
    }

    /// Colours, font and widths as the page's styles have them.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// Reads the page's styles anew.
    pub fn restyle(&mut self) {
        self.theme = self.reader.read();
    }

    /// The chart's box, or `None` while it has no area.
    pub fn size(&self) -> Option<Size> {
        let mut size = self.size.get().unwrap_or_else(|| self.measure());
        if size.height_dev == 0 && self.stands_in_a_line() {
            dom::toggle(&self.root, "data-inline", true);
            size = self.measure();
        }
        (size.width_dev > 0 && size.height_dev > 0).then(|| Size {
            width_css: size.width_css,
            height_css: size.height_css,
            dpr: f64::from(size.width_dev) / size.width_css,
        })
    }

    /// Shows the model from `level` on. False where there is no area to draw on.
    pub fn show(&mut self, model: &ViewModel<'_>, level: Dirty) -> Result<bool, Error> {
        if level >= Dirty::Paint {
            self.show_words(model)?;
        }
        let Some(frame) = model.frame.filter(|frame| is_chart(frame)) else {
            self.layers.clear();
            self.tooltip.hide();
            *self.picture.borrow_mut() = Picture::default();
            return Ok(true);
        };
        let Some(size) = self.size() else {
            return Ok(false);
        };
        self.refresh_labels(frame.range, model);
        let missing = self.picture.borrow().layout.is_none();
        if level >= Dirty::Paint || missing {
            self.draw(
                frame,
                size,
                model.painter,
                level >= Dirty::Layout || missing,
            )?;
        }
        self.mark(frame, model.hover)?;
        Ok(true)
    }

    fn show_words(&mut self, model: &ViewModel<'_>) -> Result<(), Error> {
        dom::set(&self.root, "data-state", model.status.name());
        self.head.show(model.title, model.status);
        self.message.show(model.status);
        dom::set(&self.chart, "aria-label", model.title);
        self.refresh_labels(
            model
                .frame
                .map_or(TimeRange { start: 0, end: 1 }, |frame| frame.range),
            model,
        );
        if let Some(labels) = &self.labels {
            self.legend
                .show(model.frame.map(Rc::as_ref), labels.labels.numbers())?;
        }
        Ok(())
    }

    fn draw(
        &mut self,
        frame: &Rc<Frame>,
        size: Size,
        painter: Painter,
        lays_out: bool,
    ) -> Result<(), Error> {
        let Some(labels) = &self.labels else {
            return Ok(());
        };
        let mut picture = self.picture.borrow_mut();
        let kept = picture.layout.take().filter(|_| !lays_out);
        let layout = kept.unwrap_or_else(|| {
            let measure = self.layers.measure();
            stage("layout", || {
                layout::build(frame, size, &self.theme, measure, &labels.labels)
            })
        });
        stage("paint", || {
            let scene = scene::build(frame, &layout, &self.theme);
            self.layers.paint(&scene, painter)
        })?;
        picture.layout = Some(layout);
        picture.frame = Some(Rc::clone(frame));
        Ok(())
    }

    /// Crosshair, marks and tooltip.
    fn mark(&mut self, frame: &Frame, hover: Option<usize>) -> Result<(), Error> {
        let mut picture = self.picture.borrow_mut();
        picture.hover = hover;
        let (Some(layout), Some(labels)) = (&picture.layout, &self.labels) else {
            return Ok(());
        };
        let nearest = hover
            .zip(picture.pointer)
            .and_then(|(index, (_, y))| hit::series_at(frame, layout, index, y));
        let hover = scene::Hover {
            index: hover,
            nearest,
            drag: picture.drag,
        };
        let front = scene::front(frame, layout, &self.theme, hover);
        self.layers.paint_front(&front)?;
        let content = hover
            .index
            .filter(|_| picture.drag.is_none())
            .and_then(|index| hit::tooltip(frame, index, &labels.labels))
            .filter(|content| !content.rows.is_empty());
        match content {
            Some(content) => {
                let key = nearest
                    .and_then(|at| frame.series.get(at))
                    .map(|series| series.key.as_str());
                let place = self.place_of(layout, picture.pointer, content.index);
                self.tooltip.show(&content, key, place)
            }
            None => {
                self.tooltip.hide();
                Ok(())
            }
        }
    }

    /// Where the tooltip belongs, in the viewport: at the pointer, or above the marked bucket.
    fn place_of(&self, layout: &Layout, pointer: Option<(f64, f64)>, index: usize) -> (f64, f64) {
        let chart = self.chart.get_bounding_client_rect();
        let (x, y) = pointer.unwrap_or_else(|| {
            let x = layout.x_of_index(index).unwrap_or(layout.plot.x);
            (x, layout.plot.y + layout.plot.height / 3.0)
        });
        (chart.left() + x, chart.top() + y)
    }

    fn refresh_labels(&mut self, range: TimeRange, model: &ViewModel<'_>) {
        let fits = self.labels.as_ref().is_some_and(|kept| {
            kept.range == range
                && kept.locale.as_deref() == model.locale
                && kept.time_zone.as_deref() == model.time_zone
        });
        if !fits {
            self.labels = Some(LabelsFor {
                range,
                locale: model.locale.map(str::to_owned),
                time_zone: model.time_zone.map(str::to_owned),
                labels: IntlLabels::new(range, model.locale, model.time_zone),
            });
        }
    }

    /// A page that resets every element (`* { all: unset }`) makes the element a part of a
    /// line of text, where our styles for its box count for nothing.
    fn stands_in_a_line(&self) -> bool {
        let host = self.root.get_root_node().dyn_into::<ShadowRoot>();
        host.ok()
            .and_then(|shadow| web_sys::window()?.get_computed_style(&shadow.host()).ok()?)
            .and_then(|style| style.get_property_value("display").ok())
            .is_some_and(|display| display == "inline")
    }

    fn measure(&self) -> ContentSize {
        ContentSize::measured(&self.chart)
    }
}

impl Drop for View {
    fn drop(&mut self) {
        self.tooltip.hide();
        self.root.remove();
    }
}

impl Watches {
    fn new(
        chart: &HtmlElement,
        size: &Rc<Cell<Option<ContentSize>>>,
        on_event: &Rc<dyn Fn(ViewEvent)>,
    ) -> Result<Self, Error> {
        let (size, resized) = (Rc::clone(size), Rc::clone(on_event));
        let (seen, restyled) = (Rc::clone(on_event), Rc::clone(on_event));
        Ok(Self {
            _size: SizeWatch::new(chart, move |now| {
                if size.replace(Some(now)) != Some(now) {
                    resized(ViewEvent::Resized);
                }
            })?,
            _visibility: VisibilityWatch::new(chart, move |is_near| {
                seen(ViewEvent::Visible(is_near));
            })?,
            _media: MediaWatch::new("(prefers-color-scheme: dark)", move || {
                restyled(ViewEvent::Restyled);
            })?,
        })
    }
}

fn is_chart(frame: &Frame) -> bool {
    matches!(
        frame.kind,
        ChartKind::Line | ChartKind::Area | ChartKind::Bar
    ) && frame.content == FrameContent::Data
}

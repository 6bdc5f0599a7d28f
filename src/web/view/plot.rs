//! The chart proper: canvases, what the pointer is compared with, the tooltip beside it.

use super::ViewListener;
use super::chip::Chip;
use super::on_demand::OnDemand;
use super::skeleton::Skeleton;
use super::tooltip::{self, TooltipBox};
use crate::config::PainterOption;
use crate::error::Error;
use crate::format::Labels;
use crate::frame::Frame;
use crate::hit::{self, Beside, TooltipForm, Viewport};
use crate::interaction::{KeyMark, Pointer};
use crate::layout::{self, Layout, Size};
use crate::messages::Messages;
use crate::scene;
use crate::state::Crosshair;
use crate::theme::Theme;
use crate::web::browser::dom::{self, TextPart};
use crate::web::canvas::Layers;
use crate::web::recorder::stage;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::HtmlElement;

/// What the pointer is compared with: the picture as last drawn.
#[derive(Default)]
pub(super) struct Picture {
    pub layout: Option<Layout>,
    pub frame: Option<Rc<Frame>>,
    pub pointer: Pointer,
    pub keys: KeyMark,
    pub hover: Option<usize>,
    /// Key of the series whose legend entry is pointed at.
    pub pointed_entry: Option<String>,
    /// Index of the series that is pointed at.
    pub nearest: Cell<Option<usize>>,
}

impl Picture {
    /// The series that stands before the others: that of the legend entry, the line that the
    /// pointer is at, or what keys have marked.
    #[inline(never)]
    fn emphasized(&self, bucket: Option<usize>) -> Option<usize> {
        let (frame, layout) = (self.frame.as_deref()?, self.layout.as_ref()?);
        if let Some(key) = &self.pointed_entry {
            return frame.series.iter().position(|series| series.key == *key);
        }
        let bucket = bucket.filter(|_| self.pointer.drag().is_none())?;
        match self.pointer.place() {
            Some((_, y)) => hit::line_at(frame, layout, bucket, y),
            None => self.keys.series(frame),
        }
    }
}

/// How a frame is drawn.
#[derive(Clone, Copy)]
pub(super) struct Brush<'a> {
    pub theme: &'a Theme,
    pub labels: &'a dyn Labels,
    pub painter: PainterOption,
}

pub(super) struct Plot {
    pub element: HtmlElement,
    pub picture: Rc<RefCell<Picture>>,
    layers: Layers,
    /// What holds the tooltip, made when there is something to point at.
    root: HtmlElement,
    tooltip: Option<TooltipBox>,
    /// Says to a screen reader what the tooltip shows; heard only where it was there before.
    readout: TextPart,
    chip: OnDemand<Chip>,
    /// Index of the series that is painted before the others.
    emphasized: Option<usize>,
    /// It has a whole tooltip where another chart of its group is pointed at.
    pub has_group_tooltip: bool,
}

impl Plot {
    pub(super) fn new(parts: &Skeleton) -> Result<Self, Error> {
        Ok(Self {
            layers: Layers::new(&parts.chart)?,
            root: parts.root.clone(),
            tooltip: None,
            readout: TextPart::new(parts.readout.clone()),
            picture: Rc::default(),
            chip: OnDemand::default(),
            emphasized: None,
            has_group_tooltip: false,
            element: parts.chart.clone(),
        })
    }

    /// Takes the picture away, and where something else stands in its place the chart, too.
    pub(super) fn clear(&mut self, is_replaced: bool) {
        self.element.set_hidden(is_replaced);
        self.layers.clear();
        self.hide_tooltip();
        if let Ok(Some(chip)) = self.chip.made_if(false, || Chip::new(&self.element)) {
            chip.hide();
        }
        self.emphasized = None;
        *self.picture.borrow_mut() = Picture::default();
    }

    /// Paints everything next time, whatever the canvases are thought to show.
    pub(super) fn forget_painted(&mut self) {
        self.layers.forget_painted();
    }

    pub(super) fn has_picture(&self) -> bool {
        self.picture.borrow().layout.is_some()
    }

    pub(super) fn draw(
        &mut self,
        frame: &Rc<Frame>,
        size: Size,
        brush: Brush<'_>,
        lays_out: bool,
    ) -> Result<(), Error> {
        self.element.set_hidden(false);
        let mut picture = self.picture.borrow_mut();
        let kept = picture.layout.take().filter(|_| !lays_out);
        let layout = kept.unwrap_or_else(|| {
            let measure = self.layers.measure();
            stage("layout", || {
                layout::build(frame, size, brush.theme, measure, brush.labels)
            })
        });
        stage("paint", || {
            let scene = scene::build(frame, &layout, brush.theme);
            self.layers.paint(&scene, brush.painter)
        })?;
        picture.layout = Some(layout);
        picture.frame = Some(Rc::clone(frame));
        // It was painted over another picture.
        if self.emphasized.take().is_some() {
            self.layers.paint_emphasis(None)?;
        }
        Ok(())
    }

    /// Lets the others recede behind a series that is pointed at.
    #[inline(never)]
    fn emphasize(&mut self, series: Option<usize>, theme: &Theme) -> Result<(), Error> {
        self.emphasized = series;
        let picture = self.picture.borrow();
        let drawn = picture.frame.as_deref().zip(picture.layout.as_ref());
        let scene = drawn
            .zip(series)
            .and_then(|((frame, layout), series)| scene::emphasis(frame, layout, theme, series));
        self.layers.paint_emphasis(scene.as_ref())
    }

    /// Crosshair, marks and tooltip.
    pub(super) fn mark(
        &mut self,
        mark: Crosshair,
        theme: &Theme,
        labels: &dyn Labels,
    ) -> Result<(), Error> {
        let mut picture = self.picture.borrow_mut();
        picture.hover = mark.bucket;
        let pinned = mark.bucket.filter(|_| mark.is_pinned);
        picture.pointer.set_pinned(pinned);
        if mark.is_followed {
            picture.pointer.yields();
            picture.keys = KeyMark::default();
        }
        let emphasized = picture.emphasized(mark.bucket);
        if emphasized != self.emphasized {
            drop(picture);
            self.emphasize(emphasized, theme)?;
            picture = self.picture.borrow_mut();
        }
        let (Some(layout), Some(frame)) = (&picture.layout, &picture.frame) else {
            return Ok(());
        };
        let nearest = mark.bucket.and_then(|index| match picture.pointer.place() {
            Some((_, y)) => hit::series_at(frame, layout, index, y),
            None => picture.keys.series(frame),
        });
        picture.nearest.set(nearest);
        let selection = picture.keys.selection(mark.bucket);
        let selected = selection.and_then(|buckets| hit::range_of(frame, buckets));
        let selected = selected.map(|range| hit::period(range, frame.now, labels));
        let hover = scene::Hover {
            index: mark.bucket,
            nearest,
            drag: picture
                .pointer
                .drag()
                .or_else(|| layout.between(selection?)),
        };
        let front = scene::front(frame, layout, theme, hover);
        self.layers.paint_front(&front)?;
        let is_glanced_at = mark.is_followed && !self.has_group_tooltip;
        let chip = mark.bucket.filter(|_| is_glanced_at);
        let chip = chip.and_then(|index| Some((hit::value_chip(frame, index, labels)?, index)));
        let make = || Chip::new(&self.element);
        if let Some(shown) = self.chip.made_if(chip.is_some(), make)? {
            match &chip {
                Some((content, index)) => shown.show(content, layout, *index),
                None => shown.hide(),
            }
        }
        let window = dom::viewport(&self.element);
        let form = match mark.is_pinned {
            true => TooltipForm::pinned(nearest),
            false => TooltipForm::glance(nearest, window),
        };
        let may_be_away = mark.is_followed || mark.is_pinned;
        let content = hover
            .index
            .filter(|_| !is_glanced_at && hover.drag.is_none())
            .filter(|_| !may_be_away || self.is_on_screen(window))
            .and_then(|index| hit::tooltip(frame, index, labels, form))
            .filter(|content| !(content.rows.is_empty() && content.annotations.is_empty()));
        let Some(content) = content else {
            drop(picture);
            self.hide_tooltip();
            if let Some(selected) = selected {
                self.readout.set(&selected);
            }
            return Ok(());
        };
        let messages = labels.messages();
        let pointer = picture.pointer.place();
        let beside = beside(&self.element, layout, pointer, content.index);
        let tooltip = match &mut self.tooltip {
            Some(tooltip) => tooltip,
            None => self.tooltip.insert(TooltipBox::new(&self.root)?),
        };
        tooltip.show(&content, (beside, window), mark.is_pinned, messages)?;
        // One chart speaks for its group, and only for keys: a pointer has its own eyes,
        // and passes more buckets than anyone would hear out.
        let is_by_keys = !mark.is_followed && pointer.is_none();
        let sentence = is_by_keys.then(|| tooltip::sentence(&content, messages));
        self.readout.set(&sentence.unwrap_or_default());
        Ok(())
    }

    /// The marked bucket, and the index of the series that is pointed at.
    pub(super) fn marked(&self) -> Option<(usize, Option<usize>)> {
        let picture = self.picture.borrow();
        Some((picture.hover?, picture.nearest.get()))
    }

    /// Offers to show the events of what is pinned.
    pub(super) fn offer_events(
        &mut self,
        messages: &Messages,
        on_event: &ViewListener,
    ) -> Result<(), Error> {
        match &mut self.tooltip {
            Some(tooltip) => tooltip.offer_events(messages, on_event),
            None => Ok(()),
        }
    }

    fn hide_tooltip(&mut self) {
        if let Some(tooltip) = &mut self.tooltip {
            tooltip.hide();
            self.readout.set("");
        }
    }

    /// A tooltip is in the browser's top layer, where it would stand beside nothing.
    fn is_on_screen(&self, window: Viewport) -> bool {
        let chart = self.element.get_bounding_client_rect();
        chart.bottom() > 0.0 && chart.top() < window.bottom
    }
}

/// What the tooltip of a bucket belongs beside, in the viewport.
fn beside(
    chart: &HtmlElement,
    layout: &Layout,
    pointer: Option<(f64, f64)>,
    index: usize,
) -> Beside {
    let (corner, scale) = (chart.get_bounding_client_rect(), dom::scale(chart));
    let x = |x: f64| corner.left() + x * scale;
    let y = |y: f64| corner.top() + y * scale;
    let plot = layout.plot;
    let (left, right) = layout.marked(index).unwrap_or((plot.x, plot.x));
    Beside {
        left: x(left),
        right: x(right),
        top: y(plot.y),
        // The labels of its time belong to it.
        bottom: corner.bottom(),
        y: y(pointer.map_or(plot.y + plot.height / 3.0, |(_, y)| y)),
    }
}

impl Drop for Plot {
    fn drop(&mut self) {
        self.hide_tooltip();
    }
}

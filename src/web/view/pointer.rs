//! Pointer and keys to [`ViewEvent`]s.

use super::legend::Legend;
use super::plot::{Picture, Plot};
use super::{ViewEvent, ViewListener};
use crate::error::Error;
use crate::hit::{self, Step};
use crate::layout::Layout;
use crate::web::dom;
use crate::web::observe::Listener;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent};

/// A drag shorter than this, in CSS pixels, is a click.
const SHORTEST_DRAG_CSS: f64 = 5.0;

/// All listeners of a view.
pub(super) struct Pointers {
    _listeners: Vec<Listener>,
}

/// What a listener of the chart needs.
#[derive(Clone)]
struct Chart {
    element: HtmlElement,
    picture: Rc<RefCell<Picture>>,
    on_event: ViewListener,
}

impl Pointers {
    pub(super) fn new(
        plot: &Plot,
        legend: &Legend,
        retries: [&HtmlElement; 2],
        on_event: ViewListener,
    ) -> Result<Self, Error> {
        let chart = Chart {
            element: plot.element.clone(),
            picture: Rc::clone(&plot.picture),
            on_event: Rc::clone(&on_event),
        };
        let mut listeners = chart.listeners()?;
        listeners.push(legend_listener(
            legend,
            Rc::clone(&plot.picture),
            Rc::clone(&on_event),
        )?);
        for retry in retries {
            let on_event = Rc::clone(&on_event);
            listeners.push(Listener::passive(retry, "click", move |_| {
                on_event(ViewEvent::Retried);
            })?);
        }
        Ok(Self {
            _listeners: listeners,
        })
    }
}

fn legend_listener(
    legend: &Legend,
    picture: Rc<RefCell<Picture>>,
    on_event: ViewListener,
) -> Result<Listener, Error> {
    let key_of = legend.key_finder();
    let all_keys = legend.all_keys_reader();
    Listener::passive(legend.root(), "click", move |event| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let Some(target) = target else {
            return;
        };
        let Some(key) = key_of(&target) else {
            return;
        };
        let is_of_earlier = matches!(target.closest(".show-earlier"), Ok(Some(_)));
        if is_of_earlier && !is_stacked(&picture) {
            return on_event(ViewEvent::EarlierToggled(key));
        }
        // In a stack an earlier period stands on nothing: its series is shown alone.
        let is_solo = is_of_earlier
            || event.dyn_ref::<MouseEvent>().is_some_and(|mouse| {
                mouse.alt_key() || mouse.ctrl_key() || mouse.meta_key() || mouse.detail() == 2
            });
        on_event(if is_solo {
            ViewEvent::Soloed {
                key,
                all: all_keys(),
            }
        } else {
            ViewEvent::Toggled(key)
        });
    })
}

fn is_stacked(picture: &RefCell<Picture>) -> bool {
    let picture = picture.try_borrow();
    picture.is_ok_and(|picture| picture.frame.as_ref().is_some_and(|frame| frame.stacked))
}

impl Chart {
    fn listeners(&self) -> Result<Vec<Listener>, Error> {
        let target = &self.element;
        let (moved, pressed, released) = (self.clone(), self.clone(), self.clone());
        let on_event = Rc::clone(&self.on_event);
        let (left, cancelled, keyed, blurred) =
            (self.clone(), self.clone(), self.clone(), self.clone());
        Ok(vec![
            Listener::passive(target, "pointermove", move |event| moved.point(&event))?,
            Listener::passive(target, "pointerdown", move |event| pressed.press(&event))?,
            Listener::passive(target, "pointerup", move |event| released.release(&event))?,
            Listener::passive(target, "pointerleave", move |_| left.leave())?,
            Listener::passive(target, "dblclick", move |_| {
                on_event(ViewEvent::Unselected);
            })?,
            Listener::passive(target, "pointercancel", move |_| cancelled.leave())?,
            Listener::active(target, "keydown", move |event| keyed.key(&event))?,
            Listener::passive(target, "blur", move |_| blurred.leave())?,
        ])
    }

    /// The pointer in CSS pixels from the chart's corner.
    fn place(&self, event: &Event) -> Option<(f64, f64)> {
        let event = event.dyn_ref::<PointerEvent>()?;
        let chart = self.element.get_bounding_client_rect();
        let scale = dom::scale(&self.element);
        Some((
            (f64::from(event.client_x()) - chart.left()) / scale,
            (f64::from(event.client_y()) - chart.top()) / scale,
        ))
    }

    fn point(&self, event: &Event) {
        let Some((x, y)) = self.place(event) else {
            return;
        };
        let bucket = {
            let Ok(mut picture) = self.picture.try_borrow_mut() else {
                return;
            };
            picture.pointer = Some((x, y));
            if let Some((_, to)) = &mut picture.drag {
                *to = x;
            }
            let is_drag = picture.drag.is_some();
            picture.layout.as_ref().and_then(|layout| match is_drag {
                // A drag may go on beside the chart.
                true => layout.buckets.index_at(x),
                false => hit::bucket_at(layout, x, y),
            })
        };
        (self.on_event)(ViewEvent::Hovered(bucket));
    }

    fn press(&self, event: &Event) {
        let pointer = event
            .dyn_ref::<PointerEvent>()
            .filter(|pointer| pointer.button() == 0 && pointer.pointer_type() != "touch");
        if let (Some(pointer), Some((x, y)), Ok(mut picture)) =
            (pointer, self.place(event), self.picture.try_borrow_mut())
        {
            let is_inside = |layout: &Layout| layout.plot.contains(x, y);
            if picture.layout.as_ref().is_some_and(is_inside) {
                picture.drag = Some((x, x));
                // Fails for a pointer that is gone already.
                drop(self.element.set_pointer_capture(pointer.pointer_id()));
            }
        }
    }

    fn release(&self, event: &Event) {
        let to = self.place(event);
        let selected = self.picture.try_borrow_mut().ok().and_then(|mut picture| {
            let (from, _) = picture.drag.take()?;
            let (to, _) = to?;
            let (frame, layout) = (picture.frame.as_deref()?, picture.layout.as_ref()?);
            if (to - from).abs() < SHORTEST_DRAG_CSS {
                return None;
            }
            hit::selection(frame, layout, from, to)
        });
        self.point(event);
        if let Some(range) = selected {
            (self.on_event)(ViewEvent::Selected(range));
        }
    }

    fn leave(&self) {
        if let Ok(mut picture) = self.picture.try_borrow_mut() {
            picture.pointer = None;
            picture.drag = None;
        }
        (self.on_event)(ViewEvent::Hovered(None));
    }

    fn key(&self, event: &Event) {
        let Some(pressed) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        if pressed.ctrl_key() || pressed.alt_key() || pressed.meta_key() {
            return;
        }
        let step = match pressed.key().as_str() {
            "ArrowLeft" => Step::Previous,
            "ArrowRight" => Step::Next,
            "PageUp" => Step::PreviousPage,
            "PageDown" => Step::NextPage,
            "Home" => Step::First,
            "End" => Step::Last,
            "Escape" => return self.leave(),
            _ => return,
        };
        event.prevent_default();
        let bucket = self.picture.try_borrow_mut().ok().and_then(|mut picture| {
            picture.pointer = None;
            hit::step(picture.frame.as_deref()?, picture.hover, step)
        });
        (self.on_event)(ViewEvent::Hovered(bucket));
    }
}

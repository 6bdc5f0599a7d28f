//! Pointer and keys to [`ViewEvent`]s: what they mean is `interaction`'s to decide.

use super::legend::Legend;
use super::plot::{Picture, Plot};
use super::{ViewEvent, ViewListener};
use crate::error::Error;
use crate::interaction::{self, Gesture, Key, KeyMark, PointerKind};
use crate::web::browser::dom;
use crate::web::browser::observers::Listener;
use crate::web::late;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, PointerEvent};

/// The listeners of a chart and its legend.
pub(super) struct Pointers {
    _first: Vec<Listener>,
    _rest: Rest,
}

/// What listens once somebody is at the chart: nothing of it comes first.
type Rest = Rc<RefCell<Vec<Listener>>>;

/// What a listener of the chart needs.
#[derive(Clone)]
struct Chart {
    element: HtmlElement,
    picture: Rc<RefCell<Picture>>,
    on_event: ViewListener,
}

impl Pointers {
    pub(super) fn new(plot: &Plot, legend: &Legend, on_event: ViewListener) -> Result<Self, Error> {
        let chart = Chart {
            element: plot.element.clone(),
            picture: Rc::clone(&plot.picture),
            on_event: Rc::clone(&on_event),
        };
        let rest = Rest::default();
        let mut first = chart.first_listeners(&rest)?;
        first.push(legend.listener(Rc::clone(&plot.picture), on_event)?);
        Ok(Self {
            _first: first,
            _rest: rest,
        })
    }
}

impl Chart {
    fn first_listeners(&self, rest: &Rest) -> Result<Vec<Listener>, Error> {
        let begun = |work: fn(&Self, &Event)| {
            let (chart, rest) = (self.clone(), Rc::downgrade(rest));
            move |event| {
                if let Some(rest) = rest.upgrade() {
                    chart.listen_to_rest(&rest);
                }
                work(&chart, &event);
            }
        };
        let target = &self.element;
        Ok(vec![
            Listener::passive(target, "pointermove", begun(Self::point))?,
            Listener::passive(target, "pointerdown", begun(Self::press))?,
            Listener::active(target, "keydown", begun(Self::key))?,
        ])
    }

    fn listen_to_rest(&self, rest: &Rest) {
        let Ok(mut rest) = rest.try_borrow_mut() else {
            return;
        };
        if rest.is_empty() {
            // Without them pointing works all the same.
            *rest = self.rest_of_listeners().unwrap_or_default();
        }
    }

    fn rest_of_listeners(&self) -> Result<Vec<Listener>, Error> {
        let target = &self.element;
        let chart = |work: fn(&Self, &Event)| {
            let chart = self.clone();
            move |event| work(&chart, &event)
        };
        let left = || chart(|chart, _| chart.leave());
        let on_event = Rc::clone(&self.on_event);
        let mut rest = vec![
            Listener::passive(target, "pointerup", chart(Self::release))?,
            Listener::passive(target, "pointerleave", left())?,
            Listener::passive(target, "pointercancel", left())?,
            Listener::passive(target, "blur", left())?,
            Listener::passive(target, "dblclick", move |_| {
                on_event(ViewEvent::Unselected);
            })?,
        ];
        // What takes a pinned tooltip away happens anywhere in the document.
        if let Some(document) = target.owner_document() {
            let elsewhere = || chart(Self::press_elsewhere);
            let escape = chart(|chart, event| {
                let pressed = event.dyn_ref::<KeyboardEvent>();
                if pressed.is_some_and(|pressed| pressed.key() == "Escape") {
                    chart.unpin();
                }
            });
            let scroll = chart(|chart, _| {
                if chart.is_pinned() {
                    (chart.on_event)(ViewEvent::Scrolled);
                }
            });
            rest.extend([
                Listener::captured(&document, "pointerdown", elsewhere())?,
                Listener::captured(&document, "pointerup", elsewhere())?,
                Listener::captured(&document, "keydown", escape)?,
                Listener::captured(&document, "scroll", scroll)?,
            ]);
        }
        Ok(rest)
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

    /// Marks the bucket that `work` finds in the picture.
    fn hover(&self, work: impl FnOnce(&mut Picture) -> Option<usize>) {
        if let Ok(mut picture) = self.picture.try_borrow_mut() {
            let bucket = work(&mut picture);
            drop(picture);
            (self.on_event)(ViewEvent::Hovered(bucket));
        }
    }

    fn point(&self, event: &Event) {
        let pointer = event.dyn_ref::<PointerEvent>();
        if let (Some(pointer), Some(place), Ok(mut picture)) =
            (pointer, self.place(event), self.picture.try_borrow_mut())
        {
            let id = pointer.pointer_id();
            let Picture {
                pointer,
                layout,
                keys,
                ..
            } = &mut *picture;
            *keys = KeyMark::default();
            let gesture = pointer.moved(layout.as_ref(), place, id);
            drop(picture);
            self.report(gesture);
        }
    }

    fn press(&self, event: &Event) {
        let pointer = event
            .dyn_ref::<PointerEvent>()
            .filter(|pointer| pointer.button() == 0);
        if let (Some(pointer), Some(place), Ok(mut picture)) =
            (pointer, self.place(event), self.picture.try_borrow_mut())
        {
            let kind = match is_touch(pointer) {
                true => PointerKind::Touch,
                false => PointerKind::Other,
            };
            let picture = &mut *picture;
            let layout = picture.layout.as_ref();
            let id = pointer.pointer_id();
            if picture.pointer.pressed(layout, place, kind, id) {
                // Fails for a pointer that is gone already.
                drop(self.element.set_pointer_capture(id));
            }
        }
    }

    fn release(&self, event: &Event) {
        let place = self.place(event);
        let gesture = self.picture.try_borrow_mut().ok().and_then(|mut picture| {
            let picture = &mut *picture;
            let drawn = picture.frame.as_deref().zip(picture.layout.as_ref());
            picture.pointer.released(drawn, place)
        });
        self.report(gesture);
        // A mouse is still there.
        if !matches!(gesture, Some(Gesture::Pin(Some(_)))) && !event.dyn_ref().is_some_and(is_touch)
        {
            self.point(event);
        }
    }

    fn report(&self, gesture: Option<Gesture>) {
        if let Some(gesture) = gesture {
            (self.on_event)(match gesture {
                Gesture::Mark(bucket) => ViewEvent::Hovered(bucket),
                Gesture::Pin(bucket) => ViewEvent::Pinned(bucket),
                Gesture::Zoom(range) => ViewEvent::Selected(range),
            });
        }
    }

    fn is_pinned(&self) -> bool {
        let picture = self.picture.try_borrow();
        picture.is_ok_and(|picture| picture.pointer.pinned().is_some())
    }

    fn unpin(&self) {
        if self.is_pinned() {
            (self.on_event)(ViewEvent::Pinned(None));
        }
    }

    /// A press beside the chart and its tooltip. Of a finger only when it goes up: until then it
    /// may scroll the page.
    fn press_elsewhere(&self, event: &Event) {
        let is_end = event.type_() == "pointerup";
        if event.dyn_ref().is_some_and(is_touch) != is_end || !self.is_pinned() {
            return;
        }
        let path = event.composed_path();
        let is_ours = path.iter().any(|target| {
            let element = target.dyn_ref::<Element>();
            element.is_some_and(|it| *self.element == *it || it.matches(".tooltip") == Ok(true))
        });
        if !is_ours {
            self.unpin();
        }
    }

    fn leave(&self) {
        self.hover(|picture| {
            picture.pointer.left();
            picture.keys = KeyMark::default();
            None
        });
    }

    fn key(&self, event: &Event) {
        match key_of(event) {
            Some(Key::Leave) => self.back(),
            Some(Key::CursorStep(step)) => {
                event.prevent_default();
                let picture = self.picture.try_borrow();
                let bucket = picture.ok().and_then(|picture| picture.hover);
                self.unpin();
                self.hover(|picture| {
                    picture.pointer.yields();
                    let frame = picture.frame.as_deref()?;
                    picture.keys.step(frame, bucket, step)
                });
            }
            Some(Key::Table) => {
                event.prevent_default();
                (self.on_event)(ViewEvent::TableToggled);
            }
            Some(key) => {
                event.prevent_default();
                let chart = self.clone();
                late::soon(Box::new(move || chart.press_key(key)));
            }
            None => {}
        }
    }

    fn press_key(&self, key: Key) {
        let Ok(mut picture) = self.picture.try_borrow_mut() else {
            return;
        };
        let (bucket, pinned) = (picture.hover, picture.pointer.pinned());
        let Some(frame) = picture.frame.clone() else {
            return;
        };
        let gesture = picture.keys.press(key, &frame, bucket, pinned);
        if gesture.is_some() {
            picture.pointer.yields();
        }
        drop(picture);
        match gesture {
            Some(Gesture::Mark(_)) => self.unpin(),
            // What is marked is elsewhere in what is shown next.
            Some(Gesture::Zoom(_)) => self.leave(),
            _ => {}
        }
        self.report(gesture);
    }

    /// One step back: from what is marked, or from a zoom.
    fn back(&self) {
        let picture = self.picture.try_borrow();
        if picture.is_ok_and(|picture| picture.hover.is_none()) {
            (self.on_event)(ViewEvent::Unselected);
        }
        self.unpin();
        self.leave();
    }
}

fn is_touch(pointer: &PointerEvent) -> bool {
    pointer.pointer_type() == "touch"
}

/// What a pressed key means on a chart.
pub(super) fn key_of(event: &Event) -> Option<Key> {
    let pressed = event.dyn_ref::<KeyboardEvent>()?;
    let with_modifier = pressed.ctrl_key() || pressed.alt_key() || pressed.meta_key();
    interaction::key(&pressed.key(), pressed.shift_key(), with_modifier)
}

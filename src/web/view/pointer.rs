//! Pointer and keys on a chart to [`ViewEvent`]s: what they mean is `interaction`'s to decide.

use super::entries::Entries;
use super::legend::Legend;
use super::plot::{Picture, Plot};
use super::{Target, ViewEvent, ViewListener};
use crate::error::Error;
use crate::interaction::{self, Gesture, Key, KeyMark, PointerKind};
use crate::web::browser::dom;
use crate::web::browser::observers::Listener;
use crate::web::late;
use js_sys::Reflect;
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, PointerEvent};

/// The listeners of a chart and its legend.
pub(super) struct Pointers {
    _first: Vec<Listener>,
    _rest: Rc<Rest>,
    _entries: Entries,
}

/// What listens once somebody is at the chart: nothing of it comes first.
type Rest = RefCell<Vec<Listener>>;

/// What a pointer or a key does with its chart.
type Work = fn(&Chart, &Event);

/// More events than this do not wait for the late piece.
const MOST_WAITING: usize = 32;

/// What a listener of the chart needs.
#[derive(Clone)]
struct Chart {
    element: HtmlElement,
    picture: Rc<RefCell<Picture>>,
    on_event: ViewListener,
    rest: Weak<Rest>,
    /// Events from before the late piece, which has all that pointers and keys lead to.
    waiting: Rc<RefCell<Vec<(Work, Event)>>>,
}

impl Pointers {
    pub(super) fn new(plot: &Plot, legend: &Legend, on_event: ViewListener) -> Result<Self, Error> {
        let rest = Rc::<Rest>::default();
        let chart = Chart {
            element: plot.element.clone(),
            picture: Rc::clone(&plot.picture),
            on_event: Rc::clone(&on_event),
            rest: Rc::downgrade(&rest),
            waiting: Rc::default(),
        };
        let first = chart.first_listeners()?;
        Ok(Self {
            _first: first,
            _rest: rest,
            _entries: Entries::new(plot, legend, on_event)?,
        })
    }
}

impl Chart {
    fn first_listeners(&self) -> Result<Vec<Listener>, Error> {
        let target = &self.element;
        let chart = |work: Work| {
            let chart = self.clone();
            move |event| {
                chart.listen_to_rest();
                chart.follow(work, event);
            }
        };
        Ok(vec![
            Listener::passive(target, "pointermove", chart(Self::point))?,
            Listener::passive(target, "pointerdown", chart(Self::press))?,
            Listener::active(target, "keydown", chart(Self::key))?,
        ])
    }

    /// Does `work` now, or after what waits for the late piece. Of moves in a row the last counts.
    fn follow(&self, work: Work, event: Event) {
        if late::is_here() {
            return work(self, &event);
        }
        let kind = event.type_();
        if kind == "keydown" {
            claimed_key(&event);
        }
        let Ok(mut waiting) = self.waiting.try_borrow_mut() else {
            return;
        };
        let (is_first, is_move) = (waiting.is_empty(), kind == "pointermove");
        waiting.pop_if(|(_, last)| is_move && last.type_() == kind);
        if waiting.len() < MOST_WAITING {
            waiting.push((work, event));
        }
        drop(waiting);
        if is_first {
            let chart = self.clone();
            late::when_here(Box::new(move || {
                for (work, event) in chart.waiting.take() {
                    work(&chart, &event);
                }
            }));
        }
        // Where it failed to come, each move of a pointer would call for it.
        if is_first || !is_move {
            late::fetch();
        }
    }

    fn listen_to_rest(&self) {
        let rest = self.rest.upgrade();
        let Some(Ok(mut rest)) = rest.as_ref().map(|rest| rest.try_borrow_mut()) else {
            return;
        };
        if rest.is_empty() {
            // Without them pointing works all the same.
            *rest = self.rest_of_listeners().unwrap_or_default();
        }
    }

    fn rest_of_listeners(&self) -> Result<Vec<Listener>, Error> {
        let target = &self.element;
        let chart = |work: Work| {
            let chart = self.clone();
            move |event| chart.follow(work, event)
        };
        let left = || chart(|chart, _| chart.leave());
        let mut rest = vec![
            Listener::passive(target, "pointerup", chart(Self::release))?,
            Listener::passive(target, "pointerleave", left())?,
            Listener::passive(target, "pointercancel", left())?,
            Listener::passive(target, "blur", left())?,
            Listener::passive(target, "dblclick", chart(Self::zoom_out))?,
        ];
        // What takes a pinned tooltip away happens anywhere in the document.
        if let Some(document) = target.owner_document() {
            let chart = |work: Work| {
                let chart = self.clone();
                move |event| {
                    if chart.is_pinned() {
                        work(&chart, &event);
                    }
                }
            };
            let elsewhere = || chart(Self::press_elsewhere);
            let escape = chart(|chart, event| {
                let pressed = event.dyn_ref::<KeyboardEvent>();
                if pressed.is_some_and(|pressed| pressed.key() == "Escape") {
                    chart.unpin();
                }
            });
            let scroll = chart(|chart, _| (chart.on_event)(ViewEvent::Scrolled));
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
        if event.dyn_ref().is_some_and(is_touch) != is_end {
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

    fn zoom_out(&self, _: &Event) {
        (self.on_event)(ViewEvent::Unselected);
    }

    fn leave(&self) {
        self.hover(|picture| {
            picture.pointer.left();
            picture.keys = KeyMark::default();
            None
        });
    }

    fn key(&self, event: &Event) {
        let Some(key) = claimed_key(event) else {
            return;
        };
        match key {
            Key::Leave => self.back(),
            Key::CursorStep(step) => {
                let picture = self.picture.try_borrow();
                let bucket = picture.ok().and_then(|picture| picture.hover);
                self.unpin();
                self.hover(|picture| {
                    picture.pointer.yields();
                    let frame = picture.frame.as_deref()?;
                    picture.keys.step(frame, bucket, step)
                });
            }
            Key::Table => (self.on_event)(ViewEvent::TableToggled),
            Key::Open => (self.on_event)(ViewEvent::Chosen {
                target: Target::Marked,
                opens: true,
            }),
            _ => self.press_key(key),
        }
    }

    /// Keys that go by what is marked.
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

/// The Shift key was held.
pub(super) fn is_shifted(event: &Event) -> bool {
    Reflect::get(event, &"shiftKey".into()).is_ok_and(|held| held.is_truthy())
}

fn is_touch(pointer: &PointerEvent) -> bool {
    pointer.pointer_type() == "touch"
}

/// The key that an event means. The page does not act on it as well, except on Escape.
fn claimed_key(event: &Event) -> Option<Key> {
    let key = key_of(event)?;
    if key != Key::Leave {
        event.prevent_default();
    }
    Some(key)
}

/// What a pressed key means on a chart.
pub(super) fn key_of(event: &Event) -> Option<Key> {
    let pressed = event.dyn_ref::<KeyboardEvent>()?;
    let with_modifier = pressed.ctrl_key() || pressed.alt_key() || pressed.meta_key();
    interaction::key(&pressed.key(), pressed.shift_key(), with_modifier)
}

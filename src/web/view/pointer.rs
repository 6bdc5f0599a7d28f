//! Pointer and keys to [`ViewEvent`]s: what they mean is `interaction`'s to decide.

use super::legend::Legend;
use super::plot::{Picture, Plot};
use super::{ViewEvent, ViewListener};
use crate::error::Error;
use crate::interaction::{self, Key, PointerKind, Press};
use crate::web::browser::dom;
use crate::web::browser::observers::Listener;
use crate::web::late;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent};

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
        first.push(legend_listener(legend, Rc::clone(&plot.picture), on_event)?);
        Ok(Self {
            _first: first,
            _rest: rest,
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
        let on_earlier = matches!(target.closest(".show-earlier"), Ok(Some(_)));
        let (with_modifier, clicks) = event.dyn_ref().map_or((false, 1), |mouse: &MouseEvent| {
            let with_modifier = mouse.alt_key() || mouse.ctrl_key() || mouse.meta_key();
            (with_modifier, mouse.detail())
        });
        let press = interaction::press(with_modifier, clicks, on_earlier, is_stacked(&picture));
        on_event(match press {
            Press::Toggle => ViewEvent::Toggled(key),
            Press::Earlier => ViewEvent::EarlierToggled(key),
            Press::Solo => ViewEvent::Soloed {
                key,
                all: all_keys(),
            },
        });
    })
}

fn is_stacked(picture: &RefCell<Picture>) -> bool {
    let picture = picture.try_borrow();
    picture.is_ok_and(|picture| picture.frame.as_ref().is_some_and(|frame| frame.stacked))
}

impl Chart {
    fn first_listeners(&self, rest: &Rest) -> Result<Vec<Listener>, Error> {
        let begun = |work: fn(&Self, &Event)| {
            let (chart, rest) = (self.clone(), Rc::downgrade(rest));
            move |event| {
                // A pointer or a key comes again; the piece that answers it comes as soon as it can.
                if !late::is_here() {
                    late::fetch();
                    return;
                }
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
        let left = || {
            let chart = self.clone();
            move |_| chart.leave()
        };
        let (released, on_event) = (self.clone(), Rc::clone(&self.on_event));
        Ok(vec![
            Listener::passive(target, "pointerup", move |event| released.release(&event))?,
            Listener::passive(target, "pointerleave", left())?,
            Listener::passive(target, "pointercancel", left())?,
            Listener::passive(target, "blur", left())?,
            Listener::passive(target, "dblclick", move |_| {
                on_event(ViewEvent::Unselected);
            })?,
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

    /// Marks the bucket that `work` finds in the picture.
    fn hover(&self, work: impl FnOnce(&mut Picture) -> Option<usize>) {
        if let Ok(mut picture) = self.picture.try_borrow_mut() {
            let bucket = work(&mut picture);
            drop(picture);
            (self.on_event)(ViewEvent::Hovered(bucket));
        }
    }

    fn point(&self, event: &Event) {
        if let Some(place) = self.place(event) {
            self.hover(|picture| picture.pointer.moved(picture.layout.as_ref(), place));
        }
    }

    fn press(&self, event: &Event) {
        let pointer = event
            .dyn_ref::<PointerEvent>()
            .filter(|pointer| pointer.button() == 0);
        if let (Some(pointer), Some(place), Ok(mut picture)) =
            (pointer, self.place(event), self.picture.try_borrow_mut())
        {
            let kind = match pointer.pointer_type().as_str() {
                "touch" => PointerKind::Touch,
                _ => PointerKind::Other,
            };
            let picture = &mut *picture;
            let layout = picture.layout.as_ref();
            if picture.pointer.pressed(layout, place, kind) {
                // Fails for a pointer that is gone already.
                drop(self.element.set_pointer_capture(pointer.pointer_id()));
            }
        }
    }

    fn release(&self, event: &Event) {
        let x = self.place(event).map(|(x, _)| x);
        let range = self.picture.try_borrow_mut().ok().and_then(|mut picture| {
            let picture = &mut *picture;
            let drawn = picture.frame.as_deref().zip(picture.layout.as_ref());
            picture.pointer.released(drawn, x)
        });
        self.point(event);
        if let Some(range) = range {
            (self.on_event)(ViewEvent::Selected(range));
        }
    }

    fn leave(&self) {
        self.hover(|picture| {
            picture.pointer.left();
            None
        });
    }

    fn key(&self, event: &Event) {
        let Some(pressed) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        let with_modifier = pressed.ctrl_key() || pressed.alt_key() || pressed.meta_key();
        match interaction::key(&pressed.key(), with_modifier) {
            Some(Key::Leave) => self.leave(),
            Some(Key::CursorStep(step)) => {
                event.prevent_default();
                self.hover(|picture| {
                    let (frame, hover) = (picture.frame.as_deref(), picture.hover);
                    picture.pointer.stepped(frame, hover, step)
                });
            }
            None => {}
        }
    }
}

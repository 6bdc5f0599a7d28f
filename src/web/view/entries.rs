//! Pointer and keys on the entries of a legend: presses, the series that stands before the others,
//! and the way from entry to entry.

use super::legend::{Keys, Legend};
use super::plot::{Picture, Plot};
use super::pointer::is_shifted;
use super::{Target, ViewEvent, ViewListener};
use crate::error::Error;
use crate::interaction::{self, Press};
use crate::web::browser::dom;
use crate::web::browser::observers::Listener;
use crate::web::late;
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, MouseEvent};

/// The listeners of a legend.
pub(super) struct Entries {
    _first: [Listener; 3],
    _rest: Rc<Rest>,
}

/// What listens once somebody is at the legend.
type Rest = RefCell<Vec<Listener>>;

/// What the pointer or the key focus is at.
#[derive(Clone)]
struct Pointed {
    root: HtmlElement,
    picture: Rc<RefCell<Picture>>,
    on_event: ViewListener,
    keys: Keys,
}

impl Entries {
    pub(super) fn new(plot: &Plot, legend: &Legend, on_event: ViewListener) -> Result<Self, Error> {
        let pointed = Pointed {
            root: legend.root().clone(),
            picture: Rc::clone(&plot.picture),
            on_event,
            keys: legend.keys(),
        };
        let rest = Rc::<Rest>::default();
        Ok(Self {
            _first: [
                pointed.pressed()?,
                pointed.entered("pointerover", &rest)?,
                pointed.entered("focusin", &rest)?,
            ],
            _rest: rest,
        })
    }
}

impl Pointed {
    fn pressed(&self) -> Result<Listener, Error> {
        let pointed = self.clone();
        Listener::passive(&self.root, "click", move |event: Event| {
            // An event that is over has forgotten its target.
            if let Some(target) = target_of(&event) {
                let pointed = pointed.clone();
                late::soon(Box::new(move || pointed.press(&target, &event)));
            }
        })
    }

    fn press(&self, target: &Element, event: &Event) {
        let Some(key) = self.keys.of(target) else {
            return;
        };
        if is_shifted(event) {
            return (self.on_event)(ViewEvent::Chosen {
                target: Target::Series(key),
                opens: true,
            });
        }
        let on_earlier = matches!(target.closest(".show-earlier"), Ok(Some(_)));
        let (with_modifier, clicks) = event.dyn_ref().map_or((false, 1), |mouse: &MouseEvent| {
            let with_modifier = mouse.alt_key() || mouse.ctrl_key() || mouse.meta_key();
            (with_modifier, mouse.detail())
        });
        let press = interaction::press(with_modifier, clicks, on_earlier, self.is_stacked());
        (self.on_event)(match press {
            Press::Toggle => ViewEvent::Toggled(key),
            Press::Earlier => ViewEvent::EarlierToggled(key),
            Press::Solo => ViewEvent::Soloed {
                key,
                all: self.keys.all(),
            },
        });
    }

    fn is_stacked(&self) -> bool {
        let picture = self.picture.try_borrow();
        picture.is_ok_and(|picture| picture.frame.as_ref().is_some_and(|frame| frame.stacked))
    }

    fn entered(&self, kind: &'static str, rest: &Rc<Rest>) -> Result<Listener, Error> {
        let (pointed, rest) = (self.clone(), Rc::downgrade(rest));
        Listener::passive(&self.root, kind, move |event: Event| {
            pointed.enter(&event, Weak::clone(&rest));
        })
    }

    #[inline(never)]
    fn enter(&self, event: &Event, rest: Weak<Rest>) {
        let Some(target) = target_of(event) else {
            return;
        };
        let is_focus = event.type_() == "focusin";
        let pointed = self.clone();
        late::soon(Box::new(move || {
            if let Some(rest) = rest.upgrade() {
                pointed.listen_to_rest(&rest);
                pointed.stand_at(pointed.keys.of(&target));
                if is_focus {
                    pointed.keep_tab_stop(&target);
                }
            }
        }));
    }

    fn listen_to_rest(&self, rest: &Rest) {
        let Ok(mut rest) = rest.try_borrow_mut() else {
            return;
        };
        if rest.is_empty() {
            let left = |kind| {
                let pointed = self.clone();
                Listener::passive(&self.root, kind, move |_| pointed.stand_at(None)).ok()
            };
            rest.extend(left("pointerleave").into_iter().chain(left("focusout")));
            let pointed = self.clone();
            let keys = Listener::active(&self.root, "keydown", move |event| pointed.step(&event));
            rest.extend(keys.ok());
        }
    }

    /// The series of that key stands before the others, or none.
    fn stand_at(&self, key: Option<String>) {
        let Ok(mut picture) = self.picture.try_borrow_mut() else {
            return;
        };
        if picture.pointed_entry != key {
            picture.pointed_entry = key;
            drop(picture);
            (self.on_event)(ViewEvent::Emphasized);
        }
    }

    /// Tab comes back to the button that had the focus last.
    fn keep_tab_stop(&self, target: &Element) {
        for button in self.buttons() {
            button.set_tab_index(if *button == *target { 0 } else { -1 });
        }
    }

    fn step(&self, event: &Event) {
        let pressed = event.dyn_ref::<KeyboardEvent>();
        let is_ours = |it: &&KeyboardEvent| !(it.ctrl_key() || it.alt_key() || it.meta_key());
        let Some(pressed) = pressed.filter(is_ours) else {
            return;
        };
        let buttons = self.buttons();
        let target = target_of(event);
        let at = buttons
            .iter()
            .position(|button| Some(&**button) == target.as_ref());
        let next = at.and_then(|at| interaction::step(&pressed.key(), at, buttons.len()));
        if let Some(next) = next.and_then(|next| buttons.get(next)) {
            event.prevent_default();
            drop(next.focus());
        }
    }

    fn buttons(&self) -> Vec<HtmlElement> {
        let mut buttons = Vec::new();
        for item in dom::children(&self.root) {
            for part in dom::children(&item) {
                if part.has_attribute("tabindex") {
                    buttons.push(part);
                }
            }
        }
        buttons
    }
}

fn target_of(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

//! What the browser hands out and wants back: listeners and observers as values
//! that unregister in `Drop`.
//!
//! What is done about an event does not belong here.

use crate::convert;
use crate::error::Error;
use crate::web::browser::dom::refused_by;
use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;
use web_sys::{
    AddEventListenerOptions, Element, Event, EventTarget, IntersectionObserver,
    IntersectionObserverEntry, IntersectionObserverInit, ResizeObserver, ResizeObserverBoxOptions,
    ResizeObserverEntry, ResizeObserverOptions, ResizeObserverSize,
};

/// An event listener, removed when dropped.
#[must_use = "the listener is removed when this is dropped"]
pub struct Listener {
    target: EventTarget,
    kind: &'static str,
    captures: bool,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Calls `on_event` for each event `kind` of `target`. Passive: it cannot hold up scrolling.
    pub fn passive(
        target: &EventTarget,
        kind: &'static str,
        on_event: impl FnMut(Event) + 'static,
    ) -> Result<Self, Error> {
        Self::add(target, kind, (true, false), on_event)
    }

    /// The same, able to `prevent_default`.
    pub fn active(
        target: &EventTarget,
        kind: &'static str,
        on_event: impl FnMut(Event) + 'static,
    ) -> Result<Self, Error> {
        Self::add(target, kind, (false, false), on_event)
    }

    /// Passive, and told on the way down to a target below.
    pub fn captured(
        target: &EventTarget,
        kind: &'static str,
        on_event: impl FnMut(Event) + 'static,
    ) -> Result<Self, Error> {
        Self::add(target, kind, (true, true), on_event)
    }

    fn add(
        target: &EventTarget,
        kind: &'static str,
        (passive, captures): (bool, bool),
        on_event: impl FnMut(Event) + 'static,
    ) -> Result<Self, Error> {
        let closure = Closure::new(on_event);
        let options = AddEventListenerOptions::new();
        options.set_passive(passive);
        options.set_capture(captures);
        target
            .add_event_listener_with_callback_and_add_event_listener_options(
                kind,
                function(&closure),
                &options,
            )
            .map_err(refused_by)?;
        Ok(Self {
            target: target.clone(),
            kind,
            captures,
            closure,
        })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        drop(self.target.remove_event_listener_with_callback_and_bool(
            self.kind,
            function(&self.closure),
            self.captures,
        ));
    }
}

/// Size of an element's content, in CSS pixels and in whole device pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ContentSize {
    /// Width in CSS pixels.
    pub width_css: f64,
    /// Height in CSS pixels.
    pub height_css: f64,
    /// Width in device pixels.
    pub width_dev: u32,
    /// Height in device pixels.
    pub height_dev: u32,
}

impl ContentSize {
    /// The size as laid out now, before an observer has told it.
    pub fn measured(element: &Element) -> Self {
        let (width_css, height_css) = (
            f64::from(element.client_width()),
            f64::from(element.client_height()),
        );
        let dpr = device_pixel_ratio();
        Self {
            width_css,
            height_css,
            width_dev: convert::small((width_css * dpr).round()),
            height_dev: convert::small((height_css * dpr).round()),
        }
    }

    fn of(entry: &ResizeObserverEntry, dpr: f64) -> Self {
        let css = entry.content_rect();
        // Safari has no device-pixel box; there, rounding is the best that can be done.
        let device = js_sys::Reflect::get(entry, &"devicePixelContentBoxSize".into())
            .ok()
            .and_then(|sizes| sizes.dyn_into::<Array>().ok())
            .and_then(|sizes| sizes.get(0).dyn_into::<ResizeObserverSize>().ok());
        let (width, height) = (css.width() * dpr, css.height() * dpr);
        // The box settles which way a fraction of a pixel rounds, and knows an ancestor's
        // `zoom`. Where it is smaller than the resolution says, the resolution is only
        // emulated, and the box knows nothing of it.
        let is_whole = |box_size: f64, css_size: f64| box_size > css_size - 1.0;
        let (width, height) = device
            .map(|size| (size.inline_size(), size.block_size()))
            .filter(|size| is_whole(size.0, width) && is_whole(size.1, height))
            .unwrap_or((width, height));
        Self {
            width_css: css.width(),
            height_css: css.height(),
            width_dev: convert::small(width.round()),
            height_dev: convert::small(height.round()),
        }
    }
}

/// Watches the size of an element's content; ends when dropped.
#[must_use = "watching ends when this is dropped"]
pub struct SizeWatch {
    observer: ResizeObserver,
    _closure: Closure<dyn FnMut(Array)>,
}

impl SizeWatch {
    /// Calls `on_size` at once and after each change, of device pixels too.
    pub fn new(
        element: &Element,
        mut on_size: impl FnMut(ContentSize) + 'static,
    ) -> Result<Self, Error> {
        let closure = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            if let Ok(entry) = entries
                .get(entries.length().saturating_sub(1))
                .dyn_into::<ResizeObserverEntry>()
            {
                on_size(ContentSize::of(&entry, device_pixel_ratio()));
            }
        });
        let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).map_err(refused_by)?;
        let options = ResizeObserverOptions::new();
        options.set_box(ResizeObserverBoxOptions::DevicePixelContentBox);
        let watched = js_sys::Reflect::get(&observer, &"observe".into())
            .ok()
            .and_then(|observe| observe.dyn_into::<Function>().ok())
            .is_some_and(|observe| observe.call2(&observer, element, &options).is_ok());
        if !watched {
            observer.observe(element);
        }
        Ok(Self {
            observer,
            _closure: closure,
        })
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Watches whether an element is near the visible part of the page; ends when dropped.
#[must_use = "watching ends when this is dropped"]
pub struct VisibilityWatch {
    observer: IntersectionObserver,
    _closure: Closure<dyn FnMut(Array)>,
}

impl VisibilityWatch {
    /// Half a screen ahead, so that a chart is there before it is scrolled to.
    const MARGIN: &'static str = "50%";

    /// Calls `on_change` at once and whenever the element comes near or leaves.
    pub fn new(
        element: &Element,
        mut on_change: impl FnMut(bool) + 'static,
    ) -> Result<Self, Error> {
        let closure = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            if let Ok(entry) = entries
                .get(entries.length().saturating_sub(1))
                .dyn_into::<IntersectionObserverEntry>()
            {
                on_change(entry.is_intersecting());
            }
        });
        let options = IntersectionObserverInit::new();
        options.set_root_margin(Self::MARGIN);
        let observer =
            IntersectionObserver::new_with_options(closure.as_ref().unchecked_ref(), &options)
                .map_err(refused_by)?;
        observer.observe(element);
        Ok(Self {
            observer,
            _closure: closure,
        })
    }
}

impl Drop for VisibilityWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Calls `on_change` with the answer to `query` after each change, for as long as it is kept.
pub fn media_listener(query: &str, mut on_change: impl FnMut(bool) + 'static) -> Option<Listener> {
    let list = web_sys::window()?.match_media(query).ok()??;
    let asked = list.clone();
    Listener::passive(&list, "change", move |_| on_change(asked.matches())).ok()
}

/// Device pixels a CSS pixel; 1 where the page does not say.
pub fn device_pixel_ratio() -> f64 {
    web_sys::window()
        .map(|window| window.device_pixel_ratio())
        .filter(|ratio| ratio.is_finite() && *ratio > 0.0)
        .unwrap_or(1.0)
}

fn function<T: ?Sized>(closure: &Closure<T>) -> &Function {
    closure.as_ref().unchecked_ref()
}

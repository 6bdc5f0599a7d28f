//! The menu behind the dots: what a viewer can do with a chart, the inspector last.
//!
//! Its panel is there at once; the items come with the late piece, or the reason why they do not.

use super::inspector::InspectorBox;
use super::menu_items::{self, Item};
use super::panel::Panel;
use super::{Target, ViewEvent, ViewListener};
use crate::error::Error;
use crate::time::Interval;
use crate::web::browser::dom;
use crate::web::browser::observers::Listener;
use crate::web::js_error::reason;
use crate::web::late;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// A width of buckets to choose.
pub struct IntervalChoice {
    /// The width, or `None` for the usual one.
    pub interval: Option<Interval>,
    /// What stands on it.
    pub name: String,
    /// It is in force.
    pub is_chosen: bool,
}

/// What a button of the menu is for.
#[derive(Clone, Copy)]
enum Entry {
    Item(Item),
    Interval(Option<Interval>),
}

pub(super) struct Menu {
    opened: Rc<RefCell<Option<Rc<Opened>>>>,
    _pressed: Listener,
}

struct Opened {
    panel: Panel,
    items: HtmlElement,
    status: HtmlElement,
    inspector: InspectorBox,
    on_event: ViewListener,
    listeners: RefCell<Vec<Listener>>,
}

impl Menu {
    pub(super) fn new(inspector: &InspectorBox, on_event: ViewListener) -> Result<Self, Error> {
        let opened = Rc::<RefCell<Option<Rc<Opened>>>>::default();
        let (shared, inspector) = (Rc::clone(&opened), inspector.clone());
        let button = inspector.button.clone();
        // The browser opens what the button names once its listeners have run.
        let pressed = Listener::passive(&button, "click", move |_| {
            if let Ok(mut opened) = shared.try_borrow_mut() {
                if opened.is_none() {
                    *opened = Opened::new(inspector.clone(), Rc::clone(&on_event)).ok();
                }
                if let Some(opened) = &*opened {
                    opened.fill_soon();
                }
            }
        })?;
        Ok(Self {
            opened,
            _pressed: pressed,
        })
    }

    /// Offers widths of buckets in place of the items.
    pub(super) fn offer_intervals(&self, choices: &[IntervalChoice]) {
        if let Ok(opened) = self.opened.try_borrow()
            && let Some(opened) = &*opened
        {
            opened.offer(choices);
        }
    }
}

impl Opened {
    fn new(inspector: InspectorBox, on_event: ViewListener) -> Result<Rc<Self>, Error> {
        let panel = Panel::of(inspector.button.clone(), "menu")?;
        let items = dom::create("div", "items", "")?;
        dom::set(&items, "role", "menu");
        let status = dom::create("span", "copy-status", "")?;
        dom::set(&status, "role", "status");
        for part in [&items, &status] {
            dom::append(&panel.content, part)?;
        }
        Ok(Rc::new(Self {
            panel,
            items,
            status,
            inspector,
            on_event,
            listeners: RefCell::default(),
        }))
    }

    fn fill_soon(self: &Rc<Self>) {
        if late::is_here() {
            return self.fill();
        }
        let itself = Rc::clone(self);
        spawn_local(async move {
            match late::here().await {
                Ok(()) => itself.fill(),
                Err(error) => dom::text(&itself.status, &error.to_string()),
            }
            itself.panel.place();
        });
    }

    /// Each time it opens: the page may have changed what it offers.
    #[inline(never)]
    fn fill(self: &Rc<Self>) {
        let offer = menu_items::offered(&self.inspector.button);
        dom::text(&self.status, offer.fault.as_deref().unwrap_or_default());
        let mut added = Vec::new();
        self.items.set_text_content(None);
        for item in offer.items {
            added.extend(self.add(item));
        }
        self.walk(added);
    }

    /// In place of the items, until the menu opens again.
    fn offer(self: &Rc<Self>, choices: &[IntervalChoice]) {
        let mut added = Vec::new();
        self.items.set_text_content(None);
        for choice in choices {
            added.extend(self.add_choice(choice));
        }
        self.walk(added);
        let mut buttons = dom::children(&self.items);
        let chosen = choices.iter().position(|choice| choice.is_chosen);
        if let Some(button) = buttons.nth(chosen.unwrap_or_default()) {
            drop(button.focus());
        }
        self.panel.place();
    }

    /// Listens to the buttons that were added, and to the keys that go from one to the next.
    fn walk(&self, mut listeners: Vec<Listener>) {
        let items = self.items.clone();
        let walk = Listener::active(&self.items, "keydown", move |event| {
            let pressed = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
            let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
            if let (Some(key), Some(target)) = (pressed, target)
                && let Some(next) = next_item(&items, &target, &key)
            {
                event.prevent_default();
                drop(next.focus());
            }
        });
        listeners.extend(walk);
        self.listeners.replace(listeners);
    }

    fn add(self: &Rc<Self>, item: Item) -> Result<Listener, Error> {
        let button = self.button(&menu_items::label(item, &self.inspector.button), "menuitem")?;
        dom::set(&button, "name", item.name());
        self.listen(&button, Entry::Item(item))
    }

    fn add_choice(self: &Rc<Self>, choice: &IntervalChoice) -> Result<Listener, Error> {
        let button = self.button(&choice.name, "menuitemradio")?;
        dom::set_bool(&button, "aria-checked", choice.is_chosen);
        self.listen(&button, Entry::Interval(choice.interval))
    }

    fn listen(self: &Rc<Self>, button: &HtmlElement, entry: Entry) -> Result<Listener, Error> {
        let itself = Rc::downgrade(self);
        Listener::passive(button, "click", move |_| {
            if let Some(opened) = itself.upgrade() {
                match entry {
                    Entry::Item(item) => opened.choose(item),
                    Entry::Interval(width) => opened.report(ViewEvent::IntervalChosen(width)),
                }
            }
        })
    }

    fn button(&self, text: &str, role: &str) -> Result<HtmlElement, Error> {
        let button = dom::button("item", "")?;
        dom::text(&button, text);
        dom::set(&button, "role", role);
        // Where keys go when it opens.
        dom::toggle(&button, "autofocus", self.items.child_element_count() == 0);
        dom::append(&self.items, &button)?;
        Ok(button)
    }

    fn choose(self: &Rc<Self>, item: Item) {
        match item {
            Item::Refresh => self.report(ViewEvent::Refreshed),
            Item::Table => self.report(ViewEvent::TableToggled),
            Item::Legend => self.report(ViewEvent::LegendTurned),
            Item::Interval => (self.on_event)(ViewEvent::IntervalsAsked),
            Item::Sentry => self.report(ViewEvent::Chosen {
                target: Target::Whole,
                opens: true,
            }),
            Item::Inspect => {
                self.panel.close();
                self.inspector.open();
            }
            _ => {
                let itself = Rc::clone(self);
                spawn_local(async move { itself.carry_out(item).await });
            }
        }
    }

    fn report(&self, event: ViewEvent) {
        self.panel.close();
        (self.on_event)(event);
    }

    async fn carry_out(&self, item: Item) {
        let outcome = menu_items::carry_out(item, &self.inspector.button).await;
        match &outcome {
            Ok(()) => self.panel.close(),
            Err(thrown) => dom::text(&self.status, &reason(thrown)),
        }
        (self.on_event)(ViewEvent::Exported {
            command: item.command(),
            is_done: outcome.is_ok(),
        });
    }
}

/// Where a key goes from an item: round and round.
fn next_item(items: &Element, from: &Element, key: &str) -> Option<HtmlElement> {
    let all: Vec<HtmlElement> = dom::children(items).collect();
    let last = all.len().checked_sub(1)?;
    let at = all.iter().position(|item| **item == *from)?;
    let next = match key {
        "ArrowDown" if at == last => 0,
        "ArrowDown" => at + 1,
        "ArrowUp" => at.checked_sub(1).unwrap_or(last),
        "Home" => 0,
        "End" => last,
        _ => return None,
    };
    all.get(next).cloned()
}

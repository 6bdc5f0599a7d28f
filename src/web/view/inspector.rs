//! The inspector, whose lines are made when it is opened and are gone when it is closed. What
//! opens it has come with the late piece.

use super::menu_items::to_clipboard;
use super::panel::Panel;
use super::{ViewEvent, ViewListener};
use crate::error::Error;
use crate::inspector::{Report, ReportRow, Section};
use crate::messages::MessageKey;
use crate::web::browser::dom;
use crate::web::browser::globals;
use crate::web::browser::observers::Listener;
use crate::web::page::options;
use js_sys::{Array, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

/// Made when it is first opened.
#[derive(Clone)]
pub(super) struct InspectorBox {
    /// It opens beside this one.
    pub(super) button: HtmlElement,
    opened: Rc<RefCell<Option<Opened>>>,
    on_event: ViewListener,
}

struct Opened {
    panel: Panel,
    parts: Rc<Parts>,
    copy: HtmlElement,
    _listeners: [Listener; 2],
}

struct Parts {
    lines: HtmlElement,
    status: HtmlElement,
    /// Takes the text where the page may not copy: selected, it is one key press away.
    text: HtmlElement,
    report: RefCell<Report>,
}

impl InspectorBox {
    pub(super) fn new(button: &HtmlElement, on_event: ViewListener) -> Self {
        Self {
            button: button.clone(),
            opened: Rc::default(),
            on_event,
        }
    }

    pub(super) fn open(&self) {
        let Ok(mut opened) = self.opened.try_borrow_mut() else {
            return;
        };
        if opened.is_none() {
            *opened = Opened::new(&self.button, &self.on_event).ok();
        }
        let content = opened.as_ref().map(|opened| {
            opened.name();
            opened.panel.content.clone()
        });
        drop(opened);
        if let Some(content) = content {
            // Throws where it is open already.
            drop(content.show_popover());
        }
    }

    /// Whether there is anybody to show a newer report to.
    pub(super) fn is_open(&self) -> bool {
        let opened = self.opened.borrow();
        opened.as_ref().is_some_and(|opened| {
            let content = &opened.panel.content;
            content.matches(":popover-open").unwrap_or_default()
        })
    }

    pub(super) fn show(&self, report: Report) -> Result<(), Error> {
        match &*self.opened.borrow() {
            Some(opened) => opened.parts.show(report),
            None => Ok(()),
        }
    }
}

impl Opened {
    fn new(button: &HtmlElement, on_event: &ViewListener) -> Result<Self, Error> {
        let panel = Panel::of(button.clone(), "inspector")?;
        dom::set(&panel.content, "role", "dialog");
        let bar = dom::create("div", "actions", "")?;
        let copy = dom::button("action", "")?;
        dom::append(&bar, &copy)?;
        // Where keys go when the panel opens.
        dom::toggle(&copy, "autofocus", true);
        let parts = Rc::new(Parts::new(&bar, &panel.content)?);
        let listeners = [
            shown_on_demand(&panel, &parts, Rc::clone(on_event))?,
            copied(&copy, &parts, Rc::clone(on_event))?,
        ];
        Ok(Self {
            panel,
            parts,
            copy,
            _listeners: listeners,
        })
    }

    /// In the words that the page has by now.
    fn name(&self) {
        let options = options::usable();
        for (part, key) in [
            (&self.panel.content, MessageKey::Inspector),
            (&self.parts.text, MessageKey::ReportText),
            // A region that scrolls can be reached by keys.
            (&self.parts.lines, MessageKey::Report),
        ] {
            dom::set(part, "aria-label", options.messages.text(key));
        }
        dom::text(&self.copy, options.messages.text(MessageKey::CopyReport));
    }
}

impl Parts {
    fn new(bar: &HtmlElement, content: &HtmlElement) -> Result<Self, Error> {
        let parts = Self {
            lines: dom::create("div", "report", "")?,
            status: dom::create("span", "copy-status", "")?,
            text: dom::create("textarea", "copied", "")?,
            report: RefCell::default(),
        };
        dom::set(&parts.status, "role", "status");
        dom::set(&parts.text, "readonly", "");
        parts.text.set_hidden(true);
        for (name, value) in [("tabindex", "0"), ("role", "region")] {
            dom::set(&parts.lines, name, value);
        }
        dom::append(bar, &parts.status)?;
        for part in [bar, &parts.text, &parts.lines] {
            dom::append(content, part)?;
        }
        Ok(parts)
    }

    fn show(&self, report: Report) -> Result<(), Error> {
        dom::resize_children(&self.lines, report.0.len(), section)?;
        for (element, section) in dom::children(&self.lines).zip(&report.0) {
            fill_section(&element, section)?;
        }
        self.report.replace(report);
        Ok(())
    }

    fn forget(&self) {
        self.lines.set_text_content(None);
        self.report.take();
        dom::text(&self.status, "");
        self.text.set_hidden(true);
        self.text.set_text_content(None);
    }

    fn say(&self, key: MessageKey) {
        dom::text(&self.status, options::usable().messages.text(key));
    }

    /// Into the clipboard, or where the page may not write there, into a field to copy from.
    async fn copy(&self) -> bool {
        let text = self.report.borrow().to_text();
        let copied = to_clipboard(&text.as_str().into()).await;
        match &copied {
            Ok(()) => self.say(MessageKey::ReportCopied),
            Err(_) => {
                self.text.set_text_content(Some(&text));
                self.text.set_hidden(false);
                drop(self.text.focus());
                globals::call(&self.text, "select", &Array::new());
                self.say(MessageKey::CopySelected);
            }
        }
        copied.is_ok()
    }
}

fn shown_on_demand(
    panel: &Panel,
    parts: &Rc<Parts>,
    on_event: ViewListener,
) -> Result<Listener, Error> {
    let (parts, button) = (Rc::clone(parts), panel.button.clone());
    let content = panel.content.clone();
    // Before it opens, so that it is placed by its full size.
    Listener::passive(&panel.content, "beforetoggle", move |event| {
        let state = Reflect::get(&event, &"newState".into()).ok();
        match state.and_then(|state| state.as_string()).as_deref() {
            Some("open") => on_event(ViewEvent::Inspected),
            _ => {
                // Browsers do so by themselves, but not all within a shadow root.
                if content.matches(":focus-within").unwrap_or_default() {
                    drop(button.focus());
                }
                parts.forget();
            }
        }
    })
}

fn copied(
    button: &HtmlElement,
    parts: &Rc<Parts>,
    on_event: ViewListener,
) -> Result<Listener, Error> {
    let parts = Rc::clone(parts);
    Listener::passive(button, "click", move |_| {
        let (parts, on_event) = (Rc::clone(&parts), Rc::clone(&on_event));
        spawn_local(async move {
            let is_done = parts.copy().await;
            on_event(ViewEvent::ReportCopied { is_done });
        });
    })
}

fn section() -> Result<HtmlElement, Error> {
    let section = dom::create("section", "", "")?;
    for tag in ["h4", "dl"] {
        dom::append(&section, &*dom::create(tag, "", "")?)?;
    }
    Ok(section)
}

fn fill_section(element: &HtmlElement, section: &Section) -> Result<(), Error> {
    let mut parts = dom::children(element);
    let (Some(title), Some(list)) = (parts.next(), parts.next()) else {
        return Ok(());
    };
    dom::text(&title, &section.title);
    dom::resize_children(&list, section.rows.len(), line)?;
    for (line, ReportRow { name, value }) in dom::children(&list).zip(&section.rows) {
        for (part, text) in dom::children(&line).zip([name, value]) {
            dom::text(&part, text);
        }
    }
    Ok(())
}

fn line() -> Result<HtmlElement, Error> {
    let line = dom::create("div", "", "")?;
    for tag in ["dt", "dd"] {
        dom::append(&line, &*dom::create(tag, "", "")?)?;
    }
    Ok(line)
}

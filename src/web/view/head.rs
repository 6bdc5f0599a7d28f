//! The head: title, what the widget says of itself, its notes, its dataset and its menu.

use super::against::AgainstPanel;
use super::dataset::DatasetSwitch;
use super::inspector::InspectorBox;
use super::notes::Notes;
use super::{Status, ViewListener, ViewModel};
use crate::error::Error;
use crate::format::Labels;
use crate::web::dom;
use std::rc::Rc;
use web_sys::HtmlElement;

pub(super) struct Head {
    title: HtmlElement,
    status: HtmlElement,
    notes: Notes,
    dataset: DatasetSwitch,
    against: AgainstPanel,
    pub(super) inspector: InspectorBox,
}

impl Head {
    pub(super) fn new(parent: &HtmlElement, on_event: ViewListener) -> Result<Self, Error> {
        let root = dom::create("header", "head", "")?;
        let title = dom::create("h3", "title", "title")?;
        let status = dom::create("span", "status", "status")?;
        dom::set(&status, "role", "status");
        dom::append(&root, &title)?;
        dom::append(&root, &status)?;
        let notes = Notes::new(&root)?;
        let dataset = DatasetSwitch::new(&root, Rc::clone(&on_event))?;
        let against = AgainstPanel::new(&root, Rc::clone(&on_event))?;
        let inspector = InspectorBox::new(&root, on_event)?;
        dom::append(parent, &root)?;
        Ok(Self {
            title,
            status,
            notes,
            dataset,
            against,
            inspector,
        })
    }

    pub(super) fn show(&self, model: &ViewModel<'_>, labels: &dyn Labels) -> Result<(), Error> {
        dom::text(&self.title, model.title);
        dom::set(&self.title, "title", model.title);
        let said = match model.status {
            Status::Stale { why, next_try: "" } => why.to_owned(),
            Status::Stale { why, next_try } => format!("{why} Next try at {next_try}."),
            _ => String::new(),
        };
        dom::text(&self.status, &said);
        dom::set(&self.status, "title", &said);
        self.notes.show(model.notes)?;
        self.against.show(model.against, labels);
        self.dataset.show(model.decision);
        Ok(())
    }
}

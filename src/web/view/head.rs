//! The head: title, notes, what is compared, dataset and menu.

use super::against::AgainstPanel;
use super::dataset::DatasetSwitch;
use super::inspector::InspectorBox;
use super::notes::Notes;
use super::{ViewListener, ViewModel};
use crate::error::Error;
use crate::format::Labels;
use crate::web::browser::dom;
use std::rc::Rc;
use web_sys::HtmlElement;

pub(super) struct Head {
    title: HtmlElement,
    notes: Notes,
    dataset: DatasetSwitch,
    against: AgainstPanel,
    pub(super) inspector: InspectorBox,
}

impl Head {
    pub(super) fn new(parent: &HtmlElement, on_event: ViewListener) -> Result<Self, Error> {
        let root = dom::create("header", "head", "")?;
        let title = dom::create("h3", "title", "title")?;
        dom::append(&root, &title)?;
        let notes = Notes::new(&root)?;
        let dataset = DatasetSwitch::new(&root, Rc::clone(&on_event))?;
        let against = AgainstPanel::new(&root, Rc::clone(&on_event))?;
        let inspector = InspectorBox::new(&root, on_event)?;
        dom::append(parent, &root)?;
        Ok(Self {
            title,
            notes,
            dataset,
            against,
            inspector,
        })
    }

    pub(super) fn show(&self, model: &ViewModel<'_>, labels: &dyn Labels) -> Result<(), Error> {
        let messages = labels.messages();
        dom::text(&self.title, model.title);
        dom::set(&self.title, "title", model.title);
        self.notes.show(model.notes, messages)?;
        self.against.show(model.against, labels);
        self.dataset.show(model.decision, messages);
        Ok(())
    }
}

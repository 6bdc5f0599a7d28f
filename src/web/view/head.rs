//! The head: title, notes, what is compared, dataset and menu.

use super::comparison_panel::ComparisonPanel;
use super::dataset::DatasetSwitch;
use super::inspector::InspectorBox;
use super::notes::Notes;
use super::{TextModel, ViewListener};
use crate::error::Error;
use crate::format::Labels;
use crate::web::browser::dom;
use std::rc::Rc;
use web_sys::HtmlElement;

pub(super) struct Head {
    title: HtmlElement,
    notes: Notes,
    dataset: DatasetSwitch,
    comparison: ComparisonPanel,
    pub(super) inspector: InspectorBox,
}

impl Head {
    pub(super) fn new(parent: &HtmlElement, on_event: ViewListener) -> Result<Self, Error> {
        let root = dom::create("header", "head", "")?;
        let title = dom::create("h3", "title", "title")?;
        dom::append(&root, &title)?;
        let notes = Notes::new(&root)?;
        let dataset = DatasetSwitch::new(&root, Rc::clone(&on_event))?;
        let comparison = ComparisonPanel::new(&root, Rc::clone(&on_event))?;
        let inspector = InspectorBox::new(&root, on_event)?;
        dom::append(parent, &root)?;
        Ok(Self {
            title,
            notes,
            dataset,
            comparison,
            inspector,
        })
    }

    pub(super) fn show(&self, texts: &TextModel<'_>, labels: &dyn Labels) -> Result<(), Error> {
        let messages = labels.messages();
        dom::text(&self.title, texts.title);
        dom::set(&self.title, "title", texts.title);
        self.notes.show(texts.notes, messages)?;
        self.comparison.show(texts.comparison, labels);
        self.dataset.show(texts.decision, messages);
        Ok(())
    }
}

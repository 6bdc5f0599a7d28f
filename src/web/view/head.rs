//! The head: title, zoom, notes, dataset, what is compared, and the menu.

use super::about::About;
use super::comparison_panel::ComparisonPanel;
use super::dataset::DatasetSwitch;
use super::inspector::InspectorBox;
use super::menu::Menu;
use super::notes::Notes;
use super::on_demand::OnDemand;
use super::skeleton::Skeleton;
use super::zoom::ZoomButton;
use super::{TextModel, ViewListener};
use crate::error::Error;
use crate::format::Labels;
use crate::web::browser::dom;
use std::rc::Rc;
use web_sys::HtmlElement;

pub(super) struct Head {
    title: HtmlElement,
    menu_button: HtmlElement,
    on_event: ViewListener,
    about: OnDemand<About>,
    zoom: OnDemand<ZoomButton>,
    notes: OnDemand<Notes>,
    dataset: OnDemand<DatasetSwitch>,
    comparison: OnDemand<ComparisonPanel>,
    pub(super) inspector: InspectorBox,
    pub(super) menu: Menu,
}

impl Head {
    pub(super) fn new(parts: &Skeleton, on_event: ViewListener) -> Result<Self, Error> {
        let inspector = InspectorBox::new(&parts.menu, Rc::clone(&on_event));
        Ok(Self {
            title: parts.title.clone(),
            menu_button: parts.menu.clone(),
            about: OnDemand::default(),
            zoom: OnDemand::default(),
            notes: OnDemand::default(),
            dataset: OnDemand::default(),
            comparison: OnDemand::default(),
            menu: Menu::new(&inspector, Rc::clone(&on_event))?,
            inspector,
            on_event,
        })
    }

    pub(super) fn show(&mut self, texts: &TextModel<'_>, labels: &dyn Labels) -> Result<(), Error> {
        let messages = labels.messages();
        dom::text(&self.title, texts.title);
        dom::set(&self.title, "title", texts.title);
        let (zoom, now) = texts.zoom;
        let make = || ZoomButton::new(&self.title, Rc::clone(&self.on_event));
        if let Some(button) = self.zoom.made_if(zoom.is_some(), make)? {
            button.show(zoom, now, labels);
        }
        // From the last to the first: each stands before those that are there.
        let next = &self.menu_button;
        let make = || ComparisonPanel::new(next, Rc::clone(&self.on_event));
        let made = self.comparison.made_if(texts.comparison.is_some(), make)?;
        if let Some(comparison) = &made {
            comparison.show(texts.comparison, labels);
        }
        let next = made.as_ref().map_or(next, |made| made.button());
        let make = || DatasetSwitch::new(next, Rc::clone(&self.on_event));
        let made = self.dataset.made_if(texts.decision.is_some(), make)?;
        if let Some(dataset) = &made {
            dataset.show(texts.decision, messages);
        }
        let next = made.as_ref().map_or(next, |made| made.button());
        let make = || Notes::new(next);
        if let Some(notes) = self.notes.made_if(!texts.notes.is_empty(), make)? {
            notes.show(texts.notes, messages)?;
        }
        let make = || About::new(&self.title);
        if let Some(about) = self.about.made_if(!texts.description.is_empty(), make)? {
            about.show(texts.description, messages);
        }
        Ok(())
    }
}

//! Colours that outlive the widget: kept by the indexer for all of an organization.

use super::Widget;
use crate::frame::Frame;
use crate::indexer::{OrgId, org_id};
use crate::state::{Dirty, Event};
use crate::web::net::url;
use crate::web::page::options;
use crate::web::storage::string_index;

impl Widget {
    /// The organization whose colours the widget takes part in; none where an answer is
    /// shown that nobody was asked for.
    pub(super) fn organization(&self) -> Option<OrgId> {
        let options = options::options().ok()?;
        let api = url::address(self.given.borrow().inputs.base_url(&options), "", &[]).ok()?;
        Some(org_id(&api, &self.resolved.borrow().scope.as_ref()?.org))
    }

    /// Reads the organization's colours while the first answer is under way.
    pub(super) fn preload_colors(&self) {
        if let Some(org) = self.organization() {
            // Where there is one series, it has the first colour.
            let config = self.resolved.borrow().config.clone();
            let is_grouped = config
                .is_some_and(|config| config.queries.iter().any(|query| !query.columns.is_empty()));
            string_index::preload(org, is_grouped);
        }
    }

    /// Keeps the colours of `frame` for other widgets and for later.
    pub(super) fn remember_colors(&self, org: OrgId, frame: &Frame) {
        let drawn = frame.slots().map(|(key, slot)| (key.to_owned(), slot));
        string_index::remember(org, drawn.collect());
    }

    /// Draws again what was drawn in colours that `org` has no longer.
    pub fn recolor(&self, org: OrgId) {
        let is_of_org = self.organization() == Some(org);
        if is_of_org {
            self.dispatch(Event::Restyled(Dirty::Data));
        }
    }
}

//! What a widget asks within: organization, projects, environments, filters, range.

use super::{Attributes, DashboardConfig, WidgetConfig, WidgetType};
use crate::error::Error;
use crate::time::{Interval, RangeChoice};

/// The effective frame of a widget's requests: the element's attributes over the
/// dashboard's over the page's.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Scope {
    /// Organization id or slug.
    pub org: String,
    /// Project ids; empty for the viewer's own, `-1` for all.
    pub projects: Vec<String>,
    /// Environment names.
    pub environments: Vec<String>,
    /// Search texts that are added to every query.
    pub filters: Vec<String>,
    /// The range to open with.
    pub range: RangeChoice,
    /// Bucket width that was chosen in place of the rules.
    pub interval: Option<Interval>,
    /// Times are shown in UTC unless the element names a zone.
    pub utc: bool,
    /// Send the widget's id, which lets the server split and save on its own.
    pub send_widget_id: bool,
}

impl Scope {
    /// The frame for `widget`. The organization comes from the element, else from
    /// `page_org`; without either there is nothing to ask.
    pub fn new(
        attributes: &Attributes,
        dashboard: Option<&DashboardConfig>,
        widget: &WidgetConfig,
        page_org: Option<&str>,
    ) -> Result<Self, Error> {
        let org = attributes.org.as_deref().or(page_org).map(str::trim);
        let Some(org) = org.filter(|org| !org.is_empty()) else {
            return Err(Error::config(
                "org",
                "an organization's slug or id",
                "nothing",
            ));
        };
        let none = DashboardConfig::default();
        let dashboard = dashboard.unwrap_or(&none);
        let own = dashboard
            .filters
            .iter()
            .filter(|filter| is_meant_for(filter.widget_type.as_deref(), widget.widget_type))
            .map(|filter| filter.text.clone());
        Ok(Self {
            org: org.to_owned(),
            projects: first_filled(&attributes.projects, &dashboard.projects),
            environments: first_filled(&attributes.environments, &dashboard.environments),
            filters: own.chain(attributes.filter.clone()).collect(),
            range: attributes.range.or(dashboard.range).unwrap_or_default(),
            interval: attributes.interval,
            utc: dashboard.utc,
            send_widget_id: false,
        })
    }
}

fn first_filled(element: &[String], dashboard: &[String]) -> Vec<String> {
    if element.is_empty() {
        dashboard.to_vec()
    } else {
        element.to_vec()
    }
}

fn is_meant_for(filter: Option<&str>, widget: WidgetType) -> bool {
    filter.is_none_or(|name| name == widget.name())
}

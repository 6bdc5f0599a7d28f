//! A dashboard in the shape of Sentry's API: its widgets, and what it asks of them all.

use super::WidgetConfig;
use super::reader::{ConfigReader, describe_text};
use crate::error::Error;
use crate::json::Json;
use crate::substring;
use crate::time::{Interval, RangeChoice, TimeRange, parse_moment};

/// Widgets of a dashboard that an error names.
const WIDGETS_NAMED: usize = 12;

/// One filter of a dashboard, as search text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DashboardFilter {
    /// Widget type it is meant for; `None` for all.
    pub widget_type: Option<String>,
    /// Search text.
    pub text: String,
}

/// A dashboard. Its widgets are read one by one when asked for, so that a wrong one
/// does not take the others with it.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DashboardConfig {
    /// Dashboard id.
    pub id: String,
    /// Title, may be empty.
    pub title: String,
    /// Project ids; empty for the viewer's own.
    pub projects: Vec<String>,
    /// Environment names.
    pub environments: Vec<String>,
    /// The range it opens with, where it has one.
    pub range: Option<RangeChoice>,
    /// Its times are shown in UTC.
    pub utc: bool,
    /// Filters added to every query they are meant for.
    pub filters: Vec<DashboardFilter>,
    widgets: Vec<Json>,
}

impl DashboardConfig {
    /// Reads a dashboard as Sentry's API writes it.
    pub fn from_json(json: &Json) -> Result<Self, Error> {
        let dashboard = ConfigReader::root(json, "");
        dashboard.object("a dashboard: an object with `widgets`")?;
        let Some(widgets) = dashboard.member("widgets") else {
            return Err(dashboard.lacks("widgets", "a list of widgets"));
        };
        Ok(Self {
            id: dashboard
                .member("id")
                .map_or(Ok(String::new()), |id| id.id())?,
            title: dashboard
                .member("title")
                .map_or(Ok(String::new()), |title| title.text().map(str::to_owned))?,
            projects: ids(&dashboard, "projects")?,
            environments: dashboard
                .member("environment")
                .or_else(|| dashboard.member("environments"))
                .map_or(Ok(Vec::new()), |names| names.texts())?,
            range: range(&dashboard)?,
            utc: dashboard.member("utc").is_some_and(|utc| {
                matches!(utc.json(), Json::Bool(true)) || utc.json().as_text() == Some("true")
            }),
            filters: dashboard
                .member("filters")
                .map_or(Ok(Vec::new()), |filters| read_filters(&filters))?,
            widgets: widgets
                .items("a list of widgets")?
                .iter()
                .map(|widget| widget.json().clone())
                .collect(),
        })
    }

    /// Ids of its widgets, in their order; a widget without a readable id is left out.
    pub fn widget_ids(&self) -> Vec<String> {
        self.widgets.iter().filter_map(id_of).collect()
    }

    /// The widget of that id as the server wrote it.
    pub fn widget_json(&self, id: &str) -> Option<&Json> {
        self.widgets.get(self.place_of(id)?)
    }

    /// Reads the widget of that id.
    pub fn widget(&self, id: &str) -> Result<WidgetConfig, Error> {
        let place = self.place_of(id);
        match place.and_then(|index| Some((index, self.widgets.get(index)?))) {
            Some((index, json)) => {
                WidgetConfig::read(&ConfigReader::root(json, &format!("widgets[{index}]")))
            }
            None => Err(Error::config(
                "widget-id",
                format!("a widget of dashboard {}{}", self.id, self.known_widgets()),
                describe_text(id),
            )),
        }
    }

    /// Ids and titles for whoever has to name one: the first.
    #[cold]
    fn known_widgets(&self) -> String {
        let mut known = String::new();
        for json in self.widgets.iter().take(WIDGETS_NAMED) {
            let Some(id) = id_of(json) else {
                continue;
            };
            known.push_str(if known.is_empty() { " (" } else { ", " });
            known.push_str(&describe_text(&id));
            let title = ConfigReader::root(json, "").member("title");
            let title = title.and_then(|title| title.text().ok());
            if let Some(title) = title.filter(|title| !title.is_empty()) {
                known.push(' ');
                known.push_str(title);
            }
        }
        if !known.is_empty() {
            known.push(')');
        }
        known
    }

    fn place_of(&self, id: &str) -> Option<usize> {
        let mut ids = self.widgets.iter().map(id_of);
        ids.position(|own| own.as_deref() == Some(id))
    }
}

/// The id of a widget, where it can be read.
fn id_of(widget: &Json) -> Option<String> {
    ConfigReader::root(widget, "").member("id")?.id().ok()
}

fn ids(dashboard: &ConfigReader, name: &str) -> Result<Vec<String>, Error> {
    let Some(list) = dashboard.member(name) else {
        return Ok(Vec::new());
    };
    let mut ids = Vec::new();
    for item in list.items("a list of ids")? {
        ids.push(item.id()?);
    }
    Ok(ids)
}

/// `period`, else `start` and `end`. Half a range counts as none, as in Sentry.
fn range(dashboard: &ConfigReader) -> Result<Option<RangeChoice>, Error> {
    let text = |name: &str| -> Result<Option<(ConfigReader, &str)>, Error> {
        let Some(value) = dashboard.member(name) else {
            return Ok(None);
        };
        let text = value.text()?.trim();
        Ok((!text.is_empty()).then_some((value, text)))
    };
    if let Some((value, period)) = text("period")? {
        return Interval::parse(period)
            .map(|period| Some(RangeChoice::Last(period)))
            .ok_or_else(|| value.wrong("a duration such as `24h` or `14d`"));
    }
    let (Some(start), Some(end)) = (text("start")?, text("end")?) else {
        return Ok(None);
    };
    let moment = |(value, text): (ConfigReader, &str)| {
        parse_moment(text).ok_or_else(|| value.wrong("an ISO 8601 date or time"))
    };
    TimeRange::new(moment(start)?, moment(end)?).map(|range| Some(RangeChoice::Fixed(range)))
}

/// `{"release": ["a", "b"]}` is `release:["a","b"]`; `globalFilter` holds texts of its own.
fn read_filters(filters: &ConfigReader) -> Result<Vec<DashboardFilter>, Error> {
    let mut read = Vec::new();
    for (name, _) in filters.object("an object of lists")? {
        let Some(value) = filters.member(name) else {
            continue;
        };
        if name == "globalFilter" {
            read.extend(global_filters(&value)?);
            continue;
        }
        let values = value.texts()?;
        let quoted: Vec<String> = values.iter().map(|value| quote(value)).collect();
        let text = match quoted.as_slice() {
            [] => continue,
            [one] => format!("{name}:{one}"),
            many => format!("{name}:[{}]", many.join(",")),
        };
        read.push(DashboardFilter {
            widget_type: None,
            text,
        });
    }
    Ok(read)
}

fn global_filters(list: &ConfigReader) -> Result<Vec<DashboardFilter>, Error> {
    let mut read = Vec::new();
    for item in list.items("a list of filters")? {
        item.object("a filter: an object with `value`")?;
        let text = match item.member("value") {
            Some(value) => value.text()?.trim().to_owned(),
            None => continue,
        };
        if text.is_empty() {
            continue;
        }
        let widget_type = item.member("dataset");
        read.push(DashboardFilter {
            widget_type: widget_type
                .map(|dataset| dataset.text().map(str::to_owned))
                .transpose()?,
            text,
        });
    }
    Ok(read)
}

fn quote(value: &str) -> String {
    let value = substring::replace(value, "\\", "\\\\");
    let value = substring::replace(&value, "\"", "\\\"");
    ["\"", &value, "\""].concat()
}

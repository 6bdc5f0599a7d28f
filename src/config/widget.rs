//! A widget in the shape of Sentry's dashboards API to [`WidgetConfig`].

use super::annotation::read_annotations;
use super::query::read_query;
use super::reader::ConfigReader;
use super::{
    AxisRange, DatasetSource, DisplayType, SeriesEndpoint, Thresholds, WidgetConfig, WidgetType,
};
use crate::error::Error;
use crate::json::{Json, format_f64};
use crate::time::Interval;

/// Sentry's words for a chart that a dataset cannot fill.
pub const UNSUPPORTED: &str = "This display type is not supported by the selected dataset.";

/// Most top events or table rows that a widget may request.
pub const LIMIT_MAX: u32 = 100;

const DISPLAY_TYPES: &[(&str, DisplayType)] = &[
    ("line", DisplayType::Line),
    ("area", DisplayType::Area),
    ("stacked_area", DisplayType::StackedArea),
    ("bar", DisplayType::Bar),
    ("top_n", DisplayType::TopN),
    ("big_number", DisplayType::BigNumber),
    ("table", DisplayType::Table),
];

/// Sentry's other display types, known and not drawn here.
const OTHER_DISPLAY_TYPES: &[&str] = &[
    "agents_traces_table",
    "categorical_bar",
    "details",
    "heatmap",
    "rage_and_dead_clicks",
    "server_tree",
    "text",
    "wheel",
    "world_map",
];

const WIDGET_TYPES: &[(&str, WidgetType)] = &[
    ("discover", WidgetType::Discover),
    ("error-events", WidgetType::ErrorEvents),
    ("transaction-like", WidgetType::TransactionLike),
    ("spans", WidgetType::Spans),
    ("logs", WidgetType::Logs),
    ("tracemetrics", WidgetType::TraceMetrics),
];

/// Sentry's other widget types, which are not asked through `events-stats`.
const OTHER_WIDGET_TYPES: &[&str] = &["issue", "metrics", "custom-metrics", "preprod-app-size"];

const DATASET_SOURCES: &[(&str, DatasetSource)] = &[
    ("unknown", DatasetSource::Unknown),
    ("inferred", DatasetSource::Inferred),
    ("user", DatasetSource::User),
    ("forced", DatasetSource::Forced),
    ("split_version_1", DatasetSource::SplitVersion1),
    ("split_version_2", DatasetSource::SplitVersion2),
];

const ENDPOINTS: &[(&str, SeriesEndpoint)] = &[
    ("events-stats", SeriesEndpoint::EventsStats),
    ("events-timeseries", SeriesEndpoint::EventsTimeseries),
];

impl WidgetConfig {
    /// Reads one widget as Sentry's dashboards API writes it. Null members count as
    /// absent, members that are not used here are ignored, and a wrong value is
    /// reported by its path (`queries[1].aggregates[0]`).
    pub fn from_json(json: &Json) -> Result<Self, Error> {
        Self::read(&ConfigReader::root(json, ""))
    }

    pub(crate) fn read(widget: &ConfigReader) -> Result<Self, Error> {
        widget.object("a widget: an object with `queries`")?;
        let display_type = display_type(widget)?;
        Ok(Self {
            id: widget
                .member("id")
                .map_or(Ok(String::new()), |id| id.id())?,
            title: text(widget, "title")?,
            description: text(widget, "description")?.trim().to_owned(),
            display_type,
            interval: interval(widget, "interval")?,
            limit: widget
                .member("limit")
                .map(|limit| limit.whole(0..=LIMIT_MAX))
                .transpose()?,
            widget_type: widget_type(widget)?,
            dataset_source: widget
                .member("datasetSource")
                .map_or(Ok(DatasetSource::Unknown), |source| {
                    source.one_of(DATASET_SOURCES)
                })?,
            thresholds: widget
                .member("thresholds")
                .map(|thresholds| read_thresholds(&thresholds))
                .transpose()?,
            // Whatever other forms Sentry may come to have are the usual one here.
            has_legend_rows: widget
                .member("legendType")
                .is_some_and(|kind| kind.json().as_text() == Some("breakdown")),
            axis_range: widget
                .member("axisRange")
                .map_or(Ok(AxisRange::Auto), |range| {
                    let read = range.json().as_text().and_then(AxisRange::read);
                    read.ok_or_else(|| range.wrong(AxisRange::EXPECTED))
                })?,
            annotations: widget
                .member("annotations")
                .map_or(Ok(Vec::new()), |list| read_annotations(&list))?,
            queries: queries(widget, display_type)?,
            params: widget
                .member("params")
                .map_or(Ok(Vec::new()), |params| read_params(&params))?,
            endpoint: widget
                .member("endpoint")
                .map_or(Ok(SeriesEndpoint::EventsStats), |endpoint| {
                    endpoint.one_of(ENDPOINTS)
                })?,
        })
    }
}

fn text(widget: &ConfigReader, name: &str) -> Result<String, Error> {
    widget
        .member(name)
        .map_or(Ok(String::new()), |value| value.text().map(str::to_owned))
}

fn display_type(widget: &ConfigReader) -> Result<DisplayType, Error> {
    let Some(value) = widget.member("displayType") else {
        return Ok(DisplayType::Line);
    };
    refuse_known(&value, OTHER_DISPLAY_TYPES, DISPLAY_TYPES)?;
    value.one_of(DISPLAY_TYPES)
}

fn widget_type(widget: &ConfigReader) -> Result<WidgetType, Error> {
    let Some(value) = widget.member("widgetType") else {
        return Ok(WidgetType::Discover);
    };
    refuse_known(&value, OTHER_WIDGET_TYPES, WIDGET_TYPES)?;
    value.one_of(WIDGET_TYPES)
}

/// A value that Sentry has and this module has not is refused in Sentry's words.
fn refuse_known<T>(
    value: &ConfigReader,
    others: &[&str],
    table: &[(&str, T)],
) -> Result<(), Error> {
    match value.json().as_text() {
        Some(text) if others.contains(&text) => Err(Error::config(
            value.path(),
            super::reader::names_of(table),
            format!("`{text}`. {UNSUPPORTED}"),
        )),
        _ => Ok(()),
    }
}

fn interval(holder: &ConfigReader, name: &str) -> Result<Option<Interval>, Error> {
    let Some(value) = holder.member(name) else {
        return Ok(None);
    };
    let wrong = || value.wrong("a duration such as `5m`, `1h` or `1d`");
    match value.json() {
        Json::Text(text) if text.is_empty() => Ok(None),
        Json::Text(text) => Interval::parse(text).map(Some).ok_or_else(wrong),
        _ => Err(wrong()),
    }
}

fn read_thresholds(thresholds: &ConfigReader) -> Result<Thresholds, Error> {
    thresholds.object("an object with `max_values`")?;
    let unit = thresholds.member("unit");
    let polarity = thresholds.member("preferredPolarity");
    let bound = |name: &str| -> Result<Option<f64>, Error> {
        let Some(values) = thresholds.member("max_values") else {
            return Ok(None);
        };
        values.object("an object with `max1` and `max2`")?;
        let bound = values
            .member(name)
            .map(|value| value.number())
            .transpose()?;
        // Zero counts as unset (Sentry: thresholds).
        Ok(bound.filter(|&bound| bound != 0.0))
    };
    Ok(Thresholds {
        max1: bound("max1")?,
        max2: bound("max2")?,
        unit: unit
            .map(|unit| unit.text().map(str::to_owned))
            .transpose()?
            .filter(|unit| !unit.is_empty()),
        high_is_good: polarity.map_or(Ok(false), |value| {
            value.one_of(&[("+", true), ("-", false), ("", false)])
        })?,
        window: interval(thresholds, "timeWindow")?,
    })
}

fn queries(
    widget: &ConfigReader,
    display_type: DisplayType,
) -> Result<Vec<super::WidgetQuery>, Error> {
    const EXPECTED: &str = "a list of one query or more";
    let Some(queries) = widget.member("queries") else {
        return Err(widget.lacks("queries", EXPECTED));
    };
    let items = queries.items(EXPECTED)?;
    if items.is_empty() {
        return Err(queries.wrong(EXPECTED));
    }
    let mut read = Vec::new();
    for query in &items {
        read.push(read_query(query, display_type)?);
    }
    Ok(read)
}

/// Request parameters that mean "yes" by `1`; the others by `true` (Sentry compares
/// each with one literal).
const ONE_MEANS_YES: &[&str] = &[
    "disableAggregateExtrapolation",
    "excludeOther",
    "partial",
    "preventMetricAggregates",
    "transformAliasToInputFormat",
    "withoutZerofill",
];

fn read_params(params: &ConfigReader) -> Result<Vec<(String, Vec<String>)>, Error> {
    let members = params.object("an object of request parameters")?;
    let mut read: Vec<(String, Vec<String>)> = Vec::new();
    for (name, json) in members {
        let Some(value) = params.member(name) else {
            continue;
        };
        if read.iter().any(|(known, _)| known == name) {
            continue;
        }
        let values = match json {
            Json::List(_) => value
                .items("a list")?
                .iter()
                .filter_map(|item| param_text(name, item).transpose())
                .collect::<Result<Vec<_>, _>>()?,
            _ => param_text(name, &value)?.into_iter().collect(),
        };
        if !values.is_empty() {
            read.push((name.clone(), values));
        }
    }
    Ok(read)
}

fn param_text(name: &str, value: &ConfigReader) -> Result<Option<String>, Error> {
    match value.json() {
        Json::Text(text) => Ok(Some(text.clone())),
        Json::Number(number) => Ok(Some(format_f64(*number))),
        Json::Bool(true) if ONE_MEANS_YES.contains(&name) => Ok(Some("1".to_owned())),
        Json::Bool(true) => Ok(Some("true".to_owned())),
        Json::Bool(false) | Json::Null => Ok(None),
        _ => Err(value.wrong("a string, a number, `true`, `false` or a list of these")),
    }
}

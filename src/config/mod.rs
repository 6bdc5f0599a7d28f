//! The configuration of one widget: what is asked and how it is shown.
//!
//! The shape is that of Sentry's own dashboards API. Where a configuration comes
//! from (property, child script, `configure`, dashboard) is up to the element.

mod annotation;
mod attributes;
mod axis_range;
mod base_url;
mod change;
mod dashboard;
mod metrics;
mod option_values;
mod options;
mod polarity;
mod query;
mod reader;
mod scope;
mod widget;

#[cfg(test)]
mod tests;

pub use annotation::Annotation;
pub use attributes::{Attributes, ThemeChoice};
pub use change::{Change, Inputs, Resolved};
pub use dashboard::{DashboardConfig, DashboardFilter};
pub use metrics::{BackendOption, BatchOptions, DatadogVersion, MetricsOptions, Secret};
pub use options::{CacheOptions, Options, PainterOption, Retry, SplitOptions, SplitPolicy};
pub use polarity::{Polarity, polarity};
pub use scope::Scope;
pub use widget::{LIMIT_MAX, UNSUPPORTED};

use crate::sorted;
use crate::time::Interval;

/// How a widget is drawn. Names are Sentry's `displayType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisplayType {
    /// `line`
    Line,
    /// `area`: stacked, as Sentry draws it.
    Area,
    /// `stacked_area`: its older name.
    StackedArea,
    /// `bar`: stacked only where the first query groups by columns.
    Bar,
    /// `top_n`
    TopN,
    /// `big_number`
    BigNumber,
    /// `table`
    Table,
}

/// Which data a widget asks. Names are Sentry's `widgetType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WidgetType {
    /// `discover`: errors and transactions mixed.
    Discover,
    /// `error-events`
    ErrorEvents,
    /// `transaction-like`
    TransactionLike,
    /// `spans`
    Spans,
    /// `logs`
    Logs,
    /// `tracemetrics`
    TraceMetrics,
}

/// What value axes show. `auto` and `dataMin` are Sentry's `axisRange`.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub enum AxisRange {
    /// `auto`: from zero, or below it where values are.
    #[default]
    Auto,
    /// `dataMin`: from the lowest value, so that small changes of large values are seen.
    DataMin,
    /// `log`: powers of ten, around zero straight where there are zeros and negative values.
    Log,
    /// `0,100`: the left axis from one to the other, in its unit; the data decides what is left out.
    Fixed(Option<f64>, Option<f64>),
}

/// Which endpoint a widget's series come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SeriesEndpoint {
    /// `events-stats`
    #[default]
    EventsStats,
    /// `events-timeseries`, the newer public one.
    EventsTimeseries,
}

/// Who chose the widget type. Names are Sentry's `datasetSource`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum DatasetSource {
    /// `unknown`
    #[default]
    Unknown,
    /// `inferred`
    Inferred,
    /// `user`
    User,
    /// `forced`
    Forced,
    /// `split_version_1`
    SplitVersion1,
    /// `split_version_2`
    SplitVersion2,
}

/// One query of a widget.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct WidgetQuery {
    /// Alias shown before series names; may be empty.
    pub name: String,
    /// Columns and aggregates in the author's order; may be empty.
    pub fields: Vec<String>,
    /// Aggregates, the axes of a chart: `count()`, `equation|...`.
    pub aggregates: Vec<String>,
    /// Columns to group by; none means no top events.
    pub columns: Vec<String>,
    /// Search text.
    pub conditions: String,
    /// Order, `-` first for descending; may be empty.
    pub orderby: String,
    /// Names to show in place of `fields`, by index; empty where there is none.
    pub field_aliases: Vec<String>,
    /// Index of the aggregate that a big number shows; `None` for the first.
    pub selected_aggregate: Option<usize>,
    /// Dashboards that the author linked to the values of a column: its field, and their id.
    pub linked_dashboards: Vec<(String, String)>,
}

/// Bounds of the "good, meh, poor" bands.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Thresholds {
    /// End of the first band.
    pub max1: Option<f64>,
    /// End of the second band.
    pub max2: Option<f64>,
    /// Unit of both, such as `millisecond`.
    pub unit: Option<String>,
    /// High values are good.
    pub high_is_good: bool,
    /// The bounds are meant for so much time: they grow with the buckets of what adds up.
    pub window: Option<Interval>,
}

/// The configuration of one widget.
#[derive(Clone, Debug, PartialEq)]
pub struct WidgetConfig {
    /// Widget id.
    pub id: String,
    /// Title, may be empty.
    pub title: String,
    /// What its author wrote about it, may be empty.
    pub description: String,
    /// How it is drawn.
    pub display_type: DisplayType,
    /// Wished bucket width; `None` leaves the choice to the interval rules.
    pub interval: Option<Interval>,
    /// Wished number of top events or table rows.
    pub limit: Option<u32>,
    /// Which data.
    pub widget_type: WidgetType,
    /// Who chose that.
    pub dataset_source: DatasetSource,
    /// Threshold bands.
    pub thresholds: Option<Thresholds>,
    /// Each entry of the legend has a row of its own.
    pub has_legend_rows: bool,
    /// Where value axes begin.
    pub axis_range: AxisRange,
    /// Marks on its time axis.
    pub annotations: Vec<Annotation>,
    /// At least one query.
    pub queries: Vec<WidgetQuery>,
    /// Further request parameters, name and values, sent as they are.
    pub params: Vec<(String, Vec<String>)>,
    /// Where the series come from; big numbers and tables always ask `events`.
    pub endpoint: SeriesEndpoint,
}

impl DisplayType {
    /// The name in Sentry's API.
    pub fn name(self) -> &'static str {
        match self {
            DisplayType::Line => "line",
            DisplayType::Area => "area",
            DisplayType::StackedArea => "stacked_area",
            DisplayType::Bar => "bar",
            DisplayType::TopN => "top_n",
            DisplayType::BigNumber => "big_number",
            DisplayType::Table => "table",
        }
    }

    /// Drawn over time; the others show rows.
    pub fn is_chart(self) -> bool {
        !matches!(self, DisplayType::BigNumber | DisplayType::Table)
    }
}

impl WidgetType {
    /// The name in Sentry's API.
    pub fn name(self) -> &'static str {
        match self {
            WidgetType::Discover => "discover",
            WidgetType::ErrorEvents => "error-events",
            WidgetType::TransactionLike => "transaction-like",
            WidgetType::Spans => "spans",
            WidgetType::Logs => "logs",
            WidgetType::TraceMetrics => "tracemetrics",
        }
    }

    /// Spans, logs and trace metrics, which Sentry's newer engine answers.
    pub fn holds_trace_items(self) -> bool {
        matches!(
            self,
            WidgetType::Spans | WidgetType::Logs | WidgetType::TraceMetrics
        )
    }
}

impl WidgetConfig {
    /// The values of a parameter in `params`.
    pub fn param(&self, name: &str) -> Option<&[String]> {
        self.params
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, values)| values.as_slice())
    }

    /// A query's columns in the order in which keys of series hold their values. Sentry: older
    /// datasets sort them by name, newer ones have them as they were asked for.
    pub fn columns_in_keys<'a>(&self, query: &'a WidgetQuery) -> Vec<&'a str> {
        let mut columns: Vec<&str> = query.columns.iter().map(String::as_str).collect();
        let as_asked = self.endpoint == SeriesEndpoint::EventsTimeseries
            || self.widget_type.holds_trace_items();
        if !as_asked {
            sorted::sort_by_key(&mut columns, |column| *column);
        }
        columns
    }
}

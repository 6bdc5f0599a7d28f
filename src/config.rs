//! The configuration of one widget: what is asked and how it is shown.
//!
//! The shape is that of Sentry's own dashboards API. Where a configuration comes
//! from (property, child script, `configure`, dashboard) is the element's matter.

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
}

/// The configuration of one widget.
#[derive(Clone, Debug, PartialEq)]
pub struct WidgetConfig {
    /// Widget id.
    pub id: String,
    /// Title, may be empty.
    pub title: String,
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
    /// At least one query.
    pub queries: Vec<WidgetQuery>,
    /// Further request parameters, name and values, sent as they are.
    pub params: Vec<(String, Vec<String>)>,
}

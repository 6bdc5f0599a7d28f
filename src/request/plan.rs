//! A widget's configuration to its requests: one for each query, with the parameters
//! and the order of Sentry's own widgets.

use super::check::{MAX_TOP_EVENTS, check};
use super::encode::organization_path;
use super::interval::{DASHBOARD_START_SECS, IntervalRule};
use super::search::with_filters;
use super::{Endpoint, Expect, Purpose, RequestPlan};
use crate::config::{DisplayType, Scope, SeriesEndpoint, WidgetConfig, WidgetQuery, WidgetType};
use crate::error::Error;
use crate::sentry::field::{alias, equation_of_alias, is_equation};
use crate::time::ladder::overview;
use crate::time::{Interval, RangeChoice, format_moment};

/// Top events and table rows where the widget names no limit.
const DEFAULT_LIMIT: u32 = 5;
/// Top events of `top_n`, whatever the widget's limit.
const TOP_N: u32 = 5;

/// The requests of a widget for a range, in the order of its queries.
///
/// Bucket widths are chosen for what the range means at `now` (epoch seconds). What the
/// server would refuse is refused here in its words.
pub fn plan(
    config: &WidgetConfig,
    scope: &Scope,
    range: RangeChoice,
    now: i64,
) -> Result<Vec<RequestPlan>, Error> {
    let planner = Planner {
        config,
        scope,
        range,
        now,
        chosen: scope.interval,
    };
    let mut plans = Vec::new();
    for (index, query) in config.queries.iter().enumerate() {
        let plan = planner.query(index, query);
        check(&plan)?;
        plans.push(plan);
    }
    Ok(plans)
}

/// The series of what a big number shows, over its range. Its search and its dataset are those of
/// `number`, the request of the number: of a mixed widget, it is about one side.
#[inline(never)]
pub fn series_of_number(
    config: &WidgetConfig,
    scope: &Scope,
    now: i64,
    number: &RequestPlan,
) -> Option<RequestPlan> {
    let planner = Planner {
        config,
        scope,
        range: scope.range,
        now,
        chosen: Some(Interval::from_secs(overview(scope.range.at(now)))),
    };
    let query = config.queries.get(number.query_index)?;
    let asked = WidgetQuery {
        aggregates: vec![query.shown_aggregate()?.clone()],
        ..WidgetQuery::default()
    };
    let endpoint = planner.series_endpoint();
    let mut plan = planner.plan(
        number.query_index,
        endpoint,
        planner.series(&asked, endpoint),
    );
    for name in ["query", "dataset"] {
        if let Some(value) = number.pair(name) {
            plan.set_pair(name, value);
        }
    }
    check(&plan).is_ok().then_some(plan)
}

/// How many groups a query requests: more than one request can bring, perhaps.
pub fn group_limit(config: &WidgetConfig, query: &WidgetQuery) -> u32 {
    if query.columns.is_empty() && config.display_type != DisplayType::TopN {
        return 0;
    }
    let limit = config.limit.unwrap_or(DEFAULT_LIMIT);
    if config.display_type == DisplayType::TopN && limit <= MAX_TOP_EVENTS {
        TOP_N
    } else {
        limit
    }
}

struct Planner<'a> {
    config: &'a WidgetConfig,
    scope: &'a Scope,
    range: RangeChoice,
    now: i64,
    /// Width of buckets in place of the one that follows from range and widget.
    chosen: Option<Interval>,
}

/// Pairs in the order they are added.
#[derive(Default)]
struct Pairs(Vec<(String, String)>);

impl Pairs {
    fn add(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    fn add_all(&mut self, name: &str, values: &[String]) {
        for value in values {
            self.add(name, value.as_str());
        }
    }

    /// Adds the value unless it is empty.
    fn add_some(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.add(name, value);
        }
    }
}

impl Planner<'_> {
    fn query(&self, query_index: usize, query: &WidgetQuery) -> RequestPlan {
        if !self.config.display_type.is_chart() {
            return self.plan(query_index, Endpoint::Events, self.rows(query));
        }
        let endpoint = self.series_endpoint();
        self.plan(query_index, endpoint, self.series(query, endpoint))
    }

    fn series_endpoint(&self) -> Endpoint {
        match self.config.endpoint {
            SeriesEndpoint::EventsStats => Endpoint::EventsStats,
            SeriesEndpoint::EventsTimeseries => Endpoint::EventsTimeseries,
        }
    }

    fn plan(&self, query_index: usize, endpoint: Endpoint, mut pairs: Pairs) -> RequestPlan {
        if self.scope.send_widget_id {
            pairs.add_some("dashboardWidgetId", &self.config.id);
        }
        let pairs = self.with_params(pairs.0);
        RequestPlan {
            purpose: match endpoint {
                Endpoint::Events => Purpose::Table,
                _ => Purpose::Series,
            },
            query_index,
            path: self.path(endpoint),
            expect: expect(endpoint, &pairs),
            pairs,
        }
    }

    fn path(&self, endpoint: Endpoint) -> String {
        [
            "/api/0",
            &organization_path(&self.scope.org, endpoint.name()),
        ]
        .concat()
    }

    fn series(&self, query: &WidgetQuery, endpoint: Endpoint) -> Pairs {
        let is_top_n = self.config.display_type == DisplayType::TopN;
        let groups = group_limit(self.config, query).min(MAX_TOP_EVENTS);
        let has_groups = is_top_n || !query.columns.is_empty();
        let axes = match query.aggregates.last() {
            Some(last) if is_top_n => std::slice::from_ref(last),
            _ => query.aggregates.as_slice(),
        };
        let order = match !is_top_n && has_groups {
            true => self.group_order(query),
            false => OrderBy::plain(query),
        };
        let mut pairs = Pairs::default();
        pairs.add("interval", self.interval(groups).to_string());
        self.add_frame(&mut pairs, query);
        pairs.add_all("yAxis", axes);
        if has_groups {
            pairs.add("topEvents", groups.to_string());
            if endpoint == Endpoint::EventsTimeseries {
                pairs.add_all("groupBy", &query.columns);
            } else {
                pairs.add_all("field", &query.columns);
                pairs.add_all("field", &query.aggregates);
                pairs.add_some("field", order.extra_field);
            }
        }
        let sort = match endpoint {
            Endpoint::EventsTimeseries => "sort",
            _ => "orderby",
        };
        pairs.add_some(sort, &order.text);
        // Sentry asks for Other only where one query has one axis.
        let is_single = query.aggregates.len() == 1 && self.config.queries.len() == 1;
        if has_groups && !is_top_n && !is_single {
            pairs.add("excludeOther", "1");
        }
        pairs.add("referrer", self.referrer());
        pairs.add("partial", "1");
        pairs.add_some("dataset", self.dataset(endpoint));
        pairs
    }

    fn rows(&self, query: &WidgetQuery) -> Pairs {
        let is_number = self.config.display_type == DisplayType::BigNumber;
        let order = OrderBy::plain(query);
        let limit = self.config.limit.unwrap_or(DEFAULT_LIMIT);
        let mut pairs = Pairs::default();
        pairs.add_all("field", &query.fields);
        self.add_frame(&mut pairs, query);
        pairs.add_some("sort", &order.text);
        let per_page = if is_number { 1 } else { limit.max(1) };
        pairs.add("per_page", per_page.to_string());
        pairs.add("referrer", self.referrer());
        pairs.add_some("dataset", self.dataset(Endpoint::Events));
        pairs
    }

    fn add_frame(&self, pairs: &mut Pairs, query: &WidgetQuery) {
        match self.range {
            RangeChoice::Last(period) => pairs.add("statsPeriod", period.to_string()),
            RangeChoice::Fixed(range) => {
                pairs.add("start", format_moment(range.start));
                pairs.add("end", format_moment(range.end));
            }
        }
        pairs.add_all("project", &self.scope.projects);
        pairs.add_all("environment", &self.scope.environments);
        pairs.add(
            "query",
            with_filters(&query.conditions, &self.scope.filters),
        );
    }

    fn interval(&self, groups: u32) -> Interval {
        let dashboard_start = Interval::from_secs(DASHBOARD_START_SECS);
        IntervalRule {
            display_type: self.config.display_type,
            widget_type: self.config.widget_type,
            start: self.config.interval.or(Some(dashboard_start)),
            chosen: self.chosen,
            top_events: groups,
        }
        .width(self.range.at(self.now))
    }

    /// The order of groups: the server wants what it orders by among the fields.
    fn group_order<'a>(&self, query: &'a WidgetQuery) -> OrderBy<'a> {
        let (sign, column) = parts_of(&query.orderby);
        let equation = |extra_field, text: String| OrderBy { text, extra_field };
        if is_equation(column) {
            return match self.names_equations_in_full() {
                true if query.aggregates.iter().any(|axis| axis == column) => OrderBy::plain(query),
                true => equation(column, query.orderby.clone()),
                // It becomes one more equation behind those of the aggregates.
                false => {
                    let axes = query.aggregates.iter();
                    let index = axes.filter(|axis| is_equation(axis)).count();
                    equation(column, format!("{sign}equation[{index}]"))
                }
            };
        }
        if let Some(index) = equation_of_alias(column) {
            let mut equations = query.fields.iter().filter(|field| is_equation(field));
            return match equations.nth(index) {
                Some(full) if self.names_equations_in_full() => {
                    equation("", format!("{sign}{full}"))
                }
                _ => OrderBy::plain(query),
            };
        }
        // `count_unique_user` is the alias of `count_unique(user)`.
        let mut known = query.columns.iter().chain(&query.aggregates);
        let is_known = column.is_empty() || known.any(|field| alias(field) == alias(column));
        OrderBy {
            extra_field: if is_known { "" } else { column },
            ..OrderBy::plain(query)
        }
    }

    /// Sentry: the newer datasets know no aliases of equations.
    fn names_equations_in_full(&self) -> bool {
        self.config.widget_type.holds_trace_items()
    }

    fn referrer(&self) -> String {
        match self.config.display_type {
            DisplayType::Table => "api.dashboards.tablewidget".to_owned(),
            DisplayType::BigNumber => "api.dashboards.bignumberwidget".to_owned(),
            chart => format!("api.dashboards.widget.{}-chart", chart.name()),
        }
    }

    fn dataset(&self, endpoint: Endpoint) -> &'static str {
        match self.config.widget_type {
            // The newer endpoint has no default.
            WidgetType::Discover if endpoint == Endpoint::EventsTimeseries => "discover",
            WidgetType::Discover => "",
            WidgetType::ErrorEvents => "errors",
            WidgetType::TransactionLike => "transactions",
            trace_items => trace_items.name(),
        }
    }

    /// The widget's own `params` take the place of what was planned under their names.
    fn with_params(&self, mut pairs: Vec<(String, String)>) -> Vec<(String, String)> {
        const RANGE: [&str; 5] = [
            "statsPeriod",
            "start",
            "end",
            "statsPeriodStart",
            "statsPeriodEnd",
        ];
        let params = &self.config.params;
        let has_range = params
            .iter()
            .any(|(name, _)| RANGE.contains(&name.as_str()));
        let is_replaced =
            |name: &str| (has_range && RANGE.contains(&name)) || self.config.param(name).is_some();
        pairs.retain(|(name, _)| !is_replaced(name));
        for (name, values) in params {
            pairs.extend(values.iter().map(|value| (name.clone(), value.clone())));
        }
        pairs
    }
}

/// The order of a query as the request says it.
struct OrderBy<'a> {
    text: String,
    /// A field that must be asked for because of the order; empty for none.
    extra_field: &'a str,
}

impl<'a> OrderBy<'a> {
    fn plain(query: &'a WidgetQuery) -> Self {
        Self {
            text: query.orderby.clone(),
            extra_field: "",
        }
    }
}

/// Sign and column of an order.
fn parts_of(orderby: &str) -> (&str, &str) {
    match orderby.strip_prefix('-') {
        Some(column) => ("-", column),
        None => ("", orderby),
    }
}

/// The shape of the answer follows from what is asked in the end, `params` included.
pub(super) fn expect(endpoint: Endpoint, pairs: &[(String, String)]) -> Expect {
    let last = |wanted: &str| {
        pairs
            .iter()
            .rfind(|(name, _)| name == wanted)
            .map(|(_, value)| value.as_str())
    };
    let axes_from = match endpoint {
        Endpoint::Events => "field",
        _ => "yAxis",
    };
    Expect {
        endpoint,
        top_events: last("topEvents").and_then(|text| text.trim().parse().ok()),
        axes: pairs
            .iter()
            .filter(|(name, _)| name == axes_from)
            .map(|(_, value)| value.clone())
            .collect(),
        interval: last("interval").and_then(Interval::parse),
    }
}

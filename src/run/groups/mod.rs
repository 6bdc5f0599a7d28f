//! The groups of a top-events query: listed by an `events` query, recognized among series
//! keys, and put into search texts.
//!
//! A series key cannot be taken apart (its parts are joined by commas without
//! escaping), so whoever needs the values of a group asks `events` for them.

mod filter;
mod key;
mod pages;

#[cfg(test)]
mod tests;

pub use filter::{all_but, any_of};
pub use pages::{Pages, evaluate};

use crate::decode::table::{Cell, Table};
use crate::request::{Endpoint, Expect, Purpose, RequestPlan};
use crate::sentry::field::is_aggregate;
use crate::substring;

/// One group: its values by column, in the order of the request.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    values: Vec<(String, Cell)>,
    /// Short id of the issue, where the row has it.
    issue: Option<String>,
}

impl Group {
    /// The groups of a table's rows, in their order.
    pub fn of_table(table: &Table, columns: &[String]) -> Vec<Self> {
        let issue = table.column("issue");
        (0..table.rows.len())
            .map(|row| Self {
                values: columns
                    .iter()
                    .map(|name| {
                        let column = table.column(name).unwrap_or(usize::MAX);
                        (name.clone(), table.cell(row, column).clone())
                    })
                    .collect(),
                issue: issue.and_then(|column| match table.cell(row, column) {
                    Cell::Text(text) => Some(text.clone()),
                    _ => None,
                }),
            })
            .collect()
    }

    /// Its values by column.
    pub fn values(&self) -> &[(String, Cell)] {
        &self.values
    }
}

/// Columns that a top-events request groups by.
pub fn columns_of(plan: &RequestPlan) -> Vec<String> {
    let name = match plan.expect.endpoint {
        Endpoint::EventsTimeseries => "groupBy",
        Endpoint::EventsStats | Endpoint::Events => "field",
    };
    plan.pairs_of(name)
        .filter(|field| !is_aggregate(field))
        .map(str::to_owned)
        .collect()
}

/// The groups change with time itself, so no earlier period has the same ones.
pub fn groups_by_time(columns: &[String]) -> bool {
    columns.iter().any(|column| column.starts_with("timestamp"))
}

/// The `events` request that lists the groups of a top-events request: same fields, sort,
/// filter and range.
pub fn groups_plan(plan: &RequestPlan, limit: u32) -> RequestPlan {
    let grouped_by_name = plan.expect.endpoint == Endpoint::EventsTimeseries;
    let mut pairs = Vec::new();
    for (name, value) in &plan.pairs {
        let name = match name.as_str() {
            "interval" | "topEvents" | "excludeOther" | "partial" | "comparisonDelta" => continue,
            "dashboardWidgetId" => continue,
            // Axes need to be selected for the order to refer to them.
            "yAxis" if !grouped_by_name => continue,
            "yAxis" | "groupBy" => "field",
            "orderby" => "sort",
            other => other,
        };
        pairs.push((name.to_owned(), value.clone()));
    }
    pairs.push(("per_page".to_owned(), limit.to_string()));
    RequestPlan {
        purpose: Purpose::Groups,
        query_index: plan.query_index,
        path: substring::replace(
            &plan.path,
            &format!("/{}/", plan.expect.endpoint.name()),
            "/events/",
        ),
        expect: Expect {
            endpoint: Endpoint::Events,
            top_events: None,
            axes: pairs
                .iter()
                .filter(|(name, _)| name == "field")
                .map(|(_, value)| value.clone())
                .collect(),
            interval: None,
        },
        pairs,
    }
}

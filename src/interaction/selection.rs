//! What the viewer has chosen of what is shown: as the page is told of it, and the search that
//! finds its events.

use crate::config::WidgetConfig;
use crate::decision::SplitDataset;
use crate::decode::Decoded;
use crate::frame::{Frame, FrameSeries, ShownCell};
use crate::json::Json;
use crate::request::RequestPlan;
use crate::run::events_query::{EventsOf, EventsQuery, bounds};
use crate::run::groups::{Group, columns_of};
use crate::time::TimeRange;

/// What is chosen.
#[derive(Clone, Copy, Debug)]
pub enum Selected<'a> {
    /// A bucket: of one series, or of all that are drawn.
    Bucket(usize, Option<&'a FrameSeries>),
    /// A series, over all buckets.
    Series(&'a FrameSeries),
    /// A row of a table.
    Row(usize),
    /// All that is shown; the events of its first query that is.
    Whole,
}

/// What a widget shows, and what it asked to show that.
#[derive(Debug)]
pub struct Shown<'a> {
    /// Its configuration.
    pub config: &'a WidgetConfig,
    /// Its own requests, one for each query; none where the page gave the answer.
    pub plans: &'a [RequestPlan],
    /// What was decided about a widget that may be about either.
    pub side: Option<SplitDataset>,
    /// The answers, one for each query.
    pub answers: &'a [Option<&'a Decoded>],
    /// What came of them.
    pub frame: &'a Frame,
    /// When it was asked, epoch seconds.
    pub asked_at: i64,
}

/// What the page is told.
#[derive(Debug)]
pub struct Selection {
    /// The members of the event's `detail`.
    pub detail: Vec<(&'static str, Json)>,
    /// What finds the events; `None` where no search does.
    pub query: Option<EventsQuery>,
}

impl Shown<'_> {
    /// What a choice comes to; `None` where nothing of that is shown any more.
    pub fn select(&self, selected: Selected<'_>) -> Option<Selection> {
        let (kind, series) = match selected {
            Selected::Bucket(_, series) => ("bucket", series),
            Selected::Series(series) => ("series", Some(series)),
            Selected::Row(_) => ("row", None),
            Selected::Whole => ("widget", None),
        };
        let bucket = match selected {
            Selected::Bucket(index, _) => Some(self.frame.bucket_range(index)?),
            _ => None,
        };
        let (query_index, group) = match selected {
            Selected::Row(row) => self.row_group(row)?,
            Selected::Whole => (self.series_group(None).0, None),
            _ => self.series_group(series),
        };
        let query = self.plans.get(query_index).and_then(|plan| {
            let asked = plan.range(self.asked_at);
            // Of a bucket that the range cuts, only that part was counted.
            let range = bucket.map_or(asked, |bucket| TimeRange {
                start: bucket.start.max(asked.start),
                end: bucket.end.min(asked.end),
            });
            let others;
            let of = match (&group, series) {
                (_, Some(series)) if series.is_other => {
                    others = self.groups_beside(series)?;
                    EventsOf::Other(&others)
                }
                (Some(group), _) => EventsOf::Group(group),
                (None, Some(series)) if !series.group.is_empty() => return None,
                (None, _) => EventsOf::All,
            };
            EventsQuery::new(plan, self.side, &of, range)
        });
        let or_null = |json: Option<Json>| json.unwrap_or(Json::Null);
        let name = series.map(|series| Json::Text(series.name.clone()));
        Some(Selection {
            detail: vec![
                ("widgetId", Json::Text(self.config.id.clone())),
                ("kind", Json::Text(kind.to_owned())),
                ("series", or_null(name)),
                ("group", or_null(group.as_ref().map(Group::json))),
                (
                    "bucket",
                    or_null(bucket.map(|it| Json::object(bounds(it).to_vec()))),
                ),
                ("values", Json::object(self.values(selected))),
                ("query", or_null(query.as_ref().map(EventsQuery::json))),
            ],
            query,
        })
    }

    /// The index of its query, and its group where it is one that can be told.
    fn series_group(&self, series: Option<&FrameSeries>) -> (usize, Option<Group>) {
        let series = series.or_else(|| self.frame.visible().next());
        let query_index = series.map_or(0, |series| series.query_index);
        (query_index, series.and_then(|series| self.group_of(series)))
    }

    fn group_of(&self, series: &FrameSeries) -> Option<Group> {
        let query = self.config.queries.get(series.query_index)?;
        let columns = self.config.columns_in_keys(query);
        let group = Group::of_key(&series.group, &columns);
        group.filter(|_| !series.is_other)
    }

    /// All groups of the query of Other; `None` where one of them cannot be told.
    fn groups_beside(&self, other: &FrameSeries) -> Option<Vec<Group>> {
        let series = self.frame.series.iter();
        series
            .filter(|one| one.query_index == other.query_index && !one.is_other)
            .map(|one| self.group_of(one))
            .collect()
    }

    fn row_group(&self, row: usize) -> Option<(usize, Option<Group>)> {
        let &(query_index, row) = self.frame.table.as_ref()?.sources.get(row)?;
        let columns = self.plans.get(query_index).map(columns_of);
        let table = self.answers.get(query_index)?.as_ref()?.table.as_ref()?;
        let columns = columns.filter(|columns| !columns.is_empty());
        let group = columns.and_then(|columns| {
            let mut groups = Group::of_table(table, &columns).into_iter();
            groups.nth(row)
        });
        Some((query_index, group))
    }

    fn values<'a>(&'a self, selected: Selected<'a>) -> Vec<(&'a str, Json)> {
        let number = |number: f64| match number.is_finite() {
            true => Json::Number(number),
            false => Json::Null,
        };
        let at = |series: &FrameSeries, index| {
            let value = series.values.get(index);
            number(value.copied().unwrap_or(f64::NAN))
        };
        let total = |series: &FrameSeries| number(series.summary.legend().value);
        let mut values = Vec::new();
        match selected {
            Selected::Bucket(index, Some(series)) => {
                values.push((&*series.axis, at(series, index)));
            }
            Selected::Bucket(index, None) => {
                for one in self.frame.visible() {
                    values.push((&*one.name, at(one, index)));
                }
            }
            Selected::Series(series) => values.push((&*series.axis, total(series))),
            Selected::Whole => {
                for one in self.frame.visible() {
                    values.push((&*one.name, total(one)));
                }
            }
            Selected::Row(row) => {
                let table = self.frame.table.as_ref();
                let row = table.and_then(|table| Some((table, table.rows.get(row)?)));
                let Some((table, row)) = row else {
                    return values;
                };
                for (column, cell) in table.columns.iter().zip(row) {
                    if let ShownCell::Number(value) = cell {
                        values.push((&*column.field, number(*value)));
                    }
                }
            }
        }
        values
    }
}

//! The events behind something shown, as a search that finds them: for the page, and as an
//! address of Sentry's own.

use super::groups::{Group, all_but, any_of, columns_of};
use crate::decision::SplitDataset;
use crate::decode::table::Cell;
use crate::json::Json;
use crate::request::search::with_filters;
use crate::request::{RequestPlan, encode, organization_path};
use crate::sentry::field::metric_of;
use crate::time::{TimeRange, format_moment};

/// Which of a query's events something stands for.
#[derive(Debug)]
pub enum EventsOf<'a> {
    /// All of them.
    All,
    /// Those of one group.
    Group(&'a Group),
    /// Those of no group that is shown.
    Other(&'a [Group]),
}

/// A search that finds just these events.
#[derive(Clone, Debug, PartialEq)]
pub struct EventsQuery {
    dataset: String,
    query: String,
    fields: Vec<String>,
    axes: Vec<String>,
    range: TimeRange,
    projects: Vec<String>,
    environments: Vec<String>,
}

impl EventsQuery {
    /// The search within a widget's own request; `None` where the search language has no words
    /// for what is wanted. `side` is what was decided about a widget that may be about either.
    pub fn new(
        plan: &RequestPlan,
        side: Option<SplitDataset>,
        of: &EventsOf<'_>,
        range: TimeRange,
    ) -> Option<Self> {
        let values = |name: &str| plan.pairs_of(name).map(str::to_owned).collect();
        let condition = match of {
            EventsOf::All => String::new(),
            EventsOf::Group(group) => any_of(std::slice::from_ref(*group))?,
            EventsOf::Other(groups) => all_but(groups)?,
        };
        Some(Self {
            dataset: plan.dataset(side).to_owned(),
            query: with_filters(plan.pair("query").unwrap_or_default(), &[condition]),
            fields: columns_of(plan),
            axes: plan.expect.axes.clone(),
            range,
            projects: values("project"),
            environments: values("environment"),
        })
    }

    /// As the page gets it.
    pub fn json(&self) -> Json {
        let text = |text: &str| Json::Text(text.to_owned());
        let list = |texts: &[String]| Json::List(texts.iter().map(|it| text(it)).collect());
        let mut members = vec![
            ("dataset", text(&self.dataset)),
            ("query", text(&self.query)),
            ("fields", list(&self.fields)),
            ("project", list(&self.projects)),
            ("environment", list(&self.environments)),
        ];
        members.extend(bounds(self.range));
        Json::object(members)
    }

    /// Where Sentry itself shows these events: in Traces, Logs, Metrics or Discover.
    pub fn address(&self, sentry_url: &str, organization: &str) -> Option<String> {
        let discover = |dataset| ("discover/results", ["query", "field"], "title", dataset);
        let (place, [query, field], subject, view) = match self.dataset.as_str() {
            "spans" => (
                "explore/traces",
                ["query", "field"],
                "span.description",
                ("mode", "samples"),
            ),
            "logs" | "ourlogs" => (
                "explore/logs",
                ["logsQuery", "logsFields"],
                "message",
                ("mode", "samples"),
            ),
            "tracemetrics" => return self.metrics_address(sentry_url, organization),
            "errors" => discover(("queryDataset", "error-events")),
            "discover" => discover(("queryDataset", "discover")),
            _ => discover(("queryDataset", "transaction-like")),
        };
        let mut pairs = vec![view, (query, self.query.as_str())];
        let mut fields: Vec<&str> = self.fields.iter().map(String::as_str).collect();
        for more in [subject, "timestamp"] {
            if !fields.contains(&more) {
                fields.push(more);
            }
        }
        pairs.extend(fields.into_iter().map(|value| (field, value)));
        let pairs = pairs.into_iter();
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Some(self.page(sentry_url, organization, (place, pairs.collect())))
    }

    /// A page for the values of metrics, each of which it names beside the search.
    #[inline(never)]
    fn metrics_address(&self, sentry_url: &str, organization: &str) -> Option<String> {
        let quoted = |text: &str| Json::Text(text.to_owned()).to_string();
        let mut metrics = Vec::new();
        for axis in &self.axes {
            let Some([name, kind, unit]) = metric_of(axis) else {
                continue;
            };
            let mut fields = ["{\"yAxes\":[", &quoted(axis), "]}"].concat();
            for column in &self.fields {
                fields += &[",{\"groupBy\":", &quoted(column), "}"].concat();
            }
            let shown = [
                "{\"metric\":{\"name\":",
                &quoted(name),
                ",\"type\":",
                &quoted(kind),
                ",\"unit\":",
                &quoted(unit),
                "},\"query\":",
                &quoted(&self.query),
                ",\"aggregateFields\":[",
                &fields,
                "],\"aggregateSortBys\":[],\"mode\":\"samples\"}",
            ];
            metrics.push(("metric".to_owned(), shown.concat()));
        }
        (!metrics.is_empty()).then(|| {
            let page = ("explore/metrics", metrics);
            self.page(sentry_url, organization, page)
        })
    }

    /// The address of a page with the range, projects and environments behind its own parameters.
    fn page(
        &self,
        sentry_url: &str,
        organization: &str,
        (place, mut pairs): (&str, Vec<(String, String)>),
    ) -> String {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        pairs.push(pair("start", &format_moment(self.range.start)));
        pairs.push(pair("end", &format_moment(self.range.end)));
        pairs.extend(self.projects.iter().map(|value| pair("project", value)));
        let environments = self.environments.iter();
        pairs.extend(environments.map(|value| pair("environment", value)));
        let address = [
            sentry_url.trim_end_matches('/'),
            &organization_path(organization, place),
            "?",
            &encode(&pairs),
        ];
        address.concat()
    }
}

/// `start` and `end` of a stretch of time.
pub fn bounds(range: TimeRange) -> [(&'static str, Json); 2] {
    let moment = |secs| Json::Text([&format_moment(secs), "Z"].concat());
    [("start", moment(range.start)), ("end", moment(range.end))]
}

impl Group {
    /// Its values by column, as the page gets them.
    pub fn json(&self) -> Json {
        let mut members = Vec::new();
        for (column, cell) in self.values() {
            let value = match cell {
                Cell::Text(text) => Json::Text(text.clone()),
                Cell::Number(number) => Json::Number(*number),
                Cell::Bool(flag) => Json::Bool(*flag),
                Cell::Null | Cell::List(_) => Json::Null,
            };
            members.push((column.as_str(), value));
        }
        Json::object(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::{Endpoint, Expect, Purpose};

    const RANGE: TimeRange = TimeRange {
        start: 1_767_225_600,
        end: 1_767_229_200,
    };

    fn plan(query: &str, more: &[(&str, &str)]) -> RequestPlan {
        let asked = [("query", query), ("topEvents", "5"), ("field", "count()")];
        let pairs = asked.iter().chain(more);
        let pairs = pairs.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        RequestPlan {
            purpose: Purpose::Series,
            query_index: 0,
            path: String::new(),
            pairs: pairs.collect(),
            expect: Expect {
                endpoint: Endpoint::EventsStats,
                top_events: Some(5),
                axes: Vec::new(),
                interval: None,
            },
        }
    }

    fn found(conditions: &str, of: &EventsOf<'_>) -> Option<String> {
        let found = EventsQuery::new(&plan(conditions, &[]), None, of, RANGE)?;
        Some(found.query)
    }

    fn group(columns: &[&str], key: &str) -> Group {
        Group::of_key(key, columns).unwrap()
    }

    #[test]
    fn a_groups_values_become_conditions() {
        for (conditions, columns, key, expected) in [
            ("", &["title"][..], "a", r#"title:"a""#),
            (
                "level:error",
                &["title"],
                "a, b",
                r#"(level:error) title:"a, b""#,
            ),
            ("a:1 OR b:2", &["title"], "x", r#"(a:1 OR b:2) title:"x""#),
            ("", &["title"], r#"say "hi" *"#, r#"title:"say \"hi\" \*""#),
            (
                "",
                &["release", "title"],
                "1.10,x",
                r#"(release:"1.10" AND title:"x")"#,
            ),
            ("", &["tags[shop]"], "", "!has:tags[shop]"),
            ("", &["release"], "None", "!has:release"),
            ("", &["shop"], "None", r#"shop:"None""#),
            ("", &["http.status_code"], "500", "http.status_code:500"),
            ("", &["issue.id"], "SHOP-1", r#"issue:"SHOP-1""#),
            ("", &["issue.id"], "unknown", "!has:issue.id"),
            ("", &["title"], "Other (title)", r#"title:"Other""#),
        ] {
            let group = group(columns, key);
            let found = found(conditions, &EventsOf::Group(&group));
            assert_eq!(found.as_deref(), Some(expected), "{columns:?} {key}");
        }
    }

    #[test]
    fn a_key_that_cannot_be_taken_apart_is_no_group() {
        assert_eq!(Group::of_key("a,b,c", &["title", "user"]), None);
        assert_eq!(Group::of_key("a", &["title", "user"]), None);
        assert_eq!(Group::of_key("", &[]), None);
    }

    #[test]
    fn other_is_everything_but_the_groups_that_are_shown() {
        let columns = ["title", "user"];
        let shown = [group(&columns, "a,1"), group(&columns, "b,")];
        assert_eq!(
            found("x:1 OR y:2", &EventsOf::Other(&shown)).as_deref(),
            Some(r#"(x:1 OR y:2) ((!title:"a" OR !user:1) AND (!title:"b" OR has:user))"#)
        );
        let beyond_words = [group(&["title"], "ends\\")];
        assert_eq!(found("", &EventsOf::Other(&beyond_words)), None);
    }

    #[test]
    fn what_is_found_is_said_to_the_page_with_all_that_narrows_it() {
        let asked = plan(
            "level:error",
            &[
                ("dataset", "discover"),
                ("field", "title"),
                ("project", "1"),
                ("environment", "prod"),
            ],
        );
        let side = Some(SplitDataset::ErrorEvents);
        let found = EventsQuery::new(&asked, side, &EventsOf::All, RANGE).unwrap();
        assert_eq!(
            found.json().to_string(),
            r#"{"dataset":"errors","query":"level:error","fields":["title"],"project":["1"],"environment":["prod"],"start":"2026-01-01T00:00:00Z","end":"2026-01-01T01:00:00Z"}"#
        );
    }

    #[test]
    fn sentry_shows_events_where_their_dataset_has_its_place() {
        for (dataset, expected) in [
            (
                "errors",
                "discover/results/?queryDataset=error-events&query=a%3A%22%26+b%22",
            ),
            (
                "transactions",
                "discover/results/?queryDataset=transaction-like&query=a%3A%22%26+b%22",
            ),
            (
                "metricsEnhanced",
                "discover/results/?queryDataset=transaction-like&query=a%3A%22%26+b%22",
            ),
            (
                "discover",
                "discover/results/?queryDataset=discover&query=a%3A%22%26+b%22",
            ),
            (
                "spans",
                "explore/traces/?mode=samples&query=a%3A%22%26+b%22",
            ),
            (
                "logs",
                "explore/logs/?mode=samples&logsQuery=a%3A%22%26+b%22",
            ),
        ] {
            let asked = plan(r#"a:"& b""#, &[("dataset", dataset), ("project", "-1")]);
            let found = EventsQuery::new(&asked, None, &EventsOf::All, RANGE).unwrap();
            let address = found.address("https://sentry.example/", "a/b").unwrap();
            let begins = format!("https://sentry.example/organizations/a%2Fb/{expected}&");
            let ends =
                "=timestamp&start=2026-01-01T00%3A00%3A00&end=2026-01-01T01%3A00%3A00&project=-1";
            assert!(address.starts_with(&begins), "{address}");
            assert!(address.ends_with(ends), "{address}");
        }
    }

    #[test]
    fn the_values_of_a_metric_are_shown_by_its_name() {
        let mut asked = plan("a:1", &[("dataset", "tracemetrics"), ("field", "shop")]);
        asked.expect.axes = ["sum(value,orders,counter,none)", "count()"]
            .map(String::from)
            .into();
        let found = EventsQuery::new(&asked, None, &EventsOf::All, RANGE).unwrap();
        let shown = r#"{"metric":{"name":"orders","type":"counter","unit":"none"},"query":"a:1","aggregateFields":[{"yAxes":["sum(value,orders,counter,none)"]},{"groupBy":"shop"}],"aggregateSortBys":[],"mode":"samples"}"#;
        let pairs = [
            ("metric", shown),
            ("start", "2026-01-01T00:00:00"),
            ("end", "2026-01-01T01:00:00"),
        ];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let expected = [
            "https://s/organizations/a/explore/metrics/?",
            &encode(&pairs),
        ]
        .concat();
        assert_eq!(found.address("https://s", "a"), Some(expected));
        asked.expect.axes.remove(0);
        let none = EventsQuery::new(&asked, None, &EventsOf::All, RANGE).unwrap();
        assert_eq!(none.address("https://s", "a"), None);
    }
}

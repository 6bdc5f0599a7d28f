//! The events behind something shown, as a search that finds them: for the page, and as an
//! address of Sentry's own.

use super::groups::{Group, all_but, any_of, columns_of};
use crate::decision::SplitDataset;
use crate::decode::table::Cell;
use crate::json::Json;
use crate::request::search::with_filters;
use crate::request::{RequestPlan, encode, organization_path};
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
        let dataset = match side {
            Some(SplitDataset::ErrorEvents) => "errors",
            Some(SplitDataset::TransactionLike) => "transactions",
            _ => plan.pair("dataset").unwrap_or("discover"),
        };
        Some(Self {
            dataset: dataset.to_owned(),
            query: with_filters(plan.pair("query").unwrap_or_default(), &[condition]),
            fields: columns_of(plan),
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
        object(members)
    }

    /// Where Sentry itself shows these events: in Traces, Logs or Discover. It has no page that
    /// finds the values of a metric by a search.
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
            "tracemetrics" => return None,
            "errors" => discover(("queryDataset", "error-events")),
            "discover" => discover(("queryDataset", "discover")),
            _ => discover(("queryDataset", "transaction-like")),
        };
        let (start, end) = (self.range.start, self.range.end);
        let (start, end) = (format_moment(start), format_moment(end));
        let mut pairs = vec![view, (query, &self.query), ("start", &start), ("end", &end)];
        let mut fields: Vec<&str> = self.fields.iter().map(String::as_str).collect();
        for more in [subject, "timestamp"] {
            if !fields.contains(&more) {
                fields.push(more);
            }
        }
        pairs.extend(fields.into_iter().map(|value| (field, value)));
        let many = [
            ("project", &self.projects),
            ("environment", &self.environments),
        ];
        for (name, values) in many {
            pairs.extend(values.iter().map(|value| (name, value.as_str())));
        }
        let pairs: Vec<(String, String)> = pairs
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let address = [
            sentry_url.trim_end_matches('/'),
            &organization_path(organization, place),
            "?",
            &encode(&pairs),
        ];
        Some(address.concat())
    }
}

/// `start` and `end` of a stretch of time.
pub fn bounds(range: TimeRange) -> [(&'static str, Json); 2] {
    let moment = |secs| Json::Text([&format_moment(secs), "Z"].concat());
    [("start", moment(range.start)), ("end", moment(range.end))]
}

/// An object of these members.
pub fn object<'a>(members: impl IntoIterator<Item = (&'a str, Json)>) -> Json {
    let members = members.into_iter();
    Json::Object(
        members
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

impl Group {
    /// Its values by column, as the page gets them.
    pub fn json(&self) -> Json {
        object(self.values().iter().map(|(column, cell)| {
            let value = match cell {
                Cell::Text(text) => Json::Text(text.clone()),
                Cell::Number(number) => Json::Number(*number),
                Cell::Bool(flag) => Json::Bool(*flag),
                Cell::Null | Cell::List(_) => Json::Null,
            };
            (column.as_str(), value)
        }))
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
            let begins = format!(
                "https://sentry.example/organizations/a%2Fb/{expected}&start=2026-01-01T00%3A00%3A00&end=2026-01-01T01%3A00%3A00&"
            );
            assert!(address.starts_with(&begins), "{address}");
            assert!(address.ends_with("=timestamp&project=-1"), "{address}");
        }
    }
}

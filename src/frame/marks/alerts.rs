//! Alert rules about what a widget shows, and their open incidents: what is asked, and what is made
//! of the answers.

use super::{AlertThreshold, Marks, pairs_of};
use crate::config::Annotation;
use crate::decision::SplitDataset;
use crate::error::Error;
use crate::json::Json;
use crate::messages::{MessageKey, Messages};
use crate::request::{RequestPlan, organization_path};
use crate::substring;
use crate::time::parse_moment;

/// What of a widget's own request narrows rules and incidents, too.
const SCOPE: [&str; 2] = ["project", "environment"];
/// Sentry gives no more at once.
const MOST: &str = "100";
/// Sentry: the state of an incident that has ended.
const CLOSED: f64 = 2.0;
/// An incident that goes on ends after everything that is shown.
const OPEN_END: i64 = 253_402_300_799;
const ERRORS: [&str; 2] = ["errors", "discover"];
const TRANSACTIONS: [&str; 4] = ["transactions", "discover", "metricsEnhanced", "metrics"];

/// The rules that are about what a widget shows.
#[derive(Debug, Default)]
pub struct Alerts {
    thresholds: Vec<AlertThreshold>,
    ids: Vec<String>,
}

/// Path and parameters of the alert rules of a widget's projects and environments.
pub fn rules_request(plan: &RequestPlan, organization: &str) -> (String, Vec<(String, String)>) {
    let path = organization_path(organization, "alert-rules");
    let mut pairs = pairs_of(plan, &SCOPE);
    pairs.push(("per_page".to_owned(), MOST.to_owned()));
    (["/api/0", &path].concat(), pairs)
}

/// Path and parameters of the open incidents of a widget's projects and environments.
pub fn incidents_request(
    plan: &RequestPlan,
    organization: &str,
) -> (String, Vec<(String, String)>) {
    let path = organization_path(organization, "incidents");
    let mut pairs = pairs_of(plan, &SCOPE);
    for (name, value) in [
        ("status", "open"),
        ("expand", "original_alert_rule"),
        ("per_page", MOST),
    ] {
        pairs.push((name.to_owned(), value.to_owned()));
    }
    (["/api/0", &path].concat(), pairs)
}

impl Alerts {
    /// Those of an answer that ask for the same as one of a widget's requests: axis, search, data
    /// set and environment. `side` is what was decided about a widget that may be about either.
    pub fn of(
        body: &[u8],
        plans: &[RequestPlan],
        side: Option<SplitDataset>,
        messages: &Messages,
    ) -> Result<Self, Error> {
        let mut alerts = Self::default();
        for rule in list(body, "a list of alert rules")? {
            let of = plans.iter().find(|plan| is_about(&rule, plan, side));
            if let Some((plan, id)) = of.zip(text(&rule, "id")) {
                alerts.ids.push(id.to_owned());
                alerts.thresholds.extend(thresholds(&rule, plan, messages));
            }
        }
        Ok(alerts)
    }

    /// None is about what the widget shows.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The marks, with those of the rules' incidents in an answer to [`incidents_request`].
    pub fn marks(self, incidents: &[u8], messages: &Messages) -> Result<Marks, Error> {
        let mut annotations = Vec::new();
        for incident in list(incidents, "a list of incidents")? {
            let start = text(&incident, "dateStarted").and_then(parse_moment);
            let (Some(start), Some(rule)) = (start, incident.get("alertRule")) else {
                continue;
            };
            let is_own = ["id", "originalAlertRuleId"].iter().any(|name| {
                let id = text(rule, name);
                self.ids.iter().any(|own| Some(own.as_str()) == id)
            });
            if is_own && number(&incident, "status") != Some(CLOSED) {
                let title = text(&incident, "title").unwrap_or_default();
                annotations.push(Annotation {
                    start,
                    end: OPEN_END,
                    text: messages.filled(MessageKey::Incident, &[("name", title)]),
                });
            }
        }
        Ok(Marks {
            annotations,
            thresholds: self.thresholds,
        })
    }
}

fn list(body: &[u8], expected: &str) -> Result<Vec<Json>, Error> {
    match Json::parse(body)? {
        Json::List(list) => Ok(list),
        other => Err(Error::decode(0, expected, other.kind())),
    }
}

fn text<'a>(json: &'a Json, name: &str) -> Option<&'a str> {
    json.get(name)?.as_text()
}

fn number(json: &Json, name: &str) -> Option<f64> {
    json.get(name)?.as_number()
}

fn is_about(rule: &Json, plan: &RequestPlan, side: Option<SplitDataset>) -> bool {
    let mut environments = plan.pairs_of("environment");
    let environment = environments.next();
    axis_of(rule, plan).is_some()
        && words_of(text(rule, "query").unwrap_or_default())
            == words_of(plan.pair("query").unwrap_or_default())
        && environments.next().is_none()
        && text(rule, "environment") == environment
        && has_dataset(rule, plan, side)
}

fn axis_of<'a>(rule: &Json, plan: &'a RequestPlan) -> Option<&'a str> {
    let aggregate = text(rule, "aggregate")?;
    plan.pairs_of("yAxis").find(|axis| *axis == aggregate)
}

fn has_dataset(rule: &Json, plan: &RequestPlan, side: Option<SplitDataset>) -> bool {
    let dataset = plan.dataset(side);
    let has_type = |name: &str| {
        let types = rule.get("eventTypes").and_then(Json::as_list);
        types.is_none_or(|types| types.iter().any(|it| it.as_text() == Some(name)))
    };
    match text(rule, "dataset") {
        Some("events") => ERRORS.contains(&dataset),
        Some("transactions" | "generic_metrics") => TRANSACTIONS.contains(&dataset),
        Some("events_analytics_platform") => match dataset {
            "spans" => has_type("trace_item_span") || has_type("transaction"),
            "logs" | "ourlogs" => has_type("trace_item_log"),
            "tracemetrics" => has_type("trace_item_metric"),
            _ => false,
        },
        _ => false,
    }
}

/// The words of a search. A rule names its types of events beside the search, a widget within it,
/// and the data set says the same.
#[inline(never)]
fn words_of(query: &str) -> String {
    let has_or = substring::find(query, " OR ").is_some();
    let mut is_quoted = false;
    let mut words = String::new();
    for word in query.split(|letter: char| {
        is_quoted ^= letter == '"';
        letter.is_whitespace() && !is_quoted
    }) {
        let says_nothing = word == "AND" || word.starts_with("event.type:");
        if !word.is_empty() && (has_or || !says_nothing) {
            words.push_str(word);
            words.push(' ');
        }
    }
    words
}

/// Those of a rule that compares with a number: one that compares with an earlier time, or with
/// what is usual, has none.
fn thresholds(rule: &Json, plan: &RequestPlan, messages: &Messages) -> Vec<AlertThreshold> {
    let mut found = Vec::new();
    let is_relative = number(rule, "comparisonDelta").is_some()
        || text(rule, "detectionType").is_some_and(|kind| kind != "static");
    let minutes = number(rule, "timeWindow").filter(|minutes| *minutes > 0.0);
    let triggers = rule.get("triggers").and_then(Json::as_list);
    let (Some(axis), Some(minutes), Some(triggers), false) =
        (axis_of(rule, plan), minutes, triggers, is_relative)
    else {
        return found;
    };
    let name = name_of(rule, plan);
    for trigger in triggers {
        let is_critical = text(trigger, "label") == Some("critical");
        let key = match is_critical {
            true => MessageKey::AlertCritical,
            false => MessageKey::AlertWarning,
        };
        if let Some(value) = number(trigger, "alertThreshold") {
            found.push(AlertThreshold {
                query_index: plan.query_index,
                axis: axis.to_owned(),
                value,
                window_secs: minutes * 60.0,
                is_critical,
                text: messages.filled(key, &[("name", &name)]),
            });
        }
    }
    found
}

/// A rule is about a project; which one, says a widget that shows one project alone.
fn name_of(rule: &Json, plan: &RequestPlan) -> String {
    let name = text(rule, "name").unwrap_or_default();
    let mut asked = plan.pairs_of("project");
    let is_one = asked.next().is_some_and(|id| id != "-1") && asked.next().is_none();
    let slugs = rule.get("projects").and_then(Json::as_list);
    match slugs {
        Some([Json::Text(slug)]) if !is_one => [name, " (", slug, ")"].concat(),
        _ => name.to_owned(),
    }
}

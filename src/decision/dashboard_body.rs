//! A dashboard with decisions written into its widgets, as Sentry's dashboards API takes it.
//!
//! Fetching and putting it does not belong here.

use super::{Decision, SplitSource};
use crate::json::Json;

/// The body that puts these decisions, by widget id, into a dashboard as it was fetched.
/// `None` where it has nothing to change.
///
/// All widgets go along, since those that a body lacks are deleted; what the dashboard has
/// beside its widgets does not, and so stays as it is (Sentry: dashboard details, `PUT`). A
/// widget whose type a person chose is changed by a person's choice alone.
pub fn dashboard_body(dashboard: &Json, decisions: &[(String, Decision)]) -> Option<String> {
    let mut is_changed = false;
    let mut widgets = Vec::new();
    for widget in dashboard.get("widgets")?.as_list()? {
        let id = widget.get("id").and_then(id_text);
        let decided = decisions
            .iter()
            .rev()
            .find(|(of, _)| Some(of) == id.as_ref());
        let changed = decided.and_then(|(_, decision)| with_decision(widget, decision));
        is_changed |= changed.is_some();
        widgets.push(changed.unwrap_or_else(|| widget.clone()));
    }
    let title = dashboard.get("title").cloned().unwrap_or(Json::Null);
    let body = Json::object(vec![("title", title), ("widgets", Json::List(widgets))]);
    is_changed.then(|| body.to_string())
}

fn id_text(id: &Json) -> Option<String> {
    match id {
        Json::Text(id) => Some(id.clone()),
        Json::Number(_) => Some(id.to_string()),
        _ => None,
    }
}

fn with_decision(widget: &Json, decision: &Decision) -> Option<Json> {
    let text_of = |name| widget.get(name).and_then(Json::as_text);
    let (dataset, source) = (decision.dataset.name(), decision.source.name());
    let is_persons = text_of("datasetSource") == Some(SplitSource::User.name());
    let is_there =
        text_of("widgetType") == Some(dataset) && text_of("datasetSource") == Some(source);
    if is_there || (is_persons && decision.source != SplitSource::User) {
        return None;
    }
    let written = [
        ("widgetType", dataset),
        ("discoverWidgetSplit", dataset),
        ("datasetSource", source),
    ];
    let mut members = widget.as_object()?.to_vec();
    members.retain(|(name, _)| written.iter().all(|(other, _)| name != other));
    for (name, value) in written {
        members.push((name.to_owned(), Json::Text(value.to_owned())));
    }
    Some(Json::Object(members))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::{Evidence, SplitDataset};

    fn decisions(source: SplitSource) -> Vec<(String, Decision)> {
        let decision = Decision {
            dataset: SplitDataset::ErrorEvents,
            source,
            evidence: Evidence::default(),
        };
        vec![("2".to_owned(), decision)]
    }

    fn body(widget: &str, source: SplitSource) -> Option<String> {
        let text = format!(
            r#"{{"id": "1", "title": "D", "filters": {{"release": ["a"]}}, "widgets": [{{"id": "1", "title": "other"}}, {widget}]}}"#
        );
        dashboard_body(&Json::parse(text).unwrap(), &decisions(source))
    }

    #[test]
    fn the_widget_is_changed_and_the_others_go_along() {
        for (widget, changed) in [
            (
                r#"{"id": "2", "title": "W", "widgetType": "discover", "queries": [{"id": "7"}]}"#,
                r#"{"id":"2","title":"W","queries":[{"id":"7"}],"widgetType":"error-events","discoverWidgetSplit":"error-events","datasetSource":"forced"}"#,
            ),
            (
                r#"{"id": 2, "datasetSource": "unknown"}"#,
                r#"{"id":2,"widgetType":"error-events","discoverWidgetSplit":"error-events","datasetSource":"forced"}"#,
            ),
        ] {
            let expected =
                format!(r#"{{"title":"D","widgets":[{{"id":"1","title":"other"}},{changed}]}}"#);
            assert_eq!(body(widget, SplitSource::Forced), Some(expected));
        }
    }

    #[test]
    fn nothing_is_put_where_nothing_changes() {
        let there = r#"{"id": "2", "widgetType": "error-events", "datasetSource": "forced"}"#;
        assert_eq!(body(there, SplitSource::Forced), None);
        assert_eq!(body(r#"{"id": "3"}"#, SplitSource::Forced), None);
        assert_eq!(
            dashboard_body(&Json::Null, &decisions(SplitSource::User)),
            None
        );
    }

    #[test]
    fn only_a_person_changes_what_a_person_chose() {
        let chosen = r#"{"id": "2", "widgetType": "transaction-like", "datasetSource": "user"}"#;
        assert_eq!(body(chosen, SplitSource::Inferred), None);
        assert!(body(chosen, SplitSource::User).is_some());
    }
}

//! What the viewer chooses of what is shown, and the search that finds its events.

use crate::support::*;
use events_stats_widget::config::{Scope, WidgetConfig};
use events_stats_widget::decode::{Decoded, table as events};
use events_stats_widget::frame::Frame;
use events_stats_widget::interaction::{Selected, Selection, Shown};
use events_stats_widget::json::Json;
use events_stats_widget::request;
use events_stats_widget::time::{RangeChoice, TimeRange};

fn groups() -> WidgetConfig {
    config(
        r#"{"id": "7", "displayType": "area", "widgetType": "error-events", "queries": [{
            "conditions": "a:1 OR b:2", "aggregates": ["count()"], "columns": ["title", "release"],
            "orderby": "-count()"}]}"#,
    )
}

fn select(
    config: &WidgetConfig,
    answers: &[&Decoded],
    frame: &Frame,
    range: TimeRange,
    selected: Selected<'_>,
) -> Option<Selection> {
    let scope = Scope {
        org: "acme".to_owned(),
        ..Scope::default()
    };
    let plans = request::plan(config, &scope, RangeChoice::Fixed(range), range.end).unwrap();
    let answers: Vec<_> = answers.iter().copied().map(Some).collect();
    Shown {
        config,
        plans: &plans,
        side: None,
        answers: &answers,
        frame,
        asked_at: range.end,
    }
    .select(selected)
}

fn hours(from: i64, to: i64) -> TimeRange {
    TimeRange::new(START + from * HOUR, START + to * HOUR).unwrap()
}

/// The members of the detail, as text.
fn told(selection: &Selection, name: &str) -> String {
    let mut members = selection.detail.iter();
    let (_, json) = members.find(|(known, _)| *known == name).unwrap();
    json.to_string()
}

fn query(selection: &Selection) -> String {
    let query = selection.query.as_ref().unwrap().json();
    query
        .get("query")
        .and_then(Json::as_text)
        .unwrap()
        .to_owned()
}

#[test]
fn a_point_stands_for_the_events_of_its_group_in_its_bucket() {
    let body = answer(vec![
        // Keys have the columns in the order of their names.
        series("1.0,Oops", "count()", &[1.0, 2.0, 3.0]),
        series("None,", "count()", &[4.0, 5.0, f64::NAN]),
    ]);
    let (config, range) = (groups(), hours(0, 3));
    let frame = frame(&config, &[&body]);
    let choose = |bucket, at: usize| {
        let selected = Selected::Bucket(bucket, frame.series.get(at));
        select(&config, &[&body], &frame, range, selected).unwrap()
    };
    let first = choose(1, 0);
    assert_eq!(told(&first, "widgetId"), r#""7""#);
    assert_eq!(told(&first, "kind"), r#""bucket""#);
    assert_eq!(told(&first, "group"), r#"{"release":"1.0","title":"Oops"}"#);
    assert_eq!(told(&first, "values"), r#"{"count()":2}"#);
    assert_eq!(
        told(&first, "bucket"),
        r#"{"start":"2026-01-01T01:00:00Z","end":"2026-01-01T02:00:00Z"}"#
    );
    assert_eq!(
        query(&first),
        r#"(a:1 OR b:2) (release:"1.0" AND title:"Oops")"#
    );
    let second = choose(2, 1);
    assert_eq!(told(&second, "group"), r#"{"release":null,"title":null}"#);
    assert_eq!(told(&second, "values"), r#"{"count()":null}"#);
    assert_eq!(query(&second), "(a:1 OR b:2) (!has:release AND !has:title)");
    let gone = Selected::Bucket(3, None);
    assert!(select(&config, &[&body], &frame, range, gone).is_none());
}

#[test]
fn a_bucket_alone_stands_for_all_series_and_no_group() {
    let body = answer(vec![series("1.0,Oops", "count()", &[1.0, 2.0])]);
    let config = groups();
    let frame = frame(&config, &[&body]);
    let selected = Selected::Bucket(0, None);
    let chosen = select(&config, &[&body], &frame, hours(0, 2), selected).unwrap();
    assert_eq!(told(&chosen, "series"), "null");
    assert_eq!(told(&chosen, "values"), r#"{"1.0,Oops":1}"#);
}

#[test]
fn a_bucket_that_the_range_cuts_stands_for_what_was_counted() {
    let body = answer(vec![series("", "count()", &[1.0, 2.0])]);
    let config = line(&["count()"]);
    let frame = frame(&config, &[&body]);
    let range = TimeRange::new(START + 600, START + 2 * HOUR - 60).unwrap();
    for (bucket, start, end) in [
        (0, "2026-01-01T00:10:00Z", "2026-01-01T01:00:00Z"),
        (1, "2026-01-01T01:00:00Z", "2026-01-01T01:59:00Z"),
    ] {
        let selected = Selected::Bucket(bucket, None);
        let chosen = select(&config, &[&body], &frame, range, selected).unwrap();
        let query = chosen.query.unwrap().json();
        let text = |name| query.get(name).and_then(Json::as_text).map(str::to_owned);
        assert_eq!(text("start").as_deref(), Some(start));
        assert_eq!(text("end").as_deref(), Some(end));
    }
}

#[test]
fn a_series_stands_for_its_group_over_the_whole_range() {
    let body = answer(vec![
        series("1.0,Oops", "count()", &[1.0, 2.0]),
        series("1.0,a,b", "count()", &[1.0, 2.0]),
    ]);
    let (config, range) = (groups(), hours(0, 2));
    let frame = frame(&config, &[&body]);
    let choose = |at: usize| {
        let selected = Selected::Series(&frame.series[at]);
        select(&config, &[&body], &frame, range, selected).unwrap()
    };
    let first = choose(0);
    assert_eq!(told(&first, "kind"), r#""series""#);
    assert_eq!(told(&first, "bucket"), "null");
    assert_eq!(told(&first, "values"), r#"{"count()":3}"#);
    let unknown = choose(1);
    assert_eq!(
        told(&unknown, "group"),
        "null",
        "of three parts, which is the title?"
    );
    assert_eq!(told(&unknown, "query"), "null", "not just its events");
}

#[test]
fn a_row_stands_for_its_own_group_in_whatever_order_rows_are() {
    let body = events::decode(
        br#"{"data": [{"title": "a, b", "tags[x]": null, "count()": 5}, {"title": "c", "tags[x]": "", "count()": 3}],
            "meta": {"fields": {"title": "string", "tags[x]": "string", "count()": "integer"}}}"#,
    )
    .unwrap();
    let config = config(
        r#"{"id": "7", "displayType": "table", "widgetType": "error-events", "queries": [{
            "fields": ["title", "tags[x]", "count()"], "conditions": "level:error"}]}"#,
    );
    let frame = frame(&config, &[&body]);
    let choose = |row| select(&config, &[&body], &frame, hours(0, 2), Selected::Row(row));
    let first = choose(0).unwrap();
    assert_eq!(told(&first, "kind"), r#""row""#);
    assert_eq!(told(&first, "group"), r#"{"title":"a, b","tags[x]":null}"#);
    assert_eq!(told(&first, "values"), r#"{"count()":5}"#);
    assert_eq!(
        query(&first),
        r#"(level:error) (title:"a, b" AND !has:tags[x])"#
    );
    assert!(choose(2).is_none());
}

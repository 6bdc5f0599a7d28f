//! Tests of the series behind a number.

use super::*;

const NUMBER: &str = r#"{"displayType": "big_number", "widgetType": "error-events", "queries": [{
    "fields": ["count()", "p95(transaction.duration)"],
    "aggregates": ["count()", "p95(transaction.duration)"], "selectedAggregate": 1,
    "columns": [], "conditions": "level:error", "orderby": "-count()"}]}"#;

#[test]
fn a_number_with_a_sparkline_asks_for_the_series_of_what_it_shows_and_does_not_wait() {
    let mut game = Game::begin_as(NUMBER, None, true);
    game.answer(Purpose::Table, r#"{"data": [{"count()": 3}]}"#);
    assert!(game.run.is_showable());
    let asked = game.asked.iter().find(|it| it.purpose == Purpose::Series);
    let (path, pairs) = asked.map(|it| (it.path.clone(), it.pairs.clone())).unwrap();
    let of = |name: &str| -> Vec<String> {
        let named = pairs.iter().filter(|pair| pair.0 == name);
        named.map(|pair| pair.1.clone()).collect()
    };
    assert!(path.ends_with("/events-stats/"), "{path}");
    assert_eq!(of("yAxis"), ["p95(transaction.duration)"]);
    assert_eq!(of("query"), ["level:error"]);
    assert!(of("topEvents").is_empty() && of("orderby").is_empty());
    assert!(game.run.views(NOW)[0].sparkline.is_none());
    game.answer(Purpose::Series, &data(NOW - 7200, 4));
    let view = game.run.views(NOW).remove(0);
    let values = view.sparkline.unwrap().set.series[0]
        .values
        .numbers()
        .to_vec();
    assert_eq!(values, [4.0, 4.0]);
    assert!(view.answer.unwrap().table.is_some());
}

#[test]
fn the_sparkline_of_a_mixed_number_asks_the_side_that_is_shown() {
    let mixed = NUMBER.replace("error-events", "discover");
    let mut game = Game::begin_as(&mixed, None, true);
    let number = game.take(Purpose::Table);
    let series = game.take(Purpose::Series);
    for name in ["dataset", "query"] {
        let of = |plan: &RequestPlan| -> Vec<String> {
            let named = plan.pairs.iter().filter(|pair| pair.0 == name);
            named.map(|pair| pair.1.clone()).collect()
        };
        assert_eq!(of(&series), of(&number), "{name}");
    }
}

#[test]
fn a_sparkline_that_fails_costs_its_line_alone() {
    let mut game = Game::begin_as(NUMBER, None, true);
    game.answer(Purpose::Table, r#"{"data": [{"count()": 3}]}"#);
    game.fail(Purpose::Series);
    let view = game.run.views(NOW).remove(0);
    assert!(view.answer.is_some() && view.error.is_none() && view.sparkline.is_none());
}

#[test]
fn numbers_without_a_sparkline_and_charts_ask_for_nothing_more() {
    let mut game = Game::begin(NUMBER, None);
    game.answer(Purpose::Table, r#"{"data": [{"count()": 3}]}"#);
    assert_eq!(game.purposes(), []);
    let line = r#"{"displayType": "line", "widgetType": "error-events", "queries": [{"aggregates": ["count()"]}]}"#;
    assert_eq!(Game::begin_as(line, None, true).asked.len(), 1);
}

#[test]
fn the_sparkline_is_of_the_first_field_that_is_an_aggregate_as_the_number_is() {
    let unselected = NUMBER.replace(r#""selectedAggregate": 1,"#, "").replace(
        r#""fields": ["count()", "p95(transaction.duration)"]"#,
        r#""fields": ["p95(transaction.duration)", "count()"]"#,
    );
    let mut game = Game::begin_as(&unselected, None, true);
    let series = game.take(Purpose::Series);
    assert_eq!(series.pair("yAxis"), Some("p95(transaction.duration)"));
}

use crate::support::*;
use events_stats_widget::compare::{Standing, compare_rows};
use events_stats_widget::config::{WidgetConfig, WidgetType};
use events_stats_widget::decode::{Decoded, table as events};
use events_stats_widget::format::Unit;
use events_stats_widget::frame::csv;
use events_stats_widget::frame::{BigNumber, FrameContent, Sense, ShownCell, TableFrame};
use events_stats_widget::sorted::SortedSet;

const BODY: &str = r#"{"data":[
  {"transaction":"/a","p95(transaction.duration)":1.5,"equation[0]":3,"error.type":["A",null],"id":"x"},
  {"transaction":"","p95(transaction.duration)":null,"equation[0]":4,"error.type":[],"id":"y"}],
  "meta":{"fields":{"transaction":"string","p95(transaction.duration)":"duration","equation[0]":"number","error.type":"array","id":"string"},
  "units":{"p95(transaction.duration)":"second"}}}"#;

fn widget(display: &str) -> WidgetConfig {
    config(&format!(
        r#"{{"id":"1","displayType":"{display}","queries":[{{"name":"","conditions":"","orderby":"",
        "fields":["equation|count() * 2","transaction","p95(transaction.duration)","error.type"],
        "fieldAliases":["twice","","",""],
        "aggregates":["equation|count() * 2","p95(transaction.duration)"],"columns":["transaction","error.type"]}}]}}"#
    ))
}

fn shown(body: &Decoded) -> TableFrame {
    frame(&widget("table"), &[body]).table.unwrap()
}

fn big_number(body: &Decoded) -> BigNumber {
    frame(&widget("big_number"), &[body]).big_number.unwrap()
}

#[test]
fn columns_come_in_the_authors_order_with_aliases_and_units() {
    let frame = shown(&events::decode(BODY.as_bytes()).unwrap());
    let names: Vec<&str> = frame
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "twice",
            "transaction",
            "p95(transaction.duration)",
            "error.type"
        ]
    );
    assert_eq!(frame.columns[2].unit, Unit::Duration);
    assert!(frame.columns[0].is_number && !frame.columns[1].is_number);
    assert_eq!(
        frame.rows[0],
        [
            ShownCell::Number(3.0),
            ShownCell::Text("/a".to_owned()),
            ShownCell::Number(1500.0),
            ShownCell::Text("[\"A\",null]".to_owned()),
        ]
    );
    assert_eq!(frame.rows[1][2], ShownCell::None);
}

#[test]
fn unknown_columns_are_shown_where_none_was_asked_for() {
    let body = events::decode(br#"{"data":[{"a":1,"b":"x"}]}"#).unwrap();
    assert_eq!(shown(&body).columns.len(), 2);
    assert_eq!(shown(&Decoded::default()), TableFrame::default());
}

#[test]
fn the_big_number_is_the_first_aggregate() {
    let body = events::decode(BODY.as_bytes()).unwrap();
    let number = big_number(&body);
    assert_eq!((number.name.as_str(), number.value), ("twice", Some(3.0)));
    let nothing = events::decode(br#"{"data":[]}"#).unwrap();
    assert_eq!(big_number(&nothing).value, None);
    assert_eq!(frame(&widget("big_number"), &[]).big_number, None);
    let series = answer(vec![series("", "count()", &[2.0, 5.0])]);
    let number = big_number(&series);
    assert_eq!((number.value, number.unit), (Some(7.0), Unit::Integer));
}

#[test]
fn charts_as_csv_hold_what_is_drawn() {
    let body = answer(vec![
        series("=1+1", "count()", &[1.0, f64::NAN]),
        series("a \"b\", c", "count()", &[0.25, -2.0]),
        series("off", "count()", &[9.0, 9.0]),
    ]);
    let around = Around {
        hidden: SortedSet::from(["0.0:off".to_owned()]),
        ..Around::default()
    };
    let frame = around.frame(&chart("line", &["count()"], &["x"], ""), &[&body]);
    assert_eq!(
        csv::text(&frame),
        "time,'=1+1,\"a \"\"b\"\", c\"\r\n\
         2026-01-01T00:00:00Z,1,0.25\r\n\
         2026-01-01T01:00:00Z,,-2\r\n"
    );
}

#[test]
fn csv_heads_name_units_and_earlier_periods() {
    let mut duration = typed(series("", "p95()", &[1.5]), "duration", Some("second"));
    duration.comparison = Some(duration.values.clone());
    let durations = frame(&line(&["p95()"]), &[&answer(vec![duration])]);
    assert!(csv::text(&durations).starts_with("time,p95() (ms),p95() (ms) (earlier)\r\n"));
    let table = frame(
        &widget("table"),
        &[&events::decode(BODY.as_bytes()).unwrap()],
    );
    assert_eq!(
        csv::text(&table),
        "twice,transaction,p95(transaction.duration) (ms),error.type\r\n\
         3,/a,1500,\"[\"\"A\"\",null]\"\r\n4,,,[]\r\n"
    );
}

#[test]
fn tables_and_numbers_say_whether_they_hold_anything() {
    let body = events::decode(BODY.as_bytes()).unwrap();
    let nothing = events::decode(br#"{"data":[]}"#).unwrap();
    let content = |display: &str, body: &Decoded| frame(&widget(display), &[body]).content;
    assert_eq!(content("table", &body), FrameContent::Data);
    assert_eq!(content("table", &nothing), FrameContent::NoRows);
    assert_eq!(content("big_number", &body), FrameContent::Data);
    assert_eq!(content("big_number", &nothing), FrameContent::NoRows);
    assert_eq!(
        frame(&widget("big_number"), &[]).content,
        FrameContent::NoRows
    );
    assert_eq!(
        csv::text(&frame(&widget("big_number"), &[&body])),
        "twice\r\n3\r\n"
    );
}

#[test]
fn cells_carry_their_change_in_the_shown_unit() {
    let body = |p95: &str| {
        let text = BODY.replace("\"p95(transaction.duration)\":1.5", p95);
        events::decode(text.as_bytes()).unwrap()
    };
    let now = body("\"p95(transaction.duration)\":1.5");
    let before = body("\"p95(transaction.duration)\":1.2");
    let columns = ["transaction".to_owned(), "error.type".to_owned()];
    let rows = compare_rows(
        now.table.as_ref().unwrap(),
        &[before.table.as_ref()],
        &columns,
        WidgetType::TransactionLike,
    );
    let around = Around {
        rows,
        ..Around::default()
    };
    let shown = around.frame(&widget("table"), &[&now]).table.unwrap();
    assert_eq!(shown.standings, [Standing::Compared; 2]);
    let change = shown.changes[0][2].unwrap();
    assert_eq!(change.earlier, 1200.0);
    assert!((change.delta.absolute - 300.0).abs() < 1e-9);
    assert_eq!(change.sense(), Sense::Worse);
    assert_eq!(shown.changes[1][2], None, "nothing to compare with null");
}

use crate::support::*;
use events_stats_widget::config::{WidgetConfig, WidgetType};
use events_stats_widget::decode::{Decoded, table as events};
use events_stats_widget::format::{FixedLabels, Unit};
use events_stats_widget::frame::csv;
use events_stats_widget::frame::{BigNumber, FrameContent, ShownCell, TableFrame, Trend};
use events_stats_widget::run::compare::{ComparisonStatus, compare_rows};
use events_stats_widget::sorted::SortedSet;
use events_stats_widget::time::TimeRange;

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
fn columns_are_as_wide_as_their_longest_text_and_values_tell_their_share() {
    let body = events::decode(
        br#"{"data":[{"name":"a rather long name","count()":50,"max(d)":-1},{"name":"b","count()":200,"max(d)":4},{"name":"c","count()":null,"max(d)":2}],
        "meta":{"fields":{"name":"string","count()":"integer","max(d)":"number"},"units":{}}}"#,
    );
    let table = frame(&config(r#"{"id":"1","displayType":"table","queries":[{"fields":["name","count()","max(d)"],"aggregates":["count()","max(d)"],"columns":["name"]}]}"#), &[&body.unwrap()]).table.unwrap();
    assert_eq!(table.letters(&FixedLabels::utc()), [18, 9, 8]);
    let bars = table.bars();
    let shares = [0, 1, 2].map(|row| [0, 1, 2].map(|column| bars.percent(row, column)));
    assert_eq!(shares, [[0, 25, 0], [0, 100, 0], [0; 3]]);
    assert_eq!(bars.percent(9, 9), 0);
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
fn a_sparkline_has_the_buckets_that_have_counted_all_of_their_time() {
    let body = events::decode(BODY.as_bytes()).unwrap();
    let number = |around: Around| {
        let shown = around.frame(&widget("big_number"), &[&body]);
        shown.big_number.unwrap().sparkline
    };
    assert!(number(Around::default()).is_empty());
    let sparkline = || Some(answer(vec![series("", "count()", &[1.0, 2.0, 3.0, 4.0])]));
    let whole = Around {
        sparkline: sparkline(),
        ..Around::default()
    };
    assert_eq!(number(whole), [1.0, 2.0, 3.0, 4.0]);
    let cut = Around {
        sparkline: sparkline(),
        requested: TimeRange::new(START + 60, START + 24 * HOUR).ok(),
        now: Some(START + 4 * HOUR + 30),
        ..Around::default()
    };
    assert_eq!(number(cut), [2.0, 3.0]);
}

#[test]
fn the_big_number_is_the_aggregate_that_was_selected() {
    let body = events::decode(BODY.as_bytes()).unwrap();
    let number = |selected: usize| {
        let mut config = widget("big_number");
        config.queries[0].selected_aggregate = Some(selected);
        frame(&config, &[&body]).big_number.unwrap()
    };
    assert_eq!(number(1).field, "p95(transaction.duration)");
    assert_eq!(number(0).name, "twice");
    // Of a widget that was changed since.
    assert_eq!(number(2).name, "twice");
}

#[test]
fn a_big_number_may_be_a_date_or_a_text() {
    let messages = |field: &str, value_type: &str, unit: &str, value: &str| {
        let widget = config(&format!(
            r#"{{"displayType": "big_number", "queries": [{{"fields": ["{field}"], "aggregates": ["{field}"]}}]}}"#
        ));
        let body = format!(
            r#"{{"data": [{{"{field}": {value}}}], "meta": {{"fields": {{"{field}": "{value_type}"}}, "units": {{"{field}": {unit}}}}}}}"#
        );
        let shown = frame(&widget, &[&events::decode(body.as_bytes()).unwrap()]);
        let text = shown
            .big_number
            .as_ref()
            .unwrap()
            .exact(&FixedLabels::utc());
        (text, shown.content)
    };
    for (field, value_type, unit, value, expected) in [
        (
            "max(timestamp)",
            "date",
            "null",
            r#""2024-10-17T16:08:07+00:00""#,
            "Oct 17, 2024 4:08:07 PM UTC",
        ),
        (
            "any(transaction)",
            "string",
            "null",
            r#""/api/0/fetch""#,
            "/api/0/fetch",
        ),
        (
            "p95(span.duration)",
            "duration",
            r#""milliseconds""#,
            "17.28",
            "17.28ms",
        ),
        ("rate(500)", "percentage", "null", "0.14227123", "14.23%"),
        ("count()", "integer", "null", "178451214", "178,451,214"),
        ("count_unique(user)", "integer", "null", "393.9184", "394"),
        ("count()", "integer", "null", "3.5", "3.5"),
        ("avg(x)", "number", "null", "393.9184", "393.92"),
        ("avg(x)", "number", "null", "0.00412", "0.0041"),
        ("p95()", "duration", r#""millisecond""#, "0", "0ms"),
        (
            "array()",
            "array",
            "null",
            r#"["TypeError", "E"]"#,
            "TypeError, E",
        ),
    ] {
        assert_eq!(
            messages(field, value_type, unit, value),
            (expected.to_owned(), FrameContent::Data),
            "{field}"
        );
    }
}

/// (asked fields, type, value of the row's columns) -> field and words.
#[test]
fn a_big_number_may_be_of_a_plain_column() {
    for (fields, row, types, expected) in [
        (
            r#"["release"]"#,
            r#""release": "1.2.3""#,
            r#""release": "string""#,
            ("release", "1.2.3"),
        ),
        (
            r#"["transaction.duration"]"#,
            r#""transaction.duration": 17.28"#,
            r#""transaction.duration": "duration""#,
            ("transaction.duration", "17.28ms"),
        ),
        // Old servers send no types: known measurements have their unit all the same.
        (
            r#"["measurements.lcp"]"#,
            r#""measurements.lcp": 17.28"#,
            "",
            ("measurements.lcp", "17.28ms"),
        ),
        (
            r#"["measurements.bar"]"#,
            r#""measurements.bar": 17.28"#,
            "",
            ("measurements.bar", "17.28"),
        ),
        (
            r#"["user.id"]"#,
            r#""user.id": null"#,
            r#""user.id": "string""#,
            ("user.id", "\u{2014}"),
        ),
    ] {
        let widget = config(&format!(
            r#"{{"displayType": "big_number", "queries": [{{"fields": {fields}}}]}}"#
        ));
        let body = format!(r#"{{"data": [{{{row}}}], "meta": {{"fields": {{{types}}}}}}}"#);
        let shown = frame(&widget, &[&events::decode(body.as_bytes()).unwrap()]);
        let number = shown.big_number.unwrap();
        let text = number.exact(&FixedLabels::utc());
        assert_eq!((number.field.as_str(), text.as_str()), expected);
    }
}

#[test]
fn thresholds_say_how_good_a_big_number_is() {
    use events_stats_widget::frame::BandLevel::{Good, Meh, Poor};
    let level = |value: f64, unit: &str, thresholds: &str| {
        let widget = config(&format!(
            r#"{{"displayType": "big_number", "thresholds": {thresholds}, "queries": [{{"aggregates": ["eps()"]}}]}}"#
        ));
        let body = format!(
            r#"{{"data": [{{"eps()": {value}}}], "meta": {{"fields": {{"eps()": "rate"}}, "units": {{"eps()": "{unit}"}}}}}}"#
        );
        let shown = frame(&widget, &[&events::decode(body.as_bytes()).unwrap()]);
        shown.big_number.unwrap().level
    };
    let bounds = |max1: u32, max2: u32, more: &str| {
        format!(
            r#"{{"max_values": {{"max1": {max1}, "max2": {max2}}}, "unit": "1/second" {more}}}"#
        )
    };
    for (value, unit, thresholds, expected) in [
        (14.227, "1/second", bounds(10, 20, ""), Some(Meh)),
        (10.0, "1/second", bounds(10, 20, ""), Some(Good)),
        (20.5, "1/second", bounds(10, 20, ""), Some(Poor)),
        (135.0, "1/minute", bounds(2, 5, ""), Some(Meh)),
        (
            135.0,
            "1/second",
            bounds(200, 500, r#", "preferredPolarity": "-""#),
            Some(Good),
        ),
        (
            135.0,
            "1/second",
            bounds(200, 500, r#", "preferredPolarity": "+""#),
            Some(Poor),
        ),
        (
            135.0,
            "1/second",
            bounds(200, 500, r#", "timeWindow": "1m""#),
            Some(Good),
        ),
        (135.0, "1/second", bounds(0, 0, ""), None),
    ] {
        assert_eq!(
            level(value, unit, &thresholds),
            expected,
            "{value} {thresholds}"
        );
    }
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
    assert_eq!(shown.standings, [ComparisonStatus::Compared; 2]);
    let change = shown.changes[0][2].unwrap();
    assert_eq!(change.earlier, 1200.0);
    assert!((change.delta.absolute - 300.0).abs() < 1e-9);
    assert_eq!(change.sense(), Trend::Worse);
    assert_eq!(shown.changes[1][2], None, "nothing to compare with null");
}

/// As `csv` writes a cell.
fn plain(cell: &ShownCell) -> String {
    match cell {
        ShownCell::Number(value) => value.to_string(),
        ShownCell::Text(text) => text.clone(),
        _ => String::new(),
    }
}

#[test]
fn the_data_of_a_chart_as_a_table_is_what_its_csv_holds() {
    let labels = FixedLabels::utc();
    let widget = chart("line", &["count()"], &["url"], "");
    let series = vec![
        series("/a", "count()", &[1.0, f64::NAN, 3.5]),
        series("/b", "count()", &[4.0, 5.0, 6.0]),
    ];
    let mut shown = frame(&widget, &[&answer(series)]);
    let table = shown.data_table(&labels);
    let names: Vec<&str> = table.columns.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Time", "/a", "/b"]);
    let text = csv::text(&shown);
    let lines: Vec<&str> = text.lines().skip(1).collect();
    let rows: Vec<String> = table
        .rows
        .iter()
        .map(|row| row.iter().map(plain).collect::<Vec<_>>().join(","))
        .collect();
    assert_eq!(rows, lines);
    assert_eq!(rows.len(), 3);
    shown.series[1].name = "/a".to_owned();
    let fields: Vec<String> = shown
        .data_table(&labels)
        .columns
        .into_iter()
        .map(|column| column.field)
        .collect();
    assert_ne!(fields[1], fields[2], "an order is of one of two alike");
    shown.series[0].hidden = true;
    assert_eq!(shown.data_table(&labels).columns.len(), 2);
}

#[test]
fn a_table_of_too_many_buckets_has_the_newest_and_says_how_many_there_are_more() {
    let values: Vec<f64> = (0..7_000).map(f64::from).collect();
    let shown = frame(
        &line(&["count()"]),
        &[&answer(vec![series("", "count()", &values)])],
    );
    let table = shown.data_table(&FixedLabels::utc());
    assert_eq!(table.rows.len(), 5_001);
    assert_eq!(plain(&table.rows[0][0]), "+ 2,000 more");
    assert_eq!(table.rows[1][1], ShownCell::Number(2_000.0));
    assert_eq!(table.rows[5_000][1], ShownCell::Number(6_999.0));
}

//! A slow and plain decoder over serde_json, written apart from the real one, to
//! compare with.

use events_stats_widget::request::Expect;
use events_stats_widget::series::Value;
use serde_json::Value as Json;

/// Key, axis and rows of each series, in no particular order.
pub type Plain = Vec<(String, String, Vec<(i64, Value)>)>;

pub fn reference(expect: &Expect, body: &[u8]) -> Plain {
    let body: Json = serde_json::from_slice(body).unwrap();
    let axis = expect.axes[0].clone();
    if let Some(lines) = body["timeSeries"].as_array() {
        return lines.iter().map(line).collect();
    }
    if body["data"].is_array() {
        return vec![(String::new(), axis, data(&body))];
    }
    let mut series = Vec::new();
    for (name, value) in body.as_object().unwrap() {
        match (expect.top_events, expect.axes.len()) {
            (None, _) => series.push((String::new(), name.clone(), data(value))),
            (Some(_), 1) => series.push((name.clone(), axis.clone(), data(value))),
            (Some(_), _) => {
                for (axis, value) in value.as_object().unwrap() {
                    if value.is_object() {
                        series.push((name.clone(), axis.clone(), data(value)));
                    }
                }
            }
        }
    }
    series
}

fn data(series: &Json) -> Vec<(i64, Value)> {
    let row = |row: &Json| {
        let cells = row[1].as_array().unwrap();
        let numbers: Vec<f64> = cells
            .iter()
            .filter_map(|cell| cell["count"].as_f64())
            .collect();
        let value = match (cells.is_empty(), numbers.is_empty()) {
            (true, _) => Value::Missing,
            (_, true) => Value::Null,
            _ => Value::Number(numbers.iter().sum()),
        };
        (row[0].as_i64().unwrap(), value)
    };
    series["data"].as_array().unwrap().iter().map(row).collect()
}

fn line(line: &Json) -> (String, String, Vec<(i64, Value)>) {
    let groups = line["groupBy"].as_array();
    let value = |group: &Json| group["value"].as_str().unwrap().to_owned();
    let key = match line["meta"]["isOther"].as_bool() {
        Some(true) => "Other".to_owned(),
        _ => groups.map_or(String::new(), |groups| {
            groups.iter().map(value).collect::<Vec<_>>().join(",")
        }),
    };
    let point = |point: &Json| {
        let value = point["value"].as_f64().map_or(Value::Null, Value::Number);
        (point["timestamp"].as_i64().unwrap() / 1000, value)
    };
    let rows = line["values"].as_array().unwrap().iter().map(point);
    (
        key,
        line["yAxis"].as_str().unwrap().to_owned(),
        rows.collect(),
    )
}

//! Recorded bodies and hand-made answers as frames.

use events_stats_widget::config::{Annotation, Polarity, WidgetConfig};
use events_stats_widget::decode::{Decoded, decode};
use events_stats_widget::frame::marks::Marks;
use events_stats_widget::frame::{Frame, FrameInput, QueryComparison, Rank, build};
use events_stats_widget::json::Json;
use events_stats_widget::messages::Messages;
use events_stats_widget::palette::Palette;
use events_stats_widget::request::{Endpoint, Expect};
use events_stats_widget::run::compare::{
    BucketAlignment, ComparisonStatus, Delta, RowComparison, SeriesComparison, Total,
};
use events_stats_widget::sentry::functions::Combine;
use events_stats_widget::series::{Column, Series, SeriesSet, Timeline, Value, ValueMeta};
use events_stats_widget::sorted::SortedSet;
use events_stats_widget::time::TimeRange;
use std::path::PathBuf;
use std::sync::Arc;

pub const START: i64 = 1_767_225_600; // 2026-01-01T00:00:00Z
pub const HOUR: i64 = 3600;

pub fn config(json: &str) -> WidgetConfig {
    WidgetConfig::from_json(&Json::parse(json.as_bytes()).unwrap()).unwrap()
}

pub fn line(axes: &[&str]) -> WidgetConfig {
    chart("line", axes, &[], "")
}

pub fn chart(display: &str, axes: &[&str], columns: &[&str], alias: &str) -> WidgetConfig {
    let texts = |list: &[&str]| {
        let quoted: Vec<String> = list.iter().map(|text| format!("{text:?}")).collect();
        quoted.join(",")
    };
    config(&format!(
        r#"{{"id":"1","title":"t","displayType":"{display}","queries":[{{"name":"{alias}",
        "aggregates":[{}],"columns":[{}],"fields":[],"conditions":"","orderby":""}}]}}"#,
        texts(axes),
        texts(columns)
    ))
}

/// A recorded body, decoded as the answer to a request for those axes.
pub fn recorded(name: &str, top_events: Option<u32>, axes: &[&str]) -> Decoded {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fixtures/responses");
    let expect = Expect {
        endpoint: Endpoint::EventsStats,
        top_events,
        axes: axes.iter().map(|axis| (*axis).to_owned()).collect(),
        interval: None,
    };
    decode(expect, &std::fs::read(folder.join(name)).unwrap()).unwrap()
}

/// One series of hourly buckets from [`START`]; NaN is null.
pub fn series(key: &str, axis: &str, values: &[f64]) -> Series {
    stepped(key, axis, HOUR, values)
}

pub fn stepped(key: &str, axis: &str, step: i64, values: &[f64]) -> Series {
    let starts = (0..values.len() as i64).map(|index| START + index * step);
    Series {
        key: key.to_owned(),
        axis: axis.to_owned(),
        order: None,
        axis_index: 0,
        is_other: false,
        has_low_accuracy: false,
        timeline: Arc::new(Timeline::new(starts.collect()).unwrap()),
        values: values
            .iter()
            .map(|&value| Value::Number(value))
            .collect::<Column>(),
        comparison: None,
        value_meta: ValueMeta::default(),
    }
}

pub fn typed(mut series: Series, value_type: &str, unit: Option<&str>) -> Series {
    series.value_meta = ValueMeta {
        value_type: Some(value_type.to_owned()),
        unit: unit.map(str::to_owned),
    };
    series
}

pub fn answer(series: Vec<Series>) -> Decoded {
    Decoded {
        set: SeriesSet {
            series,
            ..SeriesSet::default()
        },
        ..Decoded::default()
    }
}

/// What a frame is made of besides answers, with defaults.
#[derive(Default)]
pub struct Around {
    pub hidden: SortedSet<String>,
    pub earlier_shown: SortedSet<String>,
    pub earlier: Vec<SeriesComparison>,
    pub rows: Vec<RowComparison>,
    pub rank: Rank,
    pub now: Option<i64>,
    pub requested: Option<TimeRange>,
    pub sparkline: Option<Decoded>,
    pub palette: Option<Palette>,
    pub annotations: Vec<Annotation>,
    pub marks: Marks,
}

impl Around {
    pub fn frame(&self, config: &WidgetConfig, answers: &[&Decoded]) -> Frame {
        let answers: Vec<Option<&Decoded>> = answers.iter().copied().map(Some).collect();
        build(&FrameInput {
            config,
            answers: &answers,
            earlier: &[match self.rows.as_slice() {
                [] => QueryComparison::Series(&self.earlier),
                rows => QueryComparison::Rows(rows),
            }],
            sparkline: self.sparkline.as_ref(),
            range: TimeRange {
                start: START,
                end: START + 24 * HOUR,
            },
            requested: self.requested,
            now: self.now.unwrap_or(START + 1000 * HOUR),
            hidden: &self.hidden,
            earlier_shown: &self.earlier_shown,
            axis_range: config.axis_range,
            annotations: &self.annotations,
            marks: &[&self.marks],
            palette: self.palette.as_ref().unwrap_or(&Palette::light()),
            organization: "acme",
            rank: self.rank,
            messages: &Messages::default(),
        })
    }
}

pub fn frame(config: &WidgetConfig, answers: &[&Decoded]) -> Frame {
    Around::default().frame(config, answers)
}

pub fn names(frame: &Frame) -> Vec<&str> {
    frame
        .series
        .iter()
        .map(|series| series.name.as_str())
        .collect()
}

/// What the comparison with a period of those values a day earlier says of each series.
pub fn compared(
    current: &Decoded,
    earlier: &[&[f64]],
    polarity: Polarity,
) -> Vec<SeriesComparison> {
    let moved = current
        .set
        .series
        .iter()
        .zip(earlier)
        .map(|(series, values)| {
            let starts = series.timeline.starts().iter();
            let partners = BucketAlignment {
                starts: starts.map(|start| Some(start - 24 * HOUR)).collect(),
                by_whole_buckets: false,
            };
            let sum = |numbers: &[f64]| {
                numbers
                    .iter()
                    .filter(|number| !number.is_nan())
                    .sum::<f64>()
            };
            let (now, before) = (sum(series.values.numbers()), sum(values));
            SeriesComparison {
                status: ComparisonStatus::Compared,
                earlier: values.iter().map(|&value| Value::Number(value)).collect(),
                partners: Arc::new(partners),
                total: Some(Total {
                    combine: Combine::Sum,
                    current: now,
                    earlier: before,
                    delta: Delta::between(now, before, false),
                    buckets: values.len(),
                }),
                polarity,
                is_points: false,
            }
        });
    moved.collect()
}

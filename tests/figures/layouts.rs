use crate::support::*;
use events_stats_widget::format::{FixedLabels, TimeStyle};
use events_stats_widget::frame::{AxisSide, Frame};
use events_stats_widget::layout::{Axis, FixedMeasure, Layout, Size, build};
use events_stats_widget::theme::Theme;
use events_stats_widget::time::{DAY, Zone, parse_moment};
use proptest::prelude::*;
use std::fmt::Write;
use std::path::PathBuf;

pub fn lay_out(frame: &Frame, width: f64, height: f64, labels: &FixedLabels) -> Layout {
    let size = Size {
        width_css: width,
        height_css: height,
        dpr: 2.0,
    };
    build(frame, size, &Theme::light(), &mut FixedMeasure, labels)
}

fn berlin() -> FixedLabels {
    let at = |text| parse_moment(text).unwrap();
    let zone = Zone::new(vec![
        (at("2025-10-26T01:00:00Z"), 3600),
        (at("2026-03-29T01:00:00Z"), 7200),
        (at("2026-10-25T01:00:00Z"), 3600),
    ]);
    FixedLabels::new(zone, "CET", true)
}

fn describe_axis(text: &mut String, name: &str, axis: &Axis) {
    let (low, high) = axis.scale.domain();
    writeln!(text, "{name} {:?} {low} .. {high}", axis.unit).unwrap();
    for tick in &axis.ticks {
        let label = tick.label.as_ref().map_or("-".to_owned(), |label| {
            format!(
                "{:?} {:?} at {:.1},{:.1}",
                label.text, label.anchor, label.x, label.y
            )
        });
        writeln!(text, "  {:.2} {label}", tick.at).unwrap();
    }
}

fn describe(layout: &Layout) -> String {
    let mut text = String::new();
    let plot = layout.plot;
    writeln!(
        text,
        "plot {:.1},{:.1} {:.1}x{:.1}{}",
        plot.x,
        plot.y,
        plot.width,
        plot.height,
        if layout.compact { " compact" } else { "" }
    )
    .unwrap();
    describe_axis(&mut text, "left", &layout.y_left);
    if let Some(right) = &layout.y_right {
        describe_axis(&mut text, "right", right);
    }
    describe_axis(&mut text, "time", &layout.x);
    let buckets = &layout.buckets;
    for index in [0, buckets.len().saturating_sub(1)] {
        if let (Some(mark), Some((left, right))) = (buckets.mark(index), buckets.edges(index)) {
            write!(
                text,
                "bucket {index}: {left:.2} .. {right:.2}, mark {mark:.2}"
            )
            .unwrap();
            for slot in 0..buckets.bar_slots() {
                let (left, right) = buckets.bar(index, slot).unwrap();
                write!(text, ", bar {left:.2} .. {right:.2}").unwrap();
            }
            text.push('\n');
        }
    }
    text
}

/// Compares with the stored text; `UPDATE_GOLDENS=1` writes it anew.
fn golden(name: &str, layout: &Layout) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/figures/golden");
    let path = folder.join(format!("{name}.txt"));
    let found = describe(layout);
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(&path, &found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap();
    assert_eq!(found, expected, "{name}");
}

fn wave(count: usize, step: i64) -> events_stats_widget::series::Series {
    let values: Vec<f64> = (0..count)
        .map(|index| ((index as f64 / 7.0).sin() * 400.0 + 500.0).round())
        .collect();
    stepped("", "count()", step, &values)
}

#[test]
fn a_day_at_several_widths() {
    let frame = frame(&line(&["count()"]), &[&answer(vec![wave(288, 300)])]);
    for width in [60, 160, 400, 800, 1600] {
        let layout = lay_out(&frame, f64::from(width), 240.0, &FixedLabels::utc());
        golden(&format!("day-{width}"), &layout);
    }
}

#[test]
fn all_kinds_put_the_same_moment_at_the_same_place() {
    for count in [1, 2, 14, 300] {
        let body = answer(vec![wave(count, DAY)]);
        let layouts = ["line", "area", "bar"].map(|kind| {
            let frame = frame(&chart(kind, &["count()"], &[], ""), &[&body]);
            lay_out(&frame, 800.0, 240.0, &FixedLabels::utc())
        });
        let [line, area, bar] = &layouts;
        for other in [area, bar] {
            assert_eq!(other.x.scale, line.x.scale, "{count}");
            assert_eq!(other.x.ticks, line.x.ticks, "{count}");
            for index in 0..count {
                assert_eq!(other.buckets.edges(index), line.buckets.edges(index));
            }
        }
        let (_, end) = line.buckets.edges(count - 1).unwrap();
        assert!((end - line.plot.right()).abs() < 1e-6, "{count}");
    }
}

#[test]
fn fourteen_days_of_bars_in_a_zone() {
    let frame = frame(
        &chart("bar", &["count()"], &[], ""),
        &[&answer(vec![wave(14, DAY)])],
    );
    golden(
        "fortnight-berlin",
        &lay_out(&frame, 800.0, 300.0, &berlin()),
    );
}

#[test]
fn two_units_share_one_grid() {
    let p95 = [180.0, 240.0, 911.0, 402.0];
    let body = answer(vec![
        typed(
            series("", "count()", &[12.0, 0.0, 31.0, 18.0]),
            "integer",
            None,
        ),
        typed(series("", "p95()", &p95), "duration", Some("millisecond")),
    ]);
    let layout = lay_out(
        &frame(&line(&["count()", "p95()"]), &[&body]),
        600.0,
        240.0,
        &FixedLabels::utc(),
    );
    golden("two-units", &layout);
    let places = |side| -> Vec<f64> { layout.y(side).ticks.iter().map(|tick| tick.at).collect() };
    assert_eq!(places(AxisSide::Left), places(AxisSide::Right));
}

#[test]
fn side_by_side_bars() {
    let body = answer(vec![
        series("", "count()", &[1.0, 2.0]),
        series("", "count_unique(user)", &[1.0, 1.0]),
    ]);
    let frame = frame(
        &chart("bar", &["count()", "count_unique(user)"], &[], ""),
        &[&body],
    );
    golden(
        "bars-side-by-side",
        &lay_out(&frame, 400.0, 200.0, &FixedLabels::utc()),
    );
}

#[test]
fn a_single_bucket_stands_in_the_middle() {
    for (display, name) in [("line", "single-line"), ("bar", "single-bar")] {
        let frame = frame(
            &chart(display, &["count()"], &[], ""),
            &[&answer(vec![series("", "count()", &[7.0])])],
        );
        let layout = lay_out(&frame, 400.0, 200.0, &FixedLabels::utc());
        let middle = layout.plot.x + layout.plot.width / 2.0;
        assert!((layout.x_of_index(0).unwrap() - middle).abs() < 1e-6);
        golden(name, &layout);
    }
}

#[test]
fn nothing_to_show_still_has_axes() {
    let frame = frame(&line(&["count()"]), &[]);
    golden(
        "nothing",
        &lay_out(&frame, 400.0, 200.0, &FixedLabels::utc()),
    );
}

#[test]
fn tiny_and_senseless_boxes_are_laid_out() {
    let frame = frame(&line(&["count()"]), &[&answer(vec![wave(24, HOUR)])]);
    for (width, height) in [
        (0.0, 0.0),
        (1.0, 1.0),
        (-5.0, 9.0),
        (f64::NAN, f64::INFINITY),
        (79.0, 300.0),
    ] {
        let layout = lay_out(&frame, width, height, &FixedLabels::utc());
        assert!(layout.compact);
        assert!(layout.plot.width >= 1.0 && layout.plot.height >= 1.0);
        let labelled = |axis: &Axis| axis.ticks.iter().any(|tick| tick.label.is_some());
        assert!(!labelled(&layout.x) && !labelled(&layout.y_left));
    }
}

#[test]
fn places_and_buckets_agree() {
    for display in ["line", "bar"] {
        let frame = frame(
            &chart(display, &["count()"], &[], ""),
            &[&answer(vec![wave(48, HOUR)])],
        );
        let layout = lay_out(&frame, 800.0, 240.0, &FixedLabels::utc());
        for index in 0..48 {
            let x = layout.x_of_index(index).unwrap();
            assert_eq!(layout.buckets.index_at(x), Some(index), "{display}");
        }
        assert_eq!(layout.buckets.index_at(-1000.0), Some(0));
        assert_eq!(layout.buckets.index_at(5000.0), Some(47));
    }
}

#[test]
fn bars_and_lines_put_the_same_bucket_at_the_same_place() {
    let laid_out = |display: &str, buckets: usize| {
        let frame = frame(
            &chart(display, &["count()"], &[], ""),
            &[&answer(vec![wave(buckets, HOUR)])],
        );
        lay_out(&frame, 800.0, 240.0, &FixedLabels::utc())
    };
    for buckets in [1, 2, 7, 48, 300] {
        let (bars, lines) = (laid_out("bar", buckets), laid_out("line", buckets));
        assert_eq!(bars.plot, lines.plot);
        for index in 0..buckets {
            let (left, right) = bars.buckets.bar(index, 0).unwrap();
            let x = lines.x_of_index(index).unwrap();
            assert_eq!(bars.x_of_index(index), Some(x), "{index} of {buckets}");
            assert!(
                ((left + right) / 2.0 - x).abs() < 1e-6,
                "{index} of {buckets}"
            );
        }
        for step in 0..=800 {
            let x = bars.plot.x + bars.plot.width * f64::from(step) / 800.0;
            let index = bars.buckets.index_at(x);
            assert_eq!(lines.buckets.index_at(x), index, "at {x} of {buckets}");
            let (left, right) = lines.buckets.edges(index.unwrap()).unwrap();
            assert!(
                (left - 1e-6..=right + 1e-6).contains(&x),
                "at {x} of {buckets}"
            );
        }
    }
}

#[test]
fn fixed_labels_serve_all_styles() {
    use events_stats_widget::format::Labels;
    assert_eq!(berlin().time(START, TimeStyle::ZoneName), "CET");
    assert_eq!(berlin().time(START, TimeStyle::Minute), "01:00");
}

fn inside_and_apart(layout: &Layout) -> Result<(), TestCaseError> {
    let width = layout.size.width_css;
    let mut end = f64::NEG_INFINITY;
    for label in layout.x.ticks.iter().filter_map(|tick| tick.label.as_ref()) {
        prop_assert!(
            label.left() >= -1e-6 && label.right() <= width + 1e-6,
            "{label:?}"
        );
        prop_assert!(label.left() > end, "{label:?} overlaps");
        end = label.right();
    }
    for axis in [Some(&layout.y_left), layout.y_right.as_ref()]
        .into_iter()
        .flatten()
    {
        prop_assert!(axis.ticks.len() <= 22, "{}", axis.ticks.len());
        let labels: Vec<_> = axis
            .ticks
            .iter()
            .filter_map(|tick| tick.label.as_ref())
            .collect();
        for pair in labels.windows(2) {
            prop_assert!(pair[0].text != pair[1].text, "{pair:?}");
            prop_assert!(pair[0].y - pair[1].y >= layout.font.size_css, "{pair:?}");
        }
        for label in labels {
            prop_assert!(
                label.left() >= -1e-6 && label.right() <= width + 1e-6,
                "{label:?}"
            );
            prop_assert!(label.y >= 0.0 && label.y <= layout.size.height_css);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn labels_are_whole_and_apart(
        width in 0.0f64..2600.0, height in 0.0f64..900.0, count in 1usize..400,
        step in prop::sample::select(vec![1, 60, 300, 3600, 86_400, 7 * 86_400]),
        scale in -9i32..12, kind in 0usize..6, bar in any::<bool>(),
    ) {
        let (value_type, unit) = [
            ("integer", None), ("duration", Some("millisecond")), ("percentage", None),
            ("size", Some("mebibyte")), ("rate", None), ("currency", None),
        ][kind];
        let factor = 10f64.powi(scale);
        let mut shape = wave(count, step);
        shape.values = shape.values.numbers().iter()
            .map(|value| events_stats_widget::series::Value::Number(value * factor)).collect();
        let body = answer(vec![typed(shape, value_type, unit)]);
        let display = if bar { "bar" } else { "line" };
        let frame = frame(&chart(display, &["count()"], &[], ""), &[&body]);
        inside_and_apart(&lay_out(&frame, width, height, &berlin()))?;
    }

    #[test]
    fn any_values_in_any_box(
        values in proptest::collection::vec(any::<f64>(), 0..12),
        width in any::<f64>(), height in any::<f64>(),
    ) {
        let body = answer(vec![
            typed(series("", "count()", &values), "integer", None),
            typed(series("", "p95()", &values), "duration", None),
        ]);
        let frame = frame(&line(&["count()", "p95()"]), &[&body]);
        let layout = lay_out(&frame, width, height, &FixedLabels::utc());
        inside_and_apart(&layout)?;
        for series in &frame.series {
            for value in series.values.iter().filter(|value| !value.is_nan()) {
                prop_assert!(!layout.y_of(series.side, *value).is_nan());
            }
        }
    }
}

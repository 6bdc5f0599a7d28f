//! Value axes that are logarithmic or have a fixed range.

use crate::layouts::lay_out;
use crate::support::*;
use events_stats_widget::config::AxisRange;
use events_stats_widget::format::FixedLabels;
use events_stats_widget::frame::AxisSide;
use events_stats_widget::layout::Layout;

/// Ticks of the left axis with their labels, from the lowest.
fn left_ticks(layout: &Layout) -> Vec<(f64, String)> {
    let ticks = layout.y_left.ticks.iter();
    ticks
        .map(|tick| (tick.value, tick.label.as_ref().unwrap().text.clone()))
        .collect()
}

fn ranged(range: AxisRange, values: &[f64]) -> Layout {
    let mut config = line(&["count()"]);
    config.axis_range = range;
    let frame = frame(
        &config,
        &[&answer(vec![stepped("", "count()", 300, values)])],
    );
    lay_out(&frame, 600.0, 240.0, &FixedLabels::utc())
}

#[test]
fn a_logarithmic_axis_has_a_decade_at_equal_distances() {
    let layout = ranged(AxisRange::Log, &[30.0, 400.0, 90_000.0]);
    let texts: Vec<String> = left_ticks(&layout)
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    assert_eq!(texts, ["10", "100", "1K", "10K"]);
    let at = |value: f64| layout.y_of(AxisSide::Left, value);
    let decade = at(10.0) - at(100.0);
    assert!(decade > 30.0);
    assert!((at(1_000.0) - at(10_000.0) - decade).abs() < 0.1);
    assert!(at(90_000.0) >= layout.plot.y && at(30.0) <= layout.plot.bottom());
}

#[test]
fn zeros_and_negative_values_have_a_place_on_a_logarithmic_axis() {
    let layout = ranged(AxisRange::Log, &[0.0, 5.0, 20_000.0]);
    assert_eq!(
        left_ticks(&layout)[..3]
            .iter()
            .map(|tick| tick.0)
            .collect::<Vec<_>>(),
        [0.0, 1.0, 10.0]
    );
    let at = |value: f64| layout.y_of(AxisSide::Left, value);
    assert_eq!(at(0.0), layout.plot.bottom());
    assert!(at(1.0) < at(0.0) && at(10.0) < at(1.0));
    let layout = ranged(AxisRange::Log, &[-1_000.0, 0.0, 1_000.0]);
    let at = |value: f64| layout.y_of(AxisSide::Left, value);
    assert!((at(-10.0) + at(10.0) - 2.0 * at(0.0)).abs() < 0.01);
    // Nothing, one value, and values that are all the same.
    for values in [&[][..], &[7.0], &[0.0, 0.0], &[5.0, 5.0], &[1e300, 1e-300]] {
        let layout = ranged(AxisRange::Log, values);
        assert!(layout.y_of(AxisSide::Left, 1.0).is_finite(), "{values:?}");
        assert!(!layout.y_left.ticks.is_empty(), "{values:?}");
    }
}

#[test]
fn a_fixed_range_is_shown_exactly() {
    let layout = ranged(AxisRange::Fixed(Some(0.0), Some(95.0)), &[10.0, 500.0]);
    let at = |value: f64| layout.y_of(AxisSide::Left, value);
    assert_eq!((at(0.0), at(95.0)), (layout.plot.bottom(), layout.plot.y));
    assert!(left_ticks(&layout).iter().all(|(value, _)| *value <= 95.0));
    let layout = ranged(AxisRange::Fixed(None, Some(1_000.0)), &[10.0, 500.0]);
    assert_eq!(layout.y_of(AxisSide::Left, 1_000.0), layout.plot.y);
    // A bound that leaves nothing of the data.
    let layout = ranged(AxisRange::Fixed(Some(900.0), None), &[10.0, 500.0]);
    assert_eq!(layout.y_of(AxisSide::Left, 900.0), layout.plot.bottom());
}

//! Edges and fills: how dense stacks, Other and lone areas are drawn.

use super::charts::{scene, size};
use super::support::{Around, answer, chart, series};
use events_stats_widget::frame::Frame;
use events_stats_widget::palette::Rgba;
use events_stats_widget::scene::{Primitive, SeriesShape};
use events_stats_widget::theme::Theme;

/// Buckets of three groups, the last of which is Other where it is called so.
fn dense(display: &str, count: usize, last: &str) -> Frame {
    let groups = ["a", "b", last].map(|key| {
        let values: Vec<f64> = (0..count).map(|at| ((at * 37) % 11 + 1) as f64).collect();
        let mut one = series(key, "count()", &values);
        one.is_other = key == "Other";
        one
    });
    let config = chart(display, &["count()"], &["project"], "");
    Around::default().frame(&config, &[&answer(groups.to_vec())])
}

fn widths(frame: &Frame) -> Vec<f64> {
    let scene = scene(frame, size(400.0, 200.0, 1.0));
    let width = |shape: &SeriesShape| match shape {
        SeriesShape::Line { style, .. } => Some(style.width),
        _ => None,
    };
    scene.series.iter().filter_map(width).collect()
}

fn fills(frame: &Frame) -> Vec<Rgba> {
    let scene = scene(frame, size(400.0, 200.0, 1.0));
    let color = |shape: &SeriesShape| match shape {
        SeriesShape::Line { .. } => None,
        SeriesShape::Area { fill, .. } => Some(fill.color),
        SeriesShape::Bars { color, .. } => Some(*color),
    };
    scene.series.iter().filter_map(color).collect()
}

#[test]
fn the_denser_a_stack_the_thinner_its_edges() {
    for (count, expected) in [(20, vec![2.0; 3]), (80, vec![1.0; 3]), (300, vec![])] {
        let found = widths(&dense("area", count, "c"));
        assert_eq!(found, expected, "{count} buckets");
    }
    for (count, expected) in [(80, [2.0; 3]), (300, [1.5; 3])] {
        assert_eq!(
            widths(&dense("line", count, "c")),
            expected,
            "{count} buckets"
        );
    }
}

#[test]
fn other_recedes() {
    let theme = Theme::light();
    for (display, full) in [("area", theme.area_alpha), ("bar", 255)] {
        let colors = fills(&dense(display, 20, "Other"));
        let alphas: Vec<u8> = colors.iter().map(|color| color.a).collect();
        // The grid does not shine through what is pale.
        assert_eq!(alphas[..3], [full, full, 255], "{display}");
        let other = theme.palette.other();
        assert_eq!(colors[2], theme.receding(other), "{display}");
    }
}

#[test]
fn an_area_that_stands_alone_fades_to_the_axis() {
    let config = chart("area", &["count()"], &[], "");
    let body = answer(vec![series("", "count()", &[1.0, 4.0, 2.0])]);
    let scene = scene(
        &Around::default().frame(&config, &[&body]),
        size(400.0, 200.0, 2.0),
    );
    let axis = scene
        .back
        .iter()
        .rev()
        .find_map(|primitive| match primitive {
            Primitive::Rect { rect, .. } => Some(*rect),
            _ => None,
        });
    let fades = scene.series.iter().filter_map(|shape| match shape {
        SeriesShape::Area { fill, .. } => fill.fade,
        _ => None,
    });
    let fades: Vec<(i32, i32)> = fades.collect();
    let [(from, to)] = fades[..] else {
        panic!("{fades:?}");
    };
    let axis = axis.unwrap();
    assert!(
        from < to && (axis.top..=axis.bottom).contains(&to),
        "{to} {axis:?}"
    );
}

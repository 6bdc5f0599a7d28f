//! Edges and fills: how dense stacks, Other and lone areas are drawn.

use super::charts::{scene, size};
use super::support::{Around, answer, chart, series};
use events_stats_widget::frame::Frame;
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

/// Widths of lines, and opacities of fills.
fn edges_and_fills(frame: &Frame) -> (Vec<f64>, Vec<u8>) {
    let scene = scene(frame, size(400.0, 200.0, 1.0));
    let (mut widths, mut alphas) = (Vec::new(), Vec::new());
    for shape in &scene.series {
        match shape {
            SeriesShape::Line { style, .. } => widths.push(style.width),
            SeriesShape::Area { fill, .. } => alphas.push(fill.color.a),
            SeriesShape::Bars { color, .. } => alphas.push(color.a),
        }
    }
    (widths, alphas)
}

#[test]
fn the_denser_a_stack_the_thinner_its_edges() {
    for (count, expected) in [(20, vec![1.5; 3]), (80, vec![1.0; 3]), (300, vec![])] {
        let (widths, _) = edges_and_fills(&dense("area", count, "c"));
        assert_eq!(widths, expected, "{count} buckets");
    }
    let (lines, _) = edges_and_fills(&dense("line", 300, "c"));
    assert_eq!(lines, [1.5; 3]);
}

#[test]
fn other_recedes() {
    let theme = Theme::light();
    for (display, full) in [("area", theme.area_alpha), ("bar", 255)] {
        let (_, alphas) = edges_and_fills(&dense(display, 20, "Other"));
        assert_eq!(alphas[..2], [full, full], "{display}");
        assert_eq!(alphas.last(), Some(&theme.other_alpha), "{display}");
        assert!(theme.other_alpha < full / 2 + 20);
    }
    // The height of a stack of bars is told by an edge in Other's own colour.
    let (_, alphas) = edges_and_fills(&dense("bar", 20, "Other"));
    assert_eq!(alphas[2..], [255, theme.other_alpha]);
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

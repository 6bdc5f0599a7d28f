//! SVG documents: well formed, harmless, whole.

use super::charts;
use super::support::{Around, answer, chart, series};
use events_stats_widget::format::FixedLabels;
use events_stats_widget::frame::Frame;
use events_stats_widget::paint::{Look, to_svg};
use events_stats_widget::theme::Theme;

fn document(frame: &Frame, title: &str, theme: &Theme) -> String {
    let look = Look {
        title,
        theme,
        labels: &FixedLabels::utc(),
        dpr: 2.0,
    };
    to_svg(frame, &look, (480.0, 240.0)).unwrap()
}

/// Names of elements in the order in which they open; panics where tags do not match or an
/// attribute is not quoted.
fn elements(document: &str) -> Vec<String> {
    let mut open: Vec<String> = Vec::new();
    let mut all = Vec::new();
    let mut rest = document;
    while let Some(start) = rest.find('<') {
        assert!(
            !rest[..start].contains('>'),
            "a stray > before {}",
            &rest[start..]
        );
        let end = rest[start..].find('>').unwrap() + start;
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
            continue;
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        let name = tag
            .trim_end_matches('/')
            .split(' ')
            .next()
            .unwrap()
            .to_owned();
        if !tag.ends_with('/') {
            open.push(name.clone());
        }
        all.push(name);
    }
    assert!(open.is_empty(), "still open: {open:?}");
    all
}

#[test]
fn documents_are_well_formed() {
    for (name, frame) in charts::all() {
        for theme in [Theme::light(), Theme::dark()] {
            let document = document(&frame, name, &theme);
            let elements = elements(&document);
            assert_eq!(elements.first().map(String::as_str), Some("svg"));
            let has_series = elements.iter().any(|element| element == "path");
            assert_eq!(has_series, name != "nothing", "{name}");
            assert!(!document.contains("NaN") && !document.contains("inf"));
        }
    }
}

#[test]
fn texts_from_outside_are_no_markup() {
    let evil =
        "</title></text><script>alert(1)</script><a href=\"javascript:1\" onload='x'>&\u{0}\u{1b}";
    let names = [evil, "plain"].map(|key| series(key, "count()", &[1.0, 2.0]));
    let config = chart("line", &["count()"], &["message"], "");
    let frame = Around::default().frame(&config, &[&answer(names.to_vec())]);
    let document = document(&frame, evil, &Theme::light());
    let allowed = ["svg", "title", "g", "rect", "circle", "text", "path"];
    for element in elements(&document) {
        assert!(allowed.contains(&element.as_str()), "<{element}>");
    }
    assert!(!document.contains("onload='") && !document.contains('\u{0}'));
    assert!(document.contains("&lt;script&gt;"));
}

#[test]
fn title_and_legend_stand_above_the_chart() {
    let frame = charts::stacked("area");
    let document = document(&frame, "Errors by project", &Theme::light());
    assert!(document.contains("<title>Errors by project</title>"));
    assert!(document.contains(">Errors by project</text>"));
    for series in &frame.series {
        assert!(
            document.contains(&format!(">{}</text>", series.name)),
            "{}",
            series.name
        );
    }
    assert!(document.contains("width=\"480\" height=\"240\""));
    let bare = self::document(&charts::gaps(), "", &Theme::light());
    assert!(!bare.contains("<title>"));
}

#[test]
fn an_area_that_stands_alone_fades_in_a_document_too() {
    let config = chart("area", &["count()"], &[], "");
    let body = answer(vec![series("", "count()", &[1.0, 4.0, 2.0])]);
    let frame = Around::default().frame(&config, &[&body]);
    let document = document(&frame, "", &Theme::light());
    assert_eq!(document.matches("<linearGradient").count(), 1, "{document}");
    let (_, rest) = document.split_once("<linearGradient id=\"").unwrap();
    let (name, _) = rest.split_once('"').unwrap();
    assert!(document.contains(&format!("<path fill=\"url(#{name})\"")));
    assert!(document.contains("stop-opacity=\"0\""));
    assert!(elements(&document).contains(&"linearGradient".to_owned()));
}

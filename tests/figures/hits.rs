use crate::layouts::lay_out;
use crate::support::*;
use events_stats_widget::format::FixedLabels;
use events_stats_widget::frame::Frame;
use events_stats_widget::hit::{
    CursorStep, Tooltip, TooltipForm, Viewport, bucket_at, bucket_of_time, cut_name, line_at,
    period, selection, series_at, short_period, step, tooltip, value_chip,
};
use events_stats_widget::series::Series;
use events_stats_widget::time::{DAY, TimeRange, Zone, parse_moment};

fn three() -> Frame {
    let body = answer(vec![
        typed(
            series("a", "count()", &[1.0, f64::NAN, 3.0]),
            "integer",
            None,
        ),
        typed(
            series("b", "count()", &[12_345.0, 20.0, 30.0]),
            "integer",
            None,
        ),
    ]);
    frame(&chart("line", &["count()"], &["release"], ""), &[&body])
}

#[test]
fn rows_come_from_the_highest_value_down_without_nulls() {
    let frame = three();
    let labels = FixedLabels::utc();
    let first = tooltip(&frame, 0, &labels, TooltipForm::pinned(None)).unwrap();
    let rows: Vec<_> = first
        .rows
        .iter()
        .map(|row| (row.name.as_str(), row.value.as_str()))
        .collect();
    assert_eq!(rows, [("b", "12,345"), ("a", "1")]);
    let second = tooltip(&frame, 1, &labels, TooltipForm::pinned(None)).unwrap();
    assert_eq!(second.rows.len(), 1);
    assert_eq!(second.rows[0].key, "0.0:b");
    assert!(tooltip(&frame, 3, &labels, TooltipForm::pinned(None)).is_none());
}

/// Sixty groups: the value of group `n` in the first bucket is `n + 1`.
fn sixty(display: &str) -> Frame {
    let mut all: Vec<_> = (0..60)
        .map(|n| series(&format!("group-{n}"), "count()", &[f64::from(n) + 1.0]))
        .collect();
    all.push(Series {
        is_other: true,
        ..series("Other", "count()", &[170.0])
    });
    let body = answer(all);
    frame(&chart(display, &["count()"], &["release"], ""), &[&body])
}

const WINDOW: Viewport = Viewport {
    left: 0.0,
    top: 0.0,
    right: 1280.0,
    bottom: 800.0,
};

fn names(content: &Tooltip) -> Vec<&str> {
    content.rows.iter().map(|row| row.name.as_str()).collect()
}

#[test]
fn a_glance_lists_the_eight_highest_and_the_one_pointed_at() {
    let (frame, labels) = (sixty("line"), FixedLabels::utc());
    let at = |nearest, window| {
        let form = TooltipForm::glance(nearest, window);
        tooltip(&frame, 0, &labels, form).unwrap()
    };
    let content = at(None, WINDOW);
    assert_eq!(content.rows.len(), 8);
    assert_eq!(names(&content)[..2], ["group-59", "group-58"]);
    let rest = content.rest.unwrap();
    assert_eq!((rest.count.as_str(), rest.value.as_str()), ("53", "1,548"));
    assert_eq!(content.total, None, "lines are no stack");
    let content = at(Some(3), WINDOW);
    assert_eq!(content.rows[7].name, "group-3");
    assert!(content.rows[7].is_nearest && !content.rows[0].is_nearest);
    assert_eq!(content.rest.unwrap().count, "53");
    let low = Viewport {
        bottom: 190.0,
        ..WINDOW
    };
    assert_eq!(at(None, low).rows.len(), 4, "what has room in the window");
    let pinned = tooltip(&frame, 0, &labels, TooltipForm::pinned(None)).unwrap();
    assert_eq!((pinned.rows.len(), pinned.rest), (61, None));
    assert_eq!(
        pinned.rows[60].name, "Other",
        "the rest is no group of its own"
    );
}

#[test]
fn one_value_says_a_bucket() {
    let labels = FixedLabels::utc();
    let stack = sixty("area");
    let chip = value_chip(&stack, 0, &labels).unwrap();
    assert_eq!((chip.value.as_str(), chip.color), ("2,000", None));
    let lines = sixty("line");
    let chip = value_chip(&lines, 0, &labels).unwrap();
    let color = lines.series[59].color;
    assert_eq!((chip.value.as_str(), chip.color), ("60", Some(color)));
    let frame = three();
    assert_eq!(value_chip(&frame, 1, &labels).unwrap().value, "20");
    assert_eq!(value_chip(&frame, 9, &labels), None);
}

#[test]
fn no_line_stands_for_a_single_series() {
    let values = (0..9).map(|n| series(&format!("g{n}"), "count()", &[f64::from(n)]));
    let body = answer(values.collect());
    let frame = frame(&chart("line", &["count()"], &["release"], ""), &[&body]);
    let form = TooltipForm::glance(None, WINDOW);
    let content = tooltip(&frame, 0, &FixedLabels::utc(), form).unwrap();
    assert_eq!((content.rows.len(), content.rest), (9, None));
}

#[test]
fn a_stack_that_adds_up_says_its_total_and_shares() {
    let labels = FixedLabels::utc();
    let form = TooltipForm::glance(None, WINDOW);
    let content = tooltip(&sixty("area"), 0, &labels, form).unwrap();
    assert_eq!(content.total.as_deref(), Some("2,000"));
    assert_eq!(content.rows[0].share.as_deref(), Some("3%"));
    let body = answer(vec![
        series("a", "p95()", &[10.0]),
        series("b", "p95()", &[20.0]),
    ]);
    let frame = frame(&chart("area", &["p95()"], &["x"], ""), &[&body]);
    let content = tooltip(&frame, 0, &labels, form).unwrap();
    assert_eq!(content.total, None, "percentiles do not add up");
    assert_eq!(content.rows[0].share, None);
}

#[test]
fn times_are_those_of_the_bucket() {
    let text = |step: i64, labels: &FixedLabels, now: &str| {
        let around = Around {
            now: Some(parse_moment(now).unwrap()),
            ..Around::default()
        };
        let body = answer(vec![stepped("", "count()", step, &[1.0, 2.0])]);
        let frame = around.frame(&line(&["count()"]), &[&body]);
        tooltip(&frame, 0, labels, TooltipForm::pinned(None))
            .unwrap()
            .time
    };
    let utc = FixedLabels::utc();
    let this_year = "2026-06-01T00:00:00Z";
    assert_eq!(
        text(HOUR, &utc, this_year),
        "Jan 1 12:00 AM — 1:00 AM (UTC)"
    );
    assert_eq!(
        text(DAY, &utc, this_year),
        "Jan 1 12:00 AM — Jan 2 12:00 AM (UTC)"
    );
    assert_eq!(
        text(HOUR, &utc, "2027-06-01T00:00:00Z"),
        "Jan 1, 2026 12:00 AM — 1:00 AM (UTC)"
    );
    let west = FixedLabels::new(Zone::fixed(-5 * 3600), "EST", true);
    assert_eq!(
        text(6 * HOUR, &west, this_year),
        "Dec 31, 2025 19:00 — Jan 1 01:00 (EST)"
    );
    assert_eq!(
        text(15, &utc, this_year),
        "Jan 1 12:00 AM — 12:00:15 AM (UTC)"
    );
}

#[test]
fn a_zoom_is_named_as_short_as_it_can_be() {
    let at = |text: &str| parse_moment(text).unwrap();
    let text = |start: &str, end: &str| {
        let range = TimeRange::new(at(start), at(end)).unwrap();
        short_period(range, at("2026-02-05T18:00:00Z"), &FixedLabels::utc())
    };
    assert_eq!(
        text("2026-02-05T10:50:00Z", "2026-02-05T15:35:00Z"),
        "10:50 AM – 3:35 PM"
    );
    assert_eq!(
        text("2026-02-04T10:50:00Z", "2026-02-04T15:35:00Z"),
        "Feb 4 10:50 AM – 3:35 PM"
    );
    assert_eq!(
        text("2025-12-31T10:50:30Z", "2026-02-05T15:35:00Z"),
        "Dec 31, 2025 10:50:30 AM – Feb 5 3:35 PM"
    );
}

#[test]
fn over_a_clock_change_each_end_has_its_offset() {
    let at = |text: &str| parse_moment(text).unwrap();
    let text = |zone: &Zone, start: &str, secs: i64| {
        let labels = FixedLabels::new(zone.clone(), "CET", true);
        let range = TimeRange::new(at(start), at(start) + secs).unwrap();
        period(range, at(start), &labels)
    };
    let berlin = Zone::new(vec![
        (at("2026-03-29T01:00:00Z"), 7200),
        (at("2026-10-25T01:00:00Z"), 3600),
    ]);
    assert_eq!(
        text(&berlin, "2026-10-25T00:30:00Z", HOUR),
        "Oct 25 02:30 (GMT+2) — 02:30 (GMT+1)"
    );
    assert_eq!(
        text(&berlin, "2026-10-24T22:00:00Z", 25 * HOUR),
        "Oct 25 00:00 (GMT+2) — Oct 26 00:00 (GMT+1)"
    );
    assert_eq!(
        text(&berlin, "2026-10-25T01:00:00Z", HOUR),
        "Oct 25 02:00 — 03:00 (CET)"
    );
    let lord_howe = Zone::new(vec![
        (at("2025-10-04T15:30:00Z"), 39_600),
        (at("2026-04-04T15:00:00Z"), 37_800),
    ]);
    assert_eq!(
        text(&lord_howe, "2026-04-04T14:00:00Z", 2 * HOUR),
        "Apr 5 01:00 (GMT+11) — 02:30 (GMT+10:30)"
    );
}

#[test]
fn long_names_are_cut() {
    assert_eq!(cut_name("short"), "short");
    assert_eq!(cut_name(&"é".repeat(80)), "é".repeat(80));
    assert_eq!(cut_name(&"é".repeat(81)), format!("{}…", "é".repeat(80)));
}

#[test]
fn the_pointer_finds_bucket_and_series() {
    let frame = three();
    let layout = lay_out(&frame, 400.0, 200.0, &FixedLabels::utc());
    let plot = layout.plot;
    let middle = plot.x + plot.width / 2.0;
    assert_eq!(bucket_at(&layout, middle - 3.0, plot.y + 5.0), Some(1));
    assert_eq!(
        bucket_at(&layout, plot.x + plot.width * 0.8, plot.y),
        Some(2)
    );
    assert_eq!(bucket_at(&layout, plot.x - 1.0, plot.y), None);
    assert_eq!(bucket_at(&layout, middle, plot.bottom() + 1.0), None);
    assert_eq!(series_at(&frame, &layout, 0, plot.y), Some(1));
    assert_eq!(series_at(&frame, &layout, 0, plot.bottom()), Some(0));
    assert_eq!(
        series_at(&frame, &layout, 1, plot.y),
        Some(1),
        "a gap cannot be hit"
    );
    assert_eq!(series_at(&frame, &layout, 7, plot.y), None);
}

#[test]
fn the_pointer_is_at_a_line_only_near_it_and_only_among_several() {
    let frame = three();
    let layout = lay_out(&frame, 400.0, 200.0, &FixedLabels::utc());
    let y = layout.y_of(frame.series[1].side, 12_345.0);
    assert_eq!(line_at(&frame, &layout, 0, y + 6.0), Some(1));
    assert_eq!(line_at(&frame, &layout, 0, y + 7.0), None);
    let mut alone = three();
    alone.series[0].hidden = true;
    assert_eq!(line_at(&alone, &layout, 0, y), None);
    let stack = sixty("area");
    let layout = lay_out(&stack, 400.0, 200.0, &FixedLabels::utc());
    assert_eq!(line_at(&stack, &layout, 0, layout.plot.bottom()), None);
}

#[test]
fn in_a_stack_the_band_is_hit() {
    let body = answer(vec![
        series("a", "count()", &[10.0, 10.0]),
        series("b", "count()", &[10.0, 10.0]),
    ]);
    let frame = frame(&chart("area", &["count()"], &["x"], ""), &[&body]);
    let layout = lay_out(&frame, 400.0, 200.0, &FixedLabels::utc());
    let side = frame.series[0].side;
    assert_eq!(
        series_at(&frame, &layout, 0, layout.y_of(side, 9.0)),
        Some(0)
    );
    assert_eq!(
        series_at(&frame, &layout, 0, layout.y_of(side, 11.0)),
        Some(1)
    );
    assert_eq!(series_at(&frame, &layout, 0, layout.plot.y - 50.0), Some(1));
}

#[test]
fn keys_walk_the_buckets() {
    let body = answer(vec![stepped("", "count()", 60, &[1.0; 30])]);
    let around = Around {
        now: Some(START + 29 * 60 + 30),
        ..Around::default()
    };
    let frame = around.frame(&line(&["count()"]), &[&body]);
    assert_eq!(frame.incomplete_from, Some(27));
    assert_eq!(
        step(&frame, None, CursorStep::Next),
        Some(26),
        "the last whole bucket first"
    );
    assert_eq!(step(&frame, Some(26), CursorStep::Next), Some(27));
    assert_eq!(step(&frame, Some(29), CursorStep::Next), Some(29));
    assert_eq!(step(&frame, Some(0), CursorStep::Previous), Some(0));
    assert_eq!(step(&frame, Some(10), CursorStep::NextPage), Some(13));
    assert_eq!(step(&frame, Some(2), CursorStep::PreviousPage), Some(0));
    assert_eq!(step(&frame, Some(2), CursorStep::Last), Some(29));
    assert_eq!(step(&frame, None, CursorStep::First), Some(0));
    let empty = crate::support::frame(&line(&["count()"]), &[]);
    assert_eq!(step(&empty, None, CursorStep::Next), None);
}

#[test]
fn shared_moments_find_their_bucket() {
    let frame = three();
    assert_eq!(bucket_of_time(&frame, START + HOUR + 5), Some(1));
    assert_eq!(bucket_of_time(&frame, START - 1), None);
    assert_eq!(bucket_of_time(&frame, START + 3 * HOUR - 1), Some(2));
    assert_eq!(bucket_of_time(&frame, START + 3 * HOUR), None);
}

#[test]
fn a_stretch_dragged_over_has_whole_buckets() {
    for kind in ["line", "bar"] {
        let body = answer(vec![stepped("", "count()", HOUR, &[1.0, 2.0, 3.0, 4.0])]);
        let frame = frame(&chart(kind, &["count()"], &[], ""), &[&body]);
        let layout = lay_out(&frame, 800.0, 300.0, &FixedLabels::utc());
        let start = frame.timeline.starts()[0];
        let x = |hours: f64| {
            layout
                .buckets
                .scale()
                .map(start as f64 + hours * HOUR as f64)
        };
        let selected = |from, to| {
            let range = selection(&frame, &layout, x(from), x(to)).unwrap();
            ((range.start - start) / HOUR, (range.end - start) / HOUR)
        };
        assert_eq!(selected(0.4, 1.6), (0, 2), "{kind}");
        assert_eq!(selected(1.6, 0.4), (0, 2), "{kind}: from right to left");
        assert_eq!(selected(1.2, 1.4), (1, 2), "{kind}: within one bucket");
        assert_eq!(selected(-50.0, 50.0), (0, 4), "{kind}: beyond the edges");
        let mut cut = frame.clone();
        (cut.range.start, cut.range.end) = (start + 600, start + 4 * HOUR - 600);
        let range = selection(&cut, &layout, x(-1.0), x(5.0)).unwrap();
        let whole = TimeRange::new(start, start + 4 * HOUR).unwrap();
        assert_eq!(range, whole, "{kind}: what was asked for cut both ends");
    }
}

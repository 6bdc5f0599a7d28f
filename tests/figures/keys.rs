//! Keys on a drawn chart: what they mark, select and keep.

use crate::support::*;
use events_stats_widget::format::FixedLabels;
use events_stats_widget::frame::Frame;
use events_stats_widget::hit::{self, CursorStep, SeriesStep};
use events_stats_widget::interaction::{Gesture, Key, KeyMark};
use events_stats_widget::time::TimeRange;

const UP: Key = Key::SeriesStep(SeriesStep::Up);
const DOWN: Key = Key::SeriesStep(SeriesStep::Down);
const NEXT: Key = Key::CursorStep(CursorStep::Next);

/// In the second bucket `high` is highest, then `low`, then Other; in the third only `high` has a value.
fn groups() -> Frame {
    let mut other = series("Other", "count()", &[90.0, 80.0, f64::NAN]);
    other.is_other = true;
    let low = series("low", "count()", &[1.0, 2.0, f64::NAN]);
    let high = series("high", "count()", &[7.0, 9.0, 9.0]);
    frame(
        &chart("line", &["count()"], &["title"], ""),
        &[&answer(vec![low, high, other])],
    )
}

/// One chart under keys.
struct Keys {
    frame: Frame,
    mark: KeyMark,
    bucket: Option<usize>,
    pinned: Option<usize>,
}

impl Keys {
    fn on(frame: Frame) -> Self {
        Self {
            frame,
            mark: KeyMark::default(),
            bucket: None,
            pinned: None,
        }
    }

    fn press(&mut self, key: Key) -> Option<Gesture> {
        if let Key::CursorStep(step) = key {
            self.bucket = self.mark.step(&self.frame, self.bucket, step);
            return None;
        }
        let gesture = self.mark.press(key, &self.frame, self.bucket, self.pinned);
        match gesture {
            Some(Gesture::Mark(bucket)) => self.bucket = bucket,
            Some(Gesture::Pin(bucket)) => self.pinned = bucket,
            _ => {}
        }
        gesture
    }

    fn marked(&self) -> Option<&str> {
        let index = self.mark.series(&self.frame)?;
        Some(&self.frame.series[index].name)
    }
}

#[test]
fn the_peak_is_the_first_highest_value_of_a_group() {
    let mut keys = Keys::on(groups());
    assert_eq!(keys.press(Key::Peak), Some(Gesture::Mark(Some(1))));
    assert_eq!(keys.marked(), Some("high"));
    // Other is a peak only where it is alone.
    for series in &mut keys.frame.series {
        series.hidden = !series.is_other;
    }
    assert_eq!(keys.press(Key::Peak), Some(Gesture::Mark(Some(0))));
    assert_eq!(keys.marked(), Some("Other"));
}

#[test]
fn without_a_value_there_is_no_peak() {
    let nothing = answer(vec![series("", "count()", &[f64::NAN, f64::NAN])]);
    let mut keys = Keys::on(frame(&line(&["count()"]), &[&nothing]));
    assert_eq!(keys.press(Key::Peak), None);
    assert_eq!(keys.press(DOWN), None);
    assert_eq!(keys.press(Key::Confirm), None);
    assert_eq!(hit::description(&keys.frame, &FixedLabels::utc()), "");
}

#[test]
fn up_and_down_walk_the_rows_of_the_tooltip() {
    let mut keys = Keys::on(groups());
    keys.bucket = Some(1);
    let mut walk = |key| {
        keys.press(key);
        keys.marked().unwrap().to_owned()
    };
    let down: Vec<String> = (0..4).map(|_| walk(DOWN)).collect();
    assert_eq!(down, ["high", "low", "Other", "Other"]);
    let up: Vec<String> = (0..3).map(|_| walk(UP)).collect();
    assert_eq!(up, ["low", "high", "high"]);
    assert_eq!(
        Keys::on(groups()).press(UP),
        Some(Gesture::Mark(Some(2))),
        "the last bucket first"
    );
}

#[test]
fn a_marked_series_stays_marked_from_bucket_to_bucket_while_it_is_shown() {
    let mut keys = Keys::on(groups());
    keys.bucket = Some(0);
    keys.press(DOWN);
    keys.press(DOWN);
    keys.press(NEXT);
    assert_eq!((keys.bucket, keys.marked()), (Some(1), Some("low")));
    let low = keys.frame.series.iter().position(|it| it.name == "low");
    keys.frame.series[low.unwrap()].hidden = true;
    assert_eq!(keys.marked(), None);
}

#[test]
fn shift_selects_whole_buckets_and_enter_zooms() {
    let mut keys = Keys::on(groups());
    keys.bucket = Some(2);
    for _ in 0..2 {
        keys.press(Key::Select(CursorStep::Previous));
    }
    assert_eq!(keys.mark.selection(keys.bucket), Some((0, 2)));
    let range = TimeRange {
        start: START,
        end: START + 3 * HOUR,
    };
    assert_eq!(keys.press(Key::Confirm), Some(Gesture::Zoom(range)));
    keys.press(NEXT);
    assert_eq!(
        keys.mark.selection(keys.bucket),
        None,
        "a step selects nothing"
    );
}

#[test]
fn enter_keeps_the_tooltip_and_lets_it_go() {
    let mut keys = Keys::on(groups());
    keys.bucket = Some(1);
    assert_eq!(keys.press(Key::Confirm), Some(Gesture::Pin(Some(1))));
    assert_eq!(keys.press(Key::Confirm), Some(Gesture::Pin(None)));
}

#[test]
fn a_screen_reader_hears_the_peak_and_the_keys() {
    let said = hit::description(&groups(), &FixedLabels::utc());
    let peak = "Highest: high 9, ";
    assert!(
        said.starts_with(peak) && said.contains("M marks the highest value"),
        "{said}"
    );
}

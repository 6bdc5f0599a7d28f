//! Labels without `Intl` are those of `Intl`.

use events_stats_widget::format::{Labels, TimeStyle};
use events_stats_widget::messages::Messages;
use events_stats_widget::time::TimeRange;
use events_stats_widget::web::browser::intl::IntlLabels;
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;

/// The same language, but by a name that only `Intl` knows.
const BY_INTL: &str = "en-US-u-ca-gregory";

#[wasm_bindgen_test]
fn american_labels_are_those_of_intl() {
    // Two years around the changes of clocks, at steps that meet every hour, minute and second.
    let range = TimeRange {
        start: 1_735_689_600,
        end: 1_735_689_600 + 2 * 365 * 86_400,
    };
    for zone in [
        "UTC",
        "America/New_York",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
    ] {
        let labels = |locale| IntlLabels::new(range, Some(locale), Some(zone), Rc::default());
        let (ours, of_intl) = (labels("en-US"), labels(BY_INTL));
        assert_eq!(ours.numbers(), of_intl.numbers());
        let moments = (range.start..range.end).step_by(97 * 3_607 + 1);
        for secs in moments.chain([range.start, range.start + 12 * 3_600, range.end]) {
            for style in [
                TimeStyle::YearStart,
                TimeStyle::Day,
                TimeStyle::Minute,
                TimeStyle::Second,
                TimeStyle::ShortDate,
                TimeStyle::LongDate,
                TimeStyle::ZoneName,
            ] {
                let (found, expected) = (ours.time(secs, style), of_intl.time(secs, style));
                assert_eq!(found, expected, "{secs} in {zone}, {style:?}");
            }
        }
    }
}

#[wasm_bindgen_test]
fn other_languages_are_the_browsers() {
    let range = TimeRange {
        start: 1_735_689_600,
        end: 1_735_776_000,
    };
    let labels = IntlLabels::new(range, Some("de"), Some("UTC"), Rc::new(Messages::default()));
    let noon = range.start + 12 * 3_600;
    assert_eq!(labels.time(noon, TimeStyle::Minute), "12:00");
    assert_eq!(labels.time(noon, TimeStyle::ShortDate), "1. Jan.");
}

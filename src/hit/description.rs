//! What a screen reader is told of a chart as a whole.

use super::period::period;
use super::steps::peak;
use crate::format::{self, Labels};
use crate::frame::Frame;
use crate::messages::MessageKey;

/// The highest value, and what keys do. Empty where no series has a value.
pub fn description(frame: &Frame, labels: &dyn Labels) -> String {
    let messages = labels.messages();
    let highest = peak(frame).and_then(|(bucket, series)| {
        let value = *series.values.get(bucket)?;
        let range = frame.bucket_range(bucket)?;
        let places = [
            ("name", series.name.as_str()),
            (
                "value",
                &format::tooltip(value, series.unit, labels.numbers()),
            ),
            ("time", &period(range, frame.now, labels)),
        ];
        Some(messages.filled(MessageKey::Peak, &places))
    });
    highest.map_or_else(String::new, |highest| {
        format!("{highest} {}", messages.text(MessageKey::Keys))
    })
}

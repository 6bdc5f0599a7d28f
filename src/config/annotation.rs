//! Moments and stretches of time that a page marks on charts, such as deploys and incidents.

use super::reader::ConfigReader;
use crate::error::Error;
use crate::time::parse_moment;

/// A mark on the time axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// Epoch seconds.
    pub start: i64,
    /// Epoch seconds; the start again for a moment.
    pub end: i64,
    /// What happened.
    pub text: String,
}

impl Annotation {
    /// Whether a part of it lies in a stretch of time, the end of which is excluded.
    pub fn is_within(&self, start: i64, end: i64) -> bool {
        self.start < end && self.end >= start
    }
}

/// Reads a list of annotations.
pub(super) fn read_annotations(list: &ConfigReader) -> Result<Vec<Annotation>, Error> {
    let mut annotations = Vec::new();
    for item in list.items("a list of annotations")? {
        annotations.push(read_annotation(&item)?);
    }
    Ok(annotations)
}

fn read_annotation(annotation: &ConfigReader) -> Result<Annotation, Error> {
    const MOMENT: &str = "a time such as `2026-01-31T12:00:00Z`";
    annotation.object("an annotation: an object with `time` and `text`")?;
    let moment = |value: ConfigReader| match parse_moment(value.text()?) {
        Some(secs) => Ok(secs),
        None => Err(value.wrong(MOMENT)),
    };
    let Some(time) = annotation.member("time") else {
        return Err(annotation.lacks("time", MOMENT));
    };
    let Some(text) = annotation.member("text") else {
        return Err(annotation.lacks("text", "a text"));
    };
    let start = moment(time)?;
    let end = match annotation.member("end") {
        Some(end) => moment(end)?.max(start),
        None => start,
    };
    Ok(Annotation {
        start,
        end,
        text: text.text()?.to_owned(),
    })
}

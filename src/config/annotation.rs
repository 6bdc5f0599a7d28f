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
    let items = list.items("a list of annotations")?;
    items.iter().map(read_annotation).collect()
}

fn read_annotation(annotation: &ConfigReader) -> Result<Annotation, Error> {
    const MOMENT: &str = "a time such as `2026-01-31T12:00:00Z`";
    annotation.object("an annotation: an object with `time` and `text`")?;
    let moment = |name: &str| -> Result<Option<i64>, Error> {
        let Some(value) = annotation.member(name) else {
            return Ok(None);
        };
        match parse_moment(value.text()?) {
            Some(secs) => Ok(Some(secs)),
            None => Err(value.wrong(MOMENT)),
        }
    };
    let start = moment("time")?.ok_or_else(|| annotation.lacks("time", MOMENT))?;
    let text = annotation
        .member("text")
        .ok_or_else(|| annotation.lacks("text", "a text"))?;
    Ok(Annotation {
        start,
        end: moment("end")?.unwrap_or(start).max(start),
        text: text.text()?.to_owned(),
    })
}

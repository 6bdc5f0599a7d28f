//! Releases as marks on the time axis: the request that tells when each was first seen, and what
//! is made of the answer.

use super::pairs_of;
use crate::config::Annotation;
use crate::error::Error;
use crate::format;
use crate::json::Json;
use crate::messages::{MessageKey, Messages};
use crate::request::{RequestPlan, organization_path};
use crate::time::parse_moment;

/// Sentry: more than these would hide the data, and none is marked.
const MOST_MARKS: usize = 50;
/// What a widget's own request narrows, and releases with it.
const SCOPE: [&str; 5] = ["statsPeriod", "start", "end", "project", "environment"];

/// Path and parameters of the releases within a widget's own request.
pub fn request(plan: &RequestPlan, organization: &str) -> (String, Vec<(String, String)>) {
    let path = organization_path(organization, "releases/stats");
    (["/api/0", &path].concat(), pairs_of(plan, &SCOPE))
}

/// The marks of an answer: a list of `{version, date}`.
pub fn marks(body: &[u8], messages: &Messages) -> Result<Vec<Annotation>, Error> {
    let json = Json::parse(body)?;
    let Some(list) = json.as_list() else {
        return Err(Error::decode(0, "a list of releases", json.kind()));
    };
    if list.len() > MOST_MARKS {
        return Ok(Vec::new());
    }
    let mark = |release: &Json| {
        let text = |name| release.get(name).and_then(Json::as_text);
        let start = parse_moment(text("date")?)?;
        let version = format::release(text("version")?);
        Some(Annotation {
            start,
            end: start,
            text: messages.filled(MessageKey::Release, &[("version", &version)]),
        })
    };
    let mut marks = Vec::new();
    for release in list {
        marks.extend(mark(release));
    }
    Ok(marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(body: &str) -> Result<Vec<(i64, String)>, String> {
        let marks = marks(body.as_bytes(), &Messages::default());
        let marks = marks.map_err(|error| error.to_string())?;
        Ok(marks.into_iter().map(|it| (it.start, it.text)).collect())
    }

    #[test]
    fn each_release_is_marked_where_it_was_first_seen() {
        let body = r#"[{"version":"web@1.2.0+7","date":"2026-01-01T12:00:00Z"},
            {"version":"x","date":"2026-01-02T00:00:00.000Z"},
            {"version":"y","date":null},{"date":"2026-01-02T00:00:00Z"},3]"#;
        let expected = [
            (1_767_268_800, "Release 1.2.0 (7)"),
            (1_767_312_000, "Release x"),
        ];
        let expected = expected.map(|(at, text)| (at, text.to_owned()));
        assert_eq!(marked(body).unwrap(), expected);
    }

    #[test]
    fn too_many_are_not_marked_and_no_list_is_refused() {
        let many = |count: usize| {
            let one = r#"{"version":"x","date":"2026-01-02T00:00:00Z"}"#;
            format!("[{}]", vec![one; count].join(","))
        };
        assert_eq!(marked(&many(MOST_MARKS)).unwrap().len(), MOST_MARKS);
        assert_eq!(marked(&many(MOST_MARKS + 1)).unwrap(), []);
        assert!(marked("{}").unwrap_err().contains("a list of releases"));
        assert!(marked("[").is_err());
    }
}

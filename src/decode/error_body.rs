//! The server's message with an error status, as short plain text.
//!
//! How an error is shown, and what is done about it, do not belong here.

use crate::json::{Json, format_f64};
use crate::substring::{self, find_ignoring_case};

/// Bytes of a page that are looked at.
const MAX_BYTES: usize = 64 << 10;

/// Letters of a detail.
const MAX_CHARS: usize = 400;

/// The server's own words: text only, never markup, trimmed, at most 400 letters;
/// empty where the body holds none.
///
/// Sentry writes `{"detail": ...}` with a text, an object or a list, its rate limiter
/// a bare JSON text, and what stands before it (load balancers, proxies) pages and
/// plain text. Of a failing server's page only the title or the first line is taken,
/// because the rest may be a trace of its insides.
pub fn error_detail(status: u16, body: &[u8]) -> String {
    let detail = match Json::parse(body) {
        Ok(json) => sentences(&json),
        Err(_) => {
            let begin = body.get(..MAX_BYTES).unwrap_or(body);
            unstructured(status, &String::from_utf8_lossy(begin))
        }
    };
    shorten(&detail)
}

fn sentences(json: &Json) -> String {
    match json {
        Json::Null => String::new(),
        Json::Text(text) => text.clone(),
        Json::Bool(flag) => flag.to_string(),
        Json::Number(number) => format_f64(*number),
        Json::List(items) => join(items.iter().map(sentences)),
        Json::Object(members) => {
            let keys = ["detail", "message", "error", "errorMessage"];
            match keys.iter().find_map(|name| json.get(name)) {
                Some(value) => sentences(value),
                None => join(members.iter().map(|(name, value)| match sentences(value) {
                    text if text.is_empty() => text,
                    text => format!("{name}: {text}"),
                })),
            }
        }
    }
}

fn join(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<_> = parts.filter(|part| !part.trim().is_empty()).collect();
    parts.join("; ")
}

fn unstructured(status: u16, text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}').trim();
    let internal = status >= 500;
    if text.starts_with('<') {
        return match element(text, "title") {
            Some(title) => strip_markup(title),
            None if internal => String::new(),
            None => strip_markup(text),
        };
    }
    // Cut or otherwise broken JSON says nothing to a reader.
    if text.starts_with(['{', '[', '"']) {
        return String::new();
    }
    match text.lines().next() {
        Some(first) if internal => first.to_owned(),
        _ => text.to_owned(),
    }
}

/// What stands between the first `<name>` and its end.
fn element<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    let begin = find_ignoring_case(page, &format!("<{name}"))?;
    let inside = page.get(begin..)?.split_once('>')?.1;
    let end = find_ignoring_case(inside, &format!("</{name}"))?;
    inside.get(..end)
}

/// Text outside of tags, scripts and styles, with the commonest entities undone.
fn strip_markup(markup: &str) -> String {
    let mut text = String::new();
    let mut rest = markup;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        let hidden = ["script", "style"].into_iter().find(|name| {
            let opening = tag.get(..name.len());
            opening.is_some_and(|opening| opening.eq_ignore_ascii_case(name))
        });
        let end = hidden.and_then(|name| find_ignoring_case(tag, &format!("</{name}")));
        let from_end = match hidden {
            Some(_) => end.and_then(|end| tag.get(end..)).unwrap_or_default(),
            None => tag,
        };
        rest = from_end.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    entities.iter().fold(text, |text, (entity, letter)| {
        substring::replace(&text, entity, letter)
    })
}

/// One line without control characters, cut at the limit.
fn shorten(text: &str) -> String {
    let sentences: Vec<_> = text
        .split(|letter: char| letter.is_whitespace() || letter.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let line = sentences.join(" ");
    match line.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_words_in_every_form() {
        for (status, body, expected) in [
            (
                400,
                r#"{"detail": "Cannot group by timestamp"}"#,
                "Cannot group by timestamp",
            ),
            (
                400,
                r#"{"detail": "\nQuery timeout.\nAgain. \n"}"#,
                "Query timeout. Again.",
            ),
            (400, r#"{"detail": {"message": "no", "code": "x"}}"#, "no"),
            (
                400,
                r#"{"detail": {"interval": ["bad"], "x": []}}"#,
                "interval: bad",
            ),
            (400, r#"{"detail": ["one", "two"]}"#, "one; two"),
            (400, r#"{"yAxis": ["Invalid"]}"#, "yAxis: Invalid"),
            (
                400,
                r#"{"detail": "Parse error at 'a:<b>'"}"#,
                "Parse error at 'a:<b>'",
            ),
            (429, r#""Too many requests""#, "Too many requests"),
            (500, "null", ""),
            (500, "", ""),
            (500, "  \n ", ""),
            (400, r#"{"detail": "cut o"#, ""),
            (
                502,
                "<html><head><TITLE>502 Bad&nbsp;Gateway</TITLE></head><body><h1>x</h1>",
                "502 Bad Gateway",
            ),
            (502, "<html><body>Traceback: secret</body>", ""),
            (
                404,
                "<p>Not <b>here</b></p><script>alert(1)</script><style>p{}</style> ok",
                "Not here ok",
            ),
            (404, "<p>a<script>never ends", "a"),
            (403, "<p>&lt;b&gt; &amp;lt;</p>", "<b> &lt;"),
            (
                503,
                "upstream connect error\nstack line",
                "upstream connect error",
            ),
            (404, "not\u{0} found\nat all", "not found at all"),
        ] {
            assert_eq!(error_detail(status, body.as_bytes()), expected, "{body}");
        }
    }

    #[test]
    fn is_short_whatever_comes() {
        let long = error_detail(400, "é".repeat(100_000).as_bytes());
        assert_eq!(long.chars().count(), MAX_CHARS + 1);
        assert_eq!(error_detail(400, &[0xFF, 0xFE, b'a']), "\u{fffd}\u{fffd}a");
        error_detail(400, "[".repeat(100_000).as_bytes());
    }
}

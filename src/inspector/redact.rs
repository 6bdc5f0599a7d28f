//! What of an address or a reason may be copied into a bug report.

use crate::substring;

/// Parameters whose values say what was asked, and nothing about who asked.
const SHOWN_PARAMETERS: &[&str] = &[
    "comparisonDelta",
    "dashboardWidgetId",
    "dataset",
    "end",
    "environment",
    "excludeOther",
    "field",
    "groupBy",
    "interval",
    "orderby",
    "partial",
    "per_page",
    "project",
    "query",
    "referrer",
    "sort",
    "start",
    "statsPeriod",
    "topEvents",
    "utc",
    "yAxis",
];

/// A name with one of these in it is followed by a secret.
const NAMES: &[&str] = &[
    "token",
    "secret",
    "password",
    "passwd",
    "api_key",
    "apikey",
    "api-key",
    "app_key",
    "auth",
    "cookie",
    "session",
    "credential",
    "signature",
];

/// So long a run of letters and digits mixed is taken for a key.
const KEY_LEN: usize = 24;

/// Longest value of a parameter that is shown, in bytes.
const VALUE_LEN: usize = 160;

/// What stands for what is left out.
const HIDDEN: &str = "…";

/// An address without whoever signs in by it, without what stands before the API in its path,
/// and without the values of parameters that are not the API's own.
pub fn address(url: &str) -> String {
    let url = url.split('#').next().unwrap_or_default();
    let (place, query) = url.split_once('?').unwrap_or((url, ""));
    let mut text = redact_place(place);
    for (index, pair) in query.split('&').filter(|it| !it.is_empty()).enumerate() {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        text.push(if index == 0 { '?' } else { '&' });
        let is_shown = SHOWN_PARAMETERS.contains(&name);
        text.push_str(if is_shown { name } else { unnamed(name) });
        text.push('=');
        match is_shown {
            true => text.push_str(&cut(&text_of(&decoded(value)))),
            false => text.push_str(HIDDEN),
        }
    }
    text
}

/// Even the name of a parameter may hold a key, where it came from somewhere else.
fn unnamed(name: &str) -> &str {
    match name.len() < KEY_LEN {
        true => name,
        false => HIDDEN,
    }
}

fn redact_place(place: &str) -> String {
    let (scheme, rest) = match substring::split_once(place, "://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), place),
    };
    let path_at = rest.find('/').unwrap_or(rest.len());
    let (host, path) = match scheme.is_empty() {
        true => ("", rest),
        false => substring::split_at(rest, path_at),
    };
    let host = host.rsplit('@').next().unwrap_or_default();
    let path = match substring::find(path, "/api/0/") {
        Some(0) => path.to_owned(),
        Some(at) => format!("/{HIDDEN}{}", path.get(at..).unwrap_or_default()),
        None if path.len() <= 1 => path.to_owned(),
        None => format!("/{HIDDEN}"),
    };
    format!("{scheme}{host}{path}")
}

/// Percent signs and pluses read; what is no text then stays as it was.
fn decoded(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        bytes.push(match (first, after) {
            (b'+', _) => b' ',
            (b'%', [high, low, beyond @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    rest = beyond;
                    high * 16 + low
                }
                _ => b'%',
            },
            (other, _) => *other,
        });
    }
    String::from_utf8(bytes).unwrap_or_else(|_| value.to_owned())
}

fn digit(byte: u8) -> Option<u8> {
    (byte as char)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

fn cut(text: &str) -> String {
    match text.char_indices().find(|(at, _)| *at >= VALUE_LEN) {
        Some((at, _)) => format!("{}{HIDDEN}", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A reason or a search without what looks like a key: long runs of letters and digits mixed,
/// what follows a name such as `token`, whoever signs in by an address, and who has a mailbox.
pub fn text_of(text: &str) -> String {
    let text = without_sign_in(text);
    let mut safe = String::with_capacity(text.len());
    let mut hides_next = false;
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let run_len = rest.find(|it: char| !is_of_run(it)).unwrap_or(rest.len());
        let (run, after) = substring::split_at(rest, run_len);
        let gap_len = after.find(is_of_run).unwrap_or(after.len());
        let (gap, next) = substring::split_at(after, gap_len);
        let is_scheme = ["bearer", "basic"].contains(&run.to_ascii_lowercase().as_str());
        if !run.is_empty() {
            let is_mailbox = gap == "@" && begins_domain(next);
            let is_hidden = (hides_next && !is_scheme) || is_key(run) || is_mailbox;
            safe.push_str(if is_hidden { HIDDEN } else { run });
            hides_next = is_scheme || (names_secret(run) && gap.contains([':', '=']));
        }
        safe.push_str(gap);
        rest = next;
    }
    safe
}

/// `https://name:password@host/` to `https://…@host/`, wherever in a text it stands.
fn without_sign_in(text: &str) -> String {
    let mut pieces = substring::split(text, "://");
    let mut safe = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let ends = |letter: char| letter.is_ascii_whitespace() || matches!(letter, '/' | '?' | '#');
        let (host, rest) = substring::split_at(piece, piece.find(ends).unwrap_or(piece.len()));
        safe.push_str("://");
        match host.rsplit_once('@') {
            Some((_, host)) => {
                safe.push_str(HIDDEN);
                safe.push('@');
                safe.push_str(host);
            }
            None => safe.push_str(host),
        }
        safe.push_str(rest);
    }
    safe
}

/// A domain rather than the version of a release, which stands behind an `@`, too.
fn begins_domain(text: &str) -> bool {
    let domain = text.split(|it| !is_of_run(it)).next().unwrap_or_default();
    domain.starts_with(|it: char| !it.is_ascii_digit()) && domain.contains('.')
}

fn is_of_run(letter: char) -> bool {
    letter.is_ascii_alphanumeric()
        || !letter.is_ascii()
        || matches!(letter, '_' | '-' | '.' | '~' | '+')
}

fn names_secret(run: &str) -> bool {
    let run = run.to_ascii_lowercase();
    NAMES
        .iter()
        .any(|name| substring::find(&run, name).is_some())
}

fn is_key(run: &str) -> bool {
    // Dots part the words of a field's name; a key has its digits within one of them.
    run.split('.').any(|part| {
        part.len() >= KEY_LEN
            && part.bytes().any(|byte| byte.is_ascii_digit())
            && part.bytes().any(|byte| byte.is_ascii_alphabetic())
    })
}

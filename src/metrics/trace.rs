//! The trace a metric belongs to, as the page's own monitoring names it.

use serde::Serialize;

/// A trace and the span that is under way in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Trace {
    /// 32 hexadecimal digits.
    pub trace_id: String,
    /// 16 hexadecimal digits.
    pub span_id: String,
}

impl Trace {
    /// Reads the value of a `sentry-trace` header: `trace-span`, then perhaps `-sampled`.
    pub fn from_header(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let (trace_id, span_id) = (parts.next()?, parts.next()?);
        let is_known = matches!(parts.next(), None | Some("0" | "1" | ""));
        (is_known && parts.next().is_none() && is_hex(trace_id, 32) && is_hex(span_id, 16)).then(
            || Self {
                trace_id: trace_id.to_owned(),
                span_id: span_id.to_owned(),
            },
        )
    }
}

fn is_hex(text: &str, len: usize) -> bool {
    text.len() == len && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_of_any_sampling_is_read_and_nothing_else() {
        let (trace, span) = ("771a43a4192642f0b136d5159a501700", "7d85d26a1a4b1b3e");
        for (text, is_read) in [
            (format!("{trace}-{span}-1"), true),
            (format!("{trace}-{span}-0"), true),
            (format!(" {trace}-{span} "), true),
            (format!("{trace}-{span}-2"), false),
            (format!("{trace}-{span}-1-1"), false),
            (format!("{trace}x-{span}"), false),
            (trace.to_owned(), false),
            (String::new(), false),
        ] {
            assert_eq!(Trace::from_header(&text).is_some(), is_read, "{text}");
        }
    }
}

//! Metrics as DogStatsD lines, and lines as datagrams.

use super::sample::{MetricKind, Sample};
use super::tags::Tags;
use crate::json::format_f64;

/// Largest datagram, in bytes, that crosses an ethernet in one piece.
pub const MAX_DATAGRAM: usize = 1432;

/// `key:value|type|@rate|#tag:value,tag:value`. Not scaled by the rate: the agent does that.
///
/// `own` are the backend's configured tags, stronger than those of the call.
pub fn line(sample: &Sample<'_>, own: &Tags) -> String {
    let kind = match sample.kind {
        MetricKind::Counter => "c",
        MetricKind::Gauge => "g",
        MetricKind::Timing => "ms",
        MetricKind::Distribution => "d",
    };
    let value = match sample.kind {
        // Timings are recorded in seconds; the line's unit is the millisecond.
        MetricKind::Timing if sample.unit.is_none() => sample.value * 1000.0,
        _ => sample.value,
    };
    let mut line = String::with_capacity(128);
    push_clean(&mut line, sample.key, is_special_in_name);
    line.push(':');
    line.push_str(&format_f64(value));
    line.push('|');
    line.push_str(kind);
    if sample.sample_rate < 1.0 {
        line.push_str("|@");
        line.push_str(&format_f64(sample.sample_rate));
    }
    if own.is_empty() && sample.instance.is_none() {
        push_tags(&mut line, sample.tags);
    } else {
        push_tags(&mut line, &sample.tags.for_sending(own, sample.instance));
    }
    line
}

fn push_tags(line: &mut String, tags: &Tags) {
    for (index, (key, value)) in tags.iter().enumerate() {
        line.push_str(if index == 0 { "|#" } else { "," });
        push_clean(line, key, is_special_in_tag);
        line.push(':');
        push_clean(line, value, is_special_in_tag);
    }
}

/// Lines joined by line feeds into datagrams of at most [`MAX_DATAGRAM`] bytes, in order.
/// A line that is longer by itself cannot be sent and is left out; the second value counts those.
pub fn pack<'a>(lines: impl IntoIterator<Item = &'a str>) -> (Vec<String>, usize) {
    let mut datagrams: Vec<String> = Vec::new();
    let mut too_long = 0;
    for line in lines {
        if line.len() > MAX_DATAGRAM {
            too_long += 1;
            continue;
        }
        match datagrams.last_mut() {
            Some(last) if last.len() + 1 + line.len() <= MAX_DATAGRAM => {
                last.push('\n');
                last.push_str(line);
            }
            _ => datagrams.push(line.to_owned()),
        }
    }
    (datagrams, too_long)
}

/// What would end the name, the value or the line becomes an underscore.
fn is_special_in_name(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, ':' | '|' | '@' | '#')
}

/// In a tag a colon is legal (the first one parts key and value), a comma is not.
fn is_special_in_tag(letter: char) -> bool {
    matches!(letter, ',' | '|' | '#')
}

fn push_clean(line: &mut String, text: &str, is_special: fn(char) -> bool) {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    // Almost always.
    if text.bytes().all(is_plain) {
        return line.push_str(text);
    }
    for letter in text.chars() {
        let is_wrong = is_special(letter) || letter.is_control();
        line.push(if is_wrong { '_' } else { letter });
    }
}

#[cfg(test)]
mod tests {
    use super::{
        MAX_DATAGRAM, MetricKind, Sample, Tags, line as dogstatsd_line, pack as dogstatsd_pack,
    };

    #[test]
    fn dogstatsd_lines_follow_the_protocol() {
        let tags = Tags::new(&[("route", "/a,b|c#d"), ("zone", "eu:1")]);
        let sample = |kind, value, rate, unit| Sample {
            key: "sentry.a:b|c d",
            kind,
            value,
            instance: Some("i"),
            tags: &tags,
            unit,
            sample_rate: rate,
            at_ms: 0.0,
            trace: None,
        };
        let own = Tags::new(&[("zone", "own")]);
        let rest = "|#instance:i,route:/a_b_c_d,zone:own";
        for (kind, value, rate, unit, start) in [
            (
                MetricKind::Counter,
                3.0,
                0.5,
                None,
                "sentry.a_b_c_d:3|c|@0.5",
            ),
            (
                MetricKind::Gauge,
                -1.25,
                1.0,
                None,
                "sentry.a_b_c_d:-1.25|g",
            ),
            (MetricKind::Timing, 0.25, 1.0, None, "sentry.a_b_c_d:250|ms"),
            (
                MetricKind::Timing,
                12.0,
                1.0,
                Some("millisecond"),
                "sentry.a_b_c_d:12|ms",
            ),
            (
                MetricKind::Distribution,
                12.0,
                1.0,
                Some("byte"),
                "sentry.a_b_c_d:12|d",
            ),
        ] {
            assert_eq!(
                dogstatsd_line(&sample(kind, value, rate, unit), &own),
                format!("{start}{rest}")
            );
        }
        let bare = Tags::default();
        let plain = Sample {
            tags: &bare,
            instance: None,
            ..sample(MetricKind::Counter, 1.0, 1.0, None)
        };
        assert_eq!(dogstatsd_line(&plain, &bare), "sentry.a_b_c_d:1|c");
    }

    #[test]
    fn datagrams_are_full_but_never_over() {
        let line = "x".repeat(500);
        let long = "y".repeat(MAX_DATAGRAM + 1);
        let (datagrams, too_long) = dogstatsd_pack([&*line, &line, &line, &long, "end"]);
        assert_eq!(too_long, 1);
        assert_eq!(
            datagrams.iter().map(String::len).collect::<Vec<_>>(),
            [1001, 504]
        );
        assert_eq!(datagrams[1], format!("{line}\nend"));
        let exact = "z".repeat(MAX_DATAGRAM);
        assert_eq!(dogstatsd_pack([&*exact, "a"]).0.len(), 2);
        assert!(dogstatsd_pack([]).0.is_empty());
    }
}

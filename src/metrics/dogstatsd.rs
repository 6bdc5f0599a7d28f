//! Metrics as DogStatsD lines, and lines as datagrams.

use super::sample::{Kind, Sample};
use super::tags::Tags;

/// Largest datagram, in bytes, that crosses an ethernet in one piece.
pub const MAX_DATAGRAM: usize = 1432;

/// `key:value|type|@rate|#tag:value,tag:value`. Not scaled by the rate: the agent does that.
///
/// `own` are the backend's configured tags, stronger than those of the call.
pub fn line(sample: &Sample<'_>, own: &Tags) -> String {
    let kind = match sample.kind {
        Kind::Counter => "c",
        Kind::Gauge => "g",
        Kind::Timing => "ms",
        Kind::Distribution => "d",
    };
    let value = match sample.kind {
        // Timings are recorded in seconds; the line's unit is the millisecond.
        Kind::Timing if sample.unit.is_none() => sample.value * 1000.0,
        _ => sample.value,
    };
    let mut line = format!("{}:{value}|{kind}", clean_name(sample.key));
    if sample.sample_rate < 1.0 {
        line.push_str(&format!("|@{}", sample.sample_rate));
    }
    let tags = sample.tags.for_sending(own, sample.instance);
    for (index, (key, value)) in tags.iter().enumerate() {
        line.push_str(if index == 0 { "|#" } else { "," });
        line.push_str(&clean_tag(key));
        line.push(':');
        line.push_str(&clean_tag(value));
    }
    line
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
fn clean_name(name: &str) -> String {
    replace(name, |letter| matches!(letter, ':' | '|' | '@' | '#'))
}

/// In a tag a colon is legal (the first one parts key and value), a comma is not.
fn clean_tag(text: &str) -> String {
    replace(text, |letter| matches!(letter, ',' | '|' | '#'))
}

fn replace(text: &str, is_special: impl Fn(char) -> bool) -> String {
    text.chars()
        .map(|letter| {
            if is_special(letter) || letter.is_control() {
                '_'
            } else {
                letter
            }
        })
        .collect()
}

//! What value axes show, as it is written in a configuration and in an attribute.

use super::AxisRange;
use crate::json::parse_f64;

impl AxisRange {
    /// What a text has to be.
    pub(super) const EXPECTED: &str = "`auto`, `dataMin`, `log`, or two numbers such as `0,100`";

    /// `None` for what is none. Of two numbers the lower one comes first, and one may be left out.
    pub(super) fn read(text: &str) -> Option<Self> {
        match text {
            "auto" => Some(Self::Auto),
            "dataMin" => Some(Self::DataMin),
            "log" => Some(Self::Log),
            _ => fixed(text),
        }
    }
}

fn fixed(text: &str) -> Option<AxisRange> {
    let (low, high) = text.split_once(',')?;
    let (low, high) = (bound(low).ok()?, bound(high).ok()?);
    let is_range = match (low, high) {
        (Some(low), Some(high)) => low < high,
        (low, high) => low.or(high).is_some(),
    };
    is_range.then_some(AxisRange::Fixed(low, high))
}

fn bound(text: &str) -> Result<Option<f64>, ()> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match parse_f64(text.as_bytes()) {
        Some(value) if value.is_finite() => Ok(Some(value)),
        _ => Err(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_two_numbers_are_ranges() {
        for (text, range) in [
            ("auto", AxisRange::Auto),
            ("dataMin", AxisRange::DataMin),
            ("log", AxisRange::Log),
            ("0,100", AxisRange::Fixed(Some(0.0), Some(100.0))),
            (" -1.5 , 2e3", AxisRange::Fixed(Some(-1.5), Some(2000.0))),
            ("10,", AxisRange::Fixed(Some(10.0), None)),
            (",10", AxisRange::Fixed(None, Some(10.0))),
        ] {
            assert_eq!(AxisRange::read(text), Some(range), "{text}");
        }
        for text in [
            "", ",", "5", "5,5", "6,5", "a,b", "1,2,3", "1,inf", "NaN,1", "Auto",
        ] {
            assert_eq!(AxisRange::read(text), None, "{text}");
        }
    }
}

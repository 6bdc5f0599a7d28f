//! Keys on a focused chart.

use super::pointer::Gesture;
use crate::frame::Frame;
use crate::hit::{self, CursorStep, SeriesStep};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Move the mark. The page does nothing else with the key.
    CursorStep(CursorStep),
    /// The same, and select the buckets on the way.
    Select(CursorStep),
    /// Mark another series of the bucket.
    SeriesStep(SeriesStep),
    /// Mark the highest value.
    Peak,
    /// Zoom in on what is selected; without a selection, keep the tooltip.
    Confirm,
    /// Open the events of what is marked.
    Open,
    /// The data as a table, and back.
    Table,
    /// Take mark and selection away; without them, zoom out. The page may close something else
    /// with the same press.
    Leave,
}

/// What a key means, by its name in `KeyboardEvent.key`. `None` where it is none of ours:
/// another key, or one of the browser's own, with Alt, Ctrl or Meta.
pub fn key(name: &str, with_shift: bool, with_modifier: bool) -> Option<Key> {
    let step = match name {
        _ if with_modifier => return None,
        "ArrowLeft" => CursorStep::Previous,
        "ArrowRight" => CursorStep::Next,
        "PageUp" => CursorStep::PreviousPage,
        "PageDown" => CursorStep::NextPage,
        "Home" => CursorStep::First,
        "End" => CursorStep::Last,
        "ArrowUp" => return Some(Key::SeriesStep(SeriesStep::Up)),
        "ArrowDown" => return Some(Key::SeriesStep(SeriesStep::Down)),
        "m" | "M" => return Some(Key::Peak),
        "o" | "O" => return Some(Key::Open),
        "t" | "T" => return Some(Key::Table),
        "Enter" => return Some(Key::Confirm),
        "Escape" => return Some(Key::Leave),
        _ => return None,
    };
    Some(match with_shift {
        true => Key::Select(step),
        false => Key::CursorStep(step),
    })
}

/// What keys have marked on a chart, beside the bucket.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeyMark {
    series: Option<String>,
    /// Where the selection began.
    anchor: Option<usize>,
}

impl KeyMark {
    /// The index of the marked series, while it is shown.
    pub fn series(&self, frame: &Frame) -> Option<usize> {
        let key = self.series.as_ref()?;
        let mut all = frame.series.iter();
        all.position(|series| series.key == *key && !series.hidden)
    }

    /// The first and the last bucket of the selection that ends at `bucket`.
    pub fn selection(&self, bucket: Option<usize>) -> Option<(usize, usize)> {
        let (from, to) = (self.anchor?, bucket?);
        Some((from.min(to), from.max(to)))
    }

    /// The bucket after a step from `bucket`. It selects nothing.
    pub fn step(
        &mut self,
        frame: &Frame,
        bucket: Option<usize>,
        step: CursorStep,
    ) -> Option<usize> {
        self.anchor = None;
        hit::step(frame, bucket, step)
    }

    /// Does what any other key asks for where `bucket` is marked, and maybe `pinned`.
    pub fn press(
        &mut self,
        key: Key,
        frame: &Frame,
        bucket: Option<usize>,
        pinned: Option<usize>,
    ) -> Option<Gesture> {
        let stepped = |step| hit::step(frame, bucket, step);
        Some(match key {
            Key::Select(step) => {
                let to = stepped(step);
                self.anchor = self.anchor.or(bucket).or(to);
                Gesture::Mark(to)
            }
            Key::SeriesStep(step) => {
                let bucket = bucket.or_else(|| stepped(CursorStep::Next))?;
                let series = hit::step_series(frame, bucket, self.series.as_deref(), step)?;
                self.series = Some(series.key.clone());
                Gesture::Mark(Some(bucket))
            }
            Key::Peak => {
                let (bucket, series) = hit::peak(frame)?;
                self.anchor = None;
                self.series = Some(series.key.clone());
                Gesture::Mark(Some(bucket))
            }
            Key::Confirm => match self.selection(bucket) {
                Some(buckets) => Gesture::Zoom(hit::range_of(frame, buckets)?),
                None => {
                    let bucket = bucket.filter(|&bucket| hit::has_values(frame, bucket))?;
                    Gesture::Pin((pinned != Some(bucket)).then_some(bucket))
                }
            },
            Key::CursorStep(_) | Key::Open | Key::Table | Key::Leave => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_step_and_what_belongs_to_the_page_is_left_alone() {
        assert_eq!(
            key("ArrowLeft", false, false),
            Some(Key::CursorStep(CursorStep::Previous))
        );
        assert_eq!(key("End", true, false), Some(Key::Select(CursorStep::Last)));
        assert_eq!(key("M", true, false), Some(Key::Peak));
        assert_eq!(key("o", false, false), Some(Key::Open));
        assert_eq!(key("Escape", false, false), Some(Key::Leave));
        for (name, with_modifier) in [
            ("ArrowLeft", true),
            ("Escape", true),
            ("Tab", false),
            ("a", false),
            ("m", true),
            ("Enter", true),
        ] {
            assert_eq!(key(name, false, with_modifier), None, "{name}");
        }
    }
}

//! Collects notes: each code once, counted, with the first occurrence in words.

use super::Note;

#[derive(Debug, Default)]
pub(super) struct Notes(Vec<Note>);

impl Notes {
    /// Counts one occurrence; `detail` is asked for the first one only.
    pub(super) fn add(&mut self, code: &'static str, detail: impl FnOnce() -> String) {
        match self.0.iter_mut().find(|note| note.code == code) {
            Some(note) => note.count += 1,
            None => self.0.push(Note {
                code,
                count: 1,
                detail: detail(),
            }),
        }
    }

    /// Says the place that notes could only mark by `mark` so far.
    pub(super) fn name_place(&mut self, mark: &str, place: impl Fn() -> String) {
        for note in &mut self.0 {
            if let Some(rest) = note.detail.strip_prefix(mark) {
                note.detail = place() + rest;
            }
        }
    }

    pub(super) fn into_vec(self) -> Vec<Note> {
        self.0
    }
}

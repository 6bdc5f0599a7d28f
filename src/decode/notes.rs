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

    pub(super) fn into_vec(self) -> Vec<Note> {
        self.0
    }
}

//! Learns the template of a body, and reads the rows that repeat it.

use super::series_builder::SeriesBuilder;
use super::template::Template;
use super::template_learner::{RowForm, learn};

/// The template of a body's rows, once one was learned.
#[derive(Debug)]
pub(super) struct TemplateMatcher {
    form: RowForm,
    template: Option<Template>,
    /// Rows since one was last read by template.
    idle_rows: u64,
}

impl TemplateMatcher {
    pub(super) fn new(form: RowForm) -> Self {
        Self {
            form,
            template: None,
            idle_rows: 0,
        }
    }

    /// Learns from a row that the general path has accepted, the comma before it included.
    pub(super) fn learn(&mut self, row: &[u8]) {
        self.idle_rows += 1;
        // Where nothing repeats, lessons become rare.
        if self.idle_rows <= 16 || self.idle_rows.is_power_of_two() {
            self.template = learn(self.form, row).or(self.template.take());
        }
    }

    /// Reads what repeats of the rows that begin behind the one before `bytes`; returns
    /// how many bytes were read.
    pub(super) fn read(&mut self, bytes: &[u8], rows: &mut SeriesBuilder) -> usize {
        let template = self.template.as_ref();
        let taken = template.map_or(0, |template| template.read(bytes, rows));
        if taken > 0 {
            self.idle_rows = 0;
        }
        taken
    }
}

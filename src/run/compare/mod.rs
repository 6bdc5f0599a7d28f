//! The current period against an earlier one: what to ask, which bucket belongs to
//! which, and what has changed.
//!
//! A pure step for one query. Colours, arrows and words of a change do not belong here.

mod align;
mod comparison;
mod delta;
mod earlier_other;
mod requests;
mod shift;
mod step;
mod table;

#[cfg(test)]
mod tests;

pub use align::{EarlierAnswers, Pairing, SeriesComparison, Standing, Terms, Total, compare_given};
pub use comparison::{Comparison, GoneGroup, Viewer};
pub use delta::{Delta, Percent};
pub use requests::server_delta;
pub use shift::{Partners, Shift};
pub use step::{CompareSpec, CompareStep, Progress, evaluate};
pub use table::{CellComparison, RowComparison, compare_rows};

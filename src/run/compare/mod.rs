//! The current period against an earlier one: what to ask, which bucket belongs to
//! which, and what has changed.
//!
//! A pure step for one query. Colours, arrows and words of a change do not belong here.

mod align;
mod comparison;
mod delta;
mod earlier_answers;
mod earlier_other;
mod requests;
mod shift;
mod step;
mod table;

#[cfg(test)]
mod tests;

pub use align::{Alignment, ComparisonStatus, SeriesComparison, Terms, Total, compare_inline};
pub use comparison::{Comparison, EarlierOnlyGroup, Viewer};
pub use delta::{Delta, Percent};
pub use earlier_answers::EarlierAnswers;
pub use shift::{BucketAlignment, Shift};
pub use step::{CompareProgress, CompareSpec, CompareStep, evaluate};
pub use table::{CellComparison, RowComparison, compare_rows};

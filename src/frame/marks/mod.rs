//! What a server marks on charts besides the data: moments and stretches of time, and values.

pub mod alerts;
mod lines;
pub mod releases;
#[cfg(test)]
mod tests;

pub use lines::AlertLine;
pub(super) use lines::alert_lines;

use crate::config::Annotation;
use crate::request::RequestPlan;

/// Marks of one kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    /// On the time axis.
    pub annotations: Vec<Annotation>,
    /// On a value axis.
    pub thresholds: Vec<AlertThreshold>,
}

/// A value past which a trigger of an alert rule fires.
#[derive(Clone, Debug, PartialEq)]
pub struct AlertThreshold {
    /// Index of the widget's query that the rule is about.
    pub query_index: usize,
    /// The axis of that query.
    pub axis: String,
    /// The value, of a window, in the unit that the axis has without any other word.
    pub value: f64,
    /// Width of the windows that the rule looks at, in seconds.
    pub window_secs: f64,
    /// Critical, else a warning.
    pub is_critical: bool,
    /// What the viewer reads at the line.
    pub text: String,
}

/// Parameters of a widget's own request under some names.
fn pairs_of(plan: &RequestPlan, names: &[&str]) -> Vec<(String, String)> {
    let pairs = plan.pairs.iter();
    let kept = pairs.filter(|(name, _)| names.contains(&name.as_str()));
    kept.cloned().collect()
}

//! Counters kept in memory, for the inspector: `key` or `key.instance` and its sum.

use super::sample::scaled;
use crate::sorted::SortedMap;

/// `key`, or `key.instance`.
pub type InternalKey = String;

/// Sums of the counters that are kept in memory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InternalSeries(SortedMap<InternalKey, f64>);

impl InternalSeries {
    /// Most keys kept; a new key past that is not taken.
    pub const CAPACITY: usize = 1_000;

    pub(super) fn incr(&mut self, key: &str, instance: Option<&str>, amount: f64, rate: f64) {
        let name = match instance {
            Some(instance) => format!("{key}.{instance}"),
            None => key.to_owned(),
        };
        if self.0.len() < Self::CAPACITY || self.0.contains_key(&name) {
            *self.0.get_or_insert_with(name, || 0.0) += scaled(amount, rate).trunc();
        }
    }

    /// The sum of a counter, 0 for one that was never counted.
    pub fn get(&self, name: &str) -> f64 {
        self.0.get(name).copied().unwrap_or_default()
    }

    /// All sums in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, f64)> {
        self.0.iter().map(|(name, sum)| (name.as_str(), *sum))
    }
}

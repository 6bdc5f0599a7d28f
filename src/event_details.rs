//! What the events of an element carry as `detail`, each as one type; `www/element/index.d.ts` says the same
//! to TypeScript, and a test holds the two together.
//!
//! `events-stats-split` carries a [`crate::decision::Decision`], `events-stats-metric` a
//! [`crate::metrics::HostMetric`], `events-stats-error` an `Error`.

use serde::Serialize;

/// `events-stats-load`: something is shown that was not.
#[derive(Serialize)]
pub struct LoadDetail {
    /// The element's state.
    pub state: &'static str,
    /// How many series there are.
    pub series: u32,
}

/// `events-stats-series`: the viewer hid or showed a series.
#[derive(Serialize)]
pub struct SeriesDetail<'a> {
    /// Keys of the hidden ones.
    pub hidden: Vec<&'a str>,
}

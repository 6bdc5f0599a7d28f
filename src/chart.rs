//! From a configuration and an answer to what is shown, without a page: for Rust programs,
//! and for documents that the package makes of an answer.

use crate::config::{Annotation, Scope, WidgetConfig};
use crate::decode::{Decoded, decode};
use crate::error::Error;
use crate::frame::{self, Frame, FrameInput, Rank};
use crate::json::Json;
use crate::messages::Messages;
use crate::palette::Palette;
use crate::request::{Endpoint, Expect, plan};
use crate::sorted::SortedSet;
use crate::time::{DAY, TimeRange};
use std::slice;

/// A widget and an answer to it.
#[derive(Clone, Debug)]
pub struct Chart {
    /// The widget, in the shape of Sentry's dashboards API.
    pub config: WidgetConfig,
    /// What was answered.
    pub answer: Decoded,
    /// Epoch seconds: buckets that have not ended by then may still grow.
    pub now: i64,
    /// The organization's slug, or nothing. Series have the colours that they have in a page
    /// whose widget is of the same organization.
    pub organization: String,
}

impl Chart {
    /// Reads both: a widget in the shape of Sentry's dashboards API, and the body of an
    /// answer of `events-stats` (or of `events`, for tables and big numbers).
    pub fn from_json(config: &[u8], answer: &[u8], now: i64) -> Result<Self, Error> {
        let config = WidgetConfig::from_json(&Json::parse(config)?)?;
        let answer = decode(expected(&config, 0, now), answer)?;
        Ok(Self {
            config,
            answer,
            now,
            organization: String::new(),
        })
    }

    /// What is shown of it, in these colours.
    pub fn frame(&self, palette: &Palette) -> Frame {
        frame(
            &self.config,
            slice::from_ref(&self.answer),
            &self.organization,
            &[],
            palette,
            &Messages::default(),
            self.now,
        )
    }
}

/// What is shown of answers, one a query, over the range that the first covers.
pub fn frame(
    config: &WidgetConfig,
    answers: &[Decoded],
    organization: &str,
    annotations: &[Annotation],
    palette: &Palette,
    messages: &Messages,
    now: i64,
) -> Frame {
    let set = answers.first().map(|answer| &answer.set);
    let covered = set.and_then(|set| set.start.zip(set.end));
    let range = covered.and_then(|(start, end)| TimeRange::new(start, end).ok());
    frame::build(&FrameInput {
        requested: None,
        config,
        answers: &answers.iter().map(Some).collect::<Vec<_>>(),
        earlier: &[],
        sparkline: None,
        range: range.unwrap_or(TimeRange {
            start: now - DAY,
            end: now,
        }),
        now,
        hidden: &SortedSet::new(),
        earlier_shown: &SortedSet::new(),
        axis_range: config.axis_range,
        annotations,
        marks: &[],
        palette,
        organization,
        rank: Rank::default(),
        messages,
    })
}

/// What the request of a configuration's query would expect of its answer.
pub fn expected(config: &WidgetConfig, query: usize, now: i64) -> Expect {
    let scope = Scope::default();
    let plans = plan(config, &scope, scope.range, now).unwrap_or_default();
    plans
        .into_iter()
        .nth(query)
        .map_or_else(anything, |plan| plan.expect)
}

/// Nothing is known of the answer: its look decides.
pub fn anything() -> Expect {
    Expect {
        endpoint: Endpoint::EventsStats,
        top_events: None,
        axes: Vec::new(),
        interval: None,
    }
}

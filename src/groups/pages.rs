//! More groups than one request brings: page by page, each leaving out the groups of
//! the pages before it.
//!
//! Every page asks for its own Other, so that any number of first pages makes a whole
//! answer: what is still missing, or has failed, lies in the Other of the last one.

use super::{Group, all_but, columns_of, groups_plan};
use crate::convert;
use crate::decode::Decoded;
use crate::decode::table::Table;
use crate::request::search::and;
use crate::request::{ADDRESS_MAX_BYTES, MAX_TOP_EVENTS, Purpose, RequestPlan};
use crate::series::Series;
use crate::sorted::SortedSet;

/// Asks for the groups beyond the first ten.
#[derive(Clone, Debug, PartialEq)]
pub struct Pages {
    plan: RequestPlan,
    wished: u32,
}

/// What follows from a step.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct PagesStep {
    /// Requests to make now, page after page.
    pub ask: Vec<RequestPlan>,
    /// Why there will be fewer groups than wished, in words.
    pub note: Option<String>,
}

impl Pages {
    /// Begins beside the request for the first ten groups; `None` where that one brings
    /// all that are wished.
    pub fn begin(plan: &RequestPlan, wished: u32) -> Option<(Self, PagesStep)> {
        if wished <= MAX_TOP_EVENTS || plan.expect.top_events.is_none() {
            return None;
        }
        let pages = Self {
            plan: plan.clone(),
            wished,
        };
        let step = PagesStep {
            ask: vec![groups_plan(plan, wished)],
            note: None,
        };
        Some((pages, step))
    }

    /// Takes the answer to the request for the groups.
    pub fn groups(&self, table: &Table) -> PagesStep {
        let mut groups = Group::of_table(table, &columns_of(&self.plan));
        groups.truncate(self.wished as usize);
        let mut step = PagesStep::default();
        let mut first = MAX_TOP_EVENTS as usize;
        while first < groups.len() {
            let Some((count, plan)) = self.page(&groups, first) else {
                step.note = Some(format!(
                    "only the first {first} of {} groups can be asked for: the others need a \
                     longer search than servers take",
                    groups.len()
                ));
                break;
            };
            step.ask.push(plan);
            first += count;
        }
        step
    }

    /// The page that begins with group `first`, and how many groups it brings. Groups that
    /// cannot be left out without others come again, before all that are new.
    fn page(&self, groups: &[Group], first: usize) -> Option<(usize, RequestPlan)> {
        let before = groups.get(..first)?;
        let exact: Vec<Group> = before
            .iter()
            .filter(|one| one.is_exact())
            .cloned()
            .collect();
        let again = before.len() - exact.len();
        let room = (MAX_TOP_EVENTS as usize).checked_sub(again)?;
        let count = (groups.len() - first).min(room);
        let mut plan = self.plan.clone();
        plan.purpose = Purpose::MoreGroups;
        if !exact.is_empty() {
            let query = plan.pair("query").unwrap_or_default();
            plan.set_pair("query", and(query, &all_but(&exact)?));
        }
        plan.set_pair("topEvents", (count + again).to_string());
        plan.expect.top_events = u32::try_from(count + again).ok();
        (count > 0 && plan.address().len() <= ADDRESS_MAX_BYTES).then_some((count, plan))
    }
}

/// The first answer and those of the pages after it, in order, as one ranked answer with
/// one Other. The pages end at the first that is missing.
pub fn merge(first: &Decoded, pages: &[Option<&Decoded>]) -> Decoded {
    let mut merged = first.clone();
    let Some(last) = pages.iter().map_while(|page| *page).last() else {
        return merged;
    };
    merged.set.series.retain(|series| !series.is_other);
    let mut known: SortedSet<String> = merged
        .set
        .series
        .iter()
        .map(|series| series.key.clone())
        .collect();
    for (index, page) in pages.iter().map_while(|page| *page).enumerate() {
        let before = i64::from(MAX_TOP_EVENTS) * (convert::signed(index) + 1);
        let fresh: Vec<Series> = groups_of(page, before)
            // Equal ranks may change places between requests.
            .filter(|series| !known.contains(&series.key))
            .collect();
        known.extend(fresh.iter().map(|series| series.key.clone()));
        merged.set.series.extend(fresh);
        merged.notes.extend(page.notes.iter().cloned());
    }
    let rest = last.set.series.iter().filter(|series| series.is_other);
    let count = i64::try_from(known.len()).unwrap_or(i64::MAX);
    merged.set.series.extend(rest.map(|series| Series {
        order: Some(count),
        ..series.clone()
    }));
    merged
}

fn groups_of(page: &Decoded, before: i64) -> impl Iterator<Item = Series> {
    // A placeholder is no group: the server found nothing on that page.
    let series = if page.placeholder {
        &[][..]
    } else {
        &page.set.series
    };
    series
        .iter()
        .filter(|series| !series.is_other)
        .map(move |series| Series {
            order: series.order.map(|order| order.saturating_add(before)),
            ..series.clone()
        })
}

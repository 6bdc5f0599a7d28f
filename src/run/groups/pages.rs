//! More groups than one request brings: page by page, each leaving out the groups of
//! the pages before it.
//!
//! Every page asks for its own Other, so that any number of first pages makes a whole
//! answer: what is still missing, or has failed, lies in the Other of the last one.

use super::{Group, all_but, columns_of, groups_plan};
use crate::convert;
use crate::decode::Decoded;
use crate::decode::table::Table;
use crate::error::Error;
use crate::request::search::and;
use crate::request::{ADDRESS_MAX_BYTES, MAX_TOP_EVENTS, Purpose, RequestPlan};
use crate::run::answers::{Answers, Lookup, Outcome};
use crate::series::Series;
use crate::sorted::SortedSet;
use std::rc::Rc;

/// The groups beyond the first ten, as far as they are known.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Pages {
    /// Requests, page after page.
    pub plans: Vec<Rc<RequestPlan>>,
    /// Why there will be fewer groups than requested, in words.
    pub note: Option<String>,
}

/// What there is beside the request for the first ten groups; nothing where that one brings
/// all that are requested.
pub fn evaluate(plan: &RequestPlan, group_count: u32, lookup: &mut Lookup) -> Pages {
    if group_count <= MAX_TOP_EVENTS || plan.expect.top_events.is_none() {
        return Pages::default();
    }
    let pages = match lookup
        .ask(&Rc::new(groups_plan(plan, group_count)))
        .outcome()
    {
        Outcome::Answered(answer) => {
            let table = answer.table.as_ref();
            table.map(|table| Pages::of(plan, group_count, table))
        }
        Outcome::Failed(error) => Some(Pages {
            note: Some(fewer_groups(error)),
            ..Pages::default()
        }),
        Outcome::Waiting => None,
    };
    let pages = pages.unwrap_or_default();
    pages.plans.iter().for_each(|page| lookup.need(page));
    pages
}

fn fewer_groups(error: &Error) -> String {
    format!("fewer groups are available than requested: {error}")
}

impl Pages {
    /// The pages of a table that lists the groups.
    fn of(plan: &RequestPlan, group_count: u32, table: &Table) -> Self {
        let mut groups = Group::of_table(table, &columns_of(plan));
        groups.truncate(group_count as usize);
        let mut pages = Self::default();
        let mut first = MAX_TOP_EVENTS as usize;
        while first < groups.len() {
            let Some((count, page)) = page(plan, &groups, first) else {
                pages.note = Some(format!(
                    "only the first {first} of {} groups can be asked for: the others need a \
                     longer search than servers take",
                    groups.len()
                ));
                break;
            };
            pages.plans.push(Rc::new(page));
            first += count;
        }
        pages
    }

    /// Why fewer groups are available than requested, in words.
    pub fn notes(&self, answers: &Answers) -> Vec<String> {
        let pages = self.plans.iter();
        let failed = pages.filter_map(|page| answers.of(page).error().map(fewer_groups));
        self.note.iter().cloned().chain(failed).collect()
    }

    /// The first answer and those of the pages, as far as they are there, as one.
    pub fn merged(&self, first: &Rc<Decoded>, answers: &Answers) -> Rc<Decoded> {
        let pages: Vec<Option<&Decoded>> = self
            .plans
            .iter()
            .map(|page| answers.of(page).answer().map(Rc::as_ref))
            .collect();
        match pages.first() {
            Some(Some(_)) => Rc::new(merge(first, &pages)),
            _ => Rc::clone(first),
        }
    }
}

/// The page that begins with group `first`, and how many groups it brings. Groups that
/// cannot be left out without others come again, before all that are new.
fn page(plan: &RequestPlan, groups: &[Group], first: usize) -> Option<(usize, RequestPlan)> {
    let before = groups.get(..first)?;
    let exact: Vec<Group> = before
        .iter()
        .filter(|one| one.is_exact())
        .cloned()
        .collect();
    let again = before.len() - exact.len();
    let room = (MAX_TOP_EVENTS as usize).checked_sub(again)?;
    let count = (groups.len() - first).min(room);
    let mut plan = plan.clone();
    plan.purpose = Purpose::MoreGroups;
    if !exact.is_empty() {
        let query = plan.pair("query").unwrap_or_default();
        plan.set_pair("query", and(query, &all_but(&exact)?));
    }
    plan.set_pair("topEvents", (count + again).to_string());
    plan.expect.top_events = u32::try_from(count + again).ok();
    (count > 0 && plan.address().len() <= ADDRESS_MAX_BYTES).then_some((count, plan))
}

/// The first answer and those of the pages after it, in order, as one ranked answer with
/// one Other. The pages end at the first that is missing.
pub(super) fn merge(first: &Decoded, pages: &[Option<&Decoded>]) -> Decoded {
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
        merged.notes.extend(page.notes.iter().cloned());
        if page.placeholder {
            // No group: the server found nothing on that page.
            continue;
        }
        let mut fresh = Vec::new();
        for series in &page.set.series {
            // Equal ranks may change places between requests.
            if !series.is_other && !known.contains(&series.key) {
                fresh.push(series.key.clone());
                merged.set.series.push(Series {
                    order: series.order.map(|order| order.saturating_add(before)),
                    ..series.clone()
                });
            }
        }
        // Not before: each axis of a group is a series of the same key.
        known.extend(fresh);
    }
    let rest = last.set.series.iter().filter(|series| series.is_other);
    let count = i64::try_from(known.len()).unwrap_or(i64::MAX);
    merged.set.series.extend(rest.map(|series| Series {
        order: Some(count),
        ..series.clone()
    }));
    merged
}

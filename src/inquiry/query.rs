//! One query of a widget: the request that is shown, and what follows from it (further
//! groups, an earlier period).

use crate::compare::{Compare, Comparison, EarlierAnswers, Progress, Viewer};
use crate::decode::Decoded;
use crate::error::Error;
use crate::groups::{Pages, merge};
use crate::request::{Purpose, RequestPlan};
use crate::time::{Offset, Zone};
use std::rc::Rc;

/// A request that follows from the shown one, and its answer.
#[derive(Clone, Debug)]
struct Follower {
    plan: RequestPlan,
    answer: Option<Rc<Decoded>>,
}

/// What to find out besides the shown answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wishes<'a> {
    pub groups: u32,
    pub compare: Option<Offset>,
    pub zone: &'a Zone,
    pub now: i64,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Query {
    /// Requests that the split made, by purpose, and their answers.
    candidates: Vec<Follower>,
    /// The request whose answer is shown, or will be.
    shown: Option<RequestPlan>,
    pages: Option<Pages>,
    compare: Option<Compare>,
    followers: Vec<Follower>,
    merged: Option<Rc<Decoded>>,
    notes: Vec<String>,
    pub error: Option<Error>,
}

impl Query {
    /// A request of the split went out.
    pub fn sent(&mut self, plan: &RequestPlan) {
        self.candidates.retain(|known| known.plan != *plan);
        self.candidates.push(Follower {
            plan: plan.clone(),
            answer: None,
        });
    }

    /// An answer to a request of the split.
    pub fn keep(&mut self, plan: &RequestPlan, answer: &Rc<Decoded>) {
        let known = self.candidates.iter_mut().find(|one| one.plan == *plan);
        if let Some(candidate) = known {
            candidate.answer = Some(Rc::clone(answer));
        }
        if self.shown.as_ref() == Some(plan) {
            self.merge_pages();
        }
    }

    /// The answer to the request of that purpose is shown from now on: begins what
    /// follows from it.
    pub fn show(&mut self, purpose: Purpose, wishes: Wishes) -> Vec<RequestPlan> {
        let mut candidates = self.candidates.iter().rev();
        let Some(plan) = candidates.find(|one| one.plan.purpose == purpose) else {
            return Vec::new();
        };
        let plan = plan.plan.clone();
        if self.shown.as_ref() == Some(&plan) {
            return self.tell_current();
        }
        let mut ask = Vec::new();
        self.followers.clear();
        self.notes.clear();
        self.pages = None;
        if let Some((pages, step)) = Pages::begin(&plan, wishes.groups) {
            self.pages = Some(pages);
            ask.extend(step.ask);
        }
        self.compare = wishes.compare.map(|offset| {
            let (compare, plans) =
                Compare::begin(&plan, wishes.groups, offset, wishes.zone, wishes.now);
            ask.extend(plans);
            compare
        });
        self.shown = Some(plan);
        self.merge_pages();
        let mut ask = self.following(ask);
        ask.extend(self.tell_current());
        ask
    }

    /// A table tells its own groups to the comparison.
    fn tell_current(&mut self) -> Vec<RequestPlan> {
        let Some(answer) = self.merged.clone() else {
            return Vec::new();
        };
        let ask = self
            .compare
            .as_mut()
            .map(|compare| compare.current(&answer));
        self.following(ask.unwrap_or_default())
    }

    /// Remembers what is asked; what two of them ask alike is asked once.
    fn following(&mut self, plans: Vec<RequestPlan>) -> Vec<RequestPlan> {
        let mut ask = Vec::new();
        for plan in plans {
            if !self.followers.iter().any(|known| known.plan == plan) {
                self.followers.push(Follower {
                    plan: plan.clone(),
                    answer: None,
                });
                ask.push(plan);
            }
        }
        ask
    }

    /// Takes what came of a request that followed. One of a request that is no longer
    /// shown is dropped.
    pub fn followed(
        &mut self,
        plan: &RequestPlan,
        answer: Result<&Rc<Decoded>, &Error>,
    ) -> Vec<RequestPlan> {
        let Some(follower) = self.followers.iter_mut().find(|known| known.plan == *plan) else {
            return Vec::new();
        };
        follower.answer = answer.ok().map(Rc::clone);
        let mut ask = Vec::new();
        if let (Purpose::Groups, Some(pages)) = (plan.purpose, &self.pages) {
            match answer {
                Ok(decoded) => {
                    let step = decoded.table.as_ref().map(|table| pages.groups(table));
                    let step = step.unwrap_or_default();
                    self.notes.extend(step.note);
                    ask.extend(step.ask);
                }
                Err(error) => self.notes.push(fewer_groups(error)),
            }
        }
        if plan.purpose == Purpose::MoreGroups {
            match answer {
                Ok(_) => self.merge_pages(),
                Err(error) => self.notes.push(fewer_groups(error)),
            }
        } else if let Some(compare) = &mut self.compare {
            ask.extend(compare.answered(plan, answer.map(Rc::as_ref)));
        }
        self.following(ask)
    }

    fn merge_pages(&mut self) {
        let shown = self.shown.as_ref();
        let first = self
            .candidates
            .iter()
            .find(|one| Some(&one.plan) == shown)
            .and_then(|one| one.answer.as_ref());
        let pages = self.answers(Purpose::MoreGroups);
        self.merged = match first {
            Some(first) if pages.iter().any(Option::is_some) => Some(Rc::new(merge(first, &pages))),
            Some(first) => Some(Rc::clone(first)),
            None => None,
        };
    }

    fn answers(&self, purpose: Purpose) -> Vec<Option<&Decoded>> {
        self.followers
            .iter()
            .filter(|one| one.plan.purpose == purpose)
            .map(|one| one.answer.as_deref())
            .collect()
    }

    /// The answer to show: all pages of groups that are there, as one.
    pub fn answer(&self) -> Option<&Rc<Decoded>> {
        self.merged.as_ref()
    }

    /// The request whose answer is shown.
    pub fn shown_plan(&self) -> Option<&RequestPlan> {
        self.shown.as_ref()
    }

    /// What is not whole, in words.
    pub fn notes(&self) -> impl Iterator<Item = &String> {
        let of_comparison = self.compare.iter().flat_map(|compare| compare.notes());
        self.notes.iter().chain(of_comparison)
    }

    /// Why there is no comparison, where there should be one.
    pub fn refusal(&self) -> Option<&str> {
        match self.compare.as_ref()?.progress() {
            Progress::Refused(why) => Some(why),
            Progress::Asking | Progress::Ready => None,
        }
    }

    /// The comparison, once its answers are there.
    pub fn comparison(&self, viewer: Viewer) -> Option<Comparison> {
        let Some(compare) = &self.compare else {
            return Comparison::given(self.answer()?, self.shown.as_ref()?, viewer);
        };
        if *compare.progress() != Progress::Ready {
            return None;
        }
        let parts = self.answers(Purpose::Earlier);
        let earlier = EarlierAnswers {
            parts: &parts,
            total: self
                .answers(Purpose::EarlierTotal)
                .first()
                .copied()
                .flatten(),
            other: self
                .answers(Purpose::EarlierOther)
                .first()
                .copied()
                .flatten(),
        };
        Some(compare.compare(self.answer()?, earlier, viewer))
    }
}

fn fewer_groups(error: &Error) -> String {
    format!("there are fewer groups than wished: {error}")
}

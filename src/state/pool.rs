//! Which request goes next: at most so many under way per origin, visible widgets first,
//! fair between widgets, identical requests shared, a whole origin slowed by its 429.
//!
//! All times are milliseconds of a monotonic clock.
//! Sending them is up to the edge; here they are keys and tickets.

use super::retry_after::LONGEST_WAIT_MS;
use crate::sorted::SortedMap;

/// Requests under way per origin, unless the host says otherwise.
pub const DEFAULT_CONCURRENCY: usize = 5;

/// One shared request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(u64);

/// One subscription to a request. The default is no subscription at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Ticket(u64);

/// Who asks.
pub type WidgetId = u32;

#[derive(Debug)]
struct Job {
    key: String,
    origin: String,
    is_under_way: bool,
    /// A person asked for it while the origin was closed: it is tried all the same.
    is_user_initiated: bool,
    subscribers: Vec<(Ticket, WidgetId)>,
}

#[derive(Debug, Default)]
struct WidgetActivity {
    is_hidden: bool,
    /// Order of this widget's last start: the one that waited longest goes first.
    last_start: u64,
}

/// The requests of a page.
#[derive(Debug)]
pub struct Pool {
    concurrency: usize,
    next: u64,
    jobs: SortedMap<JobId, Job>,
    widgets: SortedMap<WidgetId, WidgetActivity>,
    /// Origins that asked to wait, and until when.
    paused: Vec<(String, i64)>,
}

impl Default for Pool {
    fn default() -> Self {
        Self {
            concurrency: DEFAULT_CONCURRENCY,
            next: 0,
            jobs: SortedMap::new(),
            widgets: SortedMap::new(),
            paused: Vec::new(),
        }
    }
}

impl Pool {
    /// Changes how many requests may be under way per origin; at least one.
    pub fn set_concurrency(&mut self, concurrency: usize) {
        self.concurrency = concurrency.max(1);
    }

    /// A widget came into view, or left it.
    pub fn set_visible(&mut self, widget: WidgetId, visible: bool) {
        self.widgets
            .get_or_insert_with(widget, WidgetActivity::default)
            .is_hidden = !visible;
    }

    /// A widget is gone for good.
    pub fn forget(&mut self, widget: WidgetId) {
        self.widgets.remove(&widget);
    }

    /// Subscribes `widget` to the request `key` at `origin`; an identical request that
    /// waits or is under way is shared. Where a person waits for it, a closed origin is asked
    /// once all the same.
    pub fn subscribe(
        &mut self,
        key: &str,
        origin: &str,
        widget: WidgetId,
        is_user_initiated: bool,
    ) -> (JobId, Ticket) {
        let ticket = Ticket(self.count());
        let is_user_initiated = is_user_initiated && self.is_paused_origin(origin);
        let existing = self.jobs.iter_mut().find(|(_, job)| job.key == key);
        if let Some((id, job)) = existing {
            job.is_user_initiated |= is_user_initiated;
            job.subscribers.push((ticket, widget));
            return (*id, ticket);
        }
        let id = JobId(self.count());
        self.jobs.insert(
            id,
            Job {
                key: key.to_owned(),
                origin: origin.to_owned(),
                is_under_way: false,
                is_user_initiated,
                subscribers: vec![(ticket, widget)],
            },
        );
        (id, ticket)
    }

    /// Ends a subscription. The request nobody waits for any more, which is to be aborted
    /// where it is under way.
    pub fn unsubscribe(&mut self, ticket: Ticket) -> Option<JobId> {
        let id = self.jobs.iter_mut().find_map(|(id, job)| {
            let before = job.subscribers.len();
            job.subscribers.retain(|(other, _)| *other != ticket);
            (job.subscribers.len() < before).then_some(*id)
        })?;
        if self.jobs.get(&id)?.subscribers.is_empty() {
            self.jobs.remove(&id);
            return Some(id);
        }
        None
    }

    /// Requests to start at `now_ms`, best first; they count as under way from here on.
    pub fn start(&mut self, now_ms: i64) -> Vec<JobId> {
        self.paused.retain(|(_, until_ms)| *until_ms > now_ms);
        let mut started = Vec::new();
        while let Some(id) = self.best() {
            let order = self.count();
            if let Some(job) = self.jobs.get_mut(&id) {
                job.is_under_way = true;
                for (_, widget) in &job.subscribers {
                    self.widgets
                        .get_or_insert_with(*widget, WidgetActivity::default)
                        .last_start = order;
                }
            }
            started.push(id);
        }
        started
    }

    /// A request was answered well. One that was made though its origin was closed has shown
    /// that it is open again: true where it was not known to be.
    pub fn answered(&mut self, id: JobId) -> bool {
        let before = self.paused.len();
        if let Some(job) = self.jobs.get(&id).filter(|job| job.is_user_initiated) {
            self.paused.retain(|(origin, _)| *origin != job.origin);
        }
        self.paused.len() < before
    }

    /// A request came to its end: those who wait for it.
    pub fn finish(&mut self, id: JobId) -> Vec<Ticket> {
        self.jobs
            .remove(&id)
            .map(|job| job.subscribers.iter().map(|(ticket, _)| *ticket).collect())
            .unwrap_or_default()
    }

    /// An origin asked at `now_ms` to wait so long: none of its requests start before,
    /// but those that a user starts meanwhile.
    pub fn pause_origin(&mut self, origin: &str, now_ms: i64, wait_ms: u64) {
        let until_ms = now_ms.saturating_add_unsigned(wait_ms.min(LONGEST_WAIT_MS));
        match self.paused.iter_mut().find(|(known, _)| known == origin) {
            Some((_, until)) => *until = until_ms.max(*until),
            None => self.paused.push((origin.to_owned(), until_ms)),
        }
    }

    /// All that a widget asked waits for an origin to open again.
    pub fn is_paused(&self, widget: WidgetId) -> bool {
        let is_of = |job: &&Job| job.subscribers.iter().any(|(_, of)| *of == widget);
        let mut is_paused = false;
        for job in self.jobs.values().filter(is_of) {
            is_paused = !job.is_under_way && self.is_paused_for(job);
            if !is_paused {
                break;
            }
        }
        is_paused
    }

    /// When the first closed origin with waiting requests opens again.
    pub fn resumes_at_ms(&self) -> Option<i64> {
        let is_needed = |origin: &str| {
            let mut jobs = self.jobs.values();
            jobs.any(|job| !job.is_under_way && job.origin == origin)
        };
        let paused = self.paused.iter();
        paused
            .filter(|(origin, _)| is_needed(origin))
            .map(|(_, until_ms)| *until_ms)
            .min()
    }

    fn count(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    fn best(&self) -> Option<JobId> {
        self.jobs
            .iter()
            .filter(|(_, job)| !job.is_under_way && self.has_room(job))
            .min_by_key(|(id, job)| (self.rank(job), **id))
            .map(|(id, _)| *id)
    }

    fn has_room(&self, job: &Job) -> bool {
        let is_beside = |other: &&Job| other.is_under_way && other.origin == job.origin;
        let under_way = self.jobs.values().filter(is_beside).count();
        under_way < self.concurrency && !self.is_paused_for(job)
    }

    fn is_paused_for(&self, job: &Job) -> bool {
        !job.is_user_initiated && self.is_paused_origin(&job.origin)
    }

    fn is_paused_origin(&self, origin: &str) -> bool {
        self.paused.iter().any(|(paused, _)| paused == origin)
    }

    /// Visible before hidden, then the widget whose last start is longest ago.
    fn rank(&self, job: &Job) -> (bool, u64) {
        job.subscribers
            .iter()
            .map(|(_, widget)| match self.widgets.get(widget) {
                Some(seen) => (seen.is_hidden, seen.last_start),
                None => (false, 0),
            })
            .min()
            .unwrap_or((true, u64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(concurrency: usize) -> Pool {
        let mut pool = Pool::default();
        pool.set_concurrency(concurrency);
        pool
    }

    #[test]
    fn identical_requests_are_one_and_end_with_their_last_subscriber() {
        let mut pool = pool(5);
        let (first, ticket_a) = pool.subscribe("/x", "o", 1, false);
        let (second, ticket_b) = pool.subscribe("/x", "o", 2, false);
        assert_eq!(first, second);
        assert_eq!(pool.start(0), [first]);
        assert_eq!(pool.unsubscribe(ticket_a), None);
        assert_eq!(pool.unsubscribe(ticket_b), Some(first));
        assert_eq!(pool.unsubscribe(ticket_b), None);
    }

    #[test]
    fn a_finished_request_is_not_shared_any_more() {
        let mut pool = pool(5);
        let (first, ticket) = pool.subscribe("/x", "o", 1, false);
        pool.start(0);
        assert_eq!(pool.finish(first), [ticket]);
        assert_ne!(pool.subscribe("/x", "o", 1, false).0, first);
    }

    #[test]
    fn origins_have_their_own_limit() {
        let mut pool = pool(2);
        for n in 0..4 {
            pool.subscribe(&format!("a{n}"), "a", n, false);
            pool.subscribe(&format!("b{n}"), "b", n, false);
        }
        assert_eq!(pool.start(0).len(), 4);
        assert_eq!(pool.start(0), []);
    }

    #[test]
    fn visible_widgets_go_first() {
        let mut pool = pool(1);
        let (hidden, _) = pool.subscribe("hidden", "o", 1, false);
        let (visible, _) = pool.subscribe("visible", "o", 2, false);
        pool.set_visible(1, false);
        pool.set_visible(2, true);
        assert_eq!(pool.start(0), [visible]);
        pool.finish(visible);
        assert_eq!(pool.start(0), [hidden]);
    }

    #[test]
    fn a_widget_with_many_requests_does_not_starve_the_others() {
        let mut pool = pool(1);
        let greedy: Vec<_> = (0..3)
            .map(|n| pool.subscribe(&format!("g{n}"), "o", 1, false).0)
            .collect();
        let (modest, _) = pool.subscribe("m", "o", 2, false);
        let mut order = Vec::new();
        while let [id] = pool.start(0)[..] {
            order.push(id);
            pool.finish(id);
        }
        assert_eq!(order, [greedy[0], modest, greedy[1], greedy[2]]);
    }

    #[test]
    fn an_origin_that_asks_for_patience_is_left_alone_whole() {
        let mut pool = pool(5);
        pool.subscribe("1", "slow", 1, false);
        pool.subscribe("2", "slow", 2, false);
        let (other, _) = pool.subscribe("3", "fine", 3, false);
        pool.pause_origin("slow", 0, 1_000);
        pool.pause_origin("slow", 0, 500);
        assert_eq!(pool.start(0), [other]);
        assert_eq!(pool.resumes_at_ms(), Some(1_000));
        assert_eq!(pool.start(1_000).len(), 2);
        assert_eq!(pool.resumes_at_ms(), None);
    }

    #[test]
    fn nobody_is_silenced_for_longer_than_five_minutes() {
        let mut pool = pool(5);
        let (id, _) = pool.subscribe("1", "o", 1, false);
        pool.pause_origin("o", 7, u64::MAX);
        assert_eq!(pool.resumes_at_ms(), Some(300_007));
        assert_eq!(pool.start(300_006), []);
        assert_eq!(pool.start(300_007), [id]);
    }

    #[test]
    fn what_a_person_asks_for_is_tried_though_the_origin_is_closed() {
        let mut pool = pool(5);
        pool.pause_origin("o", 0, 60_000);
        pool.subscribe("1", "o", 1, false);
        let (user_initiated, _) = pool.subscribe("2", "o", 2, true);
        assert_eq!(pool.start(0), [user_initiated]);
        // Refused, it is not tried again by itself; asked for, it is.
        pool.pause_origin("o", 1_000, 60_000);
        pool.finish(user_initiated);
        assert_eq!(pool.start(1_000), []);
        let (shared, _) = pool.subscribe("1", "o", 3, true);
        assert_eq!(pool.start(1_000), [shared], "the one that waited");
    }

    #[test]
    fn a_good_answer_opens_the_origin_again() {
        let mut pool = pool(1);
        let (early, _) = pool.subscribe("0", "o", 9, false);
        pool.start(0);
        pool.pause_origin("o", 0, 60_000);
        let (waiting, _) = pool.subscribe("1", "o", 1, false);
        assert!(!pool.answered(early));
        pool.finish(early);
        assert_eq!(pool.start(0), [], "asked for before it was closed");
        let (user_initiated, _) = pool.subscribe("2", "o", 2, true);
        assert_eq!(pool.start(0), [user_initiated]);
        assert!(pool.answered(user_initiated));
        pool.finish(user_initiated);
        assert_eq!(pool.start(0), [waiting]);
    }

    #[test]
    fn wishes_of_before_the_refusal_wait_with_the_others() {
        let mut pool = pool(2);
        let all: Vec<_> = (0..6)
            .map(|n| pool.subscribe(&n.to_string(), "o", n, true).0)
            .collect();
        assert_eq!(pool.start(0), all[..2]);
        pool.pause_origin("o", 0, 1_000);
        pool.finish(all[0]);
        assert_eq!(pool.start(0), []);
    }

    #[test]
    fn a_widget_is_parked_while_all_it_asked_waits_for_an_origin() {
        let mut pool = pool(1);
        assert!(!pool.is_paused(1), "it asks nothing");
        let (first, _) = pool.subscribe("1", "o", 1, false);
        pool.subscribe("2", "o", 1, false);
        assert!(!pool.is_paused(1), "its turn comes");
        pool.start(0);
        pool.pause_origin("o", 0, 1_000);
        assert!(!pool.is_paused(1), "one is under way");
        pool.finish(first);
        assert!(pool.is_paused(1) && !pool.is_paused(2));
        pool.start(1_000);
        assert!(!pool.is_paused(1));
    }
}

//! Which request goes next: at most so many under way per origin, visible widgets first,
//! fair between widgets, identical requests shared, a whole origin slowed by its 429.
//!
//! Sending them is the edge's matter; here they are keys and tickets.

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
    subscribers: Vec<(Ticket, WidgetId)>,
}

#[derive(Debug, Default)]
struct Seen {
    is_hidden: bool,
    /// Order of this widget's last start: who waited longest goes first.
    last_start: u64,
}

/// The requests of a page.
#[derive(Debug)]
pub struct Pool {
    concurrency: usize,
    next: u64,
    jobs: SortedMap<JobId, Job>,
    widgets: SortedMap<WidgetId, Seen>,
    closed_until_ms: SortedMap<String, i64>,
}

impl Default for Pool {
    fn default() -> Self {
        Self {
            concurrency: DEFAULT_CONCURRENCY,
            next: 0,
            jobs: SortedMap::new(),
            widgets: SortedMap::new(),
            closed_until_ms: SortedMap::new(),
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
            .get_or_insert_with(widget, Seen::default)
            .is_hidden = !visible;
    }

    /// A widget is gone for good.
    pub fn forget(&mut self, widget: WidgetId) {
        self.widgets.remove(&widget);
    }

    /// Subscribes `widget` to the request `key` at `origin`; an identical request that
    /// waits or is under way is shared.
    pub fn subscribe(&mut self, key: &str, origin: &str, widget: WidgetId) -> (JobId, Ticket) {
        let ticket = Ticket(self.count());
        let existing = self.jobs.iter_mut().find(|(_, job)| job.key == key);
        if let Some((id, job)) = existing {
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
        self.closed_until_ms.retain(|_, until| *until > now_ms);
        let mut started = Vec::new();
        while let Some(id) = self.best() {
            let order = self.count();
            if let Some(job) = self.jobs.get_mut(&id) {
                job.is_under_way = true;
                for (_, widget) in &job.subscribers {
                    self.widgets
                        .get_or_insert_with(*widget, Seen::default)
                        .last_start = order;
                }
            }
            started.push(id);
        }
        started
    }

    /// A request came to its end: those who wait for it.
    pub fn finish(&mut self, id: JobId) -> Vec<Ticket> {
        self.jobs
            .remove(&id)
            .map(|job| job.subscribers.iter().map(|(ticket, _)| *ticket).collect())
            .unwrap_or_default()
    }

    /// The origin of a request asked for patience until `until_ms`: none of its requests
    /// start before.
    pub fn close_origin(&mut self, origin: &str, until_ms: i64) {
        let until = self
            .closed_until_ms
            .get_or_insert_with(origin.to_owned(), || 0);
        *until = until_ms.max(*until);
    }

    /// When the first closed origin with waiting requests opens again.
    pub fn opens_at_ms(&self) -> Option<i64> {
        self.jobs
            .values()
            .filter(|job| !job.is_under_way)
            .filter_map(|job| self.closed_until_ms.get(&job.origin))
            .min()
            .copied()
    }

    fn count(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    fn best(&self) -> Option<JobId> {
        self.jobs
            .iter()
            .filter(|(_, job)| !job.is_under_way && self.has_room(&job.origin))
            .min_by_key(|(id, job)| (self.rank(job), **id))
            .map(|(id, _)| *id)
    }

    fn has_room(&self, origin: &str) -> bool {
        let under_way = self
            .jobs
            .values()
            .filter(|job| job.is_under_way && job.origin == origin)
            .count();
        under_way < self.concurrency && !self.closed_until_ms.contains_key(origin)
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
        let (first, ticket_a) = pool.subscribe("/x", "o", 1);
        let (second, ticket_b) = pool.subscribe("/x", "o", 2);
        assert_eq!(first, second);
        assert_eq!(pool.start(0), [first]);
        assert_eq!(pool.unsubscribe(ticket_a), None);
        assert_eq!(pool.unsubscribe(ticket_b), Some(first));
        assert_eq!(pool.unsubscribe(ticket_b), None);
    }

    #[test]
    fn a_finished_request_is_not_shared_any_more() {
        let mut pool = pool(5);
        let (first, ticket) = pool.subscribe("/x", "o", 1);
        pool.start(0);
        assert_eq!(pool.finish(first), [ticket]);
        assert_ne!(pool.subscribe("/x", "o", 1).0, first);
    }

    #[test]
    fn origins_have_their_own_limit() {
        let mut pool = pool(2);
        for n in 0..4 {
            pool.subscribe(&format!("a{n}"), "a", n);
            pool.subscribe(&format!("b{n}"), "b", n);
        }
        assert_eq!(pool.start(0).len(), 4);
        assert_eq!(pool.start(0), []);
    }

    #[test]
    fn visible_widgets_go_first() {
        let mut pool = pool(1);
        let (hidden, _) = pool.subscribe("hidden", "o", 1);
        let (visible, _) = pool.subscribe("visible", "o", 2);
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
            .map(|n| pool.subscribe(&format!("g{n}"), "o", 1).0)
            .collect();
        let (modest, _) = pool.subscribe("m", "o", 2);
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
        pool.subscribe("1", "slow", 1);
        pool.subscribe("2", "slow", 2);
        let (other, _) = pool.subscribe("3", "fine", 3);
        pool.close_origin("slow", 1_000);
        pool.close_origin("slow", 500);
        assert_eq!(pool.start(0), [other]);
        assert_eq!(pool.opens_at_ms(), Some(1_000));
        assert_eq!(pool.start(1_000).len(), 2);
        assert_eq!(pool.opens_at_ms(), None);
    }
}

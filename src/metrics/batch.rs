//! Holding metrics back until there are enough of them, or long enough; bounded.

use std::collections::VecDeque;

/// When a batch is due, and how much it may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchLimits {
    /// Due with so many items.
    pub items: usize,
    /// Due so long after its first item, in milliseconds.
    pub wait_ms: u64,
    /// Most items kept while none can be sent; older ones are dropped first.
    pub capacity: usize,
}

impl Default for BatchLimits {
    fn default() -> Self {
        Self {
            // A request costs a page as much as many lines do: few of them, as full as they may be.
            items: 400,
            wait_ms: 10_000,
            capacity: 1_000,
        }
    }
}

/// Items on their way out.
#[derive(Clone, Debug)]
pub struct Batch<T> {
    limits: BatchLimits,
    items: VecDeque<T>,
    first_at_ms: f64,
    dropped: u64,
}

impl<T> Batch<T> {
    /// An empty batch.
    pub fn new(limits: BatchLimits) -> Self {
        Self {
            limits,
            items: VecDeque::new(),
            first_at_ms: 0.0,
            dropped: 0,
        }
    }

    /// Takes one more; true where the batch is due now.
    #[must_use]
    pub fn push(&mut self, item: T, now_ms: f64) -> bool {
        if self.items.is_empty() {
            self.first_at_ms = now_ms;
        }
        self.items.push_back(item);
        self.drop_oldest();
        self.is_due(now_ms)
    }

    /// There is something, and enough of it or for long enough.
    pub fn is_due(&self, now_ms: f64) -> bool {
        !self.items.is_empty()
            && (self.items.len() >= self.limits.items
                || now_ms - self.first_at_ms >= self.limits.wait_ms as f64)
    }

    /// Takes everything out.
    pub fn take(&mut self) -> Vec<T> {
        std::iter::from_fn(|| self.items.pop_front()).collect()
    }

    /// Puts back what could not be sent, before what came since.
    pub fn put_back(&mut self, items: Vec<T>) {
        for item in items.into_iter().rev() {
            self.items.push_front(item);
        }
        self.drop_oldest();
    }

    /// How many were dropped for want of room, ever.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// None waits.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    fn drop_oldest(&mut self) {
        while self.items.len() > self.limits.capacity {
            self.items.pop_front();
            self.dropped += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_due_by_size_or_time_and_stays_bounded() {
        let limits = BatchLimits {
            items: 3,
            wait_ms: 100,
            capacity: 5,
        };
        let mut batch = Batch::new(limits);
        assert!(!batch.push(1, 0.0));
        assert!(!batch.is_due(99.0));
        assert!(batch.is_due(100.0));
        assert!(!batch.push(2, 1.0));
        assert!(batch.push(3, 2.0));
        let taken = batch.take();
        assert!(!batch.is_due(1000.0), "nothing waits");
        for item in 4..8 {
            let _ = batch.push(item, 1001.0);
        }
        batch.put_back(taken);
        assert_eq!(batch.dropped(), 2);
        assert_eq!(batch.take(), [3, 4, 5, 6, 7], "the oldest go first");
    }
}

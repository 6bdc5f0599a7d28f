//! Where metrics go. A backend may fail; its caller never does.

use super::sample::{OwnedSample, Sample};
use crate::error::Error;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

/// Receives every sampled metric.
pub trait Backend {
    /// Takes one metric.
    fn record(&mut self, sample: &Sample<'_>) -> Result<(), Error>;

    /// Sends what is held back.
    fn flush(&mut self) -> Result<(), Error> {
        Ok(())
    }

    /// Hands over what is held back, since the page may be gone the next moment.
    fn leave(&mut self) {
        // A backend that holds nothing back has nothing to hand over.
    }

    /// Metrics that were taken and never arrived.
    fn dropped(&self) -> u64 {
        0
    }

    /// False where every metric would be thrown away: then none is even put together.
    fn is_listening(&self) -> bool {
        true
    }

    /// True where samples are to say which trace they belong to.
    fn wants_trace(&self) -> bool {
        false
    }
}

/// Throws everything away, and costs nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct DummyBackend;

impl Backend for DummyBackend {
    fn record(&mut self, _: &Sample<'_>) -> Result<(), Error> {
        Ok(())
    }

    fn is_listening(&self) -> bool {
        false
    }
}

/// Keeps the last metrics. Clones share them, so that a reader can hold one.
#[derive(Clone, Debug)]
pub struct MemoryBackend {
    samples: Rc<RefCell<VecDeque<OwnedSample>>>,
    capacity: usize,
}

impl MemoryBackend {
    /// Room for so many metrics; older ones go first.
    pub fn new(capacity: usize) -> Self {
        Self {
            samples: Rc::default(),
            capacity,
        }
    }

    /// What is kept, oldest first.
    pub fn samples(&self) -> Vec<OwnedSample> {
        self.samples.borrow().iter().cloned().collect()
    }
}

impl Backend for MemoryBackend {
    fn record(&mut self, sample: &Sample<'_>) -> Result<(), Error> {
        let mut samples = self.samples.borrow_mut();
        if samples.len() >= self.capacity {
            samples.pop_front();
        }
        if self.capacity > 0 {
            samples.push_back(sample.to_owned());
        }
        Ok(())
    }

    fn is_listening(&self) -> bool {
        self.capacity > 0
    }

    fn wants_trace(&self) -> bool {
        true
    }
}

/// Several backends; the failure of one keeps nothing from the others.
#[derive(Default)]
pub struct CompositeBackend(Vec<Box<dyn Backend>>);

impl CompositeBackend {
    /// All of these.
    pub fn new(backends: Vec<Box<dyn Backend>>) -> Self {
        Self(backends)
    }

    fn each(
        &mut self,
        mut act: impl FnMut(&mut dyn Backend) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut first = Ok(());
        for backend in &mut self.0 {
            let outcome = act(backend.as_mut());
            if first.is_ok() {
                first = outcome;
            }
        }
        first
    }
}

impl Backend for CompositeBackend {
    fn record(&mut self, sample: &Sample<'_>) -> Result<(), Error> {
        self.each(|backend| {
            if backend.is_listening() {
                backend.record(sample)
            } else {
                Ok(())
            }
        })
    }

    fn flush(&mut self) -> Result<(), Error> {
        self.each(|backend| backend.flush())
    }

    fn leave(&mut self) {
        for backend in &mut self.0 {
            backend.leave();
        }
    }

    fn dropped(&self) -> u64 {
        self.0.iter().map(|backend| backend.dropped()).sum()
    }

    fn is_listening(&self) -> bool {
        self.0.iter().any(|backend| backend.is_listening())
    }

    fn wants_trace(&self) -> bool {
        self.0.iter().any(|backend| backend.wants_trace())
    }
}

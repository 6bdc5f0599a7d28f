//! Records the edge's own work. Where it goes is set up in `web::metrics`; whoever records knows
//! nothing of that, and nothing is recorded before.

mod clock;
mod current;
mod stopwatch;
pub mod traffic;

pub use clock::{PageClock, sentry_sdk};
pub use current::{metrics, recorder, replace};
pub use stopwatch::{Stopwatch, database, error_type, stage};

//! What lies outside of a page: what happens to its machine, its network and its server.

use events_stats_widget::error::{Error, ErrorKind};

pub const SECOND: i64 = 1_000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// How long the server asks to wait when it has had enough.
pub const PATIENCE_MS: u64 = 60_000;

#[derive(Clone, Copy, Debug)]
pub enum Happening {
    /// The machine sleeps. Timers may run on meanwhile, all due at waking, or stand still.
    Sleep { for_ms: i64, timers_run: bool },
    /// No request gets through, and those under way break.
    Offline,
    /// The network is back, and the browser says so.
    Online,
    /// The tab is in the background.
    PageHidden,
    /// The tab is in front again.
    PageShown,
    /// So many widgets are near the visible part of the page.
    Scrolled { seen: usize },
    /// The clock of the machine is off from the truth by so much, from now on.
    ClockPut { off_ms: i64 },
    /// A redeployment: 503.
    ServerFails { for_ms: i64 },
    /// 429, with the time to wait.
    ServerLimits { for_ms: i64 },
}

/// xorshift64*: chance that repeats.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// In `0.0..1.0`.
    pub fn next(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The network and the server, as they are at a moment.
pub struct Outside {
    /// What the server asks for with a 429.
    pub patience_ms: u64,
    /// Something that is no JSON comes in place of every answer until then.
    pub garbles_until_ms: i64,
    /// Any answer may be anything.
    pub is_mad: bool,
    pub is_offline: bool,
    pub fails_until_ms: i64,
    pub limits_until_ms: i64,
    /// What was under way before this moment is broken.
    pub broken_before_ms: i64,
}

impl Default for Outside {
    fn default() -> Self {
        Self {
            patience_ms: PATIENCE_MS,
            garbles_until_ms: 0,
            is_mad: false,
            is_offline: false,
            fails_until_ms: 0,
            limits_until_ms: 0,
            broken_before_ms: 0,
        }
    }
}

impl Outside {
    /// What comes of a request that was sent at `sent_ms` and ends now.
    pub fn outcome(&self, sent_ms: i64, chance: &mut Chance) -> Result<(), Error> {
        if self.is_mad {
            return anything(chance);
        }
        if self.is_offline || sent_ms < self.broken_before_ms {
            let detail = "net::ERR_INTERNET_DISCONNECTED".to_owned();
            return Err(ErrorKind::Network { detail }.into());
        }
        if sent_ms < self.fails_until_ms {
            return Err(refused(503, None));
        }
        if sent_ms < self.limits_until_ms {
            return Err(refused(429, Some(self.patience_ms)));
        }
        if sent_ms < self.garbles_until_ms {
            return Err(garbled());
        }
        Ok(())
    }
}

fn anything(chance: &mut Chance) -> Result<(), Error> {
    let waits = [None, Some(0), Some(1_500), Some(20_000), Some(u64::MAX)];
    let wait = waits[(chance.next() * waits.len() as f64) as usize];
    match (chance.next() * 10.0) as u32 {
        0 => Err(refused(429, wait)),
        1 => Err(refused(503, wait)),
        2 => Err(refused(404, None)),
        3 => Err(refused(401, None)),
        4 => Err(refused(400, None)),
        5 => Err(garbled()),
        6 => Err(ErrorKind::Truncated { received: 7 }.into()),
        7 => Err(ErrorKind::Timeout { limit_ms: 60_000 }.into()),
        _ => Ok(()),
    }
}

fn garbled() -> Error {
    Error::decode(0, "a value", "`<`")
}

fn refused(status: u16, retry_after_ms: Option<u64>) -> Error {
    ErrorKind::Http {
        status,
        detail: String::new(),
        retry_after_ms,
    }
    .into()
}

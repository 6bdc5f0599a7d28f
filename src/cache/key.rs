//! Under which key an answer is cached, and whether the server lets it be kept at all.

use crate::request::RequestPlan;
use md5::{Digest, Md5};

/// Query pairs that say which stretch of time, and in which steps.
const RANGE_PAIRS: [&str; 6] = [
    "statsPeriod",
    "statsPeriodStart",
    "statsPeriodEnd",
    "start",
    "end",
    "interval",
];

/// Whom answers come from, and for whom.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct CacheScope {
    /// The host's name for the signed-in user; empty where it gave none.
    pub cache_key: String,
    /// Which `fetch` is used.
    pub fetch: String,
    /// The base address.
    pub base: String,
    /// The organization.
    pub org: String,
}

impl CacheScope {
    /// The key of the answer to `plan`.
    pub fn key(&self, plan: &RequestPlan) -> String {
        let range = plan.pairs.iter().filter(|(name, _)| is_range(name));
        format!("{}{}", self.subject(plan), digest(texts(range)))
    }

    /// What the keys of one request begin with, whatever its range.
    pub fn subject(&self, plan: &RequestPlan) -> String {
        let pairs = plan.pairs.iter().filter(|(name, _)| !is_range(name));
        let asked = std::iter::once(plan.path.as_str()).chain(texts(pairs));
        format!("{}{}/", self.prefix(), digest(asked))
    }

    /// What all keys of this place begin with. It holds the host's key as it is, its length
    /// first, so that no key of one user begins like another's.
    pub fn prefix(&self) -> String {
        let place = [self.fetch.as_str(), &self.base, &self.org];
        format!(
            "{}:{}/{}/",
            self.cache_key.len(),
            self.cache_key,
            digest(place)
        )
    }
}

/// Whether a `Cache-Control` header forbids to keep the answer.
pub fn is_no_store(header: &str) -> bool {
    let mut directives = header.split(',').map(str::trim);
    directives.any(|directive| directive.eq_ignore_ascii_case("no-store"))
}

fn is_range(name: &str) -> bool {
    RANGE_PAIRS.contains(&name)
}

fn texts<'a>(pairs: impl Iterator<Item = &'a (String, String)>) -> impl Iterator<Item = &'a str> {
    pairs.flat_map(|(name, value)| [name.as_str(), value.as_str()])
}

/// Each text counts with its length, so that no two lists read alike.
fn digest<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut digest = Md5::new();
    for text in texts {
        digest.update((text.len() as u64).to_le_bytes());
        digest.update(text.as_bytes());
    }
    let hex = |half: u8| {
        char::from(if half < 10 {
            b'0' + half
        } else {
            b'a' - 10 + half
        })
    };
    let bytes = digest.finalize();
    bytes
        .iter()
        .flat_map(|byte| [hex(byte >> 4), hex(byte & 15)])
        .collect()
}

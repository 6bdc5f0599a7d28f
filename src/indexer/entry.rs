//! What the database holds of a string: its id, and the colour slot that goes with it.

use super::keys::OrgId;
use crate::sorted;
use md5::{Digest, Md5};

/// Most strings of an organization that are kept; those unused for longest go first.
pub const CAPACITY: usize = 2_000;

/// A string's id and what is remembered beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StringEntry {
    /// Id, from 0 up within an organization.
    pub id: u64,
    /// Colour slot, where the string is the key of a series.
    pub slot: Option<u16>,
    /// When it was last used, in days since 1970.
    pub day: u16,
}

impl StringEntry {
    /// Id, slot and day in twelve bytes, little-endian.
    pub fn to_bytes(self) -> Vec<u8> {
        let slot = self.slot.unwrap_or(u16::MAX);
        let (slot, day) = (slot.to_le_bytes(), self.day.to_le_bytes());
        [&self.id.to_le_bytes()[..], &slot, &day].concat()
    }

    /// Reads [`StringEntry::to_bytes`], and the ten bytes that older versions wrote, without a day;
    /// anything else is as good as not there.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (id, rest) = bytes.split_first_chunk::<8>()?;
        let (slot, day) = rest.split_first_chunk::<2>()?;
        let slot = u16::from_le_bytes(*slot);
        let day = match day {
            [] => 0,
            day => u16::from_le_bytes(day.try_into().ok()?),
        };
        Some(Self {
            id: u64::from_le_bytes(*id),
            slot: (slot != u16::MAX).then_some(slot),
            day,
        })
    }
}

/// A string that is to have an id, and the colour slot to remember with it.
pub type PendingString = (String, Option<u16>);

/// The number of an organization that is known by the address of its API and its slug.
pub fn org_id(api: &str, slug: &str) -> OrgId {
    let digest = Md5::digest(format!("{api}\n{slug}"));
    let first = digest.iter().take(8);
    first.fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

/// Key of an organization's string in the database; all of an organization begin alike.
pub fn database_key(org: OrgId, string: &str) -> String {
    format!("{org}:{string}")
}

/// What keys of an organization begin with.
pub fn database_prefix(org: OrgId) -> String {
    database_key(org, "")
}

/// Key under which the next id of an organization stands, beside its strings.
pub fn counter_key(org: OrgId) -> String {
    format!("next/{org}")
}

/// Keys to forget, so that as many are left as may be kept. A day after `today` was told by a
/// clock that was wrong, and counts for nothing.
pub fn excess(mut entries: Vec<(String, StringEntry)>, today: u16) -> Vec<String> {
    let excess = entries.len().saturating_sub(CAPACITY);
    let used = |entry: &StringEntry| Some(entry.day).filter(|day| *day <= today).unwrap_or(0);
    sorted::sort_by_key(&mut entries, |(_, entry)| (used(entry), entry.id));
    entries.truncate(excess);
    entries.into_iter().map(|(key, _)| key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_back_as_they_were() {
        for entry in [
            StringEntry {
                id: 0,
                slot: None,
                day: 0,
            },
            StringEntry {
                id: u64::MAX,
                slot: Some(0),
                day: u16::MAX,
            },
            StringEntry {
                id: 7,
                slot: Some(300),
                day: 20_000,
            },
        ] {
            assert_eq!(StringEntry::from_bytes(&entry.to_bytes()), Some(entry));
        }
        for wrong in [&b""[..], b"12345678", b"123456789", b"12345678901"] {
            assert_eq!(StringEntry::from_bytes(wrong), None);
        }
        let older = StringEntry {
            id: 1,
            slot: Some(2),
            day: 0,
        };
        assert_eq!(
            StringEntry::from_bytes(&older.to_bytes()[..10]),
            Some(older)
        );
    }

    #[test]
    fn organizations_are_told_apart() {
        assert_eq!(org_id("https://a/", "b"), org_id("https://a/", "b"));
        assert_ne!(org_id("https://a/", "b"), org_id("https://b/", "b"));
        assert_ne!(org_id("https://a/", "b"), org_id("https://a/", "c"));
        assert!(!counter_key(1).starts_with(&database_prefix(1)));
    }

    #[test]
    fn the_longest_unused_go_first() {
        // One was used later, and one by a clock that was wrong.
        let day = |id: u64| match id {
            1 => 1,
            2 => u16::MAX,
            _ => 0,
        };
        let entry = |id: u64| {
            let slot = None;
            let day = day(id);
            (id.to_string(), StringEntry { id, slot, day })
        };
        let all: Vec<_> = (0..CAPACITY as u64 + 2).rev().map(entry).collect();
        assert_eq!(excess(all, 1), ["0", "2"]);
        assert!(excess(vec![entry(9)], 1).is_empty());
    }
}

//! Which strings of which organizations.

use crate::sorted::{SortedMap, SortedSet};

/// Number of an organization.
pub type OrgId = u64;

/// Strings by organization, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyCollection(SortedMap<OrgId, SortedSet<String>>);

impl KeyCollection {
    /// One string.
    pub fn one(org: OrgId, string: &str) -> Self {
        Self::from_iter([(org, string.to_owned())])
    }

    /// Number of strings in all organizations together.
    pub fn size(&self) -> usize {
        self.0.values().map(SortedSet::len).sum()
    }

    /// No string at all.
    pub fn is_empty(&self) -> bool {
        self.size() == 0
    }

    /// Adds a string.
    pub fn insert(&mut self, org: OrgId, string: impl Into<String>) {
        self.0
            .get_or_insert_with(org, SortedSet::new)
            .insert(string.into());
    }

    /// Whether a string is among them.
    pub fn contains(&self, org: OrgId, string: &str) -> bool {
        self.0
            .get(&org)
            .is_some_and(|strings| strings.contains(string))
    }

    /// Pairs of organization and string, in order.
    pub fn as_tuples(&self) -> impl Iterator<Item = (OrgId, &str)> {
        self.0
            .iter()
            .flat_map(|(org, strings)| strings.iter().map(|string| (*org, string.as_str())))
    }

    /// The same as texts: `1:a`.
    pub fn as_strings(&self) -> impl Iterator<Item = String> {
        self.as_tuples()
            .map(|(org, string)| format!("{org}:{string}"))
    }

    /// The organizations, those without a string included.
    pub fn organizations(&self) -> impl Iterator<Item = OrgId> {
        self.0.keys().copied()
    }
}

impl FromIterator<(OrgId, String)> for KeyCollection {
    fn from_iter<I: IntoIterator<Item = (OrgId, String)>>(pairs: I) -> Self {
        let mut keys = Self::default();
        for (org, string) in pairs {
            keys.insert(org, string);
        }
        keys
    }
}

/// One string and its id, if it has one. Zero is an id like any other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyResult {
    /// Organization.
    pub org: OrgId,
    /// String.
    pub string: String,
    /// Id.
    pub id: Option<u64>,
}

impl KeyResult {
    /// A string with its id.
    pub fn new(org: OrgId, string: &str, id: Option<u64>) -> Self {
        Self {
            org,
            string: string.to_owned(),
            id,
        }
    }

    /// Reads `org:string`; the string may hold colons, for the first one parts them.
    pub fn from_string(text: &str, id: Option<u64>) -> Option<Self> {
        let (org, string) = text.split_once(':')?;
        Some(Self::new(org.parse().ok()?, string, id))
    }
}

//! Tags, the keys that may not be tags, and the scopes that tags come from.

use crate::sorted::SortedMap;
use serde::{Serialize, Serializer};
use std::cell::RefCell;
use std::rc::Rc;

/// The one key that may end in `_id`.
pub const DENIED_EXCEPTION: &str = "use_case_id";

/// Keys whose values are too many to be tags.
const DENIED: [&str; 3] = ["event", "project", "group"];

/// Whether a key may not be a tag: it ends in `_id`, but for [`DENIED_EXCEPTION`], or is
/// one of `event`, `project`, `group`.
pub fn is_denied(key: &str) -> bool {
    (key.ends_with("_id") && key != DENIED_EXCEPTION) || DENIED.contains(&key)
}

/// Tags by key, in the order of the keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tags(SortedMap<String, String>);

impl Serialize for Tags {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl Tags {
    /// Tags from pairs; of equal keys the last one counts.
    pub fn new(pairs: &[(&str, &str)]) -> Self {
        let mut tags = Self::default();
        tags.extend(pairs);
        tags
    }

    /// Sets a tag.
    pub fn set(&mut self, key: &str, value: &str) {
        self.0.insert(key.to_owned(), value.to_owned());
    }

    /// The value of a tag.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// Sets several; of equal keys the last one counts.
    pub fn extend(&mut self, pairs: &[(&str, &str)]) {
        for (key, value) in pairs {
            self.set(key, value);
        }
    }

    /// All tags in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// No tag at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What a backend sends: these tags, under the backend's own, under the instance.
    pub fn for_sending(&self, own: &Tags, instance: Option<&str>) -> Tags {
        let mut all = self.clone();
        all.0.extend(own.0.clone());
        if let Some(instance) = instance.filter(|instance| !instance.is_empty()) {
            all.set("instance", instance);
        }
        all
    }

    pub(super) fn take_denied(&mut self) -> Vec<String> {
        let denied: Vec<String> = self
            .0
            .keys()
            .filter(|key| is_denied(key))
            .cloned()
            .collect();
        for key in &denied {
            self.0.remove(key);
        }
        denied
    }
}

/// Tags of all widgets, and a stack of scopes above them.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    all_widgets: Tags,
    stack: Vec<(String, String)>,
}

impl Scopes {
    pub(super) fn enter(scopes: &Rc<RefCell<Self>>, tags: &[(&str, &str)]) -> ScopeGuard {
        let mut depth = None;
        if let Ok(mut inner) = scopes.try_borrow_mut() {
            depth = Some(inner.stack.len());
            for (key, value) in tags {
                inner.add(key, value);
            }
        }
        ScopeGuard {
            scopes: Rc::clone(scopes),
            depth,
        }
    }

    pub(super) fn add(&mut self, key: &str, value: &str) {
        self.stack.push((key.to_owned(), value.to_owned()));
    }

    pub(super) fn set_all_widgets(&mut self, tags: &[(&str, &str)]) {
        self.all_widgets = Tags::new(tags);
    }

    pub(super) fn merged(&self) -> Tags {
        let mut tags = self.all_widgets.clone();
        for (key, value) in &self.stack {
            tags.set(key, value);
        }
        tags
    }
}

/// Ends a scope when dropped: the stack is cut back to what it was, so that tags added
/// inside go with it.
#[must_use = "the scope ends when this is dropped"]
pub struct ScopeGuard {
    scopes: Rc<RefCell<Scopes>>,
    depth: Option<usize>,
}

impl Drop for ScopeGuard {
    fn drop(&mut self) {
        if let (Some(depth), Ok(mut scopes)) = (self.depth, self.scopes.try_borrow_mut()) {
            scopes.stack.truncate(depth);
        }
    }
}

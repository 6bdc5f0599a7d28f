//! The order that a viewer gives to rows by pressing a column's head.

/// Whether the highest comes first once a column's head is pressed: in the order that is the `first`
/// one for such a column, then in the other, then in the rows' own order (`None`).
pub(super) fn turned(is_descending: Option<bool>, first: bool) -> Option<bool> {
    match is_descending {
        None => Some(first),
        Some(now) if now == first => Some(!first),
        Some(_) => None,
    }
}

/// What a column's head says of that order; `none` where the rows have their own.
pub(super) fn direction(is_descending: Option<bool>, none: &'static str) -> &'static str {
    match is_descending {
        Some(true) => "descending",
        Some(false) => "ascending",
        None => none,
    }
}

//! Which of the series is Other, the rest of all groups. It is shown last, see `frame`.

use super::node::Node;

/// Sentry's key of it.
pub(super) const OTHER: &str = "Other";

/// Its position among `groups`, of which `limit` were asked for.
///
/// Sentry: its `order` is the number of top events asked for; older datasets write
/// it first, newer ones last. A group whose value is `Other` gets another key
/// (`Other (release)`), but old servers did not see to that.
pub(super) fn position(groups: &[Node], limit: Option<u32>) -> Option<usize> {
    let position = groups.iter().position(|group| group.name == OTHER)?;
    let order = groups.get(position)?.order;
    if order.is_some() && order == limit.map(i64::from) {
        return Some(position);
    }
    let outermost = position == 0 || position + 1 == groups.len();
    let below = |group: &Node| group.name == OTHER || group.order < order;
    let ranked_last = order.is_none() || groups.iter().all(below);
    (groups.len() > 1 && outermost && ranked_last).then_some(position)
}

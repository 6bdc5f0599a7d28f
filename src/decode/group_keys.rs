//! Keys of the groups of an `events-timeseries` answer.

use super::node::TimeSeriesItem;
use super::other_series::OTHER;
use crate::json::Json;
use crate::sorted;

/// The key of each line. Sentry: the values joined by commas, of a list the last item; that
/// is not enough where two groups would get the same one, so those are written out whole.
/// `positions` are equal for lines of one group.
pub(super) fn of(items: &[TimeSeriesItem], positions: &[usize]) -> Vec<String> {
    let short = |item: &TimeSeriesItem| match item.is_other {
        true => OTHER.to_owned(),
        false => {
            let values = item.group.iter().map(|items| items.last());
            let values: Vec<&str> = values.map(|item| item.map_or("", String::as_str)).collect();
            values.join(",")
        }
    };
    let mut keys: Vec<String> = items.iter().map(short).collect();
    let firsts = sorted::first_equals(&keys, |left, right| left.cmp(right));
    let mut is_shared = vec![false; items.len()];
    for (position, &first) in positions.iter().zip(&firsts) {
        if positions.get(first) != Some(position)
            && let Some(shared) = is_shared.get_mut(first)
        {
            *shared = true;
        }
    }
    for ((key, item), first) in keys.iter_mut().zip(items).zip(firsts) {
        if is_shared.get(first) == Some(&true) && !item.is_other {
            *key = written_out(&item.group);
        }
    }
    keys
}

/// The values of a group as JSON.
fn written_out(group: &[Vec<String>]) -> String {
    let text = |item: &String| Json::Text(item.clone());
    let values = group.iter().map(|items| match items.as_slice() {
        [one] => text(one).to_string(),
        items => Json::List(items.iter().map(text).collect()).to_string(),
    });
    values.collect::<Vec<_>>().join(",")
}

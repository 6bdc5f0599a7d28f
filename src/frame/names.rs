//! What series are called, what tells them apart, and what their colour hangs on.

use super::FrameSeries;
use crate::config::{WidgetConfig, WidgetQuery};
use crate::series::Series;
use crate::sorted::SortedSet;

/// Who a series is.
pub(super) struct SeriesIdentity {
    pub(super) query_index: usize,
    pub(super) key: String,
    pub(super) color_key: String,
    pub(super) name: String,
}

/// How the series of one query are named. Sentry: `alias : axis` without groups,
/// `alias : group` with one axis, `alias > group : axis` with several.
pub(super) struct Naming<'a> {
    query_index: usize,
    alias: &'a str,
    grouped: bool,
    single_column: bool,
    several_axes: bool,
}

impl<'a> Naming<'a> {
    pub(super) fn new(config: &'a WidgetConfig, query_index: usize, series: &[Series]) -> Self {
        let query: Option<&WidgetQuery> = config.queries.get(query_index);
        let columns = query.map_or(0, |query| query.columns.len());
        let groups: SortedSet<&str> = series.iter().map(|series| series.key.as_str()).collect();
        let axes: SortedSet<usize> = series.iter().map(|series| series.axis_index).collect();
        Self {
            query_index,
            alias: query.map_or("", |query| query.name.trim()),
            // Asked for groups, but the placeholder of an empty answer has none.
            grouped: columns > 0 && !(groups.len() == 1 && groups.contains("") && axes.len() > 1)
                || groups.len() > 1
                || series.iter().any(|series| !series.key.is_empty()),
            single_column: columns == 1,
            several_axes: axes.len() > 1,
        }
    }

    pub(super) fn identify(&self, series: &Series) -> SeriesIdentity {
        let axis = series
            .axis
            .strip_prefix("equation|")
            .unwrap_or(&series.axis);
        let group = self.group_name(series);
        let name = match (self.grouped, self.several_axes, self.alias) {
            (false, _, "") => axis.to_owned(),
            (false, _, alias) => format!("{alias} : {axis}"),
            (true, false, "") => group.to_owned(),
            (true, false, alias) => format!("{alias} : {group}"),
            (true, true, "") => format!("{group} : {axis}"),
            (true, true, alias) => format!("{alias} > {group} : {axis}"),
        };
        SeriesIdentity {
            query_index: self.query_index,
            key: self.key(series),
            color_key: self.color_key(series),
            name,
        }
    }

    fn group_name<'s>(&self, series: &'s Series) -> &'s str {
        match series.key.as_str() {
            _ if series.is_other => "Other",
            "" => "(empty string)",
            // The server writes a null of a single column as Python does.
            "None" if self.single_column => "(no value)",
            key => key,
        }
    }

    /// `query.axis:group`; the group last, since it may hold anything.
    fn key(&self, series: &Series) -> String {
        let (query, axis) = (self.query_index, series.axis_index);
        match (series.is_other, self.grouped) {
            (true, _) => format!("{query}.{axis}+other"),
            (false, true) => format!("{query}.{axis}:{}", series.key),
            (false, false) => format!("{query}.{axis}"),
        }
    }

    fn color_key(&self, series: &Series) -> String {
        match (self.grouped, self.several_axes) {
            _ if series.is_other => String::new(),
            (false, _) => series.axis.clone(),
            (true, false) => series.key.clone(),
            (true, true) => format!("{} : {}", series.key, series.axis),
        }
    }
}

/// Two series of one widget that would have the same colour key (two queries with the
/// same axis) get the index of their query behind it.
pub(super) fn separate_color_keys(series: &mut [FrameSeries]) {
    let mut seen: SortedSet<String> = SortedSet::new();
    for series in series.iter_mut().filter(|series| !series.is_other) {
        if !seen.insert(series.color_key.clone()) {
            series.color_key = format!("{} #{}", series.color_key, series.query_index);
            seen.insert(series.color_key.clone());
        }
    }
}

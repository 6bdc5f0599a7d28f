//! What series are called, what tells them apart, and what their colour hangs on.

use super::FrameSeries;
use crate::config::{WidgetConfig, WidgetQuery, WidgetType};
use crate::format;
use crate::messages::{MessageKey, Messages};
use crate::sentry::field::{EQUATION_PREFIX, metric_parts};
use crate::series::Series;
use crate::sorted::SortedSet;
use crate::substring;
use std::borrow::Cow;

/// Who a series is.
pub(super) struct SeriesIdentity {
    pub(super) query_index: usize,
    pub(super) key: String,
    pub(super) color_key: String,
    pub(super) name: String,
}

/// How the series of one query are named. Sentry: `alias : axis` without groups,
/// `alias : group` with one axis, `alias > group : axis` with several. Of several
/// queries, those without an alias are called by their conditions.
pub(super) struct Naming<'a> {
    query_index: usize,
    query: Option<&'a WidgetQuery>,
    messages: &'a Messages,
    /// What the widget's data is made of.
    events: MessageKey,
    alias: Cow<'a, str>,
    grouped: bool,
    /// The columns in the order in which keys hold their values.
    columns: Vec<&'a str>,
    short_releases: bool,
    several_axes: bool,
}

impl<'a> Naming<'a> {
    /// `messages`: what is named in words is named in the host's.
    pub(super) fn new(
        config: &'a WidgetConfig,
        query_index: usize,
        series: &[Series],
        messages: &'a Messages,
    ) -> Self {
        let query: Option<&WidgetQuery> = config.queries.get(query_index);
        let groups: SortedSet<&str> = series.iter().map(|series| series.key.as_str()).collect();
        let axes: SortedSet<usize> = series.iter().map(|series| series.axis_index).collect();
        let columns = query.map_or_else(Vec::new, |query| config.columns_in_keys(query));
        let is_placeholder = groups.len() == 1 && groups.contains("") && axes.len() > 1;
        let mut naming = Self {
            query_index,
            query,
            messages,
            events: events_of(config.widget_type),
            alias: query.map_or(Cow::Borrowed(""), |query| alias_of(config, query)),
            // Asked for groups, but the placeholder of an empty answer has none.
            grouped: (!columns.is_empty() && !is_placeholder)
                || groups.len() > 1
                || series.iter().any(|series| !series.key.is_empty()),
            columns,
            short_releases: true,
            several_axes: axes.len() > 1,
        };
        let short: SortedSet<String> = groups.iter().map(|key| naming.shown_key(key)).collect();
        naming.short_releases = short.len() == groups.len();
        naming
    }

    pub(super) fn identify(&self, series: &Series) -> SeriesIdentity {
        let axis = self.axis_name(series);
        // Sentry calls the axis of a trace metric by the metric's name alone.
        let metric = metric_parts(&axis).map(|(function, name, _)| format!("{function}({name})"));
        let axis = metric.map_or(axis, Cow::Owned);
        let group = match series.is_other {
            true => self.messages.text(MessageKey::Other).to_owned(),
            false => self.shown_key(&series.key),
        };
        let name = match (self.grouped, self.several_axes, self.alias.as_ref()) {
            (false, _, "") => axis.into_owned(),
            (false, _, alias) => format!("{alias} : {axis}"),
            (true, false, "") => group,
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

    /// Sentry: a field's own alias stands in where several axes and no groups are shown,
    /// and every count of spans is called so. A rate is told in words where the widget names
    /// nothing: `epm()` says to few what it is.
    fn axis_name<'s>(&'s self, series: &'s Series) -> Cow<'s, str> {
        let axis = series.axis.as_str();
        let own = self.query.filter(|query| {
            query.columns.is_empty() && query.aggregates.len() > 1 && !self.grouped
        });
        let own = own.and_then(|query| {
            let at = query.fields.iter().position(|field| field == axis)?;
            query
                .field_aliases
                .get(at)
                .filter(|alias| !alias.is_empty())
        });
        match (own, axis) {
            (Some(alias), _) => Cow::Borrowed(alias.as_str()),
            (None, "count(span.duration)") => Cow::Borrowed("count(spans)"),
            (None, axis) => self.rate_in_words(axis).map_or_else(
                || Cow::Borrowed(axis.strip_prefix(EQUATION_PREFIX).unwrap_or(axis)),
                Cow::Owned,
            ),
        }
    }

    fn rate_in_words(&self, axis: &str) -> Option<String> {
        let name = axis.strip_suffix("()").filter(|_| self.alias.is_empty())?;
        let (events, span) = match name {
            "epm" => (self.events, MessageKey::PerMinute),
            "eps" => (self.events, MessageKey::PerSecond),
            "tpm" => (MessageKey::Transactions, MessageKey::PerMinute),
            "tps" => (MessageKey::Transactions, MessageKey::PerSecond),
            "spm" => (MessageKey::Spans, MessageKey::PerMinute),
            "sps" => (MessageKey::Spans, MessageKey::PerSecond),
            _ => return None,
        };
        let events = self.messages.text(events);
        Some(self.messages.filled(span, &[("events", events)]))
    }

    /// A key in words. Keys join the values of columns by commas and escape none, so
    /// only a key with just as many parts as there are columns is taken apart.
    fn shown_key(&self, key: &str) -> String {
        if key.is_empty() {
            return "(empty string)".to_owned();
        }
        let parts = key.split(',');
        if parts.clone().count() != self.columns.len() {
            return key.to_owned();
        }
        let shown = parts.zip(&self.columns).map(|(part, column)| match part {
            // The server writes a null as Python does.
            "None" => "(no value)".to_owned(),
            _ if self.short_releases && *column == "release" => format::release(part),
            _ => part.to_owned(),
        });
        shown.collect::<Vec<_>>().join(",")
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

fn events_of(widget_type: WidgetType) -> MessageKey {
    match widget_type {
        WidgetType::Discover | WidgetType::TraceMetrics => MessageKey::Events,
        WidgetType::ErrorEvents => MessageKey::Errors,
        WidgetType::TransactionLike => MessageKey::Transactions,
        WidgetType::Spans => MessageKey::Spans,
        WidgetType::Logs => MessageKey::Logs,
    }
}

/// The conditions lose what only marks wildcards: stars, and operators between U+F00D.
fn alias_of<'a>(config: &WidgetConfig, query: &'a WidgetQuery) -> Cow<'a, str> {
    match query.name.trim() {
        "" if config.queries.len() > 1 => {
            let outside = query.conditions.split('\u{f00d}').step_by(2);
            Cow::Owned(substring::replace(&outside.collect::<String>(), "*", ""))
        }
        name => Cow::Borrowed(name),
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

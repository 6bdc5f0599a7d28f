//! One query of a widget, in the newer form (aggregates and columns) or the older
//! one (fields alone).

use super::reader::ConfigReader;
use super::{DisplayType, WidgetQuery};
use crate::error::Error;
use crate::sentry::field::{EQUATION_PREFIX, is_aggregate};

/// What the server counts where the parameter is missing.
const DEFAULT_AGGREGATE: &str = "count()";

/// Sentry: a query has no more fields.
const MOST_AGGREGATES: u32 = 20;

pub(super) fn read_query(
    query: &ConfigReader,
    display_type: DisplayType,
) -> Result<WidgetQuery, Error> {
    query.object("a query: an object with `aggregates`, `columns` and `conditions`")?;
    let mut read = WidgetQuery {
        name: text(query, "name")?,
        aggregates: texts(query, "aggregates")?,
        columns: texts(query, "columns")?,
        conditions: text(query, "conditions")?,
        orderby: text(query, "orderby")?,
        ..WidgetQuery::default()
    };
    read_fields(query, &mut read)?;
    // One that is none of them is of a widget that was changed since.
    let selected = query.member("selectedAggregate");
    let selected = selected.and_then(|index| index.whole(0..=MOST_AGGREGATES).ok());
    read.selected_aggregate = selected.and_then(|index| usize::try_from(index).ok());
    if let Some(linked) = query.member("linkedDashboards") {
        read.linked_dashboards = linked_dashboards(&linked)?;
    }
    if is_blank(read.orderby.trim_start_matches('-')) {
        read.orderby.clear();
    }
    check_aggregates(query)?;
    complete(&mut read);
    // A big number may be of a plain column.
    let needs_aggregate = display_type.is_chart()
        || (display_type == DisplayType::BigNumber && read.fields.is_empty());
    if read.aggregates.is_empty() && needs_aggregate {
        read.aggregates.push(DEFAULT_AGGREGATE.to_owned());
        read.fields.push(DEFAULT_AGGREGATE.to_owned());
    }
    if read.fields.is_empty() {
        return Err(query.lacks("fields", "a list of one field or more"));
    }
    Ok(read)
}

impl WidgetQuery {
    /// What a big number shows: the aggregate that was selected, else the first field that is one.
    pub fn shown_aggregate(&self) -> Option<&String> {
        let selected = self.selected_aggregate;
        selected
            .and_then(|index| self.aggregates.get(index))
            .or_else(|| self.fields.iter().find(|field| is_aggregate(field)))
            .or_else(|| self.aggregates.first())
    }
}

/// Sentry: a dashboard that comes with the product has the id -1 until somebody opens it.
fn linked_dashboards(list: &ConfigReader) -> Result<Vec<(String, String)>, Error> {
    let mut linked = Vec::new();
    for item in list.items("a list of linked dashboards")? {
        let id = item
            .member("dashboardId")
            .map_or(Ok(String::new()), |id| id.id())?;
        if !matches!(&*id, "" | "-1") {
            linked.push((text(&item, "field")?, id));
        }
    }
    Ok(linked)
}

/// Older widgets have `fields` alone, some newer ones lack them.
fn complete(query: &mut WidgetQuery) {
    if query.aggregates.is_empty() && query.columns.is_empty() {
        let fields = query.fields.iter().cloned();
        (query.aggregates, query.columns) = fields.partition(|field| is_aggregate(field));
    }
    if query.fields.is_empty() {
        let both = query.columns.iter().chain(&query.aggregates);
        query.fields = both.cloned().collect();
    }
}

/// `user_count` and `event_count` are old names of functions (Sentry: legacy aliases).
fn is_axis(aggregate: &str) -> bool {
    matches!(aggregate, "user_count" | "event_count") || is_aggregate(aggregate)
}

fn check_aggregates(query: &ConfigReader) -> Result<(), Error> {
    let Some(list) = query.member("aggregates") else {
        return Ok(());
    };
    for item in list.items("a list of strings")? {
        let text = item.json().as_text().unwrap_or_default().trim();
        if !is_blank(text) && !is_axis(text) {
            return Err(item.wrong("a function such as `count()`, or `equation|...`"));
        }
    }
    Ok(())
}

fn text(query: &ConfigReader, name: &str) -> Result<String, Error> {
    query.member(name).map_or(Ok(String::new()), |value| {
        value.text().map(|text| text.trim().to_owned())
    })
}

/// Blank fields are left out: Sentry's builder stores them while one is being chosen, or an
/// equation is being written.
fn is_blank(field: &str) -> bool {
    let text = field.strip_prefix(EQUATION_PREFIX).unwrap_or(field);
    text.trim().is_empty()
}

fn texts(query: &ConfigReader, name: &str) -> Result<Vec<String>, Error> {
    let mut texts = trimmed(query, name)?;
    texts.retain(|text| !is_blank(text));
    Ok(texts)
}

fn trimmed(query: &ConfigReader, name: &str) -> Result<Vec<String>, Error> {
    let texts = query
        .member(name)
        .map_or(Ok(Vec::new()), |value| value.texts())?;
    Ok(texts.iter().map(|text| text.trim().to_owned()).collect())
}

/// A field goes with its alias, which stands at the same place in a list of its own.
fn read_fields(query: &ConfigReader, read: &mut WidgetQuery) -> Result<(), Error> {
    let aliases = query
        .member("fieldAliases")
        .map_or(Ok(Vec::new()), |aliases| aliases.texts())?;
    let mut aliases = aliases.into_iter();
    for field in trimmed(query, "fields")? {
        let alias = aliases.next();
        if !is_blank(&field) {
            read.fields.push(field);
            read.field_aliases.extend(alias);
        }
    }
    // Where there are no fields, they are for those that follow from columns and aggregates.
    read.field_aliases.extend(aliases);
    Ok(())
}

//! One query of a widget, in the newer form (aggregates and columns) or the older
//! one (fields alone).

use super::reader::Reader;
use super::{DisplayType, WidgetQuery};
use crate::error::Error;
use crate::sentry::field::{is_aggregate, is_equation};

/// What the server counts when it is told nothing.
const DEFAULT_AGGREGATE: &str = "count()";

pub(super) fn read_query(query: &Reader, display_type: DisplayType) -> Result<WidgetQuery, Error> {
    query.object("a query: an object with `aggregates`, `columns` and `conditions`")?;
    let mut read = WidgetQuery {
        name: text(query, "name")?,
        fields: texts(query, "fields")?,
        aggregates: texts(query, "aggregates")?,
        columns: texts(query, "columns")?,
        conditions: text(query, "conditions")?,
        orderby: text(query, "orderby")?,
        field_aliases: query
            .member("fieldAliases")
            .map_or(Ok(Vec::new()), |aliases| aliases.texts())?,
    };
    check_aggregates(query)?;
    complete(&mut read);
    if read.aggregates.is_empty() && display_type != DisplayType::Table {
        read.aggregates.push(DEFAULT_AGGREGATE.to_owned());
        read.fields.push(DEFAULT_AGGREGATE.to_owned());
    }
    if read.fields.is_empty() {
        return Err(query.lacks("fields", "a list of one field or more"));
    }
    Ok(read)
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

fn check_aggregates(query: &Reader) -> Result<(), Error> {
    let Some(list) = query.member("aggregates") else {
        return Ok(());
    };
    for item in list.items("a list of texts")? {
        let text = item.json().as_text().unwrap_or_default().trim();
        let is_blank_equation = is_equation(text) && text.len() == "equation|".len();
        if !text.is_empty() && (!is_axis(text) || is_blank_equation) {
            return Err(item.wrong("a function such as `count()`, or `equation|...`"));
        }
    }
    Ok(())
}

fn text(query: &Reader, name: &str) -> Result<String, Error> {
    query.member(name).map_or(Ok(String::new()), |value| {
        value.text().map(|text| text.trim().to_owned())
    })
}

/// Empty fields are left out: Sentry's builder stores them while one is being chosen.
fn texts(query: &Reader, name: &str) -> Result<Vec<String>, Error> {
    let texts = query
        .member(name)
        .map_or(Ok(Vec::new()), |value| value.texts())?;
    Ok(texts
        .iter()
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
        .collect())
}

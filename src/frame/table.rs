//! Rows of the `events` endpoint as a table or as one big number.

use super::cell::{self, SentryPage};
use super::change::{Change, QueryComparison, SeriesChange};
use super::input::{FrameInput, Rank};
use super::order;
use super::series_unit::{self, unit_of_axis};
use super::sparkline;
use super::summary::Summary;
use super::thresholds::{self, BandLevel};
use crate::config::WidgetQuery;
use crate::decode::table::{Cell, Table};
use crate::format::Unit;
use crate::json::{Json, format_f64};
use crate::run::compare::ComparisonStatus;
use crate::sentry::field::{EQUATION_PREFIX, is_aggregate, is_equation};
use crate::series::Series;

/// One column.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownColumn {
    /// Alias that the author gave, else the field without `equation|`.
    pub name: String,
    /// The field as asked for.
    pub field: String,
    /// Unit of its numbers.
    pub unit: Unit,
    /// Numbers stand at the right edge.
    pub is_number: bool,
    /// Where Sentry shows what the values name.
    pub sentry_page: SentryPage,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum ShownCell {
    /// Nothing there: shown as a dash.
    None,
    /// A number in the column's unit.
    Number(f64),
    /// A text; empty text is `(empty string)` when shown.
    Text(String),
    /// True or false.
    Bool(bool),
}

/// A table as shown.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TableFrame {
    /// Columns in the author's order.
    pub columns: Vec<ShownColumn>,
    /// Rows in the server's order, one cell a column.
    pub rows: Vec<Vec<ShownCell>>,
    /// Change of each cell of `rows`, where an earlier period was compared.
    pub changes: Vec<Vec<Option<Change>>>,
    /// How each row stands to the earlier period, where one was compared.
    pub standings: Vec<ComparisonStatus>,
    /// Where each row comes from: the index of its query, and its place in that answer.
    pub sources: Vec<(usize, usize)>,
}

/// One number as shown.
#[derive(Clone, Debug, PartialEq)]
pub struct BigNumber {
    /// What it is.
    pub name: String,
    /// The field as asked for.
    pub field: String,
    /// The value; `None` where the server found nothing: shown as a dash.
    pub value: Option<f64>,
    /// What stands there in place of a number: a date, or a text such as `any(x)` finds.
    pub text: Option<String>,
    /// Its unit.
    pub unit: Unit,
    /// How good it is, where the widget has thresholds.
    pub level: Option<BandLevel>,
    /// Its change, where an earlier period was compared.
    pub change: Option<Change>,
    /// How it came about, a value a bucket; NaN where there is none. Empty without a sparkline.
    pub sparkline: Vec<f64>,
}

/// Rows of all answers under the columns of the first query. Fields that were asked for
/// come in the author's order; where none of them is in the answer, all columns that
/// the server sent are shown.
#[inline(never)]
pub(super) fn table(input: &FrameInput<'_>) -> TableFrame {
    let mut tables = Vec::new();
    for (query, answer) in input.answers.iter().enumerate() {
        if let Some(table) = answer.and_then(|answer| answer.table.as_ref()) {
            tables.push((query, table));
        }
    }
    let (Some(&(_, first)), Some(query)) = (tables.first(), input.config.queries.first()) else {
        return TableFrame::default();
    };
    let asked = asked_fields(query);
    let mut fields: Vec<&str> = Vec::new();
    for field in &asked {
        if column_of(first, field, &asked).is_some() {
            fields.push(field);
        }
    }
    if fields.is_empty() {
        for column in &first.columns {
            fields.push(&column.name);
        }
    }
    let of = (input.organization, input.config.widget_type.name());
    let mut frame = TableFrame::default();
    let mut factors = Vec::new();
    for field in &fields {
        let (column, factor) = shown_column(first, query, field, &asked, of);
        frame.columns.push(column);
        factors.push(factor);
    }
    for (query_index, table) in tables {
        let mut places = Vec::new();
        for (field, factor) in fields.iter().zip(&factors) {
            places.push((column_of(table, field, &asked), *factor));
        }
        let rows = 0..table.rows.len();
        frame.sources.extend(rows.map(|row| (query_index, row)));
        frame.add_rows(table, &places, input.earlier.get(query_index));
    }
    if input.rank == Rank::ByChange && order::rows_can_move(&frame) {
        order::rows_first(&mut frame);
    }
    frame
}

impl TableFrame {
    fn add_rows(
        &mut self,
        table: &Table,
        places: &[(Option<usize>, f64)],
        compared: Option<&QueryComparison<'_>>,
    ) {
        let first = self.rows.len();
        for row in &table.rows {
            let mut cells = Vec::with_capacity(places.len());
            for (place, factor) in places {
                cells.push(shown_cell(place.and_then(|at| row.get(at)), *factor));
            }
            self.rows.push(cells);
        }
        let Some(QueryComparison::Rows(compared)) = compared else {
            return;
        };
        // Rows of a query before this one may have none.
        self.changes.resize(first, Vec::new());
        self.standings.resize(first, ComparisonStatus::Unknown);
        for row in *compared {
            let change = |(place, factor): &(Option<usize>, f64)| {
                let cell = row.cells.iter().find(|cell| Some(cell.column) == *place)?;
                let delta = cell.delta?;
                let earlier = cell.earlier * factor;
                let now = earlier + delta.absolute * factor;
                Change::between((now, earlier), delta.is_points, cell.polarity)
            };
            let mut changes = Vec::with_capacity(places.len());
            for place in places {
                changes.push(change(place));
            }
            self.changes.push(changes);
            self.standings.push(row.status);
        }
    }

    /// The column that a big number shows: the chosen aggregate, else the first that is there.
    fn first_number(&self, chosen: Option<&String>) -> Option<usize> {
        let columns = || self.columns.iter();
        chosen
            .and_then(|chosen| columns().position(|column| column.field == *chosen))
            .or_else(|| columns().position(|column| is_aggregate(&column.field)))
            .or_else(|| columns().position(|column| column.is_number))
    }
}

/// The first aggregate of the first row; from an answer of series, what stands for the
/// first series in a legend. `None` where there is no answer at all.
pub(super) fn big_number(input: &FrameInput<'_>) -> Option<BigNumber> {
    let answer = input.answers.iter().flatten().next()?;
    if let Some(series) = answer.set.series.first() {
        return Some(of_series(series, input));
    }
    let frame = table(input);
    let query = input.config.queries.first();
    let chosen = query.and_then(WidgetQuery::shown_aggregate);
    let at = frame.first_number(chosen).unwrap_or(0);
    let column = frame.columns.get(at);
    let first = frame.rows.first().and_then(|row| row.get(at));
    let of_column =
        |of: fn(&ShownColumn) -> &String| column.map_or(String::new(), |c| of(c).clone());
    let unit = column.map_or(Unit::Number, |column| column.unit);
    let value = match first {
        Some(ShownCell::Number(value)) => Some(*value),
        Some(ShownCell::Bool(flag)) => Some(f64::from(*flag)),
        _ => None,
    };
    Some(BigNumber {
        name: of_column(|column| &column.name),
        field: of_column(|column| &column.field),
        value,
        text: match first {
            Some(ShownCell::Text(text)) => Some(text.clone()),
            _ => None,
        },
        unit,
        level: level_of(input, unit, value),
        change: frame
            .changes
            .first()
            .and_then(|row| row.get(at).copied())
            .flatten(),
        sparkline: sparkline::of(input),
    })
}

fn of_series(series: &Series, input: &FrameInput<'_>) -> BigNumber {
    let (unit, factor) = series_unit::unit_of(series);
    let values: Vec<f64> = series.values.numbers().iter().map(|v| v * factor).collect();
    let summary = Summary::of(&values, series_unit::summary_kind(&series.axis));
    let value = summary.legend().value;
    let change = input.earlier.iter().find_map(|compared| match compared {
        QueryComparison::Series(compared) => {
            SeriesChange::new(series, compared.first()?, factor).total
        }
        _ => None,
    });
    BigNumber {
        name: display_name(&series.axis).to_owned(),
        field: series.axis.clone(),
        value: (!value.is_nan()).then_some(value),
        text: None,
        unit,
        level: level_of(input, unit, Some(value)),
        change,
        sparkline: sparkline::of(input),
    }
}

/// A number knows no buckets, so bounds are taken as they stand.
fn level_of(input: &FrameInput<'_>, unit: Unit, value: Option<f64>) -> Option<BandLevel> {
    let bands = thresholds::bands(input.config, unit, None, input.messages);
    thresholds::level(&bands, value?)
}

/// Fields in the author's order; without `fields`, columns and then aggregates.
fn asked_fields(query: &WidgetQuery) -> Vec<&str> {
    let fields = if query.fields.is_empty() {
        [&query.columns, &query.aggregates]
    } else {
        [&query.fields, &query.fields]
    };
    let mut seen: Vec<&str> = Vec::new();
    for field in fields.into_iter().flatten() {
        if !seen.contains(&field.as_str()) {
            seen.push(field);
        }
    }
    seen
}

/// The server's column of a field. Equations come back as `equation[index]`, counted
/// among the equations asked for.
fn column_of(table: &Table, field: &str, asked: &[&str]) -> Option<usize> {
    table.column(field).or_else(|| {
        let index = asked
            .iter()
            .filter(|other| is_equation(other))
            .position(|other| *other == field)?;
        table.column(&format!("equation[{index}]"))
    })
}

fn shown_column(
    table: &Table,
    query: &WidgetQuery,
    field: &str,
    asked: &[&str],
    (organization, dataset): (&str, &'static str),
) -> (ShownColumn, f64) {
    let place = column_of(table, field, asked);
    let column = place.and_then(|at| table.columns.get(at));
    let (unit, factor) = column.map_or((Unit::Number, 1.0), |column| {
        unit_of_axis(field, &column.value_meta)
    });
    let alias = query
        .fields
        .iter()
        .position(|other| other == field)
        .and_then(|at| query.field_aliases.get(at))
        .filter(|alias| !alias.is_empty());
    let mut linked = query.linked_dashboards.iter();
    let linked = linked.find(|(of, _)| of == field);
    let linked = linked.map(|(_, id)| (id.as_str(), dataset));
    let has_number =
        |row: &Vec<Cell>| place.is_some_and(|at| matches!(row.get(at), Some(Cell::Number(_))));
    let shown = ShownColumn {
        name: alias.map_or_else(|| display_name(field).to_owned(), Clone::clone),
        field: field.to_owned(),
        is_number: table.rows.iter().any(has_number),
        unit,
        sentry_page: cell::sentry_page(field, organization, linked),
    };
    (shown, factor)
}

fn display_name(field: &str) -> &str {
    field.strip_prefix(EQUATION_PREFIX).unwrap_or(field)
}

fn shown_cell(cell: Option<&Cell>, factor: f64) -> ShownCell {
    match cell {
        None | Some(Cell::Null) => ShownCell::None,
        Some(Cell::Number(value)) => ShownCell::Number(value * factor),
        Some(Cell::Text(text)) => ShownCell::Text(text.clone()),
        Some(Cell::Bool(flag)) => ShownCell::Bool(*flag),
        Some(Cell::List(items)) => ShownCell::Text(list_text(items)),
    }
}

/// `["Exception",null,"TypeError"]`: a list as JSON, as Sentry's labels show it.
fn list_text(items: &[Cell]) -> String {
    let texts: Vec<String> = items
        .iter()
        .map(|item| match item {
            Cell::Null => "null".to_owned(),
            Cell::Number(value) => format_f64(*value),
            Cell::Bool(flag) => flag.to_string(),
            Cell::Text(text) => Json::Text(text.clone()).to_string(),
            Cell::List(nested) => list_text(nested),
        })
        .collect();
    format!("[{}]", texts.join(","))
}

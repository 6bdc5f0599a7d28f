//! Rows of `data`: `[[time, [{"count": number}, ...]], ...]`.
//!
//! A row that is wrong is dropped with a note; whose rows they are is up to `reader`.

use super::flow::Flow;
use super::node::Node;
use super::note;
use super::row::{Row, TimeUnit};
use super::series_builder::{SeriesBuilder, SeriesColumns};
use super::shared::ReadContext;
use super::template_learner::RowForm;
use super::template_matcher::TemplateMatcher;
use crate::error::Error;
use crate::json::lexer::{Token, excerpt};
use crate::series::Value;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Role {
    SeriesBuilder,
    Row { items: u32 },
    Cells,
    Cell,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Member {
    Count,
    ComparisonCount,
    #[default]
    Other,
}

/// Reads the list `data`.
#[derive(Debug)]
pub(super) struct DataReader {
    roles: Vec<Role>,
    member: Member,
    rows: SeriesBuilder,
    row: Row,
    row_index: u64,
    /// Values of the open cell; of repeated names the last.
    cell: (Option<Value>, Option<Value>),
    matcher: TemplateMatcher,
}

impl DataReader {
    pub(super) fn new() -> Self {
        Self {
            roles: Vec::new(),
            member: Member::default(),
            rows: SeriesBuilder::default(),
            row: Row::default(),
            row_index: 0,
            cell: (None, None),
            matcher: TemplateMatcher::new(RowForm::Row),
        }
    }

    pub(super) fn open(&mut self, shared: &ReadContext) {
        self.roles.push(Role::SeriesBuilder);
        self.rows = SeriesBuilder::new(shared.reference.clone());
        self.row_index = 0;
    }

    /// The list has ended.
    pub(super) fn is_closed(&self) -> bool {
        self.roles.is_empty()
    }

    /// The columns of the list that has ended, inside of `nodes`.
    pub(super) fn close(&mut self, nodes: &[Node], shared: &mut ReadContext) -> SeriesColumns {
        let rows = std::mem::take(&mut self.rows);
        shared.close_rows(rows, || path(nodes))
    }

    pub(super) fn token(
        &mut self,
        token: &Token<'_>,
        at: u64,
        nodes: &[Node],
        shared: &mut ReadContext,
    ) -> Result<Flow, Error> {
        let place = RowPath { at, nodes };
        match self.roles.last().copied() {
            None => Ok(Flow::Go),
            Some(Role::SeriesBuilder) => self.between_rows(token, place, shared),
            Some(Role::Row { items }) => self.in_row(items, token, place, shared),
            Some(Role::Cells) => Ok(self.between_cells(token)),
            Some(Role::Cell) => Ok(self.in_cell(token)),
        }
    }

    /// Learns how the rows of this body are written from the one that just ended.
    pub(super) fn learn(&mut self, row: &[u8]) {
        self.matcher.learn(row);
    }

    /// Reads rows written like those before; called after [`Flow::RowEnd`] with the
    /// bytes behind that row. Returns how many bytes were read.
    pub(super) fn repeat(
        &mut self,
        bytes: &[u8],
        at: u64,
        shared: &mut ReadContext,
    ) -> Result<usize, Error> {
        let before = self.rows.len();
        let taken = self.matcher.read(bytes, &mut self.rows);
        let rows = (self.rows.len() - before) as u64;
        self.row_index += rows;
        shared.charge(rows, at)?;
        Ok(taken)
    }

    fn between_rows(
        &mut self,
        token: &Token<'_>,
        place: RowPath<'_>,
        shared: &mut ReadContext,
    ) -> Result<Flow, Error> {
        match token {
            Token::OpenList => {
                self.roles.push(Role::Row { items: 0 });
                self.row = Row::default();
                Ok(Flow::Go)
            }
            Token::Close => {
                self.roles.pop();
                Ok(Flow::Go)
            }
            other => {
                self.row = Row::default();
                self.row
                    .fault(note::ROW_MALFORMED, "a row `[time, [...]]`", other);
                self.add_row(place, shared)?;
                Ok(match other {
                    Token::OpenObject => Flow::Skip,
                    _ => Flow::Go,
                })
            }
        }
    }

    fn add_row(&mut self, place: RowPath<'_>, shared: &mut ReadContext) -> Result<(), Error> {
        let row = std::mem::take(&mut self.row);
        self.row_index += 1;
        let index = self.row_index;
        shared.place(row, &mut self.rows, || {
            format!("{}row {index}", path(place.nodes))
        });
        shared.charge(1, place.at)
    }

    fn in_row(
        &mut self,
        items: u32,
        token: &Token<'_>,
        place: RowPath<'_>,
        shared: &mut ReadContext,
    ) -> Result<Flow, Error> {
        if *token == Token::Close {
            self.roles.pop();
            if items < 2 {
                self.row
                    .fault(note::ROW_MALFORMED, "a time and a list of values", token);
            }
            self.row.check_sum();
            self.add_row(place, shared)?;
            return Ok(Flow::RowEnd);
        }
        if let Some(role) = self.roles.last_mut() {
            *role = Role::Row {
                items: items.saturating_add(1),
            };
        }
        match (items, token) {
            (0, token) => self.row.read_time(token, TimeUnit::Seconds),
            (1, Token::OpenList) => {
                self.roles.push(Role::Cells);
                return Ok(Flow::Go);
            }
            (1, Token::Null) => self.row.add(Value::Null),
            (1, other) => self
                .row
                .fault(note::ROW_MALFORMED, "a list of values", other),
            _ => {}
        }
        Ok(match token {
            Token::OpenObject | Token::OpenList => Flow::Skip,
            _ => Flow::Go,
        })
    }

    fn between_cells(&mut self, token: &Token<'_>) -> Flow {
        match token {
            Token::OpenObject => {
                self.roles.push(Role::Cell);
                self.cell = (None, None);
                Flow::Go
            }
            Token::Close => {
                self.roles.pop();
                Flow::Go
            }
            other => {
                self.row
                    .fault(note::ROW_MALFORMED, "an object with `count`", other);
                match other {
                    Token::OpenList => Flow::Skip,
                    _ => Flow::Go,
                }
            }
        }
    }

    fn in_cell(&mut self, token: &Token<'_>) -> Flow {
        match (self.member, token) {
            (_, Token::Key(text)) => {
                self.member = match text.bytes() {
                    b"count" => Member::Count,
                    b"comparisonCount" => Member::ComparisonCount,
                    _ => Member::Other,
                };
                return Flow::Go;
            }
            (_, Token::Close) => {
                self.roles.pop();
                self.row.add(self.cell.0.unwrap_or(Value::Null));
                if let Some(comparison) = self.cell.1 {
                    self.row.add_comparison(comparison);
                }
            }
            (Member::Count, token) => {
                self.cell.0 = self.row.read_value(token);
            }
            (Member::ComparisonCount, token) => {
                self.cell.1 = self.row.read_value(token);
            }
            _ => {}
        }
        match token {
            Token::OpenObject | Token::OpenList => Flow::Skip,
            _ => Flow::Go,
        }
    }
}

/// Where a row stands.
#[derive(Clone, Copy)]
struct RowPath<'a> {
    at: u64,
    nodes: &'a [Node],
}

/// Names of the open nodes in front of what a note says.
fn path(nodes: &[Node]) -> String {
    let names = nodes.iter().skip(1);
    names.map(|node| excerpt(&node.name) + ", ").collect()
}

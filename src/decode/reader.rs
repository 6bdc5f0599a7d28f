//! Tokens of an answer to nodes: every object that may be a series or hold some.
//!
//! Reads all shapes in one way, because order of members is free and names of
//! groups are arbitrary: whether `data` is a group or the rows shows in its value.
//! What the nodes mean is decided at the end, by `arrange`.

use super::node::{Line, Node};
use super::notes::Notes;
use super::row::{Row, TimeUnit, describe};
use super::rows::{Columns, Rows};
use super::template::Template;
use super::timeseries::LineReader;
use super::{Limits, note};
use crate::error::Error;
use crate::json::lexer::{Text, Token, excerpt};
use crate::series::{Timeline, Value};
use std::sync::Arc;

/// Objects inside each other that may hold rows: answer, group, axis.
const SERIES_DEPTH: usize = 3;

/// Columns described by one `meta`; a request has at most about thirty.
const META_COLUMNS: usize = 500;

/// Names kept to say what an unusable answer held.
const NAMED_MEMBERS: usize = 4;

/// What the lexer does next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Flow {
    Go,
    /// Pass over the container just opened.
    Skip,
    /// A row of `data` just ended.
    RowEnd,
}

/// What an open container is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Role {
    Node,
    Types,
    Units,
    Rows,
    Row { items: u32 },
    Cells,
    Cell,
    Lines,
}

/// The member whose value comes next.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Member {
    Data,
    Order,
    Start,
    End,
    Types,
    Units,
    Lines,
    SplitDecision,
    UsesMetrics,
    Count,
    ComparisonCount,
    #[default]
    Other,
}

/// What all series of an answer share while it is read.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) notes: Notes,
    /// Times of the last complete series.
    pub(super) reference: Option<Arc<Timeline>>,
    points: u64,
    max_points: u64,
}

impl Shared {
    /// Counts values against the limit.
    pub(super) fn charge(&mut self, points: u64, at: u64) -> Result<(), Error> {
        self.points += points;
        if self.points > self.max_points {
            let limit = format!("at most {} values", self.max_points);
            return Err(Error::decode(at, limit, "more"));
        }
        Ok(())
    }

    /// Adds a finished row to its series, or notes why it was dropped.
    pub(super) fn place(&mut self, row: Row, rows: &mut Rows, place: impl FnOnce() -> String) {
        let missing = || (note::ROW_TIME, "expected a time, found none".to_owned());
        let fault = match (row.fault, row.time) {
            (None, Some(time)) => {
                rows.push(time, row.value, row.comparison);
                return;
            }
            (fault, _) => fault.unwrap_or_else(missing),
        };
        let (code, detail) = fault;
        self.notes.add(code, || format!("{}: {detail}", place()));
    }

    /// The columns of rows that are complete; their times are what the next series' are
    /// compared with.
    pub(super) fn close_rows(&mut self, rows: Rows, place: impl Fn() -> String) -> Columns {
        let notes = &mut self.notes;
        let columns = rows.finish(|code, time| {
            let detail = || format!("{}time {time} does not follow those around it", place());
            notes.add(code, detail);
        });
        self.reference = Some(Arc::clone(&columns.timeline));
        columns
    }
}

/// Reads the tokens of one body.
#[derive(Debug)]
pub(super) struct Reader {
    roles: Vec<Role>,
    /// Open nodes, the answer itself first.
    nodes: Vec<Node>,
    root: Option<Node>,
    member: Member,
    name: String,
    rows: Rows,
    row: Row,
    row_index: u64,
    /// Values of the open cell; of repeated names the last.
    cell: (Value, Option<Value>),
    lines: LineReader,
    shared: Shared,
    template: Option<Template>,
    /// Rows since the template was learned that no template can be learned from.
    odd_rows: u64,
    split_decision: Option<String>,
    used_metrics: bool,
}

/// Everything that was read.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) root: Node,
    /// Items of an `events-timeseries` answer; `None` where it is none.
    pub(super) lines: Option<Vec<Line>>,
    pub(super) notes: Notes,
    pub(super) split_decision: Option<String>,
    pub(super) used_metrics: bool,
}

impl Reader {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            roles: Vec::new(),
            nodes: Vec::new(),
            root: None,
            member: Member::default(),
            name: String::new(),
            rows: Rows::new(None),
            row: Row::default(),
            row_index: 0,
            cell: (Value::Null, None),
            lines: LineReader::default(),
            shared: Shared {
                notes: Notes::default(),
                reference: None,
                points: 0,
                max_points: limits.max_points,
            },
            template: None,
            odd_rows: 0,
            split_decision: None,
            used_metrics: false,
        }
    }

    /// Learns how the rows of this body are written from the one that just ended.
    pub(super) fn learn(&mut self, row: &[u8]) {
        // Rows that are all odd should not cost a lesson each.
        if self.odd_rows >= 16 && !self.odd_rows.is_power_of_two() {
            self.odd_rows += 1;
            return;
        }
        match Template::learn(row) {
            Some(template) => {
                self.template = Some(template);
                self.odd_rows = 0;
            }
            None => self.odd_rows += 1,
        }
    }

    /// Reads rows written like those before; called after [`Flow::RowEnd`] with the
    /// bytes behind that row. Returns how many bytes were read.
    pub(super) fn repeat(&mut self, bytes: &[u8], at: u64) -> Result<usize, Error> {
        let Some(template) = &self.template else {
            return Ok(0);
        };
        let before = self.rows.len();
        let taken = template.read(bytes, &mut self.rows);
        let rows = (self.rows.len() - before) as u64;
        self.row_index += rows;
        self.shared.charge(rows, at)?;
        Ok(taken)
    }

    pub(super) fn finish(self) -> Body {
        Body {
            root: self.root.unwrap_or_default(),
            lines: self.lines.finish(),
            notes: self.shared.notes,
            split_decision: self.split_decision,
            used_metrics: self.used_metrics,
        }
    }

    /// Takes the token that begins at `at`.
    pub(super) fn token(&mut self, token: Token<'_>, at: u64) -> Result<Flow, Error> {
        match self.roles.last().copied() {
            None => self.outermost(&token, at),
            Some(Role::Node) => self.node(&token, at),
            Some(role @ (Role::Types | Role::Units)) => Ok(self.column(role, &token)),
            Some(Role::Rows) => self.between_rows(&token, at),
            Some(Role::Row { items }) => self.in_row(items, &token, at),
            Some(Role::Cells) => Ok(self.between_cells(&token)),
            Some(Role::Cell) => Ok(self.in_cell(&token)),
            Some(Role::Lines) => {
                let flow = self.lines.token(&token, at, &mut self.shared)?;
                if self.lines.is_closed() {
                    self.roles.pop();
                }
                Ok(flow)
            }
        }
    }

    fn outermost(&mut self, token: &Token<'_>, at: u64) -> Result<Flow, Error> {
        if *token != Token::OpenObject {
            return Err(Error::decode(at, "an object of series", describe(token)));
        }
        self.open_node(String::new());
        Ok(Flow::Go)
    }

    fn open_node(&mut self, name: String) {
        self.roles.push(Role::Node);
        self.nodes.push(Node {
            name,
            ..Node::default()
        });
    }

    fn node(&mut self, token: &Token<'_>, at: u64) -> Result<Flow, Error> {
        let outermost = self.nodes.len() == 1;
        let Some(node) = self.nodes.last_mut() else {
            return Ok(Flow::Go);
        };
        match (self.member, token) {
            (_, Token::Key(text)) => self.read_member(*text),
            (_, Token::Close) => return self.close_node(at).map(|()| Flow::Go),
            (Member::Data, Token::OpenList) => {
                self.roles.push(Role::Rows);
                self.rows = Rows::new(self.shared.reference.clone());
                self.row_index = 0;
            }
            (Member::Lines, Token::OpenList) if outermost => {
                self.roles.push(Role::Lines);
                self.lines.open();
            }
            (Member::Types, Token::OpenObject) => self.roles.push(Role::Types),
            (Member::Units, Token::OpenObject) => self.roles.push(Role::Units),
            (_, Token::OpenObject) => return Ok(self.open_child()),
            (_, Token::OpenList) => return Ok(Flow::Skip),
            (Member::Order, Token::Number(number, _)) => node.order = whole(*number),
            (Member::Start, Token::Number(number, _)) => node.start = whole(*number),
            (Member::End, Token::Number(number, _)) => node.end = whole(*number),
            (Member::SplitDecision, Token::Text(text)) => {
                self.split_decision = Some(text.read().0);
            }
            (Member::UsesMetrics, Token::Bool(flag)) => self.used_metrics |= flag,
            (Member::Data | Member::Order | Member::Start | Member::End, found) => {
                let name = &self.name;
                self.shared.notes.add(note::MEMBER_TYPE, || {
                    format!("`{name}` was not expected to be {}", describe(found))
                });
            }
            _ => {}
        }
        Ok(Flow::Go)
    }

    fn read_member(&mut self, text: Text<'_>) {
        let Some(node) = self.nodes.last_mut() else {
            return;
        };
        let in_meta = node.name == "meta";
        self.member = match text.bytes() {
            b"data" => Member::Data,
            b"order" => Member::Order,
            b"start" => Member::Start,
            b"end" => Member::End,
            b"fields" if in_meta => Member::Types,
            b"units" if in_meta => Member::Units,
            b"timeSeries" => Member::Lines,
            b"discoverSplitDecision" => Member::SplitDecision,
            b"isMetricsData" | b"isMetricsExtractedData" => Member::UsesMetrics,
            _ => Member::Other,
        };
        let (name, mended) = text.read();
        if mended {
            self.shared
                .notes
                .add(note::TEXT_MENDED, || format!("name {}", excerpt(&name)));
        }
        if node.members.len() < NAMED_MEMBERS {
            node.members.push(name.clone());
        }
        self.name = name;
    }

    fn open_child(&mut self) -> Flow {
        let depth = self.nodes.len();
        if depth < SERIES_DEPTH || (depth == SERIES_DEPTH && self.name == "meta") {
            let name = std::mem::take(&mut self.name);
            self.open_node(name);
            Flow::Go
        } else {
            Flow::Skip
        }
    }

    fn close_node(&mut self, at: u64) -> Result<(), Error> {
        self.roles.pop();
        let Some(node) = self.nodes.pop() else {
            return Ok(());
        };
        let Some(parent) = self.nodes.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        if node.holds_series() {
            parent.children.push(node);
            return self.shared.charge(Limits::SERIES_COST, at);
        }
        if node.name == "meta" {
            let columns = node.meta.types.len() + node.meta.units.len();
            parent.start = parent.start.or(node.start);
            parent.end = parent.end.or(node.end);
            parent.meta = node.meta;
            return self.shared.charge(2 * columns as u64, at);
        }
        Ok(())
    }

    /// A member of `meta.fields` or `meta.units`.
    fn column(&mut self, role: Role, token: &Token<'_>) -> Flow {
        match token {
            Token::Key(text) => self.name = text.read().0,
            Token::Close => {
                self.roles.pop();
            }
            Token::OpenObject | Token::OpenList => return Flow::Skip,
            Token::Text(text) => {
                if let Some(node) = self.nodes.last_mut() {
                    let columns = match role {
                        Role::Types => &mut node.meta.types,
                        _ => &mut node.meta.units,
                    };
                    if columns.len() < META_COLUMNS {
                        columns.push((std::mem::take(&mut self.name), text.read().0));
                    }
                }
            }
            _ => {}
        }
        Flow::Go
    }

    fn between_rows(&mut self, token: &Token<'_>, at: u64) -> Result<Flow, Error> {
        match token {
            Token::OpenList => {
                self.roles.push(Role::Row { items: 0 });
                self.row = Row::default();
                Ok(Flow::Go)
            }
            Token::Close => {
                self.close_rows();
                Ok(Flow::Go)
            }
            other => {
                self.row = Row::default();
                self.row
                    .fault(note::ROW_MALFORMED, "a row `[time, [...]]`", other);
                self.place_row(at)?;
                Ok(match other {
                    Token::OpenObject => Flow::Skip,
                    _ => Flow::Go,
                })
            }
        }
    }

    fn close_rows(&mut self) {
        self.roles.pop();
        let rows = std::mem::replace(&mut self.rows, Rows::new(None));
        let nodes = &self.nodes;
        let columns = self.shared.close_rows(rows, || path(nodes));
        if let Some(node) = self.nodes.last_mut()
            && node.columns.replace(columns).is_some()
        {
            self.shared.notes.add(note::MEMBER_REPEATED, || {
                "`data` stands twice; the later one counts".to_owned()
            });
        }
    }

    fn place_row(&mut self, at: u64) -> Result<(), Error> {
        let row = std::mem::take(&mut self.row);
        self.row_index += 1;
        let (nodes, index) = (&self.nodes, self.row_index);
        self.shared.place(row, &mut self.rows, || {
            format!("{}row {index}", path(nodes))
        });
        self.shared.charge(1, at)
    }

    fn in_row(&mut self, items: u32, token: &Token<'_>, at: u64) -> Result<Flow, Error> {
        if *token == Token::Close {
            self.roles.pop();
            if items < 2 {
                self.row
                    .fault(note::ROW_MALFORMED, "a time and a list of values", token);
            }
            self.row.check_sum();
            self.place_row(at)?;
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
                self.cell = (Value::Null, None);
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
                self.row.add(self.cell.0);
                if let Some(comparison) = self.cell.1 {
                    self.row.add_comparison(comparison);
                }
            }
            (Member::Count, token) => {
                self.cell.0 = self.row.read_value(token).unwrap_or(Value::Null);
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

/// Names of the open nodes in front of what a note says.
fn path(nodes: &[Node]) -> String {
    let names = nodes.iter().skip(1);
    names.map(|node| excerpt(&node.name) + ", ").collect()
}

fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 1e15).then_some(number as i64)
}

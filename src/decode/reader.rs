//! Tokens of an answer to nodes: every object that may be a series or hold some.
//!
//! Reads all shapes in one way, because order of members is free and names of
//! groups are arbitrary: whether `data` is a group or the rows shows in its value.
//! What the nodes mean is decided at the end, by `assemble`.

use super::data::DataReader;
use super::flow::Flow;
use super::node::{Meta, Node, TimeSeriesItem};
use super::notes::Notes;
use super::row::describe;
use super::shared::ReadContext;
use super::timeseries::TimeSeriesReader;
use super::{Limits, note};
use crate::convert;
use crate::error::Error;
use crate::json::lexer::{Text, Token, excerpt};

/// Objects inside each other that may hold rows: answer, group, axis.
const SERIES_DEPTH: usize = 3;

/// Columns described by one `meta`; a request has at most about thirty.
const META_COLUMNS: usize = 500;

/// Names kept to say what an unusable answer held.
const NAMED_MEMBERS: usize = 4;

/// What an open container is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Role {
    Node,
    Types,
    Units,
    /// `meta.accuracy`, or `confidence` of older answers, and what is inside of them.
    Accuracy,
    Data,
    TimeSeries,
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
    Accuracy,
    TimeSeries,
    SplitDecision,
    UsesMetrics,
    #[default]
    Other,
}

/// Reads the tokens of one body.
#[derive(Debug)]
pub(super) struct BodyReader {
    roles: Vec<Role>,
    /// Open nodes, the answer itself first.
    nodes: Vec<Node>,
    root: Option<Node>,
    member: Member,
    name: String,
    data: DataReader,
    items: TimeSeriesReader,
    shared: ReadContext,
    split_decision: Option<String>,
    used_metrics: bool,
}

/// Everything that was read.
#[derive(Debug)]
pub(super) struct ParsedBody {
    pub(super) root: Node,
    /// Items of an `events-timeseries` answer; `None` where it is none.
    pub(super) items: Option<Vec<TimeSeriesItem>>,
    pub(super) notes: Notes,
    pub(super) split_decision: Option<String>,
    pub(super) used_metrics: bool,
}

impl BodyReader {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            roles: Vec::new(),
            nodes: Vec::new(),
            root: None,
            member: Member::default(),
            name: String::new(),
            data: DataReader::new(),
            items: TimeSeriesReader::new(),
            shared: ReadContext::new(limits.max_points),
            split_decision: None,
            used_metrics: false,
        }
    }

    /// Learns how the rows of this body are written from the one that just ended.
    pub(super) fn learn(&mut self, row: &[u8]) {
        match self.roles.last() {
            Some(Role::Data) => self.data.learn(row),
            _ => self.items.learn(row),
        }
    }

    /// Reads rows written like those before; called after [`Flow::RowEnd`] with the
    /// bytes behind that row. Returns how many bytes were read.
    pub(super) fn repeat(&mut self, bytes: &[u8], at: u64) -> Result<usize, Error> {
        match self.roles.last() {
            Some(Role::Data) => self.data.repeat(bytes, at, &mut self.shared),
            _ => self.items.repeat(bytes, at, &mut self.shared),
        }
    }

    pub(super) fn finish(self) -> ParsedBody {
        ParsedBody {
            root: self.root.unwrap_or_default(),
            items: self.items.finish(),
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
            Some(Role::Accuracy) => Ok(self.accuracy(&token)),
            Some(Role::Data) => {
                let flow = self.data.token(&token, at, &self.nodes, &mut self.shared)?;
                if self.data.is_closed() {
                    self.roles.pop();
                    self.keep_columns();
                }
                Ok(flow)
            }
            Some(Role::TimeSeries) => {
                let flow = self.items.token(&token, at, &mut self.shared)?;
                if self.items.is_closed() {
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
                self.roles.push(Role::Data);
                self.data.open(&self.shared);
            }
            (Member::TimeSeries, Token::OpenList) if outermost => {
                self.roles.push(Role::TimeSeries);
                self.items.open();
            }
            (Member::Types, Token::OpenObject) => self.roles.push(Role::Types),
            (Member::Units, Token::OpenObject) => self.roles.push(Role::Units),
            // An object of that name may be a group.
            (Member::Accuracy, Token::OpenList) => self.roles.push(Role::Accuracy),
            (Member::Accuracy, Token::OpenObject) if node.name == "meta" => {
                self.roles.push(Role::Accuracy);
            }
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
            b"accuracy" if in_meta => Member::Accuracy,
            b"confidence" => Member::Accuracy,
            b"timeSeries" => Member::TimeSeries,
            b"discoverSplitDecision" => Member::SplitDecision,
            b"isMetricsData" | b"isMetricsExtractedData" => Member::UsesMetrics,
            _ => Member::Other,
        };
        let (name, repaired) = text.read();
        if repaired {
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
            let accuracy = parent.meta.accuracy.with(node.meta.accuracy);
            parent.meta = Meta {
                accuracy,
                ..node.meta
            };
            return self.shared.charge(2 * columns as u64, at);
        }
        Ok(())
    }

    fn keep_columns(&mut self) {
        let columns = self.data.close(&self.nodes, &mut self.shared);
        if let Some(node) = self.nodes.last_mut()
            && node.columns.replace(columns).is_some()
        {
            self.shared.notes.add(note::MEMBER_REPEATED, || {
                "`data` appears twice; the last one is used".to_owned()
            });
        }
    }

    /// The words are what counts, however deep they are: bucket by bucket, or column by column.
    fn accuracy(&mut self, token: &Token<'_>) -> Flow {
        match token {
            Token::OpenObject | Token::OpenList => self.roles.push(Role::Accuracy),
            Token::Close => drop(self.roles.pop()),
            token => {
                if let Some(node) = self.nodes.last_mut() {
                    node.meta.accuracy.add(token);
                }
            }
        }
        Flow::Go
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
}

fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 1e15).then_some(convert::whole(number))
}

//! Items of an `events-timeseries` answer: points as objects, times in milliseconds.

use super::flow::Flow;
use super::node::TimeSeriesItem;
use super::row::{Row, TimeUnit};
use super::series_builder::SeriesBuilder;
use super::shared::ReadContext;
use super::template_learner::RowForm;
use super::template_matcher::TemplateMatcher;
use super::{Limits, note};
use crate::convert;
use crate::error::Error;
use crate::json::lexer::Token;
use crate::series::Value;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Role {
    TimeSeries,
    TimeSeriesItem,
    Points,
    Point,
    Groups,
    Group,
    GroupItems,
    Meta,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Member {
    Axis,
    Points,
    Groups,
    Meta,
    Time,
    Value,
    Incomplete,
    Confidence,
    ValueType,
    Unit,
    Order,
    IsOther,
    #[default]
    Unused,
}

/// Stands in a note for the axis until it is read: it may follow the points.
const UNNAMED: &str = "\0";

fn named(axis: &str) -> String {
    match axis {
        "" => "a series without `yAxis`, ".to_owned(),
        axis => format!("`{axis}`, "),
    }
}

/// Reads the list `timeSeries`.
#[derive(Debug)]
pub(super) struct TimeSeriesReader {
    roles: Vec<Role>,
    member: Member,
    items: Option<Vec<TimeSeriesItem>>,
    item: TimeSeriesItem,
    rows: Option<SeriesBuilder>,
    row: Row,
    row_index: u64,
    incomplete: bool,
    matcher: TemplateMatcher,
}

impl TimeSeriesReader {
    pub(super) fn new() -> Self {
        Self {
            roles: Vec::new(),
            member: Member::default(),
            items: None,
            item: TimeSeriesItem::default(),
            rows: None,
            row: Row::default(),
            row_index: 0,
            incomplete: false,
            matcher: TemplateMatcher::new(RowForm::Point),
        }
    }

    /// Learns how the points of this body are written from the one that just ended.
    pub(super) fn learn(&mut self, point: &[u8]) {
        self.matcher.learn(point);
    }

    /// Reads points written like those before, see [`super::reader::BodyReader::repeat`].
    pub(super) fn repeat(
        &mut self,
        bytes: &[u8],
        at: u64,
        shared: &mut ReadContext,
    ) -> Result<usize, Error> {
        let Some(rows) = &mut self.rows else {
            return Ok(0);
        };
        let before = rows.len();
        let taken = self.matcher.read(bytes, rows);
        let points = (rows.len() - before) as u64;
        if points > 0 {
            // Templates are of complete points only.
            self.item.incomplete_from = None;
        }
        self.row_index += points;
        shared.charge(points, at)?;
        Ok(taken)
    }

    pub(super) fn open(&mut self) {
        self.roles.push(Role::TimeSeries);
        self.items = Some(Vec::new());
    }

    /// The list has ended.
    pub(super) fn is_closed(&self) -> bool {
        self.roles.is_empty()
    }

    pub(super) fn finish(self) -> Option<Vec<TimeSeriesItem>> {
        self.items
    }

    pub(super) fn token(
        &mut self,
        token: &Token<'_>,
        at: u64,
        shared: &mut ReadContext,
    ) -> Result<Flow, Error> {
        let Some(role) = self.roles.last().copied() else {
            return Ok(Flow::Go);
        };
        if *token == Token::Close {
            self.roles.pop();
            self.close(role, at, shared)?;
            return Ok(match role {
                Role::Point => Flow::RowEnd,
                _ => Flow::Go,
            });
        }
        if let Token::Key(text) = token {
            self.member = member(role, text.bytes());
            return Ok(Flow::Go);
        }
        if let Some(inner) = self.opened(role, token) {
            self.roles.push(inner);
            self.begin(inner, shared);
            return Ok(Flow::Go);
        }
        self.value(role, token, at, shared)?;
        Ok(match token {
            Token::OpenObject | Token::OpenList => Flow::Skip,
            _ => Flow::Go,
        })
    }

    /// The container that a token opens here, where it is one that is read.
    fn opened(&self, role: Role, token: &Token<'_>) -> Option<Role> {
        match (role, self.member, token) {
            (Role::TimeSeries, _, Token::OpenObject) => Some(Role::TimeSeriesItem),
            (Role::TimeSeriesItem, Member::Points, Token::OpenList) => Some(Role::Points),
            (Role::TimeSeriesItem, Member::Groups, Token::OpenList) => Some(Role::Groups),
            (Role::TimeSeriesItem, Member::Meta, Token::OpenObject) => Some(Role::Meta),
            (Role::Points, _, Token::OpenObject) => Some(Role::Point),
            (Role::Groups, _, Token::OpenObject) => Some(Role::Group),
            (Role::Group, Member::Value, Token::OpenList) => Some(Role::GroupItems),
            _ => None,
        }
    }

    fn begin(&mut self, role: Role, shared: &ReadContext) {
        match role {
            Role::TimeSeriesItem => {
                self.item = TimeSeriesItem::default();
                self.rows = None;
            }
            Role::Points => {
                self.rows = Some(SeriesBuilder::new(shared.reference.clone()));
                self.row_index = 0;
                self.item.incomplete_from = None;
            }
            Role::Point => {
                self.row = Row::default();
                self.incomplete = false;
            }
            Role::Group => self.item.group.push(Vec::new()),
            Role::GroupItems => {
                if let Some(items) = self.item.group.last_mut() {
                    items.clear();
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, role: Role, at: u64, shared: &mut ReadContext) -> Result<(), Error> {
        match role {
            Role::TimeSeriesItem => {
                let mut item = std::mem::take(&mut self.item);
                shared.notes.name_place(UNNAMED, || named(&item.axis));
                match self.rows.take() {
                    Some(rows) => {
                        let axis = &item.axis;
                        item.columns = shared.close_rows(rows, || named(axis));
                    }
                    None => shared.notes.add(note::MEMBER_TYPE, || {
                        "a series without a list of `values`".to_owned()
                    }),
                }
                if let Some(items) = &mut self.items {
                    items.push(item);
                }
                shared.charge(Limits::SERIES_COST, at)
            }
            Role::Point => self.add_point(at, shared),
            _ => Ok(()),
        }
    }

    fn add_point(&mut self, at: u64, shared: &mut ReadContext) -> Result<(), Error> {
        let mut row = std::mem::take(&mut self.row);
        self.row_index += 1;
        if row.value == Value::Missing {
            row.value = Value::Null;
        }
        if row.fault.is_none() {
            self.item.incomplete_from = match self.item.incomplete_from {
                Some(first) if self.incomplete => Some(first),
                None if self.incomplete => row.time,
                _ => None,
            };
        }
        if let Some(rows) = &mut self.rows {
            let (axis, index) = (&self.item.axis, self.row_index);
            shared.place(row, rows, || match axis.as_str() {
                "" => format!("{UNNAMED}point {index}"),
                axis => format!("{}point {index}", named(axis)),
            });
        }
        shared.charge(1, at)
    }

    /// A value that opens nothing that is read.
    fn value(
        &mut self,
        role: Role,
        token: &Token<'_>,
        at: u64,
        shared: &mut ReadContext,
    ) -> Result<(), Error> {
        match role {
            Role::TimeSeriesItem => {
                if let (Member::Axis, Token::Text(text)) = (self.member, token) {
                    self.item.axis = text.read().0;
                }
            }
            Role::Points => {
                self.row = Row::default();
                self.row
                    .fault(note::ROW_MALFORMED, "a point `{timestamp, value}`", token);
                self.add_point(at, shared)?;
            }
            Role::Point => self.point_value(token),
            Role::Group | Role::GroupItems => {
                let is_item = role == Role::GroupItems;
                if (is_item || self.member == Member::Value)
                    && let Some(items) = self.item.group.last_mut()
                {
                    if !is_item {
                        items.clear();
                    }
                    items.push(group_text(token));
                }
            }
            Role::Meta => self.meta_value(token),
            Role::TimeSeries | Role::Groups => {}
        }
        Ok(())
    }

    fn point_value(&mut self, token: &Token<'_>) {
        match self.member {
            Member::Time => self.row.read_time(token, TimeUnit::Milliseconds),
            Member::Value => {
                self.row.value = self.row.read_value(token).unwrap_or(Value::Null);
            }
            Member::Incomplete => self.incomplete = *token == Token::Bool(true),
            Member::Confidence => self.item.accuracy.add(token),
            _ => {}
        }
    }

    fn meta_value(&mut self, token: &Token<'_>) {
        match (self.member, token) {
            (Member::ValueType, Token::Text(text)) => {
                self.item.value_meta.value_type = Some(text.read().0);
            }
            (Member::Unit, Token::Text(text)) => self.item.value_meta.unit = Some(text.read().0),
            (Member::Order, Token::Number(order, _)) if order.fract() == 0.0 => {
                self.item.order = Some(convert::whole(*order));
            }
            (Member::IsOther, Token::Bool(flag)) => self.item.is_other = *flag,
            _ => {}
        }
    }
}

fn member(role: Role, name: &[u8]) -> Member {
    match (role, name) {
        (Role::TimeSeriesItem, b"yAxis") => Member::Axis,
        (Role::TimeSeriesItem, b"values") => Member::Points,
        (Role::TimeSeriesItem, b"groupBy") => Member::Groups,
        (Role::TimeSeriesItem, b"meta") => Member::Meta,
        (Role::Point, b"timestamp") => Member::Time,
        (Role::Point | Role::Group, b"value") => Member::Value,
        (Role::Point, b"incomplete") => Member::Incomplete,
        (Role::Point, b"confidence") => Member::Confidence,
        (Role::Meta, b"valueType") => Member::ValueType,
        (Role::Meta, b"valueUnit") => Member::Unit,
        (Role::Meta, b"order") => Member::Order,
        (Role::Meta, b"isOther") => Member::IsOther,
        _ => Member::Unused,
    }
}

/// Sentry: parts of a group's key are written as Python's `str` does.
fn group_text(token: &Token<'_>) -> String {
    match token {
        Token::Text(text) => text.read().0,
        Token::Number(_, written) => String::from_utf8_lossy(written).into_owned(),
        Token::Bool(true) => "True".to_owned(),
        Token::Bool(false) => "False".to_owned(),
        Token::Null => "None".to_owned(),
        _ => String::new(),
    }
}

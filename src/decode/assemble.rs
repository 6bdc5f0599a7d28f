//! Nodes to series: what the request asked for says what each name means.
//!
//! Reading bytes does not belong here, nor what is shown of the series.

use super::accuracy::{self, Accuracy};
use super::axis_unit::{value_meta, with_implied_unit};
use super::group_keys;
use super::node::{Meta, Node, TimeSeriesItem};
use super::notes::Notes;
use super::reader::ParsedBody;
use super::series_builder::SeriesColumns;
use super::{Decoded, note, other_series, timeline_limit};
use crate::convert;
use crate::error::Error;
use crate::json::lexer::excerpt;
use crate::request::Expect;
use crate::series::{Series, SeriesSet, ValueMeta};
use crate::sorted;
use crate::time::MOMENTS;

/// Sentry's default of `yAxis`.
const DEFAULT_AXIS: &str = "count()";

/// The series of a body, in rank order.
pub(super) fn assemble(body: ParsedBody, expect: &Expect) -> Result<Decoded, Error> {
    let mut assembler = SeriesAssembler {
        expect,
        ranked: Vec::new(),
        notes: body.notes,
        set: SeriesSet::default(),
    };
    let placeholder = match body.items {
        Some(items) => assembler.items(items, &body.root),
        None => assembler.root(body.root)?,
    };
    let mut decoded = assembler.finish()?;
    decoded.placeholder = placeholder;
    decoded.split_decision = body.split_decision;
    decoded.used_metrics = body.used_metrics;
    Ok(decoded)
}

/// A series with its place in the ranking.
struct RankedSeries {
    series: Series,
    /// Other last, then by rank, then as written.
    rank_key: (bool, i64, usize, usize),
}

struct SeriesAssembler<'a> {
    expect: &'a Expect,
    ranked: Vec<RankedSeries>,
    notes: Notes,
    set: SeriesSet,
}

/// What the series of one group have in common.
#[derive(Clone, Copy)]
struct GroupContext<'a> {
    key: &'a str,
    order: Option<i64>,
    /// Place among the others: by `order`, none being zero as in Sentry's front end.
    rank: i64,
    is_other: bool,
    position: usize,
    meta: &'a Meta,
}

impl SeriesAssembler<'_> {
    fn finish(self) -> Result<Decoded, Error> {
        let Self {
            mut ranked,
            mut notes,
            mut set,
            ..
        } = self;
        sorted::sort_by_key(&mut ranked, |draft| draft.rank_key);
        set.series = ranked.into_iter().map(|draft| draft.series).collect();
        timeline_limit::drop_distant_series(&mut set.series, &mut notes);
        let mut notes = notes.into_vec();
        let unreadable = notes.iter().find(|note| {
            let codes = [note::ROW_MALFORMED, note::ROW_TIME, note::ROW_VALUE];
            codes.contains(&note.code)
        });
        if let Some(unreadable) = unreadable
            && set.series.iter().all(|series| series.values.is_empty())
        {
            let rows = "rows of times and values";
            return Err(Error::decode(0, rows, unreadable.detail.clone()));
        }
        notes.extend(accuracy::note(&set));
        Ok(Decoded {
            set,
            notes,
            ..Decoded::default()
        })
    }

    fn grouped(&self) -> bool {
        self.expect.top_events.is_some()
    }

    fn first_axis(&self) -> &str {
        let first = self.expect.axes.first();
        first.map_or(DEFAULT_AXIS, String::as_str)
    }

    fn axis_index(&self, axis: &str) -> Option<usize> {
        self.expect.axes.iter().position(|asked| asked == axis)
    }

    fn cover(&mut self, node: &Node) {
        let start = self.moment("start", node.start);
        let end = self.moment("end", node.end);
        let set = &mut self.set;
        set.start = [set.start, start].into_iter().flatten().min();
        set.end = set.end.max(end);
    }

    /// A moment of the answer, where it is one that is followed.
    fn moment(&mut self, name: &str, secs: Option<i64>) -> Option<i64> {
        let is_far = |secs: &i64| !MOMENTS.contains(secs);
        if let Some(far) = secs.filter(is_far) {
            self.notes.add(note::MOMENT_RANGE, || {
                format!(
                    "`{name}` is out of bounds: expected seconds from 1900 to 2286, found {far}"
                )
            });
        }
        secs.filter(|secs| !is_far(secs))
    }

    /// The answer's object; says whether it is a placeholder.
    fn root(&mut self, mut root: Node) -> Result<bool, Error> {
        self.cover(&root);
        let keyed = self.grouped() || self.expect.axes.len() > 1;
        let children = std::mem::take(&mut root.children);
        let use_rows = root.columns.is_some() && (!keyed || children.is_empty());
        if root.columns.is_some() && !children.is_empty() {
            self.other_shape("rows next to named series");
        }
        if !use_rows && !children.is_empty() {
            return Ok(self.keyed(children, &root.meta));
        }
        let zero = root.is_zero();
        let Some(columns) = root.columns.take() else {
            if root.members.is_empty() {
                return Ok(true);
            }
            let names: Vec<_> = root.members.iter().map(|name| excerpt(name)).collect();
            let found = format!("an object with {}", names.join(", "));
            return Err(Error::decode(0, self.expected(), found));
        };
        let nothing = columns.values.is_empty() && root.start.is_none();
        if keyed && !zero {
            self.other_shape("a single unnamed series");
        }
        let axis = self.first_axis().to_owned();
        let group = GroupContext {
            key: "",
            order: root.order,
            rank: 0,
            is_other: false,
            position: 0,
            meta: &root.meta,
        };
        self.add(&group, axis, 0, columns);
        Ok(nothing || (keyed && zero))
    }

    fn expected(&self) -> &'static str {
        match (self.grouped(), self.expect.axes.len() > 1) {
            (true, true) => "series by group and axis",
            (true, false) => "series by group",
            (false, true) => "series by axis",
            (false, false) => "an object with rows in `data`",
        }
    }

    fn other_shape(&mut self, found: &str) {
        let expected = self.expected();
        self.notes.add(note::OTHER_SHAPE, || {
            format!("expected {expected}, found {found}")
        });
    }

    /// Objects by group or axis; says whether they are a placeholder.
    fn keyed(&mut self, children: Vec<Node>, root_meta: &Meta) -> bool {
        let children = self.last_of_each_name(children);
        let zero = children.iter().all(Node::is_zero);
        if self.are_axes(&children) {
            let is_ranked = children.iter().any(|child| child.order.is_some());
            for (position, child) in children.into_iter().enumerate() {
                self.cover(&child);
                let index = self.axis_index(&child.name);
                let index = index.unwrap_or_else(|| self.unasked(child.order));
                let group = GroupContext {
                    key: "",
                    order: child.order,
                    rank: match (child.order, is_ranked) {
                        (None, true) => convert::signed(index),
                        (order, _) => order.unwrap_or(0),
                    },
                    is_other: false,
                    position,
                    meta: either(&child.meta, root_meta),
                };
                self.add(&group, child.name, index, child.columns.unwrap_or_default());
            }
            if self.grouped() && !zero {
                self.other_shape("series by axis");
            }
            return self.grouped() && zero;
        }
        if !self.grouped() {
            self.other_shape("series by group");
        }
        let nameless = |node: &Node| node.name.is_empty() && node.order.is_none();
        let placeholder = zero && children.iter().all(nameless);
        let other = other_series::position(&children, self.expect.top_events);
        for (position, child) in children.into_iter().enumerate() {
            self.group(child, position, other == Some(position), root_meta);
        }
        placeholder
    }

    /// Names are those of axes: no groups were asked for, or none came.
    fn are_axes(&self, children: &[Node]) -> bool {
        let flat = children.iter().all(|child| child.children.is_empty());
        let known = |child: &Node| self.axis_index(&child.name).is_some();
        let several = self.expect.axes.len() > 1;
        match self.grouped() {
            true => flat && several && children.iter().all(known),
            false => flat && (several || children.iter().all(known)),
        }
    }

    fn group(&mut self, mut node: Node, position: usize, is_other: bool, root_meta: &Meta) {
        self.cover(&node);
        let axes = self.last_of_each_name(std::mem::take(&mut node.children));
        let group_meta = either(&node.meta, root_meta);
        let group = GroupContext {
            key: &node.name,
            order: node.order,
            rank: node.order.unwrap_or(0),
            is_other,
            position,
            meta: group_meta,
        };
        if let Some(columns) = node.columns.take() {
            let axis = self.first_axis().to_owned();
            self.add(&group, axis, 0, columns);
            if !axes.is_empty() {
                self.other_shape("rows next to series by axis");
            }
            return;
        }
        for axis in axes {
            self.cover(&axis);
            let Some(columns) = axis.columns else {
                continue;
            };
            let group = GroupContext {
                meta: either(&axis.meta, group_meta),
                ..group
            };
            let index = self.axis_index(&axis.name);
            let index = index.unwrap_or_else(|| self.unasked(axis.order));
            self.add(&group, axis.name, index, columns);
        }
    }

    /// Index of an axis that was not asked for: behind those that were.
    fn unasked(&self, order: Option<i64>) -> usize {
        let order = order.and_then(|order| usize::try_from(order).ok());
        self.expect.axes.len().saturating_add(order.unwrap_or(0))
    }

    fn last_of_each_name(&mut self, mut nodes: Vec<Node>) -> Vec<Node> {
        let same_name = |left: &Node, right: &Node| left.name.cmp(&right.name);
        let firsts = sorted::first_equals(&nodes, same_name);
        for (index, node) in nodes.iter().enumerate() {
            if firsts.get(index) != Some(&index) {
                self.notes.add(note::MEMBER_REPEATED, || {
                    format!(
                        "{} appears twice; the last one is used",
                        excerpt(&node.name)
                    )
                });
            }
        }
        nodes.reverse();
        let mut is_last = sorted::first_equals(&nodes, same_name)
            .into_iter()
            .enumerate()
            .map(|(index, first)| index == first);
        nodes.retain(|_| is_last.next().unwrap_or(true));
        nodes.reverse();
        nodes
    }

    fn add(
        &mut self,
        group: &GroupContext<'_>,
        axis: String,
        axis_index: usize,
        columns: SeriesColumns,
    ) {
        let value_meta = value_meta(&axis, &self.expect.axes, group.meta);
        let accuracy = group.meta.accuracy;
        self.push(group, axis, axis_index, (columns, value_meta, accuracy));
    }

    fn push(
        &mut self,
        group: &GroupContext<'_>,
        axis: String,
        axis_index: usize,
        (columns, value_meta, accuracy): (SeriesColumns, ValueMeta, Accuracy),
    ) {
        self.ranked.push(RankedSeries {
            rank_key: (group.is_other, group.rank, group.position, axis_index),
            series: Series {
                key: group.key.to_owned(),
                axis,
                order: group.order,
                axis_index,
                is_other: group.is_other,
                has_low_accuracy: accuracy.is_low(),
                timeline: columns.timeline,
                values: columns.values,
                comparison: columns.comparison,
                value_meta,
            },
        });
    }

    /// An `events-timeseries` answer; says whether it is a placeholder.
    fn items(&mut self, items: Vec<TimeSeriesItem>, root: &Node) -> bool {
        let seconds = |time: Option<i64>| time.map(|time| time.div_euclid(1000));
        self.set.start = self.moment("start", seconds(root.start));
        self.set.end = self.moment("end", seconds(root.end));
        let placeholder = items.is_empty();
        // The index of a group's first line serves as well as a count of groups would.
        let positions = sorted::first_equals(&items, |left, right| {
            (&left.group, left.is_other).cmp(&(&right.group, right.is_other))
        });
        let keys = group_keys::of(&items, &positions);
        for ((item, position), key) in items.into_iter().zip(positions).zip(keys) {
            let known = self.axis_index(&item.axis);
            let axis_index = known.unwrap_or_else(|| self.unasked(None));
            let froms = [self.set.incomplete_from, item.incomplete_from];
            self.set.incomplete_from = froms.into_iter().flatten().min();
            let value_meta = with_implied_unit(&item.axis, item.value_meta);
            let group = GroupContext {
                key: &key,
                order: item.order,
                rank: item.order.unwrap_or(0),
                is_other: item.is_other,
                position,
                meta: &root.meta,
            };
            let values = (item.columns, value_meta, item.accuracy);
            self.push(&group, item.axis, axis_index, values);
        }
        placeholder
    }
}

fn either<'a>(first: &'a Meta, second: &'a Meta) -> &'a Meta {
    if first.types.is_empty() && first.units.is_empty() {
        second
    } else {
        first
    }
}

//! Answers as compact bytes, to be kept and read again: by a store, or over the end of an
//! instance.
//!
//! Times once, values as `f64`, gaps in a mask; the bytes are read by the version that wrote
//! them and by no other.

use super::table::{Cell, Table, TableColumn};
use super::{Decoded, accuracy};
use crate::series::{Column, Series, SeriesSet, Timeline, Value, ValueMeta};
use std::sync::Arc;

/// Changes with every change of the form.
const VERSION: u8 = 2;
/// Deepest list in a table's cell that is read.
const DEEPEST_CELL: u32 = 4;

/// Writes an answer. Notes of what was read are left out: they were for the moment.
pub fn write(decoded: &Decoded) -> Vec<u8> {
    let mut to = BinaryWriter::default();
    to.0.push(VERSION);
    to.flag(decoded.placeholder);
    to.flag(decoded.used_metrics);
    to.option(decoded.split_decision.as_ref(), |to, text| to.text(text));
    let set = &decoded.set;
    for moment in [set.start, set.end, set.incomplete_from] {
        to.option(moment, BinaryWriter::signed);
    }
    let timelines = distinct_timelines(set);
    to.list(&timelines, |to, timeline| {
        to.list(timeline.starts(), |to, start| to.signed(*start));
    });
    to.list(&set.series, |to, series| to.series(series, &timelines));
    to.option(decoded.table.as_ref(), BinaryWriter::table);
    to.0
}

/// Reads what [`write`] wrote; `None` for anything else.
pub fn read(bytes: &[u8]) -> Option<Decoded> {
    let mut from = BinaryReader(bytes);
    if from.byte()? != VERSION {
        return None;
    }
    let mut decoded = Decoded {
        placeholder: from.flag()?,
        used_metrics: from.flag()?,
        split_decision: from.option(BinaryReader::text)?,
        ..Decoded::default()
    };
    decoded.set = SeriesSet {
        start: from.option(BinaryReader::signed)?,
        end: from.option(BinaryReader::signed)?,
        incomplete_from: from.option(BinaryReader::signed)?,
        series: Vec::new(),
    };
    let timelines =
        from.list(|from| Some(Arc::new(Timeline::new(from.list(BinaryReader::signed)?)?)))?;
    decoded.set.series = from.list(|from| from.series(&timelines))?;
    decoded.notes.extend(accuracy::note(&decoded.set));
    decoded.table = from.option(BinaryReader::table)?;
    from.0.is_empty().then_some(decoded)
}

fn distinct_timelines(set: &SeriesSet) -> Vec<&Arc<Timeline>> {
    let mut distinct: Vec<&Arc<Timeline>> = Vec::new();
    for series in &set.series {
        if !distinct
            .iter()
            .any(|known| Arc::ptr_eq(known, &series.timeline))
        {
            distinct.push(&series.timeline);
        }
    }
    distinct
}

#[derive(Default)]
struct BinaryWriter(Vec<u8>);

impl BinaryWriter {
    fn flag(&mut self, flag: bool) {
        self.0.push(flag.into());
    }

    /// Seven bits a byte, lowest first.
    fn number(&mut self, mut number: u64) {
        while number > 0x7f {
            self.0.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.0.push(number.to_le_bytes()[0]);
    }

    fn signed(&mut self, number: i64) {
        self.0.extend(number.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend(text.as_bytes());
    }

    fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.flag(value.is_some());
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.number(items.len() as u64);
        for item in items {
            write(self, item);
        }
    }

    fn series(&mut self, series: &Series, timelines: &[&Arc<Timeline>]) {
        self.text(&series.key);
        self.text(&series.axis);
        self.option(series.order, Self::signed);
        self.number(series.axis_index as u64);
        self.flag(series.is_other);
        self.flag(series.has_low_accuracy);
        let timeline = timelines
            .iter()
            .position(|known| Arc::ptr_eq(known, &series.timeline));
        self.number(timeline.unwrap_or_default() as u64);
        self.column(&series.values);
        self.option(series.comparison.as_ref(), Self::column);
        self.value_meta(&series.value_meta);
    }

    fn column(&mut self, column: &Column) {
        self.number(column.len() as u64);
        self.flag(column.is_gapless());
        for value in column.iter() {
            let (gap, number) = match value {
                Value::Number(number) => (0, number),
                Value::Null => (1, 0.0),
                Value::Missing => (2, 0.0),
            };
            if !column.is_gapless() {
                self.0.push(gap);
            }
            self.0.extend(number.to_le_bytes());
        }
    }

    fn value_meta(&mut self, value_meta: &ValueMeta) {
        for text in [&value_meta.value_type, &value_meta.unit] {
            self.option(text.as_ref(), |to, text| to.text(text));
        }
    }

    fn table(&mut self, table: &Table) {
        self.list(&table.columns, |to, column| {
            to.text(&column.name);
            to.value_meta(&column.value_meta);
        });
        self.list(&table.rows, |to, row| to.list(row, Self::cell));
    }

    fn cell(&mut self, cell: &Cell) {
        match cell {
            Cell::Null => self.0.push(0),
            Cell::Number(number) => {
                self.0.push(1);
                self.0.extend(number.to_le_bytes());
            }
            Cell::Text(text) => {
                self.0.push(2);
                self.text(text);
            }
            Cell::Bool(flag) => self.0.extend([3, (*flag).into()]),
            Cell::List(cells) => {
                self.0.push(4);
                self.list(cells, Self::cell);
            }
        }
    }
}

struct BinaryReader<'a>(&'a [u8]);

impl<'a> BinaryReader<'a> {
    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn flag(&mut self) -> Option<bool> {
        Some(self.byte()? != 0)
    }

    fn number(&mut self) -> Option<usize> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return usize::try_from(number).ok();
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        Some(i64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    fn float(&mut self) -> Option<f64> {
        Some(f64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    fn text(&mut self) -> Option<String> {
        let len = self.number()?;
        String::from_utf8(self.take(len)?.to_vec()).ok()
    }

    fn option<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match self.flag()? {
            true => read(self).map(Some),
            false => Some(None),
        }
    }

    /// A length that the bytes left cannot hold reserves nothing.
    fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let len = self.number().filter(|len| *len <= self.0.len())?;
        let mut items = Vec::new();
        for _ in 0..len {
            items.push(read(self)?);
        }
        Some(items)
    }

    fn series(&mut self, timelines: &[Arc<Timeline>]) -> Option<Series> {
        Some(Series {
            key: self.text()?,
            axis: self.text()?,
            order: self.option(Self::signed)?,
            axis_index: self.number()?,
            is_other: self.flag()?,
            has_low_accuracy: self.flag()?,
            timeline: Arc::clone(timelines.get(self.number()?)?),
            values: self.column()?,
            comparison: self.option(Self::column)?,
            value_meta: self.value_meta()?,
        })
    }

    fn column(&mut self) -> Option<Column> {
        let len = self.number().filter(|len| *len <= self.0.len())?;
        let is_gapless = self.flag()?;
        let mut column = Column::with_capacity(len);
        for _ in 0..len {
            let gap = if is_gapless { 0 } else { self.byte()? };
            let number = self.float()?;
            column.push(match gap {
                0 => Value::Number(number),
                1 => Value::Null,
                _ => Value::Missing,
            });
        }
        Some(column)
    }

    fn value_meta(&mut self) -> Option<ValueMeta> {
        Some(ValueMeta {
            value_type: self.option(Self::text)?,
            unit: self.option(Self::text)?,
        })
    }

    fn table(&mut self) -> Option<Table> {
        let columns = self.list(|from| {
            Some(TableColumn {
                name: from.text()?,
                value_meta: from.value_meta()?,
            })
        })?;
        let rows = self.list(|from| from.list(|from| from.cell(0)))?;
        Some(Table { columns, rows })
    }

    fn cell(&mut self, depth: u32) -> Option<Cell> {
        Some(match self.byte()? {
            0 => Cell::Null,
            1 => Cell::Number(self.float()?),
            2 => Cell::Text(self.text()?),
            3 => Cell::Bool(self.flag()?),
            4 if depth < DEEPEST_CELL => Cell::List(self.list(|from| from.cell(depth + 1))?),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::{decode, table};
    use crate::request::{Endpoint, Expect};

    fn answers() -> Vec<Decoded> {
        let expect = |top_events, axes: &[&str]| Expect {
            endpoint: Endpoint::EventsStats,
            top_events,
            axes: axes.iter().map(|axis| (*axis).to_owned()).collect(),
            interval: None,
        };
        let single =
            br#"{"data": [[0, [{"count": 1.5, "comparisonCount": 2}]], [60, [{"count": null}]],
            [120, []]], "start": 0, "end": 180, "meta": {"fields": {"count()": "integer"}}}"#;
        let groups = br#"{"a,\"b\"": {"data": [[0, [{"count": -3}]]], "order": 0},
            "Other": {"data": [[0, [{"count": 1e300}]]], "order": 5}}"#;
        let rows = br#"{"data": [{"a": 1, "b": ["x", null], "c": true}, {"a": null, "b": "y"}],
            "meta": {"fields": {"a": "duration"}, "units": {"a": "second"}}}"#;
        vec![
            decode(expect(None, &["count()"]), single).unwrap(),
            decode(expect(Some(5), &["count()"]), groups).unwrap(),
            decode(expect(None, &["count()"]), b"{}").unwrap(),
            table::decode(rows).unwrap(),
        ]
    }

    #[test]
    fn what_was_written_is_read_again() {
        for mut answer in answers() {
            let again = read(&write(&answer)).unwrap();
            answer.notes.clear();
            assert_eq!(again, answer);
        }
    }

    #[test]
    fn series_of_one_timeline_share_it_again() {
        let answer = answers().swap_remove(1);
        let again = read(&write(&answer)).unwrap();
        assert!(Arc::ptr_eq(
            &again.set.series[0].timeline,
            &again.set.series[1].timeline
        ));
    }

    #[test]
    fn anything_else_is_nothing_and_reserves_nothing() {
        for answer in answers() {
            let bytes = write(&answer);
            for len in 0..bytes.len() {
                assert_eq!(read(&bytes[..len]), None, "cut at {len}");
            }
            let longer = [bytes.as_slice(), &[0]].concat();
            assert_eq!(read(&longer), None);
            for place in 0..bytes.len() {
                let mut spoilt = bytes.clone();
                spoilt[place] = 0xff;
                // Whatever comes of it, it comes at once and without a panic.
                drop(read(&spoilt));
            }
        }
        let endless = [&[VERSION, 0, 0, 0, 0, 0, 0][..], &[0xff; 9], &[1]].concat();
        assert_eq!(read(&endless), None);
    }
}

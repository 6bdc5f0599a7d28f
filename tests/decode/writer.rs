//! Writes series sets as answers, in every shape and in as many spellings as JSON allows.

use events_stats_widget::series::Value;
use std::fmt::Write;

/// xorshift64*: the tests need variety that repeats, and nothing else.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() >> 33) as usize % end
    }

    pub fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            items.swap(end, self.below(end + 1));
        }
    }

    /// Sizes of chunks that together hold `length` bytes.
    pub fn pieces<'a>(&mut self, bytes: &'a [u8]) -> Vec<&'a [u8]> {
        let longest = [1, 7, 60, 1000, bytes.len().max(1)][self.below(5)];
        let mut pieces = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let (piece, after) = rest.split_at((1 + self.below(longest)).min(rest.len()));
            pieces.push(piece);
            rest = after;
        }
        pieces
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    Single,
    Axes,
    Groups,
    GroupsAndAxes,
    Timeseries,
}

/// One line of an answer, as the decoder must give it back.
#[derive(Clone, Debug)]
pub struct Line {
    pub key: String,
    pub axis: String,
    pub order: i64,
    pub rows: Vec<(i64, Value)>,
}

pub struct Writer {
    pub random: Random,
    text: String,
    /// Spacing: none, Python's, random.
    spacing: usize,
    /// Write letters as escapes now and then, add members nobody knows.
    odd: bool,
}

impl Writer {
    pub fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let spacing = random.below(3);
        let odd = random.one_in(2);
        Self {
            random,
            text: String::new(),
            spacing,
            odd,
        }
    }

    /// The answer; lines of one group must stand together.
    pub fn answer(mut self, shape: Shape, lines: &[Line]) -> (String, Random) {
        match shape {
            Shape::Single => self.series(&lines[0], None),
            Shape::Axes => self.keyed(lines, |line| &line.axis),
            Shape::Groups => self.keyed(lines, |line| &line.key),
            Shape::GroupsAndAxes => self.groups(lines),
            Shape::Timeseries => self.timeseries(lines),
        }
        (self.text, self.random)
    }

    fn mark(&mut self, mark: &str) {
        let spaces = [" ", "\n", "\t", "\r\n", "  "];
        match self.spacing {
            0 => self.text.push_str(mark),
            1 => {
                self.text.push_str(mark);
                if mark == "," || mark == ":" {
                    self.text.push(' ');
                }
            }
            _ => {
                for part in [None, Some(mark), None] {
                    match part {
                        Some(mark) => self.text.push_str(mark),
                        None if self.random.one_in(4) => {
                            self.text.push_str(spaces[self.random.below(spaces.len())]);
                        }
                        None => {}
                    }
                }
            }
        }
    }

    fn quoted(&mut self, text: &str) {
        if !self.odd || self.random.one_in(2) {
            self.text.push_str(&serde_json::to_string(text).unwrap());
            return;
        }
        self.text.push('"');
        for letter in text.chars() {
            let must = matches!(letter, '"' | '\\') || letter < ' ';
            if must || self.random.one_in(3) {
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    write!(self.text, "\\u{unit:04x}").unwrap();
                }
            } else {
                self.text.push(letter);
            }
        }
        self.text.push('"');
    }

    /// An object of members that are written by number, in random order where that is free.
    fn object(&mut self, members: &[&str], free: bool, mut write: impl FnMut(&mut Self, usize)) {
        let mut order: Vec<usize> = (0..members.len()).collect();
        if free && self.odd {
            self.random.shuffle(&mut order);
        }
        self.mark("{");
        for (count, index) in order.into_iter().enumerate() {
            if count > 0 {
                self.mark(",");
            }
            if self.odd && self.random.one_in(20) {
                self.unknown_member();
                self.mark(",");
            }
            self.quoted(members[index]);
            self.mark(":");
            write(self, index);
        }
        self.mark("}");
    }

    fn unknown_member(&mut self) {
        let values = [
            "null",
            "true",
            "[[{}]]",
            "{\"a\":[1,\"]}\"]}",
            "\"\\\"\"",
            "-1.5E+3",
            "{}",
            "[]",
        ];
        self.quoted("unknown member");
        self.mark(":");
        let value = values[self.random.below(values.len())];
        self.text.push_str(value);
    }

    fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.mark("[");
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.mark(",");
            }
            write(self, item);
        }
        self.mark("]");
    }

    fn number(&mut self, number: f64) {
        match self.random.below(3) {
            0 => write!(self.text, "{number}").unwrap(),
            1 => write!(self.text, "{number:e}").unwrap(),
            _ => self.text.push_str(&serde_json::to_string(&number).unwrap()),
        }
    }

    fn value(&mut self, value: Value) {
        match value {
            Value::Number(number) => self.number(number),
            _ => self.text.push_str("null"),
        }
    }

    fn row(&mut self, (time, value): (i64, Value)) {
        self.mark("[");
        write!(self.text, "{time}").unwrap();
        self.mark(",");
        match value {
            Value::Missing => self.list(&[(); 0], |_, ()| {}),
            Value::Null if self.random.one_in(2) => {
                self.list(&[()], |writer, ()| writer.object(&[], false, |_, _| {}));
            }
            value => self.list(&[()], |writer, ()| {
                writer.object(&["count"], false, |writer, _| writer.value(value));
            }),
        }
        self.mark("]");
    }

    fn series(&mut self, line: &Line, order: Option<i64>) {
        let all = [
            "data",
            "order",
            "start",
            "end",
            "isMetricsData",
            "meta",
            "confidence",
        ];
        let members: Vec<_> = all
            .into_iter()
            .filter(|name| *name != "order" || order.is_some())
            .collect();
        self.object(&members.clone(), true, |writer, index| {
            match members[index] {
                "data" => writer.list(&line.rows, |writer, row| writer.row(*row)),
                "order" => write!(writer.text, "{}", order.unwrap_or(0)).unwrap(),
                "start" => writer.text.push_str("-5"),
                "end" => writer.text.push_str("99"),
                "isMetricsData" => writer.text.push_str("false"),
                "meta" => writer.object(&["fields", "accuracy"], true, |writer, index| {
                    let value =
                        ["{\"count\": \"integer\"}", "{\"x\":[{\"data\":[[0,[]]]}]}"][index];
                    writer.text.push_str(value);
                }),
                _ => writer.text.push_str("[[1,[{\"count\":\"high\"}]]]"),
            }
        });
    }

    fn keyed(&mut self, lines: &[Line], name: impl Fn(&Line) -> &String) {
        let names: Vec<_> = lines.iter().map(|line| name(line).as_str()).collect();
        self.object(&names, true, |writer, index| {
            let line = &lines[index];
            writer.series(line, Some(line.order));
        });
    }

    fn groups(&mut self, lines: &[Line]) {
        let groups: Vec<&[Line]> = lines.chunk_by(|a, b| a.key == b.key).collect();
        let names: Vec<_> = groups.iter().map(|group| group[0].key.as_str()).collect();
        self.object(&names, true, |writer, index| {
            let group = groups[index];
            let axes = group.iter().map(|line| line.axis.as_str());
            let members: Vec<_> = axes.chain(["order"]).collect();
            writer.object(&members, true, |writer, index| match group.get(index) {
                Some(line) => writer.series(line, Some(index as i64)),
                None => write!(writer.text, "{}", group[0].order).unwrap(),
            });
        });
    }

    fn timeseries(&mut self, lines: &[Line]) {
        self.object(&["timeSeries", "meta"], true, |writer, index| match index {
            0 => writer.list(lines, Self::line),
            _ => writer.text.push_str("{\"start\":-5000,\"end\":99000}"),
        });
    }

    fn line(&mut self, line: &Line) {
        let members = ["yAxis", "values", "groupBy", "meta"];
        self.object(&members, true, |writer, index| match index {
            0 => writer.quoted(&line.axis),
            1 => writer.list(&line.rows, |writer, &(time, value)| {
                let members = [
                    "timestamp",
                    "value",
                    "incomplete",
                    "sampleCount",
                    "confidence",
                ];
                writer.object(&members, true, |writer, index| match index {
                    0 => write!(writer.text, "{}", time * 1000).unwrap(),
                    1 => writer.value(value),
                    2 => writer.text.push_str("false"),
                    3 => write!(writer.text, "{}", writer.random.below(1000)).unwrap(),
                    _ => writer
                        .text
                        .push_str(["null", "\"high\""][writer.random.below(2)]),
                });
            }),
            2 => writer.list(&[()], |writer, ()| {
                writer.object(&["key", "value"], true, |writer, index| match index {
                    0 => writer.quoted("release"),
                    _ => writer.quoted(&line.key),
                });
            }),
            _ => writer.object(&["order", "isOther", "valueUnit"], true, |writer, index| {
                let order = line.order.to_string();
                writer
                    .text
                    .push_str([order.as_str(), "false", "null"][index]);
            }),
        });
    }
}

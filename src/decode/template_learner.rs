//! From the text of a row to its template.
//!
//! Knows the plain forms of rows; what is not of such a form has no template.

use super::swar_digits::TIME_DIGITS;
use super::template::{Literal, Slot, Template};

/// How the rows of a body are written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum RowForm {
    /// `[seconds,[{"count":number}]]`
    Row,
    /// `{"timestamp":milliseconds,"value":number}`
    Point,
}

/// The template of a row that the general path has accepted, the comma before it included.
pub(super) fn learn(form: RowForm, row: &[u8]) -> Option<Template> {
    let mut scan = Scan { row, at: 0 };
    match form {
        RowForm::Row => scan.literal(b",[")?,
        RowForm::Point => {
            scan.literal(b",{")?;
            scan.exactly(b"\"timestamp\"")?;
            scan.literal(b":")?
        }
    };
    let time = scan.at..scan.at + TIME_DIGITS;
    let digits = scan.digits()?;
    match form {
        RowForm::Row if digits.len() == TIME_DIGITS => {
            scan.literal(b",[{")?;
            scan.exactly(b"\"count\"")?;
        }
        // Whole seconds: what follows their ten digits is the same in every row.
        RowForm::Point if digits.len() == TIME_DIGITS + 3 && digits.ends_with(b"000") => {
            scan.literal(b",")?;
            scan.exactly(b"\"value\"")?;
        }
        _ => return None,
    }
    scan.literal(b":")?;
    let middle = row.get(time.end..scan.at)?;
    scan.number_or_null()?;
    let (further, last_number) = further(&mut scan, form)?;
    scan.literal(match form {
        RowForm::Row => b"}]]".as_slice(),
        RowForm::Point => b"}",
    })?;
    let lead = row.get(..time.start)?;
    let tail = row.get(last_number..)?;
    (scan.at == row.len()).then_some(())?;
    Some(Template {
        lead: Literal::new(&[lead])?,
        middle: Literal::new(&[middle])?,
        further,
        tail: Literal::new(&[tail])?,
        between: Literal::new(&[tail, lead])?,
    })
}

/// Members behind the value: numbers are slots, other scalars are part of what must
/// repeat. Also says where the last number ends.
fn further(scan: &mut Scan<'_>, form: RowForm) -> Option<(Vec<(Literal, Slot)>, usize)> {
    let mut slots = Vec::new();
    let mut last_number = scan.at;
    loop {
        let before = scan.at;
        if scan.literal(b",").is_none() {
            scan.at = before;
            return Some((slots, last_number));
        }
        let name = scan.text()?;
        scan.literal(b":")?;
        let begin = scan.at;
        let slot = match (form, name) {
            (RowForm::Row, b"\"comparisonCount\"") => Slot::Comparison,
            // Twice the same member: the later one counts, and that is not for templates.
            (_, b"\"count\"" | b"\"value\"" | b"\"timestamp\"") => return None,
            (RowForm::Point, b"\"incomplete\"") => {
                scan.exactly(b"false")?;
                continue;
            }
            _ => Slot::Unread,
        };
        if slot == Slot::Unread && scan.text().is_some() {
            continue;
        }
        scan.at = begin;
        if scan.number_or_null().is_some() {
            let literal = scan.row.get(last_number..begin)?;
            slots.push((Literal::new(&[literal])?, slot));
            last_number = scan.at;
        } else {
            // What a compared value is instead of a number makes its row wrong.
            (slot == Slot::Unread).then_some(())?;
            if scan.exactly(b"true").is_none() {
                scan.at = begin;
                scan.exactly(b"false")?;
            }
        }
    }
}

/// Takes a row apart that the general path has accepted.
struct Scan<'a> {
    row: &'a [u8],
    at: usize,
}

impl<'a> Scan<'a> {
    fn take_while(&mut self, accept: impl Fn(u8) -> bool) -> &'a [u8] {
        let rest = self.row.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|&byte| !accept(byte));
        let taken = rest.get(..length.unwrap_or(rest.len())).unwrap_or_default();
        self.at += taken.len();
        taken
    }

    /// The given bytes with whitespace around each.
    fn literal(&mut self, marks: &[u8]) -> Option<&'a [u8]> {
        let begin = self.at;
        let is_space = |byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
        self.take_while(is_space);
        for mark in marks {
            self.exactly(std::slice::from_ref(mark))?;
            self.take_while(is_space);
        }
        self.row.get(begin..self.at)
    }

    fn exactly(&mut self, text: &[u8]) -> Option<&'a [u8]> {
        let found = self.row.get(self.at..self.at + text.len())?;
        self.at += text.len();
        (found == text).then_some(found)
    }

    fn digits(&mut self) -> Option<&'a [u8]> {
        Some(self.take_while(|byte| byte.is_ascii_digit())).filter(|digits| !digits.is_empty())
    }

    /// A text without escapes, quotes included.
    fn text(&mut self) -> Option<&'a [u8]> {
        let begin = self.at;
        self.exactly(b"\"")?;
        self.take_while(|byte| byte != b'"' && byte != b'\\');
        self.exactly(b"\"")?;
        self.row.get(begin..self.at)
    }

    fn number_or_null(&mut self) -> Option<&'a [u8]> {
        let accepted = |byte: u8| byte.is_ascii_digit() || b"+-.eEnul".contains(&byte);
        Some(self.take_while(accepted)).filter(|number| !number.is_empty())
    }
}

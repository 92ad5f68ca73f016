//! Rows of CSV (RFC 4180, and what spreadsheets make of it), in and out, one row in memory at a time.
//!
//! In: whatever implements `BufRead`, as UTF-8 with or without a byte order mark, its columns parted by `,`, `;` or tab, the first row their
//! names. Out: rows with the line on which each begins; a row as text. Another encoding is refused with its place and a remedy, and nothing
//! is guessed. What is written cannot be a formula to a spreadsheet, and what was made harmless here is read as it was.
//! Deliberately absent: files, what a column means.

mod error;
mod write;

pub use error::CsvError;
pub use write::push_row;

use std::io::{BufRead, Read};

/// The longest row, in bytes with its quotation marks, inclusive.
pub const MAX_ROW_BYTES: u64 = 65_536;

const QUOTE: u8 = b'"';

/// Reads rows.
#[derive(Debug)]
pub struct CsvReader<R> {
    source: R,
    comma: u8,
    names: Vec<String>,
    /// The bytes of the row that is being read.
    raw: Vec<u8>,
    /// Lines that were read.
    lines: u64,
}

/// A row. The same one is filled again and again, so that a file of any length needs the memory of its longest row.
#[derive(Clone, Debug, Default)]
pub struct CsvRow {
    text: String,
    ends: Vec<usize>,
    line: u64,
}

impl CsvRow {
    /// The line on which it begins, from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// A field by its place, from 0; empty where there is none.
    #[must_use]
    pub fn field(&self, place: usize) -> &str {
        let start = place.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        start.zip(self.ends.get(place)).and_then(|(start, end)| self.text.get(start..*end)).unwrap_or_default()
    }

    /// All fields in order.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|place| self.field(place))
    }

    fn end_field(&mut self, start: usize) {
        let field = self.text.get(start..).unwrap_or_default();
        let letters = field.trim_matches([' ', '\u{a0}']);
        // An apostrophe that was put before a formula goes again.
        let letters = letters.strip_prefix('\'').filter(|rest| write::is_formula(rest)).unwrap_or(letters);
        if letters.len() != field.len() {
            let letters = letters.to_owned();
            self.text.truncate(start);
            self.text.push_str(&letters);
        }
        self.ends.push(self.text.len());
    }
}

impl<R: BufRead> CsvReader<R> {
    /// Reads the row of names: in lower case, without space around them, each once.
    ///
    /// # Errors
    /// As [`CsvReader::read`]; [`CsvError::Empty`] where there is no row, [`CsvError::Name`] where a name is empty or stands twice.
    pub fn new(source: R) -> Result<Self, CsvError> {
        let mut this = Self { source, comma: b',', names: Vec::new(), raw: Vec::new(), lines: 0 };
        let mut row = CsvRow::default();
        if !this.fill()? {
            return Err(CsvError::Empty);
        }
        this.comma = comma_of(&this.raw);
        this.parse(&mut row)?;
        this.names = row.fields().map(|name| name.trim().to_lowercase()).collect();
        let wrong = this
            .names
            .iter()
            .enumerate()
            .find(|(place, name)| name.is_empty() || this.names.iter().take(*place).any(|other| other == *name));
        match wrong {
            Some((place, name)) => Err(CsvError::Name { line: row.line, column: place + 1, name: name.clone() }),
            None => Ok(this),
        }
    }

    /// The names of the columns.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The place of a column.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|one| one == name)
    }

    /// Reads the next row into `row`; false where there is none. Lines without anything on them are passed over.
    ///
    /// # Errors
    /// What the source reports; bytes that are no UTF-8, a row that is too long, a quotation mark in a wrong place, or more or fewer fields
    /// than there are names: each names the line and what to do. What was read before an error stands.
    pub fn read(&mut self, row: &mut CsvRow) -> Result<bool, CsvError> {
        if !self.fill()? {
            return Ok(false);
        }
        self.parse(row)?;
        if row.ends.len() != self.names.len() {
            return Err(CsvError::Fields { line: row.line, found: row.ends.len(), expected: self.names.len() });
        }
        Ok(true)
    }

    /// Reads the bytes of the next row that is not empty: one line, or several where a field in quotation marks goes over their ends.
    fn fill(&mut self) -> Result<bool, CsvError> {
        loop {
            self.raw.clear();
            let first = self.lines + 1;
            let mut open = false;
            loop {
                let before = self.raw.len();
                let left = (MAX_ROW_BYTES + 1).saturating_sub(before.try_into().unwrap_or(u64::MAX));
                let count = self.source.by_ref().take(left).read_until(b'\n', &mut self.raw).map_err(CsvError::Source)?;
                if self.lines == 0 {
                    self.leave_mark()?;
                }
                if count == 0 || self.raw.len() as u64 > MAX_ROW_BYTES {
                    break;
                }
                self.lines += 1;
                open ^= self.raw.get(before..).unwrap_or_default().iter().filter(|byte| **byte == QUOTE).count() % 2 == 1;
                if !open {
                    break;
                }
            }
            if self.raw.len() as u64 > MAX_ROW_BYTES {
                return Err(CsvError::TooLong { line: first, limit: MAX_ROW_BYTES });
            }
            if open {
                return Err(CsvError::Open { line: first });
            }
            while self.raw.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
                self.raw.pop();
            }
            if !self.raw.is_empty() {
                return Ok(true);
            }
            if self.lines < first {
                return Ok(false);
            }
        }
    }

    /// Takes the byte order mark of UTF-8 away, and refuses those of UTF-16.
    fn leave_mark(&mut self) -> Result<(), CsvError> {
        if self.raw.starts_with(&[0xff, 0xfe]) || self.raw.starts_with(&[0xfe, 0xff]) {
            return Err(CsvError::Utf16);
        }
        if self.raw.starts_with("\u{feff}".as_bytes()) {
            self.raw.drain(..3);
        }
        Ok(())
    }

    /// Cuts the bytes of a row into fields.
    fn parse(&mut self, row: &mut CsvRow) -> Result<(), CsvError> {
        let ends = self.raw.iter().filter(|byte| **byte == b'\n').count();
        row.line = self.lines.saturating_sub(ends.try_into().unwrap_or(0));
        let text = match std::str::from_utf8(&self.raw) {
            Ok(text) if text.contains('\0') => return Err(CsvError::Nul { line: row.line }),
            Ok(text) => text,
            Err(fault) => {
                let before = self.raw.get(..fault.valid_up_to()).unwrap_or_default();
                let inside = before.iter().filter(|byte| **byte == b'\n').count();
                return Err(CsvError::NotUtf8 { line: row.line + u64::try_from(inside).unwrap_or(0) });
            }
        };
        row.text.clear();
        row.ends.clear();
        let mut rest = text;
        loop {
            let start = row.text.len();
            let after = match rest.strip_prefix('"') {
                Some(quoted) => unquote(quoted, &mut row.text),
                None => {
                    let end = rest.bytes().position(|byte| byte == self.comma || byte == QUOTE).unwrap_or(rest.len());
                    let (field, after) = rest.split_at(end);
                    row.text.push_str(field);
                    after
                }
            };
            row.end_field(start);
            rest = match after.as_bytes().first() {
                None => return Ok(()),
                Some(byte) if *byte == self.comma => after.get(1..).unwrap_or_default(),
                Some(_) => return Err(CsvError::Quote { line: row.line, column: row.ends.len() }),
            };
        }
    }
}

/// Writes what stands in quotation marks, of which two mean one; what comes behind them.
fn unquote<'a>(mut rest: &'a str, out: &mut String) -> &'a str {
    while let Some(end) = rest.find('"') {
        let (field, behind) = rest.split_at(end);
        out.push_str(field);
        rest = behind.get(1..).unwrap_or_default();
        match rest.strip_prefix('"') {
            Some(more) => {
                out.push('"');
                rest = more;
            }
            None => return rest,
        }
    }
    // An odd number of quotation marks never comes here: `fill` has counted them.
    out.push_str(rest);
    ""
}

/// What parts the columns: of `,`, `;` and tab the one that stands most often outside quotation marks; `,` where none does.
fn comma_of(names: &[u8]) -> u8 {
    let mut inside = false;
    let mut counts = [(b',', 0_u32), (b';', 0), (b'\t', 0)];
    for byte in names {
        inside ^= *byte == QUOTE;
        if let Some((_, count)) = counts.iter_mut().find(|(comma, _)| comma == byte && !inside) {
            *count += 1;
        }
    }
    counts.iter().rev().max_by_key(|(_, count)| *count).filter(|(_, count)| *count > 0).map_or(b',', |(comma, _)| *comma)
}

#[cfg(test)]
mod tests;

//! Findings: what a rule found wrong, where, and what to write instead.
//!
//! In: bytes of a reading. Out: lines, columns and an excerpt of the file. Deliberately absent: terminals, JSON.

use std::fmt;
use std::ops::Range;

use super::{LawRef, Weight};
use crate::outline::Section;
use crate::read::{CodePoints, Reading};
use crate::site::show;

/// The section in which something was found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Clause {
    /// The number as printed; empty where there is none.
    pub number: String,
    /// The title.
    pub title: String,
    /// `s-1`, as in the full text.
    pub anchor: String,
}

/// A stretch of a file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Region {
    /// Bytes of the file, end exclusive.
    pub bytes: Range<usize>,
    /// The line of the first byte, from 1.
    pub line: usize,
    /// The column of the first byte in characters, from 1.
    pub column: usize,
    /// The line of the end, from 1.
    pub end_line: usize,
    /// The column behind the last character, from 1.
    pub end_column: usize,
}

/// One thing that is wrong with a policy.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// The stable code of its rule, such as `CS-L012`.
    pub code: &'static str,
    /// How much it weighs under the chosen regimes.
    pub weight: Weight,
    /// The file as the caller named it.
    pub file: String,
    /// Where it stands; of something missing, where it should stand.
    pub region: Region,
    /// The words around it, at most a hundred characters of its line.
    pub excerpt: String,
    /// Where in the excerpt it begins, in characters from 1.
    pub excerpt_column: usize,
    /// The section, where there is one.
    pub clause: Option<Clause>,
    /// The texts of law under the chosen regimes; none where the text itself is at fault.
    pub laws: Vec<&'static LawRef>,
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub remedy: &'static str,
}

/// `file:line:column: error[CS-L012]: message`, the excerpt, a caret, clause, law and help.
impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = format!("{}:{}:{}", self.file, self.region.line, self.region.column);
        writeln!(out, "{place}: {}[{}]: {}", self.weight, self.code, self.message)?;
        show(out, self.region.line, &self.excerpt, self.excerpt_column)?;
        if let Some(clause) = &self.clause {
            writeln!(out, "  clause: {}", format!("{} {}", clause.number, clause.title).trim())?;
        }
        if !self.laws.is_empty() {
            let laws: Vec<_> = self.laws.iter().map(|law| law.article.as_str()).collect();
            writeln!(out, "  law: {}", laws.join("; "))?;
        }
        write!(out, "  help: {}", self.remedy)
    }
}

/// Characters of an excerpt before and behind the place.
const BEFORE: usize = 40;
const EXCERPT: usize = 100;

/// Finds lines, columns and excerpts of one file.
pub(super) struct Locator<'a> {
    source: &'a str,
    reading: &'a Reading,
    /// Where each line starts.
    lines: Vec<usize>,
    points: CodePoints<'a>,
}

impl<'a> Locator<'a> {
    /// A locator for a file and what was read from it.
    pub(super) fn new(source: &'a str, reading: &'a Reading) -> Self {
        let lines = std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { source, reading, lines, points: CodePoints::new(source) }
    }

    /// The region of bytes of the reading's text.
    pub(super) fn region(&self, span: &Range<usize>) -> Region {
        let start = self.reading.source_offset(span.start);
        // The end is taken from the last byte, so that marks of Markdown behind it stay outside.
        let last = span.end.saturating_sub(1).max(span.start);
        let end = self.source.ceil_char_boundary((self.reading.source_offset(last) + 1).min(self.source.len())).max(start);
        let (line, column) = self.place(start);
        let (end_line, end_column) = self.place(end);
        Region { bytes: start..end, line, column, end_line, end_column }
    }

    /// The line and column of a byte of the file.
    fn place(&self, at: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= at);
        let start = line.checked_sub(1).and_then(|line| self.lines.get(line)).copied().unwrap_or(0);
        (line, self.points.before(at) - self.points.before(start) + 1)
    }

    /// The line of the file around a byte of it, cut to an excerpt, and the column of the byte in it.
    pub(super) fn excerpt(&self, at: usize) -> (String, usize) {
        let at = self.source.floor_char_boundary(at);
        let before = self.source.get(..at).unwrap_or_default().chars().rev().take_while(|letter| *letter != '\n').take(BEFORE);
        let before: Vec<char> = before.collect();
        let from = before.len();
        let ahead = self.source.get(at..).unwrap_or_default().chars().take_while(|letter| *letter != '\n').take(EXCERPT - from);
        let words: String = before.into_iter().rev().chain(ahead).map(visible).collect();
        (words.trim_end().to_owned(), from + 1)
    }

    /// The section in which a byte of the reading's text stands.
    pub(super) fn clause(&self, at: usize) -> Option<Clause> {
        self.reading.heading_at(at).map(clause)
    }
}

fn clause(heading: &Section) -> Clause {
    Clause { number: heading.number.clone(), title: heading.title.clone(), anchor: heading.anchor.clone() }
}

/// A letter as it may be shown: what moves the cursor or turns the direction of a line is a blank.
pub(super) fn visible(letter: char) -> char {
    match letter {
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => ' ',
        letter if letter.is_control() => ' ',
        letter => letter,
    }
}

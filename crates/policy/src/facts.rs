//! Facts: what a policy says about who, how to reach them, by when, and since when.
//!
//! In: a reading. Out: values, each with the bytes it was found in. What the text does not say is absent, never guessed; dates of laws and
//! print stamps do not count as the policy's own. Deliberately absent: purposes and data, which `draft` finds.

mod contact;
mod keeping;
mod rights;
mod statements;
mod time;

use std::collections::HashSet;
use std::ops::Range;

use serde::Serialize;

pub use keeping::Retention;
pub use rights::Right;
pub use statements::{Statement, StatementKind};
pub(crate) use time::ages;

use crate::read::Reading;
use crate::space::{one_line, trimmed};
use crate::topic::topics;

/// A value and where the text says it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Found<T> {
    /// The value.
    pub value: T,
    /// The bytes of the reading's text that say it.
    pub span: Range<usize>,
}

/// A unit of time as the text has it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeUnit {
    /// Days of the calendar.
    Days,
    /// Days on which offices are open.
    WorkingDays,
}

/// Within which time requests are answered.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct ResponseTime {
    /// 1 to 199.
    pub days: u32,
    /// What a day is.
    pub unit: TimeUnit,
}

/// What a policy says about itself.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Facts {
    /// The title printed above the text.
    pub title: Option<Found<String>>,
    /// Who decides about the data: a company or body by its full name.
    pub controller: Option<Found<String>>,
    /// E-mail addresses, each once.
    pub emails: Vec<Found<String>>,
    /// Phone numbers that are given for contact, each once, as printed.
    pub phones: Vec<Found<String>>,
    /// Postal addresses behind a label.
    pub addresses: Vec<Found<String>>,
    /// Web addresses, each once.
    pub urls: Vec<Found<String>>,
    /// Every time within which requests are answered, in text order: more than one value is a contradiction to resolve.
    pub responses: Vec<Found<ResponseTime>>,
    /// The age under which somebody counts as a child.
    pub child_age: Option<Found<u32>>,
    /// The last change: `YYYY-MM-DD`, or `YYYY-MM` where the text names no day.
    pub updated: Option<Found<String>>,
    /// The day the text takes effect, in the same form.
    pub effective: Option<Found<String>>,
    /// Every age under which somebody counts as a child, in text order; more than one is a contradiction to resolve.
    pub ages: Vec<Found<u32>>,
    /// Countries in which data is kept, as ISO 3166-1 codes.
    pub stored: Vec<Found<String>>,
    /// Countries whose data protection laws the text names, as ISO 3166-1 codes.
    pub laws: Vec<Found<String>>,
    /// How long data is kept.
    pub retention: Vec<Found<Retention>>,
    /// What a person may ask for, each once.
    pub rights: Vec<Right>,
    /// What counts as a material change.
    pub material_changes: Vec<Found<String>>,
    /// Sentences that state one thing each, in text order.
    pub statements: Vec<Statement>,
}

impl Facts {
    /// The first time within which requests are answered.
    #[must_use]
    pub fn response(&self) -> Option<ResponseTime> {
        self.responses.first().map(|found| found.value)
    }
}

/// The facts of a reading.
#[must_use]
pub fn facts(reading: &Reading) -> Facts {
    let (text, topics, statements) = (reading.text(), topics(reading), statements::statements(reading));
    Facts {
        title: title(reading),
        controller: contact::controller(text),
        emails: contact::emails(text),
        phones: contact::phones(text),
        addresses: contact::addresses(text),
        urls: contact::urls(text),
        responses: time::responses(text),
        child_age: time::child_age(text),
        updated: time::updated(text),
        effective: time::effective(text),
        ages: time::child_ages(text),
        stored: keeping::stored(&statements),
        laws: keeping::laws(text),
        retention: keeping::retention(reading, &topics),
        rights: rights::rights(reading, &topics),
        material_changes: rights::material_changes(reading),
        statements,
    }
}

fn title(reading: &Reading) -> Option<Found<String>> {
    let first = reading.headings().first().filter(|heading| heading.number.is_empty() && heading.depth == 1)?;
    Some(Found { value: first.title.clone(), span: first.start..first.end })
}

/// A stretch of a reading with white space folded.
fn said(reading: &Reading, span: Range<usize>) -> Found<String> {
    let words = reading.text().get(span.clone()).unwrap_or_default();
    Found { value: one_line(words), span: trimmed(reading.text(), span) }
}

/// A pattern written in this file's neighbors. Digits are those of ASCII, letters of words those of Latin, and white space is that of print:
/// the classes of Unicode would make each pattern several times as long to build.
#[expect(clippy::expect_used, reason = "patterns are constants, and a test builds every one")]
pub(crate) fn pattern(source: &str) -> regex::Regex {
    // Word borders by ASCII keep the fast automaton; those of Unicode would walk every Chinese character slowly.
    let classes = [(r"\b", r"(?-u:\b)"), (r"\d", "[0-9]"), (r"\w", "[0-9A-Za-z_À-ÖØ-öø-ɏ]"), (r"\s", r"[\t-\r \u{a0}\u{3000}]")];
    let source = classes.iter().fold(source.to_owned(), |source, (class, plain)| source.replace(class, plain));
    regex::Regex::new(&source).expect("the pattern is written in this crate")
}

/// Values in text order, each once by a key.
#[derive(Debug, Default)]
struct Once {
    list: Vec<Found<String>>,
    seen: HashSet<String>,
}

impl Once {
    /// Adds a value unless one of its key is there.
    fn add(&mut self, value: &str, span: Range<usize>, key: String) {
        if !value.is_empty() && self.seen.insert(key) {
            self.list.push(Found { value: value.to_owned(), span });
        }
    }
}

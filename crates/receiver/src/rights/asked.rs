//! What a receipt of kind `rights-request` says: the right, the promised time, and by what the visitor is known again.
//! Deliberately absent: the day on which an answer is due, which only the site's calendar tells.

use countersign_core::{Digest, Right, Starts};
use jiff::Span;
use jiff::civil::Date;
use std::fmt;

/// The time until an answer.
#[derive(Clone, Debug)]
pub enum Term {
    /// By the calendar of everybody: an ISO 8601 duration and its text.
    Calendar(Span, String),
    /// By the days on which the site works.
    WorkingDays(u16),
}

/// One spelling for each term: it is compared, stored and shown by it.
impl PartialEq for Term {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

impl Eq for Term {}

impl Term {
    /// An ISO 8601 duration of dates.
    pub(crate) fn of_duration(text: &str) -> Option<Self> {
        Some(Self::Calendar(text.parse().ok()?, text.to_owned()))
    }

    /// Reads what [`Term`] writes.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text.strip_suffix(" working days") {
            Some(days) => days.parse().ok().map(Self::WorkingDays),
            None => Self::of_duration(text),
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Calendar(_, text) => f.write_str(text),
            Self::WorkingDays(days) => write!(f, "{days} working days"),
        }
    }
}

/// What is asked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Asked {
    /// Which right.
    pub right: Right,
    /// The time that the receipt names.
    pub term: Option<Term>,
    /// From when that counts.
    pub starts: Starts,
    /// SHA-256 of what the visitor alone knows.
    pub secret: Option<Digest>,
    /// By the site's calendar; `None` before somebody has looked, where no time is stated, or where it begins later.
    pub due_on: Option<Date>,
}

#[cfg(test)]
mod tests {
    use super::Term;

    #[test]
    fn terms_are_read_as_they_are_written() {
        for text in ["P30D", "P1M", "P1Y6M", "15 working days"] {
            assert_eq!(Term::parse(text).map(|term| term.to_string()).as_deref(), Some(text));
        }
        for text in ["", "30", "x working days", "P"] {
            assert_eq!(Term::parse(text), None, "{text}");
        }
    }
}

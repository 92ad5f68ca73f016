//! Why a CSV file is not read on: each names the line and what to do.

use thiserror::Error;

/// Why a row cannot be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CsvError {
    /// The source itself failed.
    #[error("it cannot be read on")]
    Source(#[source] std::io::Error),
    /// There is no row of names.
    #[error("it is empty; the first line names the columns")]
    Empty,
    /// A byte order mark of UTF-16.
    #[error("line 1: it is UTF-16; save it as \"CSV UTF-8\"")]
    Utf16,
    /// Bytes that are no UTF-8.
    #[error("line {line}: is not UTF-8; save it as \"CSV UTF-8\", or convert it, such as with iconv -f GB18030 -t UTF-8")]
    NotUtf8 {
        /// Where, from 1.
        line: u64,
    },
    /// A byte that no text has.
    #[error("line {line}: holds a zero byte; this is no text, or it is UTF-16: save it as \"CSV UTF-8\"")]
    Nul {
        /// Where, from 1.
        line: u64,
    },
    /// A row is longer than rows may be.
    #[error("line {line}: the row that begins here is longer than {limit} bytes; is a quotation mark left open?")]
    TooLong {
        /// Where it begins, from 1.
        line: u64,
        /// The limit, in bytes.
        limit: u64,
    },
    /// A quotation mark is left open at the end.
    #[error(
        "line {line}: a quotation mark that stands in the row that begins here is never closed; close it, or double it where it is meant"
    )]
    Open {
        /// Where the row begins, from 1.
        line: u64,
    },
    /// A quotation mark inside of a field that does not begin with one, or letters behind the closing one.
    #[error("line {line}, column {column}: a quotation mark stands inside of a field; put the field in quotation marks and double it")]
    Quote {
        /// Where the row begins, from 1.
        line: u64,
        /// Which field, from 1.
        column: usize,
    },
    /// More or fewer fields than names.
    #[error(
        "line {line}: has {found} fields where the first line names {expected}; put fields that hold what parts columns in quotation marks"
    )]
    Fields {
        /// Where the row begins, from 1.
        line: u64,
        /// How many it has.
        found: usize,
        /// How many there are names.
        expected: usize,
    },
    /// A column without a name, or with one that another has.
    #[error("line {line}, column {column}: the name {name:?} is empty or stands twice; give each column a name of its own")]
    Name {
        /// Where, from 1.
        line: u64,
        /// Which column, from 1.
        column: usize,
        /// What stands there.
        name: String,
    },
}

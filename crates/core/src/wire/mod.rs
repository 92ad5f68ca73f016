//! The JSON forms of what is stored and sent. Only this room knows JSON; every form is set in `www/docs/formats.md`.
//!
//! Reading gives a domain value or a cause; a value read from elsewhere is never trusted half-way. Each form is read by one function
//! over [`json::Json`]; the `_from_json` functions put miniserde's parser before it, the widget puts the browser's.

pub mod json;

mod chain;
mod file;
mod names;
mod notice;
mod pending;
mod read;
mod tables;

pub use chain::{chain_from, chain_to_json};
pub use file::{Shows, gist_from, notice_file};
pub use names::{basis_from_name, basis_name, role_from_name, role_name, source_from_name, source_name};
pub use notice::{notice_from_json, notice_to_json};
pub use pending::{entries_from, entries_from_json, entry_to_json};
pub use read::texts_from;
pub use tables::{LocaleTable, Tables, tables_to_literal, unquoted};

use crate::{Fault, IdError};

/// Why a text is not the form that was expected.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum WireError {
    /// Not JSON, or not the members and types of the form.
    Shape,
    /// An id that does not fit.
    Id(IdError),
    /// A name outside its list, with the list's name.
    Name(&'static str, String),
    /// A notice that does not pass its check.
    Notice(Vec<Fault>),
}

impl From<IdError> for WireError {
    fn from(cause: IdError) -> Self {
        Self::Id(cause)
    }
}

/// Parses JSON text natively.
fn parse(text: &str) -> Result<miniserde::json::Value, WireError> {
    miniserde::json::from_str(text).map_err(|_| WireError::Shape)
}

#[cfg(test)]
mod tests;

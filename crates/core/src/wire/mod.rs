//! The JSON forms of what is stored and sent. Only this room knows JSON; every form is set in `www/docs/formats.md`.
//!
//! Reading gives a domain value or a cause; a value read from elsewhere is never trusted half-way. Each form is read by one function
//! over [`json::Json`]; the `_from_json` functions put miniserde's parser before it, the widget puts the browser's.

pub mod json;

mod document;
mod names;
mod notice;
mod pending;
mod row;
mod tables;

pub use document::{document_from, document_from_json, document_to_json};
pub use names::{basis_from_name, basis_name, role_from_name, role_name, source_from_name, source_name};
pub use notice::{notice_from, notice_from_json, notice_to_json};
pub use pending::{entries_from, entries_from_json, entry_to_json};
pub use row::{row_from, row_from_json, row_to_event, row_to_json};
pub use tables::{LocaleTable, Tables, tables_to_json};

use crate::{DocumentError, Fault, IdError, PurposeId};
use json::Json;

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
    /// Numbers that do not fit the text.
    Document(DocumentError),
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

/// A required string.
#[inline(never)]
fn text<J: Json>(value: &J, name: &str) -> Result<String, WireError> {
    maybe_text(value, name).ok_or(WireError::Shape)
}

/// An optional string.
#[inline(never)]
fn maybe_text<J: Json>(value: &J, name: &str) -> Option<String> {
    value.member(name)?.text()
}

/// A required number.
#[inline(never)]
fn number<J: Json>(value: &J, name: &str) -> Result<u64, WireError> {
    value.member(name).and_then(|member| member.number()).ok_or(WireError::Shape)
}

/// A required number that fits 32 bits.
fn number32<J: Json>(value: &J, name: &str) -> Result<u32, WireError> {
    u32::try_from(number(value, name)?).map_err(|_| WireError::Shape)
}

/// A required boolean.
fn truth<J: Json>(value: &J, name: &str) -> Result<bool, WireError> {
    value.member(name).and_then(|member| member.truth()).ok_or(WireError::Shape)
}

/// A required array.
#[inline(never)]
fn items<J: Json>(value: &J, name: &str) -> Result<Vec<J>, WireError> {
    value.member(name).and_then(|member| member.items()).ok_or(WireError::Shape)
}

/// A required array of strings.
#[inline(never)]
fn texts<J: Json>(value: &J, name: &str) -> Result<Vec<String>, WireError> {
    items(value, name)?.iter().map(|item| item.text().ok_or(WireError::Shape)).collect()
}

/// A required array of numbers that fit 32 bits.
fn numbers<J: Json>(value: &J, name: &str) -> Result<Vec<u32>, WireError> {
    let one = |item: &J| item.number().and_then(|number| u32::try_from(number).ok()).ok_or(WireError::Shape);
    items(value, name)?.iter().map(one).collect()
}

/// A required array of purpose ids.
fn purposes<J: Json>(value: &J, name: &str) -> Result<Vec<PurposeId>, WireError> {
    texts(value, name)?.iter().map(|id| Ok(PurposeId::new(id)?)).collect()
}

/// A required name of a closed list.
fn named<J: Json, T>(value: &J, name: &'static str, find: fn(&str) -> Option<T>) -> Result<T, WireError> {
    let found = text(value, name)?;
    find(&found).ok_or(WireError::Name(name, found))
}

/// An optional name of a closed list.
fn maybe_named<J: Json, T>(value: &J, name: &'static str, find: fn(&str) -> Option<T>) -> Result<Option<T>, WireError> {
    maybe_text(value, name).map(|found| find(&found).ok_or(WireError::Name(name, found))).transpose()
}

#[cfg(test)]
mod tests;

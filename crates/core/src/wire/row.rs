//! A sealed receipt in the browser's store, and the CloudEvents 1.0 envelope (structured JSON) in which it travels.

use super::json::{Json, Object};
use super::read::{Reader, every, read};
use super::{WireError, parse};
use crate::{Instant, Kind, Posting, Row};

/// Writes a row for the browser's store.
#[must_use]
pub fn row_to_json(row: &Row) -> String {
    let mut object = Object::new();
    object.string("id", row.id.as_str()).number("seq", row.seq).string("at", &row.at).string("kind", row.kind.name());
    object.purposes("open", &row.open).string("sub", &row.subject).string("jws", &row.jws);
    object.string("posting", row.posting.name()).number("tries", row.tries.into()).number("next_at_ms", row.next_at.0);
    object.maybe("proof", row.proof.as_deref());
    object.finish()
}

/// Reads a row from JSON text.
///
/// # Errors
/// As [`row_from`].
pub fn row_from_json(json: &str) -> Result<Row, WireError> {
    row_from(&parse(json)?)
}

/// Reads a row from the browser's store.
///
/// # Errors
/// [`WireError::Shape`], or the first id or name that does not fit.
pub fn row_from<J: Json>(value: &J) -> Result<Row, WireError> {
    read(value, row)
}

/// Reads an array of rows; one that does not fit is left out. Nothing where the value is no array.
pub fn rows_from<J: Json>(value: &J) -> Vec<Row> {
    every(value, row).unwrap_or_default()
}

fn row<J: Json>(from: &Reader<'_, J>) -> Row {
    Row {
        id: from.receipt("id"),
        seq: from.number("seq"),
        at: from.text("at"),
        kind: from.named("kind", Kind::from_name, Kind::Choice),
        open: from.purposes("open"),
        subject: from.text("sub"),
        jws: from.text("jws"),
        posting: from.named("posting", Posting::from_name, Posting::Parked),
        tries: from.number32("tries"),
        next_at: Instant(from.number("next_at_ms")),
        proof: from.maybe_text("proof"),
    }
}

/// The event that carries a receipt to a backend; `source` is the page's origin.
#[must_use]
pub fn row_to_event(row: &Row, source: &str) -> String {
    let mut kind = String::from("dev.countersign.receipt.v1.");
    kind.push_str(row.kind.name());
    let mut event = Object::new();
    event.string("specversion", "1.0").string("id", row.id.as_str()).string("source", source).string("type", &kind);
    event.string("subject", &row.subject).string("time", &row.at).string("datacontenttype", "application/jose");
    event.string("data", &row.jws);
    event.finish()
}

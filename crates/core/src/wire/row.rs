//! A sealed receipt in the browser's store, and the CloudEvents 1.0 envelope (structured JSON) in which it travels.

use super::json::{Json, Object, strings};
use super::{WireError, maybe_text, named, number, number32, parse, purposes, text};
use crate::{Instant, Kind, Posting, PurposeId, ReceiptId, Row};

/// Writes a row for the browser's store.
#[must_use]
pub fn row_to_json(row: &Row) -> String {
    let mut object = Object::new();
    object.string("id", row.id.as_str()).number("seq", row.seq).string("at", &row.at).string("kind", row.kind.name());
    object.raw("open", &strings(row.open.iter().map(PurposeId::as_str))).string("sub", &row.subject).string("jws", &row.jws);
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
    Ok(Row {
        id: ReceiptId::parse(&text(value, "id")?)?,
        seq: number(value, "seq")?,
        at: text(value, "at")?,
        kind: named(value, "kind", Kind::from_name)?,
        open: purposes(value, "open")?,
        subject: text(value, "sub")?,
        jws: text(value, "jws")?,
        posting: named(value, "posting", Posting::from_name)?,
        tries: number32(value, "tries")?,
        next_at: Instant(number(value, "next_at_ms")?),
        proof: maybe_text(value, "proof"),
    })
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

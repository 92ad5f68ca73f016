//! A sealed receipt in the browser's store, and the CloudEvents 1.0 envelope (structured JSON) in which it travels.

use miniserde::Deserialize;

use super::json::{Object, strings};
use super::{WireError, read};
use crate::{Instant, Kind, Posting, PurposeId, ReceiptId, Row};

#[derive(Deserialize)]
struct WireRow {
    id: String,
    seq: u64,
    at: String,
    kind: String,
    open: Vec<String>,
    sub: String,
    jws: String,
    posting: String,
    tries: u32,
    next_at_ms: u64,
    proof: Option<String>,
}

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

/// Reads a row from the browser's store.
///
/// # Errors
/// [`WireError::Shape`], or the first id or name that does not fit.
pub fn row_from_json(text: &str) -> Result<Row, WireError> {
    let wire: WireRow = read(text)?;
    Ok(Row {
        id: ReceiptId::parse(&wire.id)?,
        seq: wire.seq,
        at: wire.at,
        kind: Kind::from_name(&wire.kind).ok_or(WireError::Name("kind", wire.kind))?,
        open: wire.open.iter().map(|id| PurposeId::new(id)).collect::<Result<_, _>>()?,
        subject: wire.sub,
        jws: wire.jws,
        posting: Posting::from_name(&wire.posting).ok_or(WireError::Name("posting", wire.posting))?,
        tries: wire.tries,
        next_at: Instant(wire.next_at_ms),
        proof: wire.proof,
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

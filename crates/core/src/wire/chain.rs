//! The head of the chain in the browser's store: what the next receipt takes up. It never leaves the browser.

use super::WireError;
use super::json::{Json, Object};
use super::read::read;
use crate::{Chain, Digest};

/// Writes a head.
#[must_use]
pub fn chain_to_json(chain: &Chain) -> String {
    let mut object = Object::new();
    object.string("rec", &chain.record).string("sub", &chain.subject).number("seq", chain.seq).number("before", chain.before);
    if let Some(prev) = chain.prev {
        object.string("prev", &prev.to_text());
    }
    object.maybe("kid", chain.kid.as_deref());
    object.finish()
}

/// Reads a head.
///
/// # Errors
/// [`WireError::Shape`] for wrong members, [`WireError::Name`] for a digest that is none.
pub fn chain_from<J: Json>(value: &J) -> Result<Chain, WireError> {
    read(value, |from| Chain {
        record: from.text("rec"),
        subject: from.text("sub"),
        seq: from.number("seq"),
        before: from.number("before"),
        prev: from.maybe_named("prev", Digest::parse),
        kid: from.maybe_text("kid"),
        after: None,
    })
}

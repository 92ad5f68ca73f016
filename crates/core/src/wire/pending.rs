//! Pending entries on the wire: `localStorage["cs.pending"]`, format 6 of `formats.md`, written by the loader and the widget alike.

use miniserde::Deserialize;

use super::json::{Object, strings};
use super::{WireError, read};
use crate::{Control, Digest, Input, Pending, PurposeId, ReceiptId, Signal};

#[derive(Deserialize)]
struct WireEntry {
    id: String,
    at: String,
    control: String,
    layer: u8,
    locale: String,
    notice: String,
    trusted: bool,
    input: String,
    signal: String,
    was: Vec<String>,
    open: Vec<String>,
}

/// Writes one entry.
#[must_use]
pub fn entry_to_json(entry: &Pending) -> String {
    let ids = |ids: &[PurposeId]| strings(ids.iter().map(PurposeId::as_str));
    let mut object = Object::new();
    object.string("id", entry.id.as_str()).string("at", &entry.at).string("control", entry.control.name());
    object.number("layer", entry.layer.into()).string("locale", &entry.locale).string("notice", &entry.notice.to_string());
    object.truth("trusted", entry.trusted).string("input", entry.input.name());
    object.string("signal", entry.signal.letter().encode_utf8(&mut [0; 4]));
    object.raw("was", &ids(&entry.was)).raw("open", &ids(&entry.open));
    object.finish()
}

/// Reads the array of entries. An entry that does not fit is left out, so that one broken entry never holds up the others.
///
/// # Errors
/// [`WireError::Shape`] where the text is no array of entries at all.
pub fn entries_from_json(text: &str) -> Result<Vec<Pending>, WireError> {
    let wire: Vec<WireEntry> = read(text)?;
    Ok(wire.into_iter().filter_map(|entry| domain(entry).ok()).collect())
}

fn domain(wire: WireEntry) -> Result<Pending, WireError> {
    let ids = |ids: &[String]| ids.iter().map(|id| PurposeId::new(id)).collect::<Result<Vec<_>, _>>();
    Ok(Pending {
        id: ReceiptId::parse(&wire.id)?,
        control: Control::from_name(&wire.control).ok_or(WireError::Name("control", wire.control))?,
        notice: Digest::parse(&wire.notice).ok_or(WireError::Name("digest", wire.notice))?,
        input: Input::from_name(&wire.input).ok_or(WireError::Name("input", wire.input))?,
        signal: Signal::from_letter(&wire.signal).ok_or(WireError::Name("signal", wire.signal))?,
        was: ids(&wire.was)?,
        open: ids(&wire.open)?,
        at: wire.at,
        layer: wire.layer,
        locale: wire.locale,
        trusted: wire.trusted,
    })
}

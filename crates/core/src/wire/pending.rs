//! Pending entries on the wire: `localStorage["cs.pending"]`, format 6 of `formats.md`, written by the loader and the widget alike.

use super::json::{Json, Object, strings};
use super::{WireError, named, number, parse, purposes, text, truth};
use crate::{Control, Digest, Input, Pending, PurposeId, ReceiptId, Signal};

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

/// Reads the array of entries from JSON text.
///
/// # Errors
/// As [`entries_from`].
pub fn entries_from_json(json: &str) -> Result<Vec<Pending>, WireError> {
    entries_from(&parse(json)?)
}

/// Reads the array of entries. An entry that does not fit is left out, so that one broken entry never holds up the others.
///
/// # Errors
/// [`WireError::Shape`] where the value is no array at all.
pub fn entries_from<J: Json>(value: &J) -> Result<Vec<Pending>, WireError> {
    Ok(value.items().ok_or(WireError::Shape)?.iter().filter_map(|entry| entry_from(entry).ok()).collect())
}

fn entry_from<J: Json>(value: &J) -> Result<Pending, WireError> {
    Ok(Pending {
        id: ReceiptId::parse(&text(value, "id")?)?,
        control: named(value, "control", Control::from_name)?,
        notice: named(value, "notice", Digest::parse)?,
        input: named(value, "input", Input::from_name)?,
        signal: named(value, "signal", Signal::from_letter)?,
        was: purposes(value, "was")?,
        open: purposes(value, "open")?,
        at: text(value, "at")?,
        layer: u8::try_from(number(value, "layer")?).map_err(|_| WireError::Shape)?,
        locale: text(value, "locale")?,
        trusted: truth(value, "trusted")?,
    })
}

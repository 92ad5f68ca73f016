//! Pending entries on the wire: `localStorage["cs.pending.<id>"]`, format 6 of `formats.md`, written by the loader and the widget alike.

use super::json::{Json, Object};
use super::read::{Reader, every};
use super::{WireError, parse};
use crate::{Control, Digest, Input, Instant, Kind, Pending, Said, Signal, from_base64url, to_base64url};

/// Writes one entry.
#[must_use]
pub fn entry_to_json(entry: &Pending) -> String {
    let mut object = Object::new();
    object.string("id", entry.id.as_str()).number("at", entry.at.0).string("control", entry.control.name());
    object.number("layer", entry.layer.into()).string("locale", &entry.locale).string("notice", &entry.notice.to_text());
    object.truth("trusted", entry.trusted).number("detail", u64::from(entry.input == Input::Pointer));
    object.string("signal", entry.signal.letter().encode_utf8(&mut [0; 4])).purposes("was", &entry.was).purposes("open", &entry.open);
    if !entry.about.is_empty() {
        object.strings("about", &entry.about);
    }
    if let Some(said) = &entry.said {
        object
            .string("kind", said.kind.name())
            .string("say", &said.claims)
            .maybe("salt", said.salt.map(|salt| to_base64url(&salt)).as_deref());
    }
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
    every(value, entry_from).ok_or(WireError::Shape)
}

fn entry_from<J: Json>(from: &Reader<'_, J>) -> Pending {
    let (control, trusted) = (from.named("control", Control::from_name, Control::Save), from.truth("trusted"));
    Pending {
        id: from.receipt("id"),
        notice: from.named("notice", Digest::parse, Digest::NONE),
        input: input(control, trusted, from.number("detail")),
        signal: from.named("signal", Signal::from_letter, Signal::None),
        was: from.purposes("was"),
        open: from.purposes("open"),
        about: from.maybe_texts("about"),
        at: Instant(from.number("at")),
        layer: from.number8("layer"),
        locale: from.text("locale"),
        control,
        trusted,
        said: from.maybe_named("kind", Kind::from_name).map(|kind| {
            let salt = from.maybe_named("salt", |salt| from_base64url(salt)?.try_into().ok());
            Box::new(Said { kind, claims: from.text("say"), salt })
        }),
    }
}

/// How a control was worked, by the click's `detail` (UI Events): zero where no pointer was pressed.
fn input(control: Control, trusted: bool, detail: u64) -> Input {
    match (control, trusted, detail) {
        (Control::Signal | Control::Handover, ..) => Input::None,
        (_, false, _) => Input::Script,
        (_, true, 0) => Input::Keyboard,
        _ => Input::Pointer,
    }
}

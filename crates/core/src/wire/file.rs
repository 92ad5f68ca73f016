//! The notice file, format 3 of `formats.md`: the digests of what is shown, which the build rendered, and the notice's gist beside them.

use super::WireError;
use super::json::{Json, Object};
use super::read::{Reader, read};
use crate::{Choosable, Digest, Gist, Msg, Notice, Party};

/// What the widget's module itself says, by the names of its words.
const WORDS: [(&str, Msg); 4] =
    [("saved", Msg::Saved), ("reload", Msg::ReloadOffer), ("not_kept", Msg::NotKept), ("lacking", Msg::LoadFailed)];

/// Digests of the files that are shown, so that the notice file's own digest holds all of them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Shows {
    /// Layer 2.
    pub layer2: Digest,
    /// Layer 3.
    pub text: Digest,
    /// What layer 2 has folded, and what is opened from there.
    pub desk: Digest,
}

/// Writes a notice file. Its bytes are what `receipt.ntc.sha256` is taken over.
#[must_use]
pub fn notice_file(notice: &Notice, shows: &Shows) -> String {
    let gist = Gist::of(notice);
    let mut object = Object::new();
    object.string("v", "cs-notice/2").string("id", &gist.id).string("version", &gist.version).string("locale", &gist.locale);
    if !notice.site.backends.is_empty() {
        object.list("backends", &notice.site.backends, |list, backend| {
            list.braced(|object| {
                object.string("to", &backend.to);
                if !backend.how.is_empty() {
                    object.raw("how", &backend.how);
                }
            });
        });
    }
    object.flag("asks_age", notice.asks_age().is_some());
    object.raw("claims", &braced(&gist.party.claims));
    if !gist.party.jurisdictions.is_empty() {
        object.strings("jurisdictions", &gist.party.jurisdictions);
    }
    object.list("choices", &gist.choices, |list, choice| {
        list.braced(|object| {
            object.string("id", choice.id.as_str()).raw("claims", &braced(&choice.claims));
        });
    });
    for (name, digest) in [("layer2", shows.layer2), ("text", shows.text), ("desk", shows.desk)] {
        object.string(name, &digest.to_text());
    }
    for (name, digest) in [("catalogue", gist.catalogue), ("widget", gist.widget)] {
        object.maybe(name, digest.map(|digest| digest.to_text()).as_deref());
    }
    object.object("words", |words| {
        for (name, message) in WORDS {
            words.string(name, notice.say(message));
        }
    });
    object.finish()
}

fn braced(members: &str) -> String {
    ["{", members, "}"].concat()
}

/// Reads a notice file's gist. Claims are read as texts without their braces: whoever parses the file leaves them so, because they go into
/// receipts as they stand.
///
/// # Errors
/// [`WireError::Shape`] for wrong members or an unknown version, or the first id that does not fit.
pub fn gist_from<J: Json>(value: &J) -> Result<Gist, WireError> {
    read(value, |from| {
        if from.text("v") != "cs-notice/2" {
            from.fail(WireError::Shape);
        }
        Gist {
            id: from.text("id"),
            version: from.text("version"),
            locale: from.text("locale"),
            party: Party { claims: from.text("claims"), jurisdictions: from.maybe_texts("jurisdictions") },
            choices: from.list("choices", choosable),
            catalogue: from.maybe_named("catalogue", Digest::parse),
            widget: from.maybe_named("widget", Digest::parse),
        }
    })
}

fn choosable<J: Json>(from: &Reader<'_, J>) -> Choosable {
    Choosable { id: from.purpose(&from.text("id")), claims: from.text("claims") }
}

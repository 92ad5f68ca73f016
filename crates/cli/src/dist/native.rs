//! `mini-program.json` and `mini-program.js`: the notice for native pages of a mini program (formats page, section 18).
//!
//! In: a bundle, its notices and the digests of their files. Out: JSON, and the same as a script that stands inside a package. Words and bold are read out of
//! the markup that layers 1 and 2 are made of, so that none is written twice. Deliberately absent: markup, and what needs a browser.

mod rows;

use countersign_core::{Digest, Msg, Notice, Purpose, PurposeKind, material};
use countersign_policy::{Bundle, Phrases};
use countersign_views::{NativeWord, native_notice, native_purpose};
use serde_json::{Map, Value, json};

use super::policy_url;
use rows::rows;

/// Phrases of the layers that the mini program's own elements bear.
const PHRASES: [Msg; 20] = [
    Msg::BannerLabel,
    Msg::PolicyLink,
    Msg::AcceptAll,
    Msg::RefuseAll,
    Msg::Choose,
    Msg::Save,
    Msg::ButtonLabel,
    Msg::PreferencesTitle,
    Msg::AdditionalHeading,
    Msg::AdditionalNote,
    Msg::NoAdditional,
    Msg::CoreHeading,
    Msg::CoreNote,
    Msg::SeparateTag,
    Msg::SeparateNote,
    Msg::ControllerHeading,
    Msg::ReadPolicy,
    Msg::Saved,
    Msg::Close,
    Msg::Language,
];

/// The file that a mini program asks for; the first notice is that of the site's own language.
pub(super) fn json(bundle: &Bundle, notices: &[(&Notice, Digest)]) -> Option<String> {
    let (first, _) = notices.first()?;
    let file = json!({
        "v": "cs-mini-program/1",
        "site": first.site.id,
        "id": first.id,
        "version": first.version,
        "material": material(first),
        "days": first.site.choice_days,
        "origin": first.site.origin,
        "languages": notices.iter().map(|(notice, digest)| language(bundle, notice, *digest)).collect::<Vec<_>>(),
    });
    Some(format!("{file}\n"))
}

/// The same as a script for the package, because a mini program reads no JSON of its own.
pub(super) fn script(json: &str) -> String {
    format!("module.exports = {};\n", json.trim_end())
}

fn language(bundle: &Bundle, notice: &Notice, digest: Digest) -> Value {
    let pieces = native_notice(notice);
    let not_stated = notice.say(Msg::SeePolicy);
    json!({
        "lang": notice.locale,
        "name": notice.locales.iter().find(|link| link.tag == notice.locale).map(|link| &link.name),
        "dir": pieces.dir,
        "notice": digest.to_text(),
        "policy": policy_url(bundle, notice),
        "who": pieces.who,
        "accepts": pieces.accepts,
        "banner": rows(&pieces.banner, not_stated),
        "edition": rows(&pieces.edition, not_stated),
        "contact": rows(&pieces.contact, not_stated),
        "purposes": notice.purposes.iter().map(|one| purpose(notice, one)).collect::<Vec<_>>(),
        "words": words(notice),
    })
}

fn purpose(notice: &Notice, purpose: &Purpose) -> Value {
    // What one click decides has a switch; what has a consent of its own, or needs an age or a role first, is asked on the web page.
    let switch = notice.asks_age().is_none() && notice.at_once().any(|one| one.id == purpose.id);
    let kind = match purpose.kind {
        PurposeKind::Core => "core",
        PurposeKind::Additional if switch => "switch",
        PurposeKind::Additional => "apart",
    };
    json!({
        "id": purpose.id.as_str(),
        "kind": kind,
        "title": purpose.title,
        "rows": rows(&native_purpose(notice, purpose), notice.say(Msg::SeePolicy)),
    })
}

fn words(notice: &Notice) -> Value {
    let phrases = Phrases::or_english(&notice.locale);
    let own = NativeWord::ALL.iter().filter_map(|word| Some((word.key(), phrases?.word(NativeWord::TABLE, word.key()))));
    let shared = PHRASES.iter().map(|message| (message.key(), notice.say(*message)));
    own.chain(shared).map(|(key, text)| (key.to_owned(), Value::from(text))).collect::<Map<_, _>>().into()
}

#[cfg(test)]
mod tests;

//! The claims of a receipt as facts that a person can read (formats page, section 7).
//!
//! Enters: a compact JWS, verified or not. Leaves: a card. Claims that this version does not know are left out; what is absent is not said.

use countersign_core::{Digest, Kind, from_base64url};
use countersign_views::{Piece, PurposeCard, ReceiptCard, ReceiptFact, ReceiptWord as Word};
use serde_json::Value;

use crate::titles::Titles;
use crate::{items, text};

/// What a receipt says; nothing beside the id where it cannot be read.
pub(crate) fn card(id: &str, jws: &str, titles: &Titles) -> ReceiptCard {
    let payload = jws.split('.').nth(1).and_then(from_base64url);
    let claims: Value = payload.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    let own = text(&claims, "rid");
    ReceiptCard {
        id: if own.is_empty() { id } else { own }.to_owned(),
        at: text(&claims, "iat").to_owned(),
        kind: Kind::from_name(text(&claims, "kind")),
        state: None,
        purposes: items(&claims, "p").map(|purpose| purpose_card(purpose, titles)).collect(),
        facts: facts(&claims),
        technical: if claims.is_object() { technical(&claims, jws) } else { Vec::new() },
        checks: Vec::new(),
        has_proof: false,
    }
}

fn purpose_card(purpose: &Value, titles: &Titles) -> PurposeCard {
    let state = match text(purpose, "st") {
        "given" => Word::Given,
        "withdrawn" => Word::Withdrew,
        _ => Word::Refused,
    };
    let facts = vec![
        fact(Word::Data, list(purpose, "data", Piece::Term)),
        fact(Word::Sensitive, list(purpose, "sens", Piece::Sensitive)),
        fact(Word::Source, one(purpose, "src", Piece::Term)),
        fact(Word::Recipients, items(purpose, "rcp").flat_map(recipient).collect()),
        fact(Word::Stored, list(purpose, "loc", Piece::Region)),
        fact(Word::Kept, one(purpose, "ret", Piece::Span)),
        fact(Word::Abroad, truth(purpose, "xb")),
        fact(Word::Holds, one(purpose, "exp", Piece::Span)),
    ];
    PurposeCard { title: titles.find(text(purpose, "id")), state, facts }
}

fn recipient(recipient: &Value) -> Vec<Piece> {
    let aside = [one(recipient, "role", Piece::Term), one(recipient, "country", Piece::Region)].concat();
    let name = one(recipient, "name", Piece::Text);
    if aside.is_empty() { name } else { [name, vec![Piece::Aside(aside)]].concat() }
}

/// What is said beside the purposes, and of the other kinds.
fn facts(claims: &Value) -> Vec<ReceiptFact> {
    let part = |name: &str| claims.get(name).cloned().unwrap_or_default();
    let (controller, contact, notice, how) = (part("ctl"), part("ctl_contact"), part("ntc"), part("how"));
    let (request, guardian) = (part("rq"), part("grd"));
    let shown = match text(&notice, "id") {
        "" => Vec::new(),
        id => {
            let hole = |member: &str| text(&notice, member).to_owned();
            vec![Piece::Filled(Word::NoticeOf, vec![("id", id.to_owned()), ("version", hole("ver")), ("language", hole("lang"))])]
        }
    };
    let event = how.get("trusted").and_then(Value::as_bool).map(|trusted| if trusted { Word::ByPerson } else { Word::ByScript });
    let made = [one(&how, "control", Piece::Term), one(&how, "input", Piece::Term), event.map(Piece::Word).into_iter().collect()].concat();
    let ways = ["officer", "email", "phone", "address"].iter().flat_map(|name| one(&contact, name, Piece::Text)).collect();
    let name = if text(&controller, "name").is_empty() { "id" } else { "name" };
    vec![
        fact(Word::Channels, items(claims, "ch").flat_map(channel).collect()),
        fact(Word::Right, one(&request, "right", Piece::Term)),
        fact(Word::Due, one(&request, "due", Piece::Span)),
        fact(Word::ByGuardian, one(&guardian, "relation", Piece::Term)),
        fact(Word::Checked, one(&guardian, "method", Piece::Term)),
        fact(Word::Who, one(&controller, name, Piece::Text)),
        fact(Word::Contact, ways),
        fact(Word::Page, one(claims, "svc", Piece::Text)),
        fact(Word::Law, list(claims, "jur", Piece::Region)),
        fact(Word::Notice, shown),
        fact(Word::How, made),
        fact(Word::ByWhom, author(text(claims, "by"))),
        fact(Word::BrowserSent, signals(claims)),
        fact(Word::Withdraw, one(claims, "wd", Piece::Link)),
        fact(Word::Rights, one(claims, "rts", Piece::Link).into_iter().filter(|_| text(claims, "rts") != text(claims, "wd")).collect()),
    ]
}

fn channel(channel: &Value) -> Vec<Piece> {
    let topic = one(channel, "topic", Piece::Text);
    let state = if text(channel, "st") == "given" { Word::Given } else { Word::Withdrew };
    let topic = if topic.is_empty() { vec![Piece::Word(Word::EveryTopic)] } else { topic };
    vec![Piece::Term(text(channel, "id").to_owned()), Piece::Aside([topic, vec![Piece::Word(state)]].concat())]
}

fn author(name: &str) -> Vec<Piece> {
    let word = match name {
        "self" => Word::Oneself,
        "guardian" => Word::AGuardian,
        "agent" => Word::AnAgent,
        _ => return Vec::new(),
    };
    vec![Piece::Word(word)]
}

fn signals(claims: &Value) -> Vec<Piece> {
    let Some(signals) = claims.get("sig") else { return Vec::new() };
    let names = [("gpc", "Global Privacy Control"), ("dnt", "Do Not Track")];
    let sent = names.iter().filter(|(name, _)| signals.get(*name) == Some(&Value::Bool(true)));
    let sent: Vec<Piece> = sent.map(|(_, name)| Piece::Text((*name).to_owned())).collect();
    if sent.is_empty() { vec![Piece::Word(Word::NoSignal)] } else { sent }
}

fn technical(claims: &Value, jws: &str) -> Vec<ReceiptFact> {
    let part = |name: &str| claims.get(name).cloned().unwrap_or_default();
    let signer = match text(claims, "assurance") {
        "device" => Word::DeviceKey,
        "session" => Word::SessionKey,
        _ => Word::NoKey,
    };
    let place = claims.get("seq").and_then(Value::as_u64).map(|seq| Piece::Code(format!("{} #{seq}", text(claims, "rec"))));
    let widget = part("ui");
    let widget = [one(&widget, "ver", Piece::Text), one(&widget, "sha256", Piece::Code)].concat();
    vec![
        fact(Word::Made, one(claims, "iat", Piece::Code)),
        fact(Word::Assurance, vec![Piece::Word(signer)]),
        fact(Word::Rid, one(claims, "rid", Piece::Code)),
        fact(Word::Digest, vec![Piece::Code(Digest::of(jws.as_bytes()).to_text())]),
        fact(Word::Chain, place.into_iter().collect()),
        fact(Word::Subject, one(claims, "sub", Piece::Code)),
        fact(Word::NoticeDigest, one(&part("ntc"), "sha256", Piece::Code)),
        fact(Word::Widget, widget),
        fact(Word::NextKey, one(&part("key"), "x", Piece::Code)),
        fact(Word::Address, one(claims, "of", Piece::Code)),
    ]
}

fn fact(label: Word, values: Vec<Piece>) -> ReceiptFact {
    ReceiptFact { label, values }
}

/// A text member as a piece.
fn one(object: &Value, name: &str, piece: fn(String) -> Piece) -> Vec<Piece> {
    Some(text(object, name)).filter(|text| !text.is_empty()).map(|text| piece(text.to_owned())).into_iter().collect()
}

/// The texts of an array member as pieces.
fn list(object: &Value, name: &str, piece: fn(String) -> Piece) -> Vec<Piece> {
    items(object, name).filter_map(Value::as_str).map(|text| piece(text.to_owned())).collect()
}

fn truth(object: &Value, name: &str) -> Vec<Piece> {
    let truth = object.get(name).and_then(Value::as_bool);
    truth.map(|truth| Piece::Word(if truth { Word::Yes } else { Word::No })).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use countersign_core::to_base64url;
    use countersign_views::{ReceiptList, receipts};
    use serde_json::{Value, json};

    use super::card;
    use crate::titles::Titles;

    fn shown(claims: &Value, tag: &str) -> String {
        let jws = format!("e30.{}.x", to_base64url(claims.to_string().as_bytes()));
        receipts(tag, &ReceiptList { cards: vec![card("a", &jws, &Titles::default())], ..ReceiptList::default() })
    }

    /// Every receipt of the test vectors, whose claims are all of the formats page.
    #[test]
    fn every_kind_is_said_in_words_of_every_language() {
        let vectors: Value = serde_json::from_str(include_str!("../../../tests/fixtures/receipts.json")).unwrap();
        for vector in vectors.get("receipts").and_then(Value::as_array).unwrap() {
            for tag in ["en", "zh-Hans", "zh-Hant", "ms"] {
                let html = shown(vector.get("payload").unwrap(), tag);
                let kind = vector.pointer("/payload/kind").unwrap().as_str().unwrap();
                let word = match (kind, tag) {
                    ("rights-request", "en") => "deletion",
                    ("rights-request", "ms") => "pemadaman",
                    ("unsubscribe", "zh-Hans") => "所有主题、已撤回",
                    ("guardian", "zh-Hant") => "父母",
                    ("key-change", "en") => "nobody: a key was due",
                    ("signal", "ms") => "isyarat pelayar",
                    ("choice" | "guardian" | "withdrawal", _) => "data-cs-span=\"P13M\"",
                    _ => "data-cs-receipt",
                };
                assert!(html.contains(word), "{kind} in {tag}: {word} is not in {html}");
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_shown_as_that_and_nothing_is_invented() {
        for claims in [json!(null), json!([]), json!({ "kind": 7, "p": "x", "how": [], "sig": 1, "seq": -1 })] {
            let html = shown(&claims, "en");
            assert!(html.contains("Unreadable receipt") && html.contains("data-cs-receipt=\"a\""), "{html}");
        }
    }
}

//! The test vectors of receipt format v1, `tests/fixtures/receipts.json`: each is drafted anew and must come out byte for byte.
//!
//! The keys are for tests only; signatures are deterministic (RFC 6979), so that the file is. `COUNTERSIGN_REWRITE=1` writes it anew,
//! and the difference is the review.

use std::path::Path;

use p256::ecdsa::SigningKey;
use p256::ecdsa::signature::Signer as _;
use serde_json::{Value, json};

use super::*;
use crate::notice::tests::sample;
use crate::{PurposeId, from_base64url};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/receipts.json");

/// A key pair for tests.
fn key(seed: u8) -> SigningKey {
    SigningKey::from_slice(&[seed; 32]).unwrap()
}

fn public(key: &SigningKey) -> PublicKey {
    let point = key.verifying_key().to_sec1_point(false);
    let (x, y) = point.as_bytes()[1..].split_at(32);
    PublicKey { x: to_base64url(x), y: to_base64url(y) }
}

/// A chain under way: each receipt takes up the last.
struct Story {
    chain: Chain,
    written: Vec<Value>,
}

impl Story {
    /// Drafts, signs and files one receipt.
    fn tell(
        &mut self, name: &str, control: Control, say: impl Fn(&Pending, &Gist) -> Statement, signer: Signer, secret: Option<&SigningKey>,
    ) {
        let number = u8::try_from(self.written.len()).unwrap();
        let gist = Gist::of(&sample().check().unwrap().with_build(Digest::of(b"catalogue"), Digest::of(b"widget")));
        let ids = |ids: &[&str]| ids.iter().map(|id| PurposeId::new(id).unwrap()).collect::<Vec<_>>();
        let (was, open) = match control {
            Control::WithdrawAll => (ids(&["maps"]), ids(&[])),
            Control::Signal => (ids(&["analytics", "maps"]), ids(&["maps"])),
            Control::RefuseAll => (ids(&[]), ids(&[])),
            _ => (ids(&[]), ids(&["analytics", "maps"])),
        };
        let entry = Pending {
            id: ReceiptId::from_random([number; 16]),
            at: Instant(1_795_413_600_000 + 60_000 * u64::from(number)),
            control,
            layer: 2,
            locale: "en".into(),
            notice: Digest::of(b"notice"),
            trusted: true,
            input: Input::Pointer,
            signal: if control == Control::Signal { Signal::Gpc } else { Signal::None },
            was,
            open,
            about: Vec::new(),
            said: None,
        };
        let statement = say(&entry, &gist);
        let mut occasion = Occasion::of(&entry, Some(&gist));
        let made_by_server = matches!(statement.kind, Kind::Unsubscribe | Kind::RightsRequest);
        if made_by_server || statement.kind == Kind::KeyChange {
            occasion.shown = None;
        }
        let setting = Setting {
            party: &gist.party,
            service: "https://layang.example",
            page: Some("https://layang.example/countersign/policy/1.0/en.html"),
            ui: (!made_by_server).then_some(Ui { version: "0.1.0", digest: Digest::of(b"widget") }),
            chain: &self.chain,
            salt: [number; 16],
        };
        let next = (statement.kind == Kind::KeyChange).then(|| public(&key(2)).thumbprint());
        let draft = Receipt::draft(&occasion, &statement, &setting, &signer);
        let signature: Option<p256::ecdsa::Signature> = secret.map(|key| key.sign(draft.signing_input().as_bytes()));
        let sealed = draft.seal(&signature.map(|signature| signature.to_bytes().to_vec()).unwrap_or_default());
        let device = next.or_else(|| matches!(signer, Signer::Device(_)).then(|| signer.key().map(PublicKey::thumbprint)).flatten());
        self.chain = self.chain.next(sealed.tip(), device);
        let part = |place: usize| -> Value {
            let bytes = from_base64url(sealed.jws().split('.').nth(place).unwrap()).unwrap();
            serde_json::from_slice(&bytes).unwrap()
        };
        self.written.push(json!({
            "name": name,
            "header": part(0),
            "payload": part(1),
            "jws": sealed.jws(),
            "sha256": sealed.tip().to_text(),
        }));
    }
}

fn told() -> Value {
    let (old, new, page) = (key(1), key(2), key(3));
    let by_device = |key: &SigningKey| Signer::Device(public(key));
    let choice = |entry: &Pending, gist: &Gist| Statement::of(entry, Some(gist));
    let id = |text: &str| PurposeId::new(text).unwrap();
    let uuid = |seed: u8| ReceiptId::from_random([seed; 16]).as_str().to_owned();
    let mut story = Story { chain: Chain::new(uuid(100), uuid(101)), written: Vec::new() };
    story.tell("choice, first of a chain, device key", Control::AcceptAll, choice, by_device(&old), Some(&old));
    story.tell("signal", Control::Signal, choice, by_device(&old), Some(&old));
    story.tell("withdrawal", Control::WithdrawAll, choice, by_device(&old), Some(&old));
    let hand_over = |_: &Pending, _: &Gist| Statement::key_change(&public(&key(2)));
    story.tell("key change, signed by the old key", Control::Rotate, hand_over, by_device(&old), Some(&old));
    story.tell("choice with the new key", Control::AcceptAll, choice, by_device(&new), Some(&new));
    story.tell("refusal with a key of the page", Control::RefuseAll, choice, Signer::Session(public(&page)), Some(&page));
    story.tell("refusal, unsigned", Control::RefuseAll, choice, Signer::Nobody, None);
    story.chain = story.chain.clone().anew(uuid(102));
    story.tell("choice, first after a lost key", Control::AcceptAll, choice, by_device(&page), Some(&page));
    let guardian = |entry: &Pending, gist: &Gist| Statement::guardian(entry, Some(gist), Relation::Parent, Method::Email);
    story.tell("guardian", Control::Confirm, guardian, by_device(&page), Some(&page));
    story.chain = Chain::new(uuid(103), uuid(104));
    let stop = |_: &Pending, _: &Gist| {
        let channels = [
            Channel { id: id("email"), topic: None, status: Status::Withdrawn },
            Channel { id: id("sms"), topic: Some(id("offers")), status: Status::Given },
        ];
        Statement::unsubscribe(Author::Oneself, &channels, Some(&commitment([9; 16], "mei@example.com")))
    };
    story.tell("unsubscribe of mei@example.com, made by a server", Control::OneClick, stop, Signer::Nobody, None);
    let request = |_: &Pending, _: &Gist| Statement::rights_request(Author::Agent, Right::Delete, Some("P15D"), None);
    story.tell("rights request, taken down by an agent", Control::Desk, request, Signer::Nobody, None);
    let keys: Vec<Value> = [&old, &new, &page]
        .iter()
        .map(|key| {
            let mut jwk: Value = serde_json::from_str(&public(key).jwk()).unwrap();
            jwk["d"] = json!(to_base64url(&key.to_bytes()));
            json!({ "kid": public(key).thumbprint(), "jwk": jwk })
        })
        .collect();
    json!({ "v": "cs-receipt/1", "keys": keys, "receipts": story.written })
}

#[test]
fn the_vectors_come_out_byte_for_byte() {
    let told = format!("{:#}\n", told());
    if std::env::var_os("COUNTERSIGN_REWRITE").is_some() {
        std::fs::write(FILE, &told).unwrap();
    }
    let kept = std::fs::read_to_string(Path::new(FILE)).unwrap();
    assert_eq!(told, kept, "the format changed: receipts that are out there must stay verifiable");
    let kept: Value = serde_json::from_str(&kept).unwrap();
    let kinds: Vec<&str> = kept["receipts"].as_array().unwrap().iter().map(|one| one["payload"]["kind"].as_str().unwrap()).collect();
    for kind in Kind::ALL {
        assert!(kinds.contains(&kind.name()), "no vector of {}", kind.name());
    }
}

//! The log as anybody reads it: checkpoints, tiles, entries, proofs and witnesses, judged by the verifying code of core and a second Ed25519.

use crate::support::{Answer, Draft, JOSE, Service, digest, request, uuid};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use countersign_core::log::{
    Checkpoint, KeyKind, Note, NoteKey, StapledProof, cosigned_text, hash_from_base64, leaf_hash, verify_consistency, verify_inclusion,
};
use countersign_core::{Digest, from_base64url};
use countersign_receiver::{RouterOptions, Settings};

const LOG: &str = "/log/layang-express";

fn text(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    String::from_utf8(answer.body.clone()).unwrap()
}

async fn fill(service: &Service, numbers: std::ops::Range<u64>) -> Vec<String> {
    let mut receipts = Vec::new();
    for number in numbers {
        let jws = Draft::new(number).seal();
        assert_eq!(service.post(JOSE, jws.clone()).await.status, 201);
        receipts.push(jws);
    }
    receipts
}

fn checkpoint(note: &str, key: &NoteKey) -> Checkpoint {
    let note = Note::parse(note).unwrap();
    let signature = note.signatures_of(key).next().unwrap();
    UnparsedPublicKey::new(&ED25519, key.public()).verify(note.text.as_bytes(), &signature.bytes).unwrap();
    Checkpoint::parse(&note.text).unwrap()
}

#[tokio::test]
async fn anybody_can_check_the_log() {
    let service = Service::start().await;
    let receipts = fill(&service, 0..3).await;
    let key = NoteKey::parse(text(&service.get(&format!("{LOG}/key"), &[]).await).trim_end()).unwrap();
    assert_eq!(key.name(), "receipts.layang.example/log/layang-express");
    let old = checkpoint(&text(&service.get(&format!("{LOG}/checkpoint"), &[]).await), &key);
    assert_eq!(old.size, 3);
    let receipts = [receipts, fill(&service, 3..300).await].concat();
    let new = checkpoint(&text(&service.get(&format!("{LOG}/checkpoint"), &[]).await), &key);
    assert_eq!(new.size, 300);

    let entries = service.get(&format!("{LOG}/tile/entries/000"), &[]).await;
    assert_eq!(entries.header("cache-control"), Some("public, max-age=31536000, immutable"));
    let rest = service.get(&format!("{LOG}/tile/entries/001.p/44"), &[]).await;
    let all = [entries.body, rest.body].concat();
    let leaves: Vec<Vec<u8>> = receipts.iter().map(|jws| from_base64url(&digest(jws)).unwrap()).collect();
    // Each entry has its length before it, two bytes.
    assert_eq!(all, leaves.iter().flat_map(|leaf| [&[0, 32], leaf.as_slice()].concat()).collect::<Vec<u8>>());
    let tile = service.get(&format!("{LOG}/tile/0/000"), &[]).await;
    assert_eq!(tile.body, leaves.iter().take(256).flat_map(|leaf| leaf_hash(leaf).bytes().to_vec()).collect::<Vec<u8>>());

    let lines = text(&service.get(&format!("{LOG}/consistency?from=3&to=300"), &[]).await);
    let path: Vec<Digest> = lines.lines().map(|line| hash_from_base64(line).unwrap()).collect();
    assert!(verify_consistency(old.size, new.size, old.root, new.root, &path));
    let stapled = StapledProof::parse(&text(&service.get(&format!("{LOG}/proof/7"), &[]).await)).unwrap();
    assert_eq!(stapled.index, 7);
    assert_eq!(checkpoint(&stapled.checkpoint.to_string(), &key), new);
    assert!(verify_inclusion(7, new.size, leaf_hash(&leaves[7]), &stapled.path, new.root));
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let service = Service::start().await;
    fill(&service, 0..2).await;
    let check = async |path: &str, expected: u16| {
        let answer = service.get(path, &[]).await;
        assert_eq!(answer.status, expected, "{path}: {answer:?}");
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{path}");
    };
    for path in ["/log/other/checkpoint", "/log/OTHER/checkpoint", "/log/other/key", "/log/layang-express/witnessed", "/log/other/proof/0"]
    {
        check(path, 404).await;
    }
    for tile in
        ["0/000", "0/000.p/3", "0/000.p/0", "0/0", "9/000", "x/000", "0/001", "entries/000", "entries/x001/000.p/1", "entries/", "0"]
    {
        check(&format!("{LOG}/tile/{tile}"), 404).await;
    }
    for index in ["2", "-1", "x", "18446744073709551615", "18446744073709551616"] {
        check(&format!("{LOG}/proof/{index}"), 404).await;
    }
    for query in ["", "?from=1", "?from=2&to=1", "?from=a&to=2", "?from=0&to=-1"] {
        check(&format!("{LOG}/consistency{query}"), 400).await;
    }
    check(&format!("{LOG}/consistency?from=0&to=3"), 404).await;
    check(&format!("{LOG}/consistency?from=1&to=18446744073709551615"), 404).await;
}

#[tokio::test]
async fn witnesses_that_are_named_may_sign() {
    let pair = Ed25519KeyPair::from_pkcs8(Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap().as_ref()).unwrap();
    let witness = NoteKey::new("witness.example", KeyKind::Cosignature, pair.public_key().as_ref().try_into().unwrap()).unwrap();
    let config = format!("[[site]]\nid = \"layang-express\"\norigins = [\"https://layang.example\"]\nwitnesses = [\"{witness}\"]\n");
    let service = Service::start_with(RouterOptions { settings: Settings::parse(&config).unwrap(), ..RouterOptions::default() }).await;
    fill(&service, 0..2).await;
    let note = text(&service.get(&format!("{LOG}/checkpoint"), &[]).await);
    let body = Note::parse(&note).unwrap().text;
    let time = 1_795_000_000_u64;
    let line = |signature: &[u8]| {
        let blob = [witness.id().as_slice(), &time.to_be_bytes(), signature].concat();
        format!("\u{2014} {} {}\n", witness.name(), STANDARD.encode(blob))
    };
    let send =
        async |body: String| service.send(request("POST", &format!("{LOG}/cosignatures"), &[], body.into_bytes())).await.status.as_u16();
    let good = line(pair.sign(cosigned_text(time, &body).as_bytes()).as_ref());
    assert_eq!(send("nonsense".to_owned()).await, 400);
    assert_eq!(send(note.clone()).await, 422);
    assert_eq!(send(format!("{note}{}", line(&[1; 64]))).await, 422);
    assert_eq!(send(format!("{}\n{good}", body.replace("\n2\n", "\n3\n"))).await, 404);
    assert_eq!(send("x".repeat(16_385)).await, 413);
    assert_eq!(service.get(&format!("{LOG}/witnessed"), &[]).await.status, 404);
    assert_eq!(send(format!("{note}{good}")).await, 204);
    assert!(text(&service.get(&format!("{LOG}/witnessed"), &[]).await).ends_with(&good));
    assert!(text(&service.get(&format!("{LOG}/checkpoint"), &[]).await).ends_with(&good));
}

#[tokio::test]
async fn receipts_out_of_their_chain_are_turned_away() {
    use crate::support::{browser_key, jwk, thumbprint};
    use serde_json::json;
    let service = Service::start().await;
    let check = async |draft: &Draft, expected: &str| {
        let answer = service.post(JOSE, draft.seal()).await;
        let word = if answer.status == 201 {
            "taken".to_owned()
        } else {
            answer.json()["type"].as_str().unwrap().replace("urn:countersign:problem:", "")
        };
        assert_eq!(word, expected, "{}: {answer:?}", draft.payload);
    };
    let with_key = |mut draft: Draft, seed: u8| {
        draft.key = browser_key(seed);
        let key = jwk(&draft.key);
        draft.with_header("kid", json!(thumbprint(&key))).with_header("jwk", key)
    };
    let next =
        |number: u64, seq: u64, before: &Draft| Draft::new(number).with("seq", json!(seq)).with("prev", json!(digest(&before.seal())));
    let first = Draft::new(1);
    check(&first, "taken").await;
    check(&next(2, 2, &first), "out-of-order").await;
    check(&next(3, 1, &first).with("rec", json!(uuid(77))), "out-of-order").await;
    check(&with_key(next(4, 1, &first), 8), "key-mismatch").await;
    let change = crate::rejections::of_kind(5, "key-change").with("seq", json!(1)).with("prev", json!(digest(&first.seal())));
    check(&change, "taken").await;
    check(&next(6, 2, &change), "key-mismatch").await;
    // The draft of a change hands on to the key of seed 9.
    check(&with_key(next(7, 2, &change), 9), "taken").await;
    for number in [2, 3, 4, 6] {
        assert_eq!(service.get(&format!("/v1/receipts/{}", uuid(number)), &[]).await.status, 404, "{number}");
    }
}

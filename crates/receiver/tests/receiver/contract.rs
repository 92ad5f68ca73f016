//! The contract of the storage port: every case runs on SQLite and on PostgreSQL, each over a fresh ledger.

use crate::console;
use crate::handover;
use crate::lists;
use crate::marketing;
use crate::postgres::Postgres;
use crate::requests;
use crate::roles;
use crate::sign_on;
use crate::staff;
use crate::support::{Draft, JOSE, browser_key, clock, digest, file, issuer, jwk, site, thumbprint, uuid};
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use countersign_core::log::{
    Checkpoint, KeyKind, Note, NoteKey, NoteSignature, StapledProof, TileId, Tree, cosigned_text, leaf_hash, verify_consistency,
    verify_inclusion,
};
use countersign_receiver::{
    Admitted, Appended, Cosigned, Database, Entry, Erasure, Found, Ledger, SiteId, StoreError, admit, backup, restore,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::future::Future;
use std::pin::Pin;

type Case = for<'a> fn(&'a Database) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Every case by its name.
const CASES: [(&str, Case); 21] = [
    ("repeats", |database| Box::pin(repeats(database))),
    ("growth", |database| Box::pin(growth(database))),
    ("chains", |database| Box::pin(chains(database))),
    ("erasure", |database| Box::pin(erasure(database))),
    ("feeds", |database| Box::pin(feeds(database))),
    ("rotation", |database| Box::pin(rotation(database))),
    ("witnesses", |database| Box::pin(witnesses(database))),
    ("receivers", |database| Box::pin(two_receivers(database))),
    ("firsts", |database| Box::pin(first_at_once(database))),
    ("copies", |database| Box::pin(copies(database))),
    ("creation", |database| Box::pin(creation(database))),
    ("starts", |database| Box::pin(start_at_once(database))),
    ("people", |database| Box::pin(console::people(database))),
    ("lists", |database| Box::pin(console::lists(database))),
    ("requests", |database| Box::pin(requests::queue(database))),
    ("accounts", |database| Box::pin(roles::accounts(database))),
    ("marketing", |database| Box::pin(marketing::verbs(database))),
    ("imports", |database| Box::pin(lists::lists(database))),
    ("handover", |database| Box::pin(handover::verbs(database))),
    ("staff", |database| Box::pin(staff::sessions(database))),
    ("sign-on", |database| Box::pin(sign_on::linked_people(database))),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_contract_holds_on_sqlite() {
    for (name, case) in CASES {
        println!("{name}");
        let folder = tempfile::tempdir().unwrap();
        case(&file(folder.path()).into()).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_contract_holds_on_postgresql() {
    let Some(postgres) = Postgres::start() else { return };
    for (name, case) in CASES {
        println!("{name}");
        case(&postgres.database(&format!("contract_{name}")).await).await;
    }
}

fn sealed(draft: &Draft) -> Admitted {
    admit(Some(JOSE), None, draft.seal().as_bytes()).unwrap()
}

fn receipt(number: u64) -> Admitted {
    sealed(&Draft::new(number))
}

async fn open(database: &Database) -> Ledger {
    Ledger::open_or_create(database, &issuer(), clock).await.unwrap()
}

fn new(appended: Appended) -> Entry {
    match appended {
        Appended::New(entry) => entry,
        other => panic!("new: {other:?}"),
    }
}

/// Reads a whole log again: places without a hole, leaves right, every checkpoint that was given out the root of a prefix and signed,
/// consistent with the next one and the last, and the proof of every receipt that is here.
async fn check_whole(ledger: &Ledger, site: &SiteId, size: u64) {
    let (stated, entries) = ledger.since(site, None, 2000).await.unwrap();
    assert_eq!((stated, entries.len() as u64), (size, size));
    let mut tree = Tree::default();
    let mut roots = vec![tree.root().unwrap()];
    for (place, entry) in entries.iter().enumerate() {
        assert_eq!(entry.index, place as u64);
        assert!(entry.jws.as_ref().is_none_or(|jws| digest(jws) == entry.leaf.to_string()));
        tree.push(leaf_hash(entry.leaf.bytes()));
        roots.push(tree.root().unwrap());
    }
    let keys = ledger.log_keys(site).await.unwrap();
    let checkpoints = ledger.checkpoints(site, 0, 2000).await.unwrap();
    for (count, text) in &checkpoints {
        let note = Note::parse(text).unwrap();
        let checkpoint = signed(&note, &keys);
        assert_eq!((checkpoint.size, checkpoint.root), (*count, roots[*count as usize]));
        let proof = ledger.consistency(site, *count, size).await.unwrap().unwrap();
        assert!(verify_consistency(*count, size, checkpoint.root, roots[size as usize], &proof), "{count} to {size}");
    }
    assert_eq!(checkpoints.last().map(|(count, _)| *count), Some(size));
    for entry in entries.iter().filter(|entry| entry.rid.is_some()) {
        let Some(Found::Held(held)) = ledger.by_id(entry.rid.as_ref().unwrap()).await.unwrap() else { panic!("held") };
        for text in [&held.proof, &ledger.proof(site, entry.index).await.unwrap().unwrap()] {
            let proof = StapledProof::parse(text).unwrap();
            let checkpoint = signed(&proof.checkpoint, &keys);
            let leaf = leaf_hash(entry.leaf.bytes());
            assert!(verify_inclusion(entry.index, checkpoint.size, leaf, &proof.path, checkpoint.root) && proof.index == entry.index);
        }
    }
}

/// The checkpoint of a note, once one of `keys` has signed it.
fn signed(note: &Note, keys: &[NoteKey]) -> Checkpoint {
    let holds = |key: &NoteKey| {
        let key_holds = |bytes: &[u8]| UnparsedPublicKey::new(&ED25519, key.public()).verify(note.text.as_bytes(), bytes).is_ok();
        note.signatures_of(key).any(|signature| key_holds(&signature.bytes))
    };
    assert!(keys.iter().any(holds), "{note}");
    Checkpoint::parse(&note.text).unwrap()
}

async fn repeats(database: &Database) {
    let ledger = open(database).await;
    let first = new(ledger.append(&receipt(1)).await.unwrap());
    new(ledger.append(&receipt(2)).await.unwrap());
    assert_eq!(ledger.append(&receipt_of(&first.jws)).await.unwrap(), Appended::Known(first.clone()));
    let other = sealed(&Draft::new(1).with("svc", json!("https://other.example")));
    assert_eq!(ledger.append(&other).await.unwrap(), Appended::Conflict);
    assert_eq!(ledger.by_id(&uuid(1)).await.unwrap(), Some(Found::Held(Box::new(first))));
    assert_eq!(ledger.by_id(&uuid(9)).await.unwrap(), None);
    check_whole(&ledger, &site(), 2).await;
    // The same id at another site is another receipt.
    let elsewhere = sealed(&Draft::new(1).with("ctl/id", json!("other-site")));
    assert_eq!(new(ledger.append(&elsewhere).await.unwrap()).index, 0);
    assert_eq!(ledger.size().await.unwrap(), 3);
    ledger.close().await;
}

/// Many at once, over the edge of a tile; each sent twice.
async fn growth(database: &Database) {
    let ledger = open(database).await;
    let receipts: Vec<_> = (0..300).map(receipt).collect();
    let tasks: Vec<_> = receipts
        .iter()
        .chain(&receipts)
        .map(|receipt| {
            let (ledger, receipt) = (ledger.clone(), receipt.clone());
            tokio::spawn(async move { matches!(ledger.append(&receipt).await.unwrap(), Appended::New(_)) })
        })
        .collect();
    let mut fresh = 0;
    for task in tasks {
        fresh += u64::from(task.await.unwrap());
    }
    assert_eq!(fresh, 300);
    check_whole(&ledger, &site(), 300).await;
    let batches = ledger.checkpoints(&site(), 0, 2000).await.unwrap().len();
    assert!(batches < 100, "{batches} batches for 600 appends at once");

    let tile = async |level, index, width| ledger.tile(&site(), TileId { level, index }, width).await.unwrap().map(|tile| tile.len());
    assert_eq!(tile(0, 0, 256).await, Some(8192));
    assert_eq!((tile(0, 1, 44).await, tile(0, 1, 7).await, tile(1, 0, 1).await), (Some(44 * 32), Some(7 * 32), Some(32)));
    assert_eq!((tile(0, 1, 45).await, tile(0, 2, 1).await, tile(2, 0, 1).await, tile(0, 0, 0).await), (None, None, None, None));
    let bundle = ledger.entries(&site(), 1, 44).await.unwrap().unwrap();
    let listed = ledger.since(&site(), Some(255), 1).await.unwrap().1;
    assert_eq!((bundle.len(), &bundle[..34]), (44 * 34, [&[0, 32], listed[0].leaf.bytes().as_slice()].concat().as_slice()));
    assert_eq!(ledger.entries(&site(), 1, 45).await.unwrap(), None);
    assert_eq!((ledger.consistency(&site(), 5, 4).await.unwrap(), ledger.consistency(&site(), 5, 301).await.unwrap()), (None, None));
    assert_eq!(ledger.proof(&site(), 300).await.unwrap(), None);
    let unknown = "nobody".parse().unwrap();
    assert_eq!((ledger.checkpoint(&unknown).await.unwrap(), ledger.log_keys(&unknown).await.unwrap()), (None, Vec::new()));
    ledger.close().await;
}

async fn chains(database: &Database) {
    let ledger = open(database).await;
    let next =
        |number: u64, seq: u64, before: &Admitted| Draft::new(number).with("seq", json!(seq)).with("prev", json!(before.leaf.to_string()));
    let with_key = |draft: Draft, seed: u8| {
        let key = browser_key(seed);
        let public = jwk(&key);
        let header = draft.with_header("kid", json!(thumbprint(&public))).with_header("jwk", public);
        Draft { key, ..header }
    };
    let first = receipt(1);
    let second = sealed(&next(2, 1, &first));
    let third = sealed(&next(3, 2, &second));
    // The third comes before the second: taken, and marked.
    assert!(!new(ledger.append(&first).await.unwrap()).has_gap);
    assert!(new(ledger.append(&third).await.unwrap()).has_gap);
    assert!(!new(ledger.append(&second).await.unwrap()).has_gap);
    assert_eq!(ledger.append(&sealed(&next(4, 2, &third))).await.unwrap(), Appended::OutOfOrder);
    let elsewhere = next(5, 3, &third).with("rec", json!(uuid(77)));
    assert_eq!(ledger.append(&sealed(&elsewhere)).await.unwrap(), Appended::OutOfOrder);
    assert_eq!(ledger.append(&sealed(&with_key(next(6, 3, &third), 9))).await.unwrap(), Appended::KeySubstituted);
    let session = with_key(next(7, 3, &third), 9).with("assurance", json!("session"));
    assert_eq!(new(ledger.append(&sealed(&session)).await.unwrap()).index, 3);
    let mut change = next(8, 3, &third).with("kind", json!("key-change")).with("key", jwk(&browser_key(9))).without("p");
    change.payload["how"]["control"] = json!("rotate");
    let change = sealed(&change);
    new(ledger.append(&change).await.unwrap());
    assert!(!new(ledger.append(&sealed(&with_key(next(9, 4, &change), 9))).await.unwrap()).has_gap);
    // The old key has handed the chain on.
    assert_eq!(ledger.append(&sealed(&next(10, 4, &change))).await.unwrap(), Appended::KeySubstituted);
    check_whole(&ledger, &site(), 6).await;
    ledger.close().await;
}

async fn erasure(database: &Database) {
    let ledger = open(database).await;
    let first = new(ledger.append(&receipt(1)).await.unwrap());
    let follower = Draft::new(2).with("seq", json!(1)).with("prev", json!(first.leaf.to_string()));
    assert_eq!(ledger.erase(&uuid(1)).await.unwrap(), Erasure::Done);
    assert_eq!(ledger.erase(&uuid(1)).await.unwrap(), Erasure::Before);
    assert_eq!(ledger.erase(&uuid(3)).await.unwrap(), Erasure::Unknown);
    let found = ledger.by_id(&uuid(1)).await.unwrap();
    assert!(matches!(found, Some(Found::Erased { index: 0, leaf, .. }) if leaf == first.leaf));
    assert_eq!(ledger.append(&receipt_of(&first.jws)).await.unwrap(), Appended::Erased);
    // Whoever follows it still follows something.
    assert!(!new(ledger.append(&sealed(&follower)).await.unwrap()).has_gap);
    let listed = ledger.since(&site(), None, 10).await.unwrap().1;
    assert_eq!((&listed[0].rid, &listed[0].jws, &listed[0].countersignature), (&None, &None, &None));
    // The visitor's own copy is still proven by the log.
    let proof = StapledProof::parse(&ledger.proof(&site(), 0).await.unwrap().unwrap()).unwrap();
    let checkpoint = signed(&proof.checkpoint, &ledger.log_keys(&site()).await.unwrap());
    assert!(verify_inclusion(0, checkpoint.size, leaf_hash(first.leaf.bytes()), &proof.path, checkpoint.root));
    check_whole(&ledger, &site(), 2).await;

    assert_eq!(ledger.expire(&site(), clock()).await.unwrap(), 0, "nothing came before now");
    assert_eq!(ledger.expire(&site(), later(1)).await.unwrap(), 1);
    assert!(matches!(ledger.by_id(&uuid(2)).await.unwrap(), Some(Found::Erased { index: 1, .. })));
    check_whole(&ledger, &site(), 2).await;
    ledger.close().await;
}

fn receipt_of(jws: &str) -> Admitted {
    admit(Some(JOSE), None, jws.as_bytes()).unwrap()
}

fn later(seconds: i64) -> Timestamp {
    clock() + SignedDuration::from_secs(seconds)
}

async fn feeds(database: &Database) {
    let ledger = open(database).await;
    assert_eq!(ledger.lease("hook", &site(), "a", later(60)).await.unwrap(), None, "there is no log yet");
    new(ledger.append(&receipt(1)).await.unwrap());
    assert_eq!(ledger.lease("hook", &site(), "a", later(60)).await.unwrap(), Some(0));
    assert_eq!(ledger.lease("hook", &site(), "b", later(60)).await.unwrap(), None);
    assert_eq!(ledger.lease("other", &site(), "b", later(60)).await.unwrap(), Some(0));
    assert!(ledger.delivered("hook", &site(), "a", 1).await.unwrap());
    assert!(!ledger.delivered("hook", &site(), "b", 5).await.unwrap());
    assert!(!ledger.delivered("hook", &site(), "a", 0).await.unwrap(), "a cursor never goes back");
    // Held again by the same holder, and free once the time is over.
    assert_eq!(ledger.lease("hook", &site(), "a", later(-1)).await.unwrap(), Some(1));
    assert_eq!(ledger.lease("hook", &site(), "b", later(60)).await.unwrap(), Some(1));
    ledger.close().await;
}

async fn rotation(database: &Database) {
    let ledger = open(database).await;
    let first = new(ledger.append(&receipt(1)).await.unwrap());
    ledger.close().await;
    Ledger::rotate_key(database, || later(1)).await.unwrap();
    let ledger = open(database).await;
    let second = new(ledger.append(&receipt(2)).await.unwrap());
    let keys = ledger.log_keys(&site()).await.unwrap();
    let signer = |entry: &Entry| {
        let note = StapledProof::parse(&entry.proof).unwrap().checkpoint;
        keys.iter().position(|key| note.signatures_of(key).count() == 1).unwrap()
    };
    assert_eq!((keys.len(), signer(&first), signer(&second)), (2, 0, 1));
    let published = ledger.public_keys().await.unwrap();
    assert_eq!((published.len(), published[0].retired_at.is_some(), published[1].retired_at.is_some()), (2, true, false));
    assert_eq!(ledger.append(&receipt_of(&first.jws)).await.unwrap(), Appended::Known(first));
    check_whole(&ledger, &site(), 2).await;
    ledger.close().await;
}

async fn witnesses(database: &Database) {
    let ledger = open(database).await;
    new(ledger.append(&receipt(1)).await.unwrap());
    let text = ledger.checkpoint(&site()).await.unwrap().unwrap();
    assert!(text.starts_with("receipts.layang.example/log/layang-express\n1\n"), "{text}");
    let pair = Ed25519KeyPair::from_seed_unchecked(&[3; 32]).unwrap();
    let witness = NoteKey::new("witness.example/w", KeyKind::Cosignature, pair.public_key().as_ref().try_into().unwrap()).unwrap();
    let mut note = Note::parse(&text).unwrap();
    let signature = pair.sign(cosigned_text(1_795_414_471, &note.text).as_bytes());
    let bytes = [&1_795_414_471_u64.to_be_bytes(), signature.as_ref()].concat();
    note.signatures.push(NoteSignature { name: witness.name().to_owned(), key_id: witness.id(), bytes });
    let body = note.to_string();
    let cosign = async |body: &str, keys: &[NoteKey]| ledger.cosign(&site(), body, keys).await.unwrap();
    assert_eq!(cosign(&body, &[]).await, Cosigned::NoWitness);
    assert_eq!(cosign("nonsense", std::slice::from_ref(&witness)).await, Cosigned::Malformed);
    assert_eq!(cosign(&body.replace("\n1\n", "\n2\n"), std::slice::from_ref(&witness)).await, Cosigned::Unknown);
    let mut forged = note.clone();
    forged.signatures[1].bytes[70] ^= 1;
    assert_eq!(cosign(&forged.to_string(), std::slice::from_ref(&witness)).await, Cosigned::BadSignature);
    assert_eq!(ledger.witnessed(&site()).await.unwrap(), None);
    for _ in 0..2 {
        assert_eq!(cosign(&body, std::slice::from_ref(&witness)).await, Cosigned::Kept(1));
    }
    assert_eq!(ledger.checkpoint(&site()).await.unwrap(), Some(body.clone()));
    assert!(ledger.proof(&site(), 0).await.unwrap().unwrap().ends_with(&body));
    new(ledger.append(&receipt(2)).await.unwrap());
    assert_eq!(ledger.witnessed(&site()).await.unwrap(), Some(body));
    ledger.close().await;
}

/// Two receivers that get the first receipts of a site at the same moment make one log.
async fn first_at_once(database: &Database) {
    let (ledger, other) = (open(database).await, open(database).await);
    for number in 0..60 {
        let receipt = |rid| sealed(&Draft::new(rid).with("ctl/id", json!(format!("site-{number}"))));
        let (one, two) = (receipt(2 * number), receipt(2 * number + 1));
        let (one, two) = tokio::join!(ledger.append(&one), other.append(&two));
        assert_eq!([new(one.unwrap()).index, new(two.unwrap()).index].iter().sum::<u64>(), 1);
    }
    ledger.close().await;
    other.close().await;
}

/// Two receivers with a ledger each on one database, both under load, and one that vanishes in the middle.
async fn two_receivers(database: &Database) {
    let (ledger, other) = (open(database).await, open(database).await);
    let receipts: Vec<_> = (0..120).map(receipt).collect();
    let mut tasks = Vec::new();
    for (number, receipt) in receipts.iter().enumerate() {
        for ledger in [&ledger, &other] {
            let (ledger, receipt) = (ledger.clone(), receipt.clone());
            tasks.push(tokio::spawn(async move { ledger.append(&receipt).await.map(|done| matches!(done, Appended::New(_))) }));
        }
        if number == 60 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            other.close().await;
        }
    }
    let mut fresh = 0;
    for (number, task) in tasks.into_iter().enumerate() {
        let answer = task.await.unwrap();
        // Every other one is of the receiver that stays.
        fresh += usize::from(if number % 2 == 0 { answer.unwrap() } else { answer.unwrap_or(false) });
    }
    // What the vanished one wrote before its answer was lost is there, once.
    let (size, _) = ledger.since(&site(), None, 1).await.unwrap();
    assert!(size == 120 && fresh <= 120, "{size}, {fresh}");
    check_whole(&ledger, &site(), 120).await;
    ledger.close().await;
}

/// A backup under way is a ledger of its own; one that is older than what was given out is not to be served.
async fn copies(database: &Database) {
    let ledger = open(database).await;
    let first = new(ledger.append(&receipt(1)).await.unwrap());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup");
    backup(database, &file).await.unwrap();
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&file.metadata().unwrap().permissions()) & 0o777, 0o600);
    assert!(matches!(backup(database, &file).await, Err(StoreError::Create { .. })), "a backup replaces nothing");
    assert!(matches!(restore(database, &file, &[]).await, Err(StoreError::Exists { .. })), "nor does a restored ledger");
    let then = ledger.checkpoint(&site()).await.unwrap().unwrap();
    new(ledger.append(&receipt(2)).await.unwrap());
    let now = ledger.checkpoint(&site()).await.unwrap().unwrap();
    ledger.close().await;

    let copy = elsewhere(database).await;
    let audit = restore(&copy, &file, &[then]).await.unwrap();
    assert_eq!((audit.logs, audit.entries), (1, 1));
    let restored = Ledger::open(&copy, &issuer(), clock).await.unwrap();
    assert_eq!(restored.append(&receipt_of(&first.jws)).await.unwrap(), Appended::Known(first));
    check_whole(&restored, &site(), 1).await;
    restored.close().await;
    let older = restore(&elsewhere(database).await, &file, &[now]).await.err().unwrap();
    assert!(older.to_string().contains("had 2 entries and has 1 here"), "{older}");
}

/// An empty place beside a database.
async fn elsewhere(database: &Database) -> Database {
    match database {
        Database::Sqlite(path) => {
            let copy = path.with_file_name("copy.db");
            let _ = std::fs::remove_file(&copy);
            copy.into()
        }
        Database::Postgres(url) => {
            let (server, name) = url.rsplit_once('/').unwrap();
            Postgres::at(server).database(&format!("{name}_copy")).await
        }
    }
}

async fn creation(database: &Database) {
    let missing = Ledger::open(database, &issuer(), clock).await.err().unwrap();
    assert!(matches!(missing, StoreError::Missing { .. }), "{missing:?}");
    assert!(missing.to_string().contains("countersign-receiver init-ledger"));
    Ledger::init(database, clock).await.unwrap();
    assert!(matches!(Ledger::init(database, clock).await, Err(StoreError::Exists { .. })));
    let ledger = Ledger::open(database, &issuer(), clock).await.unwrap();
    assert_eq!((ledger.public_keys().await.unwrap().len(), ledger.logs().await.unwrap()), (1, Vec::new()));
    ledger.close().await;
}

/// Receivers that start over an empty database at the same moment come to one key of each kind, and none retires another's.
async fn start_at_once(database: &Database) {
    let start = |database: Database| async move { Ledger::open_or_create(&database, &issuer(), clock).await };
    let starting: Vec<_> = (0..6).map(|_| tokio::spawn(start(database.clone()))).collect();
    let mut keys = Vec::new();
    for one in starting {
        let ledger = one.await.unwrap().unwrap();
        keys.push(ledger.public_keys().await.unwrap());
        ledger.append(&receipt(keys.len() as u64)).await.unwrap();
        ledger.close().await;
    }
    assert_eq!(keys[0].len(), 1);
    assert_eq!(keys[0][0].retired_at, None);
    assert!(keys.iter().all(|one| one[0].jwk.thumbprint() == keys[0][0].jwk.thumbprint()));
}

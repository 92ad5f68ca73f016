//! The widget's wasm in a real browser: sealing and sending, with a recorded host and recorded ports around it.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod sample;

use countersign_core::{
    Control, Digest, Input, Pending, Posting, PurposeId, ReceiptId, Row, Signal, from_base64url,
    wire::{self, Shows, entry_to_json, row_from_json},
};
use js_sys::{Array, JSON, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(module = "/tests/widget/fake.js")]
extern "C" {
    fn serve(name: &str, text: &str);
    fn answer(json: &str);
    fn write_pending(json: &str);
    fn refuse_appends(times: u32);
    fn seen() -> String;
    fn stored() -> String;
    fn host(digest: &str) -> countersign::Host;
    fn ports() -> countersign::Ports;
    async fn verifies(jws: &str) -> JsValue;
}

async fn pause() {
    let waits = Promise::new(&mut |resolve, _| {
        web_sys::window().unwrap().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 20).unwrap();
    });
    JsFuture::from(waits).await.unwrap();
}

/// Waits until something holds; fails with what was seen when it does not within five seconds.
async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..250 {
        if holds().await {
            return;
        }
        pause().await;
    }
    panic!("{what} did not come; seen: {}", seen());
}

fn recorded(name: &str) -> Array {
    Reflect::get(&JSON::parse(&seen()).unwrap(), &name.into()).unwrap().into()
}

fn text_of(name: &str) -> String {
    JSON::stringify(&recorded(name)).unwrap().into()
}

fn rows() -> Vec<Row> {
    let rows = Array::from(&JSON::parse(&stored()).unwrap());
    rows.iter().map(|row| row_from_json(&String::from(JSON::stringify(&row).unwrap())).unwrap()).collect()
}

fn notice_json() -> String {
    let shows = Shows { layer2: Digest::of(b"2"), text: Digest::of(b"3"), desk: Digest::of(b"desk") };
    wire::notice_file(&sample::notice(), &shows)
}

fn entry(seed: u8, was: &[&str], open: &[&str]) -> Pending {
    let ids = |ids: &[&str]| ids.iter().map(|id| PurposeId::new(id).unwrap()).collect();
    Pending {
        id: ReceiptId::from_random([seed; 16]),
        at: "2026-11-23T06:00:00.000Z".into(),
        control: Control::AcceptAll,
        layer: 1,
        locale: "en".into(),
        notice: Digest::of(notice_json().as_bytes()),
        trusted: true,
        input: Input::Pointer,
        signal: Signal::None,
        was: ids(was),
        open: ids(open),
    }
}

/// The tests share one widget and one store, as a page does, so they run as one story.
#[wasm_bindgen_test]
async fn a_page_view_from_the_first_choice_to_its_receipts() {
    let digest = Digest::of(notice_json().as_bytes()).to_string();
    serve(&["notice.en.", &digest, ".json"].concat(), &notice_json());
    assert_eq!(countersign::digest(&notice_json()), digest, "what pages without WebCrypto hold files against");
    answer(r#"[{"status":503},{"status":201,"countersignature":"a.b.c"}]"#);
    write_pending(&entry_to_json(&entry(1, &[], &["analytics"])));
    refuse_appends(1);
    countersign::boot(host(&digest), ports());
    first_receipt().await;
    chain().await;
    refusals_of_the_backend().await;
    // The backend refused one receipt for good, and the developer is told so.
    let parked = r#"["CS-W4 kept and not sent again, refused by /v1/receipts: 03030303-0303-4303-8303-030303030303"]"#;
    assert_eq!(text_of("warned"), parked);
}

async fn first_receipt() {
    until("the first try to send", async || recorded("posted").length() == 1).await;
    let first = rows().remove(0);
    assert_eq!(recorded("pending").length(), 0, "a sealed entry is no longer pending");
    assert!(verifies(&first.jws).await.is_truthy(), "{}", first.jws);
    assert_eq!((first.seq, &first.id), (0, &entry(1, &[], &[]).id));
    until("the next turn's time", async || rows().remove(0).tries == 1).await;
    until("the countersignature", async || {
        countersign::sync();
        rows().remove(0).proof.as_deref() == Some("a.b.c")
    })
    .await;
}

async fn chain() {
    write_pending(&entry_to_json(&entry(2, &["analytics"], &[])));
    write_pending(&entry_to_json(&entry(1, &[], &["analytics"])));
    countersign::sync();
    until("both entries' end", async || recorded("pending").length() == 0).await;
    until("the second delivery", async || rows().iter().all(|row| row.proof.is_some())).await;
    let two = rows();
    assert_eq!(two.len(), 2, "an entry that is sealed already makes no second receipt");
    let payload = String::from_utf8(from_base64url(two[1].jws.split('.').nth(1).unwrap()).unwrap()).unwrap();
    let link = ["\"seq\":1,\"prev\":\"", &Digest::of(two[0].jws.as_bytes()).to_string(), "\""].concat();
    for part in [link.as_str(), "\"kind\":\"withdrawal\"", "\"assurance\":\"device\"", "\"id\":\"analytics\",\"st\":\"withdrawn\""] {
        assert!(payload.contains(part), "{part} is not in {payload}");
    }
    let posted = recorded("posted").length();
    countersign::sync();
    pause().await;
    assert_eq!(recorded("posted").length(), posted, "what the backend has is not sent again");
}

async fn refusals_of_the_backend() {
    answer(r#"[{"status":400}]"#);
    write_pending(&entry_to_json(&entry(3, &[], &["analytics"])));
    countersign::sync();
    until("the parked receipt", async || rows().iter().any(|row| row.posting == Posting::Parked)).await;
    assert_eq!(rows().len(), 3, "a parked receipt is kept");
    assert!(text_of("waiting").ends_with("false]"), "a parked receipt does not wait: {}", text_of("waiting"));
    let posted = text_of("posted");
    assert!(posted.contains("\"type\":\"dev.countersign.receipt.v1.withdrawal\""), "{posted}");
}

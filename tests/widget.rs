//! The widget in a real browser: sealing, sending and the dialog, with a recorded host and a scripted network around it.
#![cfg(target_arch = "wasm32")]

use countersign_core::{
    Control, Digest, Input, Pending, PurposeId, ReceiptId, Signal, from_base64url,
    wire::{entry_to_json, row_from_json},
};
use js_sys::{JSON, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(module = "/tests/widget/fake.js")]
extern "C" {
    fn serve(name: &str, text: &str);
    fn answer(json: &str);
    fn write_pending(json: &str);
    fn seen() -> String;
    fn host(digest: &str) -> countersign::Host;
    fn click(selector: &str);
    fn count(selector: &str) -> i32;
    async fn verifies(jws: &str) -> JsValue;
}

const NOTICE: &str = include_str!("fixtures/render/notice.json");
const TEXT: &str = include_str!("fixtures/render/text.json");

async fn pause(ms: i32) {
    let waits = Promise::new(&mut |resolve, _| {
        web_sys::window().unwrap().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms).unwrap();
    });
    JsFuture::from(waits).await.unwrap();
}

/// Waits until something holds; fails with what was seen when it does not within five seconds.
async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..250 {
        if holds().await {
            return;
        }
        pause(20).await;
    }
    panic!("{what} did not come; seen: {}", seen());
}

fn recorded(name: &str) -> JsValue {
    Reflect::get(&JSON::parse(&seen()).unwrap(), &name.into()).unwrap()
}

fn recorded_count(name: &str) -> u32 {
    js_sys::Array::from(&recorded(name)).length()
}

async fn rows() -> Vec<countersign_core::Row> {
    let rows = JSON::parse(&countersign::export_receipts().await.unwrap()).unwrap();
    let texts = js_sys::Array::from(&rows).iter().map(|row| String::from(JSON::stringify(&row).unwrap()));
    texts.map(|text| row_from_json(&text).unwrap()).collect()
}

fn start() {
    let digest = Digest::of(NOTICE.as_bytes()).to_string();
    serve(&format!("notice.en.{digest}.json"), NOTICE);
    serve(&format!("text.en.{}.json", Digest::of(TEXT.as_bytes())), TEXT);
    countersign::boot(host(&digest));
}

fn entry(seed: u8, open: &[&str]) -> Pending {
    Pending {
        id: ReceiptId::from_random([seed; 16]),
        at: "2026-11-23T06:00:00.000Z".into(),
        control: Control::AcceptAll,
        layer: 1,
        locale: "en".into(),
        notice: Digest::of(NOTICE.as_bytes()),
        trusted: true,
        input: Input::Pointer,
        signal: Signal::None,
        was: Vec::new(),
        open: open.iter().map(|id| PurposeId::new(id).unwrap()).collect(),
    }
}

/// The tests share one widget and one database, as a page does, so they run as one story.
#[wasm_bindgen_test]
async fn entries_become_a_chain_of_receipts_that_the_backend_gets_once() {
    answer(r#"[[503,null],[201,{"countersignature":"a.b.c"}]]"#);
    write_pending(&entry_to_json(&entry(1, &["analytics"])));
    start();
    until("the first receipt", async || rows().await.len() == 1).await;
    until("the entry's end", async || recorded_count("pending") == 0).await;
    let first = rows().await.remove(0);
    assert!(verifies(&first.jws).await.is_truthy(), "{}", first.jws);
    assert_eq!((first.seq, first.id.as_str()), (0, entry(1, &[]).id.as_str()));
    until("a second try", async || recorded_count("posted") >= 2).await;
    until("the countersignature", async || rows().await.remove(0).proof.as_deref() == Some("a.b.c")).await;

    write_pending(&entry_to_json(&entry(2, &[])));
    write_pending(&entry_to_json(&entry(1, &["analytics"])));
    countersign::sync();
    until("both entries' end", async || recorded_count("pending") == 0).await;
    let two = rows().await;
    assert_eq!(two.len(), 2, "an entry that is sealed already makes no second receipt");
    let payload = from_base64url(two[1].jws.split('.').nth(1).unwrap()).unwrap();
    let payload = String::from_utf8(payload).unwrap();
    assert!(payload.contains(&format!("\"seq\":1,\"prev\":\"{}\"", Digest::of(two[0].jws.as_bytes()))), "{payload}");
    assert!(payload.contains("\"assurance\":\"device\""), "{payload}");
    until("the second delivery", async || rows().await.iter().all(|row| row.proof.is_some())).await;

    let posted = recorded_count("posted");
    countersign::sync();
    pause(200).await;
    assert_eq!(recorded_count("posted"), posted, "what the backend has is not sent again");

    answer("[[400,null]]");
    write_pending(&entry_to_json(&entry(3, &["analytics"])));
    countersign::sync();
    until("the parked receipt", async || rows().await.iter().any(|row| row.posting == countersign_core::Posting::Parked)).await;
    assert_eq!(rows().await.len(), 3, "a parked receipt is kept");
    let event = String::from(JSON::stringify(&recorded("posted")).unwrap());
    assert!(event.contains("\"idempotency-key\":\"\\\"03030303-") && event.contains("\"credentials\":\"omit\""), "{event}");

    dialog().await;
}

/// Layer 2 by script: refusing works, granting does not, and nothing is ticked beforehand.
async fn dialog() {
    let additional = countersign_core::wire::notice_from_json(NOTICE).unwrap().additional().count();
    countersign::open_preferences();
    until("layer 2", async || count("input[name=purpose]") == additional as i32).await;
    assert_eq!(count("input[name=purpose]:checked"), 0);
    let applied = recorded_count("applied");
    click("[data-cs=accept]");
    pause(200).await;
    assert_eq!(recorded_count("applied"), applied, "a script cannot grant");
    click("[data-cs=close]");
    until("the closed dialog", async || count("*") == -1).await;
    assert_eq!(recorded_count("applied"), applied, "closing is no choice");
    countersign::open_preferences();
    until("layer 2 again", async || count("input[name=purpose]") == additional as i32).await;
    click("[data-cs=refuse]");
    until("the refusal", async || recorded_count("applied") == applied + 1).await;
    let text = String::from(JSON::stringify(&recorded("applied")).unwrap());
    assert!(text.contains("\"trusted\":false,\"input\":\"script\"") && text.contains("\"open\":[]"), "{text}");
    countersign::open_policy(String::new());
    until("layer 3", async || count("article [id^=s-]") > 0).await;
    assert!(count("article strong.cs-sensitive") > 0, "sensitive items are bold in layer 3");
    click("[data-cs=close]");
}

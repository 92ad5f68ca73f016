//! The widget's wasm in a real browser: sealing, with a recorded host and recorded ports around it.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod sample;

use countersign_core::{
    Author, Control, Digest, Input, Instant, Pending, PurposeId, ReceiptId, Right, Said, Signal, Statement, from_base64url, to_base64url,
    wire::{self, Shows, entry_to_json},
};
use js_sys::{Array, JSON, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(module = "/tests/widget/fake.js")]
extern "C" {
    fn serve(name: &str, text: &str);
    fn write_pending(json: &str);
    fn refuse_appends(times: u32);
    fn receipts() -> Array;
    fn rotate();
    fn seen() -> String;
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

/// The receipts in the store, once there are so many.
async fn sealed(count: usize) -> Vec<String> {
    countersign::sync();
    let all = || receipts().iter().map(|jws| jws.as_string().unwrap()).collect::<Vec<_>>();
    until("the receipt", async || all().len() == count && recorded("pending").length() == 0).await;
    all()
}

fn payload(jws: &str) -> String {
    String::from_utf8(from_base64url(jws.split('.').nth(1).unwrap()).unwrap()).unwrap()
}

fn contains(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

fn notice_json() -> String {
    let shows = Shows { layer2: Digest::of(b"2"), text: Digest::of(b"3"), desk: Digest::of(b"desk") };
    wire::notice_file(&sample::notice(), &shows)
}

fn entry(seed: u8, was: &[&str], open: &[&str]) -> Pending {
    let ids = |ids: &[&str]| ids.iter().map(|id| PurposeId::new(id).unwrap()).collect();
    Pending {
        id: ReceiptId::from_random([seed; 16]),
        at: Instant(1_795_413_600_000),
        control: Control::AcceptAll,
        layer: 1,
        locale: "en".into(),
        notice: Digest::of(notice_json().as_bytes()),
        trusted: true,
        input: Input::Pointer,
        signal: Signal::None,
        was: ids(was),
        open: ids(open),
        about: Vec::new(),
        said: None,
    }
}

/// The tests share one widget and one store, as a page does, so they run as one story.
#[wasm_bindgen_test]
async fn a_page_view_from_the_first_choice_to_its_receipts() {
    let digest = Digest::of(notice_json().as_bytes()).to_string();
    serve(&["notice.en.", &digest, ".json"].concat(), &notice_json());
    assert_eq!(countersign::digest(&notice_json()), digest, "what pages without WebCrypto hold files against");
    assert_eq!(countersign::deliver(201, 0.0, true, 0, 0), -2.0);
    assert!(countersign::is_due(1_000.0, 1_000.0) && !countersign::is_due(1_001.0, 1_000.0));
    countersign::boot(host(&digest), ports());
    first_receipt().await;
    chain().await;
    key_change().await;
    statement().await;
}

async fn first_receipt() {
    write_pending(&entry_to_json(&entry(1, &[], &["analytics"])));
    refuse_appends(1);
    let first = sealed(1).await.remove(0);
    assert!(verifies(&first).await.is_truthy(), "{first}");
    contains(&payload(&first), &[&["\"rid\":\"", entry(1, &[], &[]).id.as_str()].concat(), "\"seq\":0,\"salt\""]);
    until("the end of sealing", async || Reflect::get(&JSON::parse(&seen()).unwrap(), &"sealed".into()).unwrap() == 1).await;
}

async fn chain() {
    write_pending(&entry_to_json(&entry(2, &["analytics"], &[])));
    write_pending(&entry_to_json(&entry(1, &[], &["analytics"])));
    // An entry that is sealed already makes no second receipt.
    let two = sealed(2).await;
    let link = ["\"seq\":1,\"prev\":\"", &Digest::of(two[0].as_bytes()).to_string(), "\""].concat();
    let withdrawn = "\"id\":\"analytics\",\"st\":\"withdrawn\"";
    contains(&payload(&two[1]), &[&link, "\"kind\":\"withdrawal\"", "\"assurance\":\"device\"", withdrawn]);
}

/// The old key says that another takes over, and the chain goes on with that.
async fn key_change() {
    rotate();
    write_pending(&entry_to_json(&entry(3, &[], &["analytics"])));
    let four = sealed(4).await;
    contains(&payload(&four[2]), &["\"kind\":\"key-change\"", "\"seq\":2", "\"key\":{\"crv\":\"P-256\"", "\"control\":\"rotate\""]);
    contains(&payload(&four[3]), &["\"kind\":\"choice\"", "\"seq\":3"]);
    let header = |jws: &str| jws.split('.').next().unwrap().to_owned();
    assert_eq!(header(&four[2]), header(&four[1]), "the old key signs the change");
    assert_ne!(header(&four[3]), header(&four[2]), "the new key signs what follows");
    for jws in &four {
        assert!(verifies(jws).await.is_truthy(), "{jws}");
    }
}

/// A statement that the build compiled is sealed like a choice.
async fn statement() {
    let said = Said { salt: Some([7; 16]), ..Statement::rights_request(Author::Oneself, Right::Copy, Some("P15D"), None).said() };
    write_pending(&entry_to_json(&Pending { control: Control::Request, said: Some(Box::new(said)), ..entry(4, &[], &[]) }));
    let last = sealed(5).await.remove(4);
    let salt = ["\"salt\":\"", &to_base64url(&[7; 16]), "\""].concat();
    let claims = payload(&last);
    contains(&claims, &["\"kind\":\"rights-request\"", "\"rq\":{\"right\":\"copy\",\"due\":\"P15D\"}", &salt, "\"control\":\"request\""]);
    assert!(!claims.contains("\"p\":"), "a request chooses nothing: {claims}");
}

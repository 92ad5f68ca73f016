//! Everything the door turns away, with the problem type it gives; and that nothing of it was kept.

use crate::support::{CLOUD_EVENT, Draft, FORM, JOSE, Service, browser_key, cloud_event, jwk, request, seal_text, thumbprint, uuid};
use countersign_core::to_base64url;
use countersign_receiver::{Refusal, admit};
use serde_json::{Value, json};

/// The word of the problem type and the status that goes with it.
const MALFORMED: (&str, u16) = ("malformed", 400);
const DUPLICATE_MEMBER: (&str, u16) = ("duplicate-member", 400);
const UNKNOWN_EXTENSION: (&str, u16) = ("unknown-extension", 400);
const BAD_ALGORITHM: (&str, u16) = ("bad-algorithm", 422);
const KEY_MISMATCH: (&str, u16) = ("key-mismatch", 422);
const BAD_SIGNATURE: (&str, u16) = ("bad-signature", 422);
const TOO_LARGE: (&str, u16) = ("too-large", 413);
const MEDIA_TYPE: (&str, u16) = ("unsupported-media-type", 415);

struct Case {
    name: String,
    content_type: &'static str,
    body: Vec<u8>,
    expected: (&'static str, u16),
}

fn bare(name: impl Into<String>, jws: String, expected: (&'static str, u16)) -> Case {
    Case { name: name.into(), content_type: JOSE, body: jws.into_bytes(), expected }
}

async fn check_all(cases: Vec<Case>) {
    let service = Service::start().await;
    for case in cases {
        let answer = service.post(case.content_type, case.body).await;
        let name = case.name;
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{name}: {answer:?}");
        let problem = answer.json();
        let (word, status) = case.expected;
        assert_eq!(problem["type"], format!("urn:countersign:problem:{word}"), "{name}: {problem}");
        assert_eq!((answer.status.as_u16(), &problem["status"]), (status, &json!(status)), "{name}");
        assert!(problem["detail"].as_str().is_some_and(|text| !text.is_empty()), "{name}");
    }
    assert_eq!(service.ledger.size().await.unwrap(), 0);
}

#[tokio::test]
async fn headers_keys_and_signatures() {
    let good = Draft::new(1);
    let other = jwk(&browser_key(8));
    let jws = good.seal();
    let (input, signature) = jws.rsplit_once('.').unwrap();
    let mut private = jwk(&good.key);
    private["d"] = json!(to_base64url(&[7; 32]));
    let mut off_curve = jwk(&good.key);
    let x = off_curve["x"].clone();
    off_curve["x"] = off_curve["y"].clone();
    off_curve["y"] = x;
    let draft = || Draft::new(1);
    let with_key = |key: Value| draft().with_header("kid", json!(thumbprint(&key))).with_header("jwk", key).seal();
    check_all(vec![
        bare("not ES256", draft().with_header("alg", json!("ES384")).seal(), BAD_ALGORITHM),
        bare("HMAC", draft().with_header("alg", json!("HS256")).seal(), BAD_ALGORITHM),
        bare("no alg", draft().without_header("alg").seal(), BAD_ALGORITHM),
        bare("none, but the payload says device", draft().with_header("alg", json!("none")).seal(), BAD_ALGORITHM),
        bare("None in capitals", draft().unsigned().with_header("alg", json!("NONE")).seal(), BAD_ALGORITHM),
        bare("ES256, but the payload says server", draft().with("assurance", json!("server")).seal(), BAD_ALGORITHM),
        bare("none with a signature", draft().unsigned().seal() + signature, BAD_SIGNATURE),
        bare("none with a key", draft().unsigned().with_header("jwk", other.clone()).seal(), MALFORMED),
        bare("none with a kid", draft().unsigned().with_header("kid", json!("a")).seal(), MALFORMED),
        bare("crit", draft().with_header("crit", json!(["b64"])).seal(), UNKNOWN_EXTENSION),
        bare("empty crit", draft().with_header("crit", json!([])).seal(), UNKNOWN_EXTENSION),
        bare("wrong typ", draft().with_header("typ", json!("JWT")).seal(), MALFORMED),
        bare("no typ", draft().without_header("typ").seal(), MALFORMED),
        bare("no jwk", draft().without_header("jwk").seal(), MALFORMED),
        bare("jku alone is not followed", draft().without_header("jwk").with_header("jku", json!("https://a.example/")).seal(), MALFORMED),
        bare("x5u alone is not followed", draft().without_header("jwk").with_header("x5u", json!("https://a.example/")).seal(), MALFORMED),
        bare("kid of another key", draft().with_header("kid", json!(thumbprint(&other))).seal(), KEY_MISMATCH),
        bare("no kid", draft().without_header("kid").seal(), KEY_MISMATCH),
        bare("private key", with_key(private), MALFORMED),
        bare("off the curve", with_key(off_curve), BAD_SIGNATURE),
        bare("signed by another key", with_key(other), BAD_SIGNATURE),
        bare("63 bytes", format!("{input}.{}", to_base64url(&[1; 63])), BAD_SIGNATURE),
        bare("65 bytes", format!("{input}.{}", to_base64url(&[1; 65])), BAD_SIGNATURE),
        bare("zeros", format!("{input}.{}", to_base64url(&[0; 64])), BAD_SIGNATURE),
        bare("no signature", format!("{input}."), BAD_SIGNATURE),
        bare("padded signature", format!("{jws}=="), MALFORMED),
        bare("standard alphabet", format!("{input}.{}", "+".repeat(86)), MALFORMED),
        bare("line break at the end", format!("{jws}\n"), MALFORMED),
        bare("two parts", input.to_owned(), MALFORMED),
        bare("four parts", format!("{jws}.AA"), MALFORMED),
        bare("nothing", String::new(), MALFORMED),
    ])
    .await;
}

#[tokio::test]
async fn doubled_names_and_json_that_is_none() {
    let Draft { key, header, payload } = Draft::new(1);
    let (header, payload) = (header.to_string(), payload.to_string());
    let doubled = |text: &str, member: &str| format!("{{{member},{}", &text[1..]);
    check_all(vec![
        bare("doubled alg", seal_text(&key, &doubled(&header, r#""alg":"none""#), &payload), DUPLICATE_MEMBER),
        bare("doubled rid", seal_text(&key, &header, &doubled(&payload, r#""rid":"a""#)), DUPLICATE_MEMBER),
        bare("doubled below", seal_text(&key, &header, &payload.replace(r#""how":{"#, r#""how":{"trusted":false,"#)), DUPLICATE_MEMBER),
        bare("payload is a list", seal_text(&key, &header, "[]"), MALFORMED),
        bare("payload is no JSON", seal_text(&key, &header, "hello"), MALFORMED),
        bare("payload with a tail", seal_text(&key, &header, &format!("{payload} {{}}")), MALFORMED),
        bare("header is text", seal_text(&key, "\"ES256\"", &payload), MALFORMED),
        bare(
            "null",
            seal_text(
                &key,
                &header,
                &payload.replace(r#""jur":["CN","MY"]"#, r#""jur":null"#).replace(r#""jur":["MY","CN"]"#, r#""jur":null"#),
            ),
            MALFORMED,
        ),
    ])
    .await;
}

#[tokio::test]
async fn claims() {
    let required = [
        "v",
        "rid",
        "rec",
        "sub",
        "kind",
        "iat",
        "seq",
        "salt",
        "assurance",
        "svc",
        "ntc",
        "p",
        "by",
        "how",
        "sig",
        "ctl/id",
        "ntc/sha256",
        "ntc/lang",
        "ntc/layer",
        "how/control",
        "how/input",
        "how/trusted",
        "sig/gpc",
        "sig/dnt",
        "p/0/id",
        "p/0/st",
        "p/0/ct",
        "p/0/nec",
    ];
    let wrong = [
        ("v", json!("cs-receipt/2")),
        ("rid", json!("7")),
        ("rid", json!(uuid(1).to_uppercase() + "0")),
        ("rec", json!("00000000-0000-4000-8000-00000000000G")),
        ("sub", json!("")),
        ("kind", json!("consent")),
        ("iat", json!("2026-11-23 06:14:30")),
        ("iat", json!("2026-13-23T06:14:30.000Z")),
        ("seq", json!(-1)),
        ("seq", json!(0.5)),
        ("seq", json!("0")),
        ("seq", json!(1)),
        ("prev", json!(to_base64url(&[1; 32]))),
        ("salt", json!(to_base64url(&[1; 15]))),
        ("assurance", json!("hardware")),
        ("ctl/id", json!("Layang Express")),
        ("ctl/id", json!("")),
        ("ctl/name", json!("")),
        ("ctl_contact", json!({"email": ""})),
        ("svc", json!("layang.example")),
        ("jur", json!(["Malaysia"])),
        ("ntc/sha256", json!("0")),
        ("ntc/layer", json!(4)),
        ("ui/sha256", json!("0")),
        ("p", json!({})),
        ("p/0/st", json!("unknown")),
        ("p/0/ct", json!("implied")),
        ("p/0/nec", json!("core")),
        ("p/0/xb", json!("yes")),
        ("wd", json!("javascript:alert(1)")),
        ("by", json!("other")),
        ("how/control", json!("scroll")),
        ("how/input", json!("voice")),
        ("how/trusted", json!("true")),
        ("sig/gpc", json!(1)),
    ];
    let purpose = Draft::new(1).payload["p"][0].clone();
    let mut cases = vec![
        bare("a purpose twice", Draft::new(1).with("p", json!([purpose, purpose])).seal(), MALFORMED),
        bare("prev is no digest", Draft::new(1).with("seq", json!(1)).with("prev", json!("a")).seal(), MALFORMED),
    ];
    cases.extend(required.map(|name| bare(format!("no {name}"), Draft::new(1).without_at(name).seal(), MALFORMED)));
    cases.extend(wrong.map(|(name, value)| bare(format!("{name} is {value}"), Draft::new(1).with_at(name, value).seal(), MALFORMED)));
    check_all(cases).await;
}

/// A receipt of another kind than a choice, with what that kind holds.
pub(crate) fn of_kind(number: u64, kind: &str) -> Draft {
    let draft = Draft::new(number).with("kind", json!(kind));
    let address = json!(to_base64url(&[4; 32]));
    match kind {
        "guardian" => draft.with("by", json!("guardian")).with("grd", json!({"relation": "parent", "method": "email"})),
        "unsubscribe" => draft
            .without("p")
            .with("ch", json!([{"id": "sms", "st": "withdrawn"}, {"id": "email", "topic": "offers", "st": "refused"}]))
            .with("of", address),
        "rights-request" => {
            draft.without("p").without("ntc").with("rq", json!({"right": "close-account", "due": "P15D"})).with("of", address)
        }
        "key-change" => draft.without("p").without("ntc").with("key", jwk(&browser_key(9))).with("how/control", json!("rotate")),
        _ => draft,
    }
}

#[tokio::test]
async fn each_kind_holds_its_own_claims() {
    let kinds = ["choice", "signal", "withdrawal", "guardian", "unsubscribe", "rights-request", "key-change"];
    let service = Service::start().await;
    for (number, kind) in (0..).zip(kinds) {
        let answer = service.post(JOSE, of_kind(number, kind).seal()).await;
        assert_eq!(answer.status, 201, "{kind}: {answer:?}");
    }
    let own = ["p", "grd", "ch", "rq", "key", "ntc"];
    let mut cases = Vec::new();
    for kind in kinds {
        let draft = of_kind(1, kind);
        for name in own.iter().filter(|name| draft.payload.get(name).is_some() && (**name != "ntc" || draft.payload.get("p").is_some())) {
            cases.push(bare(format!("{kind} without {name}"), draft.clone().without(name).seal(), MALFORMED));
        }
        for other in kinds {
            let others = of_kind(1, other).payload;
            for name in
                ["p", "grd", "ch", "rq", "key"].into_iter().filter(|name| others.get(name).is_some() && draft.payload.get(name).is_none())
            {
                cases.push(bare(format!("{kind} with {name}"), draft.clone().with(name, others[name].clone()).seal(), MALFORMED));
            }
        }
    }
    let wrong = [
        ("guardian", "by", json!("self")),
        ("choice", "by", json!("guardian")),
        ("guardian", "grd", json!({"relation": "aunt", "method": "email"})),
        ("unsubscribe", "ch", json!([])),
        ("unsubscribe", "ch", json!([{"id": "sms", "st": "given"}, {"id": "sms", "st": "refused"}])),
        ("unsubscribe", "ch", json!([{"id": "+60 12", "st": "given"}])),
        ("unsubscribe", "of", json!("someone@courier.example")),
        ("choice", "of", json!(to_base64url(&[4; 32]))),
        ("rights-request", "rq", json!({"right": "party"})),
        ("rights-request", "rq", json!({"right": "copy", "due": "soon"})),
        ("key-change", "key", json!({"kty": "EC", "crv": "P-256", "x": "a", "y": "b"})),
        ("choice", "after", json!({"rec": uuid(5), "seq": 3})),
        ("choice", "ui", json!({"ver": "1", "digest": "0123456789abcdef", "sha256": to_base64url(&[4; 32])})),
    ];
    cases.extend(
        wrong.map(|(kind, name, value)| bare(format!("{kind}: {name} is {value}"), of_kind(1, kind).with(name, value).seal(), MALFORMED)),
    );
    let after = json!({"rec": uuid(5), "seq": 3, "sha256": to_base64url(&[4; 32])});
    let later = Draft::new(1).with("seq", json!(1)).with("prev", json!(to_base64url(&[4; 32]))).with("after", after);
    cases.push(bare("after in the middle", later.seal(), MALFORMED));
    check_all(cases).await;
}

impl Draft {
    /// Like `with`, and reaches into the list of purposes.
    fn with_at(self, pointer: &str, value: Value) -> Self {
        match pointer.strip_prefix("p/0/") {
            Some(name) => {
                let mut draft = self;
                draft.payload["p"][0][name] = value;
                draft
            }
            None => self.with(pointer, value),
        }
    }

    fn without_at(self, pointer: &str) -> Self {
        match pointer.strip_prefix("p/0/") {
            Some(name) => {
                let mut draft = self;
                draft.payload["p"][0].as_object_mut().unwrap().remove(name).unwrap();
                draft
            }
            None => self.without(pointer),
        }
    }
}

#[tokio::test]
async fn envelopes_media_types_and_sizes() {
    let jws = Draft::new(1).seal();
    let event = |name: &str, value: Value| {
        let mut event = cloud_event(&jws);
        event[name] = value;
        let name = format!("CloudEvent {name}");
        Case { name, content_type: CLOUD_EVENT, body: event.to_string().into_bytes(), expected: MALFORMED }
    };
    let typed =
        |content_type: &'static str, body: Vec<u8>, expected| Case { name: format!("{content_type:?}"), content_type, body, expected };
    let pad = |length: usize| {
        let draft = Draft::new(1).with("pad", json!(""));
        let missing = length - draft.seal().len();
        Draft::new(1).with("pad", json!("x".repeat(missing * 3 / 4 + 3))).seal()
    };
    let mut doubled = cloud_event(&jws).to_string();
    doubled.insert_str(1, r#""id":"a","#);
    check_all(vec![
        event("id", json!(uuid(2))),
        event("specversion", json!("0.3")),
        event("type", json!("dev.countersign.receipt.v1.signal")),
        event("source", json!("https://other.example")),
        event("subject", json!(uuid(2))),
        event("time", json!("2026-11-23T06:14:30.001Z")),
        event("datacontenttype", json!("application/json")),
        event("data", json!({"jws": jws})),
        event("data", json!("a.b.c")),
        typed(CLOUD_EVENT, doubled.into_bytes(), DUPLICATE_MEMBER),
        typed(CLOUD_EVENT, b"[]".to_vec(), MALFORMED),
        typed(CLOUD_EVENT, jws.clone().into_bytes(), MALFORMED),
        typed("application/json", cloud_event(&jws).to_string().into_bytes(), MEDIA_TYPE),
        typed("application/cloudevents-batch+json", b"[]".to_vec(), MEDIA_TYPE),
        typed("", jws.clone().into_bytes(), MEDIA_TYPE),
        typed(JOSE, vec![0xff; 10], MALFORMED),
        typed(FORM, b"rid=7&receipt=".to_vec(), MALFORMED),
        typed(FORM, format!("jws={jws}").into_bytes(), MALFORMED),
        typed(FORM, format!("receipt={jws}&receipt={jws}").into_bytes(), DUPLICATE_MEMBER),
        typed("multipart/form-data; boundary=a", b"--a--".to_vec(), MEDIA_TYPE),
        bare("a receipt too long", pad(16_385), TOO_LARGE),
        typed(JOSE, vec![b'a'; 65_536], TOO_LARGE),
        typed(JOSE, vec![b'a'; 65_537], TOO_LARGE),
        typed(CLOUD_EVENT, vec![b' '; 65_537], TOO_LARGE),
        typed(CLOUD_EVENT, vec![b' '; 65_536], MALFORMED),
    ])
    .await;
}

#[tokio::test]
async fn an_idempotency_key_names_the_receipt() {
    let service = Service::start().await;
    let draft = Draft::new(1);
    let post = async |key: &str| {
        let headers = [("content-type", JOSE), ("idempotency-key", key)];
        service.send(request("POST", "/v1/receipts", &headers, draft.seal().into_bytes())).await.status.as_u16()
    };
    assert_eq!(post(&format!("\"{}\"", uuid(2))).await, 400);
    assert_eq!(post(&format!("\"{}\"", draft.rid())).await, 201);
}

#[test]
fn no_byte_of_a_receipt_can_change() {
    let jws = Draft::new(1).seal();
    let read = |bytes: &[u8]| admit(Some(JOSE), None, bytes);
    assert!(read(jws.as_bytes()).is_ok());
    let mut count = 0;
    for place in 0..jws.len() {
        let here = jws.as_bytes()[place];
        for other in [b'A', b'.', b'=', here ^ 1, here ^ 0x80] {
            let mut changed = jws.clone().into_bytes();
            changed[place] = other;
            if changed != jws.as_bytes() {
                assert!(read(&changed).is_err(), "byte {place} as {other:#04x} passed");
                count += 1;
            }
        }
        let mut shorter = jws.clone().into_bytes();
        shorter.remove(place);
        assert!(read(&shorter).is_err(), "without byte {place} it passed");
    }
    assert!(count > 4 * jws.len());
}

#[test]
fn limits_are_inclusive() {
    // The unsigned form has no signature, so that every length can be met.
    let padded = |pad: usize| Draft::new(1).unsigned().with("pad", json!("x".repeat(pad))).seal();
    let nearly = (16_384 - padded(0).len()) * 3 / 4 - 8;
    let longest = (nearly..).map(padded).find(|jws| jws.len() >= 16_384).unwrap();
    assert_eq!(longest.len(), 16_384);
    assert!(admit(Some(JOSE), None, longest.as_bytes()).is_ok());
    let error = admit(Some(JOSE), None, format!("{longest}A").as_bytes()).unwrap_err();
    assert_eq!(error, Refusal::TooLarge { what: "a receipt", limit: 16_384 });
}

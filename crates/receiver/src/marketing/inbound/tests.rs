//! Tables of bodies and the replies in them, of signatures, and of settings that cannot be.

use super::settings::Mapping;
use super::*;
use axum::http::HeaderMap;

fn shown(replies: &[Reply]) -> String {
    let one = |reply: &Reply| format!("{}|{}|{}", reply.from, reply.text, reply.id);
    replies.iter().map(one).collect::<Vec<_>>().join(" & ")
}

fn check(found: Result<Vec<Reply>, Refusal>, expected: &str) {
    match found {
        Ok(replies) => assert_eq!(shown(&replies), expected),
        Err(refusal) => assert!(!expected.is_empty() && refusal.to_string().contains(expected), "{refusal}, not {expected:?}"),
    }
}

#[test]
fn json_of_any_form_by_its_mapping() {
    let pointer = |text: &str| Some(text.to_owned());
    let one = Mapping { list: None, from: "/data/from".into(), text: "/data/body".into(), message: pointer("/data/id"), time: None };
    check(mapped::read(r#"{"data":{"from":"+60123456789","body":"退订","id":"m1"}}"#.as_bytes(), &one), "+60123456789|退订|m1");
    check(mapped::read(br#"{"data":{"from":60123456789,"body":"N","id":7}}"#, &one), "60123456789|N|7");
    check(mapped::read(br#"{"data":{"from":"+60123456789"}}"#, &one), "the body: what text names in receiver.toml is missing");
    check(mapped::read(br#"{"data":{"from":["a"],"body":"N"}}"#, &one), "what from names in receiver.toml");
    check(mapped::read(br#"{"data":1,"data":2}"#, &one), "stands twice");
    check(mapped::read(b"\xcd\xcb", &one), "the body: ");
    let many = Mapping { list: pointer("/results"), from: "/from".into(), text: "/text".into(), message: None, time: pointer("/at") };
    let body = br#"{"results":[{"from":"+1","text":"a","at":1},{"from":"+1","text":"a","at":2}]}"#;
    let replies = mapped::read(body, &many).unwrap();
    assert_ne!(replies[0].id, replies[1].id, "what has no id is known by all that is said of it");
    assert_eq!(replies, mapped::read(body, &many).unwrap());
    check(mapped::read(br#"{"results":[{"from":"+1","text":"a"},{"from":"+1"}]}"#, &many), "message 2: what text names");
    check(mapped::read(br#"{"results":{}}"#, &many), "there is no array");
}

#[test]
fn form_posts() {
    let read = |body: &str| form::fields(body.as_bytes()).and_then(|fields| form::read(&fields));
    check(read("From=%2B60123456789&Body=TD&MessageSid=SM1&NumMedia=0"), "+60123456789|TD|SM1");
    check(read("From=%2B60123456789&Body=%E9%80%80%E8%AE%A2+&SmsSid=SM2"), "+60123456789|退订 |SM2");
    assert_eq!(read("From=whatsapp%3A%2B60123456789&Body=STOP&MessageSid=SM3").unwrap()[0].channel, Some("whatsapp"));
    check(read("Body=TD"), "field From is missing");
    check(read("From=%2B1&From=%2B2&Body=TD"), "field From stands twice");
    check(read("From=%2B1"), "field Body is missing");
}

#[test]
fn batches_of_a_chinese_gateway() {
    let body = r#"[{"phone_number":"13800138000","content":"ＴＤ","send_time":"2026-11-26 11:00:00","dest_code":"1","sequence_id":"77"},
        {"phone_number":"85291234567","content":"R","sequence_id":78},{"phone_number":"10086","content":"x","sequence_id":"79"}]"#;
    check(batch::read(body.as_bytes()), "+8613800138000|ＴＤ|77 & +85291234567|R|78 & +10086|x|79");
    check(batch::read(b"[]"), "");
    check(batch::read(br#"{"phone_number":"1","content":"x"}"#), "must be an array");
    check(batch::read(br#"[{"phone_number":"13800138000"}]"#), "message 1: member content is missing");
}

#[test]
fn what_is_too_long_is_cut() {
    let reply = Reply::new(" +1 ", &"字".repeat(5_000), Some(&"x".repeat(500)), None);
    assert_eq!((reply.from.as_str(), reply.text.chars().count(), reply.id.len()), ("+1", MAX_TEXT, 43));
}

/// The example that Twilio publishes for its signatures.
#[test]
fn a_signature_holds_for_its_address_and_fields_alone() {
    let settings: InboundSettings = toml_edit::de::from_str("shape = \"twilio\"\nsecret = \"0123456789012345678901\"\n").unwrap();
    let mut fields =
        form::fields(b"To=%2B18005551212&From=%2B14158675309&Digits=1234&Caller=%2B14158675309&CallSid=CA1234567890ABCDE").unwrap();
    let example = settings::InboundSecret::of_test("12345");
    let mut headers = HeaderMap::new();
    let address = "https://mycompany.com/myapp.php?foo=1&bar=2";
    assert!(!sign::is_signed(&example, address, &fields, &headers), "no signature");
    headers.insert("x-twilio-signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8=".parse().unwrap());
    assert!(sign::is_signed(&example, address, &fields, &headers));
    assert!(!sign::is_signed(&settings.secret, address, &fields, &headers), "another secret");
    assert!(!sign::is_signed(&example, "https://mycompany.com/myapp.php", &fields, &headers), "another address");
    fields[2].1 = "1235".to_owned();
    assert!(!sign::is_signed(&example, address, &fields, &headers), "another field");
    headers.insert("x-twilio-signature", "not base64".parse().unwrap());
    assert!(!sign::is_signed(&example, address, &fields, &headers));
}

#[test]
fn secrets_come_in_the_address_or_the_head() {
    let secret = settings::InboundSecret::of_test("a-secret-of-the-gateway");
    let check = |uri: &str, authorization: Option<&str>, expected: bool| {
        let mut headers = HeaderMap::new();
        if let Some(value) = authorization {
            headers.insert("authorization", value.parse().unwrap());
        }
        assert_eq!(sign::bears_secret(&secret, &uri.parse().unwrap(), &headers), expected, "{uri} {authorization:?}");
    };
    check("/v1/inbound/layang/json?key=a-secret-of-the-gateway", None, true);
    check("/v1/inbound/layang/json", Some("Bearer a-secret-of-the-gateway"), true);
    check("/v1/inbound/layang/json", Some("bearer a-secret-of-the-gateway"), true);
    check("/v1/inbound/layang/json?key=a-secret-of-the-gatewa", None, false);
    check("/v1/inbound/layang/json?key=", None, false);
    check("/v1/inbound/layang/json", Some("Basic a-secret-of-the-gateway"), false);
    check("/v1/inbound/layang/json", None, false);
    assert_eq!(format!("{secret:?}"), "InboundSecret");
}

#[test]
fn settings_that_cannot_be_are_named() {
    let check = |text: &str, expected: &str| {
        let text = format!("secret = \"0123456789012345678901\"\n{text}");
        let fault = toml_edit::de::from_str::<InboundSettings>(&text).unwrap_err().to_string();
        assert!(fault.contains(expected), "{text}: {fault}");
    };
    check("shape = \"xml\"", "none of \"json\", \"twilio\" and \"aliyun\"");
    check("shape = \"json\"\ntext = \"/text\"", "from is missing");
    check("shape = \"json\"\ntext = \"text\"\nfrom = \"/from\"", "must be a JSON pointer");
    check("shape = \"twilio\"\nfrom = \"/from\"", "twilio has its own places");
    check("shape = \"twilio\"\nchannel = \"SMS\"", "channel: must be");
    check("shape = \"twilio\"\ncode = \"0\"", "code: must be");
    check("shape = \"twilio\"\nrejoin = [\"STOP\"]", "stops messages");
    check("shape = \"twilio\"\nfoo = 1", "unknown field");
    let short = toml_edit::de::from_str::<InboundSettings>("secret = \"12345\"\nshape = \"twilio\"").unwrap_err();
    assert!(short.to_string().contains("at least 22"), "{short}");
}

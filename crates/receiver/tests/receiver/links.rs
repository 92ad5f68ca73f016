//! The links of messages as those meet them who follow them: mail programs, scanners, people, and whoever tries what is not theirs.

use crate::marketing::{API_KEY, email, keys, options, subject, topic};
use crate::support::{Answer, FORM, Service, issuer, payload_of, request, site};
use countersign_receiver::{Carried, Change, How, Ledger, MarketingTable, RouterOptions, Wish};
use countersign_suppression::{Address, AddressKind, Purpose, State, Token};
use jiff::Timestamp;
use list_unsubscribe::{UnsubscribeMethod, parse_with_post};
use serde_json::{Value, json};

const TABLE: &str = r#"{"v":"cs-marketing/1","site":"layang-express","controller":"Layang Express","languages":[
    {"lang":"en","channels":[{"id":"email","title":"E-mail"}],
     "topics":[{"id":"offers","title":"Offers & <vouchers>","channels":["email"]},{"id":"surveys","title":"Surveys","description":"Two a year","channels":["email","sms"]},
        {"id":"calls","title":"Calls","channels":["phone"]}]}]}"#;

async fn service() -> Service {
    let mut options = options();
    options.marketing.insert(MarketingTable::parse(TABLE.as_bytes()).unwrap());
    Service::start_with(options).await
}

fn token(purpose: Purpose, about: &str, minted: &str) -> String {
    let address = Address::parse(AddressKind::Email, "ana@example.com", None).unwrap();
    let minted_ms = u64::try_from(minted.parse::<Timestamp>().unwrap().as_millisecond()).unwrap();
    keys().mint("layang-express", &Token::new(purpose, address, email(), topic(about), minted_ms)).unwrap()
}

/// What the tests' clock says.
const NOW: &str = "2026-11-23T06:14:31.250Z";

fn later() -> Timestamp {
    "2026-11-25T06:14:31.251Z".parse().unwrap()
}

async fn changes(service: &Service) -> Vec<Change> {
    service.ledger.changes(&site(), 0, 100).await.unwrap()
}

async fn post(service: &Service, path: &str, body: &str) -> Answer {
    service.send(request("POST", path, &[("content-type", FORM)], body.into())).await
}

async fn ask(service: &Service, path: &str, body: &Value) -> Answer {
    let bearer = format!("Bearer {API_KEY}");
    service.send(request("POST", path, &[("authorization", &bearer)], body.to_string().into_bytes())).await
}

fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.clone()).unwrap()
}

/// The path of an address at the receiver's own origin.
fn path(url: &str) -> &str {
    url.strip_prefix(issuer().as_str()).unwrap()
}

#[tokio::test]
async fn a_mail_program_unsubscribes_by_itself() {
    let service = service().await;
    let body = json!({"channel": "email", "topic": "offers", "addresses": ["Ana@Example.com", "bo@example.com"]});
    let links = ask(&service, "/v1/marketing/links", &body).await.json();
    assert_eq!(links["links"].as_array().unwrap().len(), 2);
    let fields = &links["links"][0];
    // What is not ours reads our fields.
    let method = parse_with_post(fields["list_unsubscribe"].as_str().unwrap(), fields["list_unsubscribe_post"].as_str());
    let UnsubscribeMethod::OneClick { url } = method else { panic!("{method:?}") };
    for (kind, body, at_hand) in [
        (FORM, "List-Unsubscribe=One-Click".to_owned(), 1),
        (FORM, "List-Unsubscribe=One-Click".to_owned(), 1),
        (
            "multipart/form-data; boundary=b",
            "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n".to_owned(),
            1,
        ),
    ] {
        let answer = service.send(request("POST", path(url.as_str()), &[("content-type", kind)], body.into_bytes())).await;
        assert_eq!(answer.status.as_u16(), 200, "no redirect: {kind}");
        assert_eq!(answer.header("set-cookie"), None);
        // At once, and once: what is in the stream is what an export reads.
        assert_eq!(changes(&service).await.len(), at_hand, "{kind}");
    }
    let change = &changes(&service).await[0];
    assert_eq!((change.hash, change.turn.topic.as_str(), change.how.as_str()), (subject("ana@example.com").hash(), "offers", "one-click"));
    let claims = payload_of(&service.entry(&change.rid).await.jws);
    assert_eq!(claims["ch"], json!([{"id": "email", "topic": "offers", "st": "withdrawn"}]));
    assert_eq!(service.get(&format!("/v1/receipts/{}", change.rid), &[]).await.status.as_u16(), 200);
}

#[tokio::test]
async fn scanners_change_nothing() {
    let service = service().await;
    for link in [format!("/u/{}", token(Purpose::Unsubscribe, "offers", NOW)), format!("/c/{}", token(Purpose::Confirm, "", NOW))] {
        for method in ["GET", "HEAD", "OPTIONS"] {
            service.send(request(method, &link, &[("user-agent", "scanner")], Vec::new())).await;
        }
        for (kind, body) in [
            (FORM, ""),
            (FORM, "a=b&submit=1"),
            (FORM, "List-Unsubscribe=Yes"),
            (FORM, "act=delete"),
            ("application/json", r#"{"act":"stop"}"#),
            ("text/plain", "List-Unsubscribe=One-Click"),
            ("multipart/form-data; boundary=x", "--x"),
        ] {
            let answer = service.send(request("POST", &link, &[("content-type", kind)], body.into())).await;
            assert_eq!(answer.status.as_u16(), 400, "{link} {kind} {body}");
            assert!(text(&answer).contains("Nothing was changed"), "{kind} {body}");
        }
    }
    assert_eq!(changes(&service).await, []);
}

#[tokio::test]
async fn a_person_stops_chooses_and_allows_again() {
    let service = service().await;
    let link = format!("/u/{}", token(Purpose::Unsubscribe, "offers", NOW));
    let page = service.get(&link, &[("accept-language", "en")]).await;
    let html = text(&page);
    assert!(
        html.contains("Stop these messages?")
            && html.contains("Layang Express sends messages about “Offers &amp; &lt;vouchers&gt;” to a•••@example.com (E-mail).")
    );
    assert!(!html.contains("ana@") && html.contains("Surveys") && html.contains("Two a year") && !html.contains("Calls"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && !html.contains("<script"), "{policy}");
    assert_eq!((page.header("cache-control"), page.header("referrer-policy")), (Some("no-store"), Some("no-referrer")));
    let state = async |about: &str| {
        service.ledger.may_write(&site(), &email(), &topic(about), &[subject("ana@example.com").hash()]).await.unwrap()[0]
    };

    let stopped = text(&post(&service, &link, "act=stop").await);
    assert!(stopped.contains("These messages are stopped") && stopped.contains("Receipt ") && stopped.contains("Allow them again"));
    assert_eq!(state("offers").await, Some(State::Withdrawn));
    assert!(text(&service.get(&link, &[]).await).contains("These messages are stopped"));
    assert!(!text(&post(&service, &link, "act=stop").await).contains("Receipt "), "no second receipt");

    let saved = text(&post(&service, &link, "act=choose&shown=offers&shown=surveys&topic=surveys&topic=other").await);
    assert!(saved.contains("Your choices are saved"));
    assert_eq!((state("offers").await, state("surveys").await, state("other").await), (Some(State::Withdrawn), Some(State::Given), None));
    assert!(text(&post(&service, &link, "act=allow").await).contains("These messages are allowed"));
    assert_eq!(state("offers").await, Some(State::Given));
    post(&service, &link, "act=stop-every").await;
    assert_eq!(
        (state("offers").await, state("surveys").await, state("").await),
        (Some(State::Withdrawn), Some(State::Withdrawn), Some(State::Withdrawn))
    );
    assert_eq!(changes(&service).await.len(), 4);

    for (lang, says) in [("zh-CN", "已停止发送这些消息"), ("zh-TW", "已停止傳送這些訊息"), ("ms", "Mesej ini telah dihentikan")]
    {
        assert!(text(&service.get(&link, &[("accept-language", lang)]).await).contains(says), "{lang}");
    }
    let named = text(&service.get(&format!("{link}?lang=ms"), &[("accept-language", "en")]).await);
    assert!(named.contains("<html lang=\"ms\">") && named.contains("Mesej ini telah dihentikan"));
}

#[tokio::test]
async fn a_double_opt_in_holds_for_two_days_and_not_against_a_later_wish() {
    let service = service().await;
    let wish = Wish::stop(&site(), subject("ana@example.com"), How::Desk, email(), topic(""));
    assert!(matches!(service.ledger.carry(&wish).await.unwrap(), Carried::Done(_)));
    let asked =
        ask(&service, "/v1/marketing/opt-ins", &json!({"channel": "email", "topic": "offers", "address": "ana@example.com"})).await.json();
    assert_eq!((&asked["held"], &asked["expires_at"]), (&json!(false), &json!("2026-11-25T06:14:31.250Z")));
    let link = path(asked["url"].as_str().unwrap()).to_owned();
    assert!(text(&service.get(&link, &[]).await).contains("Yes, send them"));
    assert_eq!(changes(&service).await.len(), 1, "opening it is no consent");
    let done = post(&service, &link, "act=confirm").await;
    assert!(done.status.is_success() && text(&done).contains("Receipt "));
    let change = changes(&service).await.pop().unwrap();
    assert_eq!((change.turn.to, change.turn.topic.as_str(), change.how.as_str()), (State::Given, "offers", "confirm"));

    // The same again is no error and no second consent; after a later stop it is none at all, nor is it when its time is over.
    assert!(post(&service, &link, "act=confirm").await.status.is_success());
    let now = Service::over(Ledger::open(&crate::support::database(service.folder.path()), &issuer(), later).await.unwrap(), &options());
    assert!(matches!(now.ledger.carry(&wish).await.unwrap(), Carried::Done(_)));
    for service in [&service, &now] {
        let answer = post(service, &link, "act=confirm").await;
        assert_eq!(answer.status.as_u16(), 410);
        assert!(text(&answer).contains("Nothing was changed"));
    }
    assert_eq!(changes(&service).await.len(), 3);
}

#[tokio::test]
async fn what_is_not_a_link_of_this_kind_opens_nothing() {
    let service = service().await;
    let stop = token(Purpose::Unsubscribe, "offers", NOW);
    let check = async |path: &str, status: u16| {
        for answer in
            [service.get(path, &[]).await, post(&service, path, "act=stop").await, post(&service, path, "List-Unsubscribe=One-Click").await]
        {
            assert_eq!(answer.status.as_u16(), status, "{path}");
            assert!(text(&answer).contains("Nothing was changed") && answer.header("content-security-policy").is_some(), "{path}");
        }
    };
    check(&format!("/u/{}", token(Purpose::Confirm, "offers", NOW)), 404).await;
    check(&format!("/c/{stop}"), 404).await;
    check(&format!("/u/{}", token(Purpose::Open, "offers", NOW)), 404).await;
    check(&format!("/u/{}", &stop[..stop.len() - 1]), 404).await;
    check(&format!("/u/{}-{}", &stop[..20], &stop[20..]), 404).await;
    check("/u/A", 404).await;
    check(&format!("/u/{}", "A".repeat(4_000)), 404).await;
    let other = keys().mint("other", &keys().open("layang-express", &stop).unwrap()).unwrap();
    check(&format!("/u/{other}"), 404).await;
    check(&format!("/u/{}", token(Purpose::Unsubscribe, "offers", "2016-11-20T00:00:00Z")), 410).await;
    assert_eq!(changes(&service).await, []);
}

#[tokio::test]
async fn only_what_opens_nothing_is_counted_against_its_sender() {
    let mut options = options();
    options.settings.limits.per_address_per_minute = std::num::NonZeroU32::new(2);
    options.settings.limits.address_header = Some("x-from".to_owned());
    let service = Service::start_with(RouterOptions { ..options }).await;
    let from = [("x-from", "192.0.2.7"), ("content-type", FORM)];
    for number in 0..5 {
        let address = Address::parse(AddressKind::Email, &format!("p{number}@example.com"), None).unwrap();
        let token = keys().mint("layang-express", &Token::new(Purpose::Unsubscribe, address, email(), topic(""), 0)).unwrap();
        let answer = service.send(request("POST", &format!("/u/{token}"), &from, "List-Unsubscribe=One-Click".into())).await;
        // Minted in 1970, so it has ended; the mail system that answers for many is held back by none of them.
        assert_eq!(answer.status.as_u16(), 410);
    }
    let mut found = Vec::new();
    for number in 0..3 {
        found.push(service.send(request("GET", &format!("/u/guess{number}"), &from, Vec::new())).await.status.as_u16());
    }
    assert_eq!(found, [404, 404, 429]);
}

#[tokio::test]
async fn a_page_of_an_account_shows_and_changes_what_its_person_allows() {
    let service = service().await;
    let mint = async |whose: Value| {
        let answer = ask(&service, "/v1/marketing/tokens", &whose).await;
        serde_json::from_slice::<Value>(&answer.body).unwrap()["token"].as_str().unwrap().to_owned()
    };
    let check = async |token: &str, body: Option<Value>, status: u16, says: &str| {
        let bearer = format!("Bearer {token}");
        let method = if body.is_some() { "POST" } else { "GET" };
        let body = body.map_or_else(Vec::new, |body| body.to_string().into_bytes());
        let answer = service.send(request(method, "/v1/marketing/account", &[("authorization", &bearer)], body)).await;
        assert_eq!(answer.status.as_u16(), status, "{}", text(&answer));
        assert!(text(&answer).contains(says), "{}", text(&answer));
    };
    let press = |topic: &str, allowed: bool| Some(json!({"channel": "email", "topic": topic, "allowed": allowed}));
    let ana = mint(json!({"email": "ana@example.com"})).await;
    check(&ana, None, 200, r#"{"reach":["email"],"allowed":[]}"#).await;
    for _ in 0..2 {
        check(&ana, press("offers", true), 200, r#""allowed":[{"channel":"email","topic":"offers"}]"#).await;
    }
    check(&ana, press("offers", false), 200, r#""allowed":[]"#).await;
    let made: Vec<_> = changes(&service).await.into_iter().map(|change| (change.turn.to, change.how)).collect();
    assert_eq!(made, [(State::Given, "unsubscribe".to_owned()), (State::Withdrawn, "unsubscribe".to_owned())]);

    check(&ana, press("calls", true), 400, "no topic with this id").await;
    check(&ana, Some(json!({"channel": "fax", "allowed": true})), 400, "no channel with this id").await;
    let bo = mint(json!({"phone": "+60123456789"})).await;
    check(&bo, None, 200, r#"{"reach":[],"allowed":[]}"#).await;
    check(&bo, press("offers", true), 400, "names no address").await;

    // Links of messages, tokens of yesterday and whatever else open nothing here.
    let old = Token::account(&[Address::parse(AddressKind::Email, "ana@example.com", None).unwrap()], 1).unwrap();
    let old = keys().mint("layang-express", &old).unwrap();
    for other in [&token(Purpose::Unsubscribe, "offers", NOW), &token(Purpose::Confirm, "offers", NOW), &old, &ana[1..], "x"] {
        check(other, None, 401, "unknown-token").await;
        check(other, press("offers", true), 401, "unknown-token").await;
    }
    assert_eq!(changes(&service).await.len(), 2);
}

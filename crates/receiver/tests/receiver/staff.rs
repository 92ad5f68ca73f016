//! The sign-in of staff: passwords for once, lockout, sessions and their ends, and requests that other sites forge.

use crate::support::{Answer, Service, clock, database, issuer, request, uuid};
use countersign_receiver::{Database, Ledger, Role, RouterOptions, add_staff, remove_staff, reset_staff};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicI64, Ordering};

const CHOSEN: &str = "a long enough phrase";
const FORM: &str = "application/x-www-form-urlencoded";

/// Fields as a form post.
pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// A browser that is signed in.
pub(crate) struct Desk<'a> {
    pub(crate) service: &'a Service,
    pub(crate) cookie: String,
    pub(crate) form_key: String,
}

pub(crate) fn cookie_of(answer: &Answer) -> String {
    answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned()
}

fn key_in(page: &Answer) -> String {
    let text = String::from_utf8(page.body.clone()).unwrap();
    let (_, rest) = text.split_once("name=\"form_key\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

pub(crate) async fn sign_in(service: &Service, name: &str, password: &str) -> Answer {
    service.send(request("POST", "/staff/sign-in", &[("content-type", FORM)], form(&[("name", name), ("password", password)]).into())).await
}

impl<'a> Desk<'a> {
    /// Adds somebody who works on requests, signs them in with the password for once, and chooses another.
    pub(crate) async fn open(service: &'a Service, database: &Database, name: &str) -> Self {
        Self::open_as(service, database, name, Role::Compliance).await
    }

    /// The same in any role.
    pub(crate) async fn open_as(service: &'a Service, database: &Database, name: &str, role: Role) -> Self {
        let once = add_staff(database, &name.parse().unwrap(), role, clock).await.unwrap();
        Self::choose(service, name, &once).await
    }

    pub(crate) async fn choose(service: &'a Service, name: &str, once: &str) -> Self {
        let mut desk = Self { service, cookie: cookie_of(&sign_in(service, name, once).await), form_key: String::new() };
        assert_eq!(desk.get("/staff/").await.header("location"), Some("/staff/password"));
        assert_eq!(desk.get("/v1/staff/requests").await.json()["type"], "urn:countersign:problem:must-choose");
        desk.form_key = key_in(&desk.get("/staff/password").await);
        let fields = form(&[("current", once), ("new", CHOSEN), ("form_key", &desk.form_key)]);
        let chosen = desk.post("/staff/password", &fields).await;
        assert_eq!(chosen.header("location"), Some("/staff/"), "{chosen:?}");
        let before = std::mem::replace(&mut desk.cookie, cookie_of(&chosen));
        assert_ne!(before, desk.cookie, "another password makes another token");
        desk.form_key = key_in(&desk.get("/staff/password").await);
        desk
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.service.get(path, &[("cookie", &self.cookie)]).await
    }

    pub(crate) async fn post(&self, path: &str, body: &str) -> Answer {
        let headers = [("cookie", self.cookie.as_str()), ("content-type", FORM)];
        self.service.send(request("POST", path, &headers, body.as_bytes().to_vec())).await
    }

    /// Whether the session still stands.
    pub(crate) async fn is_in(&self) -> bool {
        self.get("/staff/password").await.status == 200
    }

    pub(crate) async fn step(&self, rid: &str, state: &str, reason: Option<&str>) -> Answer {
        let mut body = json!({"state": state});
        if let Some(reason) = reason {
            body["reason"] = json!(reason);
        }
        let headers = [("cookie", self.cookie.as_str()), ("countersign-form-key", self.form_key.as_str())];
        self.service.send(request("POST", &format!("/v1/staff/requests/{rid}/state"), &headers, body.to_string().into())).await
    }
}

/// Accounts and sessions, on any database.
pub(crate) async fn sessions(database: &Database) {
    let ledger = Ledger::open_or_create(database, &issuer(), clock).await.unwrap();
    let service = Service::over(ledger, &RouterOptions::default());
    let name = "li.wei".parse().unwrap();
    let desk = Desk::open(&service, database, "li.wei").await;
    assert!(add_staff(database, &name, Role::Viewer, clock).await.unwrap_err().to_string().contains("already"));
    assert!(desk.is_in().await);
    // Another browser; then another password ends both.
    let second = cookie_of(&sign_in(&service, "li.wei", CHOSEN).await);
    assert_ne!(second, desk.cookie);
    let once = reset_staff(database, &name, clock).await.unwrap();
    for cookie in [&desk.cookie, &second] {
        assert_eq!(service.get("/staff/", &[("cookie", cookie)]).await.header("location"), Some("/staff/sign-in"));
    }
    assert_eq!(sign_in(&service, "li.wei", CHOSEN).await.status, 401);
    let desk = Desk::choose(&service, "li.wei", &once).await;
    // Signing out ends the session itself, not only the cookie.
    let out = desk.post("/staff/sign-out", &form(&[("form_key", &desk.form_key)])).await;
    assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
    assert_eq!(desk.get("/staff/").await.header("location"), Some("/staff/sign-in"));
    let again = cookie_of(&sign_in(&service, "li.wei", CHOSEN).await);
    remove_staff(database, &name, clock).await.unwrap();
    assert_eq!(service.get("/staff/", &[("cookie", &again)]).await.header("location"), Some("/staff/sign-in"));
    assert!(remove_staff(database, &name, clock).await.is_err());
    service.ledger.close().await;
}

/// Seconds that have passed on the clock below.
static PASSED: AtomicI64 = AtomicI64::new(0);

fn moving() -> Timestamp {
    clock() + SignedDuration::from_secs(PASSED.load(Ordering::SeqCst))
}

#[tokio::test]
async fn guessing_locks_an_account_for_a_while() {
    let folder = tempfile::tempdir().unwrap();
    let database = database(folder.path());
    let service = Service::over(Ledger::open_or_create(&database, &issuer(), moving).await.unwrap(), &RouterOptions::default());
    let desk = Desk::open(&service, &database, "aisyah").await;
    let nobody = sign_in(&service, "nobody", CHOSEN).await;
    for _ in 0..5 {
        let wrong = sign_in(&service, "aisyah", "not the right one").await;
        assert_eq!((wrong.status.as_u16(), &wrong.body), (401, &nobody.body), "as for a name that nobody has");
    }
    let locked = sign_in(&service, "aisyah", CHOSEN).await;
    assert_eq!((locked.status.as_u16(), &locked.body), (401, &nobody.body));
    assert!(desk.is_in().await, "who is signed in stays so");
    PASSED.store(61, Ordering::SeqCst);
    assert_eq!(sign_in(&service, "aisyah", "not the right one").await.status, 401);
    PASSED.store(61 + 61, Ordering::SeqCst);
    assert_eq!(sign_in(&service, "aisyah", CHOSEN).await.status, 401, "twice as long");
    PASSED.store(61 + 121, Ordering::SeqCst);
    let right = sign_in(&service, "aisyah", CHOSEN).await;
    assert_eq!(right.status, 303);
    // A session ends half an hour after its last use, and twelve hours after its beginning.
    let cookie = cookie_of(&right);
    let at = |secs: i64| PASSED.store(200 + secs, Ordering::SeqCst);
    let is_in = async || service.get("/staff/password", &[("cookie", &cookie)]).await.status == 200;
    for minutes in (0..720).step_by(29).skip(1) {
        at(minutes * 60);
        assert!(is_in().await, "{minutes}");
    }
    at(12 * 3600);
    assert!(!is_in().await);
    let cookie = cookie_of(&sign_in(&service, "aisyah", CHOSEN).await);
    at(12 * 3600 + 1801);
    assert_eq!(service.get("/staff/", &[("cookie", &cookie)]).await.header("location"), Some("/staff/sign-in"));
}

#[tokio::test]
async fn other_sites_cannot_speak_for_staff() {
    let service = Service::start().await;
    let desk = Desk::open(&service, &database(service.folder.path()), "aisyah").await;
    let path = format!("/v1/staff/requests/{}/state", uuid(1));
    let check = async |headers: &[(&str, &str)], expected: u16| {
        let headers = [headers, &[("cookie", desk.cookie.as_str()), ("host", "receipts.layang.example")]].concat();
        let answer = service.send(request("POST", &path, &headers, br#"{"state":"answered"}"#.to_vec())).await;
        assert_eq!(answer.status.as_u16(), expected, "{headers:?}");
    };
    let key = ("countersign-form-key", desk.form_key.as_str());
    // 404: let in, and there is no such request.
    check(&[key, ("sec-fetch-site", "same-origin")], 404).await;
    check(&[key, ("origin", "https://receipts.layang.example")], 404).await;
    check(&[("sec-fetch-site", "same-origin")], 403).await;
    check(&[("countersign-form-key", "another"), ("sec-fetch-site", "same-origin")], 403).await;
    check(&[key, ("sec-fetch-site", "cross-site")], 403).await;
    check(&[key, ("sec-fetch-site", "same-site")], 403).await;
    check(&[key, ("origin", "https://evil.example")], 403).await;
    check(&[key, ("origin", "null")], 403).await;
    let forged = form(&[("name", "aisyah"), ("password", CHOSEN)]);
    let headers = [("content-type", FORM), ("origin", "https://evil.example"), ("host", "receipts.layang.example")];
    let answer = service.send(request("POST", "/staff/sign-in", &headers, forged.into())).await;
    assert_eq!((answer.status.as_u16(), answer.header("set-cookie")), (403, None), "nor sign somebody in");
}

#[tokio::test]
async fn nothing_behind_the_door_answers_without_a_session() {
    let service = Service::start().await;
    let rid = uuid(1);
    let pages = ["", "password", "record", "requests", "accounts"].map(|page| format!("/staff/{page}"));
    for path in pages.into_iter().chain([format!("/staff/requests/{rid}")]) {
        let answer = service.get(&path, &[("cookie", "cs_staff=made-up; __Host-cs_staff=made-up")]).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, Some("/staff/sign-in")), "{path}");
    }
    for path in ["/v1/staff/requests".to_owned(), "/v1/staff/acts".to_owned(), format!("/v1/staff/requests/{rid}")] {
        let answer = service.get(&path, &[]).await;
        assert_eq!((answer.status.as_u16(), answer.json()["type"].clone()), (401, json!("urn:countersign:problem:signed-out")), "{path}");
    }
    let door = service.get("/staff/sign-in", &[]).await;
    let text = String::from_utf8(door.body).unwrap();
    assert!(!text.contains("<script") && !text.contains("http"), "nothing of another host: {text}");
    for name in ["content-security-policy", "x-frame-options", "referrer-policy", "x-content-type-options"] {
        assert!(door.headers.contains_key(name), "{name}");
    }
    assert_eq!(door.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_of_other_sites() {
    let service = Service::start().await;
    let database = database(service.folder.path());
    let once = add_staff(&database, &"aisyah".parse().unwrap(), Role::Compliance, clock).await.unwrap();
    let body = json!({"name": "aisyah", "password": once}).to_string();
    let answer = service.send(request("POST", "/v1/staff/session", &[], body.into())).await;
    let cookie = answer.header("set-cookie").unwrap().to_owned();
    assert!(cookie.starts_with("__Host-cs_staff=") && cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict; Secure"), "{cookie}");
    let told: Value = answer.json();
    assert_eq!(told["must_choose"], true);
    assert!(!cookie.contains(told["form_key"].as_str().unwrap()), "the key of forms is not the token");
}

//! What each role sees and does, and how admins change who is who.

use crate::staff::{Desk, cookie_of, form, sign_in};
use crate::support::{Answer, FORM, Service, clock, database, issuer, request, uuid};
use countersign_receiver::{Database, Ledger, Role, RouterOptions, add_staff, list_staff, set_role};
use jiff::{SignedDuration, Timestamp};

fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.clone()).unwrap()
}

/// A page or an address of the API, with the status that each role gets: viewer, marketer, compliance, admin.
const PAGES: [(&str, [u16; 4]); 11] = [
    ("/staff/replies", [403, 200, 200, 200]),
    ("/staff/export/layang-express", [403, 404, 404, 404]),
    ("/staff/people", [200, 200, 200, 200]),
    ("/staff/figures", [200, 200, 200, 200]),
    ("/staff/imports", [403, 200, 403, 200]),
    ("/staff/password", [200, 200, 200, 200]),
    ("/staff/requests", [403, 403, 200, 200]),
    ("/staff/record", [403, 403, 200, 200]),
    ("/staff/accounts", [403, 403, 403, 200]),
    ("/v1/staff/requests", [403, 403, 200, 200]),
    ("/v1/staff/acts", [403, 403, 200, 200]),
];

#[tokio::test]
async fn each_role_sees_and_does_its_own() {
    let service = Service::start().await;
    let database = database(service.folder.path());
    for (place, role) in Role::ALL.into_iter().enumerate() {
        let desk = Desk::open_as(&service, &database, &format!("one.{role}"), role).await;
        let frame = text(&desk.get("/staff/password").await);
        for (path, statuses) in PAGES {
            let answer = desk.get(path).await;
            assert_eq!(answer.status.as_u16(), statuses[place], "{role} {path}");
            if answer.status == 403 && path.starts_with("/v1/") {
                assert_eq!(answer.json()["type"], "urn:countersign:problem:not-allowed", "{role} {path}");
            }
            if path.starts_with("/staff/") && !path.contains("export") {
                assert_eq!(frame.contains(&format!("href=\"{path}\"")), statuses[place] == 200, "{role} is led to {path} or is not");
            }
        }
        // What changes something is refused by the role as well, with the right form key.
        let forms = [
            (format!("/staff/requests/{}", uuid(1)), form(&[("state", "answered"), ("form_key", &desk.form_key)]), [403, 403, 404, 404]),
            ("/staff/accounts".to_owned(), form(&[("act", "add"), ("role", "admin"), ("form_key", &desk.form_key)]), [403, 403, 403, 422]),
        ];
        for (path, body, statuses) in forms {
            assert_eq!(desk.post(&path, &body).await.status.as_u16(), statuses[place], "{role} {path}");
        }
        let step = desk.step(&uuid(1), "answered", None).await;
        assert_eq!(step.status.as_u16(), [403, 403, 404, 404][place], "{role}");
    }
}

/// Every form of the pages, with a body that would do something.
const FORMS: [&str; 9] = [
    "/staff/replies",
    "/staff/sign-out",
    "/staff/password",
    "/staff/people",
    "/staff/people/made-up",
    "/staff/imports/1",
    "/staff/accounts",
    "/staff/requests/00000000-0000-4000-8000-000000000001",
    "/staff/imports",
];

#[tokio::test]
async fn no_form_counts_without_its_key_and_from_elsewhere() {
    let service = Service::start().await;
    let desk = Desk::open_as(&service, &database(service.folder.path()), "root", Role::Admin).await;
    let right = form(&[("form_key", &desk.form_key), ("act", "add"), ("name", "eve"), ("role", "admin")]);
    let multipart = |key: &str| format!("--x\r\ncontent-disposition: form-data; name=\"form_key\"\r\n\r\n{key}\r\n--x--\r\n");
    for path in FORMS {
        let is_file = path == "/staff/imports";
        let kind = if is_file { "multipart/form-data; boundary=x" } else { FORM };
        let (wrong, keyed) =
            if is_file { (multipart("another"), multipart(&desk.form_key)) } else { (form(&[("act", "add")]), right.clone()) };
        let check = async |headers: &[(&str, &str)], body: &str, expected: (u16, Option<&str>)| {
            let headers = [headers, &[("content-type", kind), ("host", "receipts.layang.example")]].concat();
            let answer = service.send(request("POST", path, &headers, body.as_bytes().to_vec())).await;
            assert_eq!((answer.status.as_u16(), answer.header("location")), expected, "{path} {headers:?}");
        };
        let cookie = ("cookie", desk.cookie.as_str());
        check(&[cookie, ("sec-fetch-site", "same-origin")], &wrong, (403, None)).await;
        for elsewhere in
            [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example"), ("origin", "null")]
        {
            check(&[cookie, elsewhere], &keyed, (403, None)).await;
        }
        check(&[("sec-fetch-site", "same-origin")], &keyed, (303, Some("/staff/sign-in"))).await;
        check(&[("cookie", "__Host-cs_staff=made-up")], &keyed, (303, Some("/staff/sign-in"))).await;
    }
    assert!(desk.is_in().await, "nothing of it was carried out");
    assert_eq!(list_staff(&database(service.folder.path())).await.unwrap().len(), 1);
}

/// Accounts and roles, on any database.
pub(crate) async fn accounts(database: &Database) {
    let ledger = Ledger::open_or_create(database, &issuer(), clock).await.unwrap();
    let service = Service::over(ledger, &RouterOptions::default());
    let admin = Desk::open_as(&service, database, "root", Role::Admin).await;
    let change = async |fields: &[(&str, &str)], expected: u16| {
        let answer = admin.post("/staff/accounts", &form(&[fields, &[("form_key", admin.form_key.as_str())]].concat())).await;
        assert_eq!(answer.status.as_u16(), expected, "{fields:?}");
        text(&answer)
    };
    let page = change(&[("act", "add"), ("name", "li.wei"), ("role", "viewer")], 200).await;
    let once = page.split_once("class=\"secret\">").unwrap().1.split('<').next().unwrap().to_owned();
    let member = Desk::choose(&service, "li.wei", &once).await;
    assert!(!text(&admin.get("/staff/accounts").await).contains(&once), "a password is shown once");
    assert_eq!(member.get("/staff/record").await.status, 403);
    // A role counts from the next request on, in a session that began before.
    change(&[("act", "role"), ("name", "li.wei"), ("role", "compliance")], 200).await;
    assert_eq!(member.get("/staff/record").await.status, 200);
    set_role(database, &"li.wei".parse().unwrap(), Role::Marketer, clock).await.unwrap();
    assert_eq!(member.get("/staff/record").await.status, 403);
    // What cannot be done is said.
    change(&[("act", "add"), ("name", "li.wei"), ("role", "viewer")], 422).await;
    change(&[("act", "add"), ("name", "Li Wei"), ("role", "viewer")], 422).await;
    change(&[("act", "role"), ("name", "li.wei"), ("role", "king")], 422).await;
    change(&[("act", "remove"), ("name", "nobody")], 422).await;
    for act in ["remove", "reset", "role"] {
        change(&[("act", act), ("name", "root"), ("role", "viewer")], 422).await;
    }
    // Another password, and then the end of the account, each end the sessions at once.
    change(&[("act", "reset"), ("name", "li.wei")], 200).await;
    assert!(!member.is_in().await);
    change(&[("act", "remove"), ("name", "li.wei")], 200).await;
    assert_eq!(list_staff(database).await.unwrap(), [("root".to_owned(), "admin".to_owned())]);
    let record = text(&admin.get("/staff/record").await);
    for what in [
        "added as admin",
        "added as viewer: li.wei",
        "made compliance: li.wei",
        "made marketer",
        "password reset: li.wei",
        "removed: li.wei",
    ] {
        assert!(record.contains(what), "{what}");
    }
    assert!(set_role(database, &"li.wei".parse().unwrap(), Role::Admin, clock).await.is_err());
    service.ledger.close().await;
}

fn after_a_week() -> Timestamp {
    clock() + SignedDuration::from_hours(7 * 24)
}

#[tokio::test]
async fn a_password_for_once_is_not_good_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let database = database(folder.path());
    let now = Ledger::open_or_create(&database, &issuer(), clock).await.unwrap();
    let once = add_staff(&database, &"aisyah".parse().unwrap(), Role::Viewer, clock).await.unwrap();
    let later = Service::over(Ledger::open(&database, &issuer(), after_a_week).await.unwrap(), &RouterOptions::default());
    assert_eq!(sign_in(&later, "aisyah", &once).await.status, 401);
    assert_eq!(sign_in(&Service::over(now, &RouterOptions::default()), "aisyah", &once).await.status, 303);
}

#[tokio::test]
async fn a_sign_in_ends_the_session_that_the_browser_had() {
    let service = Service::start().await;
    let desk = Desk::open(&service, &database(service.folder.path()), "aisyah").await;
    let headers = [("content-type", FORM), ("cookie", desk.cookie.as_str())];
    let body = form(&[("name", "aisyah"), ("password", "a long enough phrase")]);
    let again = service.send(request("POST", "/staff/sign-in", &headers, body.into())).await;
    assert_ne!(cookie_of(&again), desk.cookie, "a token that somebody planted is never taken up");
    assert!(!desk.is_in().await, "and is worth nothing afterwards");
    // A failed sign-in ends nobody's session.
    let desk = Desk { cookie: cookie_of(&again), ..desk };
    let headers = [("content-type", FORM), ("cookie", desk.cookie.as_str())];
    let body = form(&[("name", "aisyah"), ("password", "not the right one")]);
    assert_eq!(service.send(request("POST", "/staff/sign-in", &headers, body.into())).await.status, 401);
    assert!(desk.is_in().await);
}

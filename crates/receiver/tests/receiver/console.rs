//! The console: finding people, changing what holds for them on request, lists that are looked at first, figures and receipts.

use crate::staff::{Desk, form};
use crate::support::{Answer, Service, clock, issuer, request, site};
use countersign_receiver::{Database, Erasure, Keyrings, Ledger, MarketingTable, Role, RouterOptions, erase_receipt};
use countersign_suppression::{Address, AddressKind, Keyring, Purpose, State, Token};

const KEYS: &str = "hash AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\ntoken ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8\n";
const MEI: &str = "mei.tan@post.example";

fn keys() -> Keyring {
    Keyring::parse(KEYS).unwrap()
}

fn options() -> RouterOptions {
    RouterOptions { keyrings: Keyrings::of_rings([(site(), keys())]), ..RouterOptions::default() }
}

async fn service(database: &Database) -> Service {
    Service::over(Ledger::open_or_create(database, &issuer(), clock).await.unwrap(), &options())
}

fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.clone()).unwrap()
}

fn email(text: &str) -> Address {
    Address::parse(AddressKind::Email, text, None).unwrap()
}

impl Desk<'_> {
    async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post(path, &form(&[fields, &[("form_key", self.form_key.as_str())]].concat())).await
    }

    /// The address of a person's page.
    async fn find(&self, kind: &str, text: &str) -> String {
        let answer = self.send("/staff/people", &[("site", "layang-express"), ("kind", kind), ("text", text)]).await;
        let path =
            answer.header("location").unwrap_or_else(|| panic!("{kind} {text}: {}", String::from_utf8_lossy(&answer.body))).to_owned();
        assert!(path.starts_with("/staff/people/") && !path.contains("mei"), "no address in an address: {path}");
        path
    }

    async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        text(&answer)
    }

    /// Sends a file as a browser does.
    async fn upload(&self, form_key: &str, channel: &str, file: &[u8]) -> Answer {
        let mut body = Vec::new();
        for (name, value) in [("form_key", form_key), ("site", "layang-express"), ("channel", channel), ("code", "60")] {
            body.extend(format!("--limit\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        body.extend(b"--limit\r\ncontent-disposition: form-data; name=\"file\"; filename=\"old.csv\"\r\ncontent-type: text/csv\r\n\r\n");
        body.extend(file);
        body.extend(b"\r\n--limit--\r\n");
        let headers = [("cookie", self.cookie.as_str()), ("content-type", "multipart/form-data; boundary=limit")];
        self.service.send(request("POST", "/staff/imports", &headers, body)).await
    }
}

/// The id of the newest receipt that a page leads to.
fn receipt_in(page: &str) -> String {
    page.split_once("/staff/receipts/").unwrap().1.split('"').next().unwrap().to_owned()
}

/// Finding somebody, stopping and allowing on request, with receipts, notes and the record; on any database.
pub(crate) async fn people(database: &Database) {
    let service = service(database).await;
    let desk = Desk::open_as(&service, database, "ana", Role::Marketer).await;
    let viewer = Desk::open_as(&service, database, "vic", Role::Viewer).await;
    let hash = keys().hash(&email(MEI));

    // Nothing was ever said: nothing is sent.
    let path = desk.find("email", " Mei.Tan@Post.example ").await;
    let page = desk.page(&path).await;
    assert!(page.contains(MEI) && page.contains("not asked: not sent") && page.contains("E-mail") && !page.contains("SMS"), "{page}");
    for (kind, wrong) in [("email", "mei"), ("phone", "012-345"), ("link", "https://r.example/u/made-up"), ("king", MEI)] {
        let answer = desk.send("/staff/people", &[("site", "layang-express"), ("kind", kind), ("text", wrong)]).await;
        assert_eq!(answer.status, 422, "{kind} {wrong}");
    }

    // Stopped on request: one receipt, and the second wish changes nothing.
    let stop = [("at", "email"), ("to", "withdrawn"), ("way", "call"), ("words", "Called at 9, <b>angry</b>.")];
    let done = desk.send(&path, &stop).await;
    assert_eq!(done.header("location"), Some(format!("{path}?said=done").as_str()), "{}", text(&done));
    assert_eq!(desk.send(&path, &stop).await.header("location"), Some(format!("{path}?said=held").as_str()));
    let page = desk.page(&path).await;
    assert!(page.contains("stopped") && page.contains("&lt;b&gt;angry") && page.matches("Called at 9").count() == 1, "{page}");
    let rid = receipt_in(&page);
    let entry = service.entry(&rid).await;
    let claims = crate::support::payload_of(&entry.jws);
    assert_eq!((&claims["by"], &claims["how"]["control"]), (&"agent".into(), &"desk".into()));
    assert!(!entry.jws.contains("mei") && !claims.to_string().contains("angry"), "neither address nor note: {claims}");
    let receipt = desk.page(&format!("/staff/receipts/{rid}")).await;
    assert!(receipt.contains("staff, at the person") && receipt.contains(&entry.leaf.to_string()), "{receipt}");

    // Allowing lifts what the person said, so it needs evidence, and a channel that reaches the address.
    let allow = |words| [("at", "email"), ("to", "given"), ("way", "letter"), ("words", words)];
    assert_eq!(desk.send(&path, &allow("  ")).await.status, 422);
    assert_eq!(desk.send(&path, &[("at", "sms"), ("to", "withdrawn"), ("way", "call"), ("words", "")]).await.status, 400);
    assert_eq!(desk.send(&path, &allow("Letter of 20 November, folder 7.")).await.status, 303);
    let held = service.ledger.standing(&site(), hash).await.unwrap();
    assert_eq!((held.len(), held[0].turn.to), (1, State::Given));

    // A viewer sees what holds and the receipts; neither notes nor the form, and the form's address refuses.
    let seen = viewer.page(&viewer.find("email", MEI).await).await;
    assert!(
        seen.contains("may be sent") && seen.contains(&rid) && !seen.contains("folder 7") && !seen.contains("Change on request"),
        "{seen}"
    );
    assert_eq!(viewer.send(&path, &stop).await.status, 403);

    // By the link of a message; a link itself is no page, and a page's address is no link.
    let minted = |purpose| Token::new(purpose, email(MEI), "email".parse().unwrap(), "".parse().unwrap(), 1_763_880_000_000);
    let link = keys().mint(site().as_str(), &minted(Purpose::Unsubscribe)).unwrap();
    assert!(desk.page(&desk.find("link", &format!("https://r.example/u/{link}?x")).await).await.contains(MEI));
    assert_eq!(desk.get(&format!("/staff/people/{link}")).await.status, 404);
    let old = keys().mint(site().as_str(), &minted(Purpose::Desk)).unwrap();
    assert_eq!(desk.get(&format!("/staff/people/{old}")).await.status, 404, "older than half a day");
    assert_eq!(desk.get(&format!("{}A", path.get(..path.len() - 1).unwrap())).await.status, 404);

    // The record names who looked and who changed, and no address.
    let admin = Desk::open_as(&service, database, "root", Role::Admin).await;
    let record = admin.page("/staff/record").await;
    for what in ["looked up", "stopped email (every topic)", "allowed email (every topic)"] {
        assert!(record.contains(what), "{what}: {record}");
    }
    assert!(!record.contains("mei") && record.contains(&rid), "{record}");

    // The figures count both changes.
    let figures = desk.page("/staff/figures").await;
    assert!(figures.contains("messages allowed: <b>1</b>") && figures.contains("messages stopped: <b>1</b>"), "{figures}");
    for period in ["quarter", "year", "nonsense"] {
        assert!(desk.page(&format!("/staff/figures?period={period}")).await.contains("<svg"), "{period}");
    }

    // With its receipt a note goes too; the stop itself, of which there is no such row any more, is not lifted by that.
    assert_eq!(erase_receipt(database, &rid.clone().try_into().unwrap(), clock).await.unwrap(), Erasure::Done);
    let page = desk.page(&path).await;
    assert!(!page.contains("angry") && page.contains("folder 7"), "{page}");
    assert_eq!(desk.get(&format!("/staff/receipts/{rid}")).await.status, 404);
    service.ledger.close().await;
}

/// Lists: looked at first, discarded without a trace, carried out once; on any database.
pub(crate) async fn lists(database: &Database) {
    let service = service(database).await;
    let desk = Desk::open_as(&service, database, "ana", Role::Marketer).await;
    let state = async |address: &str| {
        let hash = keys().hash(&email(address));
        service.ledger.may_write(&site(), &"email".parse().unwrap(), &"".parse().unwrap(), &[hash]).await.unwrap()[0]
    };
    let mei = desk.find("email", MEI).await;
    desk.send(&mei, &[("at", "email"), ("to", "given"), ("way", "counter"), ("words", "Asked at the counter.")]).await;

    let file = "address;channel;topic;name\nmei.tan@post.example;;;Mei\nbob@post.example;;offers;\n012-345 6789;sms;;\nnobody;;;\n";
    let staged = desk.upload(&desk.form_key, "email", file.as_bytes()).await;
    let path = staged.header("location").unwrap().to_owned();
    let page = desk.page(&path).await;
    assert!(page.contains("waits for you") && page.contains("line 5: the address is no e-mail address"), "{page}");
    assert!(page.contains("m•••@post.example") && !page.contains("mei.tan") && !page.contains("nobody"), "{page}");
    let rows: Vec<&str> = page
        .split("<td>")
        .filter_map(|cell| cell.split_once("</td>"))
        .map(|(cell, _)| cell)
        .filter(|cell| cell.parse::<u8>().is_ok())
        .collect();
    assert_eq!(rows, ["1", "0", "0", "0", "1", "0", "0", "1", "0"], "e-mail: one gets messages; offers and SMS: nobody asked");
    assert_eq!(state(MEI).await, Some(State::Given), "nothing happens before");

    // Discarded: the rows are gone, nobody was stopped, and nothing brings it back.
    assert_eq!(desk.send(&path, &[("act", "discard")]).await.status, 303);
    let page = desk.page(&path).await;
    assert!(page.contains("Nobody was stopped") && page.contains("<dt>Rows that wait</dt><dd>0</dd>"), "{page}");
    assert_eq!(desk.send(&path, &[("act", "commit")]).await.header("location"), Some(format!("{path}?said=late").as_str()));
    assert_eq!(state(MEI).await, Some(State::Given));

    // Carried out: each change has a receipt, and the list lifts nothing that a person said.
    let path = desk.upload(&desk.form_key, "email", file.as_bytes()).await.header("location").unwrap().to_owned();
    assert_eq!(desk.send(&path, &[("act", "commit")]).await.status, 303);
    let page = desk.page(&path).await;
    assert!(page.contains("carried out") && page.contains("<dt>Stopped by it</dt><dd>3</dd>"), "{page}");
    assert_eq!((state(MEI).await, state("bob@post.example").await), (Some(State::Withdrawn), None), "bob: about offers alone");
    let mei = desk.page(&mei).await;
    assert!(mei.contains("list 2") && crate::support::payload_of(&service.entry(&receipt_in(&mei)).await.jws)["of"].is_string(), "{mei}");
    assert_eq!(desk.send(&path, &[("act", "discard")]).await.header("location"), Some(format!("{path}?said=late").as_str()));
    let again = desk.upload(&desk.form_key, "email", b"address\nmei.tan@post.example\n").await.header("location").unwrap().to_owned();
    desk.send(&again, &[("act", "commit")]).await;
    assert!(desk.page(&again).await.contains("<dt>Stopped by it</dt><dd>0</dd>"), "who is stopped stays so, without a second receipt");

    // What cannot be taken is said and leaves nothing; a forged form and another role are refused.
    for (file, words) in [
        (&b"address\n\xcd\xcb\xb6\xa9\n"[..], "line 2: is not UTF-8"),
        (b"\xff\xfea\0", "UTF-16"),
        (b"mail\nmei@post.example\n", "no column address"),
        (b"address\nnobody\n", "line 2: the address"),
        (b"", "it is empty"),
    ] {
        let answer = desk.upload(&desk.form_key, "email", file).await;
        assert!(answer.status == 422 && text(&answer).contains(words), "{words}: {}", text(&answer));
    }
    assert_eq!(desk.upload("another", "email", file.as_bytes()).await.status, 403);
    assert_eq!(desk.upload(&desk.form_key, "email", &vec![b'x'; 9 * 1024 * 1024]).await.status, 413);
    let compliance = Desk::open_as(&service, database, "cem", Role::Compliance).await;
    assert_eq!(compliance.upload(&compliance.form_key, "email", file.as_bytes()).await.status, 403);
    assert_eq!(compliance.send(&path, &[("act", "commit")]).await.status, 403);
    // Taken out: hashes and no address, by those whose role includes it, and under their name.
    let export = compliance.get("/staff/export/layang-express").await;
    let bob = keys().hash(&email("bob@post.example")).to_string();
    let lines = text(&export);
    assert!(
        lines.starts_with("hash,channel,topic,reason,at,how,source,rid\r\n") && lines.contains(&format!("{bob},email,offers,list,")),
        "{lines}"
    );
    assert!(lines.lines().count() == 4 && !lines.contains('@'), "{lines}");
    assert_eq!(compliance.get("/staff/export/other").await.status, 404);
    let record = compliance.page("/staff/record").await;
    for what in ["exported layang-express", "staged list 1", "discarded list 1", "committing list 2", "committed list 2"] {
        assert!(record.contains(what), "{what}");
    }
    service.ledger.close().await;
}

/// What a build calls the site's channels and topics.
const TABLE: &str = r#"{"v":"cs-marketing/1","site":"layang-express","controller":"Layang Express","languages":[
    {"lang":"en","channels":[{"id":"email","title":"Letters by e-mail"},{"id":"sms","title":"SMS"}],
     "topics":[{"id":"offers","title":"Offers & <vouchers>","channels":["email","sms"]},{"id":"calls","title":"Calls","channels":["phone"]}]}]}"#;

#[tokio::test]
async fn a_reply_that_is_no_word_is_read_by_a_person_and_forgotten() {
    let mut options = crate::lists::options();
    options.marketing.insert(MarketingTable::parse(TABLE.as_bytes()).unwrap());
    let service = Service::start_with(options).await;
    let database = crate::support::database(service.folder.path());
    let desk = Desk::open_as(&service, &database, "ana", Role::Marketer).await;
    for (id, from, said) in
        [("1", "+60123456789", "no more of <this> please"), ("2", "LAYANG", "stop"), ("3", "+60123456780", "Where is my parcel?")]
    {
        crate::lists::reply(&service, id, from, said).await;
    }
    let page = desk.page("/staff/replies").await;
    assert!(page.contains("no more of &lt;this&gt; please") && page.matches("Stop sms for this person").count() == 2, "{page}");
    let settle = async |id: &str, act: &str, expected: &str| {
        let answer = desk.send("/staff/replies", &[("site", "layang-express"), ("id", id), ("act", act)]).await;
        assert_eq!(answer.header("location"), Some(expected), "{id} {act}: {}", text(&answer));
    };
    settle("1", "stop", "/staff/replies?said=stopped").await;
    settle("1", "stop", "/staff/replies?said=late").await;
    settle("3", "done", "/staff/replies?said=done").await;
    assert_eq!(desk.send("/staff/replies", &[("site", "layang-express"), ("id", "2"), ("act", "stop")]).await.status, 400, "no address");
    settle("2", "done", "/staff/replies?said=done").await;
    assert!(desk.page("/staff/replies").await.contains("Nobody waits"));

    // The stop has a receipt and the reply as its note; the page of a person has the words of the site's build.
    let person = desk.page(&desk.find("phone", "+60123456789").await).await;
    for words in ["no more of &lt;this&gt; please", "by message", "stopped", "SMS, Offers &amp; &lt;vouchers&gt;"] {
        assert!(person.contains(words), "{words}: {person}");
    }
    assert!(
        person.contains("Telephone, Calls") && !person.contains("SMS, Calls") && !person.contains("by e-mail"),
        "each topic on its channels"
    );
    let claims = crate::support::payload_of(&service.entry(&receipt_in(&person)).await.jws);
    assert_eq!((&claims["by"], claims.get("of")), (&"agent".into(), None), "the address was not kept: the receipt commits to none");
}

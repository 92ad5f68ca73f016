//! Rows of the browser's store as a list of receipts, newest first, with what the verification showed once it was asked for.
//!
//! Enters an object: `tag`, the language; `rows`; `titles` of purposes by id; `endpoint`, where receipts are posted, empty where they stay on
//! the device or a script of the page takes them; `page`, the address of the page that verifies files; `verify`, whether to; `base`, the
//! origin that may be asked; `files`, what it answered, as pairs of address and text; `missing`, the addresses that had nothing; `site`, the
//! page's origin. Leaves an object: `html`, `paper`, `label`; `ask`, addresses that may have what is missing; `verdict`; `copies`, by id:
//! `json` and `proof`. A row that lacks something is shown with what it has.

use countersign_core::{Kind, Posting};
use countersign_verify::{Evidence, Report, Subject};
use countersign_views::{ReceiptCard, ReceiptList, receipts, receipts_heading, receipts_on_paper};
use serde_json::{Map, Value, json};

use crate::titles::Titles;
use crate::{claims, items, pair, report, text};

/// How a C2SP `tlog-proof` begins.
const PROOF: &str = "c2sp.org/tlog-proof@";

/// The list.
pub(crate) fn list(asked: &Value) -> Value {
    let tag = text(asked, "tag");
    let (titles, endpoint) = (Titles::of(asked.get("titles")), text(asked, "endpoint"));
    let copies: Vec<Copy> = items(asked, "rows").map(|row| Copy::of(row, asked, endpoint)).collect();
    let judged = asked.get("verify").and_then(Value::as_bool).unwrap_or_default().then(|| judge(asked, &copies));
    let ask = judged.as_ref().map(|judged| missing(judged, &copies, text(asked, "base"), endpoint)).unwrap_or_default();
    let shown = ReceiptList {
        cards: copies.iter().rev().map(|copy| copy.card(&titles, judged.as_ref())).collect(),
        groups: judged.as_ref().map(report::groups).unwrap_or_default(),
        verdict: judged.as_ref().map(|judged| judged.verdict().name().to_owned()),
        host: (!ask.is_empty() && !endpoint.is_empty()).then(|| host(text(asked, "base")).to_owned()),
        not_had: items(asked, "missing").filter_map(Value::as_str).map(str::to_owned).collect(),
        page: text(asked, "page").to_owned(),
    };
    let files: Map<String, Value> = copies.iter().map(|copy| (copy.id.clone(), copy.files())).collect();
    json!({
        "html": receipts(tag, &shown), "paper": receipts_on_paper(tag, &shown, text(asked, "site")), "label": receipts_heading(tag),
        "ask": ask, "verdict": shown.verdict, "copies": files,
    })
}

/// The host of an origin.
fn host(origin: &str) -> &str {
    origin.split_once("://").map_or(origin, |(_, host)| host)
}

/// A receipt with what proves it: the row's own, and what the site added when it was asked.
struct Copy<'a> {
    id: String,
    row: &'a Value,
    jws: &'a str,
    countersignature: Option<String>,
    proof: Option<String>,
    /// The site's answer, whose plain members have to agree with what is signed.
    answer: Value,
}

impl<'a> Copy<'a> {
    fn of(row: &'a Value, asked: &Value, endpoint: &str) -> Self {
        let id = text(row, "id");
        let address = format!("{endpoint}/{id}");
        let answer = items(asked, "files").filter_map(pair).find(|(place, _)| !id.is_empty() && place.ends_with(&address));
        let answer: Value = answer.and_then(|(_, text)| serde_json::from_str(text).ok()).unwrap_or_default();
        // Each is known by what it holds, because rows of older builds keep the countersignature as `proof`.
        let find = |fits: fn(&str) -> bool| {
            let kept = ["countersignature", "proof"].into_iter().map(|name| text(row, name)).find(|text| fits(text));
            kept.or_else(|| ["countersignature", "proof"].into_iter().map(|name| text(&answer, name)).find(|text| fits(text)))
                .map(str::to_owned)
        };
        let countersignature = find(|text| !text.is_empty() && !text.starts_with(PROOF));
        let proof = find(|text| text.starts_with(PROOF));
        Self { id: id.to_owned(), row, jws: text(row, "jws"), countersignature, proof, answer }
    }

    /// What is downloaded, in the form of the receiver's own answer.
    fn bundle(&self) -> Value {
        let mut bundle = json!({ "rid": self.id, "receipt": self.jws });
        for (name, value) in [("countersignature", &self.countersignature), ("proof", &self.proof)] {
            if let (Some(value), Some(members)) = (value, bundle.as_object_mut()) {
                members.insert(name.to_owned(), value.as_str().into());
            }
        }
        bundle
    }

    fn files(&self) -> Value {
        json!({ "json": format!("{:#}\n", self.bundle()), "proof": self.proof })
    }

    /// What is judged: the bundle, and the plain members of the site's answer.
    fn evidence(&self) -> String {
        let mut bundle = self.bundle();
        if let Some(members) = bundle.as_object_mut() {
            for name in ["index", "received_at", "receipt_sha256"] {
                members.extend(self.answer.get(name).map(|value| (name.to_owned(), value.clone())));
            }
        }
        bundle.to_string()
    }

    fn card(&self, titles: &Titles, judged: Option<&Report>) -> ReceiptCard {
        let mut card = claims::card(&self.id, self.jws, titles);
        card.id.clone_from(&self.id);
        if card.at.is_empty() {
            text(self.row, "at").clone_into(&mut card.at);
        }
        card.kind = card.kind.or_else(|| Kind::from_name(text(self.row, "kind")));
        card.state = Posting::from_name(text(self.row, "posting"));
        card.has_proof = self.proof.is_some();
        let own = |section: &&countersign_verify::Section| section.place == self.id && matches!(section.subject, Subject::Receipt(_));
        let section = judged.and_then(|judged| judged.sections.iter().find(own));
        card.checks = section.map(|section| report::lines(&section.checks)).unwrap_or_default();
        card
    }
}

fn judge(asked: &Value, copies: &[Copy<'_>]) -> Report {
    let mut evidence = Evidence::default();
    for copy in copies {
        evidence.add(&copy.id, copy.evidence().as_bytes());
    }
    let of_receipt = |place: &str| copies.iter().any(|copy| !copy.id.is_empty() && place.ends_with(&copy.id));
    for (place, text) in items(asked, "files").filter_map(pair).filter(|(place, _)| !of_receipt(place)) {
        evidence.add(place, text.as_bytes());
    }
    evidence.judge()
}

/// Addresses of the site's keys and proofs, and of the receipts that lack a countersignature or a proof.
fn missing(judged: &Report, copies: &[Copy<'_>], base: &str, endpoint: &str) -> Vec<String> {
    let lacking = copies.iter().filter(|copy| copy.countersignature.is_none() || copy.proof.is_none());
    let receipts = lacking.filter(|_| !endpoint.is_empty()).map(|copy| format!("{endpoint}/{}", copy.id));
    judged.wants.iter().map(|want| want.address(base)).chain(receipts).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::list;

    fn vector(place: usize) -> (String, String) {
        let vectors: Value = serde_json::from_str(include_str!("../../../tests/fixtures/receipts.json")).unwrap();
        let one = vectors.get("receipts").and_then(|all| all.get(place)).unwrap();
        let text = |path: &str| one.pointer(path).unwrap().as_str().unwrap().to_owned();
        (text("/payload/rid"), text("/jws"))
    }

    fn asked(verify: bool) -> Value {
        let rows: Vec<Value> =
            [0, 1].map(vector).into_iter().map(|(id, jws)| json!({ "id": id, "jws": jws, "posting": "queued" })).collect();
        json!({ "tag": "en", "rows": rows, "titles": { "analytics": "Map <of> roads" }, "endpoint": "/v1/receipts",
            "verify": verify, "base": "https://pos.example", "site": "https://a.example", "page": "verify/" })
    }

    #[test]
    fn the_newest_stands_first_by_the_titles_of_the_notice() {
        let said = list(&asked(false));
        let html = said.get("html").unwrap().as_str().unwrap();
        let place = |number: usize| html.find(&format!("data-cs-row=\"{}\"", vector(number).0)).unwrap();
        assert!(place(1) < place(0) && html.contains("Allowed: Map &lt;of&gt; roads, maps"), "{html}");
        assert_eq!((said.get("verdict").unwrap(), said.get("ask").unwrap()), (&Value::Null, &json!([])));
        assert!(!html.contains("data-cs-verdict"), "nothing is verified unasked");
        assert!(said.get("paper").unwrap().as_str().unwrap().contains("Printed from https://a.example"));
    }

    #[test]
    fn verifying_names_who_can_be_asked_and_a_changed_receipt_fails() {
        let said = list(&asked(true));
        let receipts: Vec<String> = [0, 1].map(|number| format!("/v1/receipts/{}", vector(number).0)).to_vec();
        assert_eq!((said.get("verdict").unwrap(), said.get("ask").unwrap()), (&json!("holds"), &json!(receipts)));
        assert!(said.get("html").unwrap().as_str().unwrap().contains("Ask pos.example"));
        let mut changed = asked(true);
        let jws = vector(0).1.replacen("eyJ2Ijoi", "eyJ2Ijoj", 1);
        *changed.pointer_mut("/rows/0/jws").unwrap() = json!(jws);
        assert_eq!(list(&changed).get("verdict").unwrap(), "fails");
    }

    #[test]
    fn what_the_site_adds_is_in_the_copies_and_the_rows_come_first() {
        let mut more = asked(true);
        let (id, jws) = vector(0);
        let answer = json!({ "rid": id, "countersignature": "a.b.c", "proof": "c2sp.org/tlog-proof@v1\nindex 0\n" }).to_string();
        more.as_object_mut().unwrap().insert("files".to_owned(), json!([[format!("https://pos.example/v1/receipts/{id}"), answer]]));
        let said = list(&more);
        let copy = said.pointer(&format!("/copies/{id}")).unwrap();
        let bundle: Value = serde_json::from_str(copy.get("json").unwrap().as_str().unwrap()).unwrap();
        assert_eq!((bundle.get("receipt"), bundle.get("countersignature")), (Some(&json!(jws)), Some(&json!("a.b.c"))));
        assert_eq!(copy.get("proof").unwrap(), "c2sp.org/tlog-proof@v1\nindex 0\n");
        more.pointer_mut("/rows/0").unwrap().as_object_mut().unwrap().insert("proof".to_owned(), json!("d.e.f"));
        let said = list(&more);
        assert!(said.pointer(&format!("/copies/{id}/json")).unwrap().as_str().unwrap().contains("d.e.f"));
    }

    #[test]
    fn nonsense_is_an_empty_list() {
        for asked in [json!(null), json!({ "rows": 7, "tag": "ms" }), json!([])] {
            assert_eq!(list(&asked).get("copies").unwrap(), &json!({}));
        }
        assert!(list(&json!({ "tag": "ms" })).to_string().contains("Tiada resit"));
    }
}

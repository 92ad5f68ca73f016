//! Exports: every field of a receipt in its place, refusals where there is a word for them, and nothing that is not proven.

use crate::sample::{claims, countersignature, key_set, sign};
use countersign_verify::{Evidence, Export, Profile};
use serde_json::{Value, json};

/// A receipt that states everything that it can.
fn full() -> String {
    let mut made = claims(0, None);
    made["ctl_contact"] = json!({ "email": "privacy@layang.example", "officer": "DPO" });
    made["jur"] = json!(["MY", "CN"]);
    made["wd"] = json!("https://layang.example/");
    made["ntc"] = json!({ "id": "privacy", "ver": "1.0", "lang": "en", "layer": 2, "sha256": "A".repeat(43) });
    made["how"] = json!({ "control": "save", "input": "pointer", "trusted": true });
    made["p"] = json!([
        {
            "id": "analytics", "st": "given", "ct": "expressed", "nec": "optional", "cat": "https://w3id.org/dpv#ServiceUsageAnalytics",
            "data": ["Location", "page-views"], "sens": ["location"], "src": "observed",
            "rcp": [{ "name": "Metrik", "role": "processor", "country": "SG" }], "loc": ["MY"], "ret": "P13M", "xb": true, "exp": "P180D",
        },
        { "id": "maps", "st": "withdrawn", "ct": "explicit", "sep": ["sensitive"], "nec": "optional" },
    ]);
    sign(7, &made)
}

fn export(files: &[&str], profile: Profile) -> Export {
    let mut evidence = Evidence::default();
    for file in files {
        evidence.add("file", file.as_bytes());
    }
    evidence.export(profile)
}

#[test]
fn iso_27560_has_every_stated_field() {
    let receipt = full();
    let made = export(&[&receipt, &countersignature(&receipt, 0), &key_set()], Profile::Iso27560);
    assert_eq!((made.count, made.left_out.len()), (1, 0));
    let node = &made.document["@graph"][0];
    let record = &node["dpv:hasRecordOfActivity"];
    let process = &record["dpv:hasProcess"][0];
    for (found, expected) in [
        (&node["@type"], json!("dpv:ConsentReceipt")),
        (&node["dct:conformsTo"]["@id"], json!("https://w3id.org/dpv/schema/dpv-27560#receipt")),
        (&node["dct:issued"]["@value"], json!("2026-11-23T06:00:01.000Z")),
        (&record["dct:identifier"], json!(crate::sample::REC)),
        (&record["dpv:hasDataController"]["dpv:hasName"], json!("Layang Express")),
        (&record["dpv:hasDataController"]["schema:contactPoint"]["schema:email"], json!("privacy@layang.example")),
        (&record["dpv:hasJurisdiction"], json!([{ "@id": "loc:MY" }, { "@id": "loc:CN" }])),
        (&record["dpv:hasNotice"]["dct:language"], json!("en")),
        (&record["dpv:hasConsentControl"]["@type"], json!("dpv:WithdrawConsent")),
        (&record["dpv:hasIndicationMethod"], json!("save by pointer, layer 2")),
        (&process["dpv:hasPurpose"]["skos:broader"]["@id"], json!("https://w3id.org/dpv#ServiceUsageAnalytics")),
        (&process["dpv:hasConsentStatus"]["@id"], json!("dpv:ConsentGiven")),
        (&process["dpv:hasPersonalData"][0]["skos:broader"]["@id"], json!("pd:Location")),
        (&process["dpv:hasPersonalData"][1]["skos:broader"], Value::Null),
        (&process["dpv:hasRecipient"][0]["dpv:hasLocation"]["@id"], json!("loc:SG")),
        (&process["dpv:hasStorageCondition"][1]["dpv:hasDuration"]["@value"], json!("P13M")),
        (&process["dpv:hasDuration"]["@value"], json!("P180D")),
        (&process["dpv:hasLegalBasis"]["@id"], json!("dpv:ExpressedConsent")),
        (&record["dpv:hasProcess"][1]["dpv:hasLegalBasis"]["@id"], json!("dpv:ExplicitlyExpressedConsent")),
        (&record["dpv:hasProcess"][1]["dpv:hasConsentStatus"]["@id"], json!("dpv:ConsentWithdrawn")),
    ] {
        assert_eq!(found, &expected, "{:#}", made.document);
    }
}

/// Every prefix that is used is in the document's own context.
#[test]
fn no_term_is_without_a_context() {
    fn prefixes(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => members.iter().for_each(|(name, value)| {
                found.extend(name.split_once(':').map(|(prefix, _)| prefix.to_owned()));
                if name == "@id" || name == "@type" {
                    let text = value.as_str().into_iter().chain(value.as_array().into_iter().flatten().filter_map(Value::as_str));
                    found.extend(text.filter_map(|text| text.split_once(':')).map(|(prefix, _)| prefix.to_owned()));
                }
                prefixes(value, found);
            }),
            Value::Array(items) => items.iter().for_each(|item| prefixes(item, found)),
            _ => {}
        }
    }
    let made = export(&[&full()], Profile::Iso27560);
    let mut found = Vec::new();
    prefixes(&made.document["@graph"], &mut found);
    assert!(found.len() > 40);
    for prefix in found.iter().filter(|prefix| !["urn", "https"].contains(&prefix.as_str())) {
        assert!(made.document["@context"][prefix].is_string(), "{prefix}");
    }
}

#[test]
fn kantara_has_what_is_given_and_leaves_out_the_rest() {
    let made = export(&[&full()], Profile::Kantara);
    for (found, expected) in [
        (&made.document["version"], json!("KI-CR-v1.1.0")),
        (&made.document["consentTimestamp"], json!(1_795_413_600)),
        (&made.document["jurisdiction"], json!("MY, CN")),
        (&made.document["piiControllers"][0]["piiController"], json!("Layang Express")),
        (&made.document["spiCat"], json!(["location"])),
        (&made.document["services"][0]["purposes"][0]["thirdPartyName"], json!("Metrik")),
        (&made.document["services"][0]["purposes"][1], Value::Null),
    ] {
        assert_eq!(found, &expected, "{:#}", made.document);
    }
    let mut refused = claims(0, None);
    refused["p"] = json!([{ "id": "maps", "st": "refused" }]);
    let made = export(&[&sign(7, &refused)], Profile::Kantara);
    assert_eq!((made.count, made.left_out.len()), (0, 1));
    assert!(made.left_out[0].contains("nothing is given"), "{:?}", made.left_out);
}

#[test]
fn what_is_not_proven_is_not_exported() {
    let mut parts: Vec<String> = full().split('.').map(str::to_owned).collect();
    parts[2] = "A".repeat(86);
    let made = export(&[&parts.join("."), &full()], Profile::Iso27560);
    assert_eq!((made.count, made.left_out.len()), (1, 1));
    let mut request = claims(0, None);
    request["kind"] = json!("rights-request");
    request.as_object_mut().unwrap().remove("p");
    assert!(export(&[&sign(7, &request)], Profile::Iso27560).left_out[0].contains("states no consent"));
}

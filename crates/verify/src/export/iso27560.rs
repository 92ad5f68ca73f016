//! ISO/IEC TS 27560:2023 in JSON-LD by DPV 2.3 (W3C DPVCG, "Consent Records and Receipts as per ISO/IEC TS 27560 using DPV").
//!
//! The mapping is `www/docs/formats.md`, section 7, column by column. What a receipt does not state is absent: nothing is invented. The
//! context stands in the document, so that reading it needs no network.

use serde_json::{Map, Value, json};

use super::{Proven, object, stated, texts};
use crate::json::text;
use crate::receipt::Receipt;

/// The prefixes of the document.
pub(super) fn context() -> Value {
    json!({
        "dpv": "https://w3id.org/dpv#", "pd": "https://w3id.org/dpv/pd#", "loc": "https://w3id.org/dpv/loc#",
        "dct": "http://purl.org/dc/terms/", "skos": "http://www.w3.org/2004/02/skos/core#", "schema": "https://schema.org/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    })
}

/// One receipt as a node of the graph.
pub(super) fn receipt(proven: &Proven) -> Result<Value, &'static str> {
    let receipt = &proven.receipt;
    let processes = processes(receipt);
    if processes.is_empty() {
        return Err("its kind states no consent");
    }
    let rid = receipt.say("rid");
    Ok(Value::Object(object([
        ("@id", Some(json!(format!("urn:uuid:{rid}")))),
        ("@type", Some(json!("dpv:ConsentReceipt"))),
        ("dct:conformsTo", Some(id("https://w3id.org/dpv/schema/dpv-27560#receipt"))),
        ("dct:identifier", Some(json!(rid))),
        ("dct:created", Some(instant(receipt.say("iat")))),
        ("dct:issued", proven.received_at.as_deref().map(instant)),
        ("dct:provenance", Some(json!(format!("compact JWS with SHA-256 {}", receipt.digest)))),
        ("dpv:hasRecordOfActivity", Some(record(receipt, processes))),
    ])))
}

fn record(receipt: &Receipt, processes: Vec<Value>) -> Value {
    let jurisdictions: Vec<Value> = texts(&receipt.claims, "jur").iter().map(|code| place(code)).collect();
    let at = |claim: &str, class: &str| stated(receipt.say(claim)).map(|url| json!({ "@type": class, "dpv:isExercisedAt": url }));
    let expressed_by = match receipt.say("by") {
        "guardian" => json!({ "@type": "dpv:GuardianOfDataSubject" }),
        "agent" => json!("somebody of the site, at the request of the person"),
        _ => id(&format!("urn:uuid:{}", receipt.say("sub"))),
    };
    let how = format!("{} by {}, layer {}", receipt.say_in("how", "control"), receipt.say_in("how", "input"), layer(receipt));
    Value::Object(object([
        ("@id", Some(json!(format!("urn:uuid:{}#record", receipt.say("rid"))))),
        ("@type", Some(json!("dpv:ConsentRecord"))),
        ("dct:conformsTo", Some(id("https://w3id.org/dpv/schema/dpv-27560#record"))),
        ("dct:identifier", Some(json!(receipt.say("rec")))),
        ("dpv:hasDataSubject", Some(json!({ "@id": format!("urn:uuid:{}", receipt.say("sub")), "@type": "dpv:DataSubject" }))),
        ("dpv:hasDataController", Some(controller(receipt))),
        ("dpv:hasService", stated(receipt.say("svc"))),
        ("dpv:hasJurisdiction", (!jurisdictions.is_empty()).then(|| json!(jurisdictions))),
        ("dpv:hasNotice", notice(receipt)),
        ("dpv:hasConsentControl", at("wd", "dpv:WithdrawConsent")),
        ("dpv:hasRight", at("rts", "dpv:DataSubjectRight")),
        ("dpv:isIndicatedAtTime", Some(instant(receipt.say("iat")))),
        ("dpv:isIndicatedBy", Some(expressed_by)),
        ("dpv:hasIndicationMethod", Some(json!(how))),
        ("dct:replaces", receipt.prev.map(|prev| json!(format!("compact JWS with SHA-256 {prev}")))),
        ("dpv:hasProcess", Some(json!(processes))),
    ]))
}

fn controller(receipt: &Receipt) -> Value {
    let contact = |member| stated(receipt.say_in("ctl_contact", member));
    let point = object([("schema:email", contact("email")), ("schema:telephone", contact("phone")), ("schema:name", contact("officer"))]);
    Value::Object(object([
        ("@type", Some(json!("dpv:DataController"))),
        ("dpv:hasIdentifier", stated(receipt.say_in("ctl", "id"))),
        ("dpv:hasName", stated(receipt.say_in("ctl", "name"))),
        ("schema:address", contact("address")),
        ("schema:contactPoint", (!point.is_empty()).then_some(Value::Object(point))),
    ]))
}

fn notice(receipt: &Receipt) -> Option<Value> {
    let shown = |member| stated(receipt.say_in("ntc", member));
    let digest = receipt.say_in("ntc", "sha256");
    receipt.claims.get("ntc")?;
    let classes = if layer(receipt) > 0 { json!(["dpv:ConsentNotice", "dpv:LayeredNotice"]) } else { json!(["dpv:ConsentNotice"]) };
    Some(Value::Object(object([
        ("@type", Some(classes)),
        ("dct:title", shown("id")),
        ("dct:hasVersion", shown("ver")),
        ("dct:language", shown("lang")),
        ("dct:identifier", Some(json!(format!("SHA-256 {digest}")))),
    ])))
}

/// One process for each purpose, or for each channel of marketing.
fn processes(receipt: &Receipt) -> Vec<Value> {
    let channels = receipt.claims.get("ch").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
    receipt.purposes().map(process).chain(channels.map(channel)).collect()
}

fn process(purpose: &Map<String, Value>) -> Value {
    let said = |name| text(purpose, name).unwrap_or_default();
    let sensitive = !texts(purpose, "sens").is_empty();
    let data: Vec<Value> = texts(purpose, "data").iter().map(|term| personal_data(term, sensitive)).collect();
    let recipients: Vec<Value> =
        purpose.get("rcp").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object).map(recipient).collect();
    let mut storage: Vec<Value> =
        texts(purpose, "loc").iter().map(|code| json!({ "@type": "dpv:StorageLocation", "dpv:hasLocation": place(code) })).collect();
    storage.extend(stated(said("ret")).map(|length| json!({ "@type": "dpv:StorageDuration", "dpv:hasDuration": duration(&length) })));
    let list = |rows: Vec<Value>| (!rows.is_empty()).then(|| Value::from(rows));
    let abroad = purpose.get("xb").and_then(Value::as_bool) == Some(true);
    Value::Object(object([
        ("@type", Some(json!("dpv:Process"))),
        ("dpv:hasPurpose", Some(purpose_of(said("id"), said("cat")))),
        ("dpv:hasLegalBasis", Some(id(if said("ct") == "explicit" { "dpv:ExplicitlyExpressedConsent" } else { "dpv:ExpressedConsent" }))),
        ("dpv:hasConsentStatus", status(said("st"))),
        ("dpv:hasNecessity", Some(id(if said("nec") == "required" { "dpv:Required" } else { "dpv:Optional" }))),
        ("dpv:hasPersonalData", list(data)),
        ("dpv:hasDataSource", stated(said("src"))),
        ("dpv:hasRecipient", list(recipients)),
        ("dpv:hasStorageCondition", list(storage)),
        ("dpv:hasProcessing", abroad.then(|| id("dpv:CrossBorderTransfer"))),
        ("dpv:hasDuration", stated(said("exp")).map(|length| duration(&length))),
    ]))
}

fn channel(channel: &Map<String, Value>) -> Value {
    let said = |name| text(channel, name).unwrap_or_default();
    let name = [said("id"), said("topic")].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ");
    Value::Object(object([
        ("@type", Some(json!("dpv:Process"))),
        ("dpv:hasPurpose", Some(purpose_of(&name, "https://w3id.org/dpv#DirectMarketing"))),
        ("dpv:hasLegalBasis", Some(id("dpv:ExpressedConsent"))),
        ("dpv:hasConsentStatus", status(said("st"))),
        ("dpv:hasNecessity", Some(id("dpv:Optional"))),
    ]))
}

fn purpose_of(name: &str, category: &str) -> Value {
    Value::Object(object([
        ("@type", Some(json!("dpv:Purpose"))),
        ("dct:title", Some(json!(name))),
        ("skos:broader", (!category.is_empty()).then(|| id(category))),
    ]))
}

fn status(state: &str) -> Option<Value> {
    let term = match state {
        "given" => "dpv:ConsentGiven",
        "refused" => "dpv:ConsentRefused",
        "withdrawn" => "dpv:ConsentWithdrawn",
        _ => return None,
    };
    Some(id(term))
}

/// A term of DPV's personal data begins with a capital; an id of the site's own does not.
fn personal_data(term: &str, sensitive: bool) -> Value {
    let class = if sensitive { "dpv:SensitivePersonalData" } else { "dpv:PersonalData" };
    let known = term.starts_with(|first: char| first.is_ascii_uppercase());
    let broader = known.then(|| id(&format!("pd:{term}")));
    Value::Object(object([("@type", Some(json!(class))), ("dct:title", Some(json!(term))), ("skos:broader", broader)]))
}

fn recipient(recipient: &Map<String, Value>) -> Value {
    let said = |name| text(recipient, name).unwrap_or_default();
    Value::Object(object([
        ("@type", Some(json!(if said("role") == "processor" { "dpv:DataProcessor" } else { "dpv:Recipient" }))),
        ("dpv:hasName", stated(said("name"))),
        ("dpv:hasLocation", text(recipient, "country").map(place)),
    ]))
}

fn layer(receipt: &Receipt) -> u64 {
    receipt.claims.get("ntc").and_then(|notice| notice.get("layer")).and_then(Value::as_u64).unwrap_or_default()
}

fn id(iri: &str) -> Value {
    json!({ "@id": iri })
}

fn place(code: &str) -> Value {
    id(&format!("loc:{code}"))
}

fn instant(at: &str) -> Value {
    json!({ "@type": "xsd:dateTime", "@value": at })
}

fn duration(length: &Value) -> Value {
    json!({ "@type": "xsd:duration", "@value": length })
}

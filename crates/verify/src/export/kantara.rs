//! The Kantara consent receipt 1.1 (`KI-CR-v1.1.0`): what is given, and nothing else, because it has no word for a refusal.
//!
//! What the receipt does not state is absent, also where Kantara wants a member. `policyUrl` is the page on which the notice was shown.

use serde_json::{Map, Value, json};

use super::{Proven, object, stated, texts};
use crate::json::text;

/// One receipt; an error where nothing is given in it.
pub(super) fn receipt(proven: &Proven) -> Result<Value, &'static str> {
    let receipt = &proven.receipt;
    let given: Vec<&Map<String, Value>> = receipt.purposes().filter(|purpose| text(purpose, "st") == Some("given")).collect();
    if given.is_empty() {
        return Err("nothing is given in it, and Kantara 1.1 has no word for that");
    }
    let contact = |member| stated(receipt.say_in("ctl_contact", member));
    let controller = object([
        ("piiController", stated(receipt.say_in("ctl", "name")).or_else(|| stated(receipt.say_in("ctl", "id")))),
        ("contact", contact("officer")),
        ("address", contact("address")),
        ("email", contact("email")),
        ("phone", contact("phone")),
        ("piiControllerUrl", stated(receipt.say("svc"))),
    ]);
    let mut sensitive: Vec<&str> = given.iter().flat_map(|purpose| texts(purpose, "sens")).collect();
    sensitive.sort_unstable();
    sensitive.dedup();
    let purposes: Vec<Value> = given.iter().map(|purpose| one(purpose)).collect();
    let how = format!("{} ({})", receipt.say_in("how", "control"), receipt.say_in("how", "input"));
    Ok(Value::Object(object([
        ("version", Some(json!("KI-CR-v1.1.0"))),
        ("jurisdiction", Some(json!(texts(&receipt.claims, "jur").join(", ")))),
        ("consentTimestamp", seconds(receipt.say("iat")).map(Value::from)),
        ("collectionMethod", Some(json!(how))),
        ("consentReceiptID", stated(receipt.say("rid"))),
        ("publicKey", receipt.signer.as_deref().map(Value::from)),
        ("language", stated(receipt.say_in("ntc", "lang"))),
        ("piiPrincipalId", stated(receipt.say("sub"))),
        ("piiControllers", Some(json!([controller]))),
        ("policyUrl", stated(receipt.say("wd"))),
        ("services", Some(json!([{ "service": receipt.say("svc"), "purposes": purposes }]))),
        ("sensitive", Some(json!(!sensitive.is_empty()))),
        ("spiCat", (!sensitive.is_empty()).then(|| json!(sensitive))),
    ])))
}

fn one(purpose: &Map<String, Value>) -> Value {
    let said = |name| text(purpose, name).unwrap_or_default();
    let recipients: Vec<&str> = purpose
        .get("rcp")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|recipient| recipient.get("name").and_then(Value::as_str))
        .collect();
    Value::Object(object([
        ("purpose", stated(said("id"))),
        ("purposeCategory", Some(json!([if said("cat").is_empty() { said("id") } else { said("cat") }]))),
        ("consentType", Some(json!("EXPLICIT"))),
        ("piiCategory", Some(json!(texts(purpose, "data")))),
        ("primaryPurpose", Some(json!(said("nec") == "required"))),
        ("termination", stated(said("ret")).or_else(|| stated(said("exp")))),
        ("thirdPartyDisclosure", Some(json!(!recipients.is_empty()))),
        ("thirdPartyName", stated(&recipients.join(", "))),
    ]))
}

/// Seconds since 1970 of an instant in its one spelling; nothing where a month or day does not exist.
fn seconds(at: &str) -> Option<i64> {
    let part = |from: usize, to: usize| at.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Days of the civil calendar, with years that begin in March.
    let year = if month <= 2 { year - 1 } else { year };
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = year.div_euclid(400) * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    Some(days * 86_400 + part(11, 13)? * 3600 + part(14, 16)? * 60 + part(17, 19)?)
}

#[cfg(test)]
mod tests {
    use super::seconds;
    use countersign_core::Instant;

    #[test]
    fn seconds_go_there_and_back() {
        for at in [0, 951_782_400, 1_795_413_599, 4_107_542_400] {
            assert_eq!(seconds(&Instant(at * 1000).to_rfc3339()), Some(at.cast_signed()));
        }
        assert_eq!(seconds("2026-13-01T00:00:00.000Z"), None);
    }
}

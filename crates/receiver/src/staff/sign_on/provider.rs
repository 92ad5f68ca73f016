//! What a provider says of itself and answers: its metadata (OpenID Connect Discovery 1.0), its keys, and an ID token for a code.
//! Each fault is the end of a sentence that begins with "the provider". Nothing of an answer goes into a log.
//! The client blocks, so each call is made on a thread of its own.

use super::refused::Refused;
use super::settings::{Issuer, is_safe};
use crate::json;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use countersign_outward::without_address;
use serde_json::Value;
use ureq::http::Response;
use ureq::{Agent, Body};

/// The longest answer, in bytes.
const MAX_ANSWER: u64 = 256 * 1024;

/// What a provider says of itself.
#[derive(Debug)]
pub(super) struct Metadata {
    pub(super) authorization: String,
    token: String,
    pub(super) keys: String,
    proof: Proof,
    /// Whether its answers say whose they are (RFC 9207).
    pub(super) names_itself: bool,
}

/// How it is shown the client's secret.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Proof {
    Basic,
    Post,
}

impl Metadata {
    /// Reads what stands at the well-known place of `issuer`.
    pub(super) fn of(value: &Value, issuer: &Issuer) -> Result<Self, &'static str> {
        if value.get("issuer").and_then(Value::as_str) != Some(issuer.as_str()) {
            return Err("calls itself another issuer than receiver.toml does");
        }
        let address = |name: &str| {
            let text = value.get(name).and_then(Value::as_str).filter(|text| is_safe(text));
            text.map(str::to_owned).ok_or("has no address for a step that is safe to ask")
        };
        let lists = |name: &str, word: &str| value.get(name).and_then(Value::as_array).map(|all| all.iter().any(|one| one == word));
        if lists("code_challenge_methods_supported", "S256") == Some(false) {
            return Err("knows no PKCE by S256");
        }
        let proofs = "token_endpoint_auth_methods_supported";
        let proof = match (lists(proofs, "client_secret_basic"), lists(proofs, "client_secret_post")) {
            (None | Some(true), _) => Proof::Basic,
            (_, Some(true)) => Proof::Post,
            _ => return Err("takes no client secret"),
        };
        Ok(Self {
            authorization: address("authorization_endpoint")?,
            token: address("token_endpoint")?,
            keys: address("jwks_uri")?,
            proof,
            names_itself: value.get("authorization_response_iss_parameter_supported") == Some(&Value::Bool(true)),
        })
    }
}

/// Gets JSON.
pub(super) fn get(agent: &Agent, url: &str) -> Result<Value, &'static str> {
    match read(agent.get(url).header("accept", "application/json").call())? {
        (200, Some(value)) => Ok(value),
        (200, None) => Err("answers what is no JSON"),
        _ => Err("answers with a failure"),
    }
}

/// What is shown for a code.
pub(super) struct Exchange<'a> {
    pub(super) client_id: &'a str,
    pub(super) secret: &'a str,
    pub(super) code: &'a str,
    pub(super) verifier: &'a str,
    pub(super) redirect_uri: &'a str,
}

/// The ID token of a code (OpenID Connect Core 1.0 section 3.1.3).
pub(super) fn exchange(agent: &Agent, metadata: &Metadata, shown: &Exchange<'_>) -> Result<String, Refused> {
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", shown.code),
        ("redirect_uri", shown.redirect_uri),
        ("code_verifier", shown.verifier),
    ];
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields);
    let mut request = agent.post(&metadata.token).header("accept", "application/json");
    request = request.header("content-type", "application/x-www-form-urlencoded");
    match metadata.proof {
        Proof::Basic => request = request.header("authorization", basic(shown.client_id, shown.secret)),
        Proof::Post => {
            form.extend_pairs([("client_id", shown.client_id), ("client_secret", shown.secret)]);
        }
    }
    let (status, answer) = read(request.send(form.finish())).map_err(Refused::Away)?;
    let text = |name: &str| answer.as_ref().and_then(|answer| answer.get(name)).and_then(Value::as_str);
    match status {
        200 => text("id_token").map(str::to_owned).ok_or(Refused::Away("gives no ID token")),
        400 if text("error") == Some("invalid_grant") => Err(Refused::Code),
        400 | 401 => Err(Refused::Away("does not take this receiver's client id and secret")),
        _ => Err(Refused::Away("answers a code with a failure")),
    }
}

/// RFC 6749 section 2.3.1: both are encoded as in a form before.
fn basic(client_id: &str, secret: &str) -> String {
    let coded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    format!("Basic {}", STANDARD.encode(format!("{}:{}", coded(client_id), coded(secret))))
}

fn read(answer: Result<Response<Body>, ureq::Error>) -> Result<(u16, Option<Value>), &'static str> {
    let failed = |cause: &ureq::Error| {
        tracing::warn!(cause = without_address(cause), "the provider of sign-on cannot be reached");
        "cannot be reached"
    };
    let mut answer = answer.map_err(|cause| failed(&cause))?;
    let bytes = answer.body_mut().with_config().limit(MAX_ANSWER).read_to_vec().map_err(|cause| failed(&cause))?;
    Ok((answer.status().as_u16(), json::parse("the answer", &bytes).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn metadata_are_those_of_the_issuer_and_safe_to_follow() {
        let issuer = Issuer::try_from("https://login.example".to_owned()).unwrap();
        let check = |changes: Value, expected: Result<Proof, &str>| {
            let mut value = json!({
                "issuer": "https://login.example", "authorization_endpoint": "https://login.example/a",
                "token_endpoint": "https://login.example/t", "jwks_uri": "https://keys.example/k",
            });
            value.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
            match (Metadata::of(&value, &issuer), expected) {
                (Ok(found), Ok(proof)) => assert_eq!(found.proof, proof, "{changes}"),
                (Err(fault), Err(part)) => assert!(fault.contains(part), "{changes}: {fault}"),
                (found, _) => panic!("{changes}: {found:?}"),
            }
        };
        let proofs = "token_endpoint_auth_methods_supported";
        check(json!({}), Ok(Proof::Basic));
        check(json!({proofs: ["client_secret_post", "client_secret_basic"]}), Ok(Proof::Basic));
        check(json!({proofs: ["client_secret_post"]}), Ok(Proof::Post));
        check(json!({proofs: ["private_key_jwt"]}), Err("client secret"));
        check(json!({"code_challenge_methods_supported": ["plain"]}), Err("PKCE"));
        check(json!({"code_challenge_methods_supported": ["S256"]}), Ok(Proof::Basic));
        check(json!({"issuer": "https://login.example/"}), Err("another issuer"));
        check(json!({"issuer": null}), Err("another issuer"));
        check(json!({"token_endpoint": "http://login.example/t"}), Err("safe"));
        check(json!({"authorization_endpoint": "javascript:alert(1)"}), Err("safe"));
        check(json!({"jwks_uri": null}), Err("safe"));
    }

    #[test]
    fn a_secret_with_signs_is_encoded_before() {
        assert_eq!(basic("a:b", "c d%"), format!("Basic {}", STANDARD.encode("a%3Ab:c+d%25")));
    }
}

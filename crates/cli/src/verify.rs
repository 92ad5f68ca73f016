//! `countersign verify`: whether a receipt is genuine, and whether a countersignature belongs to it, without any network.
//!
//! In: compact JWS files and a key set. Out: what was proven, one line each; exit code 1 where a proof fails. Formats: sections 7 and 8.1 of
//! `www/docs/formats.md`; RFC 7515, 7517, 7638.

mod jws;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail, ensure};
use countersign_core::Digest;
use serde_json::Value;

use crate::output;
use jws::{Jws, Key};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The receipt: one compact JWS.
    receipt: PathBuf,
    /// The site's public keys: a JWK set.
    #[arg(long, requires = "countersignature")]
    jwks: Option<PathBuf>,
    /// The countersignature: one compact JWS, or the receiver's answer that holds it.
    #[arg(long, requires = "jwks")]
    countersignature: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let text = read(&arguments.receipt)?;
    let receipt = Jws::parse(text.trim()).with_context(|| format!("{} is no receipt", arguments.receipt.display()))?;
    let signed = check_receipt(&receipt).with_context(|| format!("{} is not genuine", arguments.receipt.display()))?;
    output::say(&describe(&receipt));
    match &signed {
        Some(thumbprint) => output::say(&format!("signature: genuine, by the device key {thumbprint}")),
        None => output::say("signature: none; the receipt proves nothing without a countersignature"),
    }
    match (&arguments.jwks, &arguments.countersignature) {
        (Some(jwks), Some(countersignature)) => {
            let proof = check_countersignature(&receipt, &read(countersignature)?, &read(jwks)?)
                .with_context(|| format!("{} does not countersign the receipt", countersignature.display()))?;
            output::say(&proof);
        }
        _ if signed.is_none() => bail!("nothing was proven; give --countersignature and --jwks"),
        _ => output::say("countersignature: not given"),
    }
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// The thumbprint of the key that signed, or nothing for an unsigned receipt.
fn check_receipt(receipt: &Jws) -> Result<Option<String>> {
    ensure!(receipt.header["typ"] == "cs-receipt+jws", "its type is not cs-receipt+jws");
    ensure!(receipt.payload["v"] == "cs-receipt/1", "its version is not cs-receipt/1");
    if receipt.header["alg"] == "none" {
        ensure!(receipt.signature.is_empty(), "it says that it is unsigned and has a signature");
        return Ok(None);
    }
    let key = Key::parse(&receipt.header["jwk"]).context("its header holds no P-256 key")?;
    let thumbprint = key.thumbprint();
    ensure!(receipt.header["kid"] == thumbprint.as_str(), "its kid is not the thumbprint of its key");
    key.verify(receipt)?;
    Ok(Some(thumbprint))
}

fn check_countersignature(receipt: &Jws, given: &str, jwks: &str) -> Result<String> {
    // The receiver's answer holds the countersignature as a member.
    let answer: Option<Value> = serde_json::from_str(given).ok();
    let text = answer.as_ref().and_then(|answer| answer["countersignature"].as_str()).unwrap_or(given.trim());
    let counter = Jws::parse(text)?;
    ensure!(counter.header["typ"] == "cs-countersignature+jws", "its type is not cs-countersignature+jws");
    let set: Value = serde_json::from_str(jwks).context("the key set is not JSON")?;
    let kid = counter.header["kid"].as_str().context("it names no key")?;
    let keys = set["keys"].as_array().context("the key set has no `keys`")?;
    let key = keys.iter().find(|key| key["kid"] == kid).with_context(|| format!("the key set has no key `{kid}`"))?;
    Key::parse(key).context("the key is no P-256 key")?.verify(&counter)?;
    let claims = &counter.payload;
    ensure!(claims["v"] == "cs-countersignature/1", "its version is not cs-countersignature/1");
    ensure!(claims["rid"] == receipt.payload["rid"], "it is for another receipt id");
    ensure!(claims["sha256"] == Digest::of(receipt.text.as_bytes()).to_string().as_str(), "it is for a receipt with other bytes");
    let say = |name: &str| claims[name].as_str().unwrap_or("-").to_owned();
    Ok(format!("countersignature: genuine, by {} at {}, place {} in the ledger", say("iss"), say("rcv"), claims["index"]))
}

/// What the receipt says, in short.
fn describe(receipt: &Jws) -> String {
    let claims = &receipt.payload;
    let say = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let purposes = claims["p"].as_array().into_iter().flatten().map(|entry| format!("{} {}", say(&entry["id"]), say(&entry["st"])));
    format!(
        "receipt {}: {} at {}, site {}, notice {} version {} ({})\npurposes: {}",
        say(&claims["rid"]),
        say(&claims["kind"]),
        say(&claims["iat"]),
        say(&claims["svc"]),
        say(&claims["ntc"]["id"]),
        say(&claims["ntc"]["ver"]),
        say(&claims["ntc"]["lang"]),
        purposes.collect::<Vec<_>>().join(", ")
    )
}

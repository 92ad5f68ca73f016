//! What `receiver.toml` says of downstream systems.

use crate::site::SiteId;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use std::fmt;

/// A webhook (Standard Webhooks 1.0).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookSettings {
    /// Names the place that it has reached; a webhook of another name begins anew.
    pub name: SiteId,
    /// Where messages are posted.
    pub url: Address,
    /// What they are signed with.
    pub secret: Secret,
    /// Whose receipts; absent: all sites'.
    pub sites: Option<Vec<SiteId>>,
    /// Whether it is told of changes of who may be written to as well, by keyed hashes.
    #[serde(default)]
    pub marketing: bool,
}

/// A stream of NATS JetStream.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NatsSettings {
    /// The servers of one cluster, such as `nats://127.0.0.1:4222`.
    pub servers: Vec<String>,
    /// The stream, created where there is none.
    #[serde(default = "stream")]
    pub stream: String,
    /// On how many servers the stream is kept, where it is created.
    #[serde(default = "one")]
    pub replicas: usize,
    /// Whose receipts; absent: all sites'.
    pub sites: Option<Vec<SiteId>>,
    /// Whether it is told of changes of who may be written to as well, by keyed hashes.
    #[serde(default)]
    pub marketing: bool,
}

/// An address of the web.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Address(String);

impl Address {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Address {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.parse::<axum::http::Uri>() {
            Ok(uri) if matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some() => Ok(Self(text)),
            _ => Err("must be an http or https URL"),
        }
    }
}

/// A secret of Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. It is never printed.
#[derive(Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct Secret(Vec<u8>);

impl Secret {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl TryFrom<String> for Secret {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let bytes = text.strip_prefix("whsec_").and_then(|rest| STANDARD.decode(rest).ok());
        bytes.filter(|bytes| (24..=64).contains(&bytes.len())).map(Self).ok_or("must be \"whsec_\" and the base64 of 24 to 64 random bytes")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

fn stream() -> String {
    "COUNTERSIGN".to_owned()
}

fn one() -> usize {
    1
}

//! The text of `receiver.toml` in; typed settings out (formats page, section 8.2).
//! Every value is parsed here, and an unknown key is an error that names its line.
//! Deliberately absent: addresses, files and the database, which the command line names.

use crate::config::Origin;
use crate::feed::{NatsSettings, WebhookSettings};
use crate::marketing::InboundSettings;
use crate::site::SiteId;
use crate::staff::OidcSettings;
use anyhow::Context;
use countersign_core::Digest;
use countersign_core::log::{KeyKind, NoteKey};
use serde::Deserialize;
use serde::de::{Deserializer, Error};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

/// What a `receiver.toml` says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// What one sender may use.
    pub limits: Limits,
    /// The sites that are served; where there are none, every site is.
    #[serde(rename = "site")]
    pub sites: Vec<SiteSettings>,
    /// Webhooks that are told of every entry.
    #[serde(rename = "webhook")]
    pub webhooks: Vec<WebhookSettings>,
    /// The stream that is told of every entry.
    pub nats: Option<NatsSettings>,
    /// The provider by which staff sign in.
    pub oidc: Option<OidcSettings>,
}

/// What one sender may use.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Connections open at once; more wait until one ends.
    pub connections: NonZeroU32,
    /// Seconds in which the head of a request must come.
    pub header_secs: NonZeroU32,
    /// Seconds in which the body of a receipt must come.
    pub body_secs: NonZeroU32,
    /// Receipts a minute from one network address (IPv6: one /64); absent: no limit.
    pub per_address_per_minute: Option<NonZeroU32>,
    /// The header in which the proxy in front names the sender's address, last of a list; absent: the connection's own.
    pub address_header: Option<String>,
}

impl Default for Limits {
    fn default() -> Self {
        let number = |value| NonZeroU32::new(value).unwrap_or(NonZeroU32::MIN);
        Self {
            connections: number(10_000),
            header_secs: number(30),
            body_secs: number(10),
            per_address_per_minute: None,
            address_header: None,
        }
    }
}

/// One site.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteSettings {
    /// `[site] id` of its `site.toml`.
    pub id: SiteId,
    /// Where its pages are; a receipt's `svc` must be one of them, and their scripts may send.
    #[serde(deserialize_with = "origins")]
    pub origins: Vec<Origin>,
    /// Receipts a second over all senders, with bursts of ten times as many; absent: no limit.
    pub receipts_per_second: Option<NonZeroU32>,
    /// Whether receipts that no device signed are taken.
    #[serde(default = "yes")]
    pub unsigned: bool,
    /// How far ahead of this clock a receipt's may be, in seconds.
    #[serde(default = "a_day")]
    pub max_ahead_secs: u32,
    /// After so many days a receipt is erased: its hash and its place in the log remain; absent: never.
    pub retention_days: Option<NonZeroU32>,
    /// The `rights.json` of its build: when answers to requests are due. That of `--dist` needs no entry.
    pub rights: Option<PathBuf>,
    /// The keys of its marketing: a file that `countersign links --new-keys` made; absent: no links, lists or switches of addresses.
    pub marketing_keys: Option<PathBuf>,
    /// The `marketing.json` of its build: what its channels and topics are called. That of `--dist` needs no entry.
    pub marketing: Option<PathBuf>,
    /// SHA-256 of each key by which the site's own servers ask.
    #[serde(default, deserialize_with = "digests")]
    pub api_keys: Vec<Digest>,
    /// The gateways that hand on replies to its text messages.
    #[serde(default)]
    pub inbound: Vec<InboundSettings>,
    /// The keys of witnesses whose cosignatures are kept.
    #[serde(default, deserialize_with = "witnesses")]
    pub witnesses: Vec<NoteKey>,
}

impl Settings {
    /// Reads a file.
    ///
    /// # Errors
    /// The file cannot be read, is no TOML, holds an unknown key or a value that does not fit, or names a site or an origin twice.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
        Self::parse(&text).with_context(|| format!("{} is not as it should be", path.display()))
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// As [`Settings::read`].
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let settings: Self = toml_edit::de::from_str(text)?;
        for (place, site) in settings.sites.iter().enumerate() {
            anyhow::ensure!(!site.origins.is_empty(), "site {}: origins is empty; name where its pages are", site.id);
            for other in settings.sites.iter().take(place) {
                anyhow::ensure!(other.id != site.id, "site {} stands twice; keep one", site.id);
                let shared = site.api_keys.iter().any(|key| other.api_keys.contains(key));
                anyhow::ensure!(!shared, "sites {} and {} have an API key in common; a key belongs to one site", other.id, site.id);
                if let Some(origin) = site.origins.iter().find(|origin| other.origins.contains(origin)) {
                    anyhow::bail!("{origin} belongs to the sites {} and {}; a page has one site", other.id, site.id);
                }
            }
        }
        for (place, webhook) in settings.webhooks.iter().enumerate() {
            let is_new = settings.webhooks.iter().take(place).all(|other| other.name != webhook.name);
            anyhow::ensure!(is_new, "webhook {} stands twice; give each a name of its own", webhook.name);
        }
        if let Some(nats) = &settings.nats {
            anyhow::ensure!(!nats.servers.is_empty(), "nats: servers is empty; name where it listens");
        }
        if let Some(oidc) = &settings.oidc {
            oidc.check()?;
        }
        Ok(settings)
    }
}

fn origins<'de, D: Deserializer<'de>>(list: D) -> Result<Vec<Origin>, D::Error> {
    Vec::<String>::deserialize(list)?.iter().map(|text| text.parse().map_err(D::Error::custom)).collect()
}

fn witnesses<'de, D: Deserializer<'de>>(list: D) -> Result<Vec<NoteKey>, D::Error> {
    let read = |text: &String| match NoteKey::parse(text) {
        Ok(key) if key.kind() == KeyKind::Cosignature => Ok(key),
        _ => Err(D::Error::custom("must be the key of a witness, name+id+base64 of the kind of cosignatures")),
    };
    Vec::<String>::deserialize(list)?.iter().map(read).collect()
}

fn digests<'de, D: Deserializer<'de>>(list: D) -> Result<Vec<Digest>, D::Error> {
    let read =
        |text: &String| Digest::parse(text).ok_or_else(|| D::Error::custom("must be the SHA-256 of a key in base64url, 43 characters"));
    Vec::<String>::deserialize(list)?.iter().map(read).collect()
}

fn yes() -> bool {
    true
}

fn a_day() -> u32 {
    86_400
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: &str = "[[site]]\nid = \"layang\"\norigins = [\"https://layang.example\"]\n";

    #[test]
    fn what_is_absent_has_a_default() {
        let settings = Settings::parse(SITE).unwrap();
        assert!(settings.sites[0].unsigned && settings.sites[0].max_ahead_secs == 86_400);
        assert_eq!((settings.limits.connections.get(), settings.limits.per_address_per_minute), (10_000, None));
        assert!(Settings::parse("").unwrap().sites.is_empty());
    }

    #[test]
    fn faults_name_their_place() {
        let check = |text: &str, expected: &str| {
            let error = format!("{:#}", Settings::parse(text).unwrap_err());
            assert!(error.contains(expected), "{text}: {error}");
        };
        check("[limits]\nconnection = 5\n", "line 2");
        check("[limits]\nconnections = 0\n", "line 2");
        check("[[site]]\nid = \"Layang\"\norigins = []\n", "1 to 64 characters");
        check("[[site]]\nid = \"layang\"\norigins = [\"https://layang.example/\"]\n", "without a path");
        check("[[site]]\nid = \"layang\"\norigins = []\n", "origins is empty");
        check("[[site]]\nid = \"layang\"\n", "origins");
        check(&format!("{SITE}{SITE}"), "stands twice");
        check(&format!("{SITE}api_keys = [\"secret\"]\n"), "SHA-256 of a key");
        let keyed = format!("{SITE}api_keys = [\"{}\"]\n", "A".repeat(43));
        check(&format!("{keyed}{}", keyed.replace("layang", "other")), "an API key in common");
        check(
            &format!("{SITE}witnesses = [\"example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\"]\n"),
            "key of a witness",
        );
        let webhook =
            "[[webhook]]\nname = \"crm\"\nurl = \"https://crm.example/hook\"\nsecret = \"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"\n";
        assert!(Settings::parse(webhook).is_ok());
        check(&format!("{webhook}{webhook}"), "stands twice");
        check(&webhook.replace("https:", "ftp:"), "http or https");
        check(&webhook.replace("whsec_", ""), "24 to 64 random bytes");
        check("[nats]\nservers = []\n", "servers is empty");
        let oidc = "[oidc]\nissuer = \"https://login.example\"\nclient_id = \"us\"\nclient_secret_file = \"oidc.secret\"\n";
        assert!(Settings::parse(oidc).unwrap().oidc.unwrap().roles.is_none(), "nobody gets an account by signing in");
        check(&oidc.replace("https:", "http:"), "must be an https URL");
        check(&oidc.replace("client_secret_file = \"oidc.secret\"", "client_secret = \"x\""), "line 4");
        check(&oidc.replace("\"us\"", "\"\""), "client_id is empty");
        check(&format!("{oidc}scopes = [\"a b\"]\n"), "words without blanks");
        check(&format!("{oidc}name = \"\"\n"), "1 to 40 characters");
        check(&format!("{oidc}[oidc.roles]\nclaim = \"groups\"\nadmin = [\"it\"]\n"), "JSON pointer");
        check(&format!("{oidc}[oidc.roles]\nclaim = \"/groups\"\n"), "no text gives a role");
        check(&format!("{SITE}{}", SITE.replace("\"layang\"", "\"other\"")), "a page has one site");
    }
}

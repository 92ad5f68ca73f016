//! Whose receipts these are: the text of a claim in, a site's id out.
//! Each site has a log of its own, so the id stands in addresses, in the origin line of checkpoints and in subjects of messages.
//! Deliberately absent: what a site allows (the configuration), and whether it is served here.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The longest id, in characters, inclusive.
const MAX_LENGTH: usize = 64;

/// The id of a site: 1 to 64 characters of `a-z`, `0-9` and `-`; `[site] id` of its `site.toml`, `ctl.id` in its receipts.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String")]
pub struct SiteId(String);

impl SiteId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The site of a receipt that names none, because its notice was gone when it was sealed: the host and port of `svc`
    /// with every other character as `-`, such as `www-courier-example`. `None` where `svc` is no web origin.
    #[must_use]
    pub fn of_service(svc: &str) -> Option<Self> {
        let host = svc.strip_prefix("https://").or_else(|| svc.strip_prefix("http://"))?;
        let host = host.split('/').next().unwrap_or_default().to_ascii_lowercase();
        let text: String = host.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(MAX_LENGTH).collect();
        text.parse().ok()
    }
}

impl FromStr for SiteId {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fits = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        if (1..=MAX_LENGTH).contains(&text.len()) && text.bytes().all(fits) {
            Ok(Self(text.to_owned()))
        } else {
            Err("must be 1 to 64 characters of a-z, 0-9 and \"-\", the id of the site in site.toml")
        }
    }
}

impl TryFrom<String> for SiteId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl fmt::Display for SiteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_fit_addresses_and_subjects() {
        let check = |text: &str, expected: bool| assert_eq!(text.parse::<SiteId>().is_ok(), expected, "{text:?}");
        check("layang-express", true);
        check(&"a".repeat(64), true);
        check(&"a".repeat(65), false);
        check("", false);
        check("Layang", false);
        check("layang.express", false);
        check("../layang", false);
        check("layang express", false);
    }

    #[test]
    fn a_receipt_without_a_controller_has_the_site_of_its_host() {
        let check = |svc: &str, expected: Option<&str>| {
            assert_eq!(SiteId::of_service(svc).as_ref().map(SiteId::as_str), expected, "{svc:?}");
        };
        check("https://www.layang.example", Some("www-layang-example"));
        check("http://127.0.0.1:8080", Some("127-0-0-1-8080"));
        check("http://[::1]:80/path", Some("---1--80"));
        check("https://", None);
        check("layang.example", None);
    }
}

//! What a site calls itself, its channels and its topics, by language: `marketing.json` of a build in (formats page, section 17),
//! words for the pages of links and for staff out.
//! Deliberately absent: the words of those pages themselves, and who may be written to.

use crate::site::SiteId;
use anyhow::Context;
use countersign_suppression::{ChannelId, TopicId};
use serde::Deserialize;
use serde::de::{Deserializer, Error};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

/// The tables of the sites that have one. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct MarketingTables(BTreeMap<SiteId, Arc<MarketingTable>>);

/// The channels and topics of a site.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarketingTable {
    v: String,
    site: SiteId,
    /// What the controller is called; absent: not stated.
    pub controller: Option<String>,
    /// The site's languages, the first of which is its own.
    pub languages: Vec<MarketingWords>,
}

/// How one language names channels and topics.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarketingWords {
    /// BCP 47.
    pub lang: String,
    /// Every channel, in the author's order.
    pub channels: Vec<ChannelWords>,
    /// Every topic, likewise; may be empty.
    pub topics: Vec<TopicWords>,
}

/// What a channel is called.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelWords {
    /// Its id.
    #[serde(deserialize_with = "id")]
    pub id: ChannelId,
    /// What it is called.
    pub title: String,
}

/// What a topic is called, and on which channels it is sent.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicWords {
    /// Its id.
    #[serde(deserialize_with = "id")]
    pub id: TopicId,
    /// What it is called.
    pub title: String,
    /// What is sent; absent: not stated.
    pub description: Option<String>,
    /// The channels on which it is sent.
    #[serde(deserialize_with = "ids")]
    pub channels: Vec<ChannelId>,
}

fn id<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(text: D) -> Result<T, D::Error> {
    String::deserialize(text)?.parse().map_err(D::Error::custom)
}

fn ids<'de, D: Deserializer<'de>>(list: D) -> Result<Vec<ChannelId>, D::Error> {
    Vec::<String>::deserialize(list)?.iter().map(|text| text.parse().map_err(D::Error::custom)).collect()
}

impl MarketingTables {
    /// The table of a site.
    #[must_use]
    pub fn of(&self, site: &SiteId) -> Option<&MarketingTable> {
        self.0.get(site).map(AsRef::as_ref)
    }

    /// Adds the table of a file.
    ///
    /// # Errors
    /// The file cannot be read, is no `marketing.json`, or belongs to another site than `site`.
    pub fn add(&mut self, path: &Path, site: Option<&SiteId>) -> anyhow::Result<()> {
        let bytes = std::fs::read(path).with_context(|| format!("{} cannot be read; build it again", path.display()))?;
        let table = MarketingTable::parse(&bytes).with_context(|| format!("{} is not as it should be", path.display()))?;
        if let Some(site) = site {
            anyhow::ensure!(table.site == *site, "{} belongs to the site {}, not to {site}", path.display(), table.site);
        }
        self.0.insert(table.site.clone(), Arc::new(table));
        Ok(())
    }

    /// Adds a table.
    pub fn insert(&mut self, table: MarketingTable) {
        self.0.insert(table.site.clone(), Arc::new(table));
    }
}

impl MarketingTable {
    /// Reads a `marketing.json`.
    ///
    /// # Errors
    /// The bytes are not one.
    pub fn parse(bytes: &[u8]) -> anyhow::Result<Self> {
        let table: Self = serde_json::from_slice(bytes)?;
        anyhow::ensure!(table.v == "cs-marketing/1", "v is {:?} and not \"cs-marketing/1\"", table.v);
        anyhow::ensure!(!table.languages.is_empty(), "languages is empty");
        Ok(table)
    }

    /// The words of a language, else those of the site's own.
    #[must_use]
    pub fn words(&self, lang: &str) -> Option<&MarketingWords> {
        self.languages.iter().find(|words| words.lang == lang).or_else(|| self.languages.first())
    }
}

impl MarketingWords {
    /// What a channel is called.
    #[must_use]
    pub fn channel(&self, id: &ChannelId) -> Option<&str> {
        self.channels.iter().find(|row| row.id == *id).map(|row| row.title.as_str())
    }

    /// What a topic is called.
    #[must_use]
    pub fn topic(&self, id: &TopicId) -> Option<&str> {
        self.topics.iter().find(|row| row.id == *id).map(|row| row.title.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = r#"{"v":"cs-marketing/1","site":"layang","controller":"Layang","languages":[
        {"lang":"en","channels":[{"id":"email","title":"E-mail"}],"topics":[{"id":"offers","title":"Offers","description":"Vouchers","channels":["email"]}]},
        {"lang":"ms","channels":[{"id":"email","title":"E-mel"}],"topics":[]}]}"#;

    #[test]
    fn a_language_that_is_missing_falls_back_to_the_sites_own() {
        let table = MarketingTable::parse(TABLE.as_bytes()).unwrap();
        let check = |lang: &str, expected: &str| {
            assert_eq!(table.words(lang).unwrap().channel(&"email".parse().unwrap()), Some(expected), "{lang}");
        };
        check("en", "E-mail");
        check("ms", "E-mel");
        check("zh-Hans", "E-mail");
        assert_eq!(table.words("en").unwrap().topic(&"offers".parse().unwrap()), Some("Offers"));
        assert_eq!(table.words("en").unwrap().topic(&"surveys".parse().unwrap()), None);
    }

    #[test]
    fn faults_are_said() {
        let check = |text: &str, expected: &str| {
            let error = format!("{:#}", MarketingTable::parse(text.as_bytes()).unwrap_err());
            assert!(error.contains(expected), "{error}");
        };
        check(&TABLE.replace("marketing/1", "marketing/2"), "cs-marketing/2");
        check(&TABLE.replace("\"email\"", "\"E-Mail\""), "1 to 32 characters");
        check(r#"{"v":"cs-marketing/1","site":"layang","controller":"L","languages":[]}"#, "languages is empty");
    }
}

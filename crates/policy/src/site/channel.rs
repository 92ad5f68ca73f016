//! The channels on which a site sends marketing: the tables `[[channel]]` of `site.toml`.
//!
//! In: tables. Out: rows whose form is checked, and of each language what its page says. Deliberately absent: addresses, and who may be
//! written to; that is the ledger's.

use countersign_core::RichText;

use super::fields::{At, Fields, Localized};
use super::file::SiteFile;
use super::marks::Marker;

pub(super) const CHANNEL_KEYS: [&str; 4] = ["id", "description", "words", "way"];

/// A channel of messages.
#[derive(Debug)]
pub(super) struct ChannelRow {
    pub(super) id: At<String>,
    description: Option<Localized>,
    words: Vec<String>,
    way: Option<Localized>,
}

/// A channel as one language's page says it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SiteChannel {
    /// Its id, such as `sms`.
    pub id: String,
    /// What is sent, in the author's words; `None`: not stated.
    pub description: Option<RichText>,
    /// Words that stop it when they are sent back.
    pub words: Vec<String>,
    /// How else it is stopped; `None`: not stated.
    pub way: Option<RichText>,
}

pub(super) fn read_channel(fields: &Fields<'_>, tags: &[String]) -> Option<ChannelRow> {
    fields.demand("id", "\"sms\"");
    let (id, description, way) = (fields.text("id"), fields.localized("description", tags), fields.localized("way", tags));
    let words = fields.texts("words").map(|list| list.value).unwrap_or_default();
    Some(ChannelRow { id: id?, description, words: words.into_iter().map(|word| word.value).collect(), way })
}

/// The channels of one language.
pub(super) fn channels(file: &SiteFile, tag: &str, marker: &Marker) -> Vec<SiteChannel> {
    let rich = |words: &Option<Localized>| words.as_ref().map(|words| marker.rich(words.say(tag)));
    let channel = |row: &ChannelRow| SiteChannel {
        id: row.id.value.clone(),
        description: rich(&row.description),
        words: row.words.clone(),
        way: rich(&row.way),
    };
    file.channels.iter().map(channel).collect()
}

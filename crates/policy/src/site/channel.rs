//! The channels on which a site sends marketing, and its topics: the tables `[[channel]]` and `[[topic]]` of `site.toml`.
//!
//! In: tables. Out: rows whose form is checked, and of each language what its page says. Deliberately absent: addresses, and who may be
//! written to; that is the ledger's.

use countersign_core::RichText;

use super::diagnostic::{Code, Report, suggest};
use super::fields::{At, Fields, Localized};
use super::file::SiteFile;
use super::marks::Marker;

pub(super) const CHANNEL_KEYS: [&str; 6] = ["id", "description", "words", "call", "way", "history"];
pub(super) const TOPIC_KEYS: [&str; 4] = ["id", "title", "description", "channels"];

/// A channel of messages.
#[derive(Debug)]
pub(super) struct ChannelRow {
    pub(super) id: At<String>,
    description: Option<Localized>,
    words: Vec<String>,
    call: Option<String>,
    way: Option<Localized>,
    history: Option<Localized>,
}

/// What messages are about.
#[derive(Debug)]
pub(super) struct TopicRow {
    pub(super) id: At<String>,
    title: Localized,
    description: Option<Localized>,
    /// On which channels; nothing: on every one.
    channels: Vec<At<String>>,
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
    /// A number to call to stop it.
    pub call: Option<String>,
    /// How else it is stopped; `None`: not stated.
    pub way: Option<RichText>,
    /// Where its messages can be read by whoever has turned it off; `None`: not stated.
    pub history: Option<RichText>,
}

/// A topic as one language's pages say it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SiteTopic {
    /// Its id, such as `offers`.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What is sent; `None`: not stated.
    pub description: Option<RichText>,
    /// Ids of the channels on which it is sent, in the order of the channels.
    pub channels: Vec<String>,
}

pub(super) fn read_channel(fields: &Fields<'_>, tags: &[String]) -> Option<ChannelRow> {
    fields.demand("id", "\"sms\"");
    let id = fields.text("id");
    let [description, way, history] = ["description", "way", "history"].map(|key| fields.localized(key, tags));
    let words = fields.texts("words").map(|list| list.value).unwrap_or_default();
    let words = words.into_iter().map(|word| word.value).collect();
    Some(ChannelRow { id: id?, description, words, call: fields.text("call").map(|number| number.value), way, history })
}

pub(super) fn read_topic(fields: &Fields<'_>, tags: &[String]) -> Option<TopicRow> {
    fields.demand("id", "\"offers\"");
    fields.demand("title", "{ en = \"Offers\" }");
    let (id, title, description) = (fields.text("id"), fields.localized("title", tags), fields.localized("description", tags));
    let channels = fields.texts("channels").map(|list| list.value).unwrap_or_default();
    Some(TopicRow { id: id?, title: title?, description, channels })
}

/// Topics name channels that there are.
pub(super) fn check(file: &SiteFile, report: &Report<'_>) {
    let names: Vec<&str> = file.channels.iter().map(|row| row.id.value.as_str()).collect();
    for named in file.topics.iter().flat_map(|row| &row.channels).filter(|named| !names.contains(&named.value.as_str())) {
        let message = format!("no [[channel]] row is called `{}`", named.value);
        report.add(Code::UnknownId, &named.span, message, suggest(&named.value, &names));
    }
}

/// The channels of one language.
pub(super) fn channels(file: &SiteFile, tag: &str, marker: &Marker) -> Vec<SiteChannel> {
    let rich = |words: &Option<Localized>| words.as_ref().map(|words| marker.rich(words.say(tag)));
    let channel = |row: &ChannelRow| SiteChannel {
        id: row.id.value.clone(),
        description: rich(&row.description),
        words: row.words.clone(),
        call: row.call.clone(),
        way: rich(&row.way),
        history: rich(&row.history),
    };
    file.channels.iter().map(channel).collect()
}

/// The topics of one language.
pub(super) fn topics(file: &SiteFile, tag: &str, marker: &Marker) -> Vec<SiteTopic> {
    let topic = |row: &TopicRow| SiteTopic {
        id: row.id.value.clone(),
        title: row.title.say(tag).to_owned(),
        description: row.description.as_ref().map(|words| marker.rich(words.say(tag))),
        channels: file
            .channels
            .iter()
            .map(|channel| &channel.id.value)
            .filter(|id| row.channels.is_empty() || row.channels.iter().any(|named| named.value == **id))
            .cloned()
            .collect(),
    };
    file.topics.iter().map(topic).collect()
}

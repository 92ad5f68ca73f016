//! The channels and topics that a page shows for an address: those of the site, and those of which something is kept.

use super::html::people::Channel;
use crate::routes::Shared;
use crate::site::SiteId;
use countersign_suppression::{AddressKind, ChannelId};
use std::collections::BTreeSet;

/// Channels that every site may have, so that somebody can be stopped on one before anything was said.
pub(super) const COMMON: [(&str, &str); 7] = [
    ("email", "E-mail"),
    ("sms", "SMS"),
    ("phone", "Telephone"),
    ("push", "Push messages"),
    ("in-app", "Messages in the app"),
    ("wechat", "WeChat"),
    ("post", "Post"),
];

/// The channels that reach a kind of address, with the site's topics on each; `held` are those of which something is kept.
/// What the site's build names comes first, in its own language.
pub(super) fn of<'a>(shared: &Shared, site: &SiteId, kind: AddressKind, held: impl Iterator<Item = &'a str>) -> Vec<Channel> {
    let reaches = |id: &str| id.parse::<ChannelId>().is_ok_and(|channel| AddressKind::of(&channel) == kind);
    let words = shared.marketing.of(site).and_then(|table| table.words("en"));
    let own = words.map_or(&[][..], |words| words.channels.as_slice()).iter().map(|row| (row.id.as_str(), row.title.as_str()));
    let own: Vec<(&str, &str)> = own.filter(|(id, _)| reaches(id)).collect();
    let common = COMMON.iter().copied().filter(|(id, _)| reaches(id) && !own.iter().any(|(known, _)| known == id));
    let mut all: Vec<(&str, &str)> = own.iter().copied().chain(common).collect();
    let others: BTreeSet<&str> = held.filter(|id| !all.iter().any(|(known, _)| known == id)).collect();
    all.extend(others.into_iter().map(|id| (id, id)));
    let topics = |channel: &str| {
        let rows = words.map_or(&[][..], |words| words.topics.as_slice()).iter();
        let rows = rows.filter(|row| row.channels.iter().any(|id| id.as_str() == channel));
        rows.map(|row| (row.id.to_string(), row.title.clone())).collect()
    };
    all.into_iter().map(|(id, title)| Channel { id: id.to_owned(), title: title.to_owned(), topics: topics(id) }).collect()
}

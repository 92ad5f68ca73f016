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

/// The channels that reach a kind of address; `held` are those of which something is kept.
pub(super) fn of<'a>(_shared: &Shared, _site: &SiteId, kind: AddressKind, held: impl Iterator<Item = &'a str>) -> Vec<Channel> {
    let reaches = |id: &str| id.parse::<ChannelId>().is_ok_and(|channel| AddressKind::of(&channel) == kind);
    let common = COMMON.iter().filter(|(id, _)| reaches(id)).map(|(id, title)| (*id, *title));
    let others: BTreeSet<&str> = held.filter(|id| !COMMON.iter().any(|(known, _)| known == id)).collect();
    let all = common.chain(others.into_iter().map(|id| (id, id)));
    all.map(|(id, title)| Channel { id: id.to_owned(), title: title.to_owned(), topics: Vec::new() }).collect()
}

//! The permissions of a device that a policy asks for.
//!
//! In: a page. Out: each permission once, with the sentence that says what it is for, what refusing does, and the names that systems show for it.
//! Deliberately absent: what third-party code needs, which stands with it.

use std::sync::LazyLock;

use super::page::Page;
use super::table::Table;
use super::words::Group;
use crate::facts::Found;
use crate::sentence::{self, Cut};
use crate::topic::{Topic, Topics};

/// One permission.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DraftPermission {
    /// A stable name, such as `camera`.
    pub id: String,
    /// How the text calls it.
    pub name: Found<String>,
    /// The sentence that asks for it.
    pub purpose: Found<String>,
    /// The sentence that says what refusing does.
    pub effect: Option<Found<String>>,
    /// The names that systems show for it, by the text.
    pub system: Vec<String>,
}

/// Sentences behind the request in which its effect can stand.
const NEAR: usize = 8;
/// More bytes are no single request.
const LONGEST: usize = 1_500;

static TABLE: LazyLock<Option<Table>> =
    LazyLock::new(|| Table::parse(include_str!("../../data/facts/permissions.toml"), &["context", "shown"]));

/// The permissions of a page, in text order.
pub(super) fn find(page: &Page<'_>, topics: &Topics) -> Vec<DraftPermission> {
    let Some(table) = &*TABLE else { return Vec::new() };
    let sentences: Vec<_> = sentence::of(page.reading, Cut::Clauses).filter(|(_, span)| span.len() <= LONGEST).collect();
    let mut list: Vec<DraftPermission> = Vec::new();
    for (at, (block, span)) in sentences.iter().enumerate() {
        let topics = topics.at(span.start);
        let elsewhere = [Topic::ThirdPartySdks, Topic::Cookies, Topic::Rights, Topic::Children].iter().any(|topic| topics.contains(topic));
        let found = table.read(page.words(span));
        if elsewhere || !found.has("context") {
            continue;
        }
        for (id, range) in found.names {
            if list.iter().any(|known| known.id == id) {
                continue;
            }
            let behind = sentences.get(at..).unwrap_or_default().iter().take(NEAR).take_while(|(other, _)| other.abs_diff(*block) <= 1);
            let spans: Vec<_> = behind.map(|(_, span)| span.clone()).collect();
            let refuses = |span: &&std::ops::Range<usize>| {
                let groups = page.groups(span);
                groups.has(Group::Refuse) && (groups.has(Group::Spares) || groups.has(Group::Stops))
            };
            list.push(DraftPermission {
                id: id.to_owned(),
                name: page.found(&(span.start + range.start..span.start + range.end)),
                purpose: page.found(span),
                effect: spans.iter().find(refuses).map(|span| page.found(span)),
                system: spans.iter().take(3).flat_map(|span| shown(table, page.words(span))).collect(),
            });
        }
    }
    list
}

/// The quoted names behind "displayed as".
fn shown(table: &Table, words: &str) -> Vec<String> {
    if !table.read(words).has("shown") {
        return Vec::new();
    }
    let quoted = words.split(['“', '”', '"', '「', '」']).skip(1).step_by(2);
    quoted.map(|name| name.trim().trim_end_matches(['.', '。']).to_owned()).filter(|name| !name.is_empty()).collect()
}

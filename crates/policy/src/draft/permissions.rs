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
        // What a system shows is a name of the permission before it.
        if elsewhere || !found.has("context") || found.has("shown") {
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

#[cfg(test)]
mod tests {
    use crate::draft::draft;
    use crate::mark::Lexicon;
    use crate::read::{TextFormat, read_text};

    fn check(text: &str, expected: &[(&str, bool, &[&str])]) {
        let found = draft(&read_text(text, TextFormat::Plain), &Lexicon::shipped().unwrap()).permissions;
        let found: Vec<_> = found.iter().map(|one| (one.id.as_str(), one.effect.is_some(), one.system.join(" "))).collect();
        let expected: Vec<_> = expected.iter().map(|(id, effect, system)| (*id, *effect, system.join(" "))).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn permissions_have_effects_and_system_names() {
        check(
            "To scan a label we ask for the camera permission. It is displayed as \"take pictures\" on some phones. If you refuse, you cannot scan, which does not affect the rest.",
            &[("camera", true, &["take pictures"])],
        );
        check("我们会申请麦克风权限用于语音下单。如您拒绝，您将无法使用该功能。", &[("microphone", true, &[])]);
        check("Kami memerlukan kebenaran lokasi untuk mencari cawangan.", &[("location", false, &[])]);
    }

    #[test]
    fn mentions_without_a_request_are_none() {
        check("The location of the counter is on the map.", &[]);
        check("照片印在包裹上。", &[]);
    }
}

//! What a policy says a person may ask for, and what it calls a material change.
//!
//! In: a reading and its topics. Out: each right once, with the sentence that says how to use it; the members of the list of material changes.
//! Deliberately absent: rights that the law gives and the text does not.

use std::ops::Range;
use std::sync::LazyLock;

use countersign_core::{Block, BlockKind};
use serde::Serialize;
use toml_edit::{DocumentMut, Item};

use super::{Found, said};
use crate::outline::number;
use crate::read::Reading;
use crate::sentence::{self, Cut};
use crate::terms::{self, Script, Terms};
use crate::topic::{Topic, Topics};

/// One right.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Right {
    /// `access`, `correct`, `delete`, `withdraw`, `copy`, `restrict`, `object`, `automated`, `cancel-account` or `complain`.
    pub kind: String,
    /// The heading or sentence that gives it.
    pub said: Found<String>,
    /// The sentence that says how to use it.
    pub way: Option<Found<String>>,
}

struct Words {
    kinds: Vec<String>,
    terms: Terms,
    way: Terms,
}

static WORDS: LazyLock<Option<Words>> = LazyLock::new(|| {
    let file = include_str!("../../data/facts/rights.toml").parse::<DocumentMut>().ok()?;
    let table = file.get("kind").and_then(Item::as_table)?;
    let kinds: Vec<String> = table.iter().map(|(kind, _)| kind.to_owned()).collect();
    let terms = Terms::new(kinds.iter().map(|kind| terms::strings(table, kind)), Script::shipped())?;
    let way = Terms::new([terms::strings(file.as_table(), "way")], Script::shipped())?;
    Some(Words { kinds, terms, way })
});

impl Words {
    fn kinds_in(&self, text: &str) -> Vec<&str> {
        let seen = self.terms.groups(&self.terms.see(&self.terms.fold(text).text));
        seen.iter().filter_map(|one| self.kinds.get(one.group).map(String::as_str)).collect()
    }

    fn says_how(&self, text: &str) -> bool {
        !self.way.groups(&self.way.see(&self.way.fold(text).text)).is_empty()
    }
}

/// The rights that the sections about them give, each once, by heading where one names it, else by sentence.
pub(super) fn rights(reading: &Reading, topics: &Topics) -> Vec<Right> {
    let Some(words) = &*WORDS else { return Vec::new() };
    let spans = topics.spans_of(Topic::Rights);
    let inside = |at: usize| spans.iter().any(|span| span.contains(&at));
    let headings = reading.headings().iter().enumerate().filter(|(_, heading)| inside(heading.start));
    let mut list: Vec<Right> = Vec::new();
    for (place, heading) in headings {
        let end = reading.headings().get(place + 1).map_or(reading.text().len(), |next| next.start);
        // A heading that names many rights is the section's own.
        let kinds = words.kinds_in(&heading.title);
        if let [kind] = kinds.as_slice() {
            add(
                &mut list,
                kind,
                Found { value: heading.title.clone(), span: heading.start..heading.end },
                way(reading, words, heading.end..end),
            );
        }
    }
    for (_, span) in sentence::of(reading, Cut::Clauses).filter(|(_, span)| inside(span.start)) {
        let found = said(reading, span.clone());
        if found.value.len() <= 600 {
            let way = words.says_how(&found.value).then(|| found.clone());
            for kind in words.kinds_in(&found.value) {
                add(&mut list, kind, found.clone(), way.clone());
            }
        }
    }
    list.sort_by_key(|right| right.said.span.start);
    list
}

fn add(list: &mut Vec<Right>, kind: &str, said: Found<String>, way: Option<Found<String>>) {
    if list.iter().all(|known| known.kind != kind) {
        list.push(Right { kind: kind.to_owned(), said, way });
    }
}

/// The first sentence in a stretch that says how.
fn way(reading: &Reading, words: &Words, span: Range<usize>) -> Option<Found<String>> {
    let text = reading.text().get(span.clone())?;
    let first = sentence::ranges(text, Cut::Clauses).into_iter().take(12);
    first
        .map(|range| span.start + range.start..span.start + range.end)
        .map(|span| said(reading, span))
        .find(|found| words.says_how(&found.value))
}

/// What the text calls a material change: the list behind a sentence that says so.
pub(super) fn material_changes(reading: &Reading) -> Vec<Found<String>> {
    static OPENS: LazyLock<Option<Terms>> = LazyLock::new(|| {
        const OPENS: &[&str] = &[
            "material change*|major change*|significant change*|substantial change* & includ*|following & !notice* & !notif* & !inform*",
            "重大变更|重大变化 & 包括|如下 & !通知 & !公告 & !告知",
            "perubahan ketara|perubahan besar|perubahan penting & termasuk|berikut & !notis & !memaklumkan",
        ];
        Terms::new([OPENS.to_vec()], Script::shipped())
    });
    let Some(opens) = &*OPENS else { return Vec::new() };
    let says = |found: &Found<String>| !opens.groups(&opens.see(&opens.fold(&found.value).text)).is_empty();
    let ends = |found: &Found<String>| found.value.ends_with([':', '：']) || found.value.ends_with("following");
    let lead = sentence::of(reading, Cut::Stops).filter(|(_, span)| span.len() <= 900).map(|(place, span)| (place, said(reading, span)));
    let Some((place, lead)) = lead.into_iter().find(|(_, found)| ends(found) && says(found)) else { return Vec::new() };
    let behind = reading.blocks().get(place + 1..).unwrap_or_default();
    // A clause with as many numbers as the lead's own begins something else.
    let parts = number::parse(&lead.value).map_or(0, |number| number.path.len());
    let same = |block: &Block| {
        let words = reading.text().get(block.content..block.end).unwrap_or_default();
        parts > 1 && number::parse(words).is_some_and(|number| number.path.len() == parts)
    };
    let items = behind.iter().take_while(|block| block.kind == BlockKind::ListItem && !same(block)).take(40);
    items.map(|block| said(reading, block.content..block.end)).collect()
}

#[cfg(test)]
mod tests {
    use crate::facts::facts;
    use crate::read::{TextFormat, read_text};

    #[test]
    fn rights_are_those_of_their_section() {
        let text = "# Policy\n\nDelete nothing.\n\n## Your rights\n\n### Access your data\n\nWe keep it. You may see it through Settings.\n\n### More\n\nYou may complain to the authority.\n";
        let found = facts(&read_text(text, TextFormat::Markdown)).rights;
        assert_eq!(found.iter().map(|right| right.kind.as_str()).collect::<Vec<_>>(), ["access", "complain"]);
        assert_eq!(found[0].way.as_ref().unwrap().value, "You may see it through Settings.");
        let text = "# 政策\n\n## 您的权利\n\n- 查询：您可以通过“我的”页面查询。\n- 删除：您可以联系客服删除。\n";
        let found = facts(&read_text(text, TextFormat::Markdown)).rights;
        assert_eq!(found.iter().map(|right| right.kind.as_str()).collect::<Vec<_>>(), ["access", "delete"]);
    }

    #[test]
    fn material_changes_are_a_list() {
        let text =
            "# Policy\n\n## Changes\n\nMaterial changes include the following:\n\n- another owner;\n- another recipient.\n\nThe end.\n";
        let found = facts(&read_text(text, TextFormat::Markdown)).material_changes;
        assert_eq!(found.iter().map(|found| found.value.as_str()).collect::<Vec<_>>(), ["another owner;", "another recipient."]);
        assert!(facts(&read_text("We tell you of changes.", TextFormat::Plain)).material_changes.is_empty());
    }
}

//! The policy's own definition of sensitive data.
//!
//! In: a reading. Out: where the definition stands and the categories that it lists. Deliberately absent: the lists of law.

use std::ops::Range;

use countersign_core::Category;

use super::fold::Folded;
use super::lexicon::{Lexicon, Meaning};
use crate::read::Reading;

/// What the policy says on its own.
#[derive(Debug, Default)]
pub(super) struct Own {
    pub(super) definition: Option<Range<usize>>,
    pub(super) categories: Vec<Category>,
}

/// Reads the definitions of a policy.
pub(super) fn own(reading: &Reading, lexicon: &Lexicon) -> Own {
    let mut own = Own::default();
    for block in reading.blocks() {
        let folded = lexicon.fold(super::content(reading, block));
        let Some(list) = definition(lexicon, &folded) else { continue };
        if own.definition.is_none() {
            let range = folded.range(list.start, list.end);
            own.definition = Some(block.content + range.start..block.content + range.end);
        }
        for hit in lexicon.hits(folded.text.get(list).unwrap_or_default(), |meaning| meaning != Meaning::Ordinary) {
            if let Meaning::Sensitive(category, _) = hit.meaning
                && !own.categories.contains(&category)
            {
                own.categories.push(category);
            }
        }
    }
    own
}

/// The sentence in which folded text lists what it calls sensitive, from the words that open the list.
fn definition(lexicon: &Lexicon, folded: &Folded) -> Option<Range<usize>> {
    const LINKS: &[&str] =
        &["includ", "such as", "refers to", "means", "包括", "包含", "是指", "指", "merangkumi", "termasuk", "bermaksud", ":", "："];
    let text = folded.text.as_str();
    let (at, name) =
        lexicon.definitions().iter().filter_map(|name| text.find(name.as_str()).map(|at| (at, name))).min_by_key(|(at, _)| *at)?;
    let start = at + name.len();
    let rest = text.get(start..)?;
    let end = rest.find(['。', ';', '；']).or_else(|| rest.find(". ")).unwrap_or(rest.len());
    let sentence = rest.get(..end)?;
    let link = LINKS.iter().filter_map(|link| sentence.find(link)).min().filter(|link| *link <= 60)?;
    Some(start + link..start + end)
}

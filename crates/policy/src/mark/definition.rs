//! The policy's own definition of sensitive data.
//!
//! In: a reading. Out: where the definition stands and the categories that it lists: in its sentence, in the list items or the table cell
//! behind it, or in the paragraph under a heading that names it. Deliberately absent: the lists of law.

use std::ops::Range;

use countersign_core::{Block, BlockKind, Category};

use super::beside::{beginning, first_of};
use super::lexicon::{Beside, Lexicon};
use super::mention::mentions;
use crate::read::Reading;

/// What the policy says on its own.
#[derive(Debug, Default)]
pub(super) struct Own {
    pub(super) definition: Option<Range<usize>>,
    pub(super) categories: Vec<Category>,
}

/// The longest sentence that is read as a definition, in bytes.
const SENTENCE: usize = 2000;
/// The most list items that one definition can have.
const ITEMS: usize = 40;
/// How far behind the name the words that open its list may stand where nothing defines it, in bytes.
const NEAR: usize = 60;

/// Reads the definitions of a policy.
pub(super) fn own(reading: &Reading, lexicon: &Lexicon) -> Own {
    let mut own = Own::default();
    let mut listed = false;
    for (place, block) in reading.blocks().iter().enumerate().filter(|(_, block)| block.kind != BlockKind::ContentsEntry) {
        let folded = lexicon.fold(super::content(reading, block));
        for (name, beside) in lexicon.names(&folded.text) {
            let (text, shift) = (folded.text.get(name.end..).unwrap_or_default(), name.end);
            let following = reading.blocks().get(place + 1..).unwrap_or_default();
            let (sentence, list) = match text.trim_matches([' ', ':', '：']).is_empty() {
                true => (None, under(reading, lexicon, beside, text, following)),
                false => match sentence(beside, text) {
                    Some(found) if found.is_open => {
                        (Some(found.clone()), Some(items(reading, lexicon, following)).filter(|list| !list.text.is_empty()))
                    }
                    Some(found) => (Some(found.clone()), found.list.map(|list| List { text: list, end: None })),
                    None => continue,
                },
            };
            if sentence.is_none() && list.is_none() {
                continue;
            }
            let before = own.categories.len();
            for item in list.iter().flat_map(|list| mentions(lexicon, &list.text, |_| true)) {
                if let Some(term) = item.term.filter(|term| !own.categories.contains(&term.category)) {
                    own.categories.push(term.category);
                }
            }
            let here = own.categories.len() > before;
            let defines = sentence.as_ref().is_none_or(|sentence| sentence.defines) || name.start < NEAR / 3;
            if defines && (own.definition.is_none() || here && !listed) {
                let end = sentence.map_or(name.end, |sentence| shift + sentence.end);
                let range = folded.range(name.start, end);
                let end = list.and_then(|list| list.end).unwrap_or(block.content + range.end);
                own.definition = Some(block.content + range.start..end);
                listed = here;
            }
        }
    }
    own
}

/// The words of a list, and where it ends in the reading's text if it stands in blocks of its own.
struct List {
    text: String,
    end: Option<usize>,
}

/// What follows a name in its sentence.
#[derive(Clone)]
struct Sentence {
    end: usize,
    /// The words that open its list and what follows them.
    list: Option<String>,
    /// Whether the list is still to come.
    is_open: bool,
    /// Whether it says what the name means.
    defines: bool,
}

/// The first bytes of a text, so that no definition costs more than its own length.
fn start_of(text: &str) -> &str {
    text.get(..text.floor_char_boundary(SENTENCE)).unwrap_or_default()
}

fn sentence(beside: &Beside, text: &str) -> Option<Sentence> {
    const QUOTES: [char; 12] = [' ', '"', '”', '」', '』', '）', ')', '》', '\'', ',', '，', '*'];
    let text = start_of(text);
    let end = text.find(['。', ';', '；']).into_iter().chain(text.find(". ").map(|at| at + 1)).min().unwrap_or(text.len());
    let words = text.get(..end)?;
    let bare = words.trim_start_matches(QUOTES);
    let defines = beginning(bare, &beside.defining).is_some();
    let opens = if text.starts_with('\t') { Some(0..1) } else { first_of(words, &beside.listing) };
    let colon = words.find([':', '：']).map(|at| at..at + words.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let opens = opens.into_iter().chain(colon).min_by_key(|range| range.start);
    let near = opens.as_ref().is_some_and(|opens| opens.start <= NEAR);
    let denied = opens.as_ref().is_some_and(|opens| words.get(..opens.start).is_some_and(negates));
    if !(defines || near) || denied {
        return None;
    }
    let list = opens.and_then(|opens| words.get(opens.end..)).map(str::to_owned);
    let is_open = list.as_ref().is_some_and(|list| list.trim_matches([' ', ':', '：', ',']).is_empty());
    Some(Sentence { end, list, is_open, defines })
}

/// Whether the words before a list say that it is left out.
fn negates(before: &str) -> bool {
    let before = before.trim_end();
    ["不", " not", " tidak"].iter().any(|word| before.ends_with(word))
}

/// What stands under a name that ends its block: list items, or a paragraph that goes on with the definition.
fn under(reading: &Reading, lexicon: &Lexicon, beside: &Beside, rest: &str, following: &[Block]) -> Option<List> {
    let next = following.first()?;
    let folded = lexicon.fold(start_of(super::content(reading, next)));
    if beginning(&folded.text, &beside.defining).or_else(|| beginning(&folded.text, &beside.listing)).is_some() {
        let found = sentence(beside, &folded.text)?;
        if found.is_open {
            return Some(items(reading, lexicon, following.get(1..)?)).filter(|list| !list.text.is_empty());
        }
        let range = folded.range(0, found.end);
        return Some(List { text: found.list?, end: Some(next.content + range.end) });
    }
    let colon = rest.contains([':', '：']);
    colon.then(|| items(reading, lexicon, following)).filter(|list| !list.text.is_empty())
}

/// The list items or table rows that follow at once.
fn items(reading: &Reading, lexicon: &Lexicon, following: &[Block]) -> List {
    let mut list = List { text: String::new(), end: None };
    let Some(kind) = following.first().map(|block| block.kind) else { return list };
    if kind != BlockKind::ListItem && kind != BlockKind::TableRow {
        return list;
    }
    for block in following.iter().take_while(|block| block.kind == kind).take(ITEMS) {
        list.text.push_str(&lexicon.fold(start_of(super::content(reading, block))).text);
        list.text.push_str(", ");
        list.end = Some(block.end);
    }
    list
}

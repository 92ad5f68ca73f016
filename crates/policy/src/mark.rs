//! Sensitive mentions: where a policy names data that the law, or the policy itself, calls sensitive.
//!
//! In: a reading, the lexicon, and what the site asks for. Out: marks that fit the reading's blocks. The policy's own definition counts first:
//! its listed categories are marked whatever the jurisdiction. Deliberately absent: negations, since a mention in "we never keep your
//! fingerprint" should stand out as well.

mod fold;
mod lexicon;

use countersign_core::{Block, BlockKind, Category, Mark};

pub use lexicon::{Lexicon, LexiconError};
pub(crate) use lexicon::{Meaning, is_spaced_letter};

use crate::read::Reading;
pub(crate) use fold::{Folded, Folding};
use lexicon::{Hit, Regimes};

/// What the site asks for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct MarkOptions {
    /// ISO 3166-1 alpha-2 codes; each chooses the lists of its law. Codes without a known list add nothing.
    pub jurisdictions: Vec<String>,
    /// Marks by the widest list, whatever the jurisdictions.
    pub strict: bool,
}

impl MarkOptions {
    fn regimes(&self) -> Regimes {
        const EUROPE: &[&str] = &[
            "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL",
            "PL", "PT", "RO", "SE", "SI", "SK", "IS", "LI", "NO", "GB",
        ];
        if self.strict {
            return Regimes::ALL;
        }
        let one = |code: &String| match code.as_str() {
            "CN" => Regimes::named("PS"),
            "MY" => Regimes::named("M"),
            code if EUROPE.contains(&code) => Regimes::named("G"),
            _ => Regimes::default(),
        };
        self.jurisdictions.iter().map(one).fold(Regimes::default(), Regimes::with)
    }
}

/// The sensitive mentions of a reading, in text order; contents entries carry none.
#[must_use]
pub fn mark_sensitive(reading: &Reading, lexicon: &Lexicon, options: &MarkOptions) -> Vec<Mark> {
    let regimes = options.regimes();
    let own = own_categories(reading, lexicon);
    let counts = |meaning: Meaning| match meaning {
        Meaning::Sensitive(category, listed) => listed.meets(regimes) || own.contains(&category),
        Meaning::Denied => true,
        Meaning::Ordinary => false,
    };
    let mut marks = Vec::new();
    for block in reading.blocks().iter().filter(|block| block.kind != BlockKind::ContentsEntry) {
        let words = content(reading, block);
        let folded = lexicon.fold(words);
        for hit in lexicon.hits(&folded.text, counts) {
            if let Meaning::Sensitive(category, _) = hit.meaning {
                let hit = without_owner(&folded.text, with_head(lexicon, &folded.text, hit));
                let range = folded.range(hit.start, hit.end);
                push(&mut marks, Mark { start: block.content + range.start, end: block.content + range.end, category });
            }
        }
    }
    widen(reading, &mut marks);
    marks
}

fn content<'a>(reading: &'a Reading, block: &Block) -> &'a str {
    reading.text().get(block.content..block.end).unwrap_or_default()
}

fn push(marks: &mut Vec<Mark>, mark: Mark) {
    if marks.last().is_none_or(|last| last.end <= mark.start) && mark.start < mark.end {
        marks.push(mark);
    }
}

/// Takes the head noun behind a term in: "location" goes on to "location information".
fn with_head(lexicon: &Lexicon, folded: &str, mut hit: Hit) -> Hit {
    for _ in 0..2 {
        let rest = folded.get(hit.end..).unwrap_or_default();
        let gap = rest.len() - rest.trim_start_matches(' ').len();
        let words = rest.get(gap..).unwrap_or_default();
        let fits = |head: &&String| {
            let spaced = head.starts_with(is_spaced_letter);
            let after = words.strip_prefix(head.as_str());
            after.is_some_and(|after| (gap > 0) == spaced && !(spaced && after.starts_with(is_spaced_letter)))
        };
        let Some(head) = lexicon.heads().iter().filter(fits).max_by_key(|head| head.len()) else { break };
        hit.end += gap + head.len();
    }
    hit
}

/// Leaves the owner out: a term such as "your location" needs the word to be found and not to be shown.
fn without_owner(folded: &str, mut hit: Hit) -> Hit {
    if folded.get(hit.start..hit.end).is_some_and(|words| words.starts_with("your ")) {
        hit.start += "your ".len();
    }
    hit
}

/// A phrase in the author's bold that holds a mark is marked as a whole.
fn widen(reading: &Reading, marks: &mut Vec<Mark>) {
    for bold in reading.bold() {
        let inside: Vec<_> = marks.iter().filter(|mark| bold.start <= mark.start && mark.end <= bold.end).copied().collect();
        let block = reading.blocks().iter().find(|block| block.content <= bold.start && bold.end <= block.end);
        let crossed = marks.iter().any(|mark| mark.start < bold.end && bold.start < mark.end && !inside.contains(mark));
        if let (Some(first), Some(_), false) = (inside.first(), block, crossed) {
            let whole = Mark { start: bold.start, end: bold.end, category: first.category };
            marks.retain(|mark| !inside.contains(mark));
            let place = marks.partition_point(|mark| mark.start < whole.start);
            marks.insert(place, whole);
        }
    }
}

/// The categories that the policy's own definition of sensitive data lists.
fn own_categories(reading: &Reading, lexicon: &Lexicon) -> Vec<Category> {
    let mut found = Vec::new();
    for block in reading.blocks() {
        let folded = lexicon.fold(content(reading, block));
        let Some(list) = definition(lexicon, &folded) else { continue };
        for hit in lexicon.hits(list, |meaning| meaning != Meaning::Ordinary) {
            if let Meaning::Sensitive(category, _) = hit.meaning
                && !found.contains(&category)
            {
                found.push(category);
            }
        }
    }
    found
}

/// The sentence in which folded text lists what it calls sensitive, from the words that open the list.
fn definition<'a>(lexicon: &Lexicon, folded: &'a Folded) -> Option<&'a str> {
    const LINKS: &[&str] =
        &["includ", "such as", "refers to", "means", "包括", "包含", "是指", "指", "merangkumi", "termasuk", "bermaksud", ":", "："];
    let text = folded.text.as_str();
    let (at, name) =
        lexicon.definitions().iter().filter_map(|name| text.find(name.as_str()).map(|at| (at, name))).min_by_key(|(at, _)| *at)?;
    let rest = text.get(at + name.len()..)?;
    let end = rest.find(['。', ';', '；']).or_else(|| rest.find(". ")).unwrap_or(rest.len());
    let sentence = rest.get(..end)?;
    let link = LINKS.iter().filter_map(|link| sentence.find(link)).min().filter(|link| *link <= 60)?;
    sentence.get(link..)
}

/// Every data item that stretches of the text name: sensitive and ordinary ones, in order, with the bytes of the text.
pub(crate) fn named_data(reading: &Reading, lexicon: &Lexicon, block: &Block) -> Vec<(std::ops::Range<usize>, Option<Category>)> {
    let folded = lexicon.fold(content(reading, block));
    let hits = lexicon.hits(&folded.text, |_| true);
    hits.into_iter()
        .filter_map(|hit| {
            let category = match hit.meaning {
                Meaning::Sensitive(category, _) => Some(category),
                Meaning::Ordinary => None,
                Meaning::Denied => return None,
            };
            let hit = if category.is_some() { without_owner(&folded.text, with_head(lexicon, &folded.text, hit)) } else { hit };
            let range = folded.range(hit.start, hit.end);
            Some((block.content + range.start..block.content + range.end, category))
        })
        .collect()
}

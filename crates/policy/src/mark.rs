//! Sensitive mentions: where a policy names data that the law, or the policy itself, calls sensitive.
//!
//! In: a reading, the lexicon, and what the site asks for. Out: marks that fit the reading's blocks, each with the list it rests on. The
//! policy's own definition counts first: its listed categories are marked whatever the jurisdiction. Deliberately absent: negations, since
//! a mention in "we never keep your fingerprint" should stand out as well.

mod definition;
mod fold;
mod lexicon;
mod list;

use std::ops::Range;

use countersign_core::{Block, BlockKind, Category, Mark};

pub use lexicon::{Lexicon, LexiconError};
pub(crate) use lexicon::{Meaning, is_spaced_letter};
pub use list::List;

use crate::read::Reading;
pub(crate) use fold::{Folded, Folding};
use lexicon::Hit;
use list::Lists;

/// What the site asks for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct MarkOptions {
    /// ISO 3166-1 alpha-2 codes; each chooses the lists of its law. Codes without a known list add nothing.
    pub jurisdictions: Vec<String>,
    /// Marks by the widest list, whatever the jurisdictions.
    pub strict: bool,
}

/// Where the GDPR, or the law of the United Kingdom that follows it, applies.
pub(crate) const EUROPE: &[&str] = &[
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL",
    "PT", "RO", "SE", "SI", "SK", "IS", "LI", "NO", "GB",
];

impl MarkOptions {
    /// The lists of law that the site chose.
    fn lists(&self) -> Lists {
        if self.strict {
            return Lists::of_law();
        }
        let of = |code: &String| match code.as_str() {
            "CN" => &[List::Pipl28, List::Gbt45574A, List::Gbt35273B][..],
            "MY" => &[List::Pdpa4],
            code if EUROPE.contains(&code) => &[List::Gdpr9, List::Gdpr10],
            _ => &[],
        };
        self.jurisdictions.iter().flat_map(of).copied().collect()
    }
}

/// A sensitive mention and why it is one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SensitiveMark {
    /// Where it stands, and its category.
    pub mark: Mark,
    /// The first list, in the order of decision, that holds it.
    pub list: List,
}

/// The mentions of one text and what they rest on.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Sensitive {
    /// The mentions, in text order.
    pub marks: Vec<SensitiveMark>,
    /// What they rest on.
    pub basis: SensitiveBasis,
}

impl Sensitive {
    /// The marks alone, as a document takes them.
    #[must_use]
    pub fn plain(&self) -> Vec<Mark> {
        self.marks.iter().map(|mark| mark.mark).collect()
    }
}

/// What decides in a text: its own definition and the chosen lists.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SensitiveBasis {
    /// The text's own definition of sensitive data, as bytes of the reading's text; the one that lists categories where there are several.
    pub definition: Option<Range<usize>>,
    /// The categories that its definitions list, each once, in the order met; empty where they only speak of harm.
    pub own_categories: Vec<Category>,
    /// The lists of law that the site chose, in the order of decision.
    pub chosen: Vec<List>,
    /// The lists that at least one mark rests on, in the order of decision.
    pub used: Vec<List>,
}

/// The sensitive mentions of a reading and what they rest on; contents entries carry none.
#[must_use]
pub fn mark_sensitive(reading: &Reading, lexicon: &Lexicon, options: &MarkOptions) -> Sensitive {
    let chosen = options.lists();
    let own = definition::own(reading, lexicon);
    let rests = |category: Category, listed: Lists| {
        if own.categories.contains(&category) { Some(List::Policy) } else { listed.first_of(chosen) }
    };
    let counts = |meaning: Meaning| match meaning {
        Meaning::Sensitive(category, listed) => rests(category, listed).is_some(),
        Meaning::Denied => true,
        Meaning::Ordinary => false,
    };
    let mut marks = Vec::new();
    for block in reading.blocks().iter().filter(|block| block.kind != BlockKind::ContentsEntry) {
        let words = content(reading, block);
        let folded = lexicon.fold(words);
        for hit in lexicon.hits(&folded.text, counts) {
            if let Meaning::Sensitive(category, listed) = hit.meaning
                && let Some(list) = rests(category, listed)
            {
                let hit = without_owner(&folded.text, with_head(lexicon, &folded.text, hit));
                let range = folded.range(hit.start, hit.end);
                let mark = Mark { start: block.content + range.start, end: block.content + range.end, category };
                push(&mut marks, SensitiveMark { mark, list });
            }
        }
    }
    widen(reading, &mut marks);
    let used: Lists = marks.iter().map(|mark| mark.list).collect();
    let basis = SensitiveBasis {
        definition: own.definition,
        own_categories: own.categories,
        chosen: chosen.iter().collect(),
        used: used.iter().collect(),
    };
    Sensitive { marks, basis }
}

fn content<'a>(reading: &'a Reading, block: &Block) -> &'a str {
    reading.text().get(block.content..block.end).unwrap_or_default()
}

fn push(marks: &mut Vec<SensitiveMark>, new: SensitiveMark) {
    if marks.last().is_none_or(|last| last.mark.end <= new.mark.start) && new.mark.start < new.mark.end {
        marks.push(new);
    }
}

/// The bytes of the longest phrase; more bold than this is a clause that weighs, not the name of data.
const PHRASE: usize = 80;

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

/// A phrase in the author's bold that holds one mark, and no more than a phrase, is marked as a whole.
fn widen(reading: &Reading, marks: &mut [SensitiveMark]) {
    for bold in reading.bold() {
        let words = reading.text().get(bold.clone()).unwrap_or_default();
        let is_phrase = words.len() <= PHRASE && !words.contains(['.', ',', ';', ':', '\n', '。', '，', '；', '：', '、']);
        let from = marks.partition_point(|mark| mark.mark.end <= bold.start);
        let to = marks.partition_point(|mark| mark.mark.start < bold.end);
        if let Some([only]) = marks.get_mut(from..to)
            && is_phrase
            && bold.start <= only.mark.start
            && only.mark.end <= bold.end
        {
            (only.mark.start, only.mark.end) = (bold.start, bold.end);
        }
    }
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

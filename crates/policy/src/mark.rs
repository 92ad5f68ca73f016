//! Sensitive mentions: where a policy names data that the law, or the policy itself, calls sensitive.
//!
//! In: a reading, the lexicon, and what the site asks for. Out: marks that fit the reading's blocks, each with the list it rests on. The
//! policy's own definition counts first: its listed categories are marked whatever the jurisdiction. Deliberately absent: negations, since
//! a mention in "we never keep your fingerprint" should stand out as well.

mod author;
mod beside;
mod borders;
mod definition;
mod fold;
mod lexicon;
mod list;
mod mention;

use std::ops::Range;

use countersign_core::{Block, BlockKind, Category, Mark};

pub use author::AuthorPhrase;
pub(crate) use author::occurs;
pub(crate) use fold::{Folded, Folding};
pub(crate) use lexicon::is_spaced_letter;
pub use lexicon::{Lexicon, LexiconError};
pub use list::List;

use crate::read::Reading;
use author::Author;
use lexicon::Term;
use list::Lists;
use mention::mentions;

/// What the site asks for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct MarkOptions {
    /// ISO 3166-1 alpha-2 codes; each chooses the lists of its law. Codes without a known list add nothing.
    pub jurisdictions: Vec<String>,
    /// Marks by the widest list, whatever the jurisdictions.
    pub strict: bool,
    /// What the author says about words of his own.
    pub author: Vec<AuthorPhrase>,
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

/// The sensitive mentions of a reading and what they rest on.
///
/// Headings and contents entries carry none: a heading is bold already, and its weight says nothing about its words.
#[must_use]
pub fn mark_sensitive(reading: &Reading, lexicon: &Lexicon, options: &MarkOptions) -> Sensitive {
    let chosen = options.lists();
    let own = definition::own(reading, lexicon);
    let author = Author::new(&options.author);
    let rests = |term: Term| if own.categories.contains(&term.category) { Some(List::Policy) } else { term.lists.first_of(chosen) };
    let mut marks = Vec::new();
    for block in reading.blocks().iter().filter(|block| !matches!(block.kind, BlockKind::ContentsEntry | BlockKind::Heading)) {
        let words = content(reading, block);
        let mut found = marks_of(lexicon, &lexicon.fold(words), rests);
        if fold::has_broken_word(words) {
            let joined = marks_of(lexicon, &lexicon.fold_joined(words), rests);
            let free = |mark: &SensitiveMark| !overlaps(&found, mark.mark.start..mark.mark.end);
            let more: Vec<SensitiveMark> = joined.into_iter().filter(free).collect();
            found.extend(more);
            found.sort_by_key(|mark| mark.mark.start);
        }
        if let Some(author) = &author {
            author.correct(lexicon, words, &mut found);
        }
        marks.extend(found.into_iter().map(|found| SensitiveMark { mark: moved(found.mark, block.content), ..found }));
    }
    widen(reading, &mut marks);
    author::obey(reading, &mut marks);
    let used: Lists = marks.iter().map(|mark| mark.list).collect();
    let basis = SensitiveBasis {
        definition: own.definition,
        own_categories: own.categories,
        chosen: chosen.iter().collect(),
        used: used.iter().collect(),
    };
    Sensitive { marks, basis }
}

/// The marks of one text, with offsets in its original.
fn marks_of(lexicon: &Lexicon, folded: &Folded, rests: impl Fn(Term) -> Option<List>) -> Vec<SensitiveMark> {
    let found = mentions(lexicon, &folded.text, |term| rests(term).is_some());
    let sensitive = found.into_iter().filter_map(|item| Some((item, item.term?)));
    let mark = |(item, term): (mention::Mention, Term)| {
        let Range { start, end } = folded.range(item.start, item.end);
        Some(SensitiveMark { mark: Mark { start, end, category: term.category }, list: rests(term)? })
    };
    sensitive.filter_map(mark).filter(|found| found.mark.start < found.mark.end).collect()
}

fn moved(mark: Mark, by: usize) -> Mark {
    Mark { start: mark.start + by, end: mark.end + by, ..mark }
}

/// Whether one of the marks, which are in order, shares a byte with a range.
fn overlaps(marks: &[SensitiveMark], range: Range<usize>) -> bool {
    let place = marks.partition_point(|mark| mark.mark.end <= range.start);
    marks.get(place).is_some_and(|mark| mark.mark.start < range.end)
}

fn content<'a>(reading: &'a Reading, block: &Block) -> &'a str {
    reading.text().get(block.content..block.end).unwrap_or_default()
}

/// The bytes of the longest phrase; more bold than this is a clause that weighs, not the name of data.
const PHRASE: usize = 80;

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

/// Every data item that a block names: sensitive and ordinary ones, in order, with the bytes of the text.
pub(crate) fn named_data(reading: &Reading, lexicon: &Lexicon, block: &Block) -> Vec<(Range<usize>, Option<Category>)> {
    let folded = lexicon.fold(content(reading, block));
    let found = mentions(lexicon, &folded.text, |_| true).into_iter();
    found
        .map(|item| {
            let range = folded.range(item.start, item.end);
            (block.content + range.start..block.content + range.end, item.term.map(|term| term.category))
        })
        .collect()
}

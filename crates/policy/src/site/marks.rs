//! Marking sensitive mentions in the notice's own words, by the same lists as the policy text.
//!
//! In: the site's jurisdictions and one policy. Out: marks of the policy and of short texts. A site that names no jurisdiction is marked by
//! the widest list. Deliberately absent: the lexicon itself.

use std::sync::LazyLock;

use countersign_core::{Category, RichText};

use super::diagnostic::{Code, Report};
use super::file::{SensitiveRow, SiteFile};
use super::policies::Loaded;
use crate::mark::{AuthorPhrase, Lexicon, LexiconError, MarkOptions, Sensitive, mark_sensitive, occurs};
use crate::read::{Reading, TextFormat, read_text};

static LEXICON: LazyLock<Result<Lexicon, LexiconError>> = LazyLock::new(Lexicon::shipped);

/// The lexicon that ships.
pub(super) fn lexicon() -> Result<&'static Lexicon, &'static LexiconError> {
    LEXICON.as_ref()
}

/// Marks texts of one language.
pub(super) struct Marker {
    lexicon: &'static Lexicon,
    options: MarkOptions,
    /// The categories that the policy text marks; its own definition may have added some to the lists of the law.
    known: Vec<Category>,
}

impl Marker {
    /// A marker for one policy of a site, and the policy's marks.
    ///
    /// # Errors
    /// Where the lexicon that ships is broken.
    pub(super) fn new(file: &SiteFile, tag: &str, reading: &Reading) -> Result<(Self, Sensitive), &'static LexiconError> {
        let lexicon = lexicon()?;
        let jurisdictions: Vec<String> = file.site.jurisdictions.iter().map(|code| code.value.clone()).collect();
        let author = file.sensitive.iter().filter(|row| row.counts_in(tag));
        let author = author.map(|row| AuthorPhrase { words: row.words.value.clone(), category: row.category }).collect();
        let options = MarkOptions { strict: file.site.strict || jurisdictions.is_empty(), jurisdictions, author };
        let found = mark_sensitive(reading, lexicon, &options);
        let mut known: Vec<Category> = found.marks.iter().map(|found| found.mark.category).collect();
        known.sort_unstable();
        known.dedup();
        Ok((Self { lexicon, options, known }, found))
    }

    /// Whether the policy text marks this category.
    pub(super) fn knows(&self, category: Category) -> bool {
        self.known.contains(&category)
    }

    /// A short text with its mentions.
    pub(super) fn rich(&self, text: &str) -> RichText {
        let reading = read_text(text, TextFormat::Plain);
        let by_law = mark_sensitive(&reading, self.lexicon, &self.options).plain();
        let widest = MarkOptions { strict: true, ..self.options.clone() };
        let mut marks = mark_sensitive(&reading, self.lexicon, &widest).plain();
        marks.retain(|mark| by_law.contains(mark) || self.known.contains(&mark.category));
        // Offsets count the reading's text, which is the text itself unless it held a carriage return.
        RichText { text: reading.text().to_owned(), marks }
    }
}

/// Reports the author's words that two rows decide about, and those that no text holds.
pub(super) fn check_author(file: &SiteFile, loaded: &[Option<Loaded>], report: &Report<'_>) {
    for (place, row) in file.sensitive.iter().enumerate() {
        let same = |other: &&SensitiveRow| {
            let both = other.locale.is_none() || row.locale.is_none() || other.locale == row.locale;
            both && occurs(&other.words.value, &row.words.value) && occurs(&row.words.value, &other.words.value)
        };
        if file.sensitive.iter().take(place).any(|other| same(&other)) {
            let message = format!("[[sensitive]] has two rows for \"{}\"", row.words.value);
            report.add(Code::DuplicateId, &row.words.span, message, "keep one of them, or give each a `locale` of its own");
        }
        // A policy that could not be read may hold any words.
        let languages = || file.locales.iter().zip(loaded).filter(|(locale, _)| row.counts_in(&locale.tag.value));
        let unread = languages().any(|(_, loaded)| loaded.is_none());
        let in_policy =
            languages().filter_map(|(_, loaded)| loaded.as_ref()).any(|loaded| occurs(&row.words.value, loaded.policy.reading.text()));
        let in_notice = || languages().any(|(locale, _)| said(file, &locale.tag.value).any(|text| occurs(&row.words.value, text)));
        if languages().next().is_some() && !unread && !in_policy && !in_notice() {
            let message = format!("\"{}\" stands in no policy and in no row", row.words.value);
            report.add(Code::UnusedWords, &row.words.span, message, "write the words as the policy does, or take the row out");
        }
    }
}

/// What the rows say in one language.
fn said<'a>(file: &'a SiteFile, tag: &'a str) -> impl Iterator<Item = &'a str> {
    let purposes = file.purposes.iter().flat_map(|row| row.description.iter().chain(&row.effect));
    purposes.chain(file.data.iter().map(|row| &row.label)).map(|text| text.say(tag))
}

//! Marking sensitive mentions in the notice's own words, by the same lists as the policy text.
//!
//! In: the site's jurisdictions and one policy. Out: marks of the policy and of short texts. A site that names no jurisdiction is marked by
//! the widest list. Deliberately absent: the lexicon itself.

use std::sync::LazyLock;

use countersign_core::{Category, RichText};

use super::file::SiteFile;
use crate::mark::{Lexicon, LexiconError, MarkOptions, Sensitive, mark_sensitive};
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
    pub(super) fn new(file: &SiteFile, reading: &Reading) -> Result<(Self, Sensitive), &'static LexiconError> {
        let lexicon = lexicon()?;
        let jurisdictions: Vec<String> = file.site.jurisdictions.iter().map(|code| code.value.clone()).collect();
        let options = MarkOptions { strict: file.site.strict || jurisdictions.is_empty(), jurisdictions, ..MarkOptions::default() };
        let found = mark_sensitive(reading, lexicon, &options);
        let mut known: Vec<Category> = found.marks.iter().map(|found| found.mark.category).collect();
        known.sort_unstable();
        known.dedup();
        Ok((Self { lexicon, options, known }, found))
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

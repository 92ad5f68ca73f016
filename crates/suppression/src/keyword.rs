//! What somebody who answers a message means: a word that stops, a word that joins again, or anything else.
//!
//! In: the text of a message, and the short words of a site. Out: one of three meanings. Letters fold by NFKC and case, so that `ＴＤ`, `td.` and
//! `T D` are one word; whatever is neither letter nor digit does not count. A whole message has to be a word: a sentence that holds one is
//! left to people, because it may say the opposite.
//! Deliberately absent: who wrote, and what follows from it. The lists are ours; the short words are those in use with carriers and courier
//! policies, the words of languages those that people write.

mod words;

use std::collections::BTreeSet;
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use words::{AROUND, SHORT, WORDS};

/// Letters and digits of the longest message that can be a word.
const MAX_LETTERS: usize = 32;

/// What a message means.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Meaning {
    /// Nothing more may be sent.
    Stop,
    /// Messages are wished again.
    Rejoin,
    /// Something that a person has to read.
    Unknown,
}

/// The words of one site.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Keywords {
    short: BTreeSet<String>,
    rejoin: BTreeSet<String>,
}

/// Why a site's words cannot be used.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[non_exhaustive]
pub enum KeywordError {
    /// A word without letters and digits, or a sentence.
    #[error("{word:?} is no word to send back; write 1 to {MAX_LETTERS} letters and digits")]
    NoWord {
        /// As it was written.
        word: String,
    },
    /// A word that stops is to join again.
    #[error("{word:?} stops messages and cannot join again; name another word")]
    Stops {
        /// As it was written.
        word: String,
    },
}

impl Default for Keywords {
    /// The usual short words, and no word that joins again.
    fn default() -> Self {
        Self { short: SHORT.iter().map(|word| fold(word)).collect(), rejoin: BTreeSet::new() }
    }
}

impl Keywords {
    /// The words of a site: `short` instead of the usual short words, where it is there; `rejoin`, by which messages are wished again.
    /// The words of the four languages always stop: no site can give them another meaning.
    ///
    /// # Errors
    /// A word that is none, or one that stops and is to join again.
    pub fn new(short: Option<&[String]>, rejoin: &[String]) -> Result<Self, KeywordError> {
        let mut this = Self::default();
        if let Some(short) = short {
            this.short = short.iter().map(|word| word_of(word)).collect::<Result<_, _>>()?;
        }
        for word in rejoin {
            let folded = word_of(word)?;
            if this.stops(&folded) {
                return Err(KeywordError::Stops { word: word.clone() });
            }
            this.rejoin.insert(folded);
        }
        Ok(this)
    }

    /// What a message means.
    #[must_use]
    pub fn read(&self, text: &str) -> Meaning {
        let folded = fold(text);
        if self.stops(&folded) || self.is_footer(&folded) {
            Meaning::Stop
        } else if self.rejoin.contains(&folded) {
            Meaning::Rejoin
        } else {
            Meaning::Unknown
        }
    }

    fn stops(&self, folded: &str) -> bool {
        self.short.contains(folded) || WORDS.iter().any(|(_, words)| words.contains(&folded))
    }

    /// Whether the message is the line that ends messages, sent back as it stands: `回T退订` and the like.
    fn is_footer(&self, folded: &str) -> bool {
        let within = |(before, behind): &(&str, &str)| folded.strip_prefix(before)?.strip_suffix(behind);
        AROUND.iter().filter_map(within).any(|word| self.stops(word))
    }
}

fn word_of(word: &str) -> Result<String, KeywordError> {
    let folded = fold(word);
    if folded.is_empty() { Err(KeywordError::NoWord { word: word.to_owned() }) } else { Ok(folded) }
}

/// Letters and digits alone, in one form; nothing where there are more than a word has.
fn fold(text: &str) -> String {
    // What is longer than any word with its decoration is not folded at all, whatever its length.
    let letters = text.chars().take(MAX_LETTERS * 8).nfkc().flat_map(char::to_lowercase).filter(|letter| letter.is_alphanumeric());
    let folded: String = letters.take(MAX_LETTERS + 1).collect();
    let fits = folded.chars().count() <= MAX_LETTERS && text.chars().nth(MAX_LETTERS * 8).is_none();
    if fits { folded } else { String::new() }
}

#[cfg(test)]
mod tests;

//! Words beside a term, in folded text.
//!
//! In: the text before or behind a term, and phrases. Out: whether one of them stands there, at borders of words. Deliberately absent:
//! what the phrases mean.

use std::ops::Range;

use super::lexicon::{Beside, is_spaced_letter};

/// The longest of the phrases with which the text ends, up to a gap behind it: the byte where it starts.
pub(super) fn ending(text: &str, phrases: &[String]) -> Option<usize> {
    let words = text.trim_end_matches(' ');
    let fits = |phrase: &&String| {
        let before = words.strip_suffix(phrase.as_str());
        before.is_some_and(|before| !(phrase.starts_with(is_spaced_letter) && before.ends_with(is_spaced_letter)))
    };
    phrases.iter().filter(fits).map(|phrase| words.len() - phrase.len()).min()
}

/// The longest of the phrases with which the text begins, after a gap before it: the byte where it ends.
pub(super) fn beginning(text: &str, phrases: &[String]) -> Option<usize> {
    let words = text.trim_start_matches(' ');
    let gap = text.len() - words.len();
    let fits = |phrase: &&String| {
        let behind = words.strip_prefix(phrase.as_str());
        behind.is_some_and(|behind| !(phrase.ends_with(is_spaced_letter) && behind.starts_with(is_spaced_letter)))
    };
    phrases.iter().filter(fits).map(|phrase| gap + phrase.len()).max()
}

/// Whether the text ends with one of the phrases.
pub(super) fn ends_with_one(text: &str, phrases: &[String]) -> bool {
    ending(text, phrases).is_some()
}

/// Whether the text begins with one of the phrases.
pub(super) fn starts_with_one(text: &str, phrases: &[String]) -> bool {
    beginning(text, phrases).is_some()
}

/// The first place in a text where one of the phrases stands, as whole words; the longest of those at one place.
pub(super) fn first_of(text: &str, phrases: &[String]) -> Option<Range<usize>> {
    let place = |phrase: &String| {
        let mut found = text.match_indices(phrase.as_str());
        let (at, _) = found.find(|(at, found)| {
            let opens = phrase.starts_with(is_spaced_letter) && text.get(..*at).is_some_and(|before| before.ends_with(is_spaced_letter));
            let behind = text.get(at + found.len()..);
            let closes = phrase.ends_with(is_spaced_letter) && behind.is_some_and(|behind| behind.starts_with(is_spaced_letter));
            !opens && !closes
        })?;
        Some(at..at + phrase.len())
    };
    phrases.iter().filter_map(place).min_by_key(|range| (range.start, std::cmp::Reverse(range.end)))
}

/// Whether a gap between two data items holds what parts the members of a list, and nothing else.
pub(super) fn is_joint(gap: &str, beside: &Beside) -> bool {
    /// More than this between two items is a sentence.
    const LONGEST: usize = 40;
    if gap.len() > LONGEST {
        return false;
    }
    let mut rest = gap;
    let mut joins = false;
    loop {
        rest = rest.trim_start_matches(' ');
        if rest.is_empty() {
            return joins;
        }
        let token = |words: &[String]| {
            let fits = |word: &&String| {
                let after = rest.strip_prefix(word.as_str());
                after.is_some_and(|after| !(word.ends_with(is_spaced_letter) && after.starts_with(is_spaced_letter)))
            };
            words.iter().filter(fits).map(String::len).max()
        };
        let (joint, article) = (token(&beside.joints), token(&beside.articles));
        joins |= joint.is_some();
        let Some(length) = joint.max(article) else { return false };
        rest = rest.get(length..).unwrap_or_default();
    }
}

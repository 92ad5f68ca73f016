//! Titles that a printed contents list promises, to be known again in the text.
//!
//! In: the titles. Out: whether words are one of them, and where one ends that flattened words begin with. Deliberately absent: the lists.

use std::collections::{HashMap, HashSet};

use super::contents;

/// Promised titles.
#[derive(Debug, Default)]
pub(crate) struct Promised {
    /// The words of each title, folded.
    titles: Vec<Vec<String>>,
    /// Titles by their last word.
    by_last: HashMap<String, Vec<usize>>,
    folded: HashSet<Vec<String>>,
    longest: usize,
}

/// Words by which a title may be longer in the text than promised.
const LONGER: usize = 3;
/// Titles with one last word that are tried.
const TRIED: usize = 24;

impl Promised {
    /// Titles in the order of their list.
    pub(crate) fn new(titles: &[String]) -> Self {
        let mut promised = Self::default();
        for title in titles {
            promised.folded.insert(contents::fold(title));
            let words: Vec<_> = title.split_whitespace().map(fold).collect();
            if words.len() > 1
                && let Some(last) = words.last()
            {
                promised.longest = promised.longest.max(words.len());
                let same = promised.by_last.entry(last.clone()).or_default();
                if same.len() < TRIED {
                    same.push(promised.titles.len());
                    promised.titles.push(words);
                }
            }
        }
        promised
    }

    /// Whether words are a promised title.
    pub(crate) fn holds(&self, title: &str) -> bool {
        !self.folded.is_empty() && self.folded.contains(&contents::fold(title))
    }

    /// The end of the first promised title that words begin with, or nearly so.
    pub(crate) fn end(&self, rest: &str) -> Option<usize> {
        if self.titles.is_empty() {
            return None;
        }
        let tokens: Vec<_> = rest.split_whitespace().take(self.longest + LONGER).collect();
        let words: Vec<_> = tokens.iter().map(|token| fold(token)).collect();
        let mut found: Option<(usize, usize)> = None;
        for (place, word) in words.iter().enumerate() {
            for title in self.by_last.get(word).into_iter().flatten() {
                let wanted = self.titles.get(*title).map(Vec::as_slice).unwrap_or_default();
                let seen = words.iter().take(place + 1).filter(|word| wanted.contains(word)).count();
                let near = place + 1 >= wanted.len().saturating_sub(1) && place < wanted.len() + LONGER;
                if near && seen * 10 >= wanted.len() * 8 && found.is_none_or(|(known, _)| *title < known) {
                    found = Some((*title, place));
                }
            }
        }
        let token = tokens.get(found?.1)?;
        let at = token.as_ptr() as usize - rest.as_ptr() as usize;
        Some(at + token.trim_end_matches([',', ';']).len())
    }
}

fn fold(word: &str) -> String {
    word.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::Promised;

    fn check(titles: &[&str], text: &str, expected: Option<&str>) {
        let titles: Vec<_> = titles.iter().map(|title| (*title).to_owned()).collect();
        assert_eq!(Promised::new(&titles).end(text).map(|end| &text[..end]), expected, "{text}");
    }

    #[test]
    fn titles_end_where_their_last_word_stands() {
        check(&["How we use data", "Your rights"], "Your rights You may object.", Some("Your rights"));
        check(&["How we use data", "Your rights"], "How we use your data, and more", Some("How we use your data"));
        check(&["How we use data"], "How parcels travel", None);
        check(&["Rights"], "Rights are yours", None);
        check(&[], "Rights", None);
    }
}

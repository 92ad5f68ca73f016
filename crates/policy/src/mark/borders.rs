//! Borders of a mention: the noun phrase that names the data, with its head noun and without its owner.
//!
//! In: items at their bare terms. Out: items grown to leads, head nouns and heads shared over a list ("bank and payment account").
//! Deliberately absent: which terms count.

use super::beside::{beginning, ending};
use super::lexicon::{Beside, Lexicon, Strength, is_spaced_letter};
use super::mention::Mention;

/// Takes leads and head nouns in: "location" goes on to "location information".
pub(super) fn extend(lexicon: &Lexicon, folded: &str, items: &mut Vec<Mention>) {
    let mut grown: Vec<Mention> = Vec::with_capacity(items.len());
    let mut rest = items.iter().peekable();
    while let Some(item) = rest.next() {
        let floor = grown.last().map_or(0, |last| last.end);
        if item.start < floor {
            continue;
        }
        let mut item = *item;
        if let Some(term) = item.term {
            let beside = lexicon.beside(term.tongue);
            let start = with_heads_before(beside, folded, item.start);
            item.is_headed |= start < item.start;
            let start = with_lead(beside, folded, start);
            item.start = if start < floor { item.start } else { start };
            let end = with_head(beside, folded, item.end);
            // A head noun never cuts into the next item: that item is then swallowed whole, or the head stays out.
            let cut = rest.peek().is_some_and(|next| next.start < end && end < next.end);
            item.end = if cut { item.end } else { end };
            item.is_headed |= item.end > item.core;
            let weak = term.strength != Strength::Alone && !item.is_headed;
            let ceiling = rest.peek().map_or(folded.len(), |next| next.start);
            if weak && let Some(end) = over_a_word(lexicon, beside, folded, &item, ceiling) {
                (item.end, item.is_headed) = (end, true);
            }
        }
        grown.push(item);
    }
    *items = grown;
}

fn with_head(beside: &Beside, folded: &str, mut end: usize) -> usize {
    for _ in 0..2 {
        let behind = folded.get(end..).unwrap_or_default();
        if beginning(behind, &beside.not_heads).is_some() {
            break;
        }
        let Some(length) = beginning(behind, &beside.heads) else { break };
        end += length;
    }
    end
}

/// The end of a head noun that a weak term shares with the words behind it: "交易及业务记录", "transaction and service records".
fn over_a_word(lexicon: &Lexicon, beside: &Beside, folded: &str, item: &Mention, ceiling: usize) -> Option<usize> {
    /// The most words that may stand between a term and the head noun.
    const WORDS: usize = 3;
    let own = folded.get(item.start..item.end)?;
    let mut at = item.end;
    for _ in 0..WORDS {
        let behind = folded.get(at..ceiling)?;
        let link = LINKS.iter().chain(&[", "]).filter(|link| behind.starts_with(**link)).max_by_key(|link| link.len())?;
        let words = behind.strip_prefix(link)?;
        // A Chinese word that shares a head noun has two characters; more is a phrase of its own.
        let is_word = |word: &str| !word.contains(' ') && (word.starts_with(is_spaced_letter) || word.chars().count() == 2);
        let names = |word: &str| is_word(word) && !beside.articles.iter().any(|article| word.starts_with(article.as_str()));
        let found = ends_of_first_words(words).find_map(|end| {
            let (word, rest) = words.split_at_checked(end)?;
            let length = beginning(rest, &beside.heads)?;
            let head = rest.get(..length)?.trim();
            // "navigation, positioning, traffic information" are three things; a shared head stands behind "and".
            (names(word) && *link != ", " && lexicon.term(&join(own, head)).is_some()).then_some(end + length)
        });
        if let Some(length) = found {
            return Some(at + link.len() + length);
        }
        // The next link stands behind the shortest word.
        let end = ends_of_first_words(words)
            .filter(|end| {
                words
                    .split_at_checked(*end)
                    .is_some_and(|(word, rest)| names(word) && LINKS.iter().chain(&[", "]).any(|link| rest.starts_with(link)))
            })
            .last()?;
        at += link.len() + end;
    }
    None
}

fn with_heads_before(beside: &Beside, folded: &str, start: usize) -> usize {
    ending(folded.get(..start).unwrap_or_default(), &beside.heads_before).unwrap_or(start)
}

fn with_lead(beside: &Beside, folded: &str, mut start: usize) -> usize {
    for _ in 0..2 {
        let Some(lead) = ending(folded.get(..start).unwrap_or_default(), &beside.leads) else { break };
        start = lead;
    }
    start
}

/// Gives a term to words that share a part of their neighbor in a list: "bank" in "bank and payment account".
pub(super) fn share_heads(lexicon: &Lexicon, folded: &str, items: Vec<Mention>) -> Vec<Mention> {
    let mut shared: Vec<Mention> = Vec::with_capacity(items.len());
    let mut rest = items.into_iter().peekable();
    while let Some(mut item) = rest.next() {
        let floor = shared.last().map_or(0, |last| last.end);
        if item.term.is_some() {
            let before = folded.get(floor..item.start).unwrap_or_default();
            let own = folded.get(item.start..item.core).unwrap_or_default();
            item.start = shared_before(lexicon, before, own).map_or(item.start, |length| item.start - length);
            while let Some(next) = rest.next_if(|next| shares_with(lexicon, folded, &item, next)) {
                item = Mention { start: item.start, ..if next.is_headed { next } else { Mention { end: next.end, ..item } } };
            }
            let ceiling = rest.peek().map_or(folded.len(), |next| next.start);
            let behind = folded.get(item.core..ceiling).unwrap_or_default();
            let own = folded.get(item.start..item.core).unwrap_or_default();
            if item.core == item.end {
                item.end = shared_behind(lexicon, own, behind).map_or(item.end, |length| item.end + length);
            }
        }
        shared.push(item);
    }
    shared
}

/// Whether two neighbors are one phrase with a shared part, of which one alone is no name: "calls" in "calls and SMS records".
fn shares_with(lexicon: &Lexicon, folded: &str, one: &Mention, next: &Mention) -> bool {
    let gap = folded.get(one.end..next.start).unwrap_or_default();
    let (left, right) = (folded.get(one.start..one.end).unwrap_or_default(), folded.get(next.start..next.end).unwrap_or_default());
    let linked = LINKS.contains(&gap) && !gap.contains([',', '、']);
    let known = |stem: &str, head: &str| lexicon.term(&join(stem, head)).is_some();
    let lacks_head = !one.is_firm() && pieces(right).filter_map(|at| right.get(at..)).any(|head| known(left, head));
    let lacks_stem = !next.is_firm() && pieces(left).filter_map(|at| left.get(..at)).any(|stem| known(stem.trim_end(), right));
    linked && next.term.is_some() && (lacks_head || lacks_stem)
}

/// What parts the two halves of a shared phrase.
const LINKS: [&str; 14] = [" and ", " or ", " and/or ", "/", " & ", " dan ", " atau ", "、", "和", "与", "及", "或", "以及", "或者"];

/// The bytes before a term that hold a word and a link, where the word with the end of the term is a term.
fn shared_before(lexicon: &Lexicon, before: &str, own: &str) -> Option<usize> {
    let link = LINKS.iter().filter(|link| before.ends_with(**link)).max_by_key(|link| link.len())?;
    let words = before.strip_suffix(link)?;
    let heads: Vec<&str> = pieces(own).filter_map(|at| own.get(at..)).collect();
    let mut starts = starts_of_last_words(words);
    let start = starts.find(|start| {
        let word = words.get(*start..).unwrap_or_default();
        !word.is_empty() && heads.iter().any(|head| lexicon.term(&join(word, head)).is_some())
    })?;
    Some(before.len() - start)
}

/// The bytes behind a term that hold a link and a word, where the beginning of the term with the word is a term.
fn shared_behind(lexicon: &Lexicon, own: &str, behind: &str) -> Option<usize> {
    let link = LINKS.iter().filter(|link| behind.starts_with(**link)).max_by_key(|link| link.len())?;
    let words = behind.strip_prefix(link)?;
    let stems: Vec<&str> = pieces(own).filter_map(|at| own.get(..at)).map(str::trim_end).collect();
    let mut ends = ends_of_first_words(words);
    let end = ends.find(|end| {
        let word = words.get(..*end).unwrap_or_default();
        !word.is_empty() && stems.iter().any(|stem| lexicon.term(&join(stem, word)).is_some())
    })?;
    Some(link.len() + end)
}

fn join(one: &str, other: &str) -> String {
    let gap = if one.ends_with(is_spaced_letter) && other.starts_with(is_spaced_letter) { " " } else { "" };
    format!("{one}{gap}{other}")
}

/// Where a term can be cut into two: at words, or between Chinese characters.
fn pieces(term: &str) -> impl Iterator<Item = usize> {
    let spaced = term.contains(' ');
    let cuts = term.char_indices().skip(1).filter(move |(_, letter)| *letter >= '\u{2e80}' || spaced).map(|(at, _)| at);
    cuts.filter(move |at| term.get(..*at).is_some_and(|before| !before.ends_with(is_spaced_letter)))
}

/// Where the last one or two words start, or the last two to four Chinese characters; the longest first.
fn starts_of_last_words(text: &str) -> impl Iterator<Item = usize> {
    let mut starts: Vec<usize> = if text.ends_with(is_spaced_letter) {
        text.rmatch_indices(|letter: char| !is_spaced_letter(letter)).take(2).map(|(at, found)| at + found.len()).collect()
    } else {
        text.char_indices().rev().take(4).take_while(|(_, letter)| *letter >= '\u{2e80}').map(|(at, _)| at).skip(1).collect()
    };
    if text.ends_with(is_spaced_letter) && starts.len() < 2 {
        starts.push(0);
    }
    starts.into_iter().rev()
}

/// Where the first one or two words end, or the first two to four Chinese characters; the longest first.
fn ends_of_first_words(text: &str) -> impl Iterator<Item = usize> {
    let ends: Vec<usize> = if text.starts_with(is_spaced_letter) {
        let borders = text.match_indices(|letter: char| !is_spaced_letter(letter)).map(|(at, _)| at);
        borders.chain(std::iter::once(text.len())).take(2).collect()
    } else {
        text.char_indices()
            .take(4)
            .take_while(|(_, letter)| *letter >= '\u{2e80}')
            .map(|(at, letter)| at + letter.len_utf8())
            .skip(1)
            .collect()
    };
    ends.into_iter().rev()
}

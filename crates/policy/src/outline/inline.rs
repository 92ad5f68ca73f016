//! Headings inside flattened paragraphs: texts whose line breaks were lost, so that `2. Our lockers When you use` runs on.
//!
//! In: units and the titles of a printed contents list. Out: the same units, long ones cut before each heading or numbered clause found
//! inside. Deliberately absent: short paragraphs, and numbers that do not follow one another.

use std::collections::HashSet;

use super::lines::{Unit, open_at};
use super::number::{self, Number, Scheme, is_han};
use super::promised::Promised;
use super::shape;

/// Bytes from which a paragraph may hide headings.
const LONG: usize = 400;
/// Words a title may take.
const TITLE_WORDS: usize = 18;

/// Characters a Chinese title may take.
const HAN_TITLE: usize = 24;

/// A number in the middle of a paragraph.
struct Candidate {
    start: usize,
    number: Number,
    title_end: Option<usize>,
    /// The words before it end a sentence, or belong to a title just begun.
    parted: bool,
}

/// Cuts long units at the numbers inside them.
pub(crate) fn cut(text: &str, units: Vec<Unit>, known: &Promised) -> Vec<Unit> {
    let mut out = Vec::with_capacity(units.len());
    for unit in units {
        if unit.end - unit.start < LONG {
            out.push(unit);
            continue;
        }
        let found = credible(candidates(text, &unit, known));
        if found.is_empty() {
            out.push(unit);
        } else {
            pieces(text, &unit, found, &mut out);
        }
    }
    out
}

fn pieces(text: &str, unit: &Unit, found: Vec<Candidate>, out: &mut Vec<Unit>) {
    let mut at = unit.start;
    let mut title_end = None;
    let mut inline = false;
    let starts: Vec<_> = found.iter().map(|candidate| (candidate.start, candidate.title_end)).chain([(unit.end, None)]).collect();
    for (start, next_title) in starts {
        let words = text.get(at..start).unwrap_or_default();
        let end = at + words.trim_end().len();
        if end > at {
            let mut piece = open_at(text, at, end, unit.after_blank);
            piece.inline = inline;
            piece.title_end = title_end.filter(|title| *title <= end);
            out.push(piece);
        }
        at = start;
        title_end = next_title;
        inline = true;
    }
}

fn candidates(text: &str, unit: &Unit, known: &Promised) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    let words = text.get(unit.start..unit.end).unwrap_or_default();
    let mut before = None;
    let mut ended = true;
    let mut pending = 0;
    for (at, letter) in words.char_indices() {
        let boundary = before.is_none_or(char::is_whitespace);
        let closes = before.is_some_and(|before: char| ".;:!?。；：！？)）".contains(before));
        if (boundary || (closes && !letter.is_ascii_digit())) && !letter.is_whitespace() {
            let start = unit.start + at;
            if boundary {
                pending += 1;
            }
            if let Some(number) = number::parse(words.get(at..).unwrap_or_default()).filter(|number| number.marked && number.value() > 0)
                && is_opened(words.get(at + number.len..).unwrap_or_default(), &number)
                && (ended || !is_mentioned(words.get(..at).unwrap_or_default()))
            {
                let title_end = title_end(words, at + number.len, &number, known).map(|end| unit.start + end);
                let parted = ended || pending <= TITLE_WORDS || matches!(number.scheme, Scheme::Dotted(2..));
                if parted || title_end.is_some() {
                    pending = 0;
                    found.push(Candidate { start, number, title_end, parted });
                }
            }
        }
        if !letter.is_whitespace() {
            ended = ".;:!?。；：！？".contains(letter);
        }
        before = Some(letter);
    }
    found
}

/// Whether the words before a number send the reader to it: `see 3. Lockers`.
fn is_mentioned(before: &str) -> bool {
    let word = before.trim_end().rsplit(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    ["see", "in", "under", "of", "section", "article", "part", "clause", "paragraph", "lihat", "rujuk", "dalam", "seksyen", "perkara"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(word))
}

/// Whether words after a number begin like a title or a clause.
fn is_opened(rest: &str, number: &Number) -> bool {
    let spaced = rest.starts_with(char::is_whitespace);
    let first = rest.trim_start().chars().next();
    match number.scheme {
        Scheme::LetterUpper | Scheme::LetterLower | Scheme::LetterParen | Scheme::RomanLower | Scheme::Circled => false,
        _ => first.is_some_and(|first| (spaced && first.is_uppercase()) || is_han(first)),
    }
}

/// Keeps numbers that begin or go on with a run: a mention such as "see 3. Lockers" does not.
fn credible(found: Vec<Candidate>) -> Vec<Candidate> {
    let mut paths: HashSet<Vec<u32>> = HashSet::new();
    let mut runs: HashSet<(Scheme, Vec<u32>)> = HashSet::new();
    let mut kept = Vec::new();
    let alone = found.len() == 1;
    for candidate in found {
        let number = &candidate.number;
        let Some((last, parent)) = number.path.split_last() else { continue };
        let before = |step: u32| last.checked_sub(step).map(|value| (number.scheme, [parent, &[value]].concat()));
        let follows = paths.contains(parent) || (1..=2).filter_map(before).any(|run| runs.contains(&run));
        let opens = number.value() == 1 || matches!(number.scheme, Scheme::Dotted(2..) | Scheme::RomanUpper);
        let run = follows || (candidate.parted && (opens || candidate.title_end.is_some()));
        if run && !(alone && candidate.title_end.is_none()) {
            paths.insert(number.path.clone());
            runs.insert((number.scheme, number.path.clone()));
            kept.push(candidate);
        }
    }
    kept
}

/// Where the title that starts behind a number ends, judged by the sense of its words.
fn title_end(words: &str, from: usize, number: &Number, known: &Promised) -> Option<usize> {
    let rest = words.get(from..)?;
    let from = from + (rest.len() - rest.trim_start().len());
    let rest = words.get(from..)?;
    if rest.starts_with(is_han) {
        let ends = |(_, letter): &(usize, char)| letter.is_whitespace() || "：:。；，".contains(*letter);
        let (end, _) = rest.char_indices().take(HAN_TITLE + 1).find(ends)?;
        let mark = rest.get(end..)?.chars().next()?;
        let title = rest.get(..end)?;
        let closed = if ":：".contains(mark) { mark.len_utf8() } else { 0 };
        return (!"。；，".contains(mark) && shape::is_title(title) && title.chars().count() <= HAN_TITLE).then_some(from + end + closed);
    }
    if let Some(end) = known.end(rest) {
        return Some(from + end);
    }
    let mut tokens: Vec<(usize, &str)> = Vec::new();
    for token in rest.split_whitespace().take(TITLE_WORDS + 1) {
        let at = token.as_ptr() as usize - rest.as_ptr() as usize;
        tokens.push((at, token));
    }
    sense(rest, &tokens, number).map(|end| from + end)
}

fn sense(rest: &str, tokens: &[(usize, &str)], number: &Number) -> Option<usize> {
    let (_, first) = tokens.first()?;
    if matches!(
        *first,
        "We" | "You" | "If" | "When" | "It" | "After" | "Unless" | "Please" | "In" | "For" | "Based" | "Related" | "Kami" | "Anda" | "Jika"
    ) {
        return None;
    }
    let mut guess = None;
    for pair in 1..tokens.len() {
        let (before_at, before) = *tokens.get(pair - 1)?;
        let (at, token) = *tokens.get(pair)?;
        let end = before_at + before.len();
        if before.ends_with(':') {
            let label = rest.get(..end - 1)?;
            return shape::is_title(label).then_some(end);
        }
        if before.ends_with('.') {
            let label = rest.get(..end - 1)?;
            return (matches!(number.scheme, Scheme::Dotted(2..)) && pair > 1 && shape::is_title(label) && !shape::has_verb(label))
                .then_some(end);
        }
        if before.ends_with([';', '!', '。']) {
            return guess;
        }
        if number::parse(rest.get(at..)?).is_some_and(|next| next.marked) && !before.ends_with(',') {
            return guess.or_else(|| (!shape::has_verb(rest.get(..end)?)).then_some(end));
        }
        let upper = token.starts_with(char::is_uppercase);
        if before.ends_with(',') || !upper {
            continue;
        }
        if pair == 1 && !shape::starts_sentence(token) && !before.eq_ignore_ascii_case(token) {
            continue;
        }
        if before.eq_ignore_ascii_case(token) || (shape::starts_sentence(token) && !matches!(token, "To" | "As" | "For")) {
            return Some(end);
        }
        let small = tokens.get(pair + 1).is_some_and(|(_, next)| next.starts_with(char::is_lowercase));
        if guess.is_none() && small && pair > 1 {
            guess = Some(end);
        }
    }
    guess
}

//! What is told about a difference: the changes in words, for a page or a terminal.
//!
//! In: two editions. Out: [`Changes`] with unchanged sections left out and long unchanged stretches cut.

use countersign_core::{Fact, Msg, Term};
use countersign_policy::{
    ClauseChange, ClauseKind, ClausePlace, Comparison, Edition, NoticeChange, Phrases, Piece, PieceKind, PurposeFate, SectionChange,
};
use countersign_views::{ChangeWord, ChangedClause, ChangedFacts, ChangedSection, Changes, Fate, Runs};

/// How many characters of unchanged words are shown on each side of a change.
const AROUND: usize = 160;

/// How many characters of a clause are shown that only has another number.
const GLIMPSE: usize = 60;

/// Two editions and what differs between them.
pub(crate) struct Difference<'a> {
    pub(crate) old: &'a Edition,
    pub(crate) new: &'a Edition,
    pub(crate) text: Comparison,
    pub(crate) notice: NoticeChange,
}

impl<'a> Difference<'a> {
    pub(crate) fn new(old: &'a Edition, new: &'a Edition) -> Self {
        Self { old, new, text: new.text_since(old), notice: new.notice_since(old) }
    }

    /// Whether a program drafted the facts of one side.
    pub(super) fn is_drafted(&self) -> bool {
        self.old.notice.drafted || self.new.notice.drafted
    }
}

/// The page's own words in a language, in English where the language does not ship.
pub(crate) fn words(locale: &str) -> impl Fn(ChangeWord) -> &'static str {
    let phrases = Phrases::or_english(locale);
    move |word| phrases.map_or("", |phrases| phrases.word(ChangeWord::TABLE, word.key()))
}

/// The changes in words of the new edition's language; `policy` is words and address of a link to the new edition.
pub(crate) fn changes(difference: &Difference<'_>, policy: Option<(String, String)>) -> Changes {
    let notice = &difference.new.notice;
    let drafted = difference.is_drafted() && difference.notice.is_material();
    let facts = facts(difference);
    Changes {
        locale: notice.locale.clone(),
        title: notice.title.clone(),
        versions: (difference.old.notice.version.clone(), notice.version.clone()),
        note: if drafted { notice.say(Msg::Drafted).to_owned() } else { String::new() },
        policy,
        facts,
        sections: sections(difference),
    }
}

/// The sections in which anything changed; those that only have another number stand together at the end.
fn sections(difference: &Difference<'_>) -> Vec<ChangedSection> {
    let told: Vec<ChangedSection> = difference.text.changed().map(|section| told_section(difference, section)).collect();
    let only_number = |section: &ChangedSection| section.clauses.is_empty() && section.tags == [ChangeWord::Renumbered];
    if told.iter().filter(|section| only_number(section)).count() < 2 {
        return told;
    }
    let (numbers, mut told): (Vec<_>, Vec<_>) = told.into_iter().partition(only_number);
    let words = words(&difference.new.notice.locale)(ChangeWord::RenumberedSections);
    let clauses = numbers.into_iter().map(|section| ChangedClause { tag: None, from: None, words: section.heading });
    told.push(ChangedSection { heading: vec![(Fate::Same, words.to_owned())], clauses: clauses.collect(), ..ChangedSection::default() });
    told
}

fn facts(difference: &Difference<'_>) -> Vec<ChangedFacts> {
    let notice = &difference.new.notice;
    let say = words(&notice.locale);
    let fact_label = |fact| match fact {
        Fact::Kind => say(ChangeWord::Kind),
        Fact::Data => notice.say(Msg::Data),
        Fact::Recipients => notice.say(Msg::Recipients),
        Fact::Storage => notice.say(Msg::Storage),
        Fact::Retention => notice.say(Msg::Retention),
        Fact::Basis => notice.say(Msg::Basis),
        Fact::Vendors => say(ChangeWord::Vendors),
    };
    let term_label = |term| match term {
        Term::Name => say(ChangeWord::Name),
        Term::Email => notice.say(Msg::Email),
        Term::Phone => notice.say(Msg::Phone),
        Term::ResponseDays => say(ChangeWord::ResponseDays),
        Term::Jurisdictions => say(ChangeWord::Jurisdictions),
    };
    let mut told: Vec<ChangedFacts> = Vec::new();
    for purpose in &difference.notice.purposes {
        let rows = purpose.facts.iter().map(|one| (fact_label(one.fact).to_owned(), one.removed.clone(), one.added.clone()));
        let fate = match purpose.fate {
            PurposeFate::Added => Fate::Added,
            PurposeFate::Removed => Fate::Removed,
            PurposeFate::Changed => Fate::Same,
        };
        told.push(ChangedFacts { title: Some(purpose.title.clone()), fate, facts: rows.collect() });
    }
    if !difference.notice.terms.is_empty() {
        let country = |code: &String| Phrases::of(&notice.locale).and_then(|phrases| phrases.country(code)).unwrap_or(code).to_owned();
        let values = |term, list: &[String]| match term {
            Term::Jurisdictions => list.iter().map(country).collect(),
            _ => list.to_vec(),
        };
        let terms = difference.notice.terms.iter();
        let rows = terms.map(|one| (term_label(one.term).to_owned(), values(one.term, &one.removed), values(one.term, &one.added)));
        told.push(ChangedFacts { title: None, fate: Fate::Same, facts: rows.collect() });
    }
    told
}

fn told_section(difference: &Difference<'_>, section: &SectionChange) -> ChangedSection {
    let tags = [
        (section.is_added(), ChangeWord::Added),
        (section.is_removed(), ChangeWord::Removed),
        (section.moved, ChangeWord::Moved),
        (section.heading.renumbered, ChangeWord::Renumbered),
        (section.heading.retitled, ChangeWord::Retitled),
    ];
    let anchor = section.new.and_then(|place| difference.new.reading.headings().get(place)).map(|heading| heading.anchor.clone());
    let changed = section.clauses.iter().filter(|clause| clause.kind != ClauseKind::Unchanged);
    ChangedSection {
        heading: heading(difference, section),
        anchor,
        tags: tags.into_iter().filter(|(is, _)| *is).map(|(_, tag)| tag).collect(),
        clauses: changed.map(|clause| told_clause(difference, section, clause)).collect(),
    }
}

/// A heading with its number, and what became of both.
fn heading(difference: &Difference<'_>, section: &SectionChange) -> Runs {
    let named = |edition: &'_ Edition, place: Option<usize>| {
        let heading = place.and_then(|place| edition.reading.headings().get(place));
        heading.map(|heading| (heading.number.trim().to_owned(), heading.title.clone()))
    };
    let (old, new) = (named(difference.old, section.old), named(difference.new, section.new));
    let mut runs = Runs::new();
    match (old, new) {
        (Some((old, _)), Some((new, title))) => {
            numbers(&mut runs, &old, &new);
            if section.title.is_empty() {
                runs.push((Fate::Same, title));
            } else {
                runs.extend(cut(difference, &section.title));
            }
        }
        (Some((number, title)), None) => runs.push((Fate::Removed, format!("{number} {title}").trim().to_owned())),
        (None, Some((number, title))) => runs.push((Fate::Added, format!("{number} {title}").trim().to_owned())),
        (None, None) => {}
    }
    runs
}

/// Printed numbers, before and after, and the space behind them.
fn numbers(runs: &mut Runs, old: &str, new: &str) {
    if old == new {
        runs.extend((!new.is_empty()).then(|| (Fate::Same, format!("{new} "))));
        return;
    }
    runs.extend((!old.is_empty()).then(|| (Fate::Removed, old.to_owned())));
    runs.extend((!new.is_empty()).then(|| (Fate::Added, new.to_owned())));
    runs.push((Fate::Same, " ".to_owned()));
}

fn told_clause(difference: &Difference<'_>, section: &SectionChange, clause: &ClauseChange) -> ChangedClause {
    let tag = match clause.kind {
        ClauseKind::Typography => Some(ChangeWord::Typography),
        ClauseKind::Renumbered => Some(ChangeWord::Renumbered),
        ClauseKind::Moved => Some(ChangeWord::Moved),
        ClauseKind::MovedAndChanged => Some(ChangeWord::MovedAndChanged),
        ClauseKind::Added if !section.is_added() => Some(ChangeWord::Added),
        ClauseKind::Removed if !section.is_removed() => Some(ChangeWord::Removed),
        ClauseKind::Unchanged | ClauseKind::Changed | ClauseKind::Added | ClauseKind::Removed => None,
    };
    let number = |place: &Option<ClausePlace>| place.as_ref().map_or("", |place| &place.number).to_owned();
    let (old, new) = (number(&clause.old), number(&clause.new));
    let mut words = Runs::new();
    match (&clause.old, &clause.new) {
        (None, Some(_)) => words.extend((!new.is_empty()).then(|| (Fate::Added, format!("{new} ")))),
        (Some(_), None) => words.extend((!old.is_empty()).then(|| (Fate::Removed, format!("{old} ")))),
        _ => numbers(&mut words, &old, &new),
    }
    words.extend(match (clause.kind, &clause.new) {
        (ClauseKind::Renumbered, Some(place)) => glimpse(difference.new.reading.text().get(place.span.clone()).unwrap_or_default()),
        _ => cut(difference, &clause.pieces),
    });
    let moved = matches!(clause.kind, ClauseKind::Moved | ClauseKind::MovedAndChanged);
    let from = clause.old.as_ref().filter(|place| moved && place.section != section.old).and_then(|place| place.section);
    let from = from.and_then(|place| difference.old.reading.headings().get(place));
    let from = from.map(|heading| format!("{} {}", heading.number.trim(), heading.title).trim().to_owned());
    ChangedClause { tag, from, words: joined(words) }
}

/// Joins neighbors with one fate.
fn joined(runs: Runs) -> Runs {
    let mut joined = Runs::new();
    for (fate, text) in runs {
        match joined.last_mut().filter(|last| last.0 == fate) {
            Some(last) => last.1.push_str(&text),
            None => joined.push((fate, text)),
        }
    }
    joined
}

/// Pieces as runs, white space folded, long unchanged stretches cut in their middle.
fn cut(difference: &Difference<'_>, pieces: &[Piece]) -> Runs {
    let mut runs = Runs::new();
    for (place, piece) in pieces.iter().enumerate() {
        let (edition, span) = match piece.kind {
            PieceKind::Removed => (difference.old, &piece.old),
            PieceKind::Same | PieceKind::Added => (difference.new, &piece.new),
        };
        let text = edition.reading.text().get(span.clone()).unwrap_or_default();
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let space = if text.ends_with(char::is_whitespace) { " " } else { "" };
        match piece.kind {
            PieceKind::Same => {
                let first = place == 0 && pieces.len() > 1;
                runs.extend(shortened(&format!("{words}{space}"), first, place + 1 == pieces.len()));
            }
            // The space goes behind what came in the place of what went.
            PieceKind::Removed if pieces.get(place + 1).is_some_and(|next| next.kind == PieceKind::Added) => {
                runs.push((Fate::Removed, words));
            }
            PieceKind::Removed | PieceKind::Added => {
                runs.push((if piece.kind == PieceKind::Removed { Fate::Removed } else { Fate::Added }, words));
                runs.extend((!space.is_empty()).then(|| (Fate::Same, space.to_owned())));
            }
        }
    }
    runs
}

/// The first words of a clause.
fn glimpse(text: &str) -> Runs {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(GLIMPSE).and_then(|(at, _)| words.get(..at)) {
        Some(first) => {
            let end = first.rfind(' ').filter(|at| *at > GLIMPSE / 2).unwrap_or(first.len());
            vec![(Fate::Same, first.get(..end).unwrap_or(first).to_owned()), (Fate::Skipped, String::new())]
        }
        None => vec![(Fate::Same, words)],
    }
}

/// Unchanged words without their middle; of the first stretch without its start, of the last without its end.
fn shortened(text: &str, first: bool, last: bool) -> Runs {
    let letters: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let shown = if first || last { AROUND } else { 2 * AROUND };
    if letters.len() <= shown + AROUND / 4 {
        return vec![(Fate::Same, text.to_owned())];
    }
    let head = if first { 0 } else { letters.get(AROUND).copied().unwrap_or(text.len()) };
    let tail = if last { text.len() } else { letters.get(letters.len() - AROUND).copied().unwrap_or(0) };
    // Whole words, where the language parts them.
    let head = text.get(..head).and_then(|part| part.rfind(' ').filter(|at| *at > 0)).unwrap_or(head);
    let tail = text.get(tail..).and_then(|part| part.find(' ').filter(|at| *at < AROUND / 2)).map_or(tail, |at| tail + at + 1);
    let part = |range: std::ops::Range<usize>| text.get(range).filter(|part| !part.is_empty()).map(|part| (Fate::Same, part.to_owned()));
    part(0..head).into_iter().chain([(Fate::Skipped, String::new())]).chain(part(tail..text.len())).collect()
}

#[cfg(test)]
mod tests {
    use countersign_views::Fate;

    use super::{AROUND, shortened};

    fn check(first: bool, last: bool, expected: &str) {
        let text = "word ".repeat(2 * AROUND);
        let runs = shortened(&text, first, last);
        let shape: Vec<_> = runs.iter().map(|(fate, _)| if *fate == Fate::Skipped { "…" } else { "w" }).collect();
        assert_eq!(shape.join(""), expected);
        assert!(runs.iter().all(|(_, text)| text.chars().count() <= AROUND && !text.starts_with("ord") && !text.ends_with("wor")));
    }

    #[test]
    fn long_stretches_are_cut_between_words() {
        check(false, false, "w…w");
        check(true, false, "…w");
        check(false, true, "w…");
        assert_eq!(shortened("short", false, false).len(), 1);
        assert_eq!(shortened(&"字".repeat(4 * AROUND), false, false).len(), 3);
    }
}

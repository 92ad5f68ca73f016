//! References of a policy to its own sections.
//!
//! In: a reading and its places. Out: every reference with what became of it. Number and title of a reference must agree; where they do not,
//! it counts as wrong and leads to the place that is more likely meant. Deliberately absent: references to laws and other documents.

use std::collections::HashSet;
use std::ops::Range;

use countersign_core::{BlockKind, LinkTarget};

use super::evidence::Around;
use super::places::Places;
use super::printed::{self, Printed};
use super::quoted::{self, Quoted};
use super::term::{self, Term};
use crate::outline::{Number, Scheme, is_han};
use crate::read::Reading;
use crate::space::one_line;

/// Words of a policy that name one of its own places.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reference {
    /// The bytes of the reading's text.
    pub span: Range<usize>,
    /// The words, white space folded.
    pub printed: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a reference.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It names this place.
    Found(LinkTarget),
    /// Its title is that of the heading with this number, counted from 1, whose printed number is another.
    WrongNumber(usize),
    /// Its printed number is that of the heading with this number, counted from 1, whose title is another.
    WrongTitle(usize),
    /// The policy has no place with this printed number.
    NoNumber,
    /// The policy has no heading with this title.
    NoTitle,
}

/// The references of a reading, in text order.
#[must_use]
pub fn references(reading: &Reading) -> Vec<Reference> {
    find(reading, &Places::new(reading), &term::terms(reading))
}

/// The references of a reading whose places and terms are known.
pub(crate) fn find(reading: &Reading, places: &Places, terms: &[Term]) -> Vec<Reference> {
    let terms: HashSet<&str> = terms.iter().map(|term| term.words.as_str()).collect();
    let mut found = Vec::new();
    for (index, block) in reading.blocks().iter().enumerate() {
        if matches!(block.kind, BlockKind::Heading | BlockKind::ContentsEntry) {
            continue;
        }
        let words = reading.text().get(block.content..block.end).unwrap_or_default();
        let reader = Reader { words, places, terms: &terms, from: places.around(index) };
        found.extend(reader.read().into_iter().map(|(span, outcome)| Reference {
            printed: one_line(words.get(span.clone()).unwrap_or_default()),
            span: block.content + span.start..block.content + span.end,
            outcome,
        }));
    }
    found
}

/// A stretch of words that may name a place.
struct Name {
    span: Range<usize>,
    number: Option<Number>,
    inner: Vec<Number>,
    /// The title's bytes, where there is one.
    title: Option<Range<usize>>,
    worded: bool,
}

impl From<Printed> for Name {
    fn from(printed: Printed) -> Self {
        Self { span: printed.span, number: Some(printed.number), inner: printed.inner, title: None, worded: printed.worded }
    }
}

impl From<Quoted> for Name {
    fn from(quoted: Quoted) -> Self {
        let title = Some(quoted.title..quoted.span.end);
        Self { span: quoted.span, number: quoted.number, inner: Vec::new(), title, worded: true }
    }
}

/// The words of one block and where they stand.
struct Reader<'a> {
    words: &'a str,
    places: &'a Places<'a>,
    /// Words that in quotes are terms rather than titles.
    terms: &'a HashSet<&'a str>,
    from: Option<usize>,
}

impl Reader<'_> {
    fn read(&self) -> Vec<(Range<usize>, Outcome)> {
        let names = self.names();
        let mut found: Vec<(Range<usize>, Outcome)> = Vec::new();
        let outside = self.outside(&names);
        for (at, name) in names.iter().enumerate() {
            if outside.get(at).copied().unwrap_or(false) || found.last().is_some_and(|(last, _)| name.span.start < last.end) {
                continue;
            }
            let around = Around::new(self.words, name.span.start, name.span.end);
            let scope = self.scope(names.get(at + 1), name).or_else(|| self.scope_before(found.last(), name));
            if let Some(outcome) = self.resolve(name, around, scope) {
                found.push((name.span.clone(), outcome));
            }
        }
        found
    }

    /// Which names are references to laws and other documents; what is listed together with such a one is one as well: `第三条、第四条`.
    fn outside(&self, names: &[Name]) -> Vec<bool> {
        let alone = |name: &Name| name.title.is_none() && Around::new(self.words, name.span.start, name.span.end).is_outside();
        let mut outside: Vec<bool> = names.iter().map(alone).collect();
        let listed = |pair: &[Name]| match pair {
            [one, other] => other.title.is_none() && self.gap(one.span.end, other.span.start).is_some_and(is_list),
            _ => false,
        };
        let joined: Vec<bool> = names.windows(2).map(listed).collect();
        let count = joined.len();
        for at in (0..count).chain((0..count).rev()) {
            if joined.get(at) == Some(&true)
                && let Some([one, other]) = outside.get_mut(at..at + 2)
            {
                *one |= *other;
                *other = *one;
            }
        }
        outside
    }

    /// Quoted titles first; a printed number right before a quoted title goes with it, others stand alone.
    fn names(&self) -> Vec<Name> {
        let known = |quoted: &Quoted| {
            let title = self.words.get(quoted.title..quoted.span.end).unwrap_or_default();
            let around = Around::new(self.words, quoted.span.start, quoted.span.end);
            let sure = quoted.number.is_some() || around.is_own() || around.is_titled();
            let named = quoted.bracketed || (is_phrase(title) && !self.terms.contains(title));
            sure || (named && !self.places.titled(title, false).is_empty())
        };
        let mut names: Vec<Name> = quoted::find(self.words).into_iter().filter(known).map(Name::from).collect();
        let mut loose = Vec::new();
        for printed in printed::find(self.words) {
            let after = names.partition_point(|name| name.span.start < printed.span.end);
            let before = after.checked_sub(1).and_then(|at| names.get(at));
            if before.is_some_and(|name| printed.span.start < name.span.end && name.number.is_some()) {
                continue;
            }
            let joined = |name: &&mut Name| {
                let gap = self.gap(printed.span.end, name.span.start);
                name.number.is_none() && gap.is_some_and(|gap| gap.chars().all(|letter| " \n,:：-–—(（“\"「【[".contains(letter)))
            };
            if let Some(name) = names.get_mut(after).filter(joined) {
                name.number = Some(printed.number);
                name.span.start = printed.span.start;
            } else {
                loose.push(Name::from(printed));
            }
        }
        names.extend(loose);
        names.sort_by_key(|name| (name.span.start, std::cmp::Reverse(name.span.end)));
        names
    }

    fn gap(&self, from: usize, to: usize) -> Option<&str> {
        self.words.get(from..to)
    }

    /// The place inside which a name is meant, where the next name says so: `“(ii) ...” in “Part I”`.
    fn scope(&self, next: Option<&Name>, name: &Name) -> Option<usize> {
        let next = next?;
        let gap = self.gap(name.span.end, next.span.start)?;
        let inside = gap.trim_matches(|letter: char| letter.is_whitespace() || "“”\"[](),".contains(letter)).to_lowercase();
        let joined = matches!(inside.as_str(), "in" | "of" | "under" | "in the" | "of the" | "dalam" | "di bawah");
        let number = next.number.as_ref().filter(|_| joined && next.title.is_none())?;
        self.places.numbered(number, self.from)
    }

    /// The same where the place stands first: `“第一部分”的“（二）……”`.
    fn scope_before(&self, last: Option<&(Range<usize>, Outcome)>, name: &Name) -> Option<usize> {
        let (span, outcome) = last?;
        let gap = self.gap(span.end, name.span.start)?;
        let inside = gap.trim_matches(|letter: char| letter.is_whitespace() || "“”「」【】\"".contains(letter));
        let Outcome::Found(target) = outcome else { return None };
        let joined = gap.len() <= 16 && (matches!(inside, "的" | "之" | "中" | "中的" | "下的") || (inside.is_empty() && !gap.is_empty()));
        joined.then(|| self.places.of(*target))?
    }

    fn resolve(&self, name: &Name, around: Around<'_>, scope: Option<usize>) -> Option<Outcome> {
        match &name.title {
            Some(title) => self.by_title(name, self.words.get(title.clone())?, around, scope),
            None => self.by_number(name, around, scope),
        }
    }

    fn by_number(&self, name: &Name, around: Around<'_>, scope: Option<usize>) -> Option<Outcome> {
        let number = name.number.as_ref()?;
        let inside = scope.and_then(|scope| self.places.below(scope, number));
        let bare = matches!(number.scheme, Scheme::LetterParen | Scheme::RomanLowerParen);
        let near = || if bare { self.places.nearby(number, self.from) } else { self.places.numbered(number, self.from) };
        let annexed = || self.places.titled(self.words.get(name.span.clone())?, false).first().copied();
        if let Some(place) = inside.or_else(near).or_else(annexed) {
            let place = name.inner.iter().try_fold(place, |at, inner| self.places.below(at, inner)).unwrap_or(place);
            return self.places.get(place).map(|place| Outcome::Found(place.target));
        }
        let missed = name.worded && (around.is_own() || (around.is_sent() && self.places.is_numbered()));
        missed.then_some(Outcome::NoNumber)
    }

    fn by_title(&self, name: &Name, title: &str, around: Around<'_>, scope: Option<usize>) -> Option<Outcome> {
        let sure = around.is_own() || around.is_titled();
        let mut titled = self.places.titled(title, sure || name.number.is_some());
        if let Some(scope) = scope.filter(|scope| titled.iter().any(|at| self.places.is_under(*at, *scope))) {
            titled.retain(|at| self.places.is_under(*at, scope));
        }
        let heading = |at: usize| match self.places.get(at)?.target {
            LinkTarget::Heading(heading) => Some(heading),
            _ => None,
        };
        let Some(number) = &name.number else {
            let at = self.places.nearest(&titled, self.from);
            // The title of the whole text, and that of the section itself, lead nowhere.
            let idle = |at: usize| Some(at) == self.from || (at == 0 && self.places.get(at).is_some_and(|place| place.number.is_none()));
            return match at {
                Some(at) if idle(at) => None,
                Some(at) => heading(at).map(|heading| Outcome::Found(LinkTarget::Heading(heading))),
                None => (sure && is_phrase(title)).then_some(Outcome::NoTitle),
            };
        };
        let same = |at: &&usize| self.places.get(**at).is_some_and(|place| place.number.as_ref().is_none_or(|own| is_same(own, number)));
        let agreed: Vec<usize> = titled.iter().filter(same).copied().collect();
        if let Some(at) = self.places.nearest(&agreed, self.from) {
            return heading(at).map(|heading| Outcome::Found(LinkTarget::Heading(heading)));
        }
        if let Some(at) = self.places.nearest(&titled, self.from) {
            return heading(at).map(Outcome::WrongNumber);
        }
        if !(sure || around.is_sent()) {
            return None;
        }
        let at = scope.and_then(|scope| self.places.below(scope, number)).or_else(|| self.places.nearby(number, self.from));
        Some(at.and_then(heading).map_or(Outcome::NoTitle, Outcome::WrongTitle))
    }
}

/// Whether words between two references only list them.
fn is_list(gap: &str) -> bool {
    gap.len() <= 16
        && gap
            .trim_matches(|letter: char| letter.is_whitespace() || ",、，()（）第款项項一二三四五六七八九十".contains(letter))
            .split_whitespace()
            .all(|word| matches!(word, "and" | "or" | "to" | "dan" | "atau" | "hingga" | "和" | "及" | "与" | "與" | "或" | "至"))
}

/// Whether two numbers can be the same, `4.2` and a `2.` below a `4.` included; a number that was lost is any.
fn is_same(own: &Number, named: &Number) -> bool {
    let both = own.path.len() > 1 && named.path.len() > 1;
    own.value() == 0 || if both { own.path == named.path } else { own.value() == named.value() }
}

/// Whether a title is long enough to be missed.
fn is_phrase(title: &str) -> bool {
    title.split_whitespace().count() > 1 || title.chars().filter(|letter| is_han(*letter)).count() >= 4
}

//! Whether a function is core or additional, and what refusing does.
//!
//! In: a function's sentences and what its heading declares. Out: the kind, what it rests on, and the sentence on refusing. The order:
//! what the text declares; the effect of refusing; the visitor's choice; the general rule of the section; else nothing is known.

use countersign_core::PurposeKind;

use super::naming::stated;
use super::page::{Page, Sentence, fold};
use super::words::{Group, Groups};
use super::{Effect, FunctionBasis};
use crate::facts::Found;

/// More bytes are no statement on refusing.
const LONGEST: usize = 2_000;

/// What a section says about refusing before its functions begin.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules {
    core: Option<Found<String>>,
    additional: Option<Found<String>>,
}

impl Rules {
    /// The rules among sentences, and those of the section around them where they say none.
    pub(super) fn of(page: &Page<'_>, lead_in: &[Sentence], around: &Self) -> Self {
        let first = |spares: bool| {
            lead_in.iter().find(|sentence| is_effect(sentence) && is_sparing(sentence) == spares).map(|sentence| found(page, sentence))
        };
        let own = Self { core: first(false), additional: first(true) };
        if own.core.is_none() && own.additional.is_none() { around.clone() } else { own }
    }

    fn kind(&self) -> Option<PurposeKind> {
        match (&self.core, &self.additional) {
            (Some(_), None) => Some(PurposeKind::Core),
            (None, Some(_)) => Some(PurposeKind::Additional),
            _ => None,
        }
    }

    fn effect(&self, kind: Option<PurposeKind>) -> Option<Effect> {
        let rule = match kind {
            Some(PurposeKind::Additional) => &self.additional,
            _ => &self.core,
        };
        rule.clone().map(|said| Effect { said, general: true })
    }
}

/// How the description of a function opens.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Start {
    /// With a heading.
    Heading,
    /// With a label before a clause.
    Label,
    /// With a condition that only those meet who want it, or with a purpose.
    Clause(Groups),
}

/// The kind of a function, its ground, and what refusing does.
pub(super) fn judge(
    page: &Page<'_>, declared: Option<PurposeKind>, title: Groups, start: Start, sentences: &[Sentence], rules: &Rules,
) -> (Option<PurposeKind>, FunctionBasis, Option<Effect>) {
    let own = effect(sentences);
    let (kind, basis) = if let Some(kind) = declared.or_else(|| stated(sentences)) {
        (Some(kind), FunctionBasis::Declared)
    } else if let Some(kind) = own.and_then(by_effect) {
        (Some(kind), FunctionBasis::Effect)
    } else if title.has(Group::Permission) || is_chosen(title, sentences) {
        (Some(PurposeKind::Additional), FunctionBasis::Choice)
    } else if let Some(kind) = rules.kind() {
        (Some(kind), FunctionBasis::Rule)
    } else if title.has(Group::Nature) {
        (Some(PurposeKind::Additional), FunctionBasis::Nature)
    } else {
        match start {
            Start::Clause(groups) if groups.has(Group::Wants) || !title.has(Group::Work) => {
                (Some(PurposeKind::Additional), FunctionBasis::Choice)
            }
            _ if title.has(Group::Feature) && !title.has(Group::Work) => (Some(PurposeKind::Additional), FunctionBasis::Choice),
            _ => (None, FunctionBasis::Silent),
        }
    };
    let effect = own.map(|sentence| Effect { said: found(page, sentence), general: false });
    (kind, basis, effect.or_else(|| rules.effect(kind)))
}

/// Whether the visitor chooses the function; choices within what the service as such needs do not count.
fn is_chosen(title: Groups, sentences: &[Sentence]) -> bool {
    let chosen = |sentence: &Sentence| sentence.groups.has(Group::Chooses) && !sentence.groups.has(Group::Optional);
    let wanted = sentences.first().is_some_and(|first| first.groups.has(Group::Wants) && chosen(first));
    let permitted = sentences.first().is_some_and(|first| first.groups.has(Group::Permission) && first.groups.has(Group::Feature));
    wanted || !title.has(Group::Work) && (permitted || sentences.iter().any(chosen))
}

/// The sentence on refusing; one about data that may be left out says nothing of the function.
fn effect(sentences: &[Sentence]) -> Option<&Sentence> {
    let left_out = |place: usize| {
        let near = sentences.get(place.saturating_sub(1)..=place).unwrap_or_default();
        near.iter().any(|sentence| sentence.groups.has(Group::Optional))
    };
    sentences.iter().enumerate().find(|(place, sentence)| is_effect(sentence) && !left_out(*place)).map(|(_, sentence)| sentence)
}

fn is_effect(sentence: &Sentence) -> bool {
    sentence.span.len() <= LONGEST
        && sentence.groups.has(Group::Refuse)
        && (sentence.groups.has(Group::Spares) || sentence.groups.has(Group::Stops))
}

fn is_sparing(sentence: &Sentence) -> bool {
    sentence.groups.has(Group::Spares)
}

/// Refusing that spares the rest, or ends the function alone, makes it additional.
fn by_effect(sentence: &Sentence) -> Option<PurposeKind> {
    let additional = is_sparing(sentence) || sentence.groups.has(Group::Own);
    Some(if additional { PurposeKind::Additional } else { PurposeKind::Core })
}

fn found(page: &Page<'_>, sentence: &Sentence) -> Found<String> {
    Found { value: fold(page.words(&sentence.span)), span: sentence.span.clone() }
}

//! Functions that a sentence lists by their kind: "the core functions include ordering, payment and tracking".
//!
//! In: sentences under the headings on what is collected. Out: one function for each member of the list, with what the clause that
//! describes it says. Deliberately absent: lists of data, which name no kind.

use countersign_core::PurposeKind;

use super::functions::key;
use super::page::{Page, Sentence, fold};
use super::scope::{Scope, Scoped, kind_in};
use super::words::{Group, words};
use super::{DraftFunction, FunctionBasis};
use crate::outline::is_han;

/// More members are no list of functions.
const MOST: usize = 60;

/// The functions that sentences list.
pub(super) fn find(page: &Page<'_>, scopes: &[Scoped]) -> Vec<DraftFunction> {
    let mut list = Vec::new();
    for (place, (heading, scoped)) in page.reading.headings().iter().zip(scopes).enumerate() {
        if !matches!(scoped.scope, Scope::Collect | Scope::Declared(..)) {
            continue;
        }
        for sentence in page.body(place) {
            for (title, kind) in members(page, &sentence) {
                list.push(DraftFunction {
                    title,
                    kind: Some(kind),
                    basis: FunctionBasis::Declared,
                    anchor: heading.anchor.clone(),
                    span: sentence.span.clone(),
                    data: Vec::new(),
                    effect: None,
                });
            }
        }
    }
    list
}

/// The members of a list that a sentence opens with a kind.
fn members(page: &Page<'_>, sentence: &Sentence) -> Vec<(String, PurposeKind)> {
    let Some(kind) = kind_in(sentence.groups).filter(|_| !(sentence.groups.has(Group::Core) && sentence.groups.has(Group::Additional)))
    else {
        return Vec::new();
    };
    let original = page.words(&sentence.span);
    let folded = page.lexicon.fold(original);
    let han = folded.text.contains(is_han);
    let links = words().lists(han).iter().flat_map(|lists| lists.links.iter());
    let link = links
        .filter_map(|link| folded.text.find(link.as_str()).map(|at| (at, at + link.len())))
        .min_by_key(|(at, end)| (*at, usize::MAX - end));
    let Some((at, end)) = link else { return Vec::new() };
    // The kind has to stand right before the list.
    let before = folded.text.get(..at).unwrap_or_default();
    if before.chars().count() > 60 || kind_in(words().groups(before)) != Some(kind) {
        return Vec::new();
    }
    let list = original.get(folded.range(end, folded.text.len()).start..).unwrap_or_default().trim_end_matches(['。', '.', '；', ';', ' ']);
    let parts: Vec<String> = split(list, han).iter().map(|part| fold(part)).collect();
    let fits = |part: &String| {
        let count = part.chars().count();
        (2..=if han { 16 } else { 60 }).contains(&count) && !part.contains(['(', '（', '您', '我', '“', '"', ':', '：'])
    };
    if !(2..=MOST).contains(&parts.len()) || !parts.iter().all(fits) {
        return Vec::new();
    }
    parts.into_iter().map(|title| (title, kind)).collect()
}

/// A list at its commas and its last "and".
fn split(list: &str, han: bool) -> Vec<&str> {
    let parts = list.split(['，', '、', ',']).filter(|part| !part.trim().is_empty());
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return parts };
    let ands: &[&str] = if han { &["以及", "及", "和"] } else { &[" and ", " dan ", "and ", "dan "] };
    match ands.iter().find_map(|and| last.split_once(and)) {
        Some((one, other)) => parts.extend([one, other].into_iter().filter(|part| !part.trim().is_empty())),
        None => parts.push(last),
    }
    parts
}

/// Gives the listed functions what the clauses that describe them say. The list is the text's own: a clause that fits none adds nothing.
pub(super) fn join(mut listed: Vec<DraftFunction>, described: Vec<DraftFunction>) -> Vec<DraftFunction> {
    listed.truncate(4 * MOST);
    let names: Vec<String> = listed.iter().map(|known| key(&known.title)).collect();
    for clause in described {
        let name = key(&clause.title);
        if clause.basis == FunctionBasis::Declared {
            if !names.contains(&name) {
                listed.push(clause);
            }
            continue;
        }
        let fits = |listed: &String| name.contains(listed.as_str()) || listed.contains(&name);
        let place = names.iter().zip(&listed).position(|(listed, known)| known.data.is_empty() && fits(listed));
        if let Some(known) = place.and_then(|place| listed.get_mut(place)) {
            *known = DraftFunction { title: known.title.clone(), kind: known.kind, basis: known.basis, ..clause };
        }
    }
    listed
}

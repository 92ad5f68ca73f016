//! Which part of the old text is which part of the new one.
//!
//! In: both sides. Out: pairs of parts: by equal words first, then by number and title, by title, by likeness of what stands under the heading,
//! and last by place. Deliberately absent: the clauses inside.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::Hash;

use super::likeness::{self, Stretch, likeness};
use super::side::{Part, Side};

/// How alike the bodies of two parts must be under headings that differ.
const LIKE: f64 = 0.5;

/// How alike two headings with one number must be, where the bodies do not decide.
const LIKE_TITLE: f64 = 0.4;

/// Equal bodies with fewer words than this say nothing about their headings.
const TELLING: usize = 8;

/// What makes two parts the same: hashes of words, and a printed number.
type Key = (u64, u64, String);

/// Partners on both sides.
#[derive(Debug)]
pub(super) struct Partners {
    pub(super) of_old: Vec<Option<usize>>,
    pub(super) of_new: Vec<Option<usize>>,
}

impl Partners {
    pub(super) fn new(old: usize, new: usize) -> Self {
        Self { of_old: vec![None; old], of_new: vec![None; new] }
    }

    pub(super) fn old(&self, old: usize) -> Option<usize> {
        self.of_old.get(old).copied().flatten()
    }

    pub(super) fn new_one(&self, new: usize) -> Option<usize> {
        self.of_new.get(new).copied().flatten()
    }

    pub(super) fn pair(&mut self, old: usize, new: usize) {
        if let (Some(left), Some(right)) = (self.of_old.get_mut(old), self.of_new.get_mut(new))
            && left.is_none()
            && right.is_none()
        {
            (*left, *right) = (Some(new), Some(old));
        }
    }

    /// Pairs what has the same key and no partner yet, in text order.
    pub(super) fn pair_by<K: Eq + Hash>(&mut self, old: impl Fn(usize) -> Option<K>, new: impl Fn(usize) -> Option<K>) {
        let mut waiting: HashMap<K, VecDeque<usize>> = HashMap::new();
        for (place, _) in self.of_old.iter().enumerate().filter(|(_, partner)| partner.is_none()) {
            if let Some(key) = old(place) {
                waiting.entry(key).or_default().push_back(place);
            }
        }
        let free: Vec<usize> = (0..self.of_new.len()).filter(|place| self.new_one(*place).is_none()).collect();
        for place in free {
            if let Some(partner) = new(place).and_then(|key| waiting.get_mut(&key)?.pop_front()) {
                self.pair(partner, place);
            }
        }
    }
}

/// Pairs the parts of two sides.
pub(super) fn pair(old: &Side<'_>, new: &Side<'_>) -> Partners {
    let mut partners = Partners::new(old.parts.len(), new.parts.len());
    // What stands before any heading.
    partners.pair(0, 0);
    let by = |partners: &mut Partners, key: &dyn Fn(&Side<'_>, &Part<'_>) -> Option<Key>| {
        partners.pair_by(|place| key(old, old.parts.get(place)?), |place| key(new, new.parts.get(place)?));
    };
    let parent_key =
        |side: &Side<'_>, part: &Part<'_>| part.parent.and_then(|parent| side.parts.get(parent)).map_or(0, |parent| parent.title_key);
    // Of several that say the same, first those with the same neighbor.
    for beside in [-1, 1] {
        let whole = |side: &Side<'_>, place: usize| {
            let part = side.parts.get(place)?;
            Some((part.title_key, part.body_key?, side.title_beside(place, beside)))
        };
        partners.pair_by(|place| whole(old, place), |place| whole(new, place));
    }
    by(&mut partners, &|_, part| Some((part.title_key, part.body_key?, part.number.clone())));
    by(&mut partners, &|_, part| Some((part.title_key, part.body_key?, String::new())));
    by(&mut partners, &|side, part| Some((part.title_key, parent_key(side, part), part.number.clone())));
    by(&mut partners, &|_, part| Some((part.title_key, 0, part.number.clone())));
    by(&mut partners, &|_, part| part.body_key.filter(|_| part.weight > TELLING + part.title.len()).map(|key| (key, 0, String::new())));
    by(&mut partners, &|side, part| Some((part.title_key, parent_key(side, part), String::new())));
    by(&mut partners, &|_, part| Some((part.title_key, 0, String::new())));
    by_likeness(&mut partners, old, new);
    by_number(&mut partners, old, new);
    partners
}

/// Pairs parts whose bodies read alike.
fn by_likeness(partners: &mut Partners, old: &Side<'_>, new: &Side<'_>) {
    let free = |side: &Side<'_>, partners: &[Option<usize>]| {
        let parts = side.parts.iter().enumerate().zip(partners).filter(|((_, part), partner)| partner.is_none() && part.body_key.is_some());
        parts.map(|((place, _), _)| (place, side.body(place))).collect::<Vec<_>>()
    };
    let (left, right) = (free(old, &partners.of_old), free(new, &partners.of_new));
    for (old, new) in likeness::pairs(&stretches(&left), &stretches(&right), |_, _| LIKE) {
        partners.pair(old, new);
    }
}

pub(super) fn stretches(owned: &[(usize, Vec<super::fold::Word>)]) -> Vec<Stretch<'_>> {
    owned.iter().map(|(place, words)| (*place, words.as_slice())).collect()
}

/// Pairs parts with the same number under the same parent whose headings or bodies are somewhat alike.
fn by_number(partners: &mut Partners, old: &Side<'_>, new: &Side<'_>) {
    let mut numbered: HashMap<(Option<usize>, &str), usize> = HashMap::new();
    let mut twice: HashSet<(Option<usize>, &str)> = HashSet::new();
    for (place, part) in old.parts.iter().enumerate().filter(|(place, part)| partners.old(*place).is_none() && !part.number.is_empty()) {
        let key = (part.parent.and_then(|parent| partners.old(parent)), part.number.as_str());
        if numbered.insert(key, place).is_some() {
            twice.insert(key);
        }
    }
    for (place, part) in new.parts.iter().enumerate() {
        let key = (part.parent, part.number.as_str());
        let Some(candidate) = numbered.get(&key).copied().filter(|_| !twice.contains(&key)) else { continue };
        let Some(other) = old.parts.get(candidate) else { continue };
        let alike = likeness(&other.title, &part.title) >= LIKE_TITLE
            || (other.body_key.is_some() && likeness(&old.body(candidate), &new.body(place)) >= LIKE);
        if alike {
            partners.pair(candidate, place);
        }
    }
}

/// The headings without a counterpart whose words the other side has as a clause: one layout prints them as a heading, another does not.
pub(super) fn plain(side: &Side<'_>, partners: &[Option<usize>], other: &Side<'_>) -> HashSet<usize> {
    let known: HashSet<u64> = other.clauses.iter().filter(|clause| clause.words.len() > 1).map(|clause| clause.key).collect();
    let free = side.parts.iter().zip(partners).filter(|(part, partner)| partner.is_none() && known.contains(&part.title_key));
    free.filter_map(|(part, _)| part.heading.map(|(place, _)| place)).collect()
}

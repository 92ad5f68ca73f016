//! Likeness: which stretches of two texts are the same one, reworded.
//!
//! In: stretches as folded words. Out: pairs, the likest first, each stretch in one at most. Two stretches meet only through pairs of
//! neighboring words that are rare, so that the cost grows with the text and not with the number of pairs.

use std::collections::{HashMap, HashSet};

use super::fold::Word;

/// A pair of neighboring words in more stretches than this tells nothing.
const COMMON: usize = 16;

/// How many candidates of each stretch are looked at closely.
const CANDIDATES: usize = 3;

/// A stretch: its number on its side, and its words.
pub(super) type Stretch<'a> = (usize, &'a [Word]);

/// Pairs of numbers whose likeness is enough, by falling likeness.
///
/// `enough` says for a pair how much likeness it needs, from 0 to 1.
pub(super) fn pairs(old: &[Stretch<'_>], new: &[Stretch<'_>], enough: impl Fn(usize, usize) -> f64) -> Vec<(usize, usize)> {
    let postings = postings(old);
    let sorted: Vec<Vec<u32>> = old.iter().map(|(_, words)| ids(words)).collect();
    let mut found: Vec<(f64, usize, usize)> = Vec::new();
    for (place, (right, words)) in new.iter().enumerate() {
        let mine = ids(words);
        for candidate in candidates(words, &postings, place) {
            let Some(((left, _), theirs)) = old.get(candidate).zip(sorted.get(candidate)) else { continue };
            let needed = enough(*left, *right);
            // Stretches of very different length cannot be alike: looking closely at them would cost more than the shorter one.
            let possible = 2.0 * theirs.len().min(mine.len()) as f64 / (theirs.len() + mine.len()).max(1) as f64;
            let score = if possible >= needed { dice(theirs, &mine) } else { 0.0 };
            if score >= needed {
                found.push((score, candidate, place));
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1.abs_diff(a.2), a.2).cmp(&(b.1.abs_diff(b.2), b.2))));
    let mut taken = (vec![false; old.len()], vec![false; new.len()]);
    let mut pairs = Vec::new();
    for (_, left, right) in found {
        if let (Some(a), Some(b)) = (taken.0.get_mut(left), taken.1.get_mut(right))
            && !*a
            && !*b
        {
            (*a, *b) = (true, true);
            pairs.extend(old.get(left).zip(new.get(right)).map(|((left, _), (right, _))| (*left, *right)));
        }
    }
    pairs
}

/// The share of words that two stretches have in common, from 0 to 1 (Dice's coefficient over words with their counts).
pub(super) fn likeness(old: &[Word], new: &[Word]) -> f64 {
    dice(&ids(old), &ids(new))
}

/// The words of a stretch, to see how much of others stands in it.
pub(super) struct Bag(HashSet<u32>);

impl Bag {
    pub(super) fn new(words: &[Word]) -> Self {
        Self(words.iter().map(|word| word.id).collect())
    }

    /// The share of words that the bag has too.
    pub(super) fn share(&self, words: &[Word]) -> f64 {
        words.iter().filter(|word| self.0.contains(&word.id)).count() as f64 / words.len().max(1) as f64
    }
}

fn dice(old: &[u32], new: &[u32]) -> f64 {
    if old.is_empty() && new.is_empty() { 1.0 } else { 2.0 * shared(old, new) as f64 / (old.len() + new.len()) as f64 }
}

/// How many numbers two sorted lists share.
fn shared(old: &[u32], new: &[u32]) -> usize {
    let (mut left, mut right) = (old.iter().peekable(), new.iter().peekable());
    let mut count = 0;
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => {
                count += 1;
                left.next();
                right.next();
            }
        }
    }
    count
}

fn ids(words: &[Word]) -> Vec<u32> {
    let mut ids: Vec<u32> = words.iter().map(|word| word.id).collect();
    ids.sort_unstable();
    ids
}

/// Neighboring words; a stretch of one word is its own neighbor.
fn neighbors(words: &[Word]) -> Vec<(u32, u32)> {
    let mut pairs: Vec<(u32, u32)> = match words {
        [only] => vec![(only.id, only.id)],
        _ => words.windows(2).filter_map(|pair| Some((pair.first()?.id, pair.last()?.id))).collect(),
    };
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// In which stretches neighbors stand, for those that are not too common.
fn postings(stretches: &[Stretch<'_>]) -> HashMap<(u32, u32), Vec<usize>> {
    let mut postings: HashMap<(u32, u32), Vec<usize>> = HashMap::new();
    for (place, (_, words)) in stretches.iter().enumerate() {
        for pair in neighbors(words) {
            let list = postings.entry(pair).or_default();
            if list.len() <= COMMON {
                list.push(place);
            }
        }
    }
    postings.retain(|_, list| list.len() <= COMMON);
    postings
}

/// The stretches that share the most neighbors with this one; of equals, the nearest in its text.
fn candidates(words: &[Word], postings: &HashMap<(u32, u32), Vec<usize>>, place: usize) -> Vec<usize> {
    let mut votes: HashMap<usize, usize> = HashMap::new();
    for pair in neighbors(words) {
        for candidate in postings.get(&pair).into_iter().flatten() {
            *votes.entry(*candidate).or_default() += 1;
        }
    }
    let mut ranked: Vec<(usize, usize)> = votes.into_iter().collect();
    ranked.sort_by_key(|(candidate, votes)| (std::cmp::Reverse(*votes), candidate.abs_diff(place), *candidate));
    ranked.into_iter().take(CANDIDATES).map(|(candidate, _)| candidate).collect()
}

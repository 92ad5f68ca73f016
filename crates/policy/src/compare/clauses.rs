//! Which clause of the old text is which clause of the new one.
//!
//! In: both sides and their pairs of parts. Out: groups of clauses that belong together; mostly one on each side, more where a paragraph was
//! split or joined. Deliberately absent: what changed inside a group.

use std::collections::HashMap;
use std::ops::Range;

use super::fold::Word;
use super::likeness::{self, Bag, Stretch, likeness};
use super::parts::Partners;
use super::side::Side;

/// Fewer words than this do not tell that a clause was moved to another part.
const TELLING: usize = 6;

/// How alike clauses of one part must be.
const LIKE: f64 = 0.45;

/// How alike clauses of two parts must be.
const LIKE_APART: f64 = 0.6;

/// How alike what stands alone between the same neighbors must be: one clause, one with the same number, several.
const LIKE_ALONE: f64 = 0.3;
const LIKE_NUMBERED: f64 = 0.15;
const LIKE_RUN: f64 = 0.5;

/// How much of a clause must stand in another to have been split from it.
const WITHIN: f64 = 0.6;

/// Clauses that belong together; neighbors on each side.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Group {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

/// Groups by clause, on both sides.
pub(super) struct Groups {
    pub(super) all: Vec<Group>,
    pub(super) of_old: Vec<Option<usize>>,
    pub(super) of_new: Vec<Option<usize>>,
}

/// Groups the clauses of two sides; a clause without a group has no counterpart.
pub(super) fn group(old: &Side<'_>, new: &Side<'_>, parts: &Partners) -> Groups {
    let mut matching = Matching { old, new, parts, groups: Groups::empty(old.clauses.len(), new.clauses.len()) };
    matching.equal();
    matching.reflowed();
    matching.alike();
    matching.split();
    matching.alone();
    matching.groups
}

impl Groups {
    fn empty(old: usize, new: usize) -> Self {
        Self { all: Vec::new(), of_old: vec![None; old], of_new: vec![None; new] }
    }

    fn add(&mut self, old: Range<usize>, new: Range<usize>) {
        let number = self.all.len();
        self.of_old.get_mut(old.clone()).into_iter().flatten().for_each(|group| *group = Some(number));
        self.of_new.get_mut(new.clone()).into_iter().flatten().for_each(|group| *group = Some(number));
        self.all.push(Group { old, new });
    }
}

struct Matching<'a> {
    old: &'a Side<'a>,
    new: &'a Side<'a>,
    parts: &'a Partners,
    groups: Groups,
}

impl<'a> Matching<'a> {
    /// Clauses with equal words: in one part first, then anywhere if they say enough or no other says the same.
    fn equal(&mut self) {
        let mut partners = Partners::new(self.old.clauses.len(), self.new.clauses.len());
        // Of several that say the same, first those with the same neighbor.
        for beside in [-1, 1, 0] {
            partners.pair_by(
                |place| {
                    let clause = self.old.clauses.get(place)?;
                    Some((self.parts.old(clause.part)?, clause.key, self.old.beside(place, beside)))
                },
                |place| {
                    let clause = self.new.clauses.get(place)?;
                    Some((clause.part, clause.key, self.new.beside(place, beside)))
                },
            );
        }
        let telling = |side: &'a Side<'a>, place: usize| {
            side.clauses.get(place).filter(|clause| clause.words.len() >= TELLING).map(|clause| clause.key)
        };
        partners.pair_by(|place| telling(self.old, place), |place| telling(self.new, place));
        let (left, right) = (unique(self.old, &partners.of_old), unique(self.new, &partners.of_new));
        let only = |keys: &HashMap<u64, usize>, side: &'a Side<'a>, place: usize| {
            side.clauses.get(place).map(|clause| clause.key).filter(|key| keys.get(key) == Some(&place))
        };
        partners.pair_by(|place| only(&left, self.old, place), |place| only(&right, self.new, place));
        for (new, old) in partners.of_new.iter().enumerate().filter_map(|(new, old)| Some((new, (*old)?))) {
            self.groups.add(old..old + 1, new..new + 1);
        }
    }

    /// Runs between the same neighbors that say the same in other paragraphs.
    fn reflowed(&mut self) {
        for (old, new) in self.gaps() {
            let flat = |side: &Side<'_>, range: &Range<usize>| {
                let clauses = side.clauses.get(range.clone()).unwrap_or_default();
                clauses.iter().flat_map(|clause| clause.words.iter().map(|word| word.id)).collect::<Vec<_>>()
            };
            if !old.is_empty() && !new.is_empty() && flat(self.old, &old) == flat(self.new, &new) {
                self.groups.add(old, new);
            }
        }
    }

    /// Clauses that read alike.
    fn alike(&mut self) {
        let left = free(self.old, &self.groups.of_old);
        let right = free(self.new, &self.groups.of_new);
        let enough = |old: usize, new: usize| {
            let Some((old, new)) = self.old.clauses.get(old).zip(self.new.clauses.get(new)) else { return f64::INFINITY };
            let together = self.parts.old(old.part) == Some(new.part);
            if together {
                LIKE
            } else if old.words.len().min(new.words.len()) >= TELLING {
                LIKE_APART
            } else {
                f64::INFINITY
            }
        };
        for (old, new) in likeness::pairs(&left, &right, enough) {
            self.groups.add(old..old + 1, new..new + 1);
        }
    }

    /// Free neighbors of a pair that were split from it, or joined to it.
    fn split(&mut self) {
        for number in 0..self.groups.all.len() {
            let Some(group) = self.groups.all.get(number).cloned() else { continue };
            if let (1, Some(whole)) = (group.old.len(), self.old.clauses.get(group.old.start)) {
                let new = grown(self.new, &self.groups.of_new, &group.new, &whole.words);
                self.widen(number, group.old.clone(), new);
            }
            let Some(group) = self.groups.all.get(number).cloned() else { continue };
            if let (1, Some(whole)) = (group.new.len(), self.new.clauses.get(group.new.start)) {
                let old = grown(self.old, &self.groups.of_old, &group.old, &whole.words);
                self.widen(number, old, group.new.clone());
            }
        }
    }

    fn widen(&mut self, number: usize, old: Range<usize>, new: Range<usize>) {
        self.groups.of_old.get_mut(old.clone()).into_iter().flatten().for_each(|group| *group = Some(number));
        self.groups.of_new.get_mut(new.clone()).into_iter().flatten().for_each(|group| *group = Some(number));
        if let Some(group) = self.groups.all.get_mut(number) {
            *group = Group { old, new };
        }
    }

    /// What is left between the same neighbors, old and new: as a whole, if it reads somewhat alike.
    fn alone(&mut self) {
        for (old, new) in self.gaps() {
            let flat = |side: &Side<'_>, range: &Range<usize>| {
                side.clauses
                    .get(range.clone())
                    .unwrap_or_default()
                    .iter()
                    .flat_map(|clause| clause.words.iter().copied())
                    .collect::<Vec<_>>()
            };
            let number =
                |side: &'a Side<'a>, range: &Range<usize>| side.clauses.get(range.start).map_or("", |clause| clause.number.as_str());
            if old.is_empty() || new.is_empty() {
                continue;
            }
            let single = old.len() == 1 && new.len() == 1;
            let numbered = single && !number(self.old, &old).is_empty() && number(self.old, &old) == number(self.new, &new);
            let enough = if numbered {
                LIKE_NUMBERED
            } else if single {
                LIKE_ALONE
            } else {
                LIKE_RUN
            };
            if likeness(&flat(self.old, &old), &flat(self.new, &new)) >= enough {
                self.groups.add(old, new);
            }
        }
    }

    /// Runs of free clauses in paired parts that stand between the same neighbors, old and new; either may be empty.
    fn gaps(&self) -> Vec<(Range<usize>, Range<usize>)> {
        let mut gaps = Vec::new();
        for (place, part) in self.new.parts.iter().enumerate() {
            let Some(other) = self.parts.new_one(place).and_then(|old| self.old.parts.get(old)) else { continue };
            let mut from = (other.clauses.start, part.clauses.start);
            for at in part.clauses.clone() {
                let group = self.groups.of_new.get(at).copied().flatten().and_then(|number| self.groups.all.get(number));
                // A clause that came from elsewhere, or from before the last neighbor, is no neighbor.
                let Some(group) = group.filter(|group| other.clauses.contains(&group.old.start) && group.old.start >= from.0) else {
                    continue;
                };
                if at + 1 < group.new.end {
                    continue;
                }
                gaps.extend(self.free_run(from.0..group.old.start, from.1..group.new.start));
                from = (group.old.end, group.new.end);
            }
            gaps.extend(self.free_run(from.0..other.clauses.end, from.1..part.clauses.end));
        }
        gaps
    }

    /// The run without grouped clauses at its ends; none where one stands in its middle.
    fn free_run(&self, old: Range<usize>, new: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
        let trim = |range: Range<usize>, groups: &[Option<usize>]| {
            let is_free = |at: &usize| groups.get(*at) == Some(&None);
            let start = range.clone().find(is_free).unwrap_or(range.end);
            let end = (start..range.end).rev().find(is_free).map_or(start, |last| last + 1);
            (start..end).all(|at| is_free(&at)).then_some(start..end)
        };
        Some((trim(old, &self.groups.of_old)?, trim(new, &self.groups.of_new)?))
    }
}

/// The clauses without a partner whose words no other such clause of their side has, and which say something.
fn unique(side: &Side<'_>, partners: &[Option<usize>]) -> HashMap<u64, usize> {
    let mut seen: HashMap<u64, (usize, bool)> = HashMap::new();
    for ((place, clause), _) in side.clauses.iter().enumerate().zip(partners).filter(|(_, partner)| partner.is_none()) {
        seen.entry(clause.key).and_modify(|(_, only)| *only = false).or_insert((place, clause.words.len() > 1));
    }
    seen.into_iter().filter(|(_, (_, only))| *only).map(|(key, (place, _))| (key, place)).collect()
}

/// The clauses without a group.
fn free<'a>(side: &'a Side<'_>, groups: &[Option<usize>]) -> Vec<Stretch<'a>> {
    let clauses = side.clauses.iter().enumerate().zip(groups);
    clauses.filter(|(_, group)| group.is_none()).map(|((place, clause), _)| (place, clause.words.as_slice())).collect()
}

/// A range widened by free neighbors of the same part whose words mostly stand in `whole`.
fn grown(side: &Side<'_>, groups: &[Option<usize>], range: &Range<usize>, whole: &[Word]) -> Range<usize> {
    let part = side.clauses.get(range.start).map(|clause| clause.part);
    let is_free = |at: usize| groups.get(at) == Some(&None);
    if !is_free(range.end) && range.start.checked_sub(1).is_none_or(|before| !is_free(before)) {
        return range.clone();
    }
    let bag = Bag::new(whole);
    let belongs = |at: usize| {
        is_free(at)
            && side.clauses.get(at).is_some_and(|clause| {
                Some(clause.part) == part
                    && clause.words.len() >= TELLING / 2
                    && clause.words.len() < whole.len()
                    && bag.share(&clause.words) >= WITHIN
            })
    };
    let (mut start, mut end) = (range.start, range.end);
    while belongs(end) {
        end += 1;
    }
    while start > 0 && belongs(start - 1) {
        start -= 1;
    }
    start..end
}

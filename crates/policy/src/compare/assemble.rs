//! From pairs to a comparison: the order of things, what was moved, and the words inside.
//!
//! In: both sides, pairs of parts and groups of clauses. Out: a [`Comparison`]. What moved along with its section, or with the clause before
//! it, is not told again.

use super::clauses::{Group, Groups};
use super::fold::{Word, same_print};
use super::order::keeps_order;
use super::parts::Partners;
use super::side::{Clause, Side};
use super::words::{Piece, PieceKind, pieces};
use super::{ClauseChange, ClauseKind, ClausePlace, Comparison, HeadingChange, SectionChange};

/// Puts a comparison together.
pub(super) fn assemble(old: &Side<'_>, new: &Side<'_>, parts: &Partners, groups: &Groups) -> Comparison {
    let assembly = Assembly { old, new, parts, groups, moved: moves(old, new, parts, groups) };
    let mut sections = Vec::new();
    for part in 0..new.parts.len() {
        sections.push(assembly.section(part));
        // Removed sections that followed this one's counterpart in the old text.
        let mut follows = parts.new_one(part).map(|before| before + 1);
        while let Some(at) = follows.filter(|at| *at < old.parts.len() && parts.old(*at).is_none()) {
            sections.push(assembly.removed_section(at));
            follows = Some(at + 1);
        }
    }
    Comparison { sections }
}

/// What was moved: parts by their number in the new text, groups by theirs.
struct Moves {
    parts: Vec<bool>,
    groups: Vec<bool>,
}

/// One thing in the order of a text.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Item {
    Part(usize),
    Group(usize),
}

/// Finds what does not keep its order among all headings and clauses.
fn moves(old: &Side<'_>, new: &Side<'_>, parts: &Partners, groups: &Groups) -> Moves {
    let mut places = (vec![None; new.parts.len()], vec![None; groups.all.len()]);
    for (place, item) in items(old, &groups.of_old).into_iter().enumerate() {
        let slot = match item {
            Item::Part(part) => parts.old(part).and_then(|part| places.0.get_mut(part)),
            Item::Group(group) => places.1.get_mut(group),
        };
        if let Some(slot) = slot.filter(|slot| slot.is_none()) {
            *slot = Some(place);
        }
    }
    let sequence = items(new, &groups.of_new);
    let place = |item: &Item| match *item {
        Item::Part(part) => places.0.get(part).copied().flatten(),
        Item::Group(group) => places.1.get(group).copied().flatten(),
    };
    let weight = |item: &Item| match *item {
        Item::Part(part) => new.parts.get(part).map_or(1, |part| part.weight),
        Item::Group(group) => {
            let range = groups.all.get(group).map_or(0..0, |group| group.new.clone());
            1 + new.clauses.get(range).unwrap_or_default().iter().map(|clause| clause.words.len()).sum::<usize>()
        }
    };
    let keeps = keeps_order(&sequence.iter().map(|item| (place(item), weight(item))).collect::<Vec<_>>());
    let mut moves = Moves { parts: vec![false; new.parts.len()], groups: vec![false; groups.all.len()] };
    let mut before: Option<usize> = None;
    for (item, keeps) in sequence.iter().zip(keeps) {
        let here = place(item);
        // What follows the same thing as before was moved along with it.
        let along = here.is_some() && before.map(|before| before + 1) == here;
        let slot = match *item {
            Item::Part(part) => moves.parts.get_mut(part),
            Item::Group(group) => moves.groups.get_mut(group),
        };
        if let Some(slot) = slot {
            *slot = !keeps && !along;
        }
        before = here.or(before);
    }
    moves
}

/// Headings and groups in the order of a text; a group where its first clause stands, a clause without one nowhere.
fn items(side: &Side<'_>, groups: &[Option<usize>]) -> Vec<Item> {
    let mut items = Vec::new();
    for (number, part) in side.parts.iter().enumerate() {
        items.push(Item::Part(number));
        for group in groups.get(part.clauses.clone()).unwrap_or_default().iter().flatten() {
            if items.last() != Some(&Item::Group(*group)) {
                items.push(Item::Group(*group));
            }
        }
    }
    items
}

struct Assembly<'a> {
    old: &'a Side<'a>,
    new: &'a Side<'a>,
    parts: &'a Partners,
    groups: &'a Groups,
    moved: Moves,
}

impl Assembly<'_> {
    fn section(&self, part: usize) -> SectionChange {
        let old = self.parts.new_one(part);
        let (heading, title) = old.map_or_else(Default::default, |old| self.heading(old, part));
        SectionChange {
            old: old.and_then(|old| heading_place(self.old, old)),
            new: heading_place(self.new, part),
            preamble: part == 0,
            moved: self.moved.parts.get(part) == Some(&true),
            heading,
            title,
            clauses: self.clauses(old, part),
        }
    }

    fn removed_section(&self, part: usize) -> SectionChange {
        let range = self.old.parts.get(part).map_or(0..0, |part| part.clauses.clone());
        SectionChange {
            old: heading_place(self.old, part),
            new: None,
            preamble: false,
            moved: false,
            heading: HeadingChange::default(),
            title: Vec::new(),
            clauses: range.filter_map(|at| self.removed(at)).collect(),
        }
    }

    fn heading(&self, old: usize, new: usize) -> (HeadingChange, Vec<Piece>) {
        let Some((left, right)) = self.old.parts.get(old).zip(self.new.parts.get(new)) else { return Default::default() };
        let retitled = left.title_key != right.title_key;
        let end = |words: &[Word]| words.last().map_or(0, |word| word.end);
        let title = if retitled { pieces(&left.title, &right.title, end(&left.title), end(&right.title)) } else { Vec::new() };
        (HeadingChange { renumbered: left.number != right.number, retitled }, title)
    }

    /// The clauses of a new part and of its counterpart, in order.
    fn clauses(&self, old: Option<usize>, new: usize) -> Vec<ClauseChange> {
        let range = self.new.parts.get(new).map_or(0..0, |part| part.clauses.clone());
        let gone = old.and_then(|old| self.old.parts.get(old)).map_or(0..0, |part| part.clauses.clone());
        let mut removed = gone.clone().filter(|at| self.groups.of_old.get(*at) == Some(&None)).peekable();
        let mut changes = Vec::new();
        let mut last_group = None;
        for at in range {
            let group = self.groups.of_new.get(at).copied().flatten();
            match group.and_then(|number| self.groups.all.get(number).map(|group| (number, group))) {
                Some((number, _)) if last_group == Some(number) => {}
                Some((number, group)) => {
                    // What was removed before this clause's counterpart is told before it.
                    while gone.contains(&group.old.start) && removed.peek().is_some_and(|at| *at < group.old.start) {
                        changes.extend(removed.next().and_then(|at| self.removed(at)));
                    }
                    changes.extend(self.grouped(number, group));
                }
                None => changes.extend(self.added(at)),
            }
            last_group = group;
        }
        changes.extend(removed.filter_map(|at| self.removed(at)));
        changes
    }

    fn grouped(&self, number: usize, group: &Group) -> Option<ClauseChange> {
        let left = self.old.clauses.get(group.old.clone()).filter(|clauses| !clauses.is_empty())?;
        let right = self.new.clauses.get(group.new.clone()).filter(|clauses| !clauses.is_empty())?;
        let (old, new) = (place(self.old, left)?, place(self.new, right)?);
        let (before, after) = (flat(left), flat(right));
        let same = before.len() == after.len() && before.iter().zip(&after).all(|(a, b)| a.id == b.id);
        let moved = self.moved.groups.get(number) == Some(&true);
        let print = || same_print(self.old.text(&old.span), self.new.text(&new.span));
        let kind = match (moved, same) {
            (true, true) => ClauseKind::Moved,
            (true, false) => ClauseKind::MovedAndChanged,
            (false, false) => ClauseKind::Changed,
            (false, true) if old.number != new.number => ClauseKind::Renumbered,
            // Clauses that were split or joined may have numbers between their words.
            (false, true) if left.len() == 1 && right.len() == 1 && !print() => ClauseKind::Typography,
            (false, true) => ClauseKind::Unchanged,
        };
        let pieces = if kind == ClauseKind::Unchanged { Vec::new() } else { pieces(&before, &after, old.span.end, new.span.end) };
        Some(ClauseChange { kind, old: Some(old), new: Some(new), pieces })
    }

    fn added(&self, at: usize) -> Option<ClauseChange> {
        let new = place(self.new, self.new.clauses.get(at..at + 1)?)?;
        let pieces = vec![Piece { kind: PieceKind::Added, old: 0..0, new: new.span.clone() }];
        Some(ClauseChange { kind: ClauseKind::Added, old: None, new: Some(new), pieces })
    }

    /// A clause that only the old text has.
    fn removed(&self, at: usize) -> Option<ClauseChange> {
        if self.groups.of_old.get(at)?.is_some() {
            return None;
        }
        let old = place(self.old, self.old.clauses.get(at..at + 1)?)?;
        let pieces = vec![Piece { kind: PieceKind::Removed, old: old.span.clone(), new: 0..0 }];
        Some(ClauseChange { kind: ClauseKind::Removed, old: Some(old), new: None, pieces })
    }
}

fn place(side: &Side<'_>, clauses: &[Clause]) -> Option<ClausePlace> {
    let (first, last) = (clauses.first()?, clauses.last()?);
    let section = heading_place(side, first.part);
    Some(ClausePlace { number: first.number.clone(), span: first.span.start..last.span.end, section })
}

/// The place of a part's heading among the reading's.
fn heading_place(side: &Side<'_>, part: usize) -> Option<usize> {
    side.parts.get(part)?.heading.map(|(place, _)| place)
}

fn flat(clauses: &[Clause]) -> Vec<Word> {
    clauses.iter().flat_map(|clause| clause.words.iter().copied()).collect()
}

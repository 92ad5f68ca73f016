//! Nesting: which level a printed number belongs to, from the order in which schemes first appear and the run of values.
//!
//! In: numbers in text order. Out: a depth, from 1, and the group of siblings. Deliberately absent: titles.
//!
//! A number goes on with the innermost level of its scheme that it follows. A value of 1 under a scheme already in use opens a level inside,
//! as in texts that number sections and subsections alike. `1.2` under a section 4 implies an unprinted subsection 1 between them.

use super::number::{Number, Scheme};

/// The open levels, outermost first.
#[derive(Debug, Default)]
pub(crate) struct Levels {
    open: Vec<Level>,
    groups: usize,
}

/// Levels that are told apart; whatever is numbered deeper stands on the last of them.
const DEEPEST: usize = 32;

#[derive(Debug)]
struct Level {
    scheme: Scheme,
    path: Vec<u32>,
    group: usize,
}

impl Level {
    fn value(&self) -> u32 {
        self.path.last().copied().unwrap_or(0)
    }
}

/// Where a number stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Standing {
    /// From 1.
    pub(crate) depth: usize,
    /// Siblings share it.
    pub(crate) group: usize,
}

impl Levels {
    /// Takes the next number of the text in.
    pub(crate) fn place(&mut self, number: &Number) -> Standing {
        match self.level_of(number) {
            Some(at) => self.open.truncate(at + 1),
            None => {
                if number.scheme.is_annex() {
                    self.open.clear();
                }
                self.leave_deeper(number.scheme);
                self.imply_parent(number);
                self.push(number.scheme, number.path.clone());
            }
        }
        if let Some(level) = self.open.last_mut() {
            let lost = number.value() == 0;
            level.path = if lost { vec![level.value() + 1] } else { number.path.clone() };
            level.scheme = number.scheme;
        }
        Standing { depth: self.open.len(), group: self.open.last().map_or(0, |level| level.group) }
    }

    /// How many levels are open.
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Closes every level.
    pub(crate) fn clear(&mut self) {
        self.open.clear();
    }

    fn push(&mut self, scheme: Scheme, path: Vec<u32>) {
        self.groups += 1;
        self.open.truncate(DEEPEST - 1);
        self.open.push(Level { scheme, path, group: self.groups });
    }

    fn level_of(&self, number: &Number) -> Option<usize> {
        let value = number.value();
        let inside_out = || self.open.iter().enumerate().rev();
        let same = |level: &Level| level.scheme == number.scheme;
        let parent = |path: &[u32]| path.len().checked_sub(1);
        let siblings =
            |one: &[u32], other: &[u32]| parent(one).and_then(|len| one.get(..len)) == parent(other).and_then(|len| other.get(..len));
        if let Some((at, _)) =
            inside_out().find(|(_, level)| same(level) && siblings(&level.path, &number.path) && (level.value() + 1 == value || value == 0))
        {
            return Some(at);
        }
        let switched = |level: &Level| !same(level) && level.scheme.is_top() && level.value() + 1 == value && value > 1;
        let top = self.open.iter().position(|level| level.scheme.is_top());
        if number.scheme.is_top() && top.is_some_and(|at| self.open.get(at).is_some_and(switched)) {
            return top;
        }
        if value == 1 && !matches!(number.scheme, Scheme::Dotted(2..)) {
            // The same scheme again from the start: a level inside, unless the number before it stands alone.
            return None;
        }
        inside_out()
            .find(|(_, level)| same(level) && level.path == number.path)
            .or_else(|| inside_out().find(|(_, level)| same(level) && level.value() < value))
            .or_else(|| inside_out().find(|(_, level)| same(level)))
            .map(|(at, _)| at)
    }

    fn leave_deeper(&mut self, scheme: Scheme) {
        if let Scheme::Dotted(depth) = scheme
            && let Some(at) = self.open.iter().position(|level| matches!(level.scheme, Scheme::Dotted(other) if other > depth))
        {
            self.open.truncate(at);
        }
    }

    fn imply_parent(&mut self, number: &Number) {
        let Some((_, parent)) = number.path.split_last() else { return };
        let [section] = parent else { return };
        let top = self.open.last();
        if let Some(level) = top
            && level.scheme == Scheme::Dotted(1)
            && level.value() != *section
            && *section == 1
        {
            self.push(Scheme::Dotted(1), vec![*section]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Levels;
    use crate::outline::number::parse;

    fn check(numbers: &str, expected: &[usize]) {
        let mut levels = Levels::default();
        let depths: Vec<_> = numbers
            .split(' ')
            .map(|printed| levels.place(&parse(&format!("{printed}题")).or(parse(&format!("{printed} Title"))).unwrap()).depth)
            .collect();
        assert_eq!(depths, expected, "{numbers}");
    }

    #[test]
    fn depth_follows_the_first_nesting() {
        check("I. (i) 1. 2. (ii) 1. II. (i)", &[1, 2, 3, 3, 2, 3, 1, 2]);
        check("1. 1.1 1.1.1 (1) (2) 1.1.2 (1) 1.2 2.", &[1, 2, 3, 4, 4, 3, 4, 2, 1]);
        check("1. 1.1.1 1.2 2.", &[1, 2, 2, 1]);
        check("第一章 第一条 第二条 第二章 第三条", &[1, 2, 2, 1, 2]);
        check("一、 （一） 1. （二） 二、", &[1, 2, 3, 2, 1]);
        check("1. 1.1 2. 附件一： 1. 附件二：", &[1, 2, 1, 1, 2, 1]);
    }

    #[test]
    fn one_scheme_on_two_levels() {
        check("1. 2. 1. 2. 3. 3. 1. 4.", &[1, 1, 2, 2, 2, 1, 2, 1]);
        check("1. 2. 1. 2. 3. 4. 4. 5. 3.", &[1, 1, 2, 2, 2, 2, 2, 2, 1]);
        check("1. 2. 1. 2. 3. 4. 3. 1. 2. 4.", &[1, 1, 2, 2, 2, 2, 1, 2, 2, 1]);
    }

    #[test]
    fn schemes_may_change_at_the_top() {
        check("3. 1. 2. 4. 1.2 1.3 2. 3. V. VI. 1. 2. 7.", &[1, 2, 2, 1, 3, 3, 2, 2, 1, 1, 2, 2, 1]);
    }

    #[test]
    fn levels_have_an_end() {
        let mut levels = Levels::default();
        let first = parse("1. Title").unwrap();
        let depths: Vec<_> = (0..10_000).map(|_| levels.place(&first).depth).collect();
        assert_eq!((depths[30], depths[31], depths[9_999]), (31, 32, 32));
    }

    #[test]
    fn a_lost_number_counts_on() {
        check("一、 1.1 、 2.1 三、", &[1, 2, 1, 2, 1]);
    }
}

//! Which subtrees a proof consists of (RFC 6962 sections 2.1.1 and 2.1.2): places in, ranges of leaves out.

/// A subtree: the leaves from `start` up to but not including `end`.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Span {
    start: u64,
    end: u64,
}

impl Span {
    /// The whole tree of `size` leaves.
    #[must_use]
    pub const fn whole(size: u64) -> Self {
        Self { start: 0, end: size }
    }

    /// The subtree of `width` leaves, a power of two, at `place` among its like.
    pub(super) const fn complete(width: u64, place: u64) -> Self {
        Self { start: width * place, end: width * (place + 1) }
    }

    /// Level and place in the level, where it is a complete subtree.
    pub(super) fn node(self) -> Option<(u32, u64)> {
        let (width, level) = (self.len(), self.len().trailing_zeros());
        (width.is_power_of_two() && self.start.is_multiple_of(width)).then_some((level, self.start >> level))
    }

    pub(super) fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The complete subtrees that it consists of, from the left, as level and place in the level.
    pub(super) fn nodes(self) -> Vec<(u32, u64)> {
        let mut nodes = Vec::new();
        let mut start = self.start;
        while start < self.end {
            // The largest power of two that is aligned here and fits.
            let level = start.trailing_zeros().min((self.end - start).ilog2());
            nodes.push((level, start >> level));
            start += 1 << level;
        }
        nodes
    }

    fn len(self) -> u64 {
        self.end - self.start
    }

    /// Left and right part, split at the largest power of two below its length; `None` for less than two leaves.
    pub(super) fn split(self) -> Option<(Self, Self)> {
        let middle = self.start + (1 << self.len().checked_sub(1)?.checked_ilog2()?);
        Some((Self { start: self.start, end: middle }, Self { start: middle, end: self.end }))
    }
}

/// The subtrees whose roots prove that leaf `index` is in the tree of `size` leaves, from the leaf upward.
/// `None` unless `index < size`.
#[must_use]
pub fn inclusion_path(index: u64, size: u64) -> Option<Vec<Span>> {
    let mut here = (index < size).then_some(Span::whole(size))?;
    let mut path = Vec::new();
    while let Some((left, right)) = here.split() {
        let (inside, beside) = if index < left.end { (left, right) } else { (right, left) };
        path.push(beside);
        here = inside;
    }
    path.reverse();
    Some(path)
}

/// The subtrees whose roots prove that the tree of `from` leaves is a prefix of the tree of `to` leaves.
/// Empty where `from` is 0 or `to`; `None` unless `from <= to`.
#[must_use]
pub fn consistency_path(from: u64, to: u64) -> Option<Vec<Span>> {
    let mut here = (from <= to).then_some(Span::whole(to))?;
    let mut path = Vec::new();
    if from == 0 || from == to {
        return Some(path);
    }
    while here.end != from {
        let (left, right) = here.split()?;
        let (inside, beside) = if from <= left.end { (left, right) } else { (right, left) };
        path.push(beside);
        here = inside;
    }
    // The old tree itself is known to whoever asks.
    if here.start > 0 {
        path.push(here);
    }
    path.reverse();
    Some(path)
}

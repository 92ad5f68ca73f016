//! Order: which of the things that both texts hold stayed where they were, and which were moved.
//!
//! In: for each thing of the new text, its place in the old one and its weight. Out: the heaviest chain that keeps its order; what is not in
//! it was moved. In n log n.

/// For each item, whether it keeps its order; items without a place in the old text do.
pub(super) fn keeps_order(items: &[(Option<usize>, usize)]) -> Vec<bool> {
    let size = items.iter().filter_map(|(place, _)| *place).max().map_or(0, |last| last + 1);
    let mut best = Best { tree: vec![(0, None); size + 1] };
    let mut before: Vec<Option<usize>> = Vec::with_capacity(items.len());
    for (index, (place, weight)) in items.iter().enumerate() {
        let Some(place) = *place else {
            before.push(None);
            continue;
        };
        let (sum, last) = best.up_to(place);
        before.push(last);
        best.raise(place, (sum + weight, Some(index)));
    }
    let mut keeps: Vec<bool> = items.iter().map(|(place, _)| place.is_none()).collect();
    let mut at = best.up_to(size).1;
    while let Some(index) = at {
        if let Some(keep) = keeps.get_mut(index) {
            *keep = true;
        }
        at = before.get(index).copied().flatten();
    }
    keeps
}

/// A Fenwick tree over places: the heaviest chain that ends before a place, and its last item.
struct Best {
    tree: Vec<(usize, Option<usize>)>,
}

impl Best {
    /// The heaviest chain among the places before this one.
    fn up_to(&self, place: usize) -> (usize, Option<usize>) {
        let mut found = (0, None);
        let mut node = place;
        while node > 0 {
            if let Some(held) = self.tree.get(node).filter(|held| held.0 > found.0) {
                found = *held;
            }
            node &= node - 1;
        }
        found
    }

    fn raise(&mut self, place: usize, chain: (usize, Option<usize>)) {
        let mut node = place + 1;
        while let Some(held) = self.tree.get_mut(node) {
            if chain.0 > held.0 {
                *held = chain;
            }
            node += node & node.wrapping_neg();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::keeps_order;

    fn check(places: &[(i64, usize)], moved: &[usize]) {
        let items: Vec<_> = places.iter().map(|(place, weight)| (usize::try_from(*place).ok(), *weight)).collect();
        let found: Vec<_> = keeps_order(&items).iter().enumerate().filter(|(_, keeps)| !**keeps).map(|(index, _)| index).collect();
        assert_eq!(found, moved, "{places:?}");
    }

    #[test]
    fn the_lighter_things_were_moved() {
        check(&[], &[]);
        check(&[(0, 1), (1, 1), (2, 1)], &[]);
        check(&[(2, 1), (0, 1), (1, 1)], &[0]);
        check(&[(2, 9), (0, 1), (1, 1)], &[1, 2]);
        check(&[(0, 1), (-1, 5), (1, 1)], &[]);
        check(&[(1, 1), (0, 1)], &[1]);
    }
}

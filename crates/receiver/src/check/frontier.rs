//! The root of a tree of any size from its leaves alone: leaf hashes in, one after the other; the root at any moment out.
//! It is written apart from the tree that the ledger keeps, so that one checks the other. Memory grows with the logarithm.

use countersign_core::Digest;
use countersign_core::log::{empty_root, node_hash};

/// The roots of the complete subtrees that the leaves so far fall into, largest first (RFC 6962 section 2.1).
#[derive(Clone, Debug, Default)]
pub(super) struct Frontier {
    size: u64,
    roots: Vec<Digest>,
}

impl Frontier {
    /// How many leaves there are.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// Adds the next leaf hash.
    pub(super) fn push(&mut self, leaf: Digest) {
        let mut node = leaf;
        // As many complete subtrees of the same height stand at the end as the size has trailing ones.
        for _ in 0..self.size.trailing_ones() {
            let Some(left) = self.roots.pop() else { break };
            node = node_hash(left, node);
        }
        self.roots.push(node);
        self.size += 1;
    }

    /// The root over all leaves so far.
    pub(super) fn root(&self) -> Digest {
        let mut roots = self.roots.iter().rev().copied();
        roots.next().map_or_else(empty_root, |last| roots.fold(last, |right, left| node_hash(left, right)))
    }
}

#[cfg(test)]
mod tests {
    use super::Frontier;
    use countersign_core::Digest;
    use countersign_core::log::{empty_root, leaf_hash, node_hash};

    /// RFC 6962 section 2.1, word for word.
    fn by_definition(leaves: &[Digest]) -> Digest {
        match leaves {
            [] => empty_root(),
            [leaf] => *leaf,
            _ => {
                let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
                node_hash(by_definition(left), by_definition(right))
            }
        }
    }

    #[test]
    fn every_size_has_the_root_of_the_definition() {
        let leaves: Vec<_> = (0_u8..100).map(|n| leaf_hash(&[n])).collect();
        let mut frontier = Frontier::default();
        for (size, leaf) in leaves.iter().enumerate() {
            assert_eq!(frontier.root(), by_definition(&leaves[..size]), "{size} leaves");
            frontier.push(*leaf);
        }
        assert_eq!((frontier.size(), frontier.root()), (100, by_definition(&leaves)));
    }
}

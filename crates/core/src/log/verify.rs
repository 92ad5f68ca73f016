//! Whether a proof holds (RFC 9162 sections 2.1.3.2 and 2.1.4.2). Needs no tree, only hashes.

use super::hash::{empty_root, node_hash};
use crate::Digest;

/// Whether `proof` shows that `leaf` (a leaf hash) stands at `index` in the tree of `size` leaves with `root`.
#[must_use]
pub fn verify_inclusion(index: u64, size: u64, leaf: Digest, proof: &[Digest], root: Digest) -> bool {
    if index >= size {
        return false;
    }
    let (mut place, mut last, mut hash) = (index, size - 1, leaf);
    for &beside in proof {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            hash = node_hash(beside, hash);
            // A node without a right neighbor rises until it is a right child.
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(hash, beside);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && hash == root
}

/// Whether `proof` shows that the tree of `to` leaves with `to_root` begins with the tree of `from` leaves with `from_root`.
#[must_use]
pub fn verify_consistency(from: u64, to: u64, from_root: Digest, to_root: Digest, proof: &[Digest]) -> bool {
    match from {
        0 => return proof.is_empty() && from_root == empty_root() && (to > 0 || to_root == from_root),
        _ if from == to => return proof.is_empty() && from_root == to_root,
        _ if from > to => return false,
        _ => {}
    }
    // Where the old tree is complete, its root is the first hash and is not sent.
    let (first, rest) = match proof {
        _ if from.is_power_of_two() => (from_root, proof),
        [first, rest @ ..] => (*first, rest),
        [] => return false,
    };
    let rise = (from - 1).trailing_ones();
    let (mut place, mut last) = ((from - 1) >> rise, (to - 1) >> rise);
    let (mut old, mut new) = (first, first);
    for &beside in rest {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            old = node_hash(beside, old);
            new = node_hash(beside, new);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            new = node_hash(new, beside);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && old == from_root && new == to_root
}

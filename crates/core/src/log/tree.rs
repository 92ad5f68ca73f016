//! A tree that grows: leaf hashes in; tiles to keep, roots and proofs out.
//! It needs only the tiles at its right edge to grow, and only those that a proof touches to prove.

use super::hash::{empty_root, node_hash};
use super::path::{Span, consistency_path, inclusion_path};
use super::tile::{TILE_WIDTH, TileId};
use crate::Digest;
use std::collections::{BTreeMap, BTreeSet};

const HASH_BYTES: usize = 32;

/// Some tiles of a tree, each with its hashes joined, 32 bytes each.
/// A tile that has grown since serves every smaller tree as well.
#[derive(Clone, Debug, Default)]
pub struct Tiles(BTreeMap<TileId, Vec<u8>>);

impl Tiles {
    /// Adds or replaces a tile.
    pub fn insert(&mut self, id: TileId, hashes: Vec<u8>) {
        self.0.insert(id, hashes);
    }

    /// The joined hashes of a tile; `None` where it is not among them.
    #[must_use]
    pub fn tile(&self, id: TileId) -> Option<&[u8]> {
        self.0.get(&id).map(Vec::as_slice)
    }

    /// The tiles that hold the roots of `spans`.
    #[must_use]
    pub fn needed(spans: &[Span]) -> BTreeSet<TileId> {
        spans.iter().flat_map(|span| span.nodes()).filter_map(|(level, place)| home(level, place)).map(|(id, _, _)| id).collect()
    }

    /// The root of `span`; `None` where a tile is missing or too short.
    #[must_use]
    pub fn root(&self, span: Span) -> Option<Digest> {
        let mut root = None;
        // From the right, because the ragged edge hangs lowest.
        for (level, place) in span.nodes().rev() {
            let node = self.node(level, place)?;
            root = Some(root.map_or(node, |right| node_hash(node, right)));
        }
        Some(root.unwrap_or_else(empty_root))
    }

    /// The roots of `spans`, in their order.
    #[must_use]
    pub fn roots(&self, spans: &[Span]) -> Option<Vec<Digest>> {
        spans.iter().map(|&span| self.root(span)).collect()
    }

    /// The proof that leaf `index` is in the tree of `size` leaves; see [`inclusion_path`] for the tiles that it needs.
    #[must_use]
    pub fn inclusion(&self, index: u64, size: u64) -> Option<Vec<Digest>> {
        self.roots(&inclusion_path(index, size)?)
    }

    /// The proof that the tree of `from` leaves is a prefix of the tree of `to` leaves.
    #[must_use]
    pub fn consistency(&self, from: u64, to: u64) -> Option<Vec<Digest>> {
        self.roots(&consistency_path(from, to)?)
    }

    fn node(&self, level: u32, place: u64) -> Option<Digest> {
        let (id, offset, count) = home(level, place)?;
        let start = offset * HASH_BYTES;
        complete_root(self.0.get(&id)?.get(start..start + count * HASH_BYTES)?)
    }
}

/// The tile that holds a node, and which of its hashes are below it: offset and count.
fn home(level: u32, place: u64) -> Option<(TileId, usize, usize)> {
    let inside = level % 8;
    let first = place.checked_shl(inside)?;
    let id = TileId { level: u8::try_from(level / 8).ok()?, index: first / TILE_WIDTH };
    Some((id, usize::try_from(first % TILE_WIDTH).ok()?, 1 << inside))
}

/// The root over joined hashes whose count is a power of two.
fn complete_root(hashes: &[u8]) -> Option<Digest> {
    let mut row: Vec<Digest> = hashes.chunks_exact(HASH_BYTES).filter_map(|hash| hash.try_into().ok()).map(Digest::from_bytes).collect();
    while row.len() > 1 {
        row = row.chunks_exact(2).filter_map(|pair| pair.first().zip(pair.last())).map(|(&left, &right)| node_hash(left, right)).collect();
    }
    row.first().copied()
}

/// A tree with its right edge, ready to grow.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    size: u64,
    tiles: Tiles,
    changed: BTreeSet<TileId>,
}

impl Tree {
    /// The tiles that a tree of `size` leaves needs to grow: the last of each level, where it is not full.
    #[must_use]
    pub fn edge(size: u64) -> BTreeSet<TileId> {
        Tiles::needed(&[Span::whole(size)])
    }

    /// A tree of `size` leaves with the tiles of its [`edge`](Tree::edge), and its root.
    /// `None` where one of them is missing or too short.
    #[must_use]
    pub fn new(size: u64, mut tiles: Tiles) -> Option<Self> {
        for id in Self::edge(size) {
            let width = usize::try_from(id.width(size)).ok()?;
            // What a later, lost write may have added is cut off.
            tiles.0.get_mut(&id).filter(|hashes| hashes.len() >= width * HASH_BYTES)?.truncate(width * HASH_BYTES);
        }
        Some(Self { size, tiles, changed: BTreeSet::new() })
    }

    /// How many leaves it has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds the next leaf, by its hash.
    pub fn push(&mut self, leaf: Digest) {
        let (mut hash, mut place) = (leaf, self.size);
        self.size += 1;
        for level in 0.. {
            let id = TileId { level, index: place / TILE_WIDTH };
            let hashes = self.tiles.0.entry(id).or_default();
            hashes.extend(hash.bytes());
            self.changed.insert(id);
            if place % TILE_WIDTH < TILE_WIDTH - 1 {
                break;
            }
            // A full tile is one hash of the level above.
            let Some(root) = complete_root(hashes) else { break };
            (hash, place) = (root, place / TILE_WIDTH);
        }
    }

    /// The root hash.
    #[must_use]
    pub fn root(&self) -> Option<Digest> {
        self.tiles.root(Span::whole(self.size))
    }

    /// The proof that leaf `index` is in it; `None` for a leaf that was there before the tree was opened
    /// and whose tiles were not given.
    #[must_use]
    pub fn inclusion(&self, index: u64) -> Option<Vec<Digest>> {
        self.tiles.inclusion(index, self.size)
    }

    /// The tiles that have grown since the tree was opened or this was last called, to be kept.
    /// Afterwards only the edge is held.
    pub fn take_changed(&mut self) -> Vec<(TileId, Vec<u8>)> {
        let changed = std::mem::take(&mut self.changed);
        let grown = changed.iter().filter_map(|id| Some((*id, self.tiles.0.get(id)?.clone()))).collect();
        let edge = Self::edge(self.size);
        self.tiles.0.retain(|id, _| edge.contains(id));
        grown
    }
}

//! A tree that grows: leaf hashes in; tiles to keep, roots and proofs out.
//! It needs only the tiles at its right edge to grow, and only those that a proof touches to prove.

use super::hash::{empty_root, node_hash};
use super::path::{Span, consistency_path, inclusion_path};
use super::tile::{TILE_WIDTH, TileId};
use crate::Digest;
use std::collections::{BTreeMap, BTreeSet, HashMap};

const HASH_BYTES: usize = 32;

/// Some tiles of a tree, each with its hashes joined, 32 bytes each.
/// A tile that has grown since serves every smaller tree as well, and the root of a subtree never changes:
/// roots that were computed once are remembered, so that the proofs of neighbors cost little.
#[derive(Clone, Debug, Default)]
pub struct Tiles {
    kept: BTreeMap<TileId, Vec<u8>>,
    known: HashMap<Span, Digest>,
}

impl Tiles {
    /// Adds or replaces a tile.
    pub fn insert(&mut self, id: TileId, hashes: Vec<u8>) {
        self.kept.insert(id, hashes);
    }

    /// The joined hashes of a tile; `None` where it is not among them.
    #[must_use]
    pub fn tile(&self, id: TileId) -> Option<&[u8]> {
        self.kept.get(&id).map(Vec::as_slice)
    }

    /// The tiles that hold the roots of `spans`.
    #[must_use]
    pub fn needed(spans: &[Span]) -> BTreeSet<TileId> {
        spans.iter().flat_map(|span| span.nodes()).map(|(level, place)| home(level, place)).collect()
    }

    /// The root of `span`; `None` where a tile is missing or too short.
    pub fn root(&mut self, span: Span) -> Option<Digest> {
        if span.is_empty() {
            return Some(empty_root());
        }
        if let Some(root) = self.stored(span).or_else(|| self.known.get(&span).copied()) {
            return Some(root);
        }
        let (left, right) = span.split()?;
        let root = node_hash(self.root(left)?, self.root(right)?);
        self.known.insert(span, root);
        Some(root)
    }

    /// The roots of `spans`, in their order.
    pub fn roots(&mut self, spans: &[Span]) -> Option<Vec<Digest>> {
        spans.iter().map(|&span| self.root(span)).collect()
    }

    /// The proof that leaf `index` is in the tree of `size` leaves; see [`inclusion_path`] for the tiles that it needs.
    pub fn inclusion(&mut self, index: u64, size: u64) -> Option<Vec<Digest>> {
        self.roots(&inclusion_path(index, size)?)
    }

    /// The proof that the tree of `from` leaves is a prefix of the tree of `to` leaves.
    pub fn consistency(&mut self, from: u64, to: u64) -> Option<Vec<Digest>> {
        self.roots(&consistency_path(from, to)?)
    }

    /// The hash that a tile holds for `span`.
    fn stored(&self, span: Span) -> Option<Digest> {
        let (level, place) = span.node().filter(|(level, _)| level.is_multiple_of(8))?;
        let at = usize::try_from(place % TILE_WIDTH).ok()? * HASH_BYTES;
        let hash = self.kept.get(&home(level, place))?.get(at..at + HASH_BYTES)?;
        hash.try_into().ok().map(Digest::from_bytes)
    }
}

/// The tile that holds the hashes below a node.
fn home(level: u32, place: u64) -> TileId {
    // Levels of nodes end at 63, those of tiles at 7.
    TileId { level: (level / 8).to_le_bytes()[0], index: (place << (level % 8)) / TILE_WIDTH }
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
            tiles.kept.get_mut(&id).filter(|hashes| hashes.len() >= width * HASH_BYTES)?.truncate(width * HASH_BYTES);
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
            self.tiles.kept.entry(id).or_default().extend(hash.bytes());
            self.changed.insert(id);
            if place % TILE_WIDTH < TILE_WIDTH - 1 {
                break;
            }
            // A full tile is one hash of the level above.
            let width = TILE_WIDTH << (u32::from(level) * 8);
            let Some(root) = self.tiles.root(Span::complete(width, place / TILE_WIDTH)) else { break };
            (hash, place) = (root, place / TILE_WIDTH);
        }
    }

    /// The root hash.
    pub fn root(&mut self) -> Option<Digest> {
        self.tiles.root(Span::whole(self.size))
    }

    /// The proof that leaf `index` is in it; `None` for a leaf that was there before the tree was opened
    /// and whose tiles were not given.
    pub fn inclusion(&mut self, index: u64) -> Option<Vec<Digest>> {
        self.tiles.inclusion(index, self.size)
    }

    /// Forgets everything but the edge, once what changed is kept elsewhere.
    pub fn settle(&mut self) {
        let edge = Self::edge(self.size);
        self.changed.clear();
        self.tiles.kept.retain(|id, _| edge.contains(id));
        self.tiles.known.clear();
    }

    /// The tiles that have grown since the tree was opened or settled, to be kept.
    #[must_use]
    pub fn changed(&self) -> Vec<(TileId, Vec<u8>)> {
        self.changed.iter().filter_map(|id| Some((*id, self.tiles.kept.get(id)?.clone()))).collect()
    }
}

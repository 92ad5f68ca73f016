//! A tile: 256 hashes of one level side by side (C2SP `tlog-tiles`). Every eighth level of the tree is kept; those between follow.

use std::fmt;

/// Hashes in a full tile.
pub const TILE_WIDTH: u64 = 256;
/// A tree of 2^64 leaves has no more levels of tiles.
const MAX_LEVEL: u8 = 7;

/// Which tile: level from 0 (leaf hashes), and place in the level from 0.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct TileId {
    /// Level of tiles: the hashes in it are roots of 256^level leaves.
    pub level: u8,
    /// Place in its level.
    pub index: u64,
}

impl TileId {
    /// How many hashes the tile has in a tree of `size` leaves: 0 to 256.
    #[must_use]
    pub fn width(self, size: u64) -> u64 {
        let hashes = size.checked_shr(u32::from(self.level) * 8).unwrap_or(0);
        hashes.saturating_sub(self.index.saturating_mul(TILE_WIDTH)).min(TILE_WIDTH)
    }

    /// Reads `<L>/<N>`, the path after `tile/`, with `.p/<W>` where the tile is partial; the second value is the width, 1 to 256.
    /// `None` where the text is not the one spelling of a tile.
    #[must_use]
    pub fn parse(path: &str) -> Option<(Self, u64)> {
        let (level, rest) = path.split_once('/')?;
        let level = u8::try_from(super::number(level)?).ok().filter(|&level| level <= MAX_LEVEL)?;
        let (index, width) = parse_place(rest)?;
        Some((Self { level, index }, width))
    }

    /// The path after `tile/` of the tile with `width` hashes.
    #[must_use]
    pub fn path(self, width: u64) -> String {
        format!("{}/{}", self.level, place(self.index, width))
    }

    /// Reads `<N>`, the path after `tile/entries/`, with `.p/<W>` where the bundle is partial.
    #[must_use]
    pub fn parse_entries(path: &str) -> Option<(u64, u64)> {
        parse_place(path)
    }
}

impl fmt::Display for TileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path(TILE_WIDTH))
    }
}

/// 1234067 as `x001/x234/067`, and the width where it is not full.
fn place(index: u64, width: u64) -> String {
    let mut path = format!("{:03}", index % 1000);
    let mut rest = index / 1000;
    while rest > 0 {
        path = format!("x{:03}/{path}", rest % 1000);
        rest /= 1000;
    }
    if width < TILE_WIDTH { format!("{path}.p/{width}") } else { path }
}

fn parse_place(path: &str) -> Option<(u64, u64)> {
    let (digits, width) = match path.split_once(".p/") {
        Some((digits, width)) => (digits, super::number(width).filter(|width| (1..TILE_WIDTH).contains(width))?),
        None => (path, TILE_WIDTH),
    };
    let mut index = 0_u64;
    for group in digits.split('/') {
        let group: u64 = group.trim_start_matches('x').parse().ok()?;
        index = index.checked_mul(1000)?.checked_add(group)?;
    }
    // Written back and compared, so that a tile has one address.
    (place(index, width) == path).then_some((index, width))
}

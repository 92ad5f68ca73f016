//! What anybody may read of a log: checkpoints, tiles, entries, proofs. All of it is computed from tiles, a few for each question.

use super::entry::{Entry, Log, site_of};
use super::signer::key_of;
use crate::ledger::Ledger;
use crate::site::SiteId;
use crate::store::{LogRow, Public, Row, Storage, StoreError, Which, to_i64, to_u64};
use countersign_core::Digest;
use countersign_core::log::{Note, NoteKey, StapledProof, TILE_WIDTH, TileId, Tiles, consistency_path, inclusion_path};

impl Ledger {
    /// All logs, oldest first.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn logs(&self) -> Result<Vec<Log>, StoreError> {
        self.keeper.storage.logs().await?.into_iter().map(Log::try_from).collect()
    }

    /// The latest checkpoint of a site's log, a signed note with the lines of witnesses; `None` before its first entry.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn checkpoint(&self, site: &SiteId) -> Result<Option<String>, StoreError> {
        self.note(site, Which::Latest).await
    }

    /// The latest checkpoint that a witness has signed as well.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn witnessed(&self, site: &SiteId) -> Result<Option<String>, StoreError> {
        self.note(site, Which::Witnessed).await
    }

    async fn note(&self, site: &SiteId, which: Which) -> Result<Option<String>, StoreError> {
        let storage = self.keeper.storage.as_ref();
        let Some(log) = storage.log(site.as_str()).await? else { return Ok(None) };
        let Some(row) = storage.checkpoint(log.id, which).await? else { return Ok(None) };
        Ok(Some(with_cosignatures(storage, log.id, row.size, row.note).await?))
    }

    /// Up to `limit` of all checkpoints that were ever given out with more than `after` entries: size and note, smallest first.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn checkpoints(&self, site: &SiteId, after: u64, limit: u32) -> Result<Vec<(u64, String)>, StoreError> {
        let storage = self.keeper.storage.as_ref();
        let Some(log) = storage.log(site.as_str()).await? else { return Ok(Vec::new()) };
        let rows = storage.checkpoints(log.id, after, limit).await?;
        rows.into_iter().map(|row| Ok((to_u64(row.size)?, row.note))).collect()
    }

    /// The verifier keys of a site's log, oldest first; the last one signs. Empty before its first entry.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn log_keys(&self, site: &SiteId) -> Result<Vec<NoteKey>, StoreError> {
        let storage = self.keeper.storage.as_ref();
        let Some(log) = storage.log(site.as_str()).await? else { return Ok(Vec::new()) };
        let keys = storage.keys().await?.into_iter().filter_map(|key| match key.public {
            Public::Ed25519(public) => Some(key_of(&log.origin, public).map_err(StoreError::from)),
            Public::Es256 { .. } => None,
        });
        keys.collect()
    }

    /// The first `width` hashes of a tile, joined; `None` where the log does not reach so far.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn tile(&self, site: &SiteId, id: TileId, width: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let storage = self.keeper.storage.as_ref();
        let Some(log) = storage.log(site.as_str()).await? else { return Ok(None) };
        if width == 0 || id.width(to_u64(log.size)?) < width {
            return Ok(None);
        }
        let tiles = storage.tiles(log.id, &[id].into()).await?;
        let hashes = usize::try_from(width).ok().and_then(|width| tiles.tile(id)?.get(..width * 32));
        hashes.map(|hashes| Some(hashes.to_vec())).ok_or(StoreError::Corrupt("a tile is missing"))
    }

    /// The first `width` entries of bundle `place`, each 32 bytes after a big-endian 16-bit length; `None` where the log does not reach so far.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn entries(&self, site: &SiteId, place: u64, width: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let storage = self.keeper.storage.as_ref();
        let Some(log) = storage.log(site.as_str()).await? else { return Ok(None) };
        let id = TileId { level: 0, index: place };
        let Some(limit) = u32::try_from(width).ok().filter(|&limit| limit > 0) else { return Ok(None) };
        if width > TILE_WIDTH || id.width(to_u64(log.size)?) < width {
            return Ok(None);
        }
        let leaves = storage.leaves(log.id, place * TILE_WIDTH, limit).await?;
        Ok(Some(leaves.iter().flat_map(|leaf| [&[0, 32], leaf.as_slice()].concat()).collect()))
    }

    /// That entry `index` is in the log as it is now: a C2SP `tlog-proof` against the latest checkpoint; `None` where there is no such entry.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn proof(&self, site: &SiteId, index: u64) -> Result<Option<String>, StoreError> {
        let storage = self.keeper.storage.as_ref();
        let Some(log) = storage.log(site.as_str()).await? else { return Ok(None) };
        let Some(row) = storage.checkpoint(log.id, Which::Latest).await? else { return Ok(None) };
        let size = to_u64(row.size)?;
        if index >= size {
            return Ok(None);
        }
        let note = with_cosignatures(storage, log.id, row.size, row.note).await?;
        Ok(Some(staple(storage, &log, index, size, &note).await?))
    }

    /// That the log of `from` entries is the beginning of the log of `to`; `None` unless `from <= to` and the log reaches so far.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn consistency(&self, site: &SiteId, from: u64, to: u64) -> Result<Option<Vec<Digest>>, StoreError> {
        let storage = self.keeper.storage.as_ref();
        let Some(log) = storage.log(site.as_str()).await? else { return Ok(None) };
        let Some(path) = consistency_path(from, to).filter(|_| to_i64(to).is_ok_and(|to| to <= log.size)) else { return Ok(None) };
        let mut tiles = storage.tiles(log.id, &Tiles::needed(&path)).await?;
        tiles.roots(&path).map(Some).ok_or(StoreError::Corrupt("a tile is missing"))
    }
}

/// The entry of a row that is not erased, with the proof that was given when it came.
pub(crate) async fn entry_of(storage: &dyn Storage, log: &LogRow, row: Row) -> Result<Entry, StoreError> {
    let index = row.index()?;
    let missing = StoreError::Corrupt("an entry has no checkpoint");
    let checkpoint = storage.checkpoint(log.id, Which::Covering(index)).await?.ok_or(missing)?;
    let proof = staple(storage, log, index, to_u64(checkpoint.size)?, &checkpoint.note).await?;
    Entry::new(site_of(log)?, row, proof)
}

impl Entry {
    pub(crate) fn new(site: SiteId, row: Row, proof: String) -> Result<Self, StoreError> {
        let erased = || StoreError::Corrupt("an entry is half erased");
        Ok(Self {
            site,
            index: row.index()?,
            leaf: row.leaf()?,
            rid: row.rid.ok_or_else(erased)?,
            jws: row.jws.ok_or_else(erased)?,
            kind: row.kind,
            has_gap: row.gap,
            received_at: row.received_at,
            countersignature: row.countersignature.ok_or_else(erased)?,
            proof,
        })
    }
}

async fn staple(storage: &dyn Storage, log: &LogRow, index: u64, size: u64, note: &str) -> Result<String, StoreError> {
    let path = inclusion_path(index, size).ok_or(StoreError::Corrupt("a checkpoint is too small"))?;
    let mut tiles = storage.tiles(log.id, &Tiles::needed(&path)).await?;
    let path = tiles.roots(&path).ok_or(StoreError::Corrupt("a tile is missing"))?;
    let checkpoint = Note::parse(note).map_err(|_| StoreError::Corrupt("a checkpoint is not a note"))?;
    Ok(StapledProof { index, path, checkpoint }.to_string())
}

async fn with_cosignatures(storage: &dyn Storage, log: i64, size: i64, mut note: String) -> Result<String, StoreError> {
    for line in storage.cosignatures(log, size).await? {
        note.push_str(&line);
        note.push('\n');
    }
    Ok(note)
}

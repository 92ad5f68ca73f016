//! The verbs that both databases do with the same SQL, written once. Parameters are `$1`, which both understand.

/// What `Batch` and `Storage` read tiles by.
pub(super) const TILE: &str = "SELECT hashes FROM tiles WHERE log = $1 AND level = $2 AND idx = $3";
/// How a tile grows.
pub(super) const KEEP_TILE: &str = "INSERT INTO tiles (log, level, idx, hashes) VALUES ($1, $2, $3, $4)
     ON CONFLICT (log, level, idx) DO UPDATE SET hashes = excluded.hashes";
/// A checkpoint as it is signed.
pub(super) const KEEP_CHECKPOINT: &str = "INSERT INTO checkpoints (log, size, note) VALUES ($1, $2, $3)";
pub(super) const GROW: &str = "UPDATE logs SET size = $2 WHERE id = $1";
/// Everything that says something about a person.
pub(super) const ERASE: &str = "UPDATE entries SET erased_at = $1, rid = NULL, rec = NULL, seq = NULL, assurance = NULL, kid = NULL,
     next_kid = NULL, jws = NULL, countersignature = NULL WHERE jws IS NOT NULL AND ";

/// The columns of an entry, in the order of the table.
pub(super) const COLUMNS: &str =
    "log, idx, rid_hash, leaf, kind, gap, received_at, erased_at, rid, rec, seq, assurance, kid, next_kid, jws, countersignature";

/// Reads tiles one after another from a connection or pool.
macro_rules! read_tiles {
    ($executor:expr, $log:expr, $ids:expr) => {{
        let mut tiles = countersign_core::log::Tiles::default();
        for id in $ids {
            let hashes: Option<Vec<u8>> = sqlx::query_scalar($crate::store::shared::TILE)
                .bind($log)
                .bind(i64::from(id.level))
                .bind($crate::store::to_i64(id.index)?)
                .fetch_optional($executor)
                .await?;
            if let Some(hashes) = hashes {
                tiles.insert(*id, hashes);
            }
        }
        Ok(tiles)
    }};
}
pub(super) use read_tiles;

/// The statement that makes a key active, and what follows it.
macro_rules! key_row {
    ($key:expr, $then:expr) => {{
        let columns = match $key.public {
            Public::Es256 { .. } => "(pkcs8, created_at, kid, x, y) VALUES ($1, $2, $3, $4, $5)",
            Public::Ed25519(_) => "(pkcs8, created_at, public) VALUES ($1, $2, $3)",
        };
        let sql = format!("INSERT INTO {} {columns}{}", $key.public.table(), $then);
        let query = sqlx::query(AssertSqlSafe(sql)).bind(&$key.pkcs8).bind(&$key.created_at);
        match &$key.public {
            Public::Es256 { kid, x, y } => query.bind(kid).bind(x).bind(y),
            Public::Ed25519(public) => query.bind(public.as_slice()),
        }
    }};
}
pub(super) use key_row;

/// Implements [`Storage`](super::Storage) for a type with the pools `readers` and `writer`: its own verbs first, then the shared ones.
/// A macro, because generic code over two databases would name every bound of every column.
macro_rules! storage {
    ($type:ty { $($own:tt)* }) => {
        #[async_trait]
        impl Storage for $type {
        $($own)*

        async fn log(&self, site: &str) -> Result<Option<LogRow>, StoreError> {
            Ok(sqlx::query_as("SELECT * FROM logs WHERE site = $1").bind(site).fetch_optional(&self.readers).await?)
        }

        async fn log_by_id(&self, id: i64) -> Result<Option<LogRow>, StoreError> {
            Ok(sqlx::query_as("SELECT * FROM logs WHERE id = $1").bind(id).fetch_optional(&self.readers).await?)
        }

        async fn logs(&self) -> Result<Vec<LogRow>, StoreError> {
            Ok(sqlx::query_as("SELECT * FROM logs ORDER BY id").fetch_all(&self.readers).await?)
        }

        async fn by_rid(&self, rid_hash: Digest) -> Result<Option<Row>, StoreError> {
            let sql = "SELECT * FROM entries WHERE rid_hash = $1 ORDER BY log LIMIT 1";
            Ok(sqlx::query_as(sql).bind(rid_hash.bytes().as_slice()).fetch_optional(&self.readers).await?)
        }

        async fn rows(&self, log: i64, from: u64, limit: u32) -> Result<Vec<Row>, StoreError> {
            let sql = "SELECT * FROM entries WHERE log = $1 AND idx >= $2 ORDER BY idx LIMIT $3";
            Ok(sqlx::query_as(sql).bind(log).bind(to_i64(from)?).bind(i64::from(limit)).fetch_all(&self.readers).await?)
        }

        async fn leaves(&self, log: i64, from: u64, limit: u32) -> Result<Vec<Vec<u8>>, StoreError> {
            let sql = "SELECT leaf FROM entries WHERE log = $1 AND idx >= $2 ORDER BY idx LIMIT $3";
            Ok(sqlx::query_scalar(sql).bind(log).bind(to_i64(from)?).bind(i64::from(limit)).fetch_all(&self.readers).await?)
        }

        async fn tiles(&self, log: i64, ids: &BTreeSet<TileId>) -> Result<Tiles, StoreError> {
            read_tiles!(&self.readers, log, ids)
        }

        async fn checkpoint(&self, log: i64, which: Which) -> Result<Option<NoteRow>, StoreError> {
            let (rule, number) = match which {
                Which::Latest => ("size > $2 ORDER BY size DESC", 0),
                Which::Witnessed => {
                    ("size > $2 AND size IN (SELECT size FROM cosignatures WHERE log = $1) ORDER BY size DESC", 0)
                }
                Which::Covering(index) => ("size > $2 ORDER BY size", index),
                Which::Size(size) => ("size = $2", size),
            };
            let sql = format!("SELECT size, note FROM checkpoints WHERE log = $1 AND {rule} LIMIT 1");
            Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(log).bind(to_i64(number)?).fetch_optional(&self.readers).await?)
        }

        async fn checkpoints(&self, log: i64, after: u64, limit: u32) -> Result<Vec<NoteRow>, StoreError> {
            let sql = "SELECT size, note FROM checkpoints WHERE log = $1 AND size > $2 ORDER BY size LIMIT $3";
            Ok(sqlx::query_as(sql).bind(log).bind(to_i64(after)?).bind(i64::from(limit)).fetch_all(&self.readers).await?)
        }

        async fn cosignatures(&self, log: i64, size: i64) -> Result<Vec<String>, StoreError> {
            let sql = "SELECT line FROM cosignatures WHERE log = $1 AND size = $2 ORDER BY signer";
            Ok(sqlx::query_scalar(sql).bind(log).bind(size).fetch_all(&self.readers).await?)
        }

        async fn cosign(&self, log: i64, size: i64, signer: &str, line: &str) -> Result<(), StoreError> {
            let sql = "INSERT INTO cosignatures (log, size, signer, line) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
            sqlx::query(sql).bind(log).bind(size).bind(signer).bind(line).execute(&self.writer).await?;
            Ok(())
        }

        async fn erase(&self, rid_hash: Digest, at: &str) -> Result<u64, StoreError> {
            let sql = format!("{ERASE} rid_hash = $2");
            let done = sqlx::query(AssertSqlSafe(sql)).bind(at).bind(rid_hash.bytes().as_slice()).execute(&self.writer).await?;
            Ok(done.rows_affected())
        }

        async fn expire(&self, log: i64, before: &str, at: &str, limit: u32) -> Result<u64, StoreError> {
            let sql = format!(
                "{ERASE} log = $2 AND idx IN (SELECT idx FROM entries
                     WHERE log = $2 AND jws IS NOT NULL AND received_at < $3 ORDER BY received_at LIMIT $4)"
            );
            let query = sqlx::query(AssertSqlSafe(sql)).bind(at).bind(log).bind(before).bind(i64::from(limit));
            Ok(query.execute(&self.writer).await?.rows_affected())
        }

        async fn lease(&self, sink: &str, log: i64, holder: &str, now: &str, until: &str) -> Result<Option<i64>, StoreError> {
            // One statement, so that of two receivers one gets it. Instants of the same form compare as text.
            let sql = "INSERT INTO feeds (sink, log, next, holder, held_until) VALUES ($1, $2, 0, $3, $5)
                 ON CONFLICT (sink, log) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
                 WHERE feeds.holder IS NULL OR feeds.holder = excluded.holder OR feeds.held_until < $4
                 RETURNING next";
            let query = sqlx::query_scalar(sql).bind(sink).bind(log).bind(holder).bind(now).bind(until);
            Ok(query.fetch_optional(&self.writer).await?)
        }

        async fn delivered(&self, sink: &str, log: i64, holder: &str, next: u64) -> Result<bool, StoreError> {
            let sql = "UPDATE feeds SET next = $4 WHERE sink = $1 AND log = $2 AND holder = $3 AND next <= $4";
            let query = sqlx::query(sql).bind(sink).bind(log).bind(holder).bind(to_i64(next)?);
            Ok(query.execute(&self.writer).await?.rows_affected() == 1)
        }

        async fn keys(&self) -> Result<Vec<KeyRow>, StoreError> {
            type Es256 = (String, String, String, Option<Vec<u8>>, String, Option<String>);
            type Ed25519 = (Vec<u8>, Option<Vec<u8>>, String, Option<String>);
            let sql = "SELECT kid, x, y, pkcs8, created_at, retired_at FROM signing_keys ORDER BY created_at, retired_at IS NULL, kid";
            let es256: Vec<Es256> = sqlx::query_as(sql).fetch_all(&self.readers).await?;
            let sql = "SELECT public, pkcs8, created_at, retired_at FROM log_keys ORDER BY created_at, retired_at IS NULL, public";
            let ed25519: Vec<Ed25519> = sqlx::query_as(sql).fetch_all(&self.readers).await?;
            let es256 = es256.into_iter().map(|(kid, x, y, pkcs8, created_at, retired_at)| {
                Ok(KeyRow { public: Public::Es256 { kid, x, y }, pkcs8, created_at, retired_at })
            });
            let ed25519 = ed25519.into_iter().map(|(public, pkcs8, created_at, retired_at)| {
                let public = Public::Ed25519(*to_digest(&public)?.bytes());
                Ok(KeyRow { public, pkcs8, created_at, retired_at })
            });
            es256.chain(ed25519).collect()
        }

        async fn first_keys(&self, keys: &[KeyRow]) -> Result<(), StoreError> {
            for key in keys {
                // Of two receivers that start at once one inserts; the other waits for it here, and keeps what is there.
                key_row!(key, " ON CONFLICT DO NOTHING").execute(&self.writer).await?;
            }
            Ok(())
        }

        async fn replace_keys(&self, keys: &[KeyRow]) -> Result<(), StoreError> {
            let mut transaction = self.writer.begin().await?;
            for key in keys {
                let sql = format!("UPDATE {} SET retired_at = $1, pkcs8 = NULL WHERE retired_at IS NULL", key.public.table());
                sqlx::query(AssertSqlSafe(sql)).bind(&key.created_at).execute(&mut *transaction).await?;
                key_row!(key, "").execute(&mut *transaction).await?;
            }
            // A crash before this line leaves the old keys active, after it the new ones; never none and never two of a kind.
            transaction.commit().await?;
            Ok(())
        }

        async fn close(&self) {
            self.readers.close().await;
            self.writer.close().await;
        }
        }
    };
}
pub(super) use storage;

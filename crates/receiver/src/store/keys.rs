//! The signing keys: at most one active, with its private half; retired ones with their public half, for ever,
//! because countersignatures outlive the key that made them.

use super::sqlite::{Store, StoreError};
use crate::countersign::NewKey;
use crate::jwk::PublicJwk;
use crate::values::format_instant;
use aws_lc_rs::rand::SecureRandom;
use jiff::Timestamp;

impl Store {
    /// The private half of the active key as PKCS #8; `None` before the first one is made.
    pub(crate) async fn active_key(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT pkcs8 FROM signing_keys WHERE retired_at IS NULL";
        Ok(sqlx::query_scalar(sql).fetch_optional(self.readers()).await?)
    }

    /// All public keys, oldest first.
    pub(crate) async fn public_keys(&self) -> Result<Vec<PublicJwk>, StoreError> {
        let sql = "SELECT x, y FROM signing_keys ORDER BY created_at, rowid";
        let rows: Vec<(String, String)> = sqlx::query_as(sql).fetch_all(self.readers()).await?;
        rows.iter().map(|(x, y)| PublicJwk::from_coordinates(x, y).map_err(|_| StoreError::Corrupt)).collect()
    }

    /// Makes a new active key and retires the one before it, in one transaction: its private half is forgotten.
    pub(crate) async fn replace_key(&self, now: Timestamp, random: &dyn SecureRandom) -> Result<(), StoreError> {
        let key = NewKey::generate(random)?;
        let now = format_instant(now);
        let mut transaction = self.writer().begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("UPDATE signing_keys SET retired_at = ?, pkcs8 = NULL WHERE retired_at IS NULL")
            .bind(&now)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("INSERT INTO signing_keys (kid, x, y, pkcs8, created_at) VALUES (?, ?, ?, ?, ?)")
            .bind(key.jwk.thumbprint())
            .bind(key.jwk.x())
            .bind(key.jwk.y())
            .bind(key.pkcs8)
            .bind(&now)
            .execute(&mut *transaction)
            .await?;
        // A crash before this line leaves the old key active, after it the new one; never none and never two.
        transaction.commit().await?;
        Ok(())
    }
}

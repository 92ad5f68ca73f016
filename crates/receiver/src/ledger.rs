//! The receiver's append-only history: admitted receipts in, countersigned entries out.
//! The clock is an argument; randomness goes to the signing key through one port.
//! Deliberately absent: HTTP, and the Merkle tree over the leaves that are stored here for it.

use crate::admit::Admitted;
use crate::config::Origin;
use crate::countersign::{Countersigner, KeyError};
use crate::jwk::PublicJwk;
use crate::store::{self, Appended, Entry, Existing, Seal, Store, StoreError};
use crate::values::format_instant;
use aws_lc_rs::rand::SystemRandom;
use jiff::Timestamp;
use std::path::Path;
use std::sync::Arc;

/// Tells the time.
pub type Clock = fn() -> Timestamp;

/// A ledger with its key, ready to append. Clones share it.
#[derive(Clone)]
pub struct Ledger {
    store: Store,
    countersigner: Arc<Countersigner>,
    clock: Clock,
}

impl Ledger {
    /// Creates the database at `path` (mode 0600) with its tables and first signing key.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when a ledger is there already; else what setup reports.
    pub async fn init(path: &Path, clock: Clock) -> Result<(), StoreError> {
        let store = store::create(path, Existing::Refuse, clock(), &SystemRandom::new()).await?;
        store.close().await;
        Ok(())
    }

    /// Makes a new signing key and retires the one before it. A running receiver keeps its key until it restarts;
    /// both stay in the key set.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no ledger at `path`; else what SQLite reports.
    pub async fn rotate_key(path: &Path, clock: Clock) -> Result<(), StoreError> {
        let store = store::open(path).await?;
        let result = store.replace_key(clock(), &SystemRandom::new()).await;
        store.close().await;
        result
    }

    /// Opens the ledger at `path`; `issuer` becomes `iss` in countersignatures.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is none, [`StoreError::NoKey`] when it has no signing key.
    pub async fn open(path: &Path, issuer: &Origin, clock: Clock) -> Result<Self, StoreError> {
        Self::with_store(store::open(path).await?, issuer, clock).await
    }

    /// Like [`Ledger::open`], and creates what is missing first.
    ///
    /// # Errors
    /// [`StoreError::Foreign`] when another database is at `path`; else what setup reports.
    pub async fn open_or_create(path: &Path, issuer: &Origin, clock: Clock) -> Result<Self, StoreError> {
        let store = store::create(path, Existing::Open, clock(), &SystemRandom::new()).await?;
        Self::with_store(store, issuer, clock).await
    }

    async fn with_store(store: Store, issuer: &Origin, clock: Clock) -> Result<Self, StoreError> {
        let key = store.active_key().await?.ok_or(StoreError::NoKey)?;
        let countersigner = Arc::new(Countersigner::new(&key, issuer.to_string())?);
        Ok(Self { store, countersigner, clock })
    }

    /// Appends a receipt and countersigns it. When this returns [`Appended::New`] the entry is on the disk.
    ///
    /// # Errors
    /// What the database or the key reports; the same call again is safe.
    pub async fn append(&self, receipt: &Admitted) -> Result<Appended, StoreError> {
        self.store.append(receipt, |index| self.seal(receipt, index)).await
    }

    /// The entry of receipt `rid`; `None` when there is none.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn by_id(&self, rid: &str) -> Result<Option<Entry>, StoreError> {
        self.store.by_id(rid).await
    }

    /// The size, and up to `limit` entries after place `after` (from the first when `None`), in order.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn since(&self, after: Option<u64>, limit: u32) -> Result<(u64, Vec<Entry>), StoreError> {
        self.store.since(after, limit).await
    }

    /// The time by the ledger's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// How many entries there are, once the ledger can be read and locked for writing.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn size(&self) -> Result<u64, StoreError> {
        self.store.size().await
    }

    /// The public keys of all countersignatures, retired ones too, oldest first.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn public_keys(&self) -> Result<Vec<PublicJwk>, StoreError> {
        self.store.public_keys().await
    }

    /// Waits for running statements and closes the database.
    pub async fn close(&self) {
        self.store.close().await;
    }

    fn seal(&self, receipt: &Admitted, index: u64) -> Result<Seal, KeyError> {
        // Read inside the transaction, so that places and times run the same way.
        let received_at = format_instant((self.clock)());
        let random = SystemRandom::new();
        let countersignature = self.countersigner.countersign(receipt.rid.as_str(), receipt.leaf, &received_at, index, &random)?;
        Ok(Seal { received_at, countersignature })
    }
}

//! The receiver's append-only history: admitted receipts in, countersigned entries with proofs out.
//! The clock is an argument; randomness goes to the keys through one port.
//! Deliberately absent: HTTP and SQL; what is done with each site's log stands in `log`.

use crate::admit::Admitted;
use crate::config::Origin;
use crate::countersign::{Countersigner, KeyError, NewKey};
use crate::jwk::PublicJwk;
use crate::log::{Appended, Found, Listed, LogSigner, Queue, adopt, entry_of};
use crate::site::SiteId;
use crate::store::{self, Database, Existing, KeyRow, Public, Storage, StoreError, rid_hash, to_u64};
use crate::values::format_instant;
use aws_lc_rs::rand::SystemRandom;
use jiff::Timestamp;
use std::sync::Arc;

/// Tells the time.
pub type Clock = fn() -> Timestamp;

/// A ledger with its keys, ready to append. Clones share it.
#[derive(Clone)]
pub struct Ledger {
    pub(crate) keeper: Arc<Keeper>,
}

/// What the clones of a ledger share.
pub(crate) struct Keeper {
    pub(crate) storage: Box<dyn Storage>,
    pub(crate) log_signer: LogSigner,
    pub(crate) queue: Queue,
    countersigner: Countersigner,
    host: String,
    issuer: Origin,
    clock: Clock,
}

/// A public key of countersignatures with the time in which it signed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PublishedKey {
    /// The key.
    pub jwk: PublicJwk,
    /// Since when it signs: RFC 3339, UTC, milliseconds.
    pub created_at: String,
    /// Until when it signed; absent for the one that does.
    pub retired_at: Option<String>,
}

impl Ledger {
    /// Creates the ledger with its tables and first keys; a file gets mode 0600.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when a ledger is there already; else what setup reports.
    pub async fn init(database: &Database, clock: Clock) -> Result<(), StoreError> {
        let storage = store::create(database, Existing::Refuse).await?;
        let result = complete_keys(storage.as_ref(), clock()).await;
        storage.close().await;
        result
    }

    /// Makes new keys and retires those before them. A running receiver keeps its keys until it restarts;
    /// all stay published.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no ledger; else what the database reports.
    pub async fn rotate_key(database: &Database, clock: Clock) -> Result<(), StoreError> {
        let storage = store::open(database).await?;
        let result = async { storage.replace_keys(&[new_es256(clock())?, new_ed25519(clock())?]).await }.await;
        storage.close().await;
        result
    }

    /// Opens the ledger; `issuer` becomes `iss` in countersignatures, and its host begins the origins of new logs.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is none, [`StoreError::NoKey`] when it has no signing key.
    pub async fn open(database: &Database, issuer: &Origin, clock: Clock) -> Result<Self, StoreError> {
        Self::with_storage(store::open(database).await?, issuer, clock).await
    }

    /// Like [`Ledger::open`], and creates what is missing first.
    ///
    /// # Errors
    /// [`StoreError::Foreign`] when another database is there; else what setup reports.
    pub async fn open_or_create(database: &Database, issuer: &Origin, clock: Clock) -> Result<Self, StoreError> {
        let storage = store::create(database, Existing::Open).await?;
        complete_keys(storage.as_ref(), clock()).await?;
        Self::with_storage(storage, issuer, clock).await
    }

    async fn with_storage(storage: Box<dyn Storage>, issuer: &Origin, clock: Clock) -> Result<Self, StoreError> {
        let (mut es256, mut ed25519) = (None, None);
        let keys = storage.keys().await?;
        // A ledger from before logs has no key for checkpoints yet.
        let keys = if keys.iter().any(|key| matches!(key.public, Public::Ed25519(_))) || keys.is_empty() {
            keys
        } else {
            complete_keys(storage.as_ref(), clock()).await?;
            storage.keys().await?
        };
        for key in keys {
            match key.public {
                Public::Es256 { .. } => es256 = key.pkcs8.or(es256),
                Public::Ed25519(_) => ed25519 = key.pkcs8.or(ed25519),
            }
        }
        let countersigner = Countersigner::new(&es256.ok_or(StoreError::NoKey)?, issuer.to_string())?;
        let log_signer = LogSigner::new(&ed25519.ok_or(StoreError::NoKey)?)?;
        let host = issuer.as_str().split_once("://").map_or(issuer.as_str(), |(_, host)| host).to_owned();
        let keeper = Keeper { storage, log_signer, queue: Queue::default(), countersigner, host, issuer: issuer.clone(), clock };
        let adopted = adopt(&keeper).await?;
        if adopted > 0 {
            tracing::info!(adopted, "moved the receipts of a ledger from before logs into the logs of their sites");
        }
        Ok(Self { keeper: Arc::new(keeper) })
    }

    /// Appends a receipt to the log of its site and countersigns it. When this returns [`Appended::New`] the entry is on the disk.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when too many wait; else what the database or the key reports. The same call again is safe.
    pub async fn append(&self, receipt: &Admitted) -> Result<Appended, StoreError> {
        Queue::append(&self.keeper, receipt.clone()).await
    }

    /// What is known of the receipt `rid`; `None` when there never was one.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn by_id(&self, rid: &str) -> Result<Option<Found>, StoreError> {
        let storage = self.keeper.storage.as_ref();
        let Some(row) = storage.by_rid(rid_hash(rid)).await? else { return Ok(None) };
        let log = storage.log_by_id(row.log).await?.ok_or(StoreError::Corrupt("an entry has no log"))?;
        Ok(Some(match row.erased_at.clone() {
            None => Found::Held(Box::new(entry_of(storage, &log, row).await?)),
            Some(erased_at) => {
                let site = log.site.parse().map_err(|_| StoreError::Corrupt("the id of a site"))?;
                Found::Erased { site, index: row.index()?, leaf: row.leaf()?, erased_at }
            }
        }))
    }

    /// The size of a site's log, and up to `limit` entries after place `after` (from the first when `None`), in order.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn since(&self, site: &SiteId, after: Option<u64>, limit: u32) -> Result<(u64, Vec<Listed>), StoreError> {
        let storage = self.keeper.storage.as_ref();
        let Some(log) = storage.log(site.as_str()).await? else { return Ok((0, Vec::new())) };
        let from = after.map_or(Some(0), |after| after.checked_add(1)).filter(|&from| i64::try_from(from).is_ok());
        let Some(from) = from else { return Ok((to_u64(log.size)?, Vec::new())) };
        let rows = storage.rows(log.id, from, limit).await?;
        let entries: Vec<_> = rows.into_iter().map(Listed::try_from).collect::<Result<_, _>>()?;
        // What came between the two reads counts too.
        let size = to_u64(log.size)?.max(entries.last().map_or(0, |last| last.index + 1));
        Ok((size, entries))
    }

    /// The receiver's own origin.
    #[must_use]
    pub fn issuer(&self) -> &str {
        self.keeper.issuer.as_str()
    }

    /// The same, as what it is.
    pub(crate) fn origin(&self) -> &Origin {
        &self.keeper.issuer
    }

    /// The time by the ledger's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.keeper.clock)()
    }

    /// How many entries there are in all logs, once the ledger can be read and written.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn size(&self) -> Result<u64, StoreError> {
        to_u64(self.keeper.storage.size().await?)
    }

    /// The public keys of all countersignatures, retired ones too, oldest first.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn public_keys(&self) -> Result<Vec<PublishedKey>, StoreError> {
        let keys = self.keeper.storage.keys().await?;
        let published = keys.into_iter().filter_map(|key| match key.public {
            Public::Es256 { x, y, .. } => {
                let jwk = PublicJwk::from_coordinates(&x, &y).map_err(|_| StoreError::Corrupt("a public key"));
                Some(jwk.map(|jwk| PublishedKey { jwk, created_at: key.created_at, retired_at: key.retired_at }))
            }
            Public::Ed25519(_) => None,
        });
        published.collect()
    }

    /// Holds the cursor of `sink` over a site's log for `holder` until `until`, against all receivers; the next place to deliver,
    /// 0 for a new sink. `None` while another holds it, or before the site's first entry.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn lease(&self, sink: &str, site: &SiteId, holder: &str, until: Timestamp) -> Result<Option<u64>, StoreError> {
        let storage = self.keeper.storage.as_ref();
        let Some(log) = storage.log(site.as_str()).await? else { return Ok(None) };
        storage.lease(sink, log.id, holder, &self.keeper.now_text(), &format_instant(until)).await?.map(to_u64).transpose()
    }

    /// Moves the cursor of `sink` to `next`; whether `holder` still held it. Until this is true, the same entries come again.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn delivered(&self, sink: &str, site: &SiteId, holder: &str, next: u64) -> Result<bool, StoreError> {
        let storage = self.keeper.storage.as_ref();
        let Some(log) = storage.log(site.as_str()).await? else { return Ok(false) };
        storage.delivered(sink, log.id, holder, next).await
    }

    /// Waits for running statements and closes the database.
    pub async fn close(&self) {
        self.keeper.storage.close().await;
    }
}

impl Keeper {
    /// The origin of a new log.
    pub(crate) fn origin_of(&self, site: &str) -> String {
        format!("{}/log/{site}", self.host)
    }

    pub(crate) fn now_text(&self) -> String {
        format_instant((self.clock)())
    }

    pub(crate) fn countersign(&self, receipt: &Admitted, received_at: &str, index: u64) -> Result<String, KeyError> {
        self.countersigner.countersign(receipt.rid.as_str(), receipt.leaf, received_at, index, &SystemRandom::new())
    }
}

/// Makes the first key of each kind that has none.
async fn complete_keys(storage: &dyn Storage, now: Timestamp) -> Result<(), StoreError> {
    let keys = storage.keys().await?;
    let has = |kind: fn(&Public) -> bool| keys.iter().any(|key| kind(&key.public) && key.retired_at.is_none());
    let mut missing = Vec::new();
    if !has(|public| matches!(public, Public::Es256 { .. })) {
        missing.push(new_es256(now)?);
    }
    if !has(|public| matches!(public, Public::Ed25519(_))) {
        missing.push(new_ed25519(now)?);
    }
    storage.first_keys(&missing).await
}

fn new_es256(now: Timestamp) -> Result<KeyRow, KeyError> {
    let NewKey { pkcs8, jwk } = NewKey::generate(&SystemRandom::new())?;
    let public = Public::Es256 { kid: jwk.thumbprint(), x: jwk.x().to_owned(), y: jwk.y().to_owned() };
    Ok(KeyRow { public, pkcs8: Some(pkcs8), created_at: format_instant(now), retired_at: None })
}

fn new_ed25519(now: Timestamp) -> Result<KeyRow, KeyError> {
    let (pkcs8, public) = LogSigner::generate(&SystemRandom::new())?;
    Ok(KeyRow { public: Public::Ed25519(public), pkcs8: Some(pkcs8), created_at: format_instant(now), retired_at: None })
}

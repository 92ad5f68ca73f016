//! Receipts in IndexedDB: database `countersign`, stores `meta` (the key, the head) and `receipts` (rows as JSON text by id).

use countersign_core::{Row, wire};
use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbTransactionMode};

use crate::platform::keys::Key;

const META: &str = "meta";
const RECEIPTS: &str = "receipts";
const KEY: &str = "key";
const HEAD: &str = "head";

/// An open database.
#[derive(Debug)]
pub(crate) struct Indexed(IdbDatabase);

/// Waits for a request's success; its error comes back as `None`.
async fn done(request: &IdbRequest) -> Option<JsValue> {
    let waits = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(waits).await.ok()?;
    request.result().ok()
}

/// Waits until a transaction is on disk.
async fn committed(transaction: &IdbTransaction) -> bool {
    let waits = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onerror(Some(&reject));
        transaction.set_onabort(Some(&reject));
    });
    JsFuture::from(waits).await.is_ok()
}

impl Indexed {
    /// Opens the database and makes its stores; `None` where the browser refuses.
    pub(super) async fn open() -> Option<Self> {
        let factory: IdbFactory = web_sys::window()?.indexed_db().ok()??;
        let request: IdbOpenDbRequest = factory.open_with_u32("countersign", 1).ok()?;
        let grown = request.clone();
        let grow = Closure::once_into_js(move || {
            if let Some(database) = grown.result().ok().and_then(|result| result.dyn_into::<IdbDatabase>().ok()) {
                let _ = database.create_object_store(META);
                let _ = database.create_object_store(RECEIPTS);
            }
        });
        request.set_onupgradeneeded(Some(grow.unchecked_ref()));
        let database = done(&request).await?.dyn_into().ok()?;
        let open = Self(database);
        // A database of another make, or one whose upgrade was cut short, would fail at every later step.
        open.begin(IdbTransactionMode::Readonly).map(|_| open)
    }

    fn begin(&self, mode: IdbTransactionMode) -> Option<(IdbTransaction, IdbObjectStore, IdbObjectStore)> {
        let names = Array::of2(&META.into(), &RECEIPTS.into());
        let transaction = self.0.transaction_with_str_sequence_and_mode(&names, mode).ok()?;
        let (meta, receipts) = (transaction.object_store(META).ok()?, transaction.object_store(RECEIPTS).ok()?);
        Some((transaction, meta, receipts))
    }

    async fn meta(&self, name: &str) -> Option<JsValue> {
        let (_, meta, _) = self.begin(IdbTransactionMode::Readonly)?;
        done(&meta.get(&name.into()).ok()?).await.filter(|value| !value.is_undefined())
    }

    pub(super) async fn key(&self) -> Option<Key> {
        Key::from_value(&self.meta(KEY).await?)
    }

    /// Some engines refuse keys in IndexedDB or lose them: the caller reads back.
    pub(super) async fn put_key(&self, key: &Key) {
        if let Some((transaction, meta, _)) = self.begin(IdbTransactionMode::Readwrite) {
            if meta.put_with_key(&key.to_value(), &KEY.into()).is_ok() {
                committed(&transaction).await;
            }
        }
    }

    pub(super) async fn head(&self) -> Option<String> {
        self.meta(HEAD).await?.as_string()
    }

    /// One transaction: the head must still be `before`, then row and head are written. A crash leaves both or neither.
    pub(super) async fn append(&self, row: &Row, before: Option<&str>, after: &str) -> bool {
        self.try_append(row, before, after).await.unwrap_or(false)
    }

    async fn try_append(&self, row: &Row, before: Option<&str>, after: &str) -> Option<bool> {
        let (transaction, meta, receipts) = self.begin(IdbTransactionMode::Readwrite)?;
        let head = done(&meta.get(&HEAD.into()).ok()?).await?.as_string();
        if head.as_deref() != before {
            return Some(false);
        }
        receipts.add_with_key(&wire::row_to_json(row).into(), &row.id.as_str().into()).ok()?;
        meta.put_with_key(&after.into(), &HEAD.into()).ok()?;
        Some(committed(&transaction).await)
    }

    pub(super) async fn update(&self, row: &Row) -> bool {
        let Some((transaction, _, receipts)) = self.begin(IdbTransactionMode::Readwrite) else {
            return false;
        };
        let put = receipts.put_with_key(&wire::row_to_json(row).into(), &row.id.as_str().into());
        put.is_ok() && committed(&transaction).await
    }

    pub(super) async fn rows(&self) -> Vec<Row> {
        self.try_rows().await.unwrap_or_default()
    }

    async fn try_rows(&self) -> Option<Vec<Row>> {
        let (_, _, receipts) = self.begin(IdbTransactionMode::Readonly)?;
        let all: Array = done(&receipts.get_all().ok()?).await?.dyn_into().ok()?;
        Some(all.iter().filter_map(|row| wire::row_from_json(&row.as_string()?).ok()).collect())
    }
}

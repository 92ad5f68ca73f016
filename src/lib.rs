//! The widget: layers 2 and 3, receipts and their delivery, started by the loader when a visitor needs it.
//!
//! The only Rust that touches web-sys. It holds no consent rule (those are in `countersign-core`) and no HTML (`countersign-views`);
//! the gate and layer 1 are the loader's. Nothing here panics on purpose: whatever fails leaves the page as it is, gates shut, with one
//! console line that starts with a `CS-` code.

mod app;
mod dom;
mod effects;
mod failure;
mod outbox;
mod platform;
mod seal;

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

pub use platform::Host;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
#[expect(unsafe_code, reason = "an allocator is an unsafe promise: this one holds because the widget runs on one thread")]
static ALLOCATOR: lol_alloc::AssumeSingleThreaded<lol_alloc::FreeListAllocator> =
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::FreeListAllocator::new()) };

/// Starts the widget with the loader's host object: seals what is pending and sends what waits. A second call is without effect.
#[wasm_bindgen]
pub fn boot(host: Host) {
    app::start(host);
}

/// Opens layer 2.
#[wasm_bindgen]
pub fn open_preferences() {
    app::open(countersign_core::Surface::Preferences);
}

/// Opens layer 3 at a heading's anchor, or at the top when it is empty.
#[wasm_bindgen]
pub fn open_policy(anchor: String) {
    app::open(countersign_core::Surface::Policy(Some(anchor).filter(|anchor| !anchor.is_empty())));
}

/// Seals entries that were written since, and sends what waits.
#[wasm_bindgen]
pub fn sync() {
    app::sync();
}

/// All receipts of this browser, as a JSON array of rows: `id`, `at`, `jws`, `posting` and, once there is one, `proof`.
///
/// # Errors
/// A text that starts with a `CS-` code when the widget was not started.
#[wasm_bindgen]
pub async fn export_receipts() -> Result<String, JsValue> {
    app::export().await.map_err(|failure| JsValue::from_str(&failure.to_string()))
}

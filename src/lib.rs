//! The widget in wasm: choices become receipts and are delivered; started by the widget's module when a choice or receipt waits.
//!
//! What is shown was rendered by the build and is the module's (`src/ports/`), as are storage, keys and network; the gate and layer 1 are the
//! loader's (`src/loader/`). Whatever fails leaves the page as it is, with one console line that starts with a `CS-` code.

mod app;
mod outbox;
mod platform;
mod seal;

use countersign_core::Digest;
use wasm_bindgen::prelude::wasm_bindgen;

pub use platform::{Host, Ports, Promise};

#[cfg(target_arch = "wasm32")]
#[global_allocator]
#[expect(unsafe_code, reason = "an allocator is an unsafe promise: this one holds because the widget runs on one thread")]
static ALLOCATOR: lol_alloc::AssumeSingleThreaded<lol_alloc::FreeListAllocator> =
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::FreeListAllocator::new()) };

/// Starts the widget: seals what is pending and sends what waits. A second call is without effect.
#[wasm_bindgen]
pub fn boot(host: Host, ports: Ports) {
    app::start(host, ports);
}

/// The SHA-256 of a text as formats write it, for pages without WebCrypto.
#[wasm_bindgen]
#[must_use]
pub fn digest(text: &str) -> String {
    Digest::of(text.as_bytes()).to_text()
}

/// Seals entries that were written since, and sends what waits.
#[wasm_bindgen]
pub fn sync() {
    app::sync();
}

//! The widget in wasm: choices become receipts, and what answers of backends mean; started by the widget's module.
//!
//! What is shown was rendered by the build and is the module's (`src/ports/`), as are storage, keys and network; the gate and layer 1 are the
//! loader's (`src/loader/`). Whatever fails leaves the page as it is, with one console line that starts with a `CS-` code.

mod app;
mod platform;
mod seal;

use countersign_core::{Delivery, Digest, Instant};
use wasm_bindgen::prelude::wasm_bindgen;

pub use platform::{Host, Ports};

#[cfg(target_arch = "wasm32")]
#[global_allocator]
#[expect(unsafe_code, reason = "an allocator is an unsafe promise: this one holds because the widget runs on one thread")]
static ALLOCATOR: lol_alloc::AssumeSingleThreaded<lol_alloc::FreeListAllocator> =
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::FreeListAllocator::new()) };

/// Starts the widget.
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

/// Seals what is pending; then `Ports.sealed` is called, once for each call of this.
#[wasm_bindgen]
pub fn sync() {
    app::sync();
}

/// What an answer of a backend means (`countersign_core::deliver`): the milliseconds until the next try, or -1 delivered, -2
/// countersigned, -3 parked.
#[wasm_bindgen]
#[must_use]
pub fn deliver(code: u16, after_secs: f64, signed: bool, tries: u32, chance: u16) -> f64 {
    match countersign_core::deliver(code, after_secs as u64, signed, tries, chance) {
        Delivery::Again { wait_ms } => wait_ms as f64,
        Delivery::Delivered => -1.0,
        Delivery::Countersigned => -2.0,
        Delivery::Parked => -3.0,
    }
}

/// Whether what waits until a moment should be tried now; milliseconds since 1970.
#[wasm_bindgen]
#[must_use]
pub fn is_due(next_at_ms: f64, now_ms: f64) -> bool {
    countersign_core::is_due(Instant(next_at_ms as u64), Instant(now_ms as u64))
}

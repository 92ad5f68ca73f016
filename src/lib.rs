//! The widget: layers 2 and 3, receipts and their delivery, started by the loader when a visitor needs it.
//!
//! Rust decides and renders, TypeScript touches the browser: rules come from `countersign-core`, HTML from `countersign-views`; storage,
//! keys, network and the dialog are the ports in `src/ports/`, the gate and layer 1 are the loader in `src/loader/`. Whatever fails
//! leaves the page as it is, gates shut, with one console line that starts with a `CS-` code.

mod app;
mod effects;
mod failure;
mod outbox;
mod platform;
mod seal;

use countersign_core::{Control, Event, Input, Surface};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

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

/// Opens a surface: `preferences`, or `policy` at a heading's anchor or, when that is empty, at the top.
#[wasm_bindgen]
pub fn open(surface: &str, anchor: String) {
    app::send(Event::Open(match surface {
        "policy" => Surface::Policy(Some(anchor).filter(|anchor| !anchor.is_empty())),
        _ => Surface::Preferences,
    }));
}

/// A control was worked: its name and the input's as in pending entries, and an array of the ids whose switches are on. An unknown
/// name does nothing.
#[wasm_bindgen]
pub fn act(control: &str, on: JsValue, input: &str, trusted: bool) {
    if let (Some(control), Some(input)) = (Control::from_name(control), Input::from_name(input)) {
        app::send(Event::Choose { control, on: app::texts(on), input, trusted });
    }
}

/// The dialog was closed; never a choice.
#[wasm_bindgen]
pub fn close() {
    app::send(Event::Close);
}

/// Changes the language and shows the current surface again; the switches in the array stay on.
#[wasm_bindgen]
pub fn change_locale(tag: &str, on: JsValue) {
    app::change_locale(tag, on);
}

/// Seals entries that were written since, and sends what waits.
#[wasm_bindgen]
pub fn sync() {
    app::sync();
}

//! The browser's clock and timers.

use countersign_core::Instant;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// The visitor's clock.
pub(crate) fn now() -> Instant {
    Instant(js_sys::Date::now().max(0.0) as u64)
}

/// Runs something once after a wait; a page that goes away takes the timer with it.
pub(crate) fn timer(wait_ms: u64, run: impl FnOnce() + 'static) {
    let run = Closure::once_into_js(run);
    let wait = i32::try_from(wait_ms).unwrap_or(i32::MAX);
    if let Some(window) = web_sys::window() {
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(run.unchecked_ref(), wait);
    }
}

/// Runs something whenever the browser says that the network is back, for as long as the page lives.
pub(crate) fn when_online(run: impl FnMut() + 'static) {
    let run = Closure::<dyn FnMut()>::new(run).into_js_value();
    if let Some(window) = web_sys::window() {
        let _ = window.add_event_listener_with_callback("online", run.unchecked_ref());
    }
}

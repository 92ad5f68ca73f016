//! One tab at a time: Web Locks where the browser has them; elsewhere the work just runs, and the store's own checks must hold.

use std::future::Future;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::object::{member, object};

#[wasm_bindgen]
extern "C" {
    /// `navigator.locks`, which stable web-sys does not bind.
    type Locks;

    #[wasm_bindgen(method, catch)]
    fn request(this: &Locks, name: &str, options: &JsValue, work: &Function) -> Result<Promise, JsValue>;
}

/// What to do while another tab holds the lock.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum IfBusy {
    /// Wait for it.
    Wait,
    /// Leave the work to that tab.
    Leave,
}

/// Runs some work while this tab alone holds the named lock, and returns when it is done or left.
pub(crate) async fn alone(name: &str, busy: IfBusy, work: impl Future<Output = ()> + 'static) {
    let locks = web_sys::window().map_or(JsValue::UNDEFINED, |window| member(&window.navigator(), "locks"));
    if locks.is_undefined() || locks.is_null() {
        return work.await;
    }
    let run = Closure::once_into_js(move |lock: JsValue| -> Promise {
        future_to_promise(async move {
            if !lock.is_null() {
                work.await;
            }
            Ok(JsValue::UNDEFINED)
        })
    });
    let options = object(&[("ifAvailable", JsValue::from_bool(busy == IfBusy::Leave))]);
    if let Ok(done) = locks.unchecked_into::<Locks>().request(name, &options, run.unchecked_ref()) {
        let _ = JsFuture::from(done).await;
    }
}

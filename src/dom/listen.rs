//! Event listeners that end with their owner.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, EventTarget};

/// A listener; dropping it takes it off.
pub(crate) struct Listener {
    target: EventTarget,
    name: &'static str,
    run: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Listens to an event on a target.
    pub(crate) fn new(target: &EventTarget, name: &'static str, run: impl FnMut(Event) + 'static) -> Result<Self, JsValue> {
        let run = Closure::<dyn FnMut(Event)>::new(run);
        target.add_event_listener_with_callback(name, run.as_ref().unchecked_ref())?;
        Ok(Self { target: target.clone(), name, run })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.target.remove_event_listener_with_callback(self.name, self.run.as_ref().unchecked_ref());
    }
}

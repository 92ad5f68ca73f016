//! The switches of layer 2 as a list of ids.

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, ShadowRoot};

fn switches(root: &ShadowRoot) -> Vec<HtmlInputElement> {
    let Ok(found) = root.query_selector_all("input[name=purpose]") else {
        return Vec::new();
    };
    (0..found.length()).filter_map(|place| found.item(place)?.dyn_into().ok()).collect()
}

/// Ids of the purposes whose switches are on.
pub(crate) fn on(root: &ShadowRoot) -> Vec<String> {
    switches(root).into_iter().filter(HtmlInputElement::checked).map(|input| input.value()).collect()
}

/// Puts the switches of these purposes on and the others off.
pub(crate) fn tick(root: &ShadowRoot, on: &[String]) {
    for input in switches(root) {
        input.set_checked(on.contains(&input.value()));
    }
}
